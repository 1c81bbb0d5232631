"""`incidentbook export` into every form, on a book of real articles."""

from __future__ import annotations

import csv
import json
import os
import shutil
from pathlib import Path

import frictionless
import geopandas
import pandas
import pyarrow.parquet
import pytest
from tests.cli.conftest import Here

from incidentbook.export import arrow
from incidentbook.export.formats import FORMS


@pytest.fixture
def listed(here: Here, example_book: Path):
    """`list --json` with conditions: the ids, and of how many incidents the point is not known."""

    def run(*conditions: str) -> tuple[list[str], int]:
        lines = here("list", "--json", "--book", example_book, *conditions).out.splitlines()
        found = [json.loads(line) for line in lines]
        places = [i["values"]["place"] or {} for i in found]
        return [i["id"] for i in found], sum(place.get("lat") is None for place in places)

    return run


@pytest.fixture
def export(here: Here, example_book: Path):
    """`export` of the example book."""
    return lambda *words: here("export", "--book", example_book, *words)


@pytest.mark.parametrize("name", ["a.csv", "a.acled.csv", "a.ucdp.csv"])
def test_tables_have_a_row_an_incident(export, listed, name: str) -> None:
    done = export("--out", name)
    assert (done.code, done.out, done.err) == (0, "", "")
    assert list(pandas.read_csv(name).iloc[:, 0]) == listed()[0]


def test_maps_say_how_many_have_no_point(export, listed) -> None:
    ids, nowhere = listed()
    assert 0 < nowhere < len(ids)
    done = export("--out", "a.geojson")
    assert (done.code, done.err) == (
        0,
        f"{nowhere} of {len(ids)} incidents have no point: left out of the map\n",
    )
    assert len(geopandas.read_file("a.geojson")) == len(ids) - nowhere
    for name in ("a.gpkg", "a.geoparquet"):
        done = export("--out", name)
        assert done.err == f"{nowhere} of {len(ids)} incidents have no point: written without a geometry\n"
    assert list(geopandas.read_file("a.gpkg", layer="incidents")["id"]) == ids
    assert list(geopandas.read_parquet("a.geoparquet")["id"]) == ids


def test_statements_quote_the_articles(export, articles: Path) -> None:
    assert export("--out", "a.parquet").code == 0
    texts = [p.read_text(encoding="utf-8") for p in articles.glob("*.txt")]
    rows = pyarrow.parquet.read_table("a.parquet").to_pylist()
    assert len(rows) > 100
    assert all(any(row["words"] in text for text in texts) for row in rows)


def test_the_package_is_valid_as_zip_and_as_folder(export, listed, articles: Path) -> None:
    assert export("--out", "a.zip").code == 0
    assert export("--format", "package", "--out", "folder", "--with-texts").code == 0
    for path in ("a.zip", "folder/datapackage.json"):
        assert frictionless.Package(path).validate().flatten(["type", "note"]) == []
    assert Path("folder/texts.csv").read_bytes() not in Path("a.zip").read_bytes()
    with Path("folder/tallies.csv").open(encoding="utf-8", newline="") as handle:
        assert len(list(csv.DictReader(handle))) == 3
    done = export("--format", "package", "--out", "folder")
    assert (done.code, done.err) == (
        4,
        "incidentbook: folder is there and not an empty folder; name another one, or a .zip file\n",
    )


def test_entities_are_of_the_model(export) -> None:
    assert export("--out", "a.ftm.json").code == 0
    model = pytest.importorskip("followthemoney", reason="needs ICU: pip install 'incidentbook[ftm]'").model
    for line in Path("a.ftm.json").read_text(encoding="utf-8").split("\n")[:-1]:
        entity = json.loads(line)
        model.get(entity["schema"]).validate(entity)


CONDITIONS = ("--country", "iq", "--from", "2021-01-01", "--to", "2021-12-31", "--kind", "rocket")


@pytest.mark.parametrize("form", ["jsonl", "csv", "acled", "ucdp"])
def test_the_conditions_are_those_of_list(export, listed, form: str) -> None:
    ids, _ = listed(*CONDITIONS)
    assert 0 < len(ids) < len(listed()[0])
    assert export("--format", form, "--out", "some", *CONDITIONS).code == 0
    if form == "jsonl":
        found = [json.loads(line)["id"] for line in Path("some").read_text(encoding="utf-8").splitlines()]
    else:
        found = list(pandas.read_csv("some").iloc[:, 0])
    assert found == ids


def test_a_package_of_some_incidents_has_their_documents_alone(export) -> None:
    assert export("--format", "package", "--out", "all").code == 0
    assert export("--format", "package", "--out", "some", *CONDITIONS).code == 0
    assert frictionless.Package("some/datapackage.json").validate().valid
    everything, part = (set(pandas.read_csv(f"{name}/documents.csv")["document"]) for name in ("all", "some"))
    assert part < everything


def test_text_goes_to_stdout(export, listed) -> None:
    done = export("--format", "acled", "--no-bom")
    assert done.out.startswith("event_id_cnty,")
    assert export("--format", "acled").out == f"\ufeff{done.out}"
    assert [json.loads(line)["id"] for line in export().out.splitlines()] == listed()[0]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--out", "a.xlsx"), f"'a.xlsx' does not tell the format; give --format, one of {', '.join(FORMS)}"),
        (("--format", "gpkg"), "gpkg is written to a file alone; give --out"),
        (("--format", "csv", "--out", "."), "'.' is no file, and csv is written to one; give another --out"),
        (("--format", "gpkg", "--out", os.devnull), f"'{os.devnull}' is no file, and gpkg is written to one"),
        (
            ("--with-texts", "--out", "a.csv"),
            "--with-texts is for a data package, and this is csv; leave it out",
        ),
        (("--format", "excel"), "'excel' is not one of"),
    ],
)
def test_what_cannot_be_written_is_wrong_usage(export, words: tuple[str, ...], said: str) -> None:
    done = export(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert done.err.count("\n") == 1


TAJI = "IB-MMSXYW"
"""The attack on Camp Taji of 11 March 2020, in the book of examples."""


@pytest.fixture
def reviewed(here: Here, example_book: Path):
    """Runs a command on a copy of the example book in which a reviewer decided."""
    shutil.copyfile(example_book, "copy.db")

    def run(*words: str):
        done = here(*words, "--book", "copy.db")
        assert done.code == 0, done.err
        return done

    return run


def ids_in(name: str) -> set[str]:
    """The ids of incidents in what was exported; of statements, those that they tell of."""
    path = Path(name)
    if path.suffix in (".gpkg", ".geojson"):
        return set(geopandas.read_file(path)["id"])
    if path.suffix in (".parquet", ".geoparquet"):
        rows = pyarrow.parquet.read_table(path).to_pylist()
        return {row["incident"] if path.suffix == ".parquet" else row["id"] for row in rows}
    if path.suffix == ".csv":
        return set(pandas.read_csv(path).iloc[:, 0])
    return {json.loads(line)["id"] for line in path.read_text(encoding="utf-8").splitlines()}


def test_what_is_rejected_is_on_no_map_and_in_no_table_that_cannot_say_so(reviewed) -> None:
    names = [
        f"a{end}"
        for end in (".acled.csv", ".ucdp.csv", ".geojson", ".gpkg", ".geoparquet", ".parquet", ".ftm")
    ]
    for name in names:
        reviewed("export", "--out", name)
        assert TAJI in ids_in(name)
        Path(name).unlink()
    reviewed("decide", "reject", TAJI, "--why", "a hoax")
    for name in names:
        done = reviewed("export", "--out", name)
        assert done.err.startswith("1 incident that reviewers rejected left out of ")
        assert TAJI not in ids_in(name)
    assert TAJI not in Path("a.ftm").read_text(encoding="utf-8")
    layer = geopandas.read_file("a.gpkg", layer="statements")
    assert TAJI not in set(layer["incident"])


def test_other_tables_keep_what_is_rejected_with_its_status(reviewed) -> None:
    reviewed("decide", "reject", TAJI, "--why", "a hoax")
    assert reviewed("export", "--out", "a.csv").err == ""
    assert reviewed("export", "--format", "package", "--out", "folder").err == ""
    for name in ("a.csv", "folder/incidents.csv"):
        status = pandas.read_csv(name).set_index("id")["status"]
        assert status[TAJI] == "rejected"
        assert set(status.drop(TAJI)) == {"machine"}
    assert frictionless.Package("folder/datapackage.json").validate().valid


def test_corrections_and_grades_are_in_every_table_of_incidents(reviewed) -> None:
    reviewed("decide", "correct", TAJI, "killed", "4", "--source", "the list of names")
    listed = {i["id"]: i for i in map(json.loads, reviewed("list", "--json").out.splitlines())}
    for name in ("a.csv", "a.gpkg", "a.geojson", "a.geoparquet"):
        reviewed("export", "--out", name)
    frames = [pandas.read_csv("a.csv"), geopandas.read_parquet("a.geoparquet")]
    frames += [geopandas.read_file(name) for name in ("a.gpkg", "a.geojson")]
    for frame in frames:
        row = frame.set_index("id").loc[TAJI]
        assert (row["status"], row["killed"], row["corrected"]) == ("reviewed", 4, "killed")
        assert dict(zip(frame["id"], frame["grade"], strict=True)).items() <= {
            (name, incident["grade"]) for name, incident in listed.items()
        }
    reviewed("export", "--out", "a.acled.csv")
    assert pandas.read_csv("a.acled.csv").set_index("event_id_cnty").loc[TAJI, "fatalities"] == 4


SEEN = ("--policy", "highest", "--as-of", "2020-12-31")


def test_the_book_is_written_as_it_was_known_and_by_the_policy(export, listed) -> None:
    ids, _ = listed(*SEEN)
    assert 0 < len(ids) < len(listed()[0])
    for name in ("a.csv", "a.gpkg", "a.geoparquet", "a.jsonl"):
        assert export("--out", name, *SEEN).code == 0
        assert ids_in(name) == set(ids)
    assert export("--format", "package", "--out", "then", *SEEN).code == 0
    assert frictionless.Package("then/datapackage.json").validate().valid
    published = pandas.read_csv("then/documents.csv")["published_latest"].dropna()
    assert len(published) > 0
    assert max(published) <= "2020-12-31"


def test_a_policy_changes_the_cells(export) -> None:
    tables = []
    for policy in ("most-independent", "highest"):
        assert export("--out", "a.csv", "--policy", policy).code == 0
        tables.append(pandas.read_csv("a.csv").set_index("id"))
    figures, ranges = ["munitions", "killed", "injured"], ["munitions_high", "killed_high", "injured_high"]
    usual, highest = (table[figures].fillna(-1) for table in tables)
    assert (usual <= highest).all(axis=None)
    assert (usual < highest).any(axis=None)
    assert tables[0][ranges].equals(tables[1][ranges])


def test_a_missing_package_is_one_line(export, monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name)

    monkeypatch.setattr(arrow, "import_module", missing)
    done = export("--out", "a.parquet")
    said = "Parquet and GeoParquet need pyarrow; install it: pip install 'incidentbook[export]'"
    assert (done.code, done.out, done.err) == (4, "", f"incidentbook: {said}\n")
    assert not Path("a.parquet").exists()


def test_what_was_there_stays_until_all_is_written(export, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("a.gpkg").write_text("before")
    monkeypatch.setattr("incidentbook.export.geopackage._write_statements", lambda *rest: 1 / 0)
    assert export("--out", "a.gpkg").code == 4
    assert Path("a.gpkg").read_text() == "before"
    assert [path.name for path in Path().iterdir()] == ["a.gpkg"]

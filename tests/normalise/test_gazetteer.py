"""The gazetteer: its keys, its tables, its file, and what users add to it."""

from __future__ import annotations

import io
import json
import lzma
import sqlite3
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterable
from contextlib import closing
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.errors import GazetteerError
from incidentbook.normalise.gazetteer import importers
from incidentbook.normalise.gazetteer.fold import closeness, fold, skeleton, without_article
from incidentbook.normalise.gazetteer.sources import table
from incidentbook.normalise.gazetteer.store import Gazetteer, gazetteer, packaged
from incidentbook.normalise.gazetteer.words import leading_feature, strip_features, trailing_feature
from incidentbook.normalise.place import candidates, find_places, place

SITES = sorted(
    p.name for p in (files("incidentbook.resources") / "places").iterdir() if p.name.startswith("sites-")
)


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Saba’ al-Bour", "saba al bour"),
        ("St. Louis", "saint louis"),
        ("U.S.", "us"),
        ("The Hague", "hague"),
        ("Malmö", "malmo"),
        ("Trinidad & Tobago", "trinidad and tobago"),
        ("Харків", "kharkiv"),
    ],
)
def test_folded_keys(name: str, key: str) -> None:
    assert fold(name) == key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saba al-Bour", "Sab al Bor"),
        ("Ain al-Asad", "Ein el-Assad"),
        ("Ayn al-Asad", "Ain Asad"),
        ("Besmaya", "Bismayah"),
        ("Erbil", "Irbil"),
        ("Deir ez-Zor", "Deir al-Zour"),
        ("Qayyarah", "Kayara"),
    ],
)
def test_spellings_of_one_name_share_a_skeleton(one: str, other: str) -> None:
    assert skeleton(fold(one)) == skeleton(fold(other))


@pytest.mark.parametrize(("one", "other"), [("Baghdad", "Balad"), ("Ramadi", "Samarra"), ("Taji", "Tuz")])
def test_other_names_do_not(one: str, other: str) -> None:
    assert skeleton(fold(one)) != skeleton(fold(other))


@given(st.text(max_size=40))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)).split() == [w for w in fold(fold(name)).split() if w]
    assert 0.0 <= closeness(fold(name), fold(name)) <= 1.0


def test_articles_and_features_fall_away() -> None:
    assert without_article("al-Baghdadi") == "Baghdadi"
    assert trailing_feature("balad air base") == ("balad", "air_base")
    assert leading_feature("camp taji") == ("taji", "base")
    assert strip_features("camp taji military base") == "taji"
    assert strip_features("odesa") == "odesa"


@pytest.mark.parametrize("name", SITES)
def test_our_sites_are_whole_and_on_the_globe(name: str) -> None:
    kinds = {"base", "air_base", "airport", "embassy", "zone", "city", "district", "facility", "region"}
    fields = {"name", "at", "kind", "in", "names", "bare", "icao", "precision", "weight", "of", "city"}
    known = table("countries.yaml")
    for key, entry in table(name).items():
        assert set(entry) <= fields, key
        assert entry["kind"] in kinds, key
        assert entry["in"] in known, key
        lat, lon = entry["at"]
        assert -90 <= lat <= 90, key
        assert -180 <= lon <= 180, key
        assert all(isinstance(n, str) for n in [*entry.get("names", []), *entry.get("bare", [])]), key


def test_no_key_stands_in_two_tables() -> None:
    keys = [key for name in [*SITES, "regions.yaml", "admin2.yaml"] for key in table(name)]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("name", [p.name for p in (files("incidentbook.resources") / "places").iterdir()])
def test_no_table_says_a_key_twice(name: str) -> None:
    text = (files("incidentbook.resources") / "places" / name).read_text(encoding="utf-8")
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    keys = [key.value for key, _ in node.value]
    assert sorted(keys) == sorted(set(keys))


def test_our_sites_lie_in_their_country() -> None:
    """Every site has a town of its country within 250 km: a swapped sign or a wrong country would not."""
    rows = sqlite3.connect(packaged()).execute("SELECT country, lat, lon FROM place WHERE kind = 'city'")
    settled = {(country, int(lat // 1), int(lon // 1)) for country, lat, lon in rows}
    steps = (-2, -1, 0, 1, 2)
    for name in SITES:
        for key, entry in table(name).items():
            y, x = (int(v // 1) for v in entry["at"])
            assert any((entry["in"], y + dy, x + dx) in settled for dy in steps for dx in steps), (
                f"{key} in {name}"
            )


def test_the_file_is_small_and_fast() -> None:
    assert packaged().stat().st_size < 150e6
    start = time.perf_counter()
    fresh = Gazetteer([packaged()])
    opened = time.perf_counter() - start
    fresh.look_up(["baghdad", "balad", "springfield", "taji"])
    assert opened < 0.05
    start = time.perf_counter()
    for _ in range(100):
        fresh.look_up(["baghdad", "balad", "springfield", "taji"])
    assert (time.perf_counter() - start) / 100 < 0.001


def test_every_country_and_capital_is_there() -> None:
    tables = gazetteer()
    baghdad, anbar = tables.capital("IQ"), tables.unit("IQ.01")
    assert baghdad is not None
    assert baghdad.name == "Baghdad"
    assert anbar is not None
    assert anbar.name == "Anbar"
    assert len(tables.capitals) > 220


def test_a_missing_or_foreign_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="no gazetteer at"):
        Gazetteer([tmp_path / "none.sqlite"])
    (tmp_path / "text").write_text("no database, but long enough to be read as one" * 50)
    with pytest.raises(GazetteerError, match="is no gazetteer"):
        Gazetteer([tmp_path / "text"])


def geonames_line(ident: int, name: str, country: str = "IQ", code: str = "P\tPPL", others: str = "") -> str:
    return f"{ident}\t{name}\t{name}\t{others}\t33.47\t44.18\t{code}\t{country}\t\t07\t\t\t\t500\t\t\tAsia/Baghdad\t2020-01-01\n"


def geonames_zip(path: Path, lines: list[str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("readme.txt", "see elsewhere")
        archive.writestr(f"{path.stem}.txt", "".join(lines))
    return path


def names_in(path: Path, key: str) -> list[str]:
    return [entry.name for entry, _ in Gazetteer([path]).look_up([key]).get(key, ())]


def test_a_geonames_dump_is_added(tmp_path: Path) -> None:
    lines = [
        geonames_line(1, "Sab` al Bur", others="Saba al Bur,سبع البور"),
        geonames_line(2, "A Well", code="H\tWLL"),
    ]
    target = tmp_path / "own.sqlite"
    assert importers.add(geonames_zip(tmp_path / "IQ.zip", lines), target).places == 1
    assert names_in(target, "saba al bur") == ["Sab` al Bur"]
    assert importers.add(geonames_zip(tmp_path / "IQ.zip", lines), target).places == 1
    assert [(i.name, i.form, i.country, i.places) for i in importers.installed(target)] == [
        ("IQ", "GeoNames", "IQ", 1)
    ]
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("IQ.zip", b"PK\x03\x04 cut off", "no zip archive"),
        ("IQ.txt", b"one\ttwo\n", "is no gazetteer"),
        ("IQ.txt", geonames_line(5, "Hit").encode()[:-7], "cut off"),
        ("IQ.txt", b"\xff\xfe" + b"\t" * 18, "cut off or damaged"),
        ("IQ.txt", b"", "holds no places"),
        ("IQ.txt", geonames_line(5, "Lyon", "FR").encode(), "is not of IQ"),
    ],
)
def test_a_bad_dump_leaves_the_old_gazetteer(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    target = tmp_path / "own.sqlite"
    importers.add(geonames_zip(tmp_path / "SY.zip", [geonames_line(1, "Tadmur", "SY")]), target)
    before = target.read_bytes()
    (tmp_path / name).write_bytes(content)
    with pytest.raises(GazetteerError, match=reason) as told:
        importers.add(tmp_path / name, target)
    assert "\n" not in str(told.value)
    assert target.read_bytes() == before
    assert not list(tmp_path.glob("*.part"))


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def test_a_broken_off_import_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [geonames_line(i, f"Village {chr(97 + i)}") for i in range(1, 7)]
    source, target = geonames_zip(tmp_path / "IQ.zip", lines), tmp_path / "own.sqlite"
    monkeypatch.setattr(importers, "_BATCH", 2)

    def breaks_off(share: float) -> None:
        with closing(sqlite3.connect(tmp_path / "own.sqlite.part")) as part:
            if part.execute("SELECT count(*) FROM place").fetchone() == (4,):
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        importers.add(source, target, watch=breaks_off)
    assert not target.exists()
    read: list[int] = []
    monkeypatch.setattr(importers.Writer, "add", counting(importers.Writer.add, read))
    assert importers.add(source, target).places == 6
    assert read == [2]
    assert names_in(target, "village g") == ["Village g"]
    monkeypatch.undo()
    importers.add(source, tmp_path / "at-once.sqlite")
    assert content(target) == content(tmp_path / "at-once.sqlite")


def counting(add: Callable[..., None], read: list[int]) -> Callable[..., None]:
    def counted(self: object, rows: Iterable[object]) -> None:
        kept = list(rows)
        read.append(len(kept))
        add(self, kept)

    return counted


def test_only_a_country_of_the_world_is_taken(tmp_path: Path) -> None:
    lands = [chr(65 + i // 26) + chr(65 + i % 26) for i in range(30)] + ["IQ"]
    lines = [geonames_line(i, f"Place {land}", land) for i, land in enumerate(lands, start=1)]
    source, target = geonames_zip(tmp_path / "allCountries.zip", lines), tmp_path / "own.sqlite"
    made = importers.add(source, target, "IQ")
    assert (made.country, made.places) == ("IQ", 1)
    assert names_in(target, "place ab") == []


def test_a_source_is_removed_and_replaced_alone(tmp_path: Path) -> None:
    target = tmp_path / "own.sqlite"
    importers.add(geonames_zip(tmp_path / "IQ.zip", [geonames_line(1, "Zzyzx")]), target)
    importers.add(geonames_zip(tmp_path / "SY.zip", [geonames_line(2, "Qqyqx", "SY")]), target)
    importers.add(geonames_zip(tmp_path / "IQ.zip", [geonames_line(3, "Vvyvx")]), target)
    assert [names_in(target, key) for key in ("zzyzx", "qqyqx", "vvyvx")] == [[], ["Qqyqx"], ["Vvyvx"]]
    assert importers.remove("iq", target).places == 1
    assert [s.name for s in importers.installed(target)] == ["SY"]
    assert [names_in(target, key) for key in ("qqyqx", "vvyvx")] == [["Qqyqx"], []]
    with pytest.raises(GazetteerError, match="there are: SY"):
        importers.remove("IQ", target)


def whosonfirst(path: Path, features: list[dict[str, object]]) -> Path:
    with tarfile.open(path, "w:xz") as archive:
        for number, properties in enumerate(features):
            data = json.dumps({"type": "Feature", "properties": properties}).encode()
            member = tarfile.TarInfo(f"data/{number}.geojson")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


VILLAGE: dict[str, object] = {
    "wof:id": 7, "wof:name": "El Dao", "wof:placetype": "locality", "iso:country": "SO", "geom:latitude": 3.37,
    "geom:longitude": 42.02, "name:eng_x_variant": ["Eel Dao"], "wof:concordances": {"gn:id": 60159}, "gn:admin1_code": 4.0,
}  # fmt: skip


def test_a_whosonfirst_archive_is_added(tmp_path: Path) -> None:
    target = tmp_path / "own.sqlite"
    assert importers.add(whosonfirst(tmp_path / "admin-so.tar.xz", [VILLAGE]), target).places == 1
    ((found, _),) = Gazetteer([target]).look_up(["eel dao"])["eel dao"]
    assert (found.name, found.admin1) == ("El Dao", "SO.04")
    with pytest.raises(GazetteerError, match="is not of IQ"):
        importers.add(whosonfirst(tmp_path / "admin-iq.tar.xz", [VILLAGE]), target)


def test_a_cut_off_archive_is_refused(tmp_path: Path) -> None:
    source = whosonfirst(tmp_path / "admin-so.tar.xz", [VILLAGE] * 50)
    source.write_bytes(source.read_bytes()[:-20])
    with pytest.raises((EOFError, lzma.LZMAError)), lzma.open(source) as raw:
        raw.read()
    with pytest.raises(GazetteerError, match="cut off"):
        importers.add(source, tmp_path / "own.sqlite")
    assert not (tmp_path / "own.sqlite").exists()


def test_the_users_gazetteer_is_read_over_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INCIDENTBOOK_GAZETTEER", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    target = tmp_path / "incidentbook" / "gazetteer.sqlite"
    assert place("Zzyzx al-Kabir") is None
    lines = [geonames_line(1, "Zzyzx al Kabir"), geonames_line(98182, "Baghdad")]
    importers.add(geonames_zip(tmp_path / "IQ.zip", lines), target)
    found = place("Zzyzx al-Kabir")
    assert found is not None
    assert (found.gazetteer, found.admin1) == ("geonames:1", "Baghdad")
    assert len([c for c in candidates("Baghdad") if c.kind == "city" and c.place.country == "IQ"]) == 1
    importers.remove("IQ", target)
    assert place("Zzyzx al-Kabir") is None
    monkeypatch.setenv("INCIDENTBOOK_GAZETTEER", str(tmp_path / "none.sqlite"))
    with pytest.raises(GazetteerError, match=r"no gazetteer at .*none\.sqlite"):
        place("Baghdad")


def test_a_hamlet_is_read_only_in_texts_of_its_country(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "own.sqlite"
    importers.add(geonames_zip(tmp_path / "IQ.zip", [geonames_line(1, "Zzyzx")]), target)
    monkeypatch.setenv("INCIDENTBOOK_GAZETTEER", str(target))
    iraq = find_places("Gunmen struck the village of Zzyzx in Iraq.")
    assert [m.place.gazetteer for m in iraq if m.place and m.text == "Zzyzx"] == ["geonames:1"]
    assert not [m for m in find_places("A fire in the village of Zzyzx in Chile.") if m.text == "Zzyzx"]


@pytest.mark.parametrize(
    ("text", "town", "unit"),
    [
        ("Two men were shot in Naples, Fla., on Monday.", "Naples", "Florida"),  # Flå is a village too
        ("A boy was hurt in Wheeling, W.Va., on Monday.", "Wheeling", "West Virginia"),
        (
            "Deputies found him in Hartsville, Ind., on Sunday.",
            "Hartsville",
            "Indiana",
        ),  # which no gazetteer has there
    ],
)
def test_state_in_short_behind_a_town(text: str, town: str, unit: str) -> None:
    found = [m.place for m in find_places(text) if m.kind == "city"]
    assert [(p.name, p.admin1) for p in found if p] == [(town, unit)]


def test_former_name_gives_way_to_towns_that_bear_it() -> None:
    (found,) = [m for m in find_places("ST. CHARLES, Ill. (AP) - Three people are dead.") if m.kind == "city"]
    assert found.place is not None
    assert (found.place.name, found.place.admin1) == ("St. Charles", "Illinois")


def test_somebody_whose_age_is_given_is_no_town() -> None:
    text = "The victim is 16-year-old Nell Dalton. Dalton died at the scene, and nobody else was hurt."
    assert [m.text for m in find_places(text) if m.place is not None] == []

"""CSV, TSV, Parquet and JSON Lines with columns of any name."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.made import pages, peak_of_reading, problems, write

from incidentbook.errors import MetaError, SourceError
from incidentbook.model import Interval
from incidentbook.sources import Page, Problem, count_inputs, default_columns, parse_columns, read
from incidentbook.sources.days import published_of

pyarrow = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")

TEXT = "Rockets hit the base on Monday.\nNobody was hurt, “officials” said, again."


def table(path: Path, rows: list[list[str]], encoding: str = "utf-8", **dialect: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as handle:
        csv.writer(handle, **dialect).writerows(rows)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_as_spreadsheets_write_it(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = [["ID", "Headline", "Body", "Pub Date", "Source", "Link"]]
    rows += [["7", "T", TEXT, "2021-07-05", "rudaw.net", "http://a.test/7"], ["8", "", TEXT * 2, "", "", ""]]
    file = table(tmp_path / "a.csv", rows, encoding, delimiter=delimiter)
    first, second = pages(file)
    assert (first.source, first.content, second.content) == (f"{file}#7", TEXT, TEXT * 2)
    assert first.meta is not None
    assert first.meta.published == Interval.day(date(2021, 7, 5))
    assert (first.meta.title, first.meta.publisher, first.meta.url) == ("T", "rudaw.net", "http://a.test/7")
    assert [p for p in problems(file) if p.severity != "warning"] == []


def test_a_table_without_texts_is_named_with_its_columns(tmp_path: Path) -> None:
    file = table(tmp_path / "deaths.csv", [["country", "deaths"], ["IQ", "3"]])
    (problem,) = problems(file)
    assert problem.source == str(file)
    assert "'country', 'deaths'" in problem.message
    assert "--columns" in problem.message


def test_columns_can_be_named(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [["t1", "when", "text"], [TEXT, "5 July 2021", "teaser"]])
    (page,) = pages(file, columns=parse_columns("text=t1, published=when"))
    assert page.content == TEXT
    assert page.meta is not None
    assert page.meta.published == Interval.day(date(2021, 7, 5))
    (problem,) = problems(file, columns=parse_columns("text=t9"))
    assert "'t9'" in problem.message
    assert "'when'" in problem.message


@pytest.mark.parametrize("words", ["", "text", "text=", "colour=red", "text=a,published"])
def test_columns_that_are_not_understood_are_named(words: str) -> None:
    with pytest.raises(SourceError, match="columns:"):
        parse_columns(words)


def test_rows_that_are_broken_are_named_by_their_line(tmp_path: Path) -> None:
    lines = [
        "text,date",
        '"Rockets\nhit",2021-07-05',
        "one cell",
        "a,b,c",
        ",2021-07-05",
        "fine,2021-13-05",
        "last,2021-07-06",
    ]
    file = write(tmp_path / "a.csv", "\n".join(lines) + "\n")
    assert [p.content for p in pages(file)] == ["Rockets\nhit", "fine", "last"]
    said = {p.source.removeprefix(f"{file}:"): p.severity for p in problems(file)}
    assert said == {"4": "failed", "5": "failed", "6": "failed", "7": "warning"}


def test_warnings_of_one_kind_are_said_a_few_times(tmp_path: Path) -> None:
    file = table(tmp_path / "a.csv", [["text", "date"], *([f"t{n}", "yesterday"] for n in range(500))])
    assert len(pages(file)) == 500
    said = problems(file)
    assert len(said) == 21
    assert "480 more" in said[-1].message


def test_a_line_in_another_encoding_is_said(tmp_path: Path) -> None:
    lines = ["text", *["plain"] * 20_000, "café"]
    file = write(tmp_path / "a.csv", "\n".join(lines).encode("cp1252"))
    assert pages(file)[-1].content == "café"
    assert [p.source for p in problems(file)] == [f"{file}:20002"]


def test_json_lines_may_call_things_as_they_like(tmp_path: Path) -> None:
    row = {"body": TEXT, "headline": "T", "pub_date": "2021-07-05T10:00:00Z", "authors": ["A B", "C D"]}
    file = write(tmp_path / "a.jsonl", json.dumps(row) + "\n" + json.dumps({"words": TEXT, "n": 1}))
    (page,) = pages(file)
    assert page.meta is not None
    assert (page.meta.title, page.meta.author) == ("T", "A B, C D")
    assert [p.source for p in problems(file)] == [f"{file}:2"]
    assert len(pages(file, columns=parse_columns("text=words"))) == 1


def test_parquet_is_read_by_row(tmp_path: Path) -> None:
    file = tmp_path / "a.parquet"
    columns = {
        "content": [f"{TEXT} {n}" for n in range(300)],
        "date": [datetime(2021, 7, 5, 10, tzinfo=UTC)] * 300,
        "vector": [[1.0, 2.0]] * 300,
    }
    parquet.write_table(pyarrow.table(columns), file, row_group_size=50)
    found = pages(file)
    assert [p.content[-3:].strip(" .") for p in found[:2]] + [found[-1].source] == ["0", "1", f"{file}#300"]
    assert found[0].meta is not None
    assert found[0].meta.published == Interval.day(date(2021, 7, 5))
    assert count_inputs([file]) == 300


@pytest.mark.parametrize(
    ("columns", "says"),
    [({"a": [1], "b": ["x"]}, "'a', 'b'"), ({"text": [1, 2]}, "int64"), ({"text": [["x"]]}, "list")],
)
def test_parquet_of_another_schema_is_named(
    tmp_path: Path, columns: dict[str, list[object]], says: str
) -> None:
    file = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table(columns), file)
    (problem,) = problems(file)
    assert says in problem.message


@pytest.mark.parametrize("data", [b"PAR1", b"PAR1" + b"x" * 100 + b"PAR1", b"text,date\n"])
def test_broken_parquet_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (problem,) = problems(write(tmp_path / "a.parquet", data))
    assert "\n" not in problem.message


def test_parquet_without_its_library_says_what_to_install(tmp_path: Path) -> None:
    file = write(tmp_path / "a.parquet", b"PAR1")
    script = (
        "import sys; sys.modules['pyarrow'] = None; from pathlib import Path\n"
        "from incidentbook.sources import read\nprint(*[x.message for x in read([Path(sys.argv[1])])])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(file)], capture_output=True, check=True, text=True
    )
    assert "pip install 'incidentbook[parquet]'" in done.stdout


@pytest.mark.parametrize(
    ("words", "earliest", "latest"),
    [
        ("2021-07-05", "2021-07-05", "2021-07-05"),
        ("2021-07-05..2021-07-07", "2021-07-05", "2021-07-07"),
        ("2021/07/05 10:30", "2021-07-05", "2021-07-05"),
        ("20210705", "2021-07-05", "2021-07-05"),
        ("20210705103000", "2021-07-05", "2021-07-05"),
        ("1625443200", "2021-07-05", "2021-07-05"),
        ("Mon, 05 Jul 2021 10:00:00 +0000", "2021-07-05", "2021-07-05"),
        ("5 July 2021", "2021-07-05", "2021-07-05"),
        ("July 5, 2021", "2021-07-05", "2021-07-05"),
        ("25/07/2021", "2021-07-25", "2021-07-25"),
        ("07/25/2021", "2021-07-25", "2021-07-25"),
        ("05.07.2021", "2021-07-05", "2021-07-05"),
        ("05/07/2021", "2021-05-07", "2021-07-05"),
    ],
)
def test_days_as_tables_write_them(words: str, earliest: str, latest: str) -> None:
    assert published_of(words) == Interval(date.fromisoformat(earliest), date.fromisoformat(latest))


@pytest.mark.parametrize("words", ["yesterday", "31/02/2021", "2021-02-30", "2021", "13/13/2021", "7"])
def test_what_is_no_day_is_none(words: str) -> None:
    with pytest.raises(MetaError):
        published_of(words)


@given(st.dates(date(1990, 1, 1), date(2030, 12, 31)))
def test_a_day_comes_back_however_it_is_written(day: date) -> None:
    forms = ("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%B %d, %Y", "%a, %d %b %Y 10:00:00 +0000", "%d.%m.%Y")
    assert {published_of(day.strftime(form)) for form in forms} == {Interval.day(day)}
    either = published_of(day.strftime("%d/%m/%Y"))
    assert either is not None
    assert either.earliest <= day <= either.latest  # type: ignore[operator]


@given(st.lists(st.text(min_size=1).filter(lambda t: t.strip() and "\x00" not in t), min_size=1, max_size=5))
def test_cells_come_back_as_they_were(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    file = tmp_path_factory.mktemp("t") / "a.csv"
    table(file, [["n", "text"], *([str(n), text] for n, text in enumerate(texts))], quoting=csv.QUOTE_ALL)  # type: ignore[arg-type]
    assert [p.content for p in pages(file)] == texts


def test_fields_of_the_default_map_do_not_share_names() -> None:
    columns = default_columns()
    held = [n for field in ("text", "html", "title", "url", "published") for n in getattr(columns, field)]
    assert len(held) == len(set(held))


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_memory_does_not_grow_with_the_file(tmp_path: Path, ending: str) -> None:
    (few, small), (many, large) = (
        peak_of_reading(_long(tmp_path / f"{n}.{ending}", n)) for n in (5_000, 50_000)
    )
    assert (few, many) == (5_000, 50_000)
    assert large - small < 25


def _long(path: Path, count: int) -> Path:
    """Articles of 1,280 characters, 64 MB of them where there are 50,000."""
    text = "Rockets hit the base on Monday. " * 40
    if path.suffix == ".parquet":
        with parquet.ParquetWriter(
            path, pyarrow.schema([("text", pyarrow.string())]), use_dictionary=False
        ) as out:
            for n in range(0, count, 1000):
                out.write_table(pyarrow.table({"text": [f"{text}{n + i}" for i in range(1000)]}))
        return path
    row = json.dumps({"text": text}) if path.suffix == ".jsonl" else f'1,"{text}"'
    with path.open("w") as out:
        out.write("" if path.suffix == ".jsonl" else "id,text\n")
        out.writelines(f"{row}\n" for _ in range(count))
    return path


def test_a_line_is_read_before_the_file_is_whole(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", '{"text": "a"}\n{"text": "b"}\n{"te')
    assert [type(x) for x in read([file])] == [Page, Page, Problem]

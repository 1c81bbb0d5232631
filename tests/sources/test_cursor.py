"""A reading that was broken off goes on where it was."""

from __future__ import annotations

import gzip
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.sources.made import packed, pages, pdf, problems, records, tarred, write, zipped

from incidentbook.sources import Cursor, Page, Problem, cursor_of, read

ROWS = b"".join(
    json.dumps({"text": f"Rockets hit base {n}.", "id": f"r{n}"}).encode() + b"\n" for n in range(7)
)
TABLE = b"id,text\n" + b"".join(b'%d,"Rockets\nhit base %d."\n' % (n, n) for n in range(7))
MEMBERS = {
    "a.txt": b"words",
    "b.jsonl": ROWS,
    "c.zip": zipped({"d.csv": TABLE, "e.txt": b"words"}),
    "f.warc.gz": packed(records(4)),
    "g.jpg": b"x",
    "h.pdf": pdf(["Rockets hit the base in the night."]),
}
FILES = {
    "a.jsonl": ROWS,
    "a.jsonl.gz": gzip.compress(ROWS),
    "a.csv": TABLE,
    "utf16.csv": TABLE.decode().encode("utf-16"),
    "a.warc": b"".join(records(6)),
    "a.warc.gz": packed(records(6)),
    "whole.warc.gz": gzip.compress(b"".join(records(6))),
    "damaged.warc.gz": packed(records(3)) + b"\x00" * 99 + packed(records(3)),
    "a.zip": zipped(MEMBERS),
    "a.tar": tarred(MEMBERS, "w"),
    "a.tar.xz": tarred(MEMBERS, "w:xz"),
    "a.txt": b"words",
}


@pytest.mark.parametrize("name", FILES)
def test_after_any_page_the_rest_is_read_and_nothing_twice(tmp_path: Path, name: str) -> None:
    file = write(tmp_path / name, FILES[name])
    found = pages(file)
    assert len({page.position for page in found}) == len(found)
    for number, page in enumerate(found, 1):
        cursor = cursor_of(page)
        assert cursor is not None
        assert pages(file, after=[cursor]) == found[number:]


def test_parquet_goes_on_too(tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    file = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"text": [f"t{n}" for n in range(10)]}), file, row_group_size=3)
    found = pages(file)
    for number, page in enumerate(found, 1):
        cursor = cursor_of(page)
        assert cursor is not None
        assert pages(file, after=[cursor]) == found[number:]


@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.warc", "a.warc.gz"])
def test_it_goes_there_without_reading_what_is_before(tmp_path: Path, name: str) -> None:
    """What stands between the beginning and the cursor is spoilt: it would be a problem if it were read."""
    more = FILES[name] if name != "a.csv" else FILES[name].split(b"\n", 1)[1]
    begin = FILES[name] + more * 600
    file = write(tmp_path / name, begin + more)
    cursor = cursor_of(pages(file)[-2])
    assert cursor is not None
    data = file.read_bytes()
    file.write_bytes(data[:70_000] + b"\xff" * 2_000 + data[72_000:])
    assert problems(file) != []
    (page,) = read([file], after=[cursor])
    assert isinstance(page, Page)


def test_lines_that_were_added_are_read_alone(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", ROWS)
    cursor = cursor_of(pages(file)[-1])
    assert cursor is not None
    assert list(read([file], after=[cursor])) == []
    write(file, ROWS + b'{"text": "new"}\n')
    assert [p.content for p in pages(file, after=[cursor])] == ["new"]


def test_a_file_that_has_changed_is_read_from_its_beginning(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", ROWS)
    cursor = cursor_of(pages(file)[3])
    assert cursor is not None
    write(file, b'{"text": "other"}\n' + ROWS)
    warning, *found = read([file], after=[cursor])
    assert isinstance(warning, Problem)
    assert warning.severity == "warning"
    assert len(found) == 8


@pytest.mark.parametrize("position", ["", "x", "3@", "99999@99999999", "-1"])
def test_a_cursor_that_makes_no_sense_stops_nothing(tmp_path: Path, position: str) -> None:
    file = write(tmp_path / "a.jsonl", ROWS)
    good = cursor_of(pages(file)[0])
    assert good is not None
    warning, *found = read([file], after=[Cursor(str(file), good.fingerprint, position)])
    assert isinstance(warning, Problem)
    assert len(found) == 7


class Pipe(io.RawIOBase):
    """Bytes that come in pieces, once."""

    def __init__(self, data: bytes, piece: int) -> None:
        super().__init__()
        self._data, self._piece = io.BytesIO(data), piece

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._data.read(min(len(view), self._piece))
        view[: len(data)] = data
        return len(data)


def piped(monkeypatch: pytest.MonkeyPatch, data: bytes, piece: int = 1000, **more: Any) -> list[Any]:
    """What is read of bytes that come by standard input."""
    stdin = io.TextIOWrapper(io.BufferedReader(Pipe(data, piece)))
    monkeypatch.setattr(sys, "stdin", stdin)
    return list(read([Path("-")], **more))


@pytest.mark.parametrize("name", [n for n in FILES if n not in ("a.tar.xz", "a.txt")])
def test_standard_input_goes_on_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str) -> None:
    file = write(tmp_path / name, FILES[name])
    found = [x for x in piped(monkeypatch, FILES[name]) if isinstance(x, Page)]
    before_damage = 3 if name == "damaged.warc.gz" else len(found)
    assert [p.content for p in found] == [p.content for p in pages(file)][:before_damage]
    assert len({page.position for page in found}) == len(found)
    for number, page in enumerate(found, 1):
        cursor = cursor_of(page)
        assert cursor is not None
        assert cursor.source == "-"
        again = piped(monkeypatch, FILES[name], after=[cursor])
        assert [x for x in again if isinstance(x, Page)] == found[number:]


def test_other_bytes_by_standard_input_are_read_from_their_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    cursor = cursor_of(piped(monkeypatch, ROWS)[4])
    assert cursor is not None
    assert len(piped(monkeypatch, b'{"text": "other"}\n' + ROWS, after=[cursor])) == 8
    assert len(piped(monkeypatch, ROWS + b'{"text": "new"}\n', after=[cursor])) == 3


def test_a_file_given_as_standard_input_can_be_gone_back_in(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = write(tmp_path / "a", FILES["damaged.warc.gz"])
    with file.open("rb") as handle:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(handle))
        found = list(read([Path("-")]))
    assert [x.content for x in found if isinstance(x, Page)] == [p.content for p in pages(file)]


def test_a_single_page_has_no_cursor() -> None:
    assert cursor_of(Page("-", "text/plain", "words")) is None
    assert cursor_of(Page("gone", "text/plain", "words", position="gone.txt|1")) is None

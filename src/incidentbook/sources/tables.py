"""Tables of articles: CSV and TSV with a header, row by row."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader, TextIOWrapper
from typing import Any

from incidentbook.errors import SourceError
from incidentbook.sources.columns import ColumnMap, fit
from incidentbook.sources.cursor import head
from incidentbook.sources.decode import decode
from incidentbook.sources.inputs import Input
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.records import start
from incidentbook.sources.rows import Murmur, Row, read_row

_PROBE = 1 << 16
_DELIMITERS = ",;\t|"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


class _Lines:
    """The lines of a table as text; `number` of them are read, and the next stands at byte `offset`, which
    is None where characters and bytes do not go together. `odd` is the first line in another encoding, or 0.
    """

    def __init__(self, stream: BufferedReader[Any], encoding: str) -> None:
        wide = encoding == "utf-16"
        self._bytes = stream
        self._text = TextIOWrapper(stream, encoding, errors="replace", newline="") if wide else None
        self._encoding = encoding
        self.number = 0
        self.odd = 0
        self.offset = None if wide else 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._text.readline() if self._text else self._plain()
        if not line:
            raise StopIteration
        self.number += 1
        return line

    def _plain(self) -> str:
        line = self._bytes.readline()
        self.offset = (self.offset or 0) + len(line)
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError:
            self.odd = self.odd or self.number + 1
            return line.decode("cp1252", errors="replace")


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of one row, or what is wrong with it; the lines that it runs over, and its first byte."""

    cells: list[str] | str
    line: int
    last: int
    offset: int | None


def read_table(source: Input) -> Iterator[Page | Problem]:
    """Pages of a CSV or TSV file; the first row names the columns.

    Raises:
        SourceError: it has no column of texts, or lacks one that was named.
        OSError: the file cannot be read.
    """
    _allow(source.limit)
    probe = source.stream.peek(_PROBE)
    encoding, doubt = encoding_of(probe)
    lines = _Lines(source.stream, encoding)
    rows = csv.reader(lines, delimiter=_delimiter(probe, encoding))
    header = next((tuple(name.strip() for name in row) for row in rows if row), ())
    if not header:
        raise SourceError("is empty; its first row should name the columns")
    fit(source.columns, header)
    if doubt:
        yield Problem(source.shown, doubt, "warning")
    yield from _rows(source, header, rows, lines)


def _rows(
    source: Input, header: tuple[str, ...], rows: Iterator[list[str]], lines: _Lines
) -> Iterator[Page | Problem]:
    done, murmur = head(source.after)[0], Murmur(source.shown)
    if lines.offset is not None and (begun := start(source))[1]:
        lines.number, lines.offset = begun
    while (row := _next(rows, lines)) is not None:
        if row.line > done and row.cells:
            yield from _row(source, header, row, murmur)
    yield from murmur.end()
    if lines.odd:
        said = "is not in the encoding of the lines before it; such lines were read as Windows-1252"
        yield Problem(f"{source.shown}:{lines.odd}", said, "warning")


def _next(rows: Iterator[list[str]], lines: _Lines) -> _Cells | None:
    line, offset = lines.number + 1, lines.offset
    try:
        cells: list[str] | str = next(rows)
    except StopIteration:
        return None
    except csv.Error as error:
        cells = str(error)
    return _Cells(cells, line, lines.number, offset)


def _row(source: Input, header: tuple[str, ...], row: _Cells, murmur: Murmur) -> Iterator[Page | Problem]:
    where = f"{source.shown}:{row.line}"
    if isinstance(row.cells, str):
        yield Problem(where, f"is broken ({row.cells}){_to(row)}; left out")
    elif len(row.cells) < len(header) or any(cell.strip() for cell in row.cells[len(header) :]):
        said = f"has {len(row.cells)} cells, where the header has {len(header)}{_to(row)}; left out"
        yield Problem(where, f"{said} (is a quotation mark missing?)")
    else:
        values = dict(zip(reversed(header), reversed(row.cells[: len(header)]), strict=True))
        yield from read_row(source, Row(values, row.line, row.offset), murmur)


def _to(row: _Cells) -> str:
    return f", to line {row.last}" if row.last > row.line else ""


def _delimiter(probe: bytes, encoding: str) -> str:
    """The mark that the header has most of."""
    first = probe.decode(encoding, errors="replace").lstrip("\ufeff\r\n").split("\n", 1)[0]
    return max(_DELIMITERS, key=first.count)


def looks_like_table(first: bytes, columns: ColumnMap) -> bool:
    """Whether the first line is a header that names a column of texts and another one that is known."""
    encoding, _ = encoding_of(first)
    line = first.decode(encoding, errors="replace").lstrip("\ufeff\r\n").partition("\n")[0]
    header = tuple(cell.strip(' "\r') for cell in line.split(_delimiter(first, encoding)))
    try:
        return len(fit(columns, header)) > 1
    except SourceError:
        return False


def encoding_of(probe: bytes) -> tuple[str, str | None]:
    """The encoding of a stream by its first bytes, and a sentence where it is a guess."""
    for mark, encoding in _MARKS:
        if probe.startswith(mark):
            return encoding, None
    try:
        codecs.getincrementaldecoder("utf-8")().decode(probe)
        return "utf-8", None
    except UnicodeDecodeError:
        found = decode(probe)
        return found.encoding, found.doubt


def _allow(limit: int) -> None:
    """The csv module keeps one limit for a whole process, too low for an article; it is only ever raised."""
    if csv.field_size_limit() < limit:
        csv.field_size_limit(limit)

"""JSON Lines of articles: one object a line with `text` or `html`, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import BinaryIO

from incidentbook.errors import MetaError, SourceError
from incidentbook.sources.columns import FIELDS, ColumnMap
from incidentbook.sources.cursor import head
from incidentbook.sources.inputs import Input
from incidentbook.sources.meta import KNOWN_KEYS, parse_object
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.rows import Murmur, Row, read_row

_KNOWN = KNOWN_KEYS | {"text", "html", "source"}


def read_records(source: Input) -> Iterator[Page | Problem]:
    """Pages of a JSON Lines file, line by line, so that its size does not matter.

    Raises:
        OSError: the file cannot be read.
    """
    strange, murmur = dict[str, int](), Murmur(source.shown)
    done = head(source.after)[0]
    for number, offset, line in _lines(source.stream, source.limit, *start(source)):
        where = f"{source.shown}:{number}"
        if number <= done:
            continue
        if line is None:
            yield Problem(where, f"is longer than {source.limit // 1_000_000} MB; left out", "skipped")
        elif line.strip():
            yield from _record(source, line, number, offset, murmur, strange)
    yield from murmur.end()
    if strange:
        names = ", ".join(sorted(strange))
        where = f"{source.shown}:{min(strange.values())}"
        yield Problem(where, f"keys that are not known and not used: {names}", "warning")


def start(source: Input) -> tuple[int, int]:
    """Goes to the line that was done last, where the stream lets one go there.

    Gives the number of lines before the next one, and its byte: (0, 0) at the beginning.
    """
    number, offset = head(source.after)
    if not offset or not source.stream.seekable():
        return 0, 0
    source.stream.seek(offset)
    return number - 1, offset


def _lines(handle: BinaryIO, limit: int, number: int, offset: int) -> Iterator[tuple[int, int, bytes | None]]:
    while line := handle.readline(limit + 1):
        number, start, offset = number + 1, offset, offset + len(line)
        whole = len(line) <= limit
        while not line.endswith(b"\n") and (rest := handle.readline(limit + 1)):
            line, offset, whole = rest, offset + len(rest), False
        yield number, start, (line if whole else None)


def _record(
    source: Input, line: bytes, number: int, offset: int, murmur: Murmur, strange: dict[str, int]
) -> Iterator[Page | Problem]:
    where = f"{source.shown}:{number}"
    try:
        values = parse_object(line.decode("utf-8-sig"))
        yield from read_row(source, Row(values, number, offset), murmur)
    except UnicodeDecodeError:
        yield Problem(where, "is not UTF-8; left out")
    except SourceError:
        yield Problem(where, f"has no words; a line needs {_wanted(source)}; left out")
    except MetaError as error:
        yield Problem(where, f"{error}; left out")
    else:
        used = _used(source.columns)
        strange.update({k: number for k in values if k.lower() not in used and k not in strange})


@cache
def _used(columns: ColumnMap) -> frozenset[str]:
    """The keys that mean something, in lower case."""
    return _KNOWN | {name.lower() for field in FIELDS for name in getattr(columns, field)}


def _wanted(source: Input) -> str:
    columns = source.columns
    return " or ".join(f'"{names[0]}"' for names in (columns.text, columns.html) if names)

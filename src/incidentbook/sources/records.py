"""JSON Lines of articles: one object a line with `text` or `html`, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from incidentbook.errors import MetaError, SourceError
from incidentbook.sources.meta import KNOWN_KEYS, MetaTable, from_row, over, parse_object
from incidentbook.sources.page import MediaType, Page, Problem

_KNOWN = KNOWN_KEYS | {"text", "html", "source"}


def read_records(
    path: Path, shown: str, limit: int, tables: tuple[MetaTable, ...]
) -> Iterator[Page | Problem]:
    """Pages of a JSON Lines file, line by line, so that its size does not matter; `limit` is in bytes a line.

    Raises:
        OSError: the file cannot be opened or read.
    """
    strange = dict[str, int]()
    with path.open("rb") as handle:
        for number, line in _lines(handle, limit):
            where = f"{shown}:{number}"
            if line is None:
                yield Problem(where, f"is longer than {limit // 1_000_000} MB; left out", "skipped")
            elif line.strip():
                yield from _record(line, where, f"{shown}#{number}", tables, strange)
    if strange:
        names = ", ".join(sorted(strange))
        yield Problem(
            f"{shown}:{min(strange.values())}", f"keys that are not known and not used: {names}", "warning"
        )


def _lines(handle: Any, limit: int) -> Iterator[tuple[int, bytes | None]]:
    number = 0
    while line := handle.readline(limit + 1):
        number += 1
        whole = len(line) <= limit
        while not line.endswith(b"\n") and (rest := handle.readline(limit + 1)):
            line = rest
        yield number, (line if whole else None)


def _record(
    line: bytes, where: str, source: str, tables: tuple[MetaTable, ...], strange: dict[str, int]
) -> Iterator[Page | Problem]:
    try:
        row = parse_object(line.decode("utf-8-sig"))
        media_type, content = _content(row)
    except UnicodeDecodeError:
        yield Problem(where, "is not UTF-8; left out")
        return
    except (MetaError, SourceError) as error:
        yield Problem(where, f"{error}; left out")
        return
    number = int(where.rpartition(":")[2])
    strange.update({key: number for key in row if key not in _KNOWN and key not in strange})
    own, wrong = from_row(row)
    yield from (Problem(where, message, "warning") for message in wrong)
    name = row.get("id") if isinstance(row.get("id"), str) else None
    meta = own
    for table in tables:
        meta = over(table.find(name), meta) or meta if name else meta
    yield Page(f"{source.rpartition('#')[0]}#{name}" if name else source, media_type, content, meta)


def _content(row: dict[str, Any]) -> tuple[MediaType, str]:
    kinds: tuple[tuple[str, MediaType], ...] = (("text", "text/plain"), ("html", "text/html"))
    for key, media_type in kinds:
        if isinstance(value := row.get(key), str) and value.strip():
            return media_type, _storable(value)
    raise SourceError('has no words; a line needs "text" or "html"')


def _storable(text: str) -> str:
    """JSON can spell what no UTF-8 file can hold."""
    if "\x00" in text or any("\ud800" <= c <= "\udfff" for c in text):
        raise SourceError("holds characters that are no text (NUL or half of a surrogate pair)")
    return text

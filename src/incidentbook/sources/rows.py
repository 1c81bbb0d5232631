"""A row of a table, or the object of a JSON line, to a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from incidentbook.errors import SourceError
from incidentbook.sources.columns import fit
from incidentbook.sources.days import published_of
from incidentbook.sources.inputs import Input
from incidentbook.sources.meta import from_row, over
from incidentbook.sources.page import MediaType, Page, Problem

WARNINGS = 20
_KINDS: tuple[tuple[str, MediaType], ...] = (("text", "text/plain"), ("html", "text/html"))
_UNSTORABLE = "holds characters that are no text (NUL or half of a surrogate pair)"
_WORDS = ("title", "url", "publisher", "author", "language")


@dataclass(slots=True)
class Murmur:
    """The warnings of one file: the first `WARNINGS` are said, the others counted."""

    shown: str
    said: int = 0
    unsaid: int = 0
    last: str = ""

    def say(self, problem: Problem) -> Iterator[Problem]:
        """The problem, where it is among the first."""
        if self.said < WARNINGS:
            self.said += 1
            yield problem
        else:
            self.unsaid, self.last = self.unsaid + 1, problem.source

    def end(self) -> Iterator[Problem]:
        """How many were not said, if any."""
        if self.unsaid:
            said = f"{self.unsaid} more warnings of this kind, the last for {self.last}"
            yield Problem(self.shown, said, "warning")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its values by column, the line (or number) where it begins, and its first byte if known."""

    values: dict[str, Any]
    line: int
    offset: int | None = None


def read_row(source: Input, row: Row, murmur: Murmur) -> Iterator[Page | Problem]:
    """The page of a row; a row without words is a problem that names its line."""
    where = f"{source.shown}:{row.line}"
    columns = fit(source.columns, tuple(row.values))
    try:
        media_type, content = _content(row.values, columns)
    except SourceError as error:
        yield Problem(where, f"{error}; left out")
        return
    if len(content) > source.limit:
        yield Problem(where, f"is longer than {source.limit // 1_000_000} MB; left out", "skipped")
        return
    known = {name: _words(row.values[columns[name]]) for name in _WORDS if name in columns}
    if _is_place(known.get("publisher")):
        known["publisher"] = None
    own, wrong = from_row({**known, "published": row.values.get(columns.get("published", ""))}, published_of)
    for message in wrong:
        yield from murmur.say(Problem(where, message, "warning"))
    name = _name(row.values.get(columns.get("id", "")))
    meta = own
    for table in reversed(source.tables):
        meta = over(table.find(name), meta) or meta if name else meta
    yield Page(
        f"{source.shown}#{name or row.line}", media_type, content, meta, source.position(row.line, row.offset)
    )


def _content(values: dict[str, Any], columns: Any) -> tuple[MediaType, str]:
    for key, media_type in _KINDS:
        if isinstance(value := values.get(columns.get(key, "")), str) and value.strip():
            return media_type, _storable(value)
    wanted = " or ".join(f'"{columns.get(key, key)}"' for key, _ in _KINDS)
    raise SourceError(f"has no words; a line needs {wanted}")


def _storable(text: str) -> str:
    """JSON can spell what no UTF-8 file can hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise SourceError(_UNSTORABLE) from error
    if "\x00" in text:
        raise SourceError(_UNSTORABLE)
    return text


def _words(value: Any) -> Any:
    """A list of words, as of authors, as one; all else as it is."""
    if isinstance(value, list | tuple) and all(isinstance(v, str) for v in value):
        return ", ".join(value) or None
    return value


def _name(value: Any) -> str | None:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return value.strip() or None if isinstance(value, str) else None


def _is_place(value: Any) -> bool:
    """Whether a "source" is the path or address of an article and no publisher."""
    return isinstance(value, str) and "/" in value

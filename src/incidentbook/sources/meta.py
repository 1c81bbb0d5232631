"""`meta.jsonl`: what is known of documents from elsewhere (see FORMAT, "Beside the texts")."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path, PurePath, PurePosixPath
from typing import Any

from incidentbook.errors import MetaError
from incidentbook.model import Interval
from incidentbook.sources.page import Meta, Problem

META_NAME = "meta.jsonl"
_DEPTH = 4
_WORDS = tuple(f.name for f in fields(Meta) if f.name != "published")
KNOWN_KEYS = frozenset({"file", "id", "published", *_WORDS})


@dataclass(slots=True)
class MetaTable:
    """Lines of one `meta.jsonl` by the name that they give, and which of them met a document."""

    path: str
    lines: dict[str, tuple[int, Meta]] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def find(self, *names: str) -> Meta | None:
        """The line for the first of these names that has one; the names are marked as met."""
        for name in names:
            if name in self.lines:
                self.met.add(name)
                return self.lines[name][1]
        return None

    def unmet(self) -> list[Problem]:
        """A warning for a line whose document was not among those read; one for all where there are several."""
        left = [(number, name) for name, (number, _) in self.lines.items() if name not in self.met]
        if not left:
            return []
        number, name = left[0]
        if len(left) == 1:
            said = f"tells of {name!r}, which is not among the articles read; mend the name"
        else:
            count = f"{len(left)} of its {len(self.lines)} lines"
            said = f"{count} tell of articles that are not among those read; the first is {name!r}"
        return [Problem(f"{self.path}:{number}", said, "warning")]


def names_of(path: PurePath) -> tuple[str, ...]:
    """The names by which a line may call a file, fullest first: some folders with it, and without its
    ending.
    """
    tails = (PurePosixPath(*path.parts[-depth:]) for depth in range(min(_DEPTH, len(path.parts)), 0, -1))
    return tuple(name for tail in tails for name in (str(tail), str(tail.with_suffix(""))))


def load(path: Path) -> tuple[MetaTable, list[Problem]]:
    """Reads a `meta.jsonl`; what is wrong with it is listed, the rest of it holds."""
    try:
        return load_bytes(str(path), path.read_bytes())
    except OSError as error:
        return MetaTable(str(path)), [_unread(str(path), error)]


def load_bytes(shown: str, data: bytes) -> tuple[MetaTable, list[Problem]]:
    """Reads the bytes of a `meta.jsonl` that goes by the name `shown`, as `load` does."""
    table, problems, strange = MetaTable(shown), list[Problem](), dict[str, int]()
    try:
        lines = data.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        return table, [_unread(shown, error)]
    for number, line in enumerate(lines, 1):
        if line.strip():
            problems += _line(table, number, line, strange)
    if strange:
        names = ", ".join(sorted(strange))
        problems.append(
            Problem(
                f"{shown}:{min(strange.values())}",
                f"keys that are not known and not used: {names}",
                "warning",
            )
        )
    return table, problems


def _unread(shown: str, error: Exception) -> Problem:
    said = f"cannot be read as UTF-8 JSON Lines ({reason(error)}); the articles are read without it"
    return Problem(shown, said)


def reason(error: Exception) -> str:
    """An error of the operating system or a decoder in a few words, without the path."""
    said = error.strerror if isinstance(error, OSError) else None
    return said or str(error).split("\n")[0] or type(error).__name__


def _line(table: MetaTable, number: int, line: str, strange: dict[str, int]) -> list[Problem]:
    source = f"{table.path}:{number}"
    try:
        row = parse_object(line)
    except MetaError as error:
        return [Problem(source, f"{error}; this line is left out", "warning")]
    name = row.get("file") or row.get("id")
    if not isinstance(name, str):
        return [Problem(source, 'names no document; a line needs "file" or "id"; it is left out', "warning")]
    if name in table.lines:
        return [
            Problem(source, f"{name!r} has a line already ({table.lines[name][0]}), which holds", "warning")
        ]
    strange.update({key: number for key in row if key not in KNOWN_KEYS and key not in strange})
    meta, wrong = from_row(row)
    table.lines[name] = (number, meta)
    return [Problem(source, message, "warning") for message in wrong]


def parse_object(line: str) -> dict[str, Any]:
    """A line as a JSON object.

    Raises:
        MetaError: the line is no JSON, or no object.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        said = (
            f"{error.msg} at column {error.colno}"
            if isinstance(error, json.JSONDecodeError)
            else "nested too deep"
        )
        raise MetaError(f"is not JSON: {said}") from error
    if not isinstance(row, dict):
        raise MetaError(f"is {type(row).__name__}, where a JSON object is expected")
    return row


def from_row(
    row: dict[str, Any], day: Callable[[Any], Interval | None] | None = None
) -> tuple[Meta, list[str]]:
    """The metadata in a JSON object, and a sentence for each value that is none and was left out.

    `day` reads `published`; by default `parse_interval`.
    """
    values, wrong = dict[str, str | None](), list[str]()
    for key in _WORDS:
        value = row.get(key)
        if value is not None and not isinstance(value, str):
            wrong.append(f"{key} is {value!r}, where words are expected; read without it")
            value = None
        values[key] = value.strip() or None if value else None
    try:
        published = (day or parse_interval)(row.get("published"))
    except MetaError as error:
        wrong.append(f"published {error}; the document is read without it")
        published = None
    return Meta(published=published, **values), wrong


def parse_interval(value: Any) -> Interval | None:
    """An Interval from `"2021-07-05"`, `"2021-07-05T10:00:00Z"`, `"2021-07-05..2021-07-07"`, an Interval
    object, or None.

    Raises:
        MetaError: it is none of these, a day that the calendar does not have, or ends before it begins.
    """
    if value is None or value == "":
        return None
    if isinstance(value, dict) and set(value) <= {"earliest", "latest"}:
        ends = value.get("earliest"), value.get("latest")
    elif isinstance(value, str):
        first, dots, last = value.partition("..")
        ends = (first or None, last or None) if dots else (value, value)
    else:
        raise MetaError(f"is {value!r}, no date (give 2021-07-05, 2021-07-05..2021-07-07 or null)")
    interval = _between(value, *ends)
    return None if interval.earliest is None and interval.latest is None else interval


def _between(value: Any, first: Any, last: Any) -> Interval:
    try:
        return Interval(_day(first), _day(last))
    except (TypeError, ValueError) as error:
        raise MetaError(f"is {value!r}, no date (give 2021-07-05, 2021-07-05..2021-07-07 or null)") from error


def _day(value: Any) -> date | None:
    if value is None:
        return None
    day = value.strip()
    if len(day) > 10 and day[10] not in "T ":
        raise ValueError(day)
    return date.fromisoformat(day[:10])


def over(above: Meta | None, below: Meta | None) -> Meta | None:
    """Both together; what `above` knows stands before what `below` knows."""
    if above is None or below is None:
        return above or below
    known = {f.name: value for f in fields(Meta) if (value := getattr(above, f.name)) is not None}
    return replace(below, **known)

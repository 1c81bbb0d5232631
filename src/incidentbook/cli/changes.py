"""`incidentbook diff`: how two states of a book differ."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.table import cells
from incidentbook.errors import SourceError
from incidentbook.exchange import load_incident, to_plain
from incidentbook.export import words
from incidentbook.model import Incident
from incidentbook.pipeline import Book
from incidentbook.review.diff import Change, differences


def diff(location: str, first: str, second: str, *, as_json: bool) -> ExitCode:
    """Prints what changed from the first state to the second.

    Raises:
        BookError: one of them is no day and no book.
        SourceError: one of them is a file of lines that are no incidents.
    """
    before, after = state(location, first), state(location, second)
    named = {i.id: i for i in (*before, *after)}
    found = differences(before, after)
    for change in found:
        screen.write(json.dumps(to_plain(change), ensure_ascii=False) if as_json else _line(change, named))
    if not found:
        screen.remark(f"{first} and {second} do not differ")
    return ExitCode.WELL


def state(location: str, name: str) -> list[Incident]:
    """The incidents of a state: the book as it was known on a day, another book, or what `export` wrote.

    Raises:
        BookError: it is no day, and there is no book of that name.
        SourceError: it is a file of lines that are no incidents.
    """
    try:
        day = date.fromisoformat(name)
    except ValueError:
        day = None
    if day is None and name.endswith((".jsonl", ".ndjson")):
        return _exported(Path(name))
    with Book.open(name if day is None else location, create=False) as book:
        return book.incidents(as_of=day)


def _exported(path: Path) -> list[Incident]:
    found = []
    with path.open(encoding="utf-8") as handle:
        for number, line in enumerate(handle, 1):
            try:
                found.append(load_incident(line))
            except SourceError as error:
                raise SourceError(
                    f"{path}:{number}: {error}; give what `incidentbook export` wrote"
                ) from error
    return found


def _line(change: Change, named: dict[str, Incident]) -> str:
    incident = change.incident
    match change.kind:
        case "new" | "gone":
            _, *known = cells(named[incident])
            return f"{change.kind:<7}{incident}  {' · '.join(part for part in known[:3] if part)}"
        case "merged":
            return f"merged {incident}  into {change.other}"
        case "split":
            return f"split  {incident}  off {change.other}"
        case "value":
            before, after = (
                words.in_short(v) if v is not None else "unknown" for v in (change.before, change.after)
            )
            return f"value  {incident}  {change.property}: {before} → {after}"
        case kind:
            return f"{kind:<7}{incident}  {change.before} → {change.after}"

"""The commands that look into a book: `list` and `show`. They never make one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.page import page
from incidentbook.cli.table import table
from incidentbook.exchange import dump_incident
from incidentbook.model import AttackType
from incidentbook.pipeline import Book


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions of `list`; None is no condition."""

    country: str | None
    since: date | None
    until: date | None
    kind: AttackType | None
    actor: str | None


def list_incidents(location: str, asked: Asked, form: Literal["table", "jsonl"]) -> ExitCode:
    """Prints the incidents that meet the conditions; says what to try where there are none."""
    with Book.open(location, create=False) as book:
        found = book.incidents(**asdict(asked))
        if not found:
            screen.remark(_nothing(book, asked))
    if form == "jsonl":
        for incident in found:
            screen.write(dump_incident(incident))
    elif found:
        screen.show(table(found))
    return ExitCode.WELL


def show_incident(location: str, name: str) -> ExitCode:
    """Prints one incident with all that is said of it."""
    with Book.open(location, create=False) as book:
        incident = book.incident(name)
        told, repeats, datings = book.reports(incident), book.repeats(incident), book.datings(incident)
    marks = ("", "") if screen.on_terminal() else ("«", "»")
    screen.show(*page(incident, told, repeats, datings, marks))
    return ExitCode.WELL


def _nothing(book: Book, asked: Asked) -> str:
    held = book.counts()
    given = [name for name, condition in asdict(asked).items() if condition is not None]
    if not held.documents:
        return "The book is empty; read articles into it: incidentbook add articles/"
    if not held.incidents:
        documents = screen.number(held.documents, "document")
        return f"None of the {documents} tells of an attack; add others: incidentbook add articles/"
    options = ", ".join(f"--{_OPTION.get(name, name)}" for name in given)
    incidents = screen.number(held.incidents, "incident")
    return f"The book holds {incidents}, none of them meets {options}; leave a condition out or widen it"


_OPTION = {"since": "from", "until": "to"}

"""The commands that look into a book: `list` and `show`. They never make one."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Literal

from incidentbook.book import Policy
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


@dataclass(frozen=True, slots=True)
class Seen:
    """How the book is looked at: by which policy, as of which day, and whether with what reviewers rejected."""

    policy: Policy = "most-independent"
    as_of: date | None = None
    rejected: bool = False


def list_incidents(location: str, asked: Asked, seen: Seen, form: Literal["table", "jsonl"]) -> ExitCode:
    """Prints the incidents that meet the conditions; says what to try where there are none."""
    with Book.open(location, create=False) as book:
        every = book.incidents(**asdict(asked), policy=seen.policy, as_of=seen.as_of)
        found = [i for i in every if seen.rejected or i.status != "rejected"]
        if len(found) < len(every):
            left_out = screen.number(len(every) - len(found), "incident")
            screen.remark(f"{left_out} that reviewers rejected left out; --rejected shows them")
        elif not found:
            screen.remark(_nothing(book, asked, seen))
    if form == "jsonl":
        for incident in found:
            screen.write(dump_incident(incident))
    elif found:
        screen.show(table(found))
    return ExitCode.WELL


def show_incident(location: str, name: str, seen: Seen) -> ExitCode:
    """Prints one incident with all that is said of it."""
    with Book.open(location, create=False) as book:
        incident = book.incident(name, policy=seen.policy, as_of=seen.as_of)
        told, repeats, datings = book.reports(incident), book.repeats(incident), book.datings(incident)
    marks = ("", "") if screen.on_terminal() else ("«", "»")
    screen.show(*page(incident, told, repeats, datings, marks))
    return ExitCode.WELL


def _nothing(book: Book, asked: Asked, seen: Seen) -> str:
    held = book.counts()
    given = [name for name, condition in asdict(asked).items() if condition is not None]
    if not held.documents:
        return "The book is empty; read articles into it: incidentbook add articles/"
    if not held.incidents:
        documents = screen.number(held.documents, "document")
        return f"None of the {documents} tells of an attack; add others: incidentbook add articles/"
    given += ["as-of"] if seen.as_of else []
    options = ", ".join(f"--{_OPTION.get(name, name)}" for name in given)
    incidents = screen.number(held.incidents, "incident")
    return f"The book holds {incidents}, none of them meets {options}; leave a condition out or widen it"


_OPTION = {"since": "from", "until": "to"}

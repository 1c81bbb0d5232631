"""The ledger of decisions on the screen and in files."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from incidentbook.book.clashes import Clash
from incidentbook.book.decisions import Decision, dump
from incidentbook.book.replay import Standing
from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.errors import DecisionError
from incidentbook.exchange import to_plain
from incidentbook.export import words
from incidentbook.pipeline import Book

if TYPE_CHECKING:
    from rich.table import Table

_COLUMNS = ("id", "when", "by", "what", "why", "stands")


def in_words(decision: Decision) -> str:
    """A decision in a line, without who made it and when: `d1-1 and d2-1 are one attack`."""
    names = [" ".join(anchor.report for anchor in group) for group in decision.subjects]
    about = ", ".join(decision.incidents)
    match decision.kind:
        case "same":
            return f"{names[0]} and {names[1]} are one attack"
        case "different":
            return f"{names[0]} and {names[1]} are two attacks"
        case "unsure":
            return f"whether {names[0]} and {names[1]} are one attack cannot be told"
        case "merge":
            return f"{about} are one incident"
        case "split":
            return f"{names[0]} out of {about}"
        case "correct":
            return f"{decision.property} of {about} is {words.in_short(decision.corrected)}"
        case "reject":
            return f"{about or names[0]} is no attack"
        case "confirm":
            return f"{about} is right"
        case "undo":
            return f"{decision.undoes} is undone"


def reason(decision: Decision) -> str:
    """Why, and by which source."""
    source = f"source: {decision.source}" if decision.source else None
    return "; ".join(part for part in (decision.why, source) if part)


def list_decisions(location: str, *, as_json: bool) -> ExitCode:
    """Prints every decision and how it stands; says on stderr how many are orphans."""
    with Book.open(location, create=False) as book:
        standings = book.review.standings()
    if as_json:
        for standing in standings:
            screen.write(json.dumps(_plain(standing), ensure_ascii=False))
    elif standings:
        screen.show(_table(standings))
    else:
        screen.remark("Nothing was decided yet; see what is least certain: incidentbook review --list")
    lost = sum(s.state == "orphan" for s in standings)
    if lost:
        told = screen.number(lost, "decision is an orphan", "decisions are orphans")
        screen.remark(
            f"{told}: what they are about is not in the book now; they are kept and hold again when it is"
        )
    return ExitCode.WELL


def export_decisions(location: str, handle: TextIO) -> ExitCode:
    """Writes every decision, undone ones and orphans too, the earliest first."""
    with Book.open(location, create=False) as book:
        for standing in book.review.standings():
            handle.write(dump(standing.decision) + "\n")
    return ExitCode.WELL


def import_decisions(location: str, file: Path) -> ExitCode:
    """Merges a ledger into the book's; each clash is a line on stderr.

    Raises:
        DecisionError: a line of the file is no decision; nothing of it was taken.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError as error:
        raise DecisionError(f"{file} is no text in UTF-8; `decisions export` writes such a file") from error
    with Book.open(location, create=False) as book:
        try:
            done = book.review.take(lines)
        except DecisionError as error:
            raise DecisionError(f"{file}: {error}; nothing was taken") from error
        states = {s.decision.id: s for s in book.review.standings()}
    orphans = sum(states[d.id].state == "orphan" for d in done.new)
    told = f"{screen.number(len(done.new), 'decision')} new, {done.known} known"
    screen.write(
        f"{told}; {screen.number(orphans, 'orphan')}; {screen.number(len(done.clashes), 'clash', 'clashes')}"
    )
    for clash in done.clashes:
        screen.complain("clash", _clash(clash))
    return ExitCode.LEFT_OUT if done.clashes else ExitCode.WELL


def stands(standing: Standing) -> str:
    """How a decision stands, in words."""
    others, lost = ", ".join(standing.by), "; ".join(standing.lost)
    match standing.state:
        case "in force":
            return f"in force; in part overruled by {others}" if others else "in force"
        case "orphan":
            return f"orphan: {lost}"
        case state:
            return f"{state} by {others}"


def _clash(clash: Clash) -> str:
    earlier, later = clash.earlier, clash.later
    way = f"undo one of both: incidentbook decide undo {earlier.id}"
    return (
        f"{earlier.by} says that {in_words(earlier)} ({earlier.id}), "
        f"{later.by} that {in_words(later)} ({later.id}), which holds; {way}"
    )


def _plain(standing: Standing) -> dict[str, object]:
    found: dict[str, object] = {
        "state": standing.state, "overruled_or_undone_by": standing.by, "lost": standing.lost
    }  # fmt: skip
    return {**to_plain(standing.decision), **found}


def _table(standings: Iterable[Standing]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, collapse_padding=True, show_edge=False
    )
    for name in _COLUMNS:
        made.add_column(name, no_wrap=name == "id", style="cyan" if name == "id" else None)
    for standing in standings:
        decision = standing.decision
        when = decision.at.strftime("%Y-%m-%d %H:%M")
        cells = (decision.id, when, decision.by, in_words(decision), reason(decision), stands(standing))
        made.add_row(*(Text(cell) for cell in cells))
    return made

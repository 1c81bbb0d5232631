"""The commands that read articles: `extract` and `add`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from incidentbook.book import BookCounts
from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.exchange import dump_extraction
from incidentbook.pipeline import AddResult, Book, Outcome, extract_all
from incidentbook.sources import Problem, count_inputs


def extract_to(
    handle: TextIO, paths: Sequence[Path], meta: Path | None, workers: int | None, *, to_stdout: bool
) -> ExitCode:
    """Writes one line a document; `to_stdout` says whether a progress bar would get between the lines."""
    left_out = 0
    with screen.progress("reading", lambda: count_inputs(paths), stdout_free=not to_stdout) as tick:
        for outcome in extract_all(paths, meta, workers):
            if isinstance(outcome, Problem):
                left_out += _told(outcome)
            else:
                handle.write(dump_extraction(outcome) + "\n")
                tick()
    return ExitCode.LEFT_OUT if left_out else ExitCode.WELL


def add_to(location: str, paths: Sequence[Path], meta: Path | None, workers: int | None) -> ExitCode:
    """Reads articles into the book at `location`, and says how many.

    Raises:
        BookError: the book cannot be opened or written.
        KeyboardInterrupt: with a sentence on how far it came.
    """
    with Book.open(location) as book, screen.progress("reading", lambda: count_inputs(paths)) as tick:
        try:
            result = book.add(paths, meta, workers, _watcher(tick))
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt(_how_far(book, location)) from stop
        held = book.counts()
    screen.write(_done(result))
    screen.write(screen.without_password(f"{location} holds {_all(held)}"))
    return ExitCode.LEFT_OUT if result.skipped or result.failed else ExitCode.WELL


def _watcher(tick: screen.Tick) -> Callable[[Outcome], None]:
    def watch(outcome: Outcome) -> None:
        if isinstance(outcome, Problem):
            _told(outcome)
        else:
            tick()

    return watch


def _told(problem: Problem) -> bool:
    """Says it; whether something was left out by it."""
    screen.complain(problem.source, f"{problem.message} [{problem.severity}]")
    return problem.severity != "warning"


def _how_far(book: Book, location: str) -> str:
    held = screen.number(book.counts().documents, "document")
    return f"{location} holds {held} by now; give the command again to go on"


def _done(result: AddResult) -> str:
    read = screen.number(result.read, "document")
    how = f"{result.added} added, {result.known} known, {result.updated} updated"
    return f"{read} read: {how}; {screen.number(result.skipped, 'input')} skipped, {result.failed} failed"


def _all(held: BookCounts) -> str:
    documents, reports = screen.number(held.documents, "document"), screen.number(held.reports, "report")
    incidents, tallies = (
        screen.number(held.incidents, "incident"),
        screen.number(held.tallies, "tally", "tallies"),
    )
    return f"{documents}, {reports} of {incidents}, and {tallies}"

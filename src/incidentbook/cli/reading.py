"""The commands that read articles: `extract`, `add` and `watch`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from incidentbook.book import BookCounts
from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.exchange import dump_extraction
from incidentbook.extract.interface import Extractor
from incidentbook.model import Extraction
from incidentbook.outcomes import AddResult, Outcome, TurnedAway
from incidentbook.pipeline import Book, extract_all
from incidentbook.sources import ColumnMap, Problem
from incidentbook.sources.anywhere import count_all
from incidentbook.sources.connect import Reach
from incidentbook.sources.keeping import Keep
from incidentbook.sources.watch import read_feed_list

if TYPE_CHECKING:
    from incidentbook.sources.fetch import Fetcher


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a user asks to be read, and how; `max_size` in megabytes."""

    names: Sequence[str]
    meta: Path | None
    columns: ColumnMap | None
    reach: Reach
    workers: int | None = None
    max_size: int | None = None
    extractor: Extractor | None = None

    def fetcher(self) -> Fetcher | None:
        """The one that fetches files so large; None for the usual one."""
        if self.max_size is None:
            return None
        from incidentbook.sources.fetch import Fetcher, Limits

        return Fetcher(reach=self.reach, limits=Limits(file_size=self.max_size * 1_000_000))


@dataclass(frozen=True, slots=True)
class Rounds:
    """How feeds are watched: how often (None: without end), seconds between two readings, and how stories are read."""

    count: int | None
    interval: float
    reach: Reach
    keep: Keep
    extractor: Extractor | None


def extract_to(handle: TextIO, asked: Inputs, *, to_stdout: bool) -> ExitCode:
    """Writes one line a document; `to_stdout` says whether a progress bar would get between the lines."""
    result = AddResult()
    with screen.progress("reading", lambda: count_all(asked.names), stdout_free=not to_stdout) as tick:
        for outcome in extract_all(
            asked.names,
            asked.meta,
            asked.workers,
            columns=asked.columns,
            reach=asked.reach,
            fetcher=asked.fetcher(),
            extractor=asked.extractor,
        ):
            result.count(outcome, None)
            if isinstance(outcome, Problem):
                tell(outcome)
                continue
            tick()
            if isinstance(outcome, Extraction):
                handle.write(dump_extraction(outcome) + "\n")
            else:
                screen.remark(f"{outcome.source}: tells of no attack; there is no line for it")
    if result.other_language:
        screen.remark(_foreign(result.other_language))
    if result.thrown_away:
        screen.remark(_thrown_away(result.thrown_away))
    return _code(result)


def add_to(location: str, asked: Inputs, keep: Keep) -> ExitCode:
    """Reads articles into the book at `location`, and says how many.

    Raises:
        BookError: the book cannot be opened or written.
        KeyboardInterrupt: with a sentence on how far it came.
    """
    with Book.open(location) as book, screen.progress("reading", lambda: count_all(asked.names)) as tick:
        try:
            result = book.add(
                asked.names,
                asked.meta,
                asked.workers,
                _watcher(tick),
                columns=asked.columns,
                reach=asked.reach,
                keep=keep,
                fetcher=asked.fetcher(),
                extractor=asked.extractor,
            )
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt(_how_far(book, location)) from stop
        held, orphans = book.counts(), len(book.review.orphans())
    _say(result, location, held)
    _tell_orphans(orphans)
    return _code(result)


def watch_to(location: str, listed: Path, rounds: Rounds) -> ExitCode:
    """Reads the feeds of a list into the book; a line on stdout for each story as it comes.

    Raises:
        BookError: the book cannot be opened or written.
        SourceError: the list cannot be read, or the evidence not be written.
        KeyboardInterrupt: with a sentence on how far it came.
    """
    feeds, wrong = read_feed_list(listed)
    for problem in wrong:
        tell(problem)
    with Book.open(location) as book:
        try:
            result = book.watch(
                feeds,
                rounds=rounds.count,
                interval=rounds.interval,
                seen=_announce,
                reach=rounds.reach,
                keep=rounds.keep,
                extractor=rounds.extractor,
            )
        except KeyboardInterrupt as stop:
            raise KeyboardInterrupt(_how_far(book, location)) from stop
        held, orphans = book.counts(), len(book.review.orphans())
    _say(result, location, held)
    _tell_orphans(orphans)
    return ExitCode.LEFT_OUT if wrong else _code(result)


def _announce(outcome: Outcome) -> None:
    if isinstance(outcome, Problem):
        tell(outcome)
    elif isinstance(outcome, TurnedAway):
        screen.write(f"{outcome.source}: tells of no attack", at_once=True)
    else:
        told = screen.number(len(outcome.reports), "report")
        screen.write(f"{outcome.document.source}: {told}", at_once=True)


def _watcher(tick: screen.Tick) -> Callable[[Outcome], None]:
    def watch(outcome: Outcome) -> None:
        if isinstance(outcome, Problem):
            tell(outcome)
        else:
            tick()

    return watch


def tell(problem: Problem) -> None:
    """A problem as a line on stderr."""
    screen.complain(problem.source, f"{problem.message} [{problem.severity}]")


def _code(result: AddResult) -> ExitCode:
    return ExitCode.LEFT_OUT if result.skipped or result.failed else ExitCode.WELL


def _how_far(book: Book, location: str) -> str:
    held = screen.number(book.counts().documents, "document")
    return f"{location} holds {held} by now; give the command again to go on"


def _say(result: AddResult, location: str, held: BookCounts) -> None:
    screen.write(_done(result))
    if result.other_language:
        screen.write(_foreign(result.other_language))
    if result.thrown_away:
        screen.write(_thrown_away(result.thrown_away))
    screen.write(screen.without_password(f"{location} holds {_all(held)}"))
    if result.yearless:
        screen.write(_yearless(result.yearless))


def _tell_orphans(count: int) -> None:
    """Decisions of reviewers on reports that the articles, as they are read now, do not have."""
    if count:
        told = screen.number(
            count, "decision of a reviewer is an orphan", "decisions of reviewers are orphans"
        )
        screen.write(f"{told}: kept, but on no report of today; see `incidentbook decisions list`")


def _done(result: AddResult) -> str:
    read = screen.number(result.read, "document")
    how = f"{result.added} added, {result.known} known, {result.updated} updated"
    told = f"{result.without_attack} told of no attack"
    left_out = f"{screen.number(result.skipped, 'input')} skipped, {result.failed} failed"
    return f"{read} read: {how}; {told}; {left_out}"


def _foreign(count: int) -> str:
    which = "1 document is" if count == 1 else f"{count} documents are"
    return f"{which} in other languages than English: kept, but nothing is read from them yet"


def _yearless(count: int) -> str:
    which = "1 document says" if count == 1 else f"{count} documents say"
    return f"{which} on which day, and not in which year: that is kept as said, on no calendar; give the date with --meta"


def _thrown_away(count: int) -> str:
    which = "1 value was" if count == 1 else f"{count} values were"
    return f"{which} thrown away: not in the words of the articles, or in words that say no such value"


def _all(held: BookCounts) -> str:
    documents, reports = screen.number(held.documents, "document"), screen.number(held.reports, "report")
    incidents, tallies = (
        screen.number(held.incidents, "incident"),
        screen.number(held.tallies, "tally", "tallies"),
    )
    return f"{documents}, {reports} of {incidents}, and {tallies}"

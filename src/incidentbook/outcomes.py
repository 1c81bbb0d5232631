"""What comes of a page, and what a reading came to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidentbook.model import READ_LANGUAGES, Document, Extraction
from incidentbook.sources import Problem

_PROBLEMS_KEPT = 1000


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A web page whose words tell of no attack: no document was made of it."""

    source: str


Outcome = Extraction | Problem | TurnedAway


@dataclass(frozen=True, slots=True)
class Done:
    """A page that was read: where it stands in its file (see `sources.cursor`), and what came of it.

    `put_off`: it could not be read now and can be another time.
    """

    position: str
    outcomes: tuple[Outcome, ...]
    put_off: bool = False


@dataclass(slots=True)
class AddResult:
    """What `Book.add` did.

    Attributes:
        added, known, updated: documents that are new, were there already, or are read differently now.
        without_attack: documents that tell of no attack, and web pages of which for that reason none was made.
        other_language: documents in languages other than English: they are kept, nothing is read from them.
        yearless: documents that tell of attacks on days whose year nothing says: see `is_yearless`.
        skipped, failed: inputs passed over on purpose, and those that could not be read.
        thrown_away: values that a model gave and that were not kept: their words are not in the article, or say no value.
        problems: the first thousand problems.
    """

    added: int = 0
    known: int = 0
    updated: int = 0
    without_attack: int = 0
    other_language: int = 0
    yearless: int = 0
    skipped: int = 0
    failed: int = 0
    thrown_away: int = 0
    problems: tuple[Problem, ...] = ()

    @property
    def read(self) -> int:
        """How many documents were read."""
        return self.added + self.known + self.updated

    def count(self, outcome: Outcome, how: Literal["added", "known", "updated"] | None) -> None:
        """Counts what came of a page; `how` is what the book did with a document."""
        if isinstance(outcome, Problem):
            self.skipped += outcome.severity == "skipped"
            self.failed += outcome.severity == "failed"
            if len(self.problems) < _PROBLEMS_KEPT:
                self.problems += (outcome,)
        elif isinstance(outcome, TurnedAway):
            self.without_attack += 1
        else:
            foreign = is_foreign(outcome.document)
            self.thrown_away += outcome.read_by.not_in_text + outcome.read_by.no_value
            self.other_language += foreign
            self.yearless += is_yearless(outcome)
            self.without_attack += not (foreign or outcome.reports or outcome.tallies)
        self.added += how == "added"
        self.known += how == "known"
        self.updated += how == "updated"


def is_foreign(document: Document) -> bool:
    """Whether it is in a language from which nothing is read."""
    return document.language not in READ_LANGUAGES


def is_yearless(told: Extraction) -> bool:
    """Whether it tells of attacks on days of no calendar ("on Friday, May 14"), as nothing says the year it was written in."""
    said = (s for report in told.reports for s in report.statements if s.property == "date")
    return told.document.reference is None and any(s.value is None for s in said)

"""When an undated document was written, by what it says: a small constraint problem over sets of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidentbook.dating import joins, mentioned, sequences, told_dates
from incidentbook.dating.constraints import Constraint, Strength
from incidentbook.dating.dayset import ALL_DAYS, DaySet
from incidentbook.dating.readings import read
from incidentbook.model import Document, Interval, Published, Span


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Something said that cannot hold with stronger words: one line, and the words on both sides."""

    message: str
    dropped: tuple[Span, ...]
    against: tuple[Span, ...]


def infer_published(
    document: Document, known: Interval | None = None
) -> tuple[Published | None, tuple[Contradiction, ...]]:
    """The days on which a document can have been published, from its dates, the events it tells of and who is in office.

    Args:
        document: read and cut into regions; its `published` is not looked at.
        known: days known from elsewhere, open at an end or wide; the answer lies within.

    Returns:
        The interval (an end that nothing bounds stays open) with the method `inferred` and the words that bind it; None where
        nothing is learnt beyond `known`. And what was dropped because it cannot hold with the stronger words.
    """
    start = DaySet.of(known) if known else ALL_DAYS
    held, dropped = _settled(start, constraints_in(document))
    interval = _meet(start, held).hull
    told = tuple(_contradiction(c, start, held) for c in dropped if c.strength is not Strength.HINT)
    if interval == start.hull:
        return None, told
    return Published(interval, "inferred", tuple(sorted({c.span for c in _binding(start, held)}))), told


def constraints_in(document: Document) -> list[Constraint]:
    """Everything that a document's words say of its day, in the order of the text."""
    readings = read(document)
    found = list[Constraint]()
    for reading in readings:
        found += [*told_dates.of_dates(reading), *joins.of_joins(reading)]
    for across in (
        mentioned.of_mentions,
        joins.of_lead,
        sequences.of_meetings,
        sequences.of_sequences,
        sequences.of_retold,
    ):
        found += across(readings)
    found += [*told_dates.of_posts(document), *told_dates.of_fresh_date(document, readings)]
    found += told_dates.of_dateline(document)
    return sorted(found, key=lambda c: c.span)


def _settled(start: DaySet, constraints: Iterable[Constraint]) -> tuple[list[Constraint], list[Constraint]]:
    """The constraints that hold together, the strongest first, and those that do not."""
    held, dropped, days = list[Constraint](), list[Constraint](), start
    for constraint in sorted(constraints, key=lambda c: (-c.strength, c.span)):
        if constraint.strength is Strength.WEEKDAY and days.hull.latest is None:
            continue
        both = days & constraint.days
        if both:
            days = both
            held.append(constraint)
        else:
            dropped.append(constraint)
    return held, dropped


def _meet(start: DaySet, held: Iterable[Constraint]) -> DaySet:
    for constraint in held:
        start &= constraint.days
    return start


def _binding(start: DaySet, held: Sequence[Constraint]) -> list[Constraint]:
    """A smallest part of them that gives the same interval."""
    wanted = _meet(start, held).hull
    kept = list({c.days: c for c in reversed(held)}.values())
    for constraint in list(kept):
        rest = [c for c in kept if c is not constraint]
        if _meet(start, rest).hull == wanted:
            kept = rest
    return kept


def _contradiction(dropped: Constraint, start: DaySet, held: Sequence[Constraint]) -> Contradiction:
    """What stands against it: those that it cannot meet one by one, else all that is stronger together."""
    days = start & dropped.days
    alone = [c for c in held if days and not days & c.days]
    against = alone or [c for c in held if c.strength >= dropped.strength]
    reasons = "; ".join(dict.fromkeys(c.reason for c in against)) or "the days that are known"
    spans = tuple(sorted({c.span for c in against}))
    return Contradiction(f"{dropped.reason} does not fit {reasons}", (dropped.span,), spans)

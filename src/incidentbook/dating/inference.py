"""When an undated document was written, by what it says: a small constraint problem over sets of days."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidentbook.dating.constraints import Constraint, Strength, constraints_in
from incidentbook.dating.dayset import ALL_DAYS, DaySet
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
    told = tuple(_contradiction(c, start, held) for c in dropped if c.strength > Strength.HINT)
    if interval == (start.hull):
        return None, told
    return Published(interval, "inferred", tuple(sorted({c.span for c in _binding(start, held)}))), told


def _settled(
    start: DaySet, constraints: Iterable[Constraint]
) -> tuple[list[Constraint], list[Constraint]]:
    """The constraints that hold together, the strongest first, and those that do not."""
    held, dropped, days = list[Constraint](), list[Constraint](), start
    for constraint in sorted(constraints, key=lambda c: (-c.strength, c.span)):
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
    kept = list(dict((c.days, c) for c in reversed(held)).values())
    for constraint in list(kept):
        rest = [c for c in kept if c is not constraint]
        if _meet(start, rest).hull == wanted:
            kept = rest
    return kept


def _contradiction(dropped: Constraint, start: DaySet, held: Sequence[Constraint]) -> Contradiction:
    against, days = list[Constraint](), start & dropped.days
    for constraint in held:
        if days and not days & constraint.days:
            against.append(constraint)
    reasons = "; ".join(dict.fromkeys(c.reason for c in against)) or "the rest"
    spans = tuple(sorted({c.span for c in against}))
    return Contradiction(f"{dropped.reason} does not fit {reasons}", (dropped.span,), spans)

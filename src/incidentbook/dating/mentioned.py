"""Constraints from events, wars, names and offices that a text mentions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from incidentbook.dating.anchor_table import Anchor, cue
from incidentbook.dating.anchors import Mention
from incidentbook.dating.constraints import Constraint, Strength, from_day
from incidentbook.dating.dayset import DaySet
from incidentbook.dating.readings import Reading, absolute_days
from incidentbook.model import Interval
from incidentbook.normalise.time import TimeExpression

_AFTER_END = timedelta(30)
_ELECTED = timedelta(120)
_HANDOVER = 3  # days


def of_mentions(readings: Sequence[Reading]) -> Iterator[Constraint]:
    """A text is of the day of the events that it tells, or later; of the term of a president who is in office.

    Where it names two who followed each other, each by the title, one of them is told of the past: neither bounds it from above.
    """
    in_office = {m.anchor.id: m.anchor for r in readings for m in r.mentions if m.role == "current"}
    elect = {m.anchor.id for r in readings for m in r.mentions if m.role == "elect"}
    for reading in readings:
        for mention in reading.mentions:
            if mention.role == "current" and mention.anchor.id in elect:
                continue
            followed = any(_follow(mention.anchor, other) for other in in_office.values())
            yield from _of_mention(reading, mention, followed)


def _follow(one: Anchor, other: Anchor) -> bool:
    """Whether a term of one of two holders of an office begins when one of the other's ends."""
    if one.office is None or one.office != other.office:
        return False
    pairs = ((a, b) for x in one.days for y in other.days for a, b in ((x, y), (y, x)))
    return any(a.latest and b.earliest and abs((b.earliest - a.latest).days) <= _HANDOVER for a, b in pairs)


def _of_mention(reading: Reading, mention: Mention, followed: bool) -> Iterator[Constraint]:
    if mention.anchor.kind == "holder":
        yield from _of_office(mention, looks_back=followed or _looks_back(reading, mention))
    elif mention.role != "named":
        yield from _of_anchor(mention)


def _of_anchor(mention: Mention) -> Iterator[Constraint]:
    anchor = mention.anchor
    begun = DaySet.union(from_day(d) for d in anchor.days)
    yield Constraint(begun, mention.span, f"after {anchor.id}", Strength.EVENT)
    if mention.role == "ongoing":
        yield Constraint(_within(anchor.days), mention.span, f"during {anchor.id}", Strength.HINT)


def _within(periods: Sequence[Interval]) -> DaySet:
    """The periods, and a month after each."""
    return DaySet.of(*(Interval(p.earliest, p.latest + _AFTER_END if p.latest else None) for p in periods))


def _of_office(mention: Mention, *, looks_back: bool) -> Iterator[Constraint]:
    terms, span, name = mention.anchor.days, mention.span, mention.anchor.id
    if mention.role == "elect":
        near = (Interval(t.earliest - _ELECTED, t.earliest) for t in terms if t.earliest)
        yield Constraint(DaySet.of(*near), span, f"{name} elect", Strength.HINT)
        return
    yield Constraint(from_day(terms[0]), span, f"after the beginning of {name}", Strength.EVENT)
    if mention.role == "former" and terms[0].latest:
        yield Constraint(DaySet.of(*_out_of_office(terms)), span, f"after {name}", Strength.EVENT)
    elif mention.role == "current" and not looks_back:
        yield Constraint(_within(terms), span, f"during {name}", Strength.HINT)


def _out_of_office(terms: Sequence[Interval]) -> Iterator[Interval]:
    """The days after a term and before the next."""
    for nth, term in enumerate(terms):
        if term.latest:
            following = terms[nth + 1].earliest if nth + 1 < len(terms) else None
            yield Interval(term.latest, following)


def _looks_back(reading: Reading, mention: Mention) -> bool:
    """Whether the sentence tells of a dated past, and not what the holder says of it: he need not be in office any more."""
    if any(_distant(t) for t in reading.times):
        return True
    before, after = reading.before(mention.span), reading.plain[mention.span.end : reading.span.end]
    speaks = cue("speaks", r"^[,\s]*").search(after) or cue("speaks", "", r"[,\s]*$").search(before)
    return not speaks and any(m.anchor.kind in ("event", "death") for m in reading.mentions)


def _distant(found: TimeExpression) -> bool:
    low = found.text.lower()
    return absolute_days(found) is not None or ("year" in low and ("ago" in low or "last" in low))

"""Counts of one kind that were given on different days: "43 since January", three weeks later "45 since January".

Such a series cannot fall while its period only grows, and what is new between two counts happened between the two days.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from incidentbook.check.fit import Scope
from incidentbook.check.phrases import day, figure, plural
from incidentbook.check.tallies import TallyCheck
from incidentbook.link import compare
from incidentbook.model import Count, Interval


@dataclass(frozen=True, slots=True)
class Step:
    """Two counts of a series that follow each other.

    Attributes:
        between: the days in which what is new happened.
        new: how many are new by the two counts; None where the later one is lower.
        incidents: those of the book that lie in these days and count, or may count, for the later one.
        note: what the step says, in a sentence.
    """

    earlier: TallyCheck
    later: TallyCheck
    between: Interval
    new: Count | None
    incidents: tuple[str, ...]
    note: str


@dataclass(frozen=True, slots=True)
class Series:
    """Counts of one kind over one period that grows, the earliest first, and the steps between them."""

    checks: tuple[TallyCheck, ...]
    steps: tuple[Step, ...]


def series_of(checks: Sequence[TallyCheck], when: Mapping[str, Interval]) -> list[Series]:
    """The series that counts form; a count that stands alone forms none.

    Args:
        when: of each incident that is named in a check, the days on which it may have been.
    """
    groups: list[list[TallyCheck]] = []
    for check in sorted((c for c in checks if _begin(c) is not None), key=_order):
        group = next((g for g in groups if _is_same(g[-1], check)), None)
        if group is None:
            groups.append([check])
        else:
            group.append(check)
    return [_series(g, when) for g in groups if len({_end(c) for c in g}) > 1]


def _series(checks: Sequence[TallyCheck], when: Mapping[str, Interval]) -> Series:
    pairs = [(a, b) for a, b in pairwise(checks) if _end(a) != _end(b)]
    return Series(tuple(checks), tuple(_step(a, b, when) for a, b in pairs))


def _order(check: TallyCheck) -> tuple[str, str, str]:
    return (str(_end(check)), check.document or "", check.tally.id)


def _begin(check: TallyCheck) -> object:
    period = check.scope.period
    return period.earliest if period is not None and period.latest is not None else None


def _end(check: TallyCheck) -> object:
    return check.scope.period.latest if check.scope.period is not None else None


def _is_same(a: TallyCheck, b: TallyCheck) -> bool:
    """Whether two counts are of one kind: the same beginning, places that meet, and nothing that differs."""
    one, other = a.scope, b.scope
    return _begin(a) == _begin(b) and a.of == b.of and one.kinds == other.kinds and _same_scope(one, other)


def _same_scope(a: Scope, b: Scope) -> bool:
    places = not a.places or not b.places or {p.country for p in a.places} & {p.country for p in b.places}
    targets = a.sides == b.sides and a.sites == b.sites if a.target and b.target else a.target == b.target
    doers = (
        compare.same_actor(a.perpetrator, b.perpetrator)
        if a.perpetrator is not None and b.perpetrator is not None
        else a.perpetrator is b.perpetrator
    )
    return bool(places and targets and doers)


def _step(earlier: TallyCheck, later: TallyCheck, when: Mapping[str, Interval]) -> Step:
    between = _between(earlier, later)
    said, before = later.tally.count, earlier.tally.count
    falls = said.high is not None and said.high < before.low
    new = None if falls else _difference(said, before)
    named = (*later.counted, *(p.incident for p in later.possible))
    found = tuple(i for i in named if i in when and when[i].meets(between) and when[i].earliest is not None)
    return Step(earlier, later, between, new, found, " ".join(_note(earlier, later, between, new, found)))


def _between(earlier: TallyCheck, later: TallyCheck) -> Interval:
    first, last = earlier.scope.period, later.scope.period
    if first is None or last is None:
        raise ValueError("a count without a period is in no series")
    return Interval(first.latest, last.latest)


def _difference(said: Count, before: Count) -> Count:
    low = max(0, said.low - before.high) if before.high is not None else 0
    return Count(low, None, None if said.high is None else max(0, said.high - before.low))


def _note(
    earlier: TallyCheck, later: TallyCheck, between: Interval, new: Count | None, found: Sequence[str]
) -> Iterator[str]:
    said, before = figure(later.tally.count), figure(earlier.tally.count)
    first, last = between.earliest, between.latest
    span = f"between {day(first)} and {day(last)}" if first and last else "since then"
    if new is None:
        yield f"The count falls from {before} to {said} {span}: a count over one growing period cannot."
        return
    held = plural(len(found), "incident")
    yield f"From {before} to {said}: {figure(new)} new {span}; the book has {held} that may be among them."
    if {p.name for p in earlier.scope.places} != {p.name for p in later.scope.places}:
        yield "The two do not count the same places, so the difference may lie there."

"""Picks, from all that a document says of one attack, the best single reading of each property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from incidentbook.extract.merge import Draft
from incidentbook.extract.roles import ALL, PERHAPS
from incidentbook.model import (
    Actor,
    AttackType,
    Attribution,
    Count,
    Interval,
    Place,
    Property,
    Statement,
    Target,
    Values,
    Victims,
)
from incidentbook.normalise.place import distance_km


def choose(draft: Draft, told_dead: bool = False) -> Values:
    """The values of a report; every one of them is backed by a statement of the draft.

    `told_dead`: whether the text speaks of any dead, so that one who was only "shot" may be among them.
    """
    said = draft.said
    munitions, killed = _refined(said("munitions")), _toll(said("killed"))
    return Values(
        date=_date(said("date")),
        time_of_day=_time(said("time_of_day")),
        place=_place(said("place")),
        site=_most(said("site")),
        attack_type=_kind(said("attack_type")),
        weapon=_first(said("weapon")),
        munitions=munitions,
        intercepted=_count(said("intercepted")),
        failed=_failed(_count(said("failed")), munitions),
        launched_from=_place(said("launched_from")),
        target=_targets(said("target")),
        killed=killed,
        injured=_injured(said("injured"), killed, told_dead),
        victims=_victims(said("victims")),
        damage=_first(said("damage")),
        perpetrator=_perpetrator(draft),
        claimed_by=_by_name(said("claimed_by")),
        attributed_to=_attributions(said("attributed_to")),
        denied_by=_first(said("denied_by")),
        not_confirmed_by=_first(said("not_confirmed_by")),
    )


def _first(statements: Sequence[Statement]) -> Any:
    return statements[0].value if statements else None


def _most(statements: Sequence[Statement]) -> Any:
    """The value with the most weight behind it."""
    weight: dict[Any, float] = defaultdict(float)
    for rank, statement in enumerate(sorted(statements, key=lambda s: s.span)):
        weight[statement.value] += statement.confidence / (1 + 0.15 * rank)
    return max(weight, key=lambda v: weight[v], default=None)


def _date(statements: Sequence[Statement]) -> Interval | None:
    """The earliest surest date, narrowed by the others that meet it."""
    found: Interval | None = None
    for statement in statements:
        interval = statement.value
        if isinstance(interval, Interval):
            found = interval if found is None else (found.intersection(interval) or found)
    return found


_ANCHOR = 0.65  # confidence of a named place down to a district; computed points and provinces lie below
_AROUND_KM = 40.0


def _place(statements: Sequence[Statement]) -> Place | None:
    """The place that the text names first, made finer by what is named near it; else the surest one.

    An article puts where it happened before other places; a base, a mosque or a quarter named later refines that town, a base
    elsewhere does not.
    """
    said = sorted((s for s in statements if isinstance(s.value, Place)), key=lambda s: s.span)
    anchor = next((s.value for s in said if s.confidence >= _ANCHOR and isinstance(s.value, Place)), None)
    around = [s for s in said if anchor is None or _is_around(anchor, s.value)]
    return _surest(around)


def _is_around(anchor: Place, other: Any) -> bool:
    if not isinstance(other, Place):
        return False
    km = 0.0 if other == anchor else distance_km(anchor, other)
    return bool(km is not None and km <= _AROUND_KM)


def _surest(said: Sequence[Statement]) -> Place | None:
    """The surest place; among equally sure ones the one most often and earliest named."""
    weight: dict[Place, float] = defaultdict(float)
    surest: dict[Place, float] = defaultdict(float)
    for rank, statement in enumerate(said):
        if isinstance(statement.value, Place):
            weight[statement.value] += 1 / (1 + 0.3 * rank)
            surest[statement.value] = max(surest[statement.value], statement.confidence)
    return max(weight, key=lambda p: (surest[p], weight[p]), default=None)


@cache
def _general() -> frozenset[str]:
    raw = yaml.safe_load(files("incidentbook.resources").joinpath("kinds.yaml").read_text(encoding="utf-8"))
    return frozenset(raw["general"])


_SUREST: tuple[AttackType, ...] = ("suicide_bomb", "vehicle_bomb")


def _kind(statements: Sequence[Statement]) -> AttackType | None:
    kinds = [s for s in statements if isinstance(s.value, str)]
    for kind in _SUREST:
        if any(s.value == kind for s in kinds):
            return kind
    exact = [s for s in kinds if s.value not in _general()]
    best: AttackType | None = _most(exact or kinds)
    return best


def _failed(failed: Count | None, munitions: Count | None) -> Count | None:
    """ "The rockets fell short" means as many as were fired."""
    return munitions if failed == ALL and munitions is not None and munitions.low >= ALL.low else failed


def _refined(statements: Sequence[Statement]) -> Count | None:
    """An exact figure of the same article makes "at least one" definite where it allows it."""
    first = _count(statements)
    if first is None or first.high is not None:
        return first
    exact = [
        s.value for s in statements if isinstance(s.value, Count) and s.value.high == s.value.low >= first.low
    ]
    return exact[0] if exact else first


def _count(statements: Sequence[Statement]) -> Count | None:
    """The surest figure, the earliest first; "no casualties" gives way to a figure."""
    counts = [s for s in statements if isinstance(s.value, Count)]
    some = [s for s in counts if isinstance(s.value, Count) and s.value.low > 0]
    values = [s.value for s in some or counts if isinstance(s.value, Count)]
    if not values:
        return None
    first = values[0]
    exact = [v for v in values if v.low == first.low and v.high == v.low]
    return exact[0] if exact and first.high is None else first


_GROWN = 1.5  # a later figure this many times an "at least" may be the same toll, grown


def _toll(statements: Sequence[Statement]) -> Count | None:
    """The surest figure of the dead or the injured, the earliest first.

    "Nobody was hurt" gives way to a figure. An exact figure not far above "at least 20" is what that came to.
    """
    counts = [s.value for s in statements if isinstance(s.value, Count)]
    some = [c for c in counts if c.low > 0] or counts
    if not some or some[0].high is not None:
        return some[0] if some else None
    low = some[0].low
    exact = [c for c in some if c.high == c.low and low <= c.low <= low * _GROWN]
    return exact[0] if exact else some[0]


def _injured(statements: Sequence[Statement], killed: Count | None, death: bool) -> Count | None:
    """The injured; where it is only said how many were shot, those of them who did not die, if that can be told."""
    sure = [s for s in statements if s.confidence > PERHAPS]
    shot = _toll(statements)
    if sure or shot is None:
        return _toll(sure or statements)
    if killed is None or killed.low == 0:
        return None if death else shot
    if shot.best is None or killed.best is None or shot.best <= killed.best:
        return None
    return Count.exactly(shot.best - killed.best)


def _targets(statements: Sequence[Statement]) -> tuple[Target, ...] | None:
    found = {s.value.name.lower(): s.value for s in reversed(statements) if isinstance(s.value, Target)}
    return tuple(reversed(found.values()))[:3] or None


def _victims(statements: Sequence[Statement]) -> tuple[Victims, ...] | None:
    found = {s.value.group.lower(): s.value for s in statements if isinstance(s.value, Victims)}
    return tuple(found.values()) or None


def _perpetrator(draft: Draft) -> Actor | None:
    return _by_name(draft.said("perpetrator"))


def _time(statements: Sequence[Statement]) -> str | None:
    """A clock time before a part of the day."""
    times = [s.value for s in statements if isinstance(s.value, str)]
    return next((t for t in times if t[:1].isdigit()), times[0] if times else None)


def _by_name(statements: Sequence[Statement]) -> Actor | None:
    """One who is in the actor table before one who is only described."""
    actors = [s.value for s in statements if isinstance(s.value, Actor)]
    return next((a for a in actors if a.id), actors[0] if actors else None)


def _attributions(statements: Sequence[Statement]) -> tuple[Attribution, ...] | None:
    found: dict[Property | str, Attribution] = {}
    for statement in statements:
        if isinstance(statement.value, Attribution):
            found.setdefault(statement.value.to.name, statement.value)
    return tuple(found.values()) or None

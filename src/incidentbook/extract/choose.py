"""Picks, from all that a document says of one attack, the best single reading of each property."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from incidentbook.extract.merge import Draft
from incidentbook.extract.roles import ALL
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


def choose(draft: Draft) -> Values:
    """The values of a report; every one of them is backed by a statement of the draft."""
    said = draft.said
    munitions = _refined(said("munitions"))
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
        killed=_toll(said("killed"), _anchored(draft)),
        injured=_toll(said("injured"), _anchored(draft)),
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


def _anchored(draft: Draft) -> frozenset[Statement]:
    """What is told in one breath with a day or a place of the attack."""
    told = [m.statements for m in draft.mentions]
    return frozenset(s for said in told if any(o.property in ("date", "place") for o in said) for s in said)


def _toll(statements: Sequence[Statement], anchored: frozenset[Statement] = frozenset()) -> Count | None:
    """The surest figure of the dead or the injured, the earliest first.

    "Nobody was hurt" gives way to a figure. An exact figure not far above "at least 20" is what that came to. A figure told
    with neither day nor place, as the total of a day of several attacks is, gives way to another told with them, save where
    a third makes up the difference: "eight were shot at the church, a ninth died later".
    """
    some = [s for s in statements if isinstance(s.value, Count) and s.value.low > 0]
    some = some or [s for s in statements if isinstance(s.value, Count)]
    if not some:
        return None
    counts = [s.value for s in some if isinstance(s.value, Count)]
    first = counts[0]
    same = [s for s, c in zip(some, counts, strict=True) if c.low == first.low]
    backed = len(same) > 1 or same[0] in anchored
    placed = [
        c
        for s, c in zip(some, counts, strict=True)
        if s in anchored and s.confidence >= some[0].confidence and c.low != first.low
    ]
    rest = {first.low - c.low for c in placed} & {c.low for c in counts}
    if placed and not backed and not rest:
        counts = [c for c in counts if c.low == placed[0].low]
        first = counts[0]
    if first.high is not None:
        return first
    exact = [c for c in counts if c.high == c.low and first.low <= c.low <= first.low * _GROWN]
    return exact[0] if exact else first


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

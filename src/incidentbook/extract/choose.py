"""Picks, from all that a document says of one attack, the best single reading of each property."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from incidentbook.extract.drafts import Draft
from incidentbook.extract.kinds import kinds
from incidentbook.extract.munitions import ALL
from incidentbook.extract.roles import PERHAPS
from incidentbook.extract.speakers import one_side
from incidentbook.extract.stage import stage_of
from incidentbook.model import (
    Actor,
    AttackType,
    Attribution,
    Count,
    Interval,
    Place,
    Statement,
    Target,
    Values,
    Victims,
)
from incidentbook.normalise.place import distance_km


def choose(draft: Draft, place: Place | None, days: Interval | None, told_dead: bool = False) -> Values:
    """The values of a report that was at `place` on `days`; every one of them is backed by a statement of the draft.

    `told_dead`: whether the text speaks of any dead, so that one who was only "shot" may be among them.
    """
    said = draft.said
    munitions, killed = _refined(said("munitions")), _toll(said("killed"), _anchored(draft))
    intercepted, damage = _count(said("intercepted")), _first(said("damage"))
    injured = _injured(said("injured"), killed, told_dead, _anchored(draft))
    return Values(
        date=_of_the_hour(days, _time(said("time_of_day"))),
        time_of_day=_time(said("time_of_day")),
        place=place and with_town(place, said("place")),
        site=_site(said("site")),
        attack_type=_kind(said("attack_type")),
        stage=stage_of(draft, munitions, intercepted, (killed, injured), damage),
        weapon=_first(said("weapon")),
        munitions=munitions,
        intercepted=intercepted,
        failed=_failed(_count(said("failed")), munitions),
        launched_from=_surest(said("launched_from")),
        target=_targets(said("target")),
        killed=killed,
        injured=injured,
        victims=_victims(said("victims")),
        damage=damage,
        perpetrator=_perpetrator(draft),
        claimed_by=_by_name(said("claimed_by")),
        attributed_to=_attributions(draft),
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


_NOON = "12"


def _of_the_hour(days: Interval | None, hour: str | None) -> Interval | None:
    """The day of a night over two days that an hour tells: "overnight, at about 3 a.m." is the second."""
    night = days is not None and days.days == 2 and (hour or "")[:1].isdigit()
    if days is None or not night or hour is None:
        return days
    day = days.latest if hour < _NOON else days.earliest
    return Interval(day, day)


def day_of(draft: Draft) -> Interval | None:
    """When the attack was."""
    return _date(draft.said("date"))


_OPEN: frozenset[str] = frozenset({"street", "border"})  # what a site stands in or by
_NAMED = 0.55  # confidence of a site that belongs to the attack itself


def _site(statements: Sequence[Statement]) -> Any:
    """The site said most; a street gives way to what stands in it."""
    exact = [s for s in statements if s.value not in _OPEN and s.confidence >= _NAMED]
    return _most(exact or statements)


def _date(statements: Sequence[Statement]) -> Interval | None:
    """The earliest surest date, narrowed by the others that meet it."""
    found: Interval | None = None
    for statement in statements:
        interval = statement.value
        if isinstance(interval, Interval):
            found = interval if found is None else (found.intersection(interval) or found)
    return found


_INSIDE_KM = 12.0  # a site this near the middle of a town is in it
_TOWN, _SITE = 2, 1  # UCDP where_prec


_RELATIVE = re.compile(r"^[^A-ZÀ-Ý]|\b(?:of|near)\b")  # "64 km north of Baghdad" names no town


def with_town(site: Place, said: Sequence[Statement]) -> Place:
    """A quarter or a building with the town that is named with it: "Karrada, Baghdad"."""
    if site.precision != _SITE or site.gazetteer is None:
        return site
    towns = [
        s.value
        for s in said
        if isinstance(s.value, Place)
        and s.value.precision == _TOWN
        and s.value.gazetteer
        and not _RELATIVE.search(s.value.name)
    ]
    near = (t for t in towns if (km := distance_km(site, t)) is not None and km <= _INSIDE_KM)
    town = next(near, None)
    if town is None or town.name in site.name:
        return site
    return replace(site, name=f"{site.name}, {town.name}")


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
    return frozenset(kinds()["general"])


@cache
def _outranks() -> tuple[tuple[AttackType, AttackType], ...]:
    return tuple((a, b) for a, b in kinds()["outranks"])


def _kind(statements: Sequence[Statement]) -> AttackType | None:
    """The kind said most, without general ones beside an exact one, and without those that another one outranks."""
    told = [s for s in statements if isinstance(s.value, str)]
    said = {s.value for s in told}
    for kind in _SUREST:
        if any(s.value == kind and s.confidence >= _MEANT for s in told):
            return kind
    exact = [s for s in told if s.value not in _general()] or told
    lower = {b for a, b in _outranks() if a in said}
    best: AttackType | None = _most([s for s in exact if s.value not in lower] or exact)
    return best


_SUREST: tuple[AttackType, ...] = ("suicide_bomb", "vehicle_bomb")
_MEANT = 0.6  # confidence of a kind that is no vest only worn


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


def _injured(
    statements: Sequence[Statement], killed: Count | None, death: bool, anchored: frozenset[Statement]
) -> Count | None:
    """The injured; where it is only said how many were shot, those of them who did not die, if that can be told."""
    sure = [s for s in statements if s.confidence > PERHAPS]
    shot = _toll(statements, anchored)
    if sure or shot is None:
        return _toll(sure or statements, anchored)
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


def _attributions(draft: Draft) -> tuple[Attribution, ...] | None:
    """Who is blamed, and by whom; a deed that others only report where the article does not give it as a fact."""
    found: dict[str, Attribution] = {}
    for statement in draft.said("attributed_to"):
        if isinstance(statement.value, Attribution) and (
            statement.stance != "reported" or _open_charge(draft, statement.value)
        ):
            to = statement.value.to.name
            if to not in found or (found[to].by is None and statement.value.by is not None):
                found[to] = statement.value
    return tuple(found.values()) or None


_LEAD = 4  # sentences of the story in which it says what is fact and what is somebody's word


def _open_charge(draft: Draft, charge: Attribution) -> bool:
    """Whether a deed that somebody reports stands as his word: in the lead, and nowhere told as a fact or owned up to."""
    first = draft.mentions[0]
    lead = first.scene.sentence.index < _LEAD and not (first.other or first.earlier)
    told = [s.value for s in draft.said("perpetrator") if s.stance != "reported"]
    return lead and not any(
        _same(charge.to, a) for a in (*told, *(s.value for s in draft.said("claimed_by")))
    )


def _same(a: Actor, b: object) -> bool:
    return isinstance(b, Actor) and one_side(a, b)

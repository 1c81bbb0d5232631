"""How much speaks for it that two reports are of one attack, and whether it is possible at all.

The score is a sum of weights of evidence in the sense of Good (1950), each roughly the natural logarithm of
how many times likelier the agreement is for one attack than for two; what a report does not say weighs
nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from incidentbook.link import compare
from incidentbook.link.compare import rules
from incidentbook.link.items import LinkItem
from incidentbook.model import Actor, Count, Interval, Values

_NIGHT_DAYS, _VAGUE_DAYS = 3, 45


@dataclass(frozen=True, slots=True)
class Profile:
    """What linking looks at in a report, worked out once.

    `when` are the days that it allows, never later than the publication; `slack` is a day for midnight and
    time zones, none where it is a span of days anyway, as May and June are. `dated`: it says both ends.
    `likely` are the days that it says; where it says none and the attack is its subject, those just before
    the publication; else None.
    """

    item: LinkItem
    values: Values
    when: Interval
    slack: int
    dated: bool
    likely: Interval | None
    names: frozenset[str]
    people: frozenset[str]
    weapon: frozenset[str]
    actors: tuple[Actor, ...]

    @property
    def vague(self) -> bool:
        """Whether it leaves open of which days it speaks: it goes to an incident that others make."""
        days = self.likely.days if self.likely else None
        return days is None or days > rules().coarse_days


def profile(item: LinkItem) -> Profile:
    """The profile of a report."""
    values = item.report.values
    people = [t.name for t in values.target or () if t.kind == "person"]
    told = [t.name for t in values.target or ()] + [v.group for v in values.victims or ()]
    when = _when(item)
    return Profile(
        item,
        values,
        when,
        slack=0 if when.days is not None and when.days > _NIGHT_DAYS else 1,
        dated=_is_closed(values.date),
        likely=_likely(item),
        names=_names(told, values),
        people=_names(people, values),
        weapon=_weapon(values),
        actors=tuple(_actors(values)),
    )


def weigh(a: Profile, b: Profile) -> float | None:
    """The evidence that both are one attack; None where they cannot be."""
    agreement = _agreement(a, b)
    if agreement is None:
        return None
    parts = (
        _date(a, b),
        _place(agreement),
        _kind(a.values, b.values),
        _counts(a.values, b.values),
        _actor(a.actors, b.actors),
        _words(a, b),
    )
    return sum(parts)


def possible(a: Profile, b: Profile) -> bool:
    """Whether nothing forbids that both are one attack.

    One document tells of an attack in one report; days more than one apart, places out of each other's
    reach and kinds of no common family are two attacks.
    """
    return _agreement(a, b) is not None


def _agreement(a: Profile, b: Profile) -> compare.Agreement | None:
    """How the places agree; None where they, or anything else, forbid that both are one attack."""
    if (
        a.item.document == b.item.document
        or not a.when.meets(b.when, slack=a.slack and b.slack)
        or not compare.same_family(a.values.attack_type, b.values.attack_type)
    ):
        return None
    return compare.place_agreement(a.values.place, b.values.place)


# ---------------------------------------------------------------- the profile


def _when(item: LinkItem) -> Interval:
    """The days that the report allows: nothing is reported before it happens."""
    said = item.report.values.date or Interval(None, None)
    last = item.published.latest if item.published else None
    if last is None or (said.latest is not None and said.latest <= last):
        return said
    # A date after the publication is a slip or a time zone: the words count.
    return said if said.earliest is not None and said.earliest > last else Interval(said.earliest, last)


def _likely(item: LinkItem) -> Interval | None:
    said, out = item.report.values.date, item.published
    if _is_closed(said):
        return said
    if not item.report.main or out is None or out.earliest is None:
        return None
    before = Interval(out.earliest - timedelta(days=rules().published_lag_days), out.latest)
    return before.intersection(said) if said else before


def _is_closed(when: Interval | None) -> bool:
    return when is not None and when.days is not None


def _names(told: Iterable[str], values: Values) -> frozenset[str]:
    """Proper names in what was aimed at or hurt, without those of the place and of the actors."""
    elsewhere = [p.name for p in (values.place, values.launched_from) if p] + [
        a.name for a in _actors(values)
    ]
    known = [w for name in elsewhere for w in compare.words(name)]
    found = frozenset(w for name in told for w in compare.proper_words(name))
    return frozenset(w for w in found if not any(compare.same_spelling(w, k) for k in known))


def _weapon(values: Values) -> frozenset[str]:
    return compare.telling_words(values.weapon) if values.weapon else frozenset()


def _actors(values: Values) -> Iterable[Actor]:
    return [actor for actor in (values.perpetrator, values.claimed_by) if actor is not None]


# ---------------------------------------------------------------- the evidence


def _date(a: Profile, b: Profile) -> float:
    """Days that agree; less where one of them is only known from the publication, or spans many days."""
    weights = rules().weights
    if a.likely is None or b.likely is None:
        return weights["undated"]
    if not a.likely.meets(b.likely):
        return weights["date_next_day" if a.dated and b.dated else "date_unlikely"]
    days, window = compare.shared_days(a.likely, b.likely), rules().date_window_days
    if not (a.dated and b.dated) and (days is None or days > _VAGUE_DAYS):
        return weights["undated"]
    trust = 1.0 if a.dated and b.dated else rules().published_factor
    return 0.0 if days is None else trust * weights["date"] * max(0.0, 1 - math.log(days) / math.log(window))


def _place(agreement: compare.Agreement) -> float:
    return 0.0 if agreement == "unknown" else rules().weights[f"place_{agreement}"]


def _kind(a: Values, b: Values) -> float:
    weights = rules().weights
    site = weights["site_same"] if a.site is not None and a.site == b.site else 0.0
    if a.attack_type is None or b.attack_type is None or "other" in (a.attack_type, b.attack_type):
        return site
    return site + weights["kind_same" if a.attack_type == b.attack_type else "kind_family"]


def _counts(a: Values, b: Values) -> float:
    return (
        _count(a.killed, b.killed)
        + _count(a.injured, b.injured) * rules().injured_factor
        + _count(a.munitions, b.munitions) * rules().munitions_factor
    )


def _count(a: Count | None, b: Count | None) -> float:
    weights = rules().weights
    if a is None or b is None:
        return 0.0
    if not compare.counts_meet(a, b):
        return _clash(a, b)
    if (a.low, a.high) != (b.low, b.high) or a.high is None:
        return weights["count_open"]
    return min(
        weights["count_most"], weights["count_floor"] + weights["count_doubling"] * math.log2(max(1, a.low))
    )


def _clash(a: Count, b: Count) -> float:
    """Figures that cannot both be true: nothing where one is close below the other, for the dead are
    counted for days.
    """
    weights = rules().weights
    if 0 in (a.high, b.high):
        return weights["count_zero_clash"]
    low, high = sorted((a, b), key=lambda c: c.low)
    close = low.high is not None and low.high >= high.low * rules().count_close
    return 0.0 if close else weights["count_clash"]


def _actor(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> float:
    if not a or not b:
        return 0.0
    same = any(compare.same_actor(mine, other) for mine in a for other in b)
    return rules().weights["actor_same" if same else "actor_clash"]


def _words(a: Profile, b: Profile) -> float:
    weights = rules().weights
    name = "person" if a.people & b.people else "name" if a.names & b.names else None
    weapon = weights["weapon"] if a.weapon & b.weapon else 0.0
    return weapon + (weights[name] if name else 0.0)

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
from typing import NamedTuple

from incidentbook.link import compare
from incidentbook.link.compare import rules
from incidentbook.link.items import LinkItem
from incidentbook.link.telling import AGE
from incidentbook.model import Actor, Count, Interval, Values

_NIGHT_DAYS, _VAGUE_DAYS = 3, 45
_NO_WORDS: frozenset[str] = frozenset()
_SEVERAL, _MANY = 3, 5  # telling words that two reports share

Evidence = list[tuple[str, float]]
"""Names of `link_weights.yaml`, and how much of each."""


class Shared(NamedTuple):
    """How many telling words two reports share, how many the poorer one has, whether that is half of them or more, and
    whether both articles are about one and the same thing by that.
    """

    number: int
    least: int
    most: bool
    kindred: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """What linking looks at in a report, worked out once.

    `when` are the days that it allows, never later than the publication; `slack` is a day for midnight and
    time zones, none where it is a span of days anyway, as May and June are. `dated`: it says both ends.
    `likely` are the days that it says; where it says none and the attack is its subject, those just before
    the publication; else None. `telling`: names that tell it from others, without those of its own place and actors.
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
    telling: frozenset[str]
    ages: frozenset[str]

    @property
    def undated(self) -> bool:
        """Whether it leaves open of which days it speaks."""
        days = self.likely.days if self.likely else None
        return days is None or days > rules().coarse_days

    @property
    def vague(self) -> bool:
        """Whether it leaves open of which days or of which place it speaks, a province at best: it goes to an incident that
        others make.
        """
        place = self.values.place
        return (
            self.undated or place is None or place.lat is None or place.lon is None or compare.coarse(place)
        )


def profile(item: LinkItem) -> Profile:
    """The profile of a report."""
    values = item.report.values
    people = [t.name for t in values.target or () if t.kind == "person"]
    told = [t.name for t in values.target or ()] + [v.group for v in values.victims or ()]
    when, ages = _when(item), _words_in(w for w in item.telling if w.startswith(AGE))
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
        telling=_without(item.telling, ages | _known_words(values)),
        ages=ages,
    )


def weigh(a: Profile, b: Profile) -> float | None:
    """The log-odds that both are one attack; None where they cannot be."""
    found = evidence(a, b)
    if found is None:
        return None
    weights = rules().weights
    return weights["bias"] + sum(weights[name] * amount for name, amount in found)


def evidence(a: Profile, b: Profile) -> Evidence | None:
    """What speaks for and against it that both are one attack: names of `link_weights.yaml`, and how much of each; None
    where they cannot be one.
    """
    telling = _shared(a, b)
    agreement = _agreement(a, b, telling)
    if agreement is None:
        return None
    return [
        *_date(a, b),
        (f"place_{agreement}", 1.0),
        *_kind(a.values, b.values),
        *_counts(a.values, b.values),
        *_actor(a.actors, b.actors),
        *_words(a, b),
        *_telling(a, b, telling),
    ]


def possible(a: Profile, b: Profile) -> bool:
    """Whether nothing forbids that both are one attack.

    One document tells of an attack in one report; days more than one apart, places out of each other's
    reach and kinds of no common family are two attacks. Of two articles that have most of their names in common, a day
    or a place that excludes the other is a slip.
    """
    return _agreement(a, b, _shared(a, b)) is not None


def _agreement(a: Profile, b: Profile, telling: Shared) -> str | None:
    """How the places agree; None where they, or anything else, forbid that both are one attack."""
    if a.item.document == b.item.document or not compare.same_family(
        a.values.attack_type, b.values.attack_type
    ):
        return None
    agreement = compare.place_agreement(a.values.place, b.values.place)
    if telling.kindred:
        return agreement or "clash"
    return agreement if _days_meet(a, b) else None


def _days_meet(a: Profile, b: Profile) -> bool:
    return a.when.meets(b.when, slack=a.slack and b.slack)


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
    return _words_in(w for w in found if not any(compare.same_spelling(w, k) for k in known))


def _known_words(values: Values) -> frozenset[str]:
    """The words of the report's places and actors, which are evidence of their own."""
    places = [p for p in (values.place, values.launched_from) if p]
    told = (
        [p.name for p in places] + [p.admin1 for p in places if p.admin1] + [a.name for a in _actors(values)]
    )
    return frozenset(w for name in told for w in compare.words(name))


def _weapon(values: Values) -> frozenset[str]:
    return compare.telling_words(values.weapon) if values.weapon else _NO_WORDS


def _words_in(words: Iterable[str]) -> frozenset[str]:
    """Words as a set; sets without a word are one object, since most of a million profiles have several."""
    return frozenset(words) or _NO_WORDS


def _without(words: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Words without others; the same object where none of the others is among them."""
    return words if words.isdisjoint(others) else words - others or _NO_WORDS


def _actors(values: Values) -> Iterable[Actor]:
    return [actor for actor in (values.perpetrator, values.claimed_by) if actor is not None]


# ---------------------------------------------------------------- the evidence


def _date(a: Profile, b: Profile) -> Evidence:
    """Days that agree; less where one of them is only known from the publication, or spans many days."""
    if not _days_meet(a, b):
        return [("date_clash", 1.0)]
    if a.likely is None or b.likely is None:
        return [("undated", 1.0)]
    if not a.likely.meets(b.likely):
        return [("date_next_day" if a.dated and b.dated else "date_unlikely", 1.0)]
    days, window = compare.shared_days(a.likely, b.likely), rules().date_window_days
    if not (a.dated and b.dated) and (days is None or days > _VAGUE_DAYS):
        return [("undated", 1.0)]
    trust = 1.0 if a.dated and b.dated else rules().published_factor
    return [] if days is None else [("date", trust * max(0.0, 1 - math.log(days) / math.log(window)))]


def _kind(a: Values, b: Values) -> Evidence:
    site: Evidence = [("site_same", 1.0)] if a.site is not None and a.site == b.site else []
    if a.attack_type is None or b.attack_type is None or "other" in (a.attack_type, b.attack_type):
        return site
    return [*site, ("kind_same" if a.attack_type == b.attack_type else "kind_family", 1.0)]


def _counts(a: Values, b: Values) -> Evidence:
    return [
        *_count(a.killed, b.killed, 1.0),
        *_count(a.injured, b.injured, rules().injured_factor),
        *_count(a.munitions, b.munitions, rules().munitions_factor),
    ]


def _count(a: Count | None, b: Count | None, factor: float) -> Evidence:
    if a is None or b is None:
        return []
    if not compare.counts_meet(a, b):
        return _clash(a, b, factor)
    if (a.low, a.high) != (b.low, b.high) or a.high is None:
        return [("count_open", factor)]
    if a.high == 0:
        return [("count_none", factor)]
    doublings = min(rules().count_doublings_most, math.log2(max(1, a.low)))
    return [("count_floor", factor), ("count_doubling", factor * doublings)]


def _clash(a: Count, b: Count, factor: float) -> Evidence:
    """Figures that cannot both be true: nothing where one is close below the other, for the dead are
    counted for days.
    """
    if 0 in (a.high, b.high):
        return [("count_zero_clash", factor)]
    low, high = sorted((a, b), key=lambda c: c.low)
    close = low.high is not None and low.high >= high.low * rules().count_close
    return [] if close else [("count_clash", factor)]


def _actor(a: tuple[Actor, ...], b: tuple[Actor, ...]) -> Evidence:
    if not a or not b:
        return []
    same = any(compare.same_actor(mine, other) for mine in a for other in b)
    return [("actor_same" if same else "actor_clash", 1.0)]


def _words(a: Profile, b: Profile) -> Evidence:
    name = "person" if a.people & b.people else "name" if a.names & b.names else None
    weapon: Evidence = [("weapon", 1.0)] if a.weapon & b.weapon else []
    return [*weapon, (name, 1.0)] if name else weapon


def _shared(a: Profile, b: Profile) -> Shared:
    """How many telling words two reports have in common, and whether these are most of one's."""
    number, least = len(a.telling & b.telling), min(len(a.telling), len(b.telling))
    most = number >= _SEVERAL and 2 * number >= least
    main = a.item.report.main and b.item.report.main
    return Shared(number, least, most, most and main)


def _telling(a: Profile, b: Profile, shared: Shared) -> Evidence:
    found: Evidence = []
    if a.ages and b.ages:
        found.append(("age_same" if a.ages & b.ages else "age_other", 1.0))
    if shared.number:
        found.append((f"telling_{min(shared.number, _MANY)}", 1.0))
    elif shared.least >= _MANY:
        found.append(("telling_none", 1.0))
    return [*found, ("telling_most", 1.0)] if shared.most else found

"""Whether an incident is one of those that a count is of: yes, no, or perhaps, and why only perhaps."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from incidentbook.check.groups import is_anyone, is_narrow, rest_of, same_kind, sites_asked
from incidentbook.check.words import kinds_in, lexicon, places_in, sides_in, words
from incidentbook.link import compare
from incidentbook.model import Actor, AttackType, Interval, Place, Site, Tally, Values
from incidentbook.normalise.actor import state_of, umbrella_of
from incidentbook.normalise.quantity import find as find_quantities

_PROVINCE, _BORDER, _COUNTRY, _WATER = 4, 5, 6, 7  # UCDP where_prec


class Fit(IntEnum):
    """Whether an incident counts."""

    NO = 0
    MAY = 1
    YES = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """An incident as checks look at it; `when` are the days on which it may have been, never after it was first reported."""

    id: str
    when: Interval
    values: Values


@dataclass(frozen=True, slots=True)
class Scope:
    """What a count is of. What the text leaves open is None or empty, and any incident fits it.

    Attributes:
        sides: the countries whose people or things were hit.
        sites: the kinds of site that were hit.
        target: the words for what was hit.
        people: the words for those who were killed or hurt, where these are counted.
        deadly: whether somebody must have died.
        stopped: whether attacks are counted that were stopped before they did anything.
    """

    period: Interval | None
    places: tuple[Place, ...] = ()
    target: str | None = None
    sides: frozenset[str] = frozenset()
    sites: frozenset[Site] = frozenset()
    perpetrator: Actor | None = None
    kinds: frozenset[AttackType] = frozenset()
    people: str | None = None
    deadly: bool = False
    stopped: bool = False

    @property
    def is_open(self) -> bool:
        """Whether it says neither where, nor on whom, nor by whom: all attacks of the world would fit."""
        return not (self.places or self.target or self.perpetrator or sides_in(self.people))


def scope_of(tally: Tally) -> Scope:
    """What a count of a text is of."""
    said = words(tally.what or "")
    harmed = _HARMED.match(tally.what or "") if tally.count in (tally.killed, tally.injured) else None
    who = _without_figures(harmed[1]) if harmed else None
    return Scope(
        tally.period,
        places_in(tally.place) if tally.place is not None else (),
        tally.target,
        sides_in(tally.target),
        sites_asked(tally.target),
        tally.perpetrator,
        kinds_in(tally.what),
        who if who and not is_anyone(who) else None,
        bool(said & lexicon().deaths),
        bool(said & lexicon().stopped),
    )


def _without_figures(text: str) -> str:
    """ "Aid workers" of "about 20 aid workers"."""
    first = next(iter(find_quantities(text)), None)
    return text if first is None else f"{text[: first.span.start]}{text[first.span.end :]}".strip()


_HARMED = re.compile(r"(.+?) (?:killed|injured)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that an incident is judged by.

    Attributes:
        asks: whether a scope says anything of it; else every incident fits.
        looks_at: all that the judgement of an incident rests on, so that those that share it are judged once.
        fit: the judgement.
    """

    name: str
    asks: Callable[[Scope], bool]
    looks_at: Callable[[Values], Hashable]
    fit: Callable[[Scope, Values], Fit]


def fits(scope: Scope, entry: Entry) -> tuple[Fit, tuple[str, ...]]:
    """Whether an incident counts, and what is open where it only may."""
    values = entry.values
    parts = {"date": _in_period(scope.period, entry.when)}
    parts |= {p.name: p.fit(scope, values) if p.asks(scope) else Fit.YES for p in PARTS}
    return min(parts.values()), tuple(_open(parts))


def _at_stage(scope: Scope, values: Values) -> Fit:
    if scope.stopped:
        return Fit.YES if values.stage == "foiled" else Fit.MAY if values.stage == "attempted" else Fit.NO
    if values.stage in ("foiled", "threatened"):
        return Fit.NO
    if not scope.deadly:
        return Fit.YES
    dead = values.killed
    return Fit.MAY if dead is None else Fit.NO if dead.high == 0 else Fit.YES if dead.low else Fit.MAY


def _open(parts: Mapping[str, Fit]) -> Iterator[str]:
    if min(parts.values()) is Fit.MAY:
        yield from (name for name, fit in parts.items() if fit is Fit.MAY)


def _in_period(period: Interval | None, when: Interval) -> Fit:
    if period is None:
        return Fit.MAY
    if not period.meets(when):
        return Fit.NO
    early = period.earliest is None or (when.earliest is not None and when.earliest >= period.earliest)
    late = period.latest is None or (when.latest is not None and when.latest <= period.latest)
    return Fit.YES if early and late else Fit.MAY


# ------------------------------------------------------------------ place


def _in_places(asked: tuple[Place, ...], where: Place | None) -> Fit:
    if not asked:
        return Fit.YES
    if where is None:
        return Fit.MAY
    return max(_in_place(a, where) for a in asked)


@lru_cache(maxsize=65536)
def _in_place(asked: Place, where: Place) -> Fit:
    """Whether a place lies in the one that is asked for; open where it is told more coarsely than that."""
    if where.country is None or asked.country is None:
        return _unplaced(asked, where)
    if where.country != asked.country:
        return Fit.NO
    precision = asked.precision or 0
    if precision >= _COUNTRY or (precision == 0 and asked.name == where.country):
        return Fit.MAY if where.precision == _BORDER else Fit.YES
    if where.precision is not None and where.precision >= _COUNTRY:
        return Fit.MAY
    if precision >= _PROVINCE:
        return _in_province(asked, where)
    agreement = compare.place_agreement(asked, where)
    return Fit.NO if agreement is None else Fit.YES if agreement in ("same", "city") else Fit.MAY


def _unplaced(asked: Place, where: Place) -> Fit:
    """Places on open water, and those of which only the name is known."""
    if compare.same_name(asked, where):
        return Fit.YES
    if asked.lat is None:
        return Fit.MAY if compare.coarse(where) else Fit.NO
    if (where.precision == _WATER) != (asked.precision == _WATER):
        return Fit.NO
    return Fit.MAY if compare.place_agreement(asked, where) else Fit.NO


def _in_province(asked: Place, where: Place) -> Fit:
    box = lexicon().territories.get(asked.gazetteer or "")
    if (
        box is not None
        and where.gazetteer != asked.gazetteer
        and where.lat is not None
        and where.lon is not None
    ):
        return Fit.YES if box[0] <= where.lat <= box[2] and box[1] <= where.lon <= box[3] else Fit.NO
    if asked.gazetteer is not None and asked.gazetteer == where.gazetteer:
        return Fit.YES
    if asked.admin1 and where.admin1:
        return Fit.YES if compare.words(asked.admin1) == compare.words(where.admin1) else Fit.NO
    return Fit.MAY if compare.place_agreement(asked, where) else Fit.NO


# ------------------------------------------------------------------ target


def _on_target(scope: Scope, values: Values) -> Fit:
    if scope.target is None:
        return Fit.YES
    side = _on_side(scope.sides, values, _hit(values)) if scope.sides else Fit.YES
    return min(side, _on_thing(scope.target, scope.sites, values))


def _on_side(sides: frozenset[str], values: Values, names: tuple[str, ...]) -> Fit:
    """Whether people or things of a country were hit: where no report says whose they were, the site tells what may be."""
    hit = frozenset(c for name in names for c in _sides_of(name, values.place))
    doers = {a.country for a in (values.perpetrator, values.claimed_by) if a is not None}
    if hit & sides:
        return Fit.YES
    if doers & sides:
        return Fit.NO  # what a country does itself is no attack on it
    home = values.place is not None and values.place.country in sides
    if home and not hit:
        return Fit.YES if values.site in lexicon().local else Fit.MAY
    abroad = values.site in lexicon().local or (hit and values.site not in lexicon().hosting)
    return Fit.NO if abroad else Fit.MAY


def _sides_of(name: str, place: Place | None) -> frozenset[str]:
    """Whose a thing or a group is; the police, the coast guard and a village are of the country where they are hit."""
    said = sides_in(name)
    if said or place is None or place.country is None or not words(name) & lexicon().own:
        return said
    return frozenset({place.country})


def _on_thing(target: str, sites: frozenset[Site], values: Values) -> Fit:
    """Whether what was hit is of the kind asked for, by its name and by the site."""
    if not rest_of(target):
        return Fit.YES
    named = [same_kind(target, name) for name in _named(values)]
    if True in named or any(same_kind(target, n) for n in _spot(values)):
        return Fit.YES
    at = _at_site(sites, values.site) if sites else Fit.MAY
    if named and None not in named:
        return Fit.NO
    return Fit.MAY if at is Fit.YES and is_narrow(target) else at


def _hit(values: Values) -> tuple[str, ...]:
    """The names of what and who was hit, and of the spot."""
    return (*_named(values), *_spot(values))


def _named(values: Values) -> tuple[str, ...]:
    return (*(t.name for t in values.target or ()), *(v.group for v in values.victims or ()))


def _spot(values: Values) -> tuple[str, ...]:
    place = values.place
    return (place.name,) if place is not None and (place.precision or 9) == 1 else ()


def _at_site(asked: frozenset[Site], site: Site | None) -> Fit:
    if site is None or site == "other":
        return Fit.MAY
    return Fit.YES if site in asked else Fit.NO


# ------------------------------------------------------------------ perpetrator and kind


def _by(asked: Actor | None, values: Values) -> Fit:
    if asked is None:
        return Fit.YES
    told = [a for a in (values.perpetrator, values.claimed_by) if a is not None]
    blamed = [a.to for a in values.attributed_to or ()]
    sure = max((_is_one(asked, a) for a in told), default=Fit.NO)
    thought = max((_is_one(asked, a) for a in blamed), default=Fit.NO)
    if sure is not Fit.NO or thought is not Fit.NO:
        return max(sure, min(thought, Fit.MAY))
    return Fit.NO if any(a.id is not None or a.country is not None for a in (*told, *blamed)) else Fit.MAY


@lru_cache(maxsize=65536)
def _is_one(asked: Actor, found: Actor) -> Fit:
    """Whether an actor is the one asked for, or one of its own: the army is one of the state's and of its forces."""
    if compare.same_actor(asked, found):
        return Fit.YES
    above = umbrella_of(found)
    if above is not None and compare.same_actor(asked, above):
        return Fit.YES
    if found.id is not None and found.id in lexicon().umbrellas.get(asked.id or "", ()):
        return Fit.YES
    if asked.id is None and asked.country is None and asked.kind == found.kind == "armed_group":
        return Fit.YES if words(asked.name) <= lexicon().people["fighter"] else Fit.MAY
    if asked.country is None or state_of(asked) is None or state_of(asked) != state_of(found):
        return Fit.NO
    if asked.kind == "state" or (asked.kind == "military" and words(asked.name) & _ALL_FORCES):
        return Fit.YES if found.kind in ("state", "military", asked.kind) else Fit.MAY
    return Fit.MAY if "state" in (asked.kind, found.kind) or asked.kind == found.kind else Fit.NO


_ALL_FORCES = frozenset({"force", "troop", "military"})


def _of_kind(asked: frozenset[AttackType], kind: AttackType | None) -> Fit:
    """Whether a kind is one of those asked for; a wider word for it may be, and so may one that reports mix up with it."""
    if not asked or kind in asked:
        return Fit.YES
    if kind is None:
        return Fit.MAY
    wider = any(compare.refines("attack_type", kind, a) for a in asked)
    mixed = any(kind in group and a in group for group in lexicon().confused for a in asked)
    return Fit.MAY if wider or mixed else Fit.NO


# ------------------------------------------------------------------ people


def _of_people(scope: Scope, values: Values) -> Fit:
    """Whether those who were killed or hurt are of the group that is counted."""
    if scope.people is None:
        return Fit.YES
    groups = [of_group(scope.people, v.group, values) for v in values.victims or ()]
    if groups:
        return max(groups)
    return min(_of_country(scope.people, values, ()), Fit.MAY if rest_of(scope.people) else Fit.YES)


def of_group(asked: str, group: str, values: Values) -> Fit:
    """Whether a group of victims is the one that is counted: by what they are, and whose."""
    kind = same_kind(asked, group)
    if kind is False:
        return Fit.NO
    return min(Fit.YES if kind else Fit.MAY, _of_country(asked, values, (group,)))


def _of_country(asked: str, values: Values, names: tuple[str, ...]) -> Fit:
    """Whether people are of a country: where nobody says it, those hurt at home are."""
    sides = sides_in(asked)
    if not sides:
        return Fit.YES
    told = frozenset(c for name in names for c in _sides_of(name, values.place))
    if told:
        return Fit.YES if told & sides else Fit.NO
    if values.place is None or values.place.country is None:
        return Fit.MAY
    return Fit.YES if values.place.country in sides else Fit.MAY


def _whose(values: Values) -> Hashable:
    doers = (values.perpetrator, values.claimed_by)
    country = values.place.country if values.place is not None else None
    return values.site, _hit(values), country, tuple(a.country if a else None for a in doers)


def _doers(values: Values) -> Hashable:
    return values.perpetrator, values.claimed_by, values.attributed_to


def _hurt(values: Values) -> Hashable:
    country = values.place.country if values.place is not None else None
    return tuple(v.group for v in values.victims or ()), country


PARTS = (
    Part("stage", lambda scope: True, lambda v: (v.stage, v.killed), lambda scope, v: _at_stage(scope, v)),
    Part(
        "kind",
        lambda s: bool(s.kinds),
        lambda v: v.attack_type,
        lambda s, v: _of_kind(s.kinds, v.attack_type),
    ),
    Part("place", lambda s: bool(s.places), lambda v: v.place, lambda s, v: _in_places(s.places, v.place)),
    Part("perpetrator", lambda s: s.perpetrator is not None, _doers, lambda s, v: _by(s.perpetrator, v)),
    Part("target", lambda s: s.target is not None, _whose, lambda s, v: _on_target(s, v)),
    Part("victims", lambda s: s.people is not None, _hurt, lambda s, v: _of_people(s, v)),
)
"""What incidents are judged by, those first that are quickly told and leave few."""

"""Whether an incident is one of those that a count is of: yes, no, or perhaps, and why only perhaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from incidentbook.check.words import kinds_in, lexicon, places_in, sides_in, sites_in
from incidentbook.link import compare
from incidentbook.model import Actor, AttackType, Interval, Place, Site, Tally, Values
from incidentbook.normalise.actor import umbrella_of

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
    """

    period: Interval | None
    places: tuple[Place, ...] = ()
    target: str | None = None
    sides: frozenset[str] = frozenset()
    sites: frozenset[Site] = frozenset()
    perpetrator: Actor | None = None
    kinds: frozenset[AttackType] = frozenset()

    @property
    def is_open(self) -> bool:
        """Whether it says neither where, nor on whom, nor by whom: all attacks of the world would fit."""
        return not (self.places or self.target or self.perpetrator)


def scope_of(tally: Tally) -> Scope:
    """What a count of a text is of."""
    places = places_in(tally.place) if tally.place is not None else ()
    return Scope(
        tally.period,
        places,
        tally.target,
        sides_in(tally.target),
        sites_in(tally.target),
        tally.perpetrator,
        kinds_in(tally.what),
    )


def fits(scope: Scope, entry: Entry) -> tuple[Fit, tuple[str, ...]]:
    """Whether an incident counts, and what is open where it only may."""
    parts = {
        "date": _in_period(scope.period, entry.when),
        "place": _in_places(scope.places, entry.values.place),
        "target": _on_target(scope, entry.values),
        "perpetrator": _by(scope.perpetrator, entry.values),
        "kind": _of_kind(scope.kinds, entry.values.attack_type),
        "stage": Fit.NO if entry.values.stage in ("foiled", "threatened") else Fit.YES,
    }
    return min(parts.values()), tuple(_open(parts))


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
        if (where.precision == _WATER) != (asked.precision == _WATER):
            return Fit.NO
        return Fit.MAY if compare.place_agreement(asked, where) else Fit.NO
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


def _in_province(asked: Place, where: Place) -> Fit:
    if asked.admin1 and where.admin1:
        return Fit.YES if compare.words(asked.admin1) == compare.words(where.admin1) else Fit.NO
    return Fit.MAY if compare.place_agreement(asked, where) else Fit.NO


# ------------------------------------------------------------------ target


def _on_target(scope: Scope, values: Values) -> Fit:
    if scope.target is None:
        return Fit.YES
    parts = []
    if scope.sides:
        parts.append(_on_side(scope.sides, values))
    if scope.sites:
        parts.append(_at_site(scope.sites, values.site))
    if not parts:
        named = compare.telling_words(scope.target) & frozenset(
            w for n in _hit(values) for w in compare.words(n)
        )
        parts.append(Fit.YES if named else Fit.MAY)
    return min(parts)


def _on_side(sides: frozenset[str], values: Values) -> Fit:
    """Whether people or things of a country were hit: where no report says whose they were, the site tells what may be."""
    hit = frozenset(c for name in _hit(values) for c in sides_in(name))
    doers = {a.country for a in (values.perpetrator, values.claimed_by) if a is not None}
    if doers & sides:
        return Fit.NO  # what a country does itself is no attack on it
    if hit & sides:
        return Fit.YES
    home = values.place is not None and values.place.country in sides
    if home and not hit:
        return Fit.YES if values.site in lexicon().local else Fit.MAY
    abroad = values.site in lexicon().local or (hit and values.site not in lexicon().hosting)
    return Fit.NO if abroad else Fit.MAY


def _hit(values: Values) -> Iterator[str]:
    """The names of what and who was hit."""
    yield from (t.name for t in values.target or ())
    yield from (v.group for v in values.victims or ())
    if values.place is not None and (values.place.precision or 9) == 1:
        yield values.place.name


def _at_site(asked: frozenset[Site], site: Site | None) -> Fit:
    if site is None or site == "other":
        return Fit.MAY
    return Fit.YES if site in asked else Fit.NO


# ------------------------------------------------------------------ perpetrator and kind


def _by(asked: Actor | None, values: Values) -> Fit:
    if asked is None:
        return Fit.YES
    told = [a for a in (values.perpetrator, values.claimed_by) if a is not None]
    if any(_is_one(asked, a) for a in told):
        return Fit.YES
    blamed = [a.to for a in values.attributed_to or ()]
    if any(_is_one(asked, a) for a in blamed):
        return Fit.MAY
    return Fit.NO if any(a.id is not None or a.country is not None for a in (*told, *blamed)) else Fit.MAY


def _is_one(asked: Actor, found: Actor) -> bool:
    """Whether an actor is the one asked for, or one of its own: the army is one of the state's."""
    if compare.same_actor(asked, found):
        return True
    if asked.kind == "state" and asked.country is not None and asked.country == found.country:
        return found.kind in ("state", "military", "police")
    above = umbrella_of(found)
    return above is not None and compare.same_actor(asked, above)


def _of_kind(asked: frozenset[AttackType], kind: AttackType | None) -> Fit:
    if not asked or kind in asked:
        return Fit.YES
    return Fit.MAY if any(compare.same_family(kind, a) for a in asked) else Fit.NO

"""Which pairs of reports are worth weighing.

Every report offers keys and seeks keys; where one seeks what another offers, the two are compared. What a report offers and
seeks is its own: it depends on no other report. The promise, by kind of report:

- two that know their day: days that come within one of each other, at places within reach of each other by their precision, or
  one of them placed in no more than the country of the other;
- one of them without a place: such days, and a name, an actor or a figure in common;
- a mention of a month: what happened there in that month; or, if it says no place, what has an actor or a figure in common;
- a mention that does not know its day: a name in common; at one place a figure above one, or the actor and the kind of site;
- two articles about their attacks, printed within a month: one of the few telling words that come first by their hash,
  whatever day and place they tell.
"""

from __future__ import annotations

import functools
import hashlib
import math
import zlib
from array import array
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from incidentbook.link.compare import EARTH_RADIUS_KM, reach_km
from incidentbook.link.evidence import Profile
from incidentbook.link.screen import Table, may_be_one, rows
from incidentbook.model import Count, Place

_BORDER, _OPEN_WATER, _COUNTRY = 5, 7, 6
_KM_OF_DEGREE = EARTH_RADIUS_KM * math.pi / 180
_LAT_STEP, _LON_STEP = 1.5, 3.0
_SHORT_DAYS, _WEEK, _MONTH = 62, 8, 31
_TELLING_KILLED, _SKETCH, _MOST_NAMES = 3, 4, 24
_AT_ONCE = 1 << 17

Pair = tuple[int, int]
Integers = npt.NDArray[np.int64]


class Keys(NamedTuple):
    """What a report offers and seeks, as numbers of 63 bits."""

    offers: frozenset[int]
    seeks: frozenset[int]


def candidates(profiles: Sequence[Profile]) -> set[Pair]:
    """Pairs (smaller index first) to be weighed: what the keys bring together, without what cannot be one attack."""
    first, second = candidate_arrays(profiles)
    return set(zip(first.tolist(), second.tolist(), strict=True))


def candidate_arrays(profiles: Sequence[Profile]) -> tuple[Integers, Integers]:
    """The same as two arrays, in order."""
    index = Index.of(rows(profiles), map(keys, profiles))
    found = index.near(np.arange(len(profiles)))
    pairs = np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)
    return pairs // index.size, pairs % index.size


@dataclass(frozen=True, slots=True)
class Index:
    """The keys of reports, each report a number: what is offered and sought, by whom, and the rows to screen pairs by."""

    table: Table
    offers: tuple[Integers, Integers]
    seeks: tuple[Integers, Integers]

    @classmethod
    def of(cls, table: Table, known: Iterable[Keys]) -> Self:
        """The index of reports with these rows and keys. The keys are packed as they come, for sets of them are large."""
        offers, seeks = _Packed.empty(), _Packed.empty()
        for one in known:
            offers.add(one.offers)
            seeks.add(one.seeks)
        return cls(table, offers.listed(), seeks.listed())

    @property
    def size(self) -> int:
        """The number of reports, at least 1."""
        return max(1, len(self.table))

    def near(self, numbers: Integers) -> list[Integers]:
        """Pairs that the keys of these reports bring together, some at once: `smaller * size + larger`."""
        whole = len(numbers) == len(self.table)
        ways = (
            ((self.seeks, self.offers),) if whole else ((self.seeks, self.offers), (self.offers, self.seeks))
        )
        return [
            np.unique(np.minimum(a, b) * self.size + np.maximum(a, b))
            for mine, theirs in ways
            for a, b in self._met(self._of(mine, numbers), theirs)
        ]

    def _of(self, listed: tuple[Integers, Integers], numbers: Integers) -> tuple[Integers, Integers]:
        if len(numbers) == len(self.table):
            return listed
        mine = np.flatnonzero(np.isin(listed[1], numbers))
        return listed[0][mine], listed[1][mine]

    def _met(
        self, mine: tuple[Integers, Integers], theirs: tuple[Integers, Integers]
    ) -> Iterator[tuple[Integers, Integers]]:
        """Pairs that have a key in common and may be one attack, some at once."""
        first = np.searchsorted(theirs[0], mine[0], "left")
        counts = np.searchsorted(theirs[0], mine[0], "right") - first
        ends = np.cumsum(counts)
        start = 0
        while start < len(counts):
            before = int(ends[start - 1]) if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, before + _AT_ONCE, "right")))
            part = slice(start, stop)
            one = np.repeat(mine[1][part], counts[part])
            runs = np.arange(len(one)) - np.repeat(ends[part] - counts[part] - before, counts[part])
            other = theirs[1][np.repeat(first[part], counts[part]) + runs]
            kept = may_be_one(self.table, one, other)
            yield one[kept], other[kept]
            start = stop


@dataclass(frozen=True, slots=True)
class _Packed:
    """The keys of reports one after another, and how many are each report's."""

    keys: array[int]
    sizes: array[int]

    @classmethod
    def empty(cls) -> Self:
        return cls(array("q"), array("q"))

    def add(self, keys: frozenset[int]) -> None:
        """Those of the next report."""
        self.keys.extend(keys)
        self.sizes.append(len(keys))

    def listed(self) -> tuple[Integers, Integers]:
        """The keys in order, and whose each is."""
        every, sizes = (np.frombuffer(numbers, np.int64) for numbers in (self.keys, self.sizes))
        order = np.argsort(every, kind="stable")
        return every[order], np.repeat(np.arange(len(sizes)), sizes)[order]


# ---------------------------------------------------------------- keys


def keys(profile: Profile) -> Keys:
    """What a report offers and seeks."""
    offers, seeks = set[int](), set[int]()
    for offered, sought in (
        _by_day(profile),
        _by_month(profile),
        _by_names(profile),
        _by_figures(profile),
        _by_sketch(profile),
    ):
        offers |= offered
        seeks |= sought
    return Keys(frozenset(offers), frozenset(seeks))


def _by_day(profile: Profile) -> Keys:
    """Days and places; of a report without a place, days and what it tells."""
    if profile.undated:
        return Keys(frozenset(), frozenset())
    place, days = profile.values.place, _days(profile, 0)
    weeks, near = _bins(days, _WEEK), _days(profile, 1)
    traits = [_number(trait) for trait in _traits(profile)]
    offers = {_at("week", w, t) for w in weeks for t in traits}
    seeks = set[int]()
    if _is_anywhere(profile):
        seeks |= {_at("week", w, t) for w in _bins(near, _WEEK) for t in traits}
    country = _country(profile)
    if country is not None:
        offers |= {_at("country", day, _number(country)) for day in days}
    if _is_put(place):
        offers |= {_at("day", day, _home(place)) for day in days}
        seeks |= {_at("day", day, cell) for day in near for cell in _cover(place)}
    elif country is not None:
        seeks |= {_at("country", day, _number(country)) for day in near}
    return Keys(frozenset(offers), frozenset(seeks))


def _by_month(profile: Profile) -> Keys:
    """The month and the place, for a mention of a month; the month, actors and figures where it says no place."""
    months = _bins(_days(profile, 0), _MONTH)
    traits = _told(profile)
    offers = {_at("then", month, trait) for month in months for trait in traits}
    put = _is_put(profile.values.place)
    if put:
        offers |= {_at("month", month, _home(profile.values.place)) for month in months}
    if not profile.undated:
        return Keys(frozenset(offers), frozenset())
    near = _bins(_days(profile, 1), _MONTH)
    seeks = {_at("month", m, cell) for m in near for cell in _cover(profile.values.place)} if put else set()
    if _is_anywhere(profile):
        seeks |= {_at("then", m, trait) for m in near for trait in traits}
    return Keys(frozenset(offers), frozenset(seeks))


def _by_names(profile: Profile) -> Keys:
    """Names, for a mention that does not know its day."""
    words = sorted({*profile.names, *profile.telling}, key=_by_hash)[:_MOST_NAMES]
    named = frozenset(_at("name", 0, _number(word)) for word in words)
    return Keys(named, named if profile.undated else frozenset())


def _by_figures(profile: Profile) -> Keys:
    """What a mention that does not know its day shares with an attack at its place: less does not make them one."""
    place = profile.values.place
    if place is None:
        return Keys(frozenset(), frozenset())
    site = profile.values.site
    told = [f"{actor.id or actor.name} at {site}" for actor in profile.actors] if site is not None else []
    told += [f"{name} {count.low}" for name, count in _figures(profile)]
    numbers = [_number(trait) for trait in told]
    cells, home = (_cover(place), [_home(place)]) if _is_put(place) else ([_number(place.country)],) * 2
    offers = frozenset(_at("there", cell, number) for cell in home for number in numbers)
    seeks = frozenset(_at("there", cell, number) for cell in cells for number in numbers)
    return Keys(offers, seeks if profile.undated else frozenset())


def _told(profile: Profile) -> list[int]:
    """Its actors and figures, as numbers."""
    actors = (f"actor {actor.id or actor.name}" for actor in profile.actors)
    return [
        _number(trait) for trait in (*actors, *(f"{name} {count.low}" for name, count in _figures(profile)))
    ]


def _figures(profile: Profile) -> Iterator[tuple[str, Count]]:
    """Figures above one: what is said of one is said of many attacks."""
    values = profile.values
    for name, count in (
        ("killed", values.killed),
        ("injured", values.injured),
        ("munitions", values.munitions),
    ):
        if count is not None and count.low > 1:
            yield name, count


def _by_sketch(profile: Profile) -> Keys:
    """Telling words of an article about its attack, and the weeks in which it was printed."""
    out = profile.item.published or profile.likely
    day = (out.latest or out.earliest) if out is not None else None
    if not profile.item.report.main or day is None:
        return Keys(frozenset(), frozenset())
    month, told = day.toordinal() // _MONTH, [_number(word) for word in _first(profile.telling)]
    offers = frozenset(_at("word", month, word) for word in told)
    if _is_anywhere(profile):
        told = [_number(word) for word in profile.telling]
    return Keys(
        offers, frozenset(_at("word", m, word) for m in (month - 1, month, month + 1) for word in told)
    )


def _first(telling: Iterable[str]) -> list[str]:
    """Those words that come first by their hash: the same few in articles that share most of theirs."""
    return sorted(telling, key=_by_hash)[:_SKETCH]


def _by_hash(word: str) -> tuple[int, str]:
    return zlib.crc32(word.encode()), word


def traits_of(profile: Profile) -> Iterator[Hashable]:
    """What a report that says no day, or a vague one, is found by when documents are dated by others."""
    place, killed = profile.values.place, profile.values.killed
    yield from profile.names
    if place is not None and place.lat is not None and place.lon is not None:
        for shift in (0.0, 0.5):
            yield (shift, math.floor(place.lat + shift), math.floor(place.lon + shift))
    if killed is not None and killed.low >= _TELLING_KILLED:
        yield (killed.low, _country(profile))


def _traits(profile: Profile) -> Iterator[str]:
    """What a report without a place shares with another of its attack."""
    yield from profile.names
    yield from _first(profile.telling)
    yield from (f"actor {actor.id or actor.name}" for actor in profile.actors)
    yield from (f"{name} {count.low}" for name, count in _figures(profile))


def _country(profile: Profile) -> str | None:
    """The country of the place, where that is one country's: a border and the open water are not."""
    place = profile.values.place
    return None if place is None or place.precision in (_BORDER, _OPEN_WATER) else place.country


# ---------------------------------------------------------------- cells and days


def _is_put(place: Place | None) -> bool:
    """Whether it has a point that says more than a country's."""
    return (
        place is not None and place.lat is not None and place.lon is not None and place.precision != _COUNTRY
    )


def _is_anywhere(profile: Profile) -> bool:
    """Whether neither a point nor a country is known."""
    return not _is_put(profile.values.place) and _country(profile) is None


def _cell(lat: float, lon: float) -> int:
    return int((lat + 90) // _LAT_STEP) * 1000 + int(((lon + 180) % 360) // _LON_STEP)


def _home(place: Place | None) -> int:
    return _cell(place.lat or 0.0, place.lon or 0.0) if place is not None else -1


def _cover(place: Place | None) -> tuple[int, ...]:
    return () if place is None else _covered(place.lat or 0.0, place.lon or 0.0, 2 * reach_km(place))


@functools.lru_cache(maxsize=1 << 16)
def _covered(lat: float, lon: float, km: float) -> tuple[int, ...]:
    """The cells within so many kilometres: two places are in reach of each other within twice the farther reach."""
    up = km / _KM_OF_DEGREE
    across = min(180.0, up / max(0.01, math.cos(math.radians(min(89.0, abs(lat) + up)))))
    lats = _steps(max(-90.0, lat - up), min(90.0, lat + up), _LAT_STEP)
    lons = _steps(lon - across, lon + across, _LON_STEP)
    return tuple(sorted({_cell(one, other) for one in lats for other in lons}))


def _steps(low: float, high: float, step: float) -> list[float]:
    count = math.ceil((high - low) / step)
    return [low + n * step for n in range(count)] + [high]


def _days(profile: Profile, wider: int) -> range:
    """The likely days of the report, as ordinals, and so many around them; none where they are too many."""
    when = profile.likely
    if when is None or when.earliest is None or when.latest is None or (when.days or 0) > _SHORT_DAYS:
        return range(0)
    return range(when.earliest.toordinal() - wider, when.latest.toordinal() + 1 + wider)


def _bins(days: range, width: int) -> range:
    return range(days[0] // width, days[-1] // width + 1) if days else range(0)


_KINDS = {
    name: number
    for number, name in enumerate(("day", "country", "week", "month", "name", "there", "word", "then"))
}


def _at(kind: str, when: int, where: int) -> int:
    """A key of 63 bits: its kind, a day or a figure, and a cell or the hash of a word."""
    return _KINDS[kind] << 59 | (when & 0x7FFFFF) << 36 | where & 0xFFFFFFFFF


@functools.lru_cache(maxsize=1 << 18)
def _number(word: str | None) -> int:
    return int.from_bytes(hashlib.blake2b(str(word).encode(), digest_size=8).digest(), "big") & 0xFFFFFFFFF

"""Which pairs of reports are worth weighing: those that share a day and a country, or something rarer.

Pairs are found over an inverted index, so that the work grows with the reports of a day, not with all
pairs of the book.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import combinations

from incidentbook.link.evidence import Profile

_BORDER, _OPEN_WATER = 5, 7
_SHORT_DAYS = 62
_CELL_DEGREES = 1.0
_TELLING_KILLED = 3

Pair = tuple[int, int]


def candidates(profiles: Sequence[Profile]) -> set[Pair]:
    """Pairs (smaller index first) that share a key; a report of no country meets every country of its
    days.
    """
    days: dict[tuple[int, str | None], list[int]] = defaultdict(list)
    traits: dict[Hashable, list[int]] = defaultdict(list)
    vague = {n for n, profile in enumerate(profiles) if not profile.dated or not _days_of(profile)}
    for number, profile in enumerate(profiles):
        for day in _days_of(profile):
            days[day, _country(profile)].append(number)
        for trait in traits_of(profile):
            traits[trait].append(number)
    pairs = {pair for group in days.values() for pair in combinations(group, 2)}
    pairs.update(_with_vague(traits.values(), vague))
    return pairs | set(_across_countries(days))


def _country(profile: Profile) -> str | None:
    """The country of the place, where that is one country's: a border and the open water are not."""
    place = profile.values.place
    return None if place is None or place.precision in (_BORDER, _OPEN_WATER) else place.country


def traits_of(profile: Profile) -> Iterator[Hashable]:
    """What a report that says no day, or a vague one, is found by."""
    place, killed = profile.values.place, profile.values.killed
    yield from profile.names
    if place is not None and place.lat is not None and place.lon is not None:
        yield from _cells(place.lat, place.lon)
    if killed is not None and killed.low >= _TELLING_KILLED:
        yield (killed.low, _country(profile))


def _cells(lat: float, lon: float) -> Iterator[Hashable]:
    """The cell of a grid, and the one of a grid that is half a cell off: near places share one of them."""
    for shift in (0.0, 0.5):
        yield (shift, math.floor(lat / _CELL_DEGREES + shift), math.floor(lon / _CELL_DEGREES + shift))


def _with_vague(groups: Iterable[list[int]], vague: set[int]) -> Iterator[Pair]:
    """Pairs of which one is vague; two dated reports are found by their day."""
    for group in groups:
        for first in vague.intersection(group):
            yield from ((min(first, other), max(first, other)) for other in group if other != first)


def _days_of(profile: Profile) -> range:
    """The likely days of the report and the one before, as ordinals; none where they are too many."""
    when = profile.likely
    if when is None or when.earliest is None or when.latest is None or (when.days or 0) > _SHORT_DAYS:
        return range(0)
    return range(when.earliest.toordinal() - 1, when.latest.toordinal() + 1)


def _across_countries(days: Mapping[tuple[int, str | None], list[int]]) -> Iterator[Pair]:
    placed: dict[int, list[int]] = defaultdict(list)
    for (day, country), numbers in days.items():
        if country is not None:
            placed[day].extend(numbers)
    for (day, country), numbers in days.items():
        if country is None:
            yield from ((min(n, o), max(n, o)) for n in numbers for o in placed[day])

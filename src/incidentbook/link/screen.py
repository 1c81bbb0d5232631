"""What cannot be one attack, seen in many pairs at once.

The same as `evidence.possible` says of one pair, with nothing left out that it lets pass, and a little let pass that it forbids.
"""

from __future__ import annotations

import zlib
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from incidentbook.link.compare import EARTH_RADIUS_KM, coarse, reach_km, same_family, telling_words
from incidentbook.link.evidence import Profile

_OPEN = 10_000_000
_ROUNDING_KM = 0.1
_KIN_BITS = 2

Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Columns:
    """What is looked at, an array for each: days as ordinals, places, kinds, and the telling words as bits."""

    document: npt.NDArray[np.int32]
    first: npt.NDArray[np.int32]
    last: npt.NDArray[np.int32]
    slack: npt.NDArray[np.int8]
    main: Bools
    placed: Bools
    lat: npt.NDArray[np.float32]
    lon: npt.NDArray[np.float32]
    reach: npt.NDArray[np.float32]
    coarse: Bools
    country: npt.NDArray[np.int32]
    name: npt.NDArray[np.int32]
    gazetteer: npt.NDArray[np.int32]
    kind: npt.NDArray[np.int16]
    kin: Bools
    bits: npt.NDArray[np.uint64]


def columns(profiles: Sequence[Profile]) -> Columns:
    """The columns of profiles."""
    places = [p.values.place for p in profiles]
    kinds, kind = _numbered(p.values.attack_type for p in profiles)
    return Columns(
        document=_numbered(p.item.document for p in profiles)[1],
        first=_array(
            (p.when.earliest.toordinal() if p.when.earliest else -_OPEN for p in profiles), np.int32
        ),
        last=_array((p.when.latest.toordinal() if p.when.latest else _OPEN for p in profiles), np.int32),
        slack=_array((p.slack for p in profiles), np.int8),
        main=_array((p.item.report.main for p in profiles), np.bool_),
        placed=_array((p is not None for p in places), np.bool_),
        lat=_array((np.nan if p is None or p.lat is None else p.lat for p in places), np.float32),
        lon=_array((np.nan if p is None or p.lon is None else p.lon for p in places), np.float32),
        reach=_array((0.0 if p is None else reach_km(p) for p in places), np.float32),
        coarse=_array((p is not None and coarse(p) for p in places), np.bool_),
        country=_numbered(None if p is None else p.country for p in places)[1],
        name=_numbered(None if p is None else telling_words(p.name) for p in places)[1],
        gazetteer=_numbered(None if p is None else p.gazetteer for p in places)[1],
        kind=kind.astype(np.int16),
        kin=np.array([[same_family(a, b) for b in kinds] for a in kinds], np.bool_).reshape(len(kinds), -1),
        bits=_array((_bits(p.telling) for p in profiles), np.uint64),
    )


def may_be_one(table: Columns, a: Integers, b: Integers) -> Bools:
    """Of pairs, which may be one attack."""
    slack = table.slack[a] & table.slack[b]
    days = (table.first[a] - table.last[b] <= slack) & (table.first[b] - table.last[a] <= slack)
    kindred = table.main[a] & table.main[b] & (np.bitwise_count(table.bits[a] & table.bits[b]) >= _KIN_BITS)
    open_ones = np.flatnonzero(
        (table.document[a] != table.document[b]) & table.kin[table.kind[a], table.kind[b]] & (days | kindred)
    )
    found = np.zeros(len(a), np.bool_)
    near = _places_meet(table, a[open_ones], b[open_ones]) | kindred[open_ones]
    found[open_ones[near]] = True
    return found


def _places_meet(table: Columns, a: Integers, b: Integers) -> Bools:
    countries, others = table.country[a], table.country[b]
    one_country = (countries == others) | (countries == 0) | (others == 0)
    coarse_one = table.coarse[a] | table.coarse[b]
    names = (table.name[a] == table.name[b]) | (
        (table.gazetteer[a] == table.gazetteer[b]) & (table.gazetteer[a] != 0)
    )
    apart = _km(table.lat[a], table.lon[a], table.lat[b], table.lon[b])
    unknown = np.isnan(apart)
    within = apart <= table.reach[a] + table.reach[b] + _ROUNDING_KM
    inside = names | unknown | within
    across = coarse_one & within
    found: Bools = ~table.placed[a] | ~table.placed[b] | np.where(one_country, inside, across)
    return found


def _km(lat: Any, lon: Any, other_lat: Any, other_lon: Any) -> Any:
    lat, lon, other_lat, other_lon = (
        np.radians(x, dtype=np.float32) for x in (lat, lon, other_lat, other_lon)
    )
    h = (
        np.sin((other_lat - lat) / 2) ** 2
        + np.cos(lat) * np.cos(other_lat) * np.sin((other_lon - lon) / 2) ** 2
    )
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.minimum(1.0, np.sqrt(h)))


def _bits(words: Iterable[str]) -> int:
    found = 0
    for word in words:
        found |= 1 << (zlib.crc32(word.encode()) & 63)
    return found


def _array(values: Iterable[Any], kind: Any) -> Any:
    return np.array(list(values), kind)


def _numbered(values: Iterable[Hashable]) -> tuple[list[Any], npt.NDArray[np.int32]]:
    """The values, each once, None first, and the number of each one's."""
    known: dict[Hashable, int] = {None: 0}
    numbers = [known.setdefault(value, len(known)) for value in values]
    return list(known), np.array(numbers, np.int32)

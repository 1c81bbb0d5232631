"""What cannot be one attack, seen in many pairs at once.

The same as `evidence.possible` says of one pair, with nothing left out that it lets pass, and a little let pass that it forbids.
"""

from __future__ import annotations

import functools
import hashlib
import zlib
from collections.abc import Iterable, Sequence
from typing import Any, get_args

import numpy as np
import numpy.typing as npt

from incidentbook.link.compare import EARTH_RADIUS_KM, coarse, reach_km, same_family, telling_words
from incidentbook.link.evidence import Profile
from incidentbook.model import AttackType

_OPEN = 10_000_000
_ROUNDING_KM = 0.1
_KIN_BITS = 2
_KINDS = (None, *get_args(AttackType))

Bools = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]
Table = npt.NDArray[np.void]

ROW = np.dtype(
    [
        ("document", "<i8"), ("first", "<i4"), ("last", "<i4"), ("slack", "i1"), ("main", "?"), ("vague", "?"),
        ("placed", "?"), ("coarse", "?"), ("kind", "i1"), ("lat", "<f4"), ("lon", "<f4"), ("reach", "<f4"),
        ("country", "<i4"), ("name", "<i8"), ("gazetteer", "<i8"), ("bits", "<u8"),
    ]
)  # fmt: skip
"""What is looked at in a report: days as ordinals, words and ids as hashes, telling words as bits. It depends on no other."""


def rows(profiles: Sequence[Profile]) -> Table:
    """A row for each profile."""
    return np.fromiter(map(_row, profiles), ROW, len(profiles))


def _row(profile: Profile) -> tuple[Any, ...]:
    place, when = profile.values.place, profile.when
    return (
        _hashed(profile.item.document),
        when.earliest.toordinal() if when.earliest else -_OPEN,
        when.latest.toordinal() if when.latest else _OPEN,
        profile.slack,
        profile.item.report.main,
        profile.vague,
        place is not None,
        place is not None and coarse(place),
        _KINDS.index(profile.values.attack_type),
        np.nan if place is None or place.lat is None else place.lat,
        np.nan if place is None or place.lon is None else place.lon,
        0.0 if place is None else reach_km(place),
        0 if place is None or place.country is None else zlib.crc32(place.country.encode()) >> 1,
        0 if place is None else _hashed(" ".join(sorted(telling_words(place.name)))),
        0 if place is None or place.gazetteer is None else _hashed(place.gazetteer),
        _bits(profile.telling),
    )


def may_be_one(table: Table, a: Integers, b: Integers) -> Bools:
    """Of pairs, which may be one attack."""
    slack = table["slack"][a] & table["slack"][b]
    days = (table["first"][a] - table["last"][b] <= slack) & (table["first"][b] - table["last"][a] <= slack)
    kindred = (
        table["main"][a]
        & table["main"][b]
        & (np.bitwise_count(table["bits"][a] & table["bits"][b]) >= _KIN_BITS)
    )
    open_ones = np.flatnonzero(
        (table["document"][a] != table["document"][b])
        & _kin()[table["kind"][a], table["kind"][b]]
        & (days | kindred)
    )
    found = np.zeros(len(a), np.bool_)
    near = _places_meet(table, a[open_ones], b[open_ones]) | kindred[open_ones]
    found[open_ones[near]] = True
    return found


def _places_meet(table: Table, a: Integers, b: Integers) -> Bools:
    countries, others = table["country"][a], table["country"][b]
    one_country = (countries == others) | (countries == 0) | (others == 0)
    coarse_one = table["coarse"][a] | table["coarse"][b]
    names = (table["name"][a] == table["name"][b]) | (
        (table["gazetteer"][a] == table["gazetteer"][b]) & (table["gazetteer"][a] != 0)
    )
    apart = _km(table["lat"][a], table["lon"][a], table["lat"][b], table["lon"][b])
    unknown = np.isnan(apart)
    within = apart <= table["reach"][a] + table["reach"][b] + _ROUNDING_KM
    inside = names | unknown | within
    across = coarse_one & within
    found: Bools = ~table["placed"][a] | ~table["placed"][b] | np.where(one_country, inside, across)
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


@functools.cache
def _kin() -> Bools:
    """Which kinds of attack can be said of one."""
    return np.array([[same_family(a, b) for b in _KINDS] for a in _KINDS], np.bool_)


@functools.lru_cache(maxsize=1 << 18)
def _hashed(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") >> 1

"""The incidents of a catalogue in memory, as columns in the order of their dates: finding is arithmetic on whole columns.

A million incidents take about a hundred megabytes; a condition on all of them about a millisecond.
"""

from __future__ import annotations

import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from incidentbook.book.catalogue.asked import Asked, Box

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]
Rows = NDArray[np.int32]

_FIRST_DAY, _LAST_DAY = 0, 2**31 - 1
_AT_ONCE = 50_000
_EPOCH = date(1970, 1, 1).toordinal()
_CODED = ("country", "kind", "status", "grade", "precision")
_QUERY = (
    "SELECT n, id, earliest, latest, lat, lon, updated, country, kind, status, grade, precision FROM entries"
)


_TOLD = ("kind", "status", "grade", "precision")
_DECIMALS = 4
"""Of degrees: eleven metres, finer than any report."""


@dataclass(frozen=True, slots=True)
class Points:
    """Incidents as a map and a timeline need them, a list a property.

    Attributes:
        lat, lon: degrees; None where the place is unknown.
        earliest, latest: days since 1 January 1970; None where that end is open.
        codes: of kind, status, grade and precision the number of the value in `values`.
    """

    ids: list[str]
    lat: list[float | None]
    lon: list[float | None]
    earliest: list[int | None]
    latest: list[int | None]
    codes: dict[str, list[int]]
    values: dict[str, list[Any]]


@dataclass(frozen=True, slots=True)
class Columns:
    """Columns in the order of dates, undated incidents last.

    Attributes:
        n: the incident's number in the catalogue's file.
        earliest, latest: days as ordinals; an open end is the first or last of all.
        first, last: what they are ordered by.
        codes: of each coded column, the number of the value; `values` has the number of each value.
        position: where in the columns each number of the file is; -1 where it is nowhere.
        by_update: positions, those that changed last first; `update_rank` the time of each of these, negative.
    """

    n: Rows
    ids: NDArray[np.bytes_]
    earliest: Rows
    latest: Rows
    dated: Mask
    first: Rows
    last: Rows
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    updated: Ints
    codes: Mapping[str, NDArray[np.int16]]
    values: Mapping[str, Mapping[Any, int]]
    position: Rows
    by_update: Rows

    def __len__(self) -> int:
        return len(self.n)

    def mask(self, asked: Asked) -> Mask:
        """Which meet the conditions that columns can tell."""
        found = np.ones(len(self), dtype=bool)
        given: tuple[tuple[str, Sequence[str]], ...] = (
            ("country", asked.countries),
            ("kind", asked.kinds),
            ("status", asked.statuses),
            ("grade", asked.grades),
        )
        for name, wanted in given:
            if wanted:
                found &= self._is_one_of(name, wanted)
        if asked.since is not None or asked.until is not None:
            found &= self._in_time(asked)
        if asked.box is not None:
            found &= self._in_box(asked.box)
        return found

    def points(self, positions: Rows) -> Points:
        """What a map and a timeline need of the incidents at these positions."""
        return Points(
            ids=[name.decode() for name in self.ids[positions]],
            lat=_degrees(self.lat[positions]),
            lon=_degrees(self.lon[positions]),
            earliest=_days(self.earliest[positions], _FIRST_DAY),
            latest=_days(self.latest[positions], _LAST_DAY),
            codes={name: self.codes[name][positions].tolist() for name in _TOLD},
            values={name: list(self.values[name]) for name in _TOLD},
        )

    def key(self, position: int, sort: str) -> tuple[Any, ...]:
        """What a cursor keeps of the item at a position."""
        name = self.ids[position].decode()
        if sort == "-updated":
            return int(self.updated[position]), name
        return int(self.first[position]), int(self.last[position]), name

    def behind(self, key: Sequence[Any], *, or_at: bool = False) -> int:
        """The first position behind a key of the order of dates; `or_at`: or at it."""
        first, last, name = key
        low, high = _range(self.first, first, 0, len(self))
        low, high = _range(self.last, last, low, high)
        cut = bisect_left if or_at else bisect_right
        return low + cut(self.ids[low:high], name.encode())

    def behind_update(self, key: Sequence[Any]) -> int:
        """The first place in `by_update` behind a key of that order."""
        updated, name = key
        ordered = _Lazy(len(self), lambda i: self._update_key(int(self.by_update[i])))
        return bisect_right(ordered, (-updated, name.encode()))

    def _update_key(self, position: int) -> tuple[int, bytes]:
        return -int(self.updated[position]), bytes(self.ids[position])

    def _is_one_of(self, name: str, wanted: Sequence[str]) -> Mask:
        codes = [self.values[name][v] for v in wanted if v in self.values[name]]
        column = self.codes[name]
        found = np.zeros(len(self), dtype=bool)
        for code in codes:
            found |= column == code
        return found

    def _in_time(self, asked: Asked) -> Mask:
        since = asked.since.toordinal() if asked.since else _FIRST_DAY
        until = asked.until.toordinal() if asked.until else _LAST_DAY
        if asked.when == "certain":
            return (self.earliest >= max(since, 1)) & (self.latest <= min(until, date.max.toordinal()))
        found: Mask = self.dated & (self.earliest <= until) & (self.latest >= since)
        return found

    def _in_box(self, box: Box) -> Mask:
        up = (self.lat >= box.south) & (self.lat <= box.north)
        if box.west <= box.east:
            found: Mask = up & (self.lon >= box.west) & (self.lon <= box.east)
            return found
        return up & ((self.lon >= box.west) | (self.lon <= box.east))


class _Lazy(Sequence[Any]):
    """A sequence whose items are made when they are asked for, so that `bisect` takes no whole list."""

    def __init__(self, size: int, item: Callable[[int], Any]) -> None:
        self._size, self._item = size, item

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, index: Any) -> Any:
        return self._item(index)


def load(connection: sqlite3.Connection) -> Columns:
    """The columns of a catalogue's file."""
    (size,) = connection.execute("SELECT count(*) FROM entries").fetchone()
    raw = {name: np.empty(size, dtype=np.int32) for name in ("n", "earliest", "latest")}
    lat, lon = np.empty(size), np.empty(size)
    updated = np.empty(size, dtype=np.int64)
    coded = {name: np.empty(size, dtype=np.int16) for name in _CODED}
    values: dict[str, dict[Any, int]] = {name: {} for name in _CODED}
    ids: list[bytes] = []
    at, cursor = 0, connection.execute(_QUERY)
    while rows := cursor.fetchmany(_AT_ONCE):
        parts: Sequence[Sequence[Any]] = list(zip(*rows, strict=True))
        end = at + len(rows)
        raw["n"][at:end] = parts[0]
        ids += [name.encode() for name in parts[1]]
        raw["earliest"][at:end] = [_FIRST_DAY if day is None else day for day in parts[2]]
        raw["latest"][at:end] = [_LAST_DAY if day is None else day for day in parts[3]]
        lat[at:end], lon[at:end] = (np.array(p, dtype=np.float64) for p in parts[4:6])
        updated[at:end] = parts[6]
        for name, part in zip(_CODED, parts[7:], strict=True):
            known = values[name]
            coded[name][at:end] = [known.setdefault(value, len(known)) for value in part]
        at = end
    return _ordered(raw, np.array(ids, dtype=np.bytes_), lat, lon, updated, coded, values)


def _ordered(
    raw: Mapping[str, Rows],
    ids: NDArray[np.bytes_],
    lat: NDArray[np.float64],
    lon: NDArray[np.float64],
    updated: Ints,
    coded: Mapping[str, NDArray[np.int16]],
    values: Mapping[str, Mapping[Any, int]],
) -> Columns:
    earliest, latest = raw["earliest"], raw["latest"]
    dated = (earliest != _FIRST_DAY) | (latest != _LAST_DAY)
    first = np.where(earliest != _FIRST_DAY, earliest, latest)
    last = np.where(latest != _LAST_DAY, latest, np.where(dated, earliest, latest))
    order = np.lexsort((ids, last, first))
    n = raw["n"][order]
    position = np.full(int(n.max(initial=0)) + 1, -1, dtype=np.int32)
    position[n] = np.arange(len(n), dtype=np.int32)
    by_update = np.lexsort((ids[order], -updated[order])).astype(np.int32)
    return Columns(
        n, ids[order], earliest[order], latest[order], dated[order], first[order], last[order],
        lat[order], lon[order], updated[order], {k: v[order] for k, v in coded.items()}, values,
        position, by_update,
    )  # fmt: skip


def _degrees(column: NDArray[np.float64]) -> list[float | None]:
    return [None if d != d else d for d in np.round(column, _DECIMALS).tolist()]


def _days(column: Rows, open_end: int) -> list[int | None]:
    return [None if day == open_end else day - _EPOCH for day in column.tolist()]


def _range(column: Rows, value: int, low: int, high: int) -> tuple[int, int]:
    """The part of a sorted stretch that has that value."""
    wanted = np.int64(value)
    part = column[low:high]
    return low + int(np.searchsorted(part, wanted, "left")), low + int(np.searchsorted(part, wanted, "right"))


def united(parts: Iterable[Rows]) -> Rows:
    """The numbers that are in any of these."""
    found = list(parts)
    if not found:
        return np.empty(0, dtype=np.int32)
    return found[0] if len(found) == 1 else np.unique(np.concatenate(found))

"""What a book keeps of its reports for linking, and which of them are near to which by that."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from importlib import resources
from typing import Protocol

import numpy as np
import numpy.typing as npt

from incidentbook.link import telling
from incidentbook.link.blocking import keys
from incidentbook.link.evidence import profile
from incidentbook.link.items import Kept, LinkItem
from incidentbook.link.screen import ROW, Table, may_be_one, rows

Integers = npt.NDArray[np.int64]
Listed = tuple[Integers, Integers]
"""Keys, and whose each is: side by side."""

_WAY = 2
"""Raised where keys or rows are made in another way, so that those kept are dropped."""


@functools.cache
def method() -> str:
    """What tells whether what is kept of reports was made as it would be now."""
    table = resources.files("incidentbook").joinpath("resources/link.yaml").read_bytes()
    return hashlib.sha256(f"{_WAY} {telling.method()} ".encode() + table).hexdigest()[:16]


def kept(item: LinkItem) -> Kept:
    """What is kept of a report."""
    one = profile(item)
    offers, seeks = keys(one)
    return Kept(tuple(sorted(item.telling)), rows([one]).tobytes(), _packed(offers), _packed(seeks))


def _packed(numbers: Iterable[int]) -> bytes:
    return np.array(sorted(numbers), "<i8").tobytes()


def listed(packed: Sequence[bytes], owners: Sequence[int]) -> Listed:
    """The keys of reports, in order, and whose each is.

    Args:
        packed: `offers`, or `seeks`, of what is kept of each.
        owners: their numbers.
    """
    every = np.frombuffer(b"".join(packed), "<i8").astype(np.int64)
    whose = np.repeat(np.array(owners, np.int64), [len(p) // 8 for p in packed])
    order = np.argsort(every, kind="stable")
    return every[order], whose[order]


def table_of(known: Sequence[Kept]) -> Table:
    """The rows to screen pairs by."""
    return np.frombuffer(b"".join(k.screen for k in known), ROW)


class Keyed(Protocol):
    """What is asked of the reports that there are, to find those that are near to some."""

    def offering(self, keys: Integers) -> Listed:
        """Those that offer these keys, in the order of the keys."""

    def seeking(self, keys: Integers) -> Listed:
        """Those that seek these keys, in the order of the keys."""

    def kept(self, numbers: Collection[int]) -> Mapping[int, Kept]:
        """What is kept of those of these reports that there are, in the order of their numbers."""


def near(asked: Sequence[Kept], book: Keyed) -> list[tuple[int, int]]:
    """The reports that keys bring together with some, and that may be one attack with them.

    Returns:
        Pairs of a place in `asked` and the number of a report.
    """
    places = list(range(len(asked)))
    offers, seeks = listed([k.offers for k in asked], places), listed([k.seeks for k in asked], places)
    there = [_met(seeks, book.offering(seeks[0])), _met(offers, book.seeking(offers[0]))]
    one, other = (np.concatenate(side) for side in zip(*there, strict=True))
    numbers, where = np.unique(other, return_inverse=True)
    known = book.kept(numbers.tolist())
    here = np.isin(numbers, np.fromiter(known, np.int64, len(known)))
    one, where = one[here[where]], (np.cumsum(here) - 1)[where[here[where]]]
    rows_of_both = np.concatenate([table_of(asked), table_of(list(known.values()))])
    found = may_be_one(rows_of_both, one, where + len(asked))
    return list(zip(one[found].tolist(), numbers[here][where[found]].tolist(), strict=True))


def _met(mine: Listed, theirs: Listed) -> Listed:
    """Who has a key in common with whom, each pair once: owners of mine, and of theirs; both in the order of their keys."""
    first = np.searchsorted(theirs[0], mine[0], "left")
    counts = np.searchsorted(theirs[0], mine[0], "right") - first
    one = np.repeat(mine[1], counts)
    runs = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts)
    pairs = np.unique(np.stack([one, theirs[1][np.repeat(first, counts) + runs]], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


# ---------------------------------------------------------------- places


_NAME, _GAZETTEER, _CELL = range(3)


def place_keys(table: Table, numbers: Sequence[int]) -> Listed:
    """By what the places of reports are found: their names, their numbers in gazetteers, and where they lie."""
    owners = np.array(numbers, np.int64)
    put = ~np.isnan(table["lat"])
    return _together(
        (_key(table["name"], _NAME), owners, table["placed"]),
        (_key(table["gazetteer"], _GAZETTEER), owners, table["gazetteer"] != 0),
        (_key(_tenths(table, 0, 0), _CELL), owners, put),
    )


def near_place_keys(table: Table, numbers: Sequence[int]) -> Listed:
    """By what those are found whose places have the name of one of these, or lie within some kilometres of it."""
    owners = np.array(numbers, np.int64)
    put = ~np.isnan(table["lat"])
    around = [
        (_key(_tenths(table, up, across), _CELL), owners, put) for up in (-1, 0, 1) for across in (-1, 0, 1)
    ]
    names = (_key(table["name"], _NAME), owners, table["placed"])
    return _together(names, (_key(table["gazetteer"], _GAZETTEER), owners, table["gazetteer"] != 0), *around)


def _together(*parts: tuple[Integers, Integers, npt.NDArray[np.bool_]]) -> Listed:
    every = np.concatenate([keys[chosen] for keys, _, chosen in parts])
    owners = np.concatenate([whose[chosen] for _, whose, chosen in parts])
    order = np.argsort(every, kind="stable")
    return every[order], owners[order]


def _key(found: Integers, kind: int) -> Integers:
    return found.astype(np.int64) << 2 | kind


def _tenths(table: Table, up: int, across: int) -> Integers:
    lat, lon = np.nan_to_num(table["lat"]), np.nan_to_num(table["lon"])
    found: Integers = (
        (np.floor(lat * 10).astype(np.int64) + up) * 100_000 + np.floor(lon * 5).astype(np.int64) + across
    )
    return found

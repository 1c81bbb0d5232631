"""Who has which key: entries (key, owner), page by page, so that those of some keys are found without reading all.

A page holds the keys that one hash of them leads to, unordered, as one value of the table: a row for each key would take
several times the room and the time, in SQLite and more so in PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, delete, insert, select

from incidentbook.book.schema import near_pages

OFFERS, SEEKS, PLACES, BANDS = range(4)
"""What the keys are: those of `link.blocking`, of places, and of `link.minhash`."""

ENTRY = np.dtype([("key", "<i8"), ("owner", "<i8")])
Entries = npt.NDArray[np.void]
Integers = npt.NDArray[np.int64]

_SHIFT = np.uint64(48)
_MIX, _MIX_OWNER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""The golden ratio, and a prime, in 64 bits: Knuth, The Art of Computer Programming, volume 3, section 6.4."""
_AT_ONCE = 2000


def entries(keys: Integers, owners: Integers) -> Entries:
    """Entries of keys and their owners, side by side."""
    found = np.empty(len(keys), ENTRY)
    found["key"], found["owner"] = keys, owners
    return found


def read(connection: Connection, kind: int, keys: Integers) -> Entries:
    """The entries of some keys, in order."""
    wanted = np.unique(keys)
    pages = np.unique(_pages(wanted)).tolist()
    found = [_some(part, wanted) for part in _blobs(connection, kind, pages)]
    every = np.concatenate([np.empty(0, ENTRY), *found])
    return every[np.lexsort((every["owner"], every["key"]))]


def change(connection: Connection, kind: int, gone: Entries, new: Entries) -> None:
    """Takes entries out, and others in; what is there already is not there twice."""
    both = np.concatenate([gone, new])
    pages = np.unique(_pages(both["key"])).tolist()
    if not pages:
        return
    there = np.concatenate([np.empty(0, ENTRY), *_blobs(connection, kind, pages)])
    left = there[~np.isin(_mixed(there), _mixed(both))]
    for part in _parts(pages):
        here = (near_pages.c.kind == kind) & near_pages.c.page.in_(part)
        connection.execute(delete(near_pages).where(here))
    _insert(connection, kind, np.concatenate([left, new]))


def replace(connection: Connection, kind: int, every: Entries) -> None:
    """Makes these the entries of a kind."""
    connection.execute(delete(near_pages).where(near_pages.c.kind == kind))
    _insert(connection, kind, every)


def _some(every: Entries, wanted: Integers) -> Entries:
    return every[np.isin(every["key"], wanted)]


def _blobs(connection: Connection, kind: int, pages: list[int]) -> Iterator[Entries]:
    """The entries of pages, some pages at once."""
    for part in _parts(pages):
        query = select(near_pages.c.entries).where(near_pages.c.kind == kind, near_pages.c.page.in_(part))
        yield np.frombuffer(b"".join(connection.execute(query).scalars()), ENTRY)


def _parts(pages: list[int]) -> Iterator[list[int]]:
    yield from (pages[n : n + _AT_ONCE] for n in range(0, len(pages), _AT_ONCE))


def _insert(connection: Connection, kind: int, every: Entries) -> None:
    pages = _pages(every["key"])
    order = np.argsort(pages, kind="stable")
    every, pages = every[order], pages[order]
    starts = np.flatnonzero(np.concatenate([[True], pages[1:] != pages[:-1]])) if len(pages) else pages
    ends = pairwise([*starts.tolist(), len(pages)])
    rows = ({"kind": kind, "page": int(pages[a]), "entries": every[a:b].tobytes()} for a, b in ends)
    while part := list(islice(rows, _AT_ONCE)):
        connection.execute(insert(near_pages), part)


def _pages(keys: Integers) -> Integers:
    return (keys.astype(np.uint64) * _MIX >> _SHIFT).astype(np.int64)


def _mixed(every: Entries) -> npt.NDArray[np.uint64]:
    """A number for each entry, so that entries are told apart at once."""
    mixed: npt.NDArray[np.uint64] = (every["key"].astype(np.uint64) * _MIX) ^ (
        every["owner"].astype(np.uint64) * _MIX_OWNER
    )
    return mixed

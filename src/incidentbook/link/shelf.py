"""What a book keeps of its reports for linking, and what of it is to be linked again."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from importlib import resources

import numpy as np

from incidentbook.link import telling
from incidentbook.link.blocking import Index, keys
from incidentbook.link.evidence import Profile, profile
from incidentbook.link.increment import NEW, relinked
from incidentbook.link.items import Bonds, Kept, LinkItem
from incidentbook.link.screen import ROW, rows
from incidentbook.model import ReportRef

_WAY = 1
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


def index_of(known: Sequence[Kept]) -> Index:
    """The index of reports, numbered as they stand here."""
    table = np.frombuffer(b"".join(k.screen for k in known), ROW)
    return Index(table, _listed([k.offers for k in known]), _listed([k.seeks for k in known]))


def _listed(packed: Sequence[bytes]) -> tuple[np.ndarray, np.ndarray]:
    every = np.frombuffer(b"".join(packed), "<i8").astype(np.int64)
    owners = np.repeat(np.arange(len(packed)), [len(p) // 8 for p in packed])
    order = np.argsort(every, kind="stable")
    return every[order], owners[order]


def linked_again(
    known: Mapping[ReportRef, Kept],
    held: Mapping[ReportRef, str],
    fresh: Collection[ReportRef],
    gone: Sequence[Kept],
    items: Callable[[Collection[ReportRef]], Mapping[ReportRef, LinkItem]],
    bonds: Bonds = Bonds(),  # noqa: B008 -- it is frozen
) -> list[list[ReportRef]]:
    """The groups that take the place of those of their reports; all other reports stay together as they are.

    Args:
        known: what is kept of all reports there are.
        held: the group of each that was linked before.
        fresh: those that are new, or that bonds were made or undone for, since then.
        gone: what was kept of those that are gone since then.
        items: gives reports by their places.
        bonds: what reviewers decided.
    """
    refs = sorted(known, key=lambda ref: (ref.document, ref.report))
    place = {ref: number for number, ref in enumerate(refs)}
    names = {name: number for number, name in enumerate(sorted(set(held.values())))}
    new = set(fresh)
    labels = [NEW if ref in new or ref not in held else names[held[ref]] for ref in refs]
    changed = {place[ref] for ref in new if ref in place} | {
        n for n, label in enumerate(labels) if label == NEW
    }
    changed |= _met([known[ref] for ref in refs], gone)

    def load(numbers: Collection[int]) -> dict[int, Profile]:
        found = items([refs[n] for n in numbers])
        return {n: profile(found[refs[n]]) for n in numbers}

    groups = relinked(
        index_of([known[ref] for ref in refs]),
        labels,
        changed,
        load,
        together=_placed(bonds.together, place),
        apart=_placed(bonds.apart, place),
    )
    return [[refs[n] for n in group] for group in groups]


def _placed(
    pairs: Iterable[tuple[ReportRef, ReportRef]], place: Mapping[ReportRef, int]
) -> list[tuple[int, int]]:
    known = ((place[a], place[b]) for a, b in pairs if a in place and b in place)
    return sorted((min(pair), max(pair)) for pair in known)


def _met(known: Sequence[Kept], gone: Sequence[Kept]) -> set[int]:
    """The reports that those which are gone were near to."""
    if not gone:
        return set()
    index = index_of([*known, *gone])
    found = index.near(np.arange(len(known), len(known) + len(gone)))
    near = {number for pairs in found for pair in pairs.tolist() for number in divmod(pair, index.size)}
    return {number for number in near if number < len(known)}


def near_places(known: Mapping[ReportRef, Kept], some: Collection[ReportRef]) -> list[ReportRef]:
    """The reports at places that have the name of one of some reports' places, or lie within some kilometres of it."""
    refs = sorted(known, key=lambda ref: (ref.document, ref.report))
    table = np.frombuffer(b"".join(known[ref].screen for ref in refs), ROW)
    mine = np.isin(np.arange(len(refs)), [n for n, ref in enumerate(refs) if ref in set(some)])
    chosen = np.isin(table["name"], np.unique(table["name"][mine & table["placed"]])) & table["placed"]
    chosen |= np.isin(table["gazetteer"], np.unique(table["gazetteer"][mine])) & (table["gazetteer"] != 0)
    tenths = [_tenths(table, up, across) for up in (-1, 0, 1) for across in (-1, 0, 1)]
    chosen |= np.isin(tenths[4], np.unique(np.concatenate([t[mine] for t in tenths]))) & ~np.isnan(
        table["lat"]
    )
    return [refs[n] for n in np.flatnonzero(chosen | mine).tolist()]


def _tenths(table: np.ndarray, up: int, across: int) -> np.ndarray:
    lat, lon = np.nan_to_num(table["lat"]), np.nan_to_num(table["lon"])
    found: np.ndarray = (
        (np.floor(lat * 10).astype(np.int64) + up) * 100_000 + np.floor(lon * 5).astype(np.int64) + across
    )
    return found

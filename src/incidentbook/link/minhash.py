"""Which texts may be one story: those whose MinHashes agree in a band.

Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, chapter 3.
"""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterable, Iterator, Sequence
from importlib import metadata, resources
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
from rensa import RMinHash  # type: ignore[import-untyped]

from incidentbook.link.items import Mark
from incidentbook.link.shingles import rules, sequences

Pair = tuple[int, int]
Integers = npt.NDArray[np.int64]

_WAY = 1
"""Raised where texts are cut into sequences, hashed or compared in another way, so that old marks are dropped."""
_SEED = 20210705
_AT_ONCE = 4096
CROWD, STEP = 40, 20
"""More texts with one key than the former are not all compared, but each with so many as follow by their numbers: the chain
holds what is one story together.
"""


@functools.cache
def method() -> str:
    """What tells whether marks and comparisons that were kept were made as they would be now."""
    table = resources.files("incidentbook").joinpath("resources/duplicates.yaml").read_bytes()
    made = f"{_WAY} {metadata.version('rensa')} ".encode() + table
    return hashlib.sha256(made).hexdigest()[:16]


def marks(texts: Sequence[tuple[str, str]]) -> list[Mark]:
    """The marks of texts: (id, text)."""
    return [
        Mark(name, _words(text), len(text), keys.tobytes())
        for start in range(0, len(texts), _AT_ONCE)
        for part in [texts[start : start + _AT_ONCE]]
        for (name, text), keys in zip(part, _bands([text for _, text in part]), strict=True)
    ]


def band_keys(mark: Mark) -> Integers:
    """The keys of a mark's bands, each other than that of another band."""
    keys = np.frombuffer(mark.bands, dtype="<u8")
    mixed = (keys + np.arange(len(keys), dtype=np.uint64)) * np.uint64(0x9E3779B97F4A7C15)
    found: Integers = mixed.astype(np.int64)
    return found


def candidates(texts: Sequence[str]) -> Iterator[Pair]:
    """Pairs of texts (smaller index first) that may be one story."""
    return candidates_of(marks([("", text) for text in texts]))


def candidates_of(marked: Sequence[Mark]) -> Iterator[Pair]:
    """Pairs of marks (smaller index first) whose texts may be one story."""
    if len(marked) < 2:
        return
    keys = np.frombuffer(b"".join(m.bands for m in marked), dtype="<u8").reshape(len(marked), -1)
    places = np.argsort(np.array([m.number for m in marked], np.int64), kind="stable")
    given: set[Pair] = set()
    for band in keys[places].T:
        order = np.argsort(band, kind="stable")
        for group in _runs(band[order], order):
            for a, b in _pairs(places[group].tolist()):
                pair = (min(a, b), max(a, b))
                if pair not in given:
                    given.add(pair)
                    yield pair


def _words(text: str) -> str:
    return hashlib.sha256(" ".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _bands(texts: Sequence[str]) -> Any:
    """A row for each text, a key for each band."""
    size, band = rules().permutations, rules().band
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(*sequences(texts), size, _SEED)
    rows = np.array(matrix.to_rows(), dtype=np.uint64).reshape(len(texts), size // band, band)
    keys = rows[:, :, 0]
    for place in range(1, band):
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + rows[:, :, place]
    return keys.astype("<u8")


def _runs(ordered: Any, order: Any) -> Iterator[list[int]]:
    """The texts that have the same key, where there are two or more."""
    edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
    for start, end in pairwise(edges.tolist()):
        if end - start > 1:
            yield sorted(order[start:end].tolist())


def _pairs(group: Sequence[int]) -> Iterable[Pair]:
    """All pairs; of a crowd each with those that follow next."""
    if len(group) <= CROWD:
        return combinations(group, 2)
    return ((a, b) for n, a in enumerate(group) for b in group[n + 1 : n + 1 + STEP])

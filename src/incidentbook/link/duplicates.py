"""Which texts are one story: a wire story in nine papers, re-headed, cut, re-ordered, corrected.

Candidates by MinHash over bands (Broder 1997; Leskovec, Rajaraman and Ullman, Mining of Massive Datasets,
chapter 3), then an exact comparison of their word sequences. It suggests; the book decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, pairwise
from typing import Any, Literal

import numpy as np
from rensa import RMinHash  # type: ignore[import-untyped]

from incidentbook.link.shingles import Shingles, rules, sequences, shared, shingles

Relation = Literal["same", "version", "none"]
Pair = tuple[int, int]

_SEED = 20210705
_AT_ONCE = 4096
_CROWD = 40


@dataclass(frozen=True, slots=True)
class Story:
    """A text to group: its id, its story without title and page furniture, its title, the day it was
    published (the latest it can be), where that is known.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None


def story_groups(documents: Sequence[Story]) -> list[list[int]]:
    """The story groups, as indices into `documents`; each document is in one list, alone or with others.

    In a group the newest comes first: the one of the latest day, of a day the longest; those without a day
    last. The groups stand in the order of their first document.
    """
    groups = _Union(len(documents))
    distinct = _collapsed(documents, groups)
    pairs = list(candidates([documents[n].text for n in distinct]))
    kept = {n: shingles(documents[distinct[n]].text) for n in sorted({n for pair in pairs for n in pair})}
    roundups = _roundups(kept, pairs)
    for a, b in pairs:
        first, second = distinct[a], distinct[b]
        if groups.root(first) == groups.root(second) or _holder(kept, a, b) in roundups:
            continue
        if _compared(kept[a], kept[b]):
            groups.join(first, second)
    return [_newest_first(documents, members) for members in groups.members()]


def relation(a: Story, b: Story) -> Relation:
    """How two texts are one story.

    Returns:
        `same`: one is a copy of the other, be it cut, re-ordered or with another title; `version`: it is the
        same story with other figures, other words or, on a later day, more of it; `none`.
    """
    one, other = shingles(a.text), shingles(b.text)
    share = _compared(one, other)
    if share <= 0.0:
        return "none"
    changed = (
        share < rules().copied
        or _is_corrected(one, other)
        or _says_changed(a, b)
        or _has_grown(a, b, one, other)
    )
    return "version" if changed else "same"


# ---------------------------------------------------------------- the exact comparison


def _compared(one: Shingles, other: Shingles) -> float:
    """The share of the shorter text that the longer one has; 0 where they are not one story."""
    small, large = _by_size(one, other)
    common = shared(small.all, large.all)
    share = common / small.all.size
    if small.words < rules().shingle:
        return float(share == 1.0 and small.all.size == large.all.size)
    if share < rules().changed or (small.all.size < rules().short and not _same_names(small, large)):
        return 0.0
    if share >= rules().copied:
        is_story = large.all.size <= rules().longer * small.all.size or _same_beginning(small, large)
    else:
        together = common / (small.all.size + large.all.size - common)
        is_story = together >= rules().together and _same_beginning(small, large)
    return share if is_story else 0.0


def _by_size(one: Shingles, other: Shingles) -> tuple[Shingles, Shingles]:
    return (one, other) if one.all.size <= other.all.size else (other, one)


def _same_beginning(small: Shingles, large: Shingles) -> bool:
    """Whether the news of the longer one, its beginning, is in the shorter one too."""
    return shared(large.lead, small.all) >= rules().lead * large.lead.size


def _holder(kept: Mapping[int, Shingles], a: int, b: int) -> int | None:
    """Which of two texts holds the other one and much more; None where neither does."""
    small, large = (a, b) if kept[a].all.size <= kept[b].all.size else (b, a)
    size = kept[small].all.size
    if kept[large].all.size <= rules().longer * size:
        return None
    return large if shared(kept[small].all, kept[large].all) >= rules().copied * size else None


def _roundups(kept: Mapping[int, Shingles], pairs: Iterable[Pair]) -> frozenset[int]:
    """The texts that hold two texts which have little to do with each other: a page of several stories would
    make one of them all.
    """
    held = defaultdict[int, list[int]](list)
    for a, b in pairs:
        if (holder := _holder(kept, a, b)) is not None:
            held[holder].append(a + b - holder)
    return frozenset(holder for holder, texts in held.items() if _are_strangers(kept, texts))


def _are_strangers(kept: Mapping[int, Shingles], texts: Sequence[int]) -> bool:
    first = kept[texts[0]].all
    others = (kept[n].all for n in texts[1:])
    return any(shared(first, o) < rules().strangers * min(first.size, o.size) for o in others)


def _same_names(small: Shingles, large: Shingles) -> bool:
    """Whether nearly all names of a bulletin stand in the other text."""
    strange = small.names - large.names
    return len(strange) <= len(small.names) // 6


def _is_corrected(one: Shingles, other: Shingles) -> bool:
    """Whether the same words hold other numbers."""
    both = one.figures.keys() & other.figures.keys()
    return any(one.figures[key].isdisjoint(other.figures[key]) for key in both)


def _says_changed(a: Story, b: Story) -> bool:
    """Whether one of them says that it was changed."""
    said = [bool(rules().cues.search(f"{s.title or ''}\n{s.text}")) for s in (a, b)]
    return said[0] != said[1]


def _has_grown(a: Story, b: Story, one: Shingles, other: Shingles) -> bool:
    if a.published is None or b.published is None or a.published == b.published:
        return False
    older, newer = (one, other) if a.published < b.published else (other, one)
    return newer.all.size >= older.all.size * (1 + rules().grown)


# ---------------------------------------------------------------- candidates


def candidates(texts: Sequence[str]) -> Iterator[Pair]:
    """Pairs (smaller index first) that may be one story: their MinHashes agree in a band."""
    if len(texts) < 2:
        return
    keys = np.concatenate([_bands(texts[n : n + _AT_ONCE]) for n in range(0, len(texts), _AT_ONCE)])
    given: set[Pair] = set()
    for band in keys.T:
        order = np.argsort(band, kind="stable")
        for group in _runs(band[order], order):
            for pair in _pairs(group):
                if pair not in given:
                    given.add(pair)
                    yield pair


def _bands(texts: Sequence[str]) -> Any:
    """A row for each text, a key for each band."""
    size, band = rules().permutations, rules().band
    matrix = RMinHash.digest_matrix_from_flat_token_hashes(*sequences(texts), size, _SEED)
    rows = np.array(matrix.to_rows(), dtype=np.uint64).reshape(len(texts), size // band, band)
    keys = rows[:, :, 0]
    for place in range(1, band):
        keys = keys * np.uint64(0x9E3779B97F4A7C15) + rows[:, :, place]
    return keys


def _runs(ordered: Any, order: Any) -> Iterator[list[int]]:
    """The texts that have the same key, where there are two or more."""
    edges = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1], [True])))
    for start, end in pairwise(edges.tolist()):
        if end - start > 1:
            yield sorted(order[start:end].tolist())


def _pairs(group: Sequence[int]) -> Iterable[Pair]:
    """All pairs; of a crowd each with those that follow next: the chain holds what is one story together."""
    if len(group) <= _CROWD:
        return combinations(group, 2)
    return ((a, b) for n, a in enumerate(group) for b in group[n + 1 : n + 1 + _CROWD // 2])


# ---------------------------------------------------------------- groups


class _Union:
    """Which documents were joined so far."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, item: int) -> int:
        while self._above[item] != item:
            self._above[item] = item = self._above[self._above[item]]
        return item

    def join(self, a: int, b: int) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        self._above[high] = low

    def members(self) -> list[list[int]]:
        """Each group, in the order of its first document."""
        found = defaultdict[int, list[int]](list)
        for item in range(len(self._above)):
            found[self.root(item)].append(item)
        return list(found.values())


def _collapsed(documents: Sequence[Story], groups: _Union) -> list[int]:
    """The first document of each text; others with the same words are joined to it at once."""
    first: dict[str, int] = {}
    for number, story in enumerate(documents):
        known = first.setdefault(" ".join(story.text.split()), number)
        if known != number:
            groups.join(known, number)
    return list(first.values())


def _newest_first(documents: Sequence[Story], members: Sequence[int]) -> list[int]:
    def age(number: int) -> tuple[int, int, int]:
        story = documents[number]
        day = story.published.toordinal() if story.published else 0
        return (-day, -len(story.text), number)

    return sorted(members, key=age)

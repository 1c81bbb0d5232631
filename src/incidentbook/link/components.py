"""A graph of weighed pairs, and its connected parts: what has nothing to do with each other is looked at one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Integers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
_AT_ONCE = 1 << 16
Edges = Mapping[int, Mapping[int, float]]
"""The weight of each pair that may be joined or be a rival, from both sides."""


@dataclass(frozen=True, slots=True)
class Graph:
    """Pairs of numbers below `size`, the smaller first, each with a weight."""

    size: int
    first: Integers
    second: Integers
    weight: npt.NDArray[np.float64]

    def parts(
        self, chosen: Bools, bonds: Iterable[tuple[int, int]] = ()
    ) -> Iterator[tuple[list[int], Edges]]:
        """The connected parts of the chosen numbers, each in order, with the pairs inside.

        Args:
            chosen: which numbers are looked at.
            bonds: pairs of chosen numbers that connect too.
        """
        inside = np.flatnonzero(chosen[self.first] & chosen[self.second])
        tied = np.array(list(bonds), np.int64).reshape(-1, 2)
        label = _labels(
            self.size,
            np.concatenate([self.first[inside], tied[:, 0]]),
            np.concatenate([self.second[inside], tied[:, 1]]),
        )
        numbers = np.flatnonzero(chosen)
        numbers = numbers[np.argsort(label[numbers], kind="stable")]
        inside = inside[np.argsort(label[self.first[inside]], kind="stable")]
        tops, edged = label[numbers], label[self.first[inside]]
        starts = np.flatnonzero(np.concatenate([[True], tops[1:] != tops[:-1]])) if len(tops) else tops
        low = np.searchsorted(edged, tops[starts], "left").tolist()
        high = np.searchsorted(edged, tops[starts], "right").tolist()
        listed = numbers.tolist()
        for (start, end), begin, stop in zip(
            pairwise([*starts.tolist(), len(listed)]), low, high, strict=True
        ):
            yield listed[start:end], self._edges(inside[begin:stop]) if stop > begin else {}

    def pairs(self) -> Iterator[tuple[float, int, int]]:
        """The weight of each pair and its two numbers, in order; some at once, for Python's numbers take much room."""
        for start in range(0, len(self.first), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            columns = (self.weight[part].tolist(), self.first[part].tolist(), self.second[part].tolist())
            yield from zip(*columns, strict=True)

    def near(self, ones: Bools, others: Bools) -> Iterator[tuple[int, list[int]]]:
        """Each of the ones that is paired with others, and with which, in order."""
        forth = ones[self.first] & others[self.second]
        back = ones[self.second] & others[self.first]
        mine = np.concatenate([self.first[forth], self.second[back]])
        theirs = np.concatenate([self.second[forth], self.first[back]])
        order = np.lexsort((theirs, mine))
        mine, theirs = mine[order], theirs[order]
        starts = np.flatnonzero(np.concatenate([[True], mine[1:] != mine[:-1]])) if len(mine) else mine
        for start, end in pairwise([*starts.tolist(), len(mine)]):
            yield int(mine[start]), theirs[start:end].tolist()

    def _edges(self, which: Integers) -> Edges:
        found: dict[int, dict[int, float]] = {}
        pairs = (self.first[which].tolist(), self.second[which].tolist(), self.weight[which].tolist())
        for a, b, weight in zip(*pairs, strict=True):
            found.setdefault(a, {})[b] = weight
            found.setdefault(b, {})[a] = weight
        return found


def _labels(size: int, a: Integers, b: Integers) -> Integers:
    """The smallest number of the part that each belongs to: hooking and pointer jumping (Shiloach and Vishkin 1982)."""
    label = np.arange(size)
    while len(a):
        one, other = label[a], label[b]
        open_ones = one != other
        if not open_ones.any():
            break
        a, b, one, other = a[open_ones], b[open_ones], one[open_ones], other[open_ones]
        least = np.minimum(one, other)
        np.minimum.at(label, one, least)
        np.minimum.at(label, other, least)
        while ((above := label[label]) != label).any():
            label = above
    return label

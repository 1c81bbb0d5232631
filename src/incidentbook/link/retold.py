"""Which stories change when texts come or go: the same as telling all stories from nothing, and no more than those is read.

A change touches the pairs that have a key with it, and the order in crowds. Where one of these is a copy, or holds the other,
the story of both is told again, from its pairs as they are now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from incidentbook.link.duplicates import Names, compared, newest_first
from incidentbook.link.items import Likeness, Mark
from incidentbook.link.minhash import CROWD, STEP, band_keys
from incidentbook.link.shelf import Listed

Integers = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Texts = Callable[[Collection[str]], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Gone:
    """What was kept of a text that is gone, or was read anew: its mark, and the texts that it was one story with."""

    mark: Mark
    near: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Retold:
    """The stories that changed, the newest text of each first; comparisons made; keys of texts to be forgotten, and kept."""

    stories: list[list[str]]
    compared: Mapping[Names, Likeness]
    lost: Listed
    found: Listed


class Shelf(Protocol):
    """What is asked of the texts that there are."""

    def marks(self, names: Collection[str]) -> Mapping[str, Mark]:
        """The marks of texts, as far as they are there."""

    def copies(self, words: Collection[str]) -> Mapping[str, Sequence[str]]:
        """The texts with the same words, in the order of their ids, by the hash of these."""

    def having(self, keys: Integers) -> Listed:
        """The numbers of the texts that had these keys before the change: of texts with the same words the first alone."""

    def names(self, numbers: Collection[int]) -> Mapping[int, str]:
        """The texts of numbers, as far as they are there."""

    def likenesses(self, pairs: Collection[Names]) -> Mapping[Names, Likeness]:
        """What is known of pairs of texts, the smaller id first."""

    def likes(self, names: Collection[str]) -> Mapping[Names, Likeness]:
        """The pairs with one of these texts that are copies, or of which one holds the other."""

    def stories(self, names: Collection[str]) -> Collection[str]:
        """The texts that were of one story with one of these."""


def retold(shelf: Shelf, changed: Collection[str], gone: Sequence[Gone], texts_of: Texts) -> Retold:
    """The stories that take the place of those of their texts; all others stay as they are.

    Args:
        shelf: the texts there are now.
        changed: those that are new or were read anew.
        gone: what was kept of those that are gone or were read anew.
        texts_of: the texts of some ids.
    """
    work = _Work(shelf, texts_of)
    near = work.change(changed, gone)
    seeds = {*changed, *near, *(n for one in gone for n in (one.mark.id, *one.near))}
    return Retold(work.stories_of(seeds), work.compared, work.lost, work.found)


class _Work:
    """What is known of texts as far as they were looked at."""

    def __init__(self, shelf: Shelf, texts_of: Texts) -> None:
        self._shelf, self._texts_of = shelf, texts_of
        self._marks: dict[str, Mark] = {}
        self._first: dict[str, str] = {}
        """Of the texts with the same words the one that stands for all, by the hash of the words."""
        self._copies: dict[str, Sequence[str]] = {}
        self._runs: dict[int, Integers] = {}
        self._alike: dict[str, dict[str, Likeness]] = {}
        self.compared: dict[Names, Likeness] = {}
        self.lost = self.found = _listed(())

    # ------------------------------------------------------------ what changed

    def change(self, changed: Collection[str], gone: Sequence[Gone]) -> set[str]:
        """Takes the change in; gives the texts of pairs that are of one story, or hold one another, and came or went by it."""
        self._know(changed)
        words = {self._marks[n].words for n in changed if n in self._marks} | {g.mark.words for g in gone}
        self._know_words(words)
        stays = {w: next((n for n in self._copies.get(w, ()) if n not in changed), None) for w in words}
        self._know({name for name in (*stays.values(), *self._first.values()) if name})
        now = [self._marks[self._first[w]] for w in words if w in self._first]
        before = [self._marks[n] for n in stays.values() if n] + [g.mark for g in gone]
        old, new = _listed(before), _listed(now)
        there = self._shelf.having(np.unique(np.concatenate([old[0], new[0]])))
        self.lost, self.found = _without(old, new), new
        after = _with(_without(there, old), new)
        self._note(after)
        for key in np.setdiff1d(np.concatenate([old[0], new[0]]), after[0]).tolist():
            self._runs[key] = np.empty(0, np.int64)
        return self._near(_both(_differing(there, after), _differing(_without(there, old), after)))

    def _near(self, numbers: Listed) -> set[str]:
        names = self._shelf.names({*numbers[0].tolist(), *numbers[1].tolist()})
        self._know(names.values())
        self._know_words({self._marks[n].words for n in names.values()})
        there = {number: n for number, n in names.items() if self._stands(n)}
        known = zip(numbers[0].tolist(), numbers[1].tolist(), strict=True)
        pairs = {_pair(there[a], there[b]) for a, b in known if a in there and b in there}
        said = self._compare(pairs)
        return {name for pair, found in said.items() if _counts(found) for name in pair}

    # ------------------------------------------------------------ stories

    def stories_of(self, seeds: Collection[str]) -> list[list[str]]:
        """The stories of these texts, and of those that were of one story with one of them."""
        named = {*seeds, *self._shelf.stories(seeds)}
        self._know(named)
        self._know_words({self._marks[n].words for n in named if n in self._marks})
        waiting = {self._first[self._marks[n].words] for n in named if n in self._marks}
        parts = list[set[str]]()
        beside = dict[str, set[str]]()
        frontier = set(waiting)
        while frontier:
            beside |= self._joined(frontier)
            frontier = {m for n in frontier for m in beside[n]} - beside.keys()
        while beside:
            part, edge = set[str](), {next(iter(beside))}
            while edge:
                part |= edge
                edge = {m for n in edge for m in beside.pop(n)} - part
            parts.append(part)
        members = [[c for n in part for c in self._copies[self._marks[n].words]] for part in parts]
        self._know({n for part in members for n in part})
        return sorted(self._ordered(part) for part in members)

    def _ordered(self, names: Iterable[str]) -> list[str]:
        marks = [self._marks[n] for n in sorted(names)]
        return [marks[n].id for n in newest_first(marks, range(len(marks)))]

    def _joined(self, names: Collection[str]) -> dict[str, set[str]]:
        """The texts that each of these is one story with."""
        self._learn(names)
        pairs = {_pair(a, b): said for a in names for b, said in self._alike[a].items()}
        held = {p: h for p, said in pairs.items() if said.one and (h := _holder(p, said)) is not None}
        roundups = self._roundups(set(held.values()))
        found = {name: set[str]() for name in names}
        for (a, b), said in pairs.items():
            if said.one and held.get((a, b)) not in roundups:
                for one, other in ((a, b), (b, a)):
                    if one in found:
                        found[one].add(other)
        return found

    def _roundups(self, holders: Collection[str]) -> set[str]:
        """Those that hold two texts which have little to do with each other."""
        self._learn(holders)
        within = {}
        for holder in holders:
            alike = self._alike[holder].items()
            held = sorted(n for n, said in alike if _holder(_pair(holder, n), said) == holder)
            within[holder] = [(held[0], n) for n in held[1:]]
        said = self._compare({pair for pairs in within.values() for pair in pairs})
        return {h for h, pairs in within.items() if any(said[pair].strangers for pair in pairs)}

    def _learn(self, names: Collection[str]) -> None:
        """Finds the texts that these are copies of, or hold, or are held by, as the keys are now."""
        asked = sorted(set(names) - self._alike.keys())
        if not asked:
            return
        made = {p: said for p, said in self.compared.items() if _counts(said)}
        pairs = {**self._shelf.likes(asked), **made}
        self._know({n for pair in pairs for n in pair})
        self._know_words({self._marks[n].words for pair in pairs for n in pair if n in self._marks})
        there = {p: said for p, said in pairs.items() if all(self._stands(n) for n in p)}
        meeting = self._candidates(there)
        self._alike |= {name: {} for name in asked}
        for a, b in meeting:
            for one, other in ((a, b), (b, a)):
                if one in asked:
                    self._alike[one][other] = there[a, b]

    def _candidates(self, pairs: Collection[Names]) -> list[Names]:
        """Those pairs that are compared as the keys are now."""
        common = {
            (a, b): np.intersect1d(band_keys(self._marks[a]), band_keys(self._marks[b])) for a, b in pairs
        }
        keys = {key for found in common.values() for key in found.tolist()} - self._runs.keys()
        if keys:
            self._note(self._shelf.having(np.array(sorted(keys), np.int64)))
        return [p for p, found in common.items() if any(self._meet(p, key) for key in found.tolist())]

    def _meet(self, pair: Names, key: int) -> bool:
        run = self._runs[key]
        if len(run) <= CROWD:
            return True
        a, b = (int(np.searchsorted(run, self._marks[name].number)) for name in pair)
        return abs(a - b) <= STEP

    # ------------------------------------------------------------ what is known

    def _know(self, names: Iterable[str]) -> None:
        missing = set(names) - self._marks.keys()
        if missing:
            self._marks.update(self._shelf.marks(missing))

    def _know_words(self, words: Iterable[str]) -> None:
        missing = set(words) - self._copies.keys()
        if missing:
            found = self._shelf.copies(missing)
            self._copies.update(found)
            self._first.update({w: names[0] for w, names in found.items() if names})

    def _stands(self, name: str) -> bool:
        """Whether a text is there, and stands for those with the same words."""
        return name in self._marks and self._first.get(self._marks[name].words) == name

    def _note(self, found: Listed) -> None:
        keys, starts = np.unique(found[0], return_index=True)
        for key, owners in zip(keys.tolist(), np.split(found[1], starts[1:]), strict=False):
            self._runs[key] = owners

    def _compare(self, pairs: Collection[Names]) -> dict[Names, Likeness]:
        known = {**self._shelf.likenesses(pairs), **self.compared}
        made = compared([p for p in pairs if p not in known], self._texts_of)
        self.compared |= made
        return {pair: known[pair] if pair in known else made[pair] for pair in pairs}


def _counts(said: Likeness) -> bool:
    return said.one or said.holder != 0


def _holder(pair: Names, said: Likeness) -> str | None:
    return (None, *pair)[said.holder]


def _pair(a: str, b: str) -> Names:
    return (a, b) if a < b else (b, a)


# ---------------------------------------------------------------- keys


def _listed(marks: Sequence[Mark]) -> Listed:
    """The keys of texts, and their numbers, in order."""
    keys = [np.empty(0, np.int64), *(band_keys(m) for m in marks)]
    owners = np.repeat(np.array([m.number for m in marks], np.int64), [len(k) for k in keys[1:]])
    return _sorted(np.concatenate(keys), owners)


def _sorted(keys: Integers, owners: Integers) -> Listed:
    pairs = np.unique(np.stack([keys, owners], axis=1), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _with(some: Listed, more: Listed) -> Listed:
    return _sorted(np.concatenate([some[0], more[0]]), np.concatenate([some[1], more[1]]))


def _without(some: Listed, less: Listed) -> Listed:
    flags, both = _side_by_side(some, less)
    kept = flags == 1
    return both[0][kept], both[1][kept]


def _side_by_side(one: Listed, other: Listed) -> tuple[Integers, Listed]:
    """The entries of both in order, with 1 for those of the one, 2 of the other, 3 of both."""
    keys, owners = (np.concatenate(side) for side in zip(one, other, strict=True))
    sides = np.repeat(np.array([1, 2], np.int64), [len(one[0]), len(other[0])])
    order = np.lexsort((owners, keys))
    keys, owners, sides = keys[order], owners[order], sides[order]
    if not len(keys):
        return sides, (keys, owners)
    starts = np.flatnonzero(np.concatenate([[True], (keys[1:] != keys[:-1]) | (owners[1:] != owners[:-1])]))
    return np.bitwise_or.reduceat(sides, starts), (keys[starts], owners[starts])


def _differing(before: Listed, after: Listed) -> Listed:
    """The pairs of numbers that a key brings together before or after, and not both times."""
    flags, (keys, owners) = _side_by_side(before, after)
    if not len(keys):
        return keys, owners
    runs = np.cumsum(np.concatenate([[0], keys[1:] != keys[:-1]]))
    there = [(flags & side) > 0 for side in (1, 2)]
    crowds = [np.bincount(runs, one)[runs] > CROWD for one in there]
    ranks: list[Integers] = [np.cumsum(one) for one in there]
    places = np.flatnonzero(~(crowds[0] & crowds[1]) | _near_change(flags != 3, runs, ranks))
    first, found = places, [np.empty((0, 2), np.int64)]
    for distance in range(1, len(keys)):
        first = first[first + distance < len(keys)]
        second = first + distance
        close = [
            ~crowd[first] | (rank[second] - rank[first] <= STEP)
            for crowd, rank in zip(crowds, ranks, strict=True)
        ]
        alive = (runs[first] == runs[second]) & (close[0] | close[1])
        if not alive.any():
            break
        met = [one[first] & one[second] & near for one, near in zip(there, close, strict=True)]
        differ = alive & (met[0] != met[1])
        found.append(np.stack([owners[first[differ]], owners[second[differ]]], axis=1))
        first = first[alive]
    pairs = np.unique(np.concatenate(found), axis=0)
    return pairs[:, 0], pairs[:, 1]


def _near_change(changed: Bools, runs: Integers, ranks: Sequence[Integers]) -> Bools:
    """The places from which it is a step, or less, to one that changed, in its run."""
    places, size = np.arange(len(runs)), len(runs)
    last = np.maximum.accumulate(np.where(changed, places, -1))
    following = np.minimum.accumulate(np.where(changed, places, size)[::-1])[::-1]
    found = np.zeros(size, np.bool_)
    for at, known in ((last, last >= 0), (np.minimum(following, size - 1), following < size)):
        steps = np.min([np.abs(rank - rank[at]) for rank in ranks], axis=0)
        found |= known & (runs[at] == runs) & (steps <= STEP)
    return found


def _both(one: Listed, other: Listed) -> Listed:
    return np.concatenate([one[0], other[0]]), np.concatenate([one[1], other[1]])

"""Reports and decisions that come and go one by one leave the same groups as all at once."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.test_cluster import items_of_some_documents

from incidentbook.link import Bonds, LinkItem, cluster
from incidentbook.link.blocking import Index, Pair, keys
from incidentbook.link.evidence import Profile, profile
from incidentbook.link.increment import relinked
from incidentbook.link.items import number_of
from incidentbook.link.screen import rows
from incidentbook.model import ReportRef


class Shelf:
    """A book in memory: reports, and the group that each is in."""

    def __init__(self) -> None:
        self.items: dict[int, LinkItem] = {}
        self.held: dict[int, int] = {}
        self.bonds = Bonds()
        self.next = 0
        self.changed: set[int] = set()
        self.read: set[int] = set()

    def change(
        self,
        coming: Sequence[LinkItem],
        going: Collection[ReportRef] = (),
        bonds: Bonds = Bonds(),  # noqa: B008 -- it is frozen
    ) -> None:
        """Takes reports in and out, and links again what is connected with them."""
        gone = {number_of(ref.document, ref.report) for ref in going}
        met = {n for pair in self.near(gone) for n in pair}
        for number in gone:
            del self.items[number]
            self.held.pop(number)
        self.items |= {item.number: item for item in coming}
        pairs = (self.bonds.together ^ bonds.together) | (self.bonds.apart ^ bonds.apart)
        self.bonds = bonds
        decided = {n for pair in numbered(pairs) for n in pair} & self.items.keys()
        met |= {n for pair in self.near(decided) for n in pair}
        self.changed = {item.number for item in coming} | decided
        found = relinked(self, (met - gone) | self.changed, numbered(bonds.together), numbered(bonds.apart))
        for group in found:
            self.held |= dict.fromkeys(group, self.next)
            self.next += 1

    def near(self, numbers: Collection[int]) -> list[Pair]:
        order = sorted(self.items)
        known = [profile(self.items[n]) for n in order]
        index = Index.of(rows(known), [keys(p) for p in known])
        places = np.array([place for place, n in enumerate(order) if n in set(numbers)], np.int64)
        found = index.near(places) if len(places) else []
        return [
            (order[pair // index.size], order[pair % index.size])
            for pairs in found
            for pair in pairs.tolist()
        ]

    def vague(self, numbers: Collection[int]) -> set[int]:
        return {n for n in numbers if profile(self.items[n]).vague}

    def profiles(self, numbers: Collection[int]) -> dict[int, Profile]:
        self.read |= set(numbers)
        return {n: profile(self.items[n]) for n in numbers}

    def groups(self, numbers: Collection[int]) -> dict[int, tuple[int, ...]]:
        there = {n: group for n, group in self.held.items() if n not in self.changed}
        return {
            n: tuple(sorted(m for m, group in there.items() if group == there[n]))
            for n in numbers
            if n in there
        }

    def found(self) -> set[frozenset[ReportRef]]:
        by_group: dict[int, set[ReportRef]] = {}
        for number, group in self.held.items():
            by_group.setdefault(group, set()).add(self.items[number].ref)
        return {frozenset(group) for group in by_group.values()}


def numbered(pairs: Collection[tuple[ReportRef, ReportRef]]) -> list[Pair]:
    found = ([number_of(ref.document, ref.report) for ref in pair] for pair in pairs)
    return sorted((min(pair), max(pair)) for pair in found)


def at_once(items: Sequence[LinkItem], bonds: Bonds = Bonds()) -> set[frozenset[Any]]:  # noqa: B008 -- it is frozen
    return {frozenset(items[n].ref for n in group) for group in cluster(items, bonds)}


def decided(items: Sequence[LinkItem], rng: random.Random) -> Bonds:
    """Some pairs of reports that are one, and some that are two."""
    pairs = [(a.ref, b.ref) for n, a in enumerate(items) for b in items[:n]]
    chosen = rng.sample(pairs, min(len(pairs), rng.randint(0, 4)))
    cut = rng.randint(0, len(chosen))
    return Bonds(frozenset(chosen[:cut]), frozenset(chosen[cut:]))


@settings(max_examples=150, deadline=None)
@given(items_of_some_documents, st.randoms(use_true_random=False), st.integers(1, 5))
def test_in_any_order_and_by_any_number(items: list[LinkItem], rng: random.Random, size: int) -> None:
    shuffled = list(items)
    rng.shuffle(shuffled)
    shelf = Shelf()
    for start in range(0, len(shuffled), size):
        shelf.change(shuffled[start : start + size])
    assert shelf.found() == at_once(items)


@settings(max_examples=100, deadline=None)
@given(items_of_some_documents, items_of_some_documents, st.randoms(use_true_random=False))
def test_what_goes_leaves_no_trace(items: list[LinkItem], others: list[LinkItem], rng: random.Random) -> None:
    known = {item.ref for item in items}
    extra = [item for item in others if item.ref not in known]
    shelf = Shelf()
    for item in rng.sample(items + extra, len(items) + len(extra)):
        shelf.change([item])
    for item in rng.sample(extra, len(extra)):
        shelf.change([], [item.ref])
    assert shelf.found() == at_once(items)


@settings(max_examples=200, deadline=None)
@given(items_of_some_documents, st.randoms(use_true_random=False))
def test_decisions_may_come_and_go_between(items: list[LinkItem], rng: random.Random) -> None:
    shelf, there = Shelf(), list[LinkItem]()
    for item in rng.sample(items, len(items)):
        there.append(item)
        bonds = decided(there, rng) if rng.random() < 0.5 else shelf.bonds
        shelf.change([item], (), bonds)
        assert shelf.found() == at_once(there, bonds)
    for _ in range(3):
        bonds = decided(there, rng)
        shelf.change([], (), bonds)
        assert shelf.found() == at_once(there, bonds)


def test_what_is_far_away_is_not_looked_at() -> None:
    from tests.link.test_cluster import ASAD, BALAD, day, item

    far = [item(d, date=day("2020-01-03"), place=BALAD, attack_type="shooting") for d in "ab"]
    new = [item(d, date=day("2021-07-05"), place=ASAD, attack_type="rocket") for d in "cd"]
    shelf = Shelf()
    shelf.change(far)
    shelf.read.clear()
    shelf.change(new)
    assert shelf.found() == at_once([*far, *new])
    assert shelf.read == {one.number for one in new}

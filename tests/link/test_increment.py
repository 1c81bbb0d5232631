"""Reports that come and go one by one leave the same groups as all at once."""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.test_cluster import items_of_some_documents

from incidentbook.link import Bonds, LinkItem, cluster
from incidentbook.link.blocking import Index, keys
from incidentbook.link.evidence import profile
from incidentbook.link.increment import NEW, relinked
from incidentbook.link.screen import rows
from incidentbook.model import ReportRef


class Shelf:
    """A book in memory: reports, and the group that each is in."""

    def __init__(self) -> None:
        self.items: dict[ReportRef, LinkItem] = {}
        self.groups: dict[ReportRef, int] = {}
        self.next = 0

    def change(self, coming: Sequence[LinkItem], going: Collection[ReportRef] = ()) -> None:
        """Takes reports in and out, and links again what is connected with them."""
        met = self._met(going)
        for ref in going:
            del self.items[ref]
            self.groups.pop(ref)
        self.items |= {item.ref: item for item in coming}
        refs = sorted(self.items, key=lambda r: (r.document, r.report))
        place = {ref: n for n, ref in enumerate(refs)}
        profiles = [profile(self.items[ref]) for ref in refs]
        found = relinked(
            Index.of(rows(profiles), [keys(p) for p in profiles]),
            [self.groups.get(ref, NEW) for ref in refs],
            [place[ref] for ref in {*(i.ref for i in coming), *(met - set(going))}],
            lambda numbers: {n: profiles[n] for n in numbers},
        )
        for group in found:
            self.groups |= dict.fromkeys((refs[n] for n in group), self.next)
            self.next += 1

    def _met(self, going: Collection[ReportRef]) -> set[ReportRef]:
        refs = sorted(self.items, key=lambda r: (r.document, r.report))
        profiles = [profile(self.items[ref]) for ref in refs]
        index = Index.of(rows(profiles), [keys(p) for p in profiles])
        numbers = np.array([n for n, ref in enumerate(refs) if ref in going], np.int64)
        found = index.near(numbers) if len(numbers) else []
        return {refs[n] for pairs in found for pair in pairs.tolist() for n in divmod(pair, index.size)}

    def found(self) -> set[frozenset[ReportRef]]:
        by_group: dict[int, set[ReportRef]] = {}
        for ref, group in self.groups.items():
            by_group.setdefault(group, set()).add(ref)
        return {frozenset(group) for group in by_group.values()}


def at_once(items: Sequence[LinkItem], bonds: Bonds = Bonds()) -> set[frozenset[Any]]:  # noqa: B008 -- it is frozen
    return {frozenset(items[n].ref for n in group) for group in cluster(items, bonds)}


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


def test_what_is_far_away_is_not_looked_at() -> None:
    from tests.link.test_cluster import ASAD, BALAD, day, item

    far = [item(d, date=day("2020-01-03"), place=BALAD, attack_type="shooting") for d in "ab"]
    new = [item(d, date=day("2021-07-05"), place=ASAD, attack_type="rocket") for d in "cd"]
    profiles, asked = [profile(i) for i in (*far, *new)], list[int]()

    def load(numbers: Collection[int]) -> dict[int, Any]:
        asked.extend(numbers)
        return {n: profiles[n] for n in numbers}

    index = Index.of(rows(profiles), [keys(p) for p in profiles])
    assert relinked(index, [0, 0, NEW, NEW], [2, 3], load) == [(2, 3)]
    assert sorted(asked) == [2, 3]

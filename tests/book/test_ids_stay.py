"""Ids stay with attacks when texts are read anew and their reports are numbered otherwise, and come back after merges."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.book.reading import SLOTS, read, slot_of

from incidentbook.book import Store
from incidentbook.book.carry import carried
from incidentbook.link import cluster


def link(store: Store) -> None:
    items = store.link_items()
    store.set_clusters([[items[n].ref for n in group] for group in cluster(items)])


def attacks(store: Store) -> dict[int, str]:
    """The id of each of the attacks that the texts tell of."""
    return {
        slot_of(next(r for r in store.extraction(ref.document).reports if r.id == ref.report)): incident.id
        for incident in store.incidents()
        for ref in incident.reports
    }


@pytest.mark.parametrize("order", list(permutations(range(SLOTS))))
def test_numbers_that_shift_swap_no_ids(store: Store, order: tuple[int, ...]) -> None:
    for document in ("da", "db"):
        store.add(read(document, range(SLOTS)))
    link(store)
    before = attacks(store)
    assert len(set(before.values())) == SLOTS
    store.add(read("da", order, words=3))
    link(store)
    assert attacks(store) == before


def test_an_incident_whose_founder_is_gone_keeps_its_id_over_a_merge(store: Store) -> None:
    for document in ("da", "db"):
        store.add(read(document, range(SLOTS)))
    link(store)
    before = attacks(store)
    store.add(read("da", []))
    link(store)
    assert attacks(store) == before
    refs = [item.ref for item in store.link_items()]
    store.set_clusters([refs])
    assert len(store.incidents()) == 1
    assert {store.incident(name).id for name in before.values()} == {store.incidents()[0].id}
    link(store)
    assert attacks(store) == before
    store.add(read("da", [2, 1, 0]))
    link(store)
    assert attacks(store) == before


@given(
    st.permutations(range(SLOTS)), st.permutations(range(SLOTS)), st.integers(0, SLOTS), st.integers(0, SLOTS)
)
def test_a_report_is_carried_to_the_one_with_its_words(
    first: list[int], second: list[int], kept: int, found: int
) -> None:
    old, new = read("d", first[:kept]).reports, read("d", second[:found], words=3).reports
    told = {r.id: slot_of(r) for r in (*old,)}
    now = {r.id: slot_of(r) for r in (*new,)}
    assert {now[n]: told[o] for n, o in carried(old, new).items()} == {
        slot: slot for slot in set(now.values()) & set(told.values())
    }

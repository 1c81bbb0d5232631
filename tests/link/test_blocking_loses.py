"""Which pairs are weighed: those that the evidence alone would make one incident, save what the promise leaves out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pytest
from benchmarks.made_reports import reports
from hypothesis import given, settings
from tests.link.test_cluster import items_of_some_documents

from incidentbook.link import LinkItem
from incidentbook.link.blocking import candidates
from incidentbook.link.compare import rules
from incidentbook.link.evidence import profile, weigh


def lost(items: Sequence[LinkItem]) -> tuple[list[tuple[LinkItem, LinkItem]], int]:
    """The pairs that weigh enough to be joined and are not among the candidates; and how many weigh enough."""
    profiles = [profile(item) for item in items]
    found, least = candidates(profiles), rules().merge_at
    pairs = combinations(range(len(items)), 2)
    strong = [(a, b) for a, b in pairs if (weigh(profiles[a], profiles[b]) or least - 1) >= least]
    return [(items[a], items[b]) for a, b in strong if (a, b) not in found], len(strong)


@settings(max_examples=300, deadline=None)
@given(items_of_some_documents)
def test_no_strong_pair_of_reports_that_know_day_and_place_is_lost(items: list[LinkItem]) -> None:
    assert [pair for pair in lost(items)[0] if all(knows_day_and_place(item) for item in pair)] == []


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_few_strong_pairs_of_a_stream_are_lost_and_none_of_two_that_know_day_and_place(seed: int) -> None:
    missed, strong = lost([one.item for one in reports(400, seed)])
    assert [pair for pair in missed if all(knows_day_and_place(item) for item in pair)] == []
    assert len(missed) <= 0.015 * strong
    assert strong > 1000


def knows_day_and_place(item: LinkItem) -> bool:
    return not profile(item).undated and item.report.values.place is not None

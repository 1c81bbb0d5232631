"""Measures of groupings, on cases worked out by hand."""

from __future__ import annotations

import pytest
from benchmarks.clusters import figures

GOLD = dict(zip("abcdef", "1112 23".replace(" ", ""), strict=True))


def test_the_same_groups_under_other_names() -> None:
    found = figures(GOLD, {thing: f"x{group}" for thing, group in GOLD.items()})
    assert found.conll == 1.0
    assert found.pairs.f1 == 1.0


def test_all_alone() -> None:
    found = figures(GOLD, {thing: thing for thing in GOLD})
    assert (found.b3.p, found.b3.r) == (1.0, pytest.approx(3 / 6))
    assert (found.muc.r, found.pairs.r) == (0.0, 0.0)
    assert found.ceafe.p == pytest.approx((2 / 4 + 2 / 3 + 1) / 6)


def test_one_pair_too_much() -> None:
    found = figures(GOLD, GOLD | {"f": "2"})
    assert (found.pairs.p, found.pairs.r) == (pytest.approx(4 / 6), 1.0)
    assert found.b3.p == pytest.approx((3 + 2 * 2 / 3 + 1 / 3) / 6)
    assert found.muc.p == pytest.approx(3 / 4)


def test_without_the_measure_that_matches_groups() -> None:
    assert figures(GOLD, GOLD, ceaf=False).ceafe.f1 == 0.0

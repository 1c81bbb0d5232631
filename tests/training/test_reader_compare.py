"""Two readers set against each other."""

from __future__ import annotations

from collections import Counter

import pytest

from training.reader.compare import FIGURES, Tally, bounds, figures


def of(**counts: tuple[int, int, int]) -> Tally:
    """A tally from (hit, missed, extra) of each figure."""
    kinds = ("hit", "missed", "extra")
    return Counter({(name, kind): n for name, c in counts.items() for kind, n in zip(kinds, c, strict=True)})


def test_figures_are_of_all_articles_together() -> None:
    found = figures([of(roles=(3, 1, 0), pairs=(1, 0, 0)), of(roles=(1, 1, 2), pairs=(1, 2, 0))])
    assert found["roles"] == pytest.approx(8 / 12)
    assert found["pairs"] == pytest.approx(2 / 4)
    assert found["triggers"] == 0
    assert figures([of(roles=(3, 1, 0))])["roles"] == pytest.approx(6 / 7)


def test_a_reader_set_against_itself_differs_in_nothing() -> None:
    read = [of(roles=(n, 2, 1), triggers=(1, n, 0)) for n in range(5)]
    assert bounds(read, read) == dict.fromkeys(FIGURES, (0.0, 0.0))


def test_better_in_every_article_is_better_in_every_draw() -> None:
    worse = [of(roles=(1, 3, n)) for n in range(1, 9)]
    better = [of(roles=(3, 1, n)) for n in range(1, 9)]
    low, high = bounds(worse, better)["roles"]
    assert 0 < low < high


def test_better_in_some_and_worse_in_others_may_be_either() -> None:
    even = [of(triggers=(2, 2, 1)) for _ in range(10)]
    mixed = [of(triggers=(1 + 2 * (n % 2), 3 - 2 * (n % 2), 1)) for n in range(10)]
    low, high = bounds(even, mixed)["triggers"]
    assert low < 0 < high

"""How the figures of a reader are counted."""

from __future__ import annotations

from collections import Counter

from training.reader.evaluate import Tally, by_label, by_region, put_right, share


def test_figures_of_labels_add_up() -> None:
    tally = Tally(
        Counter({("date", "hit"): 3, ("date", "missed"): 1, ("place", "extra"): 2, ("place", "hit"): 1})
    )
    assert tally.f1(["date"]) == 6 / 7
    assert tally.f1(["date", "place"]) == 8 / 11
    assert tally.f1(["weapon"]) == 0


def test_what_was_put_to_its_attack() -> None:
    pairs = {("date", True): 3, ("date", False): 1, ("place", False): 4}
    assert share(put_right(pairs, ["date"])) == 0.75
    assert share(put_right(pairs, ["date", "place"])) == 0.375
    assert share({}) == 0


def test_a_region_is_a_row_and_a_label_a_line() -> None:
    tally = Tally(
        Counter({("trigger", "hit"): 1, ("trigger", "extra"): 1}), kinds=Counter({True: 1}), articles=2
    )
    rows = list(by_region({"irq": tally}))
    assert rows[0].count("|") == rows[1].count("|") == rows[2].count("|")
    assert rows[2].startswith("| irq | 2 | 0.67 | 0.00 |")
    assert next(by_label(tally)).startswith("trigger                p 0.500 r 1.000 f1 0.667 of     1")

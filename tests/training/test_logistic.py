"""What a logistic regression learns of rows made by known weights."""

from __future__ import annotations

import random

from training.logistic import BIAS, fit


def test_known_weights_are_found_again() -> None:
    chance = random.Random(3)
    true = {"place": 2.0, "clash": -1.5}
    rows = [
        [("place", 1.0)] * (chance.random() < 0.5) + [("clash", 1.0)] * (chance.random() < 0.5)
        for _ in range(4000)
    ]
    odds = [-0.5 + sum(true[name] * amount for name, amount in row) for row in rows]
    right = [chance.random() < 1 / (1 + 2.71828**-o) for o in odds]
    found = fit(rows, right, [1.0] * len(rows), {"place": 1.0, "clash": -1.0}, 1.0)
    assert abs(found["place"] - 2.0) < 0.3
    assert abs(found["clash"] + 1.5) < 0.3
    assert abs(found[BIAS] + 0.5) < 0.3


def test_what_is_never_seen_keeps_the_weight_held_likely() -> None:
    rows = [[("place", 1.0)], []] * 20
    found = fit(rows, [True, False] * 20, [1.0] * 40, {"place": 1.0, "person": 3.5}, 2.0)
    assert found["person"] == 3.5
    assert found["place"] > 1.0


def test_a_sign_is_kept() -> None:
    rows = [[("place", 1.0)], []] * 20
    found = fit(rows, [False, True] * 20, [1.0] * 40, {"place": 1.0}, 0.1)
    assert found["place"] == 0.0

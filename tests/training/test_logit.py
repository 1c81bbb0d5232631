"""The choice model: known weights are found again, and few choices move them little from what was held likely."""

from __future__ import annotations

import math
import random

import pytest

from training.logit import Choice, fit, share_right

TRUE = {"near": 1.5, "late": -1.0, "named": 0.5}


def drawn(number: int) -> list[Choice]:
    """Choices among three options and none, made with the weights of TRUE."""
    chance = random.Random(7)
    made = []
    for _ in range(number):
        options = ([], *([f for f in TRUE if chance.random() < 0.5] for _ in range(3)))
        odds = [math.exp(sum(TRUE[f] for f in option)) for option in options]
        made.append(Choice(options, frozenset({chance.choices(range(4), odds)[0]})))
    return made


def test_weights_that_made_the_choices_are_found_again() -> None:
    assert fit(drawn(4000), 0.01, 4, {}) == pytest.approx(TRUE, abs=0.15)


def test_a_choice_between_two_has_the_odds_of_its_share() -> None:
    taken, left = (Choice(([], ["here"]), frozenset({i})) for i in (1, 0))
    assert fit([taken] * 3 + [left], 1e-6, 1, {})["here"] == pytest.approx(math.log(3), abs=0.01)


def test_the_weight_of_a_choice_counts_it_so_often() -> None:
    heavy, left = Choice(([], ["here"]), frozenset({1}), 3.0), Choice(([], ["here"]), frozenset({0}))
    assert fit([heavy, left], 1e-6, 1, {})["here"] == pytest.approx(math.log(3), abs=0.01)


def test_several_right_options_need_not_be_told_apart() -> None:
    choice = Choice(([], ["first"], ["second"]), frozenset({1, 2}))
    found = fit([choice] * 10, 0.1, 1, {})
    assert found["first"] == pytest.approx(found["second"])
    assert found["first"] > 1


def test_weights_are_drawn_to_the_prior() -> None:
    against = [Choice(([], ["here"]), frozenset({0}))] * 5
    prior = {"here": 2.0}
    loose, firm = (fit(against, penalty, 1, prior)["here"] for penalty in (0.1, 1000.0))
    assert firm == pytest.approx(2.0, abs=0.05)
    assert loose < 0


def test_of_the_prior_a_feature_that_no_choice_shows_keeps_its_weight() -> None:
    assert fit(drawn(20), 1.0, 4, {"unseen": -5.0})["unseen"] == -5.0


def test_a_feature_seen_too_seldom_has_no_weight() -> None:
    choices = [Choice(([], ["often"]), frozenset({1}))] * 4 + [Choice(([], ["seldom"]), frozenset({1}))] * 3
    assert set(fit(choices, 0.1, 4, {})) == {"often"}


def test_the_share_that_weights_decide_rightly() -> None:
    choices = [Choice(([], ["here"]), frozenset({1})), Choice(([], ["there"]), frozenset({1}))]
    assert share_right(choices, {"here": 1.0, "there": -1.0}) == 0.5
    assert share_right(choices, {"here": 1.0, "there": 1.0}) == 1.0

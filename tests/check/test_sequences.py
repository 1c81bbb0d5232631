"""Orders of events and attacks: false alarms without an effect, power with one, coarse dates, warnings, words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from incidentbook.check.sequences import SequenceCheck, sequence
from incidentbook.model import Interval

START = date(2020, 1, 1)
LENGTH = 1440  # days
MANY = 250  # events: with few the figures jump, and the test errs on the safe side
SPAN = Interval(START, START + timedelta(days=LENGTH - 1))
Days = NDArray[np.int64]
Spread = Callable[[np.random.Generator, int], Days]


def on(days: Days, width: int = 0) -> list[Interval]:
    last = LENGTH - 1
    return [
        Interval(START + timedelta(days=int(d)), START + timedelta(days=min(int(d) + width, last)))
        for d in days
    ]


def scattered(rng: np.random.Generator, number: int) -> Days:
    return rng.integers(0, LENGTH, number)


def bursty(rng: np.random.Generator, number: int) -> Days:
    """In bursts of about five within a fortnight."""
    centres = rng.integers(0, LENGTH, max(1, number // 5))
    return (rng.choice(centres, number) + rng.integers(0, 14, number)) % LENGTH


def waves(rng: np.random.Generator, number: int) -> Days:
    """Denser in some months than in others."""
    day = np.arange(LENGTH)
    weight = np.exp(1.5 * np.sin(2 * np.pi * day / 288 + rng.uniform(0, 6.3)))
    return rng.choice(day, number, p=weight / weight.sum())


def check(events: Days, incidents: Days, width: int = 0) -> SequenceCheck:
    return sequence(on(events, width), on(incidents, width), 7, span=SPAN)


@pytest.mark.parametrize(
    ("of_events", "of_incidents"),
    [(scattered, scattered), (bursty, bursty), (bursty, waves), (waves, bursty)],
)
def test_false_alarms_are_as_rare_as_the_p_says(of_events: Spread, of_incidents: Spread) -> None:
    rng = np.random.default_rng(7)
    found = [check(of_events(rng, MANY), of_incidents(rng, MANY)) for _ in range(1000)]
    for name in ("p_more", "p_fewer"):
        rate = np.mean([getattr(f.followed, name) <= 0.05 for f in found])
        assert abs(rate - 0.05) <= 0.015, name
    assert np.mean([f.preceded.p <= 0.05 for f in found]) <= 0.065


def test_few_events_raise_no_more_false_alarms() -> None:
    rng = np.random.default_rng(8)
    found = [check(bursty(rng, 12), bursty(rng, 60)).followed.p_more for _ in range(1000)]
    assert np.mean(np.array(found) <= 0.05) <= 0.065


@pytest.mark.parametrize("spread", [scattered, bursty])
def test_an_effect_is_found(spread: Spread) -> None:
    rng = np.random.default_rng(9)
    found = []
    for _ in range(100):
        events = spread(rng, 30)
        caused = events[rng.random(30) < 0.6] + rng.integers(1, 8)
        incidents = np.concatenate([caused[caused < LENGTH], spread(rng, 40)])
        found.append(check(events, incidents))
    assert np.mean([f.followed.p_more <= 0.05 for f in found]) >= 0.9


def test_what_follows_does_not_go_before() -> None:
    rng = np.random.default_rng(12)
    days = [scattered(rng, 30) for _ in range(200)]
    found = [check(d, np.minimum(d + rng.integers(1, 8, 30), LENGTH - 1)).preceded.p_more for d in days]
    assert np.mean(np.array(found) <= 0.05) <= 0.1


def test_the_counts_are_those_of_the_days() -> None:
    events, incidents = np.array([100, 300, 500, 700]), np.array([107, 308, 499, 700, 703])
    found = check(events, incidents)
    assert (found.followed.seen, found.preceded.seen, found.same_day) == (2, 1, 1)
    assert found.events == 4
    assert found.incidents == 5


def test_p_is_that_of_all_moves() -> None:
    """One event and one attack, 11 days: of the moves 2 put the event within 2 days before the attack."""
    span = Interval(START, START + timedelta(days=10))
    event, attack = Interval.day(START + timedelta(days=4)), Interval.day(START + timedelta(days=5))
    found = sequence([event], [attack], 2, span=span)
    assert found.followed.p_more == pytest.approx(2 / 11)
    assert found.followed.p_fewer == 1
    assert found.followed.expected == pytest.approx(1 / 10)


def test_a_coarse_date_may_be_each_of_its_days() -> None:
    day = START + timedelta(days=200)
    coarse, known = Interval(day, day + timedelta(days=9)), Interval.day(day + timedelta(days=10))
    assert sequence([coarse], [known], 5, span=SPAN).followed.seen == pytest.approx(0.5)
    assert sequence([known], [coarse], 5, span=SPAN).preceded.seen == pytest.approx(0.5)
    assert sequence([known], [coarse, coarse], 5, span=SPAN).preceded.seen == pytest.approx(0.75)
    assert sequence([coarse], [coarse], 5, span=SPAN).same_day == pytest.approx(0.1)


def test_coarse_dates_raise_no_false_alarms() -> None:
    rng = np.random.default_rng(10)
    found = [check(bursty(rng, MANY), bursty(rng, MANY), 5).followed.p_more for _ in range(1000)]
    assert abs(np.mean(np.array(found) <= 0.05) - 0.05) <= 0.015


def test_it_says_so_in_words() -> None:
    rng = np.random.default_rng(11)
    days = np.sort(rng.choice(np.arange(20, 1400, 20), 14, replace=False))
    found = sequence(
        on(days), on(np.concatenate([days[:9] + 3, scattered(rng, 10)])), 7, span=SPAN, noun="statement"
    )
    assert found.reason.startswith(
        "Of 14 statements 9 were followed by an attack within 7 days; by chance 1."
    )
    assert "p = 0.00" in found.reason
    assert not found.warnings


def test_too_little_is_said_to_be_so() -> None:
    few = sequence(on(np.array([5, 40])), on(np.array([8, 50])), 7)
    assert any("too few" in w for w in few.warnings)
    assert any("is short" in w for w in few.warnings)
    dense = check(np.arange(0, 1400, 20), np.arange(0, LENGTH, 3))
    assert any("nothing can stand out" in w for w in dense.warnings)
    events = on(np.arange(0, 1400, 50))
    thin = sequence(events, events, 7, span=SPAN, published=[START + timedelta(days=d) for d in range(600)])
    assert any("coverage is thin" in w for w in thin.warnings)


def test_what_has_no_days_is_left_out() -> None:
    open_one = Interval(None, START)
    found = sequence([open_one, *on(np.array([5, 40]))], on(np.array([8])), 7)
    assert found.events == 2
    with pytest.raises(ValueError, match="no event"):
        sequence([open_one], on(np.array([8])), 7)
    with pytest.raises(ValueError, match="at least 1 day"):
        sequence(on(np.array([5])), on(np.array([8])), 0)

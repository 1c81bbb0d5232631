"""Learning how often statements are right."""

from __future__ import annotations

import pytest
from benchmarks.calibration import Judged, calibration_error, figures

from incidentbook.extract.confidence import probability
from training.confidence import Known, as_text, learned, surprise, unseen


def _judged(prop: str, mark: float, right: int, wrong: int) -> list[Judged]:
    return [Judged(prop, mark, True)] * right + [Judged(prop, mark, False)] * wrong


def _known(right: int, wrong: int, *names: str) -> list[Known]:
    judged = _judged("date", 0.5, right, wrong)
    return [Known(one, ("any", *names), f"d{n % 10}") for n, one in enumerate(judged)]


def test_the_share_right_is_learned() -> None:
    table = learned(_known(80, 20, "taken") + _known(30, 70, "passed over"), 1.0, {})
    assert probability(table, ["any", "taken"]) == pytest.approx(0.8, abs=0.03)
    assert probability(table, ["any", "passed over"]) == pytest.approx(0.3, abs=0.02)


def test_few_statements_stay_near_what_was_held_likely() -> None:
    prior = {"any": 0.0, "taken": 2.0}
    few = learned(_known(0, 2, "taken"), 12.0, prior)
    assert few["taken"] > 1.5
    assert learned(_known(0, 200, "taken"), 12.0, prior).get("taken", 0.0) < 0.5


def test_what_is_rare_is_left_out() -> None:
    assert "said >3" not in learned(_known(50, 50) + _known(4, 0, "said >3"), 1.0, {})


def test_every_statement_is_judged_by_what_others_taught() -> None:
    known = _known(60, 20, "taken") + _known(5, 35, "passed over")
    found = unseen(known, 1.0, {})
    assert sorted(j.right for j in found) == sorted(k.judged.right for k in known)
    assert {round(j.confidence, 1) for j in found} <= {0.1, 0.2, 0.7, 0.8}


def test_surprise_is_the_log_of_what_was_given_to_the_truth() -> None:
    assert surprise([Judged("date", 0.5, True), Judged("date", 0.5, False)]) == pytest.approx(0.693, abs=1e-3)
    assert surprise([Judged("date", 0.0, True)]) < 5  # no single statement counts without bound


def test_the_table_reads_a_name_a_line() -> None:
    assert as_text({"date": 0.4, "any": 0.8}).endswith("\nany: 0.8\ndate: 0.4\n")


def test_calibration_error_is_the_distance_in_each_bin() -> None:
    judged = _judged("date", 0.85, 5, 5) + _judged("date", 0.5, 5, 5)
    assert calibration_error(judged) == pytest.approx(0.175)
    assert calibration_error([]) is None


def test_the_share_right_of_the_confident() -> None:
    found = figures(_judged("date", 0.9, 3, 1) + _judged("date", 0.89, 0, 9))
    assert (found["at_0.9"], found["statements at_0.9"]) == (0.75, 4)

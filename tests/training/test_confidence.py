"""Learning how often statements are right."""

from __future__ import annotations

import pytest
from benchmarks.calibration import Judged, calibration_error, figures

from training.confidence import as_text, curves


def _judged(prop: str, mark: float, right: int, wrong: int) -> list[Judged]:
    return [Judged(prop, mark, True)] * right + [Judged(prop, mark, False)] * wrong


def test_a_curve_rises_where_the_shares_do_not() -> None:
    found = curves(_judged("date", 0.5, 80, 20) + _judged("date", 0.9, 40, 60))["date"]
    assert found[0.5] == found[0.9] == pytest.approx(0.6, abs=0.01)


def test_few_statements_follow_all_properties() -> None:
    table = curves(_judged("site", 0.8, 0, 1) + _judged("date", 0.8, 90, 10))
    assert table["site"][0.8] > 0.75
    assert table["date"][0.8] > table["site"][0.8]


def test_few_that_are_all_right_are_not_certain() -> None:
    assert curves(_judged("date", 0.9, 3, 0))["other"][0.9] == 0.8


def test_the_table_reads_a_property_a_line() -> None:
    assert as_text({"date": {0.5: 0.4, 0.9: 0.8}}).endswith("\ndate: {0.5: 0.4, 0.9: 0.8}\n")


def test_calibration_error_is_the_distance_in_each_bin() -> None:
    judged = _judged("date", 0.85, 5, 5) + _judged("date", 0.5, 5, 5)
    assert calibration_error(judged) == pytest.approx(0.175)
    assert calibration_error([]) is None


def test_the_share_right_of_the_confident() -> None:
    found = figures(_judged("date", 0.9, 3, 1) + _judged("date", 0.89, 0, 9))
    assert (found["at_0.9"], found["statements at_0.9"]) == (0.75, 4)

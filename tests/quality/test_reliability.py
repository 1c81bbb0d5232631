"""The reliability diagram: what is in it, and that it can be drawn."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from benchmarks.calibration import Judged
from benchmarks.reliability import bins, diagram, table, wilson

SURE = [Judged("date", 0.92, True)] * 9 + [Judged("date", 0.98, False)]
UNSURE = [Judged("place", 0.3, True), Judged("place", 0.3, False)]


def test_statements_of_one_tenth_are_one_dot() -> None:
    low, high = bins([*SURE, *UNSURE])
    assert (low.count, low.confidence, low.right) == (2, pytest.approx(0.3), 0.5)
    assert (high.count, high.confidence, high.right) == (10, pytest.approx(0.926), 0.9)
    assert bins([]) == []


def test_an_interval_holds_its_share_and_narrows() -> None:
    few, many = wilson(0.9, 10), wilson(0.9, 1000)
    assert few[0] < many[0] < 0.9 < many[1] < few[1] < 1
    assert few == (pytest.approx(0.596, abs=1e-3), pytest.approx(0.982, abs=1e-3))


def test_the_table_tells_shares_and_error() -> None:
    lines = table({("dev", "built-in"): SURE, ("dev", "reader"): UNSURE}).splitlines()
    assert lines[0] == "| confidence | `dev`: rules | `dev`: rules and reader |"
    assert "| 0.9 to 1.0 | 0.90 of 10 |  |" in lines
    assert "| 0.3 to 0.4 |  | 0.50 of 2 |" in lines
    assert lines[-1] == "| calibration error | 0.026 | 0.200 |"


def test_the_diagram_has_a_square_for_each_and_a_dot_for_each_tenth() -> None:
    drawn = ElementTree.fromstring(diagram({("dev", "built-in"): [*SURE, *UNSURE], ("world", "reader"): []}))
    svg = "{http://www.w3.org/2000/svg}"
    assert len(drawn.findall(f"{svg}g")) == 2
    assert len(drawn.findall(f".//{svg}circle")) == 2
    assert next(t.text for t in drawn.iter(f"{svg}title")) == "2 statements: confidence 0.30, right 0.50"

"""Confidence as the probability of being right."""

from __future__ import annotations

from itertools import pairwise

import pytest

from incidentbook.extract.confidence import Source, _curves, calibrated, probability
from incidentbook.extract.extractor import extract, traced
from incidentbook.model import Span, Statement
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page

CURVE = ((0.4, 0.2), (0.6, 0.5), (0.9, 0.8))


@pytest.mark.parametrize(
    ("mark", "expected"),
    [(0.1, 0.2), (0.4, 0.2), (0.5, 0.35), (0.6, 0.5), (0.75, 0.65), (0.9, 0.8), (1.0, 0.8)],
)
def test_probability_lies_on_the_curve_and_is_level_beyond_it(mark: float, expected: float) -> None:
    assert probability(CURVE, mark) == expected


@pytest.mark.parametrize("source", ["rules", "reader"])
def test_every_curve_rises_within_0_and_1(source: Source) -> None:
    for curve in _curves(source).values():
        assert all(0 <= right <= 1 for _, right in curve)
        assert all(a[1] <= b[1] for a, b in pairwise(curve))


def test_a_property_without_a_curve_takes_that_of_all() -> None:
    said = Statement("weapon", "a mortar", "stated", None, None, Span(0, 8), 0.9)
    assert calibrated([said], "rules")[0].confidence == probability(_curves("rules")["other"], 0.9)


def test_calibration_changes_nothing_but_confidence() -> None:
    text = "Two rockets hit the market in Kirkuk on 3 May 2021, killing four people."
    document, _ = dated(Page("a", "text/plain", text, Meta()))
    marked, sure = traced(document).extraction, extract(document)
    assert [r.values for r in marked.reports] == [r.values for r in sure.reports]
    for before, after in zip(marked.reports, sure.reports, strict=True):
        assert calibrated(before.statements, "rules") == after.statements
    assert [s.confidence for s in sure.reports[0].statements] != [
        s.confidence for s in marked.reports[0].statements
    ]

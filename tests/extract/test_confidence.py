"""Confidence as the probability of being right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incidentbook.extract.confidence import Source, calibrated, features, probability, weights
from incidentbook.extract.extractor import extract, traced
from incidentbook.model import Count, Report, Span, Statement, Values
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page


def said(number: int | None, mark: float = 0.85, prop: str = "killed") -> Statement:
    value = None if number is None else Count.exactly(number)
    return Statement(prop, value, "stated", None, None, Span(0, 4), mark)  # type: ignore[arg-type]


def report(*statements: Statement, killed: int = 3) -> Report:
    return Report("r", True, Values(killed=Count.exactly(killed)), statements)


def confidence(statement: Statement, *others: Statement, source: Source = "reader") -> float:
    return calibrated(report(statement, *others), source).statements[0].confidence


def test_weights_add_up_in_log_odds() -> None:
    table = {"any": 1.0, "killed": 0.5}
    assert probability(table, []) == 0.5
    assert probability(table, ["any", "killed", "unknown"]) == 0.81
    assert probability(table, ["any"]) == pytest.approx(0.73)


def test_what_a_statement_has_is_named() -> None:
    first, second, nobody = features(report(said(3), said(2), said(None)))
    assert {"killed", "marked 0.8", "taken", "killed & taken", "said ≤1"} <= set(first)
    assert "passed over" in second
    assert not {"taken", "passed over"} <= set(nobody)
    (alone,) = features(report(replace(said(3), found_by="reader")))
    assert {"by reader", "killed & by reader"} <= set(alone)


@pytest.mark.parametrize("source", ["rules", "reader"])
def test_a_value_that_the_report_takes_is_surer(source: Source) -> None:
    assert confidence(said(3), said(2), source=source) > confidence(said(2), said(3), source=source)


@pytest.mark.parametrize("source", ["rules", "reader"])
def test_a_value_that_is_said_again_is_surer(source: Source) -> None:
    assert confidence(said(3), said(3), said(3), source=source) > confidence(said(3), source=source)


def test_agreement_raises_confidence_and_doubt_lowers_it() -> None:
    both = confidence(replace(said(3), found_by="both"))
    assert both > confidence(said(3))
    assert both > confidence(replace(said(3, 0.29), found_by="reader"))


@pytest.mark.parametrize("source", ["rules", "reader"])
def test_what_is_never_judged_has_a_confidence_too(source: Source) -> None:
    weapon = Statement("weapon", "a mortar", "stated", None, None, Span(0, 8), 0.9)
    (found,) = calibrated(report(weapon), source).statements
    assert 0 < found.confidence < 1
    assert weights(source)


def test_calibration_changes_nothing_but_confidence() -> None:
    text = "Two rockets hit the market in Kirkuk on 3 May 2021, killing four people."
    document, _ = dated(Page("a", "text/plain", text, Meta()))
    marked, sure = traced(document).extraction, extract(document)
    assert [calibrated(r, "rules") for r in marked.reports] == list(sure.reports)
    for before, after in zip(marked.reports, sure.reports, strict=True):
        assert before.values == after.values
        assert [replace(s, confidence=0) for s in before.statements] == [
            replace(s, confidence=0) for s in after.statements
        ]
    assert [s.confidence for s in sure.reports[0].statements] != [
        s.confidence for s in marked.reports[0].statements
    ]

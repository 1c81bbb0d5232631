"""How two states of a book differ."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from incidentbook.model import Count, Incident, ReportRef, SourceCount, Values
from incidentbook.review import Change, differences


def incident(name: str, *reports: str, **values: Any) -> Incident:
    refs = tuple(ReportRef(r, f"{r}-1") for r in reports)
    return Incident(f"IB-{name}", Values(**values), (), refs, SourceCount(1, 1), "machine", "weak")


def told(before: list[Incident], after: list[Incident]) -> list[tuple[str, str, str | None]]:
    return [(c.kind, c.incident, c.other) for c in differences(before, after)]


def test_the_same_is_no_difference() -> None:
    state = [incident("1", "a", killed=Count.exactly(3)), incident("2", "b")]
    assert differences(state, list(reversed(state))) == []


def test_new_and_gone() -> None:
    one, two = incident("1", "a"), incident("2", "b")
    assert told([one], [two]) == [("new", "IB-2", None), ("gone", "IB-1", None)]


def test_merged_and_split_off() -> None:
    apart, one = [incident("1", "a"), incident("2", "b", "c")], [incident("1", "a", "b", "c")]
    assert told(apart, one) == [("merged", "IB-2", "IB-1")]
    assert told(one, apart) == [("split", "IB-2", "IB-1")]


def test_an_incident_with_another_id_and_the_same_reports_went_over() -> None:
    assert told([incident("1", "a", "b")], [incident("9", "a", "b")]) == [
        ("merged", "IB-1", "IB-9"),
        ("split", "IB-9", "IB-1"),
    ]


def test_values_status_and_grade_that_changed() -> None:
    before = incident("1", "a", killed=Count.exactly(3), weapon="rocket")
    after = replace(
        before, values=Values(killed=Count.exactly(4), site="market"), status="reviewed", grade="fair"
    )
    assert differences([before], [after]) == [
        Change("value", "IB-1", None, "killed", Count.exactly(3), Count.exactly(4)),
        Change("value", "IB-1", None, "site", None, "market"),
        Change("value", "IB-1", None, "weapon", "rocket", None),
        Change("status", "IB-1", before="machine", after="reviewed"),
        Change("grade", "IB-1", before="weak", after="fair"),
    ]

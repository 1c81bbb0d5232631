"""Short articles through the whole extractor: what must be read from them, and what must not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from incidentbook import extract
from incidentbook.model import Count, Extraction, Interval, Report

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "cases.yaml").read_text(encoding="utf-8")
)


def plain(value: Any) -> Any:
    """A value as the cases write it."""
    match value:
        case Interval(earliest=a, latest=b):
            return a if a == b else f"{a}..{b}"
        case Count(low=low, high=high):
            return f"{low}..{'' if high is None else high}"
        case tuple():
            return [plain(v) for v in value]
        case _ if hasattr(value, "to"):
            return value.to.name
        case _:
            return getattr(value, "name", value)


def check(report: Report, want: dict[str, Any]) -> list[str]:
    got = {name: plain(getattr(report.values, name)) for name in want if name != "main"}
    wrong = [f"{name}: {got[name]!r} instead of {want[name]!r}" for name in got if got[name] != want[name]]
    return wrong + ([] if report.main == want.get("main", report.main) else [f"main is {report.main}"])


@pytest.fixture(scope="module", params=CASES, ids=[c["name"] for c in CASES])
def case(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def read(case: dict[str, Any]) -> Extraction:
    published = case["published"]
    assert isinstance(published, date)
    return extract(case["text"], published=published)


def test_the_reports_are_those_of_the_text(case: dict[str, Any]) -> None:
    found = read(case).reports
    assert len(found) == len(case["reports"]), [r.values.items() for r in found]
    wrong = [w for report, want in zip(found, case["reports"], strict=True) for w in check(report, want)]
    assert not wrong


def test_every_statement_stands_on_words_of_the_text(case: dict[str, Any]) -> None:
    extraction = read(case)
    for statement in (s for r in extraction.reports for s in r.statements):
        assert statement.span.of(extraction.document.text).strip()
        assert 0 <= statement.confidence <= 1


def test_every_value_is_backed_by_a_statement(case: dict[str, Any]) -> None:
    for report in read(case).reports:
        said = {s.property for s in report.statements if s.value is not None}
        assert {name for name, _ in report.values.items()} <= said


def test_the_same_text_gives_the_same_ids(case: dict[str, Any]) -> None:
    assert [r.id for r in read(case).reports] == [r.id for r in read(case).reports]

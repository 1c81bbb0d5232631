"""What was hit, where, with what and from where, read from single sentences in our own words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from incidentbook import extract
from incidentbook.model import Count, Interval, Report

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "roles.yaml").read_text(encoding="utf-8")
)
PUBLISHED = date(2023, 5, 10)  # a Wednesday


def written(value: Any) -> Any:
    """A value as the cases write it."""
    if isinstance(value, Count):
        return f"{value.low}..{'' if value.high is None else value.high}"
    if isinstance(value, Interval):
        return value.earliest if value.known_day else value
    return getattr(value, "name", value)


def value_of(report: Report, prop: str, want: Any) -> Any:
    """The value of a report; of several targets the wanted one."""
    got = getattr(report.values, prop)
    if prop != "target" or got is None:
        return written(got)
    names = [t.name for t in got]
    return want if want in names else names


@pytest.mark.parametrize("case", CASES, ids=[c["name"] for c in CASES])
def test_a_sentence_says_what_was_hit_and_how(case: dict[str, Any]) -> None:
    reports = extract(case["text"], published=PUBLISHED).reports
    assert reports
    wanted = {k: v for k, v in case.items() if k not in ("name", "text")}
    assert {k: value_of(reports[0], k, v) for k, v in wanted.items()} == wanted

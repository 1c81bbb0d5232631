"""Counts of real articles against books of them: what is checked, over which days and of what, and the verdict."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from incidentbook.check.findings import Findings
from incidentbook.pipeline import Book

NEWS = Path(os.environ.get("BENCH", "../shared/bench")) / "news"


def checked(path: Path, *sets: str) -> Findings:
    for name in sets:
        if not (NEWS / name / "articles").exists():
            pytest.skip(f"{NEWS / name} is not there: set BENCH to the folder of the benchmarks")
    with Book.open(path / "book.db") as book:
        for name in sets:
            meta = NEWS / name / "meta.jsonl"
            book.add(NEWS / name / "articles", meta=meta if meta.exists() else None)
        return book.check()


@pytest.mark.parametrize(("sets", "least"), [(("seeds",), (35, 35, 3)), (("seeds", "dev"), (25, 25, 2))])
def test_the_counts_of_the_first_articles_are_found_and_the_book_has_fewer(
    tmp_path: Path, sets: tuple[str, ...], least: tuple[int, int, int]
) -> None:
    findings = checked(tmp_path, *sets)
    found = {c.tally.count.low: c for c in findings.tallies}
    assert found.keys() >= {43, 45, 5}
    for number, gap in zip((43, 45, 5), least, strict=True):
        check = found[number]
        assert check.verdict == "book has fewer"
        assert check.gap is not None
        assert gap <= check.gap.low <= (check.gap.high or 0) <= number
    assert [str(found[n].scope.period.earliest) for n in (43, 45)] == ["2021-01-01", "2021-01-01"]  # type: ignore[union-attr]
    assert {p.country for p in found[43].scope.places} == {"IQ"}
    assert {p.country for p in found[45].scope.places} == {"IQ", "SY"}
    assert found[43].scope.sides == found[45].scope.sides == {"US"}
    assert 2 in [s.new.low for series in findings.series for s in series.steps if s.new]

"""Nothing that is said of an attack comes from what surrounds the story: menus, share bars, author blurbs, other headlines."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from incidentbook.model import Extraction, Span
from incidentbook.pipeline import extract_all

NEWS = Path(os.environ.get("BENCH", "../shared/bench")) / "news"


def taken(extraction: Extraction) -> Iterator[tuple[str, Span]]:
    """The words from which each statement, its actors among them, and each tally was taken."""
    yield from ((s.property, s.span) for report in extraction.reports for s in report.statements)
    yield from (("tally", tally.span) for tally in extraction.tallies)


def noise(extraction: Extraction, gold: dict[str, Any]) -> list[tuple[int, int]]:
    """What is marked as boilerplate by the program, and by those who read the article."""
    article = next(a for a in gold["articles"] if a["file"] == Path(extraction.document.source).name)
    marked = [n for n in gold["non_events"] if n["article"] == article["id"] and "boilerplate" in n["what"]]
    regions = [tuple(r.span) for r in extraction.document.regions if r.kind == "boilerplate"]
    return [*regions, *((start, end) for n in marked for start, end in n["spans"])]


@pytest.mark.parametrize("name", ["seeds", "dev"])
def test_nothing_comes_from_boilerplate(name: str) -> None:
    if not (NEWS / name / "gold.json").exists():
        pytest.skip(f"{NEWS / name} is not there: set BENCH to the folder of the benchmarks")
    gold = json.loads((NEWS / name / "gold.json").read_text("utf-8"))
    found = [o for o in extract_all([NEWS / name / "articles"], workers=1) if isinstance(o, Extraction)]
    said = [(e.document.source, what, span, noise(e, gold)) for e in found for what, span in taken(e)]
    wrong = [
        (source, what, span)
        for source, what, span, lines in said
        if any(span.start < end and start < span.end for start, end in lines)
    ]
    assert wrong == []
    assert len(said) > 100
    assert sum(len(noise(e, gold)) for e in found) > 3

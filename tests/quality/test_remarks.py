"""The seeds: what they say that can be held against a record, and what in them does not fit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from incidentbook.check.misplaced import Telling, misplaced
from incidentbook.check.plausibility import flags_of
from incidentbook.model import Distance, Extraction, Figure, Order, Trend
from incidentbook.pipeline import extract_all

SEEDS = Path(os.environ.get("BENCH", "../shared/bench")) / "news" / "seeds" / "articles"
pytestmark = pytest.mark.skipif(
    not SEEDS.exists(), reason=f"{SEEDS} is not there: set BENCH to the folder of the benchmarks"
)
# Other reports of the attack that one seed puts at Camp Taji.
OTHERS = (
    "KIRKUK, Iraq, Jan 2, 2020 - More than thirty rockets hit the K1 base outside Kirkuk on 27 December 2019. "
    "One US contractor was killed and four American troops were hurt, the coalition said.",
    "BAGHDAD, Dec 30, 2019 - On Friday, December 27, 2019, rockets were fired at the K-1 base near Kirkuk, killing "
    "an American civilian contractor.",
)


@pytest.fixture(scope="module")
def seeds() -> list[Extraction]:
    return [o for o in extract_all([SEEDS], workers=1) if isinstance(o, Extraction)]


def test_the_two_wrong_distances_are_flagged_and_nothing_else(seeds: list[Extraction]) -> None:
    found = [(Path(e.document.source).name[:3], f.kind, f.known) for e in seeds for f in flags_of(e)]
    assert found == [
        ("000", "distance", "67 km north of Baghdad"),
        ("002", "distance", "24 km northwest of Baghdad"),
    ]


def test_the_wrong_site_is_flagged_where_others_tell_of_the_attack(
    seeds: list[Extraction], tmp_path: Path
) -> None:
    for number, text in enumerate(OTHERS):
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    read = [*seeds, *(o for o in extract_all([tmp_path], workers=1) if isinstance(o, Extraction))]
    found = misplaced(Telling(e.document, r) for e in read for r in e.reports)
    assert [(f.said, f.known) for f in found] == [("Camp Taji", "2 others: K1 Air Base")]
    assert misplaced(Telling(e.document, r) for e in seeds for r in e.reports) == ()


def test_lulls_orders_distances_and_figures_of_the_seeds(seeds: list[Extraction]) -> None:
    said = [r for e in seeds for r in e.remarks]
    assert [(r.kind, r.period and str(r.period.earliest)) for r in said if isinstance(r, Trend)] == [
        ("rose", None),
        ("stopped", "2022-06-01"),
    ]
    orders = [(r.kind, r.gap and r.gap.best, r.habitual) for r in said if isinstance(r, Order)]
    assert ("after", 7, False) in orders
    assert ("before", 1, False) in orders
    assert [o for o in orders if o[2]] == [("after", None, True)]
    assert len([r for r in said if isinstance(r, Distance)]) == 2
    figures = [r for r in said if isinstance(r, Figure)]
    assert [r.count.best for r in figures] == [2500, 2500, 2500, 2500, 1000]
    assert [r.whole.best for r in figures if r.whole] == [3500]

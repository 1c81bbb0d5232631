"""Quality floors: the product over whole sets of articles, held against figures that only rise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks import news

BENCH = Path(os.environ.get("BENCH", "../shared/bench"))
FLOORS: dict[str, dict[str, float]] = yaml.safe_load(
    (Path(__file__).parent / "floors.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module", params=FLOORS)
def scored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Any]]:
    name = str(request.param)
    if not (BENCH / "news" / name / "gold.json").exists():
        pytest.skip(f"{BENCH / 'news' / name} is not there: set BENCH to the folder of the benchmarks")
    return name, news.score(BENCH / "news", name, tmp_path_factory.mktemp(name))


def test_no_figure_falls_below_its_floor(scored: tuple[str, dict[str, Any]]) -> None:
    name, figures = scored
    fallen = {k: (figures[k], floor) for k, floor in FLOORS[name].items() if not (figures[k] or 0) >= floor}
    assert not fallen, f"{name}: figure and floor of what fell: {fallen}"

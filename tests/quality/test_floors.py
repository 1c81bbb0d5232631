"""Quality floors: the product over whole sets of articles, held against figures that only rise."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from benchmarks import news

from incidentbook.extract.interface import WithReader

BENCH = Path(os.environ.get("BENCH", "../shared/bench"))
HERE = Path(__file__).parent
FLOORS: dict[str, dict[str, float]] = yaml.safe_load((HERE / "floors.yaml").read_text(encoding="utf-8"))
READER: dict[str, dict[str, float]] = yaml.safe_load(
    (HERE / "floors_reader.yaml").read_text(encoding="utf-8")
)


@pytest.fixture(scope="module", params=FLOORS)
def scored(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, dict[str, Any]]:
    name = str(request.param)
    if not (BENCH / "news" / name / "gold.json").exists():
        pytest.skip(f"{BENCH / 'news' / name} is not there: set BENCH to the folder of the benchmarks")
    return name, news.score(BENCH / "news", name, tmp_path_factory.mktemp(name))


@pytest.mark.parametrize("name", READER)
def test_none_falls_with_the_trained_reader(name: str, tmp_path: Path) -> None:
    if not (BENCH / "news" / name / "gold.json").exists():
        pytest.skip(f"{BENCH / 'news' / name} is not there: set BENCH to the folder of the benchmarks")
    figures = news.score(BENCH / "news", name, tmp_path, WithReader())
    assert not _fallen(figures, READER[name])


def test_no_figure_falls_below_its_floor(scored: tuple[str, dict[str, Any]]) -> None:
    name, figures = scored
    fallen = _fallen(figures, FLOORS[name])
    assert not fallen, f"{name}: figure and floor of what fell: {fallen}"


def _fallen(figures: dict[str, Any], floors: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {k: (figures[k], floor) for k, floor in floors.items() if not (figures[k] or 0) >= floor}

"""The five first articles together: which of what they tell is one incident."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.link.test_quality import gold

from incidentbook.link import cluster
from incidentbook.model import Incident
from incidentbook.pipeline import Book

SEEDS = Path(os.environ.get("BENCH", "../shared/bench")) / "news" / "seeds"
pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the benchmark is not here: set BENCH")


@pytest.fixture(scope="module")
def incidents(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Incident]]:
    with Book.open(tmp_path_factory.mktemp("seeds") / "book.db") as book:
        book.add(SEEDS / "articles")
        yield book.incidents()


def at(incidents: list[Incident], name: str) -> list[Incident]:
    return [i for i in incidents if i.values.place is not None and name in i.values.place.name]


def test_as_people_wrote_them_down_they_are_fifteen() -> None:
    items, labels = gold("seeds")
    assert len(cluster(items)) == len(set(labels)) == 15


def test_one_killing_of_two_texts(incidents: list[Incident]) -> None:
    killings = [i for i in at(incidents, "Baghdad") if i.sources.documents > 1]
    assert [str(i.values.date and i.values.date.known_day) for i in killings] == ["2020-01-03"]


def test_two_rocket_attacks_on_one_camp_stay_two(incidents: list[Incident]) -> None:
    days = sorted(str(i.values.date and i.values.date.latest)[:7] for i in at(incidents, "Taji"))
    assert days == ["2019-12", "2020-07"]


def test_no_other_two_are_one(incidents: list[Incident]) -> None:
    assert [i.sources.documents for i in incidents if len(i.reports) > 1] == [2]

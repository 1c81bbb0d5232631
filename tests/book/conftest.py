"""Extractions to fill books with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from incidentbook.book import Store
from incidentbook.model import (
    Actor,
    Count,
    Document,
    Extraction,
    Interval,
    Place,
    Published,
    Region,
    Report,
    Span,
    Statement,
    Tally,
    Values,
)

ASAD = Place("Ain al-Asad Airbase", "IQ", "Anbar", 33.786, 42.441, 1, "base:asad")
_ARMY = Actor("Iraqi army", None, "military", "IQ")
TEXT = "Three rockets hit Ain al-Asad on Monday. Nobody was hurt. It is the 43rd attack since January."


def _extraction(
    document: str, *reports: Report, published: str | None = "2021-07-05", publisher: str | None = None
) -> Extraction:
    dated = Published(Interval.day(date.fromisoformat(published)), "metadata", ()) if published else None
    article = Document(
        document, f"{document}.txt", "Rockets", publisher, None, "en", None, dated, TEXT,
        (Region("title", Span(0, 5)),),
    )  # fmt: skip
    tally = Tally("t1", Count.exactly(43), None, "attacks", ASAD, None, None, None, None, None, Span(66, 70))
    return Extraction(article, reports, (tally,))


def _report(name: str, *, main: bool = True, at: int = 0, **values: Any) -> Report:
    said = (
        Statement("munitions", Count.exactly(3), "stated", None, None, Span(at, at + 5), 0.9),
        Statement("claimed_by", None, "reported", _ARMY, None, Span(at, at + 9), 0.5),
    )  # fmt: skip
    given = {"date": Interval.day(date(2021, 7, 5)), "place": ASAD, "attack_type": "rocket"} | values
    return Report(name, main, Values(**given), said)


@pytest.fixture
def extraction() -> Callable[..., Extraction]:
    """`extraction(document id, *reports, published=…)`."""
    return _extraction


@pytest.fixture
def report() -> Callable[..., Report]:
    """`report(id, main=…, at=offset, **values)`: rockets on a base on one day unless told otherwise."""
    return _report


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new book."""
    with Store.open(tmp_path / "book.db", create=True) as opened:
        yield opened

"""An undated article is put on the calendar by dated ones that tell of its attack, in whatever order they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from incidentbook.link.dating import BookDating, dates_from_others, is_coarse, own_items
from incidentbook.model import Extraction, Interval
from incidentbook.pipeline import Book, extract

UNDATED = """Rockets strike base housing foreign troops

Three rockets hit the Balad air base north of Baghdad on Monday, killing four contractors, Iraqi security sources said.

No group has claimed the attack so far.
"""
MILITARY = """Contractors killed at Balad

Four contractors were killed when three rockets struck Balad air base on Monday, the Iraqi military said.
"""
POLICE = """Balad air base comes under fire

Three rockets were fired at Balad air base on Monday evening. Four foreign contractors were killed, a police officer
said on Tuesday.
"""


def told(undated: str, *dated: Extraction) -> tuple[Extraction, BookDating | None]:
    read = extract(undated, source="undated.txt")
    items = [item for extraction in (read, *dated) for item in own_items(extraction)]
    return read, dates_from_others(items, {read.document.id: read}.__getitem__).get(read.document.id)


def test_a_weekday_is_the_day_that_others_give_their_attack() -> None:
    known = extract(MILITARY, "2022-03-14")
    read, dating = told(UNDATED, known)
    assert is_coarse(read.document.published.interval if read.document.published else None)
    assert dating is not None
    assert dating.published.interval == Interval(date(2022, 3, 14), date(2022, 3, 21))
    assert dating.published.method == "inferred"
    assert [span.of(UNDATED) for span in dating.published.evidence] == ["Monday"]
    assert (dating.reason, dating.others) == ("“Monday” is 2022-03-14", (known.document.id,))


@pytest.mark.parametrize(
    ("undated", "other"),
    [
        (
            "at Balad air base on Monday, killing four contractors",
            "at Balad air base on Thursday and killed four contractors",
        ),
        (
            "at Balad air base on Monday, killing four contractors",
            "at Ain al-Asad air base on Monday and killed four contractors",
        ),
        (
            "at Balad air base on Monday, killing four contractors",
            "at Balad air base on Monday and killed six contractors",
        ),
        (
            "at Balad air base on Monday, wounding two contractors",
            "at Balad air base on Monday and wounded two contractors",
        ),
        ("at Balad air base on Monday, hurting nobody", "at Balad air base on Monday and hurt nobody"),
        (
            "in Anbar province on Monday, killing four contractors",
            "in Anbar province on Monday and killed four contractors",
        ),
    ],
    ids=["weekday", "place", "toll", "a toll too small", "no toll", "a province"],
)
def test_what_may_be_another_attack_dates_nothing(undated: str, other: str) -> None:
    known = extract(f"Three rockets landed {other}, Iraqi security sources said.\n", "2022-03-18")
    assert told(f"Three rockets landed {undated}, Iraqi security sources said.\n", known)[1] is None


def test_the_day_of_something_else_dates_nothing() -> None:
    known = extract(MILITARY, "2022-03-14")
    undated = UNDATED.replace(" on Monday", "").replace(
        "No group", "A suspect was brought to court on Monday. No group"
    )
    assert told(undated, known)[1] is None


def test_where_two_attacks_fit_both_stay_possible() -> None:
    first, second = extract(MILITARY, "2022-03-14"), extract(POLICE, "2022-05-10")
    dating = told(UNDATED, first, second)[1]
    assert dating is not None
    assert dating.published.interval == Interval(date(2022, 3, 14), date(2022, 5, 16))


def test_any_order_of_coming_gives_the_same_book(tmp_path: Path) -> None:
    read = [extract(UNDATED, source="u"), extract(MILITARY, "2022-03-14"), extract(POLICE, "2022-03-15")]
    books = {_held(tmp_path / f"{n}.db", order) for n, order in enumerate(permutations(read))}
    assert len(books) == 1
    (text,) = books
    assert "2022, 3, 21" in text


def test_a_document_is_known_again_and_loses_the_day_with_its_ground(tmp_path: Path) -> None:
    read, known = extract(UNDATED, source="u"), extract(MILITARY, "2022-03-14")
    with Book.open(tmp_path / "a.db") as book:
        book.add_extractions([known, read])
        (incident,) = book.incidents()
        (dating,) = book.datings(incident)
        assert (dating.document.source, [d.id for d in dating.others]) == ("u", [known.document.id])
        assert book.add_extractions([read]).known == 1
        book.add_extractions([extract(MILITARY, "2023-05-16")])
        days = {d.published.interval for i in book.incidents() for d, _ in book.reports(i) if d.published}
        assert Interval(date(2023, 5, 15), date(2023, 5, 22)) in days


def _held(location: Path, extractions: tuple[Extraction, ...]) -> str:
    with Book.open(location) as book:
        for extraction in extractions:
            book.add_extractions([extraction])
        incidents = [replace(i, id="") for i in book.incidents()]
        told = [(d.document.id, d.told) for i in book.incidents() for d in book.datings(i)]
        reports = [report for i in book.incidents() for report in book.reports(i)]
    return repr((incidents, told, reports))

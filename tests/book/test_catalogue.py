"""The catalogue beside a book: true to it after every change, made anew where it is not ours, and never trusted blindly."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from incidentbook.book import View, surveying
from incidentbook.book.catalogue import ACTOR, Asked, Box, Catalogue, cursor, read_cursor
from incidentbook.book.catalogue.terms import asked_words, words_of
from incidentbook.errors import BookError, QueryError, UnknownIncidentError
from incidentbook.exchange import dump_incident
from incidentbook.model import Actor, Extraction, Interval, Place
from incidentbook.pipeline import Book
from incidentbook.review.desk import Said

ANY = ("machine", "reviewed", "rejected")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.open(tmp_path / "book.db") as opened:
        yield opened


@pytest.fixture
def article(
    extraction: Callable[..., Extraction], report: Callable[..., object]
) -> Callable[[int], Extraction]:
    """`article(number)`: of an attack of its own."""

    def made(number: int) -> Extraction:
        place = Place(f"Town {number}", "SY", None, 33 + number / 9, 36.0, 2, None)
        day = Interval.day(date(2000 + number, 1, 1 + number % 28))
        said = report(f"d{number}-1", date=day, place=place)
        return extraction(f"d{number}", said, publisher=f"Paper {number % 3}")

    return made


def same(book: Book, view: View | None = None) -> None:
    """The catalogue says what the book says."""
    seen = view or View()
    page = book.catalogue.snapshot(seen).page(Asked(statuses=ANY, limit=1000))
    said = book.incidents(policy=seen.policy, as_of=seen.as_of)
    assert [kept.incident for kept in page.entries] == [dump_incident(i) for i in said]
    assert page.total == len(said)


def test_it_is_true_to_the_book_after_every_change(book: Book, article: Callable[[int], Extraction]) -> None:
    rng = random.Random(7)
    same(book)
    for number in range(12):
        book.add_extractions([article(number)])
        same(book)
        incident = rng.choice(book.incidents())
        if number % 3 == 0:
            book.review.correct(incident.id, "killed", None, Said("ann", "unknown"))
        elif number % 3 == 1:
            book.review.reject(incident.id, Said("ann", "a film"))
        elif len(book.incidents()) > 1:
            book.review.merge([i.id for i in rng.sample(book.incidents(), 2)], Said("ann"))
        same(book)
        same(book, View("highest"))
    book.review.undo("last", Said("ann"))
    same(book)
    same(book, View(as_of=date(2021, 7, 5)))


def test_only_what_changed_is_computed(
    book: Book, article: Callable[[int], Extraction], monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[str] = []
    entry = surveying.entry

    def counting(name: str, *rest: object) -> object:
        computed.append(name)
        return entry(name, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(surveying, "entry", counting)
    book.add_extractions(article(n) for n in range(5))
    book.catalogue.snapshot()
    assert len(computed) == 5
    computed.clear()
    incident = book.incidents()[0]
    book.review.confirm(incident.id, Said("ann"))
    book.catalogue.snapshot()
    book.catalogue.snapshot()
    assert computed == [incident.id]


def test_it_is_taken_up_again_and_not_made_anew(
    book: Book, article: Callable[[int], Extraction], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    book.add_extractions(article(n) for n in range(3))
    book.catalogue.snapshot()
    book.close()
    monkeypatch.setattr(surveying, "described", lambda *_: pytest.fail("it was computed again"))
    with Book.open(tmp_path / "book.db") as again:
        same(again)


@pytest.mark.parametrize("damage", [b"", b"no catalogue at all", b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_one_is_made_anew(
    book: Book, article: Callable[[int], Extraction], tmp_path: Path, damage: bytes
) -> None:
    book.add_extractions([article(1)])
    book.catalogue.snapshot()
    book.close()
    for path in (tmp_path / "book.db.catalogue").iterdir():
        path.write_bytes(damage)
    with Book.open(tmp_path / "book.db") as again:
        same(again)


def test_one_that_is_deleted_or_damaged_while_in_use_is_made_anew(
    book: Book, article: Callable[[int], Extraction], tmp_path: Path
) -> None:
    book.add_extractions([article(1)])
    book.catalogue.snapshot()
    shutil.rmtree(tmp_path / "book.db.catalogue")
    same(book)
    (file,) = (tmp_path / "book.db.catalogue").glob("*.db")
    book.catalogue.snapshot().file.close()
    file.write_bytes(b"x" * 20_000)
    with pytest.raises(BookError):
        book.catalogue.snapshot().page(Asked())
    same(book)


def test_one_of_another_book_at_its_place_is_not_believed(
    article: Callable[[int], Extraction], tmp_path: Path
) -> None:
    for number in (1, 2):
        with Book.open(tmp_path / f"{number}.db") as book:
            book.add_extractions([article(number)])
            book.catalogue.snapshot()
    shutil.rmtree(tmp_path / "2.db.catalogue")
    shutil.copytree(tmp_path / "1.db.catalogue", tmp_path / "2.db.catalogue")
    with Book.open(tmp_path / "2.db") as book:
        same(book)


def test_where_nothing_can_be_written_it_lies_elsewhere(
    book: Book, article: Callable[[int], Extraction], tmp_path: Path
) -> None:
    book.add_extractions([article(1)])
    (tmp_path / "book.db.catalogue").write_text("a file in the way")
    same(book)


def test_ids_and_beginnings_of_ids(book: Book, article: Callable[[int], Extraction]) -> None:
    book.add_extractions(article(n) for n in range(3))
    catalogue: Catalogue = book.catalogue
    one, other = (i.id for i in book.incidents()[:2])
    assert catalogue.incident(one.lower().removeprefix("ib-")).id == one
    assert catalogue.incident(one[:7]).id == one
    book.review.merge([one, other], Said("ann"))
    assert catalogue.incident(one).id == catalogue.incident(other).id
    for wrong in ("IB-ZZZZZZ", "", "IB-", "%", "\U0010ffff"):
        with pytest.raises(UnknownIncidentError):
            catalogue.incident(wrong)


def test_open_ends_and_boxes(
    book: Book, extraction: Callable[..., Extraction], report: Callable[..., object]
) -> None:
    def one(name: str, when: Interval | None, lat: float, lon: float) -> Extraction:
        return extraction(
            name, report(f"{name}-1", date=when, place=Place(name, None, None, lat, lon, 2, None))
        )

    book.add_extractions(
        [
            one("before", Interval(None, date(2000, 1, 5)), 0, 0),
            one("after", Interval(date(2010, 1, 5), None), 10, 179),
            one("never", None, 10, -179),
        ]
    )
    snapshot = book.catalogue.snapshot()

    def names(**asked: object) -> list[str]:
        page = snapshot.page(Asked(**asked))  # type: ignore[arg-type]
        incidents = {dump_incident(i): i.values.place.name for i in book.incidents() if i.values.place}
        return [incidents[kept.incident] for kept in page.entries]

    assert names() == ["before", "after", "never"]
    assert names(since=date(1, 1, 1), until=date(9999, 12, 31)) == ["before", "after"]
    assert names(since=date(1, 1, 1), until=date(9999, 12, 31), when="certain") == []
    assert names(until=date(1990, 1, 1)) == ["before"]
    assert names(since=date(2030, 1, 1)) == ["after"]
    assert names(box=Box(-1, -1, 1, 1)) == ["before"]
    assert names(box=Box(178, 0, -178, 20)) == ["after", "never"]


def test_words() -> None:
    assert words_of(["Café-BAR, l'État!", "x_y 2021"]) == {"cafe", "bar", "l", "etat", "x", "y", "2021"}
    assert asked_words("Café bomb* -x") == [("cafe", False), ("bomb", True), ("x", False)]
    for none in ("", "!?", " ".join(map(str, range(50)))):
        with pytest.raises(QueryError):
            asked_words(none)


def test_names_are_found_by_a_part_of_them(
    book: Book, extraction: Callable[..., Extraction], report: Callable[..., object]
) -> None:
    houthis = Actor("Houthís", "houthis", "armed_group", "YE")
    book.add_extractions([extraction("d1", report("d1-1", perpetrator=houthis))])
    snapshot = book.catalogue.snapshot()
    assert [count for _, count in snapshot.named(ACTOR, "OUTHI")] == [1]
    assert snapshot.named(ACTOR, "shia") == []


@pytest.mark.parametrize(
    "written",
    ["", "x", "WyJkYXRlIl0", "bnVsbA", "e30", "W10", "é", "A" * 500, cursor("date", (1, 2)), cursor("-date", (1, "a")),
     cursor("date", (1, "a\0")), cursor("date", (10**30, "a")), cursor("date", (True, "a"))],
)  # fmt: skip
def test_cursors_that_are_none(written: str) -> None:
    with pytest.raises(QueryError):
        read_cursor(written, "date", (int, str))


def test_a_cursor_comes_back() -> None:
    assert read_cursor(cursor("date", (-3, "é")), "date", (int, str)) == (-3, "é")


def test_incidents_at_one_place_by_date_around_one(
    book: Book, extraction: Callable[..., Extraction], report: Callable[..., object]
) -> None:
    here, there = (
        Place(name, "SY", None, lat, 36.0, 2, None) for name, lat in (("Here", 33.0), ("There", 35.0))
    )

    def at(number: int, place: Place, year: int | None) -> Extraction:
        said = report(f"n{number}-1", date=year and Interval.day(date(year, 3, 5)), place=place)
        return extraction(f"n{number}", said, publisher=f"Paper {number}")

    years = (
        (here, 2003),
        (here, 2001),
        (there, 2002),
        (here, 2009),
        (here, 2005),
        (here, None),
        (here, 2007),
    )
    book.add_extractions([at(number, *told) for number, told in enumerate(years)])
    dated = {
        i.values.date.earliest.year: i for i in book.incidents() if i.values.date and i.values.date.earliest
    }
    book.review.reject(dated[2007].id, Said("ann", "no attack"))
    found = book.catalogue.snapshot().beside(dated[2003], 5)
    assert [kept.id for kept in found.earlier] == [dated[2001].id]
    assert [kept.id for kept in found.later] == [dated[2005].id, dated[2009].id]
    assert found.total == 3
    assert [k.id for k in book.catalogue.snapshot().beside(dated[2009], 1).earlier] == [dated[2005].id]
    assert book.catalogue.snapshot().beside(dated[2002], 5).total == 0

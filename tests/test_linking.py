"""Which incidents an article would join is told without storing it, and comes true when it is stored."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.api.conftest import articles, extraction

from incidentbook.book import Store
from incidentbook.model import Extraction
from incidentbook.pipeline import Book
from incidentbook.review.desk import Said


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.open(tmp_path / "b.db") as opened:
        yield opened


def held(book: Book, told: Extraction) -> dict[str, str]:
    """The incident of each report of an article of the book."""
    found = book.listing.reports(told.document.id, None, (), 100).items
    return {one.report.id: str(one.incident) for one in found}


@pytest.mark.parametrize("name", ["erbil1", "erbil2", "suva", "apia", "evil"])
def test_what_is_foretold_comes_true(book: Book, name: str) -> None:
    every = {told.document.id: told for told in articles()}
    draft = every.pop(name)
    book.add_extractions(every.values())
    before = {i.id for i in book.incidents()}
    counts = book.counts()
    foretold = book.joining(draft)
    assert book.counts() == counts
    book.add_extractions([draft])
    book.incidents()
    assert {r: i if i in before else None for r, i in held(book, draft).items()} == foretold
    assert (foretold[f"{name}-1"] is not None) == (name in ("erbil1", "erbil2"))


def test_of_an_article_of_the_book_its_own_incidents_are_told(book: Book) -> None:
    book.add_extractions(articles())
    told = articles()[0]
    assert book.joining(told) == held(book, told)


def test_what_reviewers_decided_holds_for_what_comes(book: Book) -> None:
    """An article that tells of one of two incidents which a reviewer keeps apart does not bring them together."""
    book.add_extractions(articles())
    desk = book.review
    desk.pair("different", desk.find("erbil1-1"), desk.find("erbil2-1"), Said("ann", None, None))
    there = {i.id for i in book.incidents()}
    draft = extraction("erbil3")
    foretold = book.joining(draft)
    book.add_extractions([draft])
    book.incidents()
    assert {r: i if i in there else None for r, i in held(book, draft).items()} == foretold


def test_into_an_empty_book_all_is_new(book: Book) -> None:
    told = articles()[0]
    assert book.joining(told) == {"erbil1-1": None}


def test_two_threads_do_not_link_at_once(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    book.add_extractions(articles())
    inside, most = [], []

    def slow(store: Store) -> None:
        inside.append(1)
        most.append(len(inside))
        time.sleep(0.05)
        inside.pop()

    monkeypatch.setattr("incidentbook.linking.link", slow)
    monkeypatch.setattr(Store, "stale", True)
    draft = extraction("new")
    asking = [
        threading.Thread(target=ask)
        for ask in (
            book.incidents,
            lambda: book.joining(draft),
            lambda: book.check([draft]),
            book.review.questions,
        )
    ]
    for thread in asking:
        thread.start()
    for thread in asking:
        thread.join()
    assert len(most) >= len(asking)
    assert max(most) == 1

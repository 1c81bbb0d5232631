"""The pages of articles: what books hold is shown as text, marks stand on their words, the list goes on, adding is for some."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE, TEXT, extraction, logged_in

from incidentbook.api.reading import Reading, Room
from incidentbook.api.schemas import TextIn
from incidentbook.api.settings import Settings
from incidentbook.model import Document, Extraction
from incidentbook.pipeline import Book
from incidentbook.web import create_app

EVIL = '"><img onerror=alert(1) src=x><script>alert(1)</script>'


def evil() -> Extraction:
    """An article in which everything is an attempt."""
    told = extraction("worse", title=EVIL, publisher=EVIL)
    statement = replace(told.reports[0].statements[2], value=EVIL, channel=EVIL)
    report = replace(told.reports[0], statements=(statement,))
    document: Document = replace(
        told.document, text=EVIL + told.document.text, author=EVIL, url="javascript:alert(1)", source=EVIL
    )
    return Extraction(document, (report,), told.tallies)


def test_what_a_book_holds_is_shown_as_text(book: Book, web: TestClient) -> None:
    book.add_extractions([evil()])
    for path in ("/documents", "/documents/worse", "/documents/evil", "/documents?q=%22%3E%3Cimg"):
        shown = web.get(path).text
        assert "alert(1)" in shown
        assert "<img" not in shown
        assert "<script>" not in shown
        assert 'href="javascript' not in shown
        assert not re.search(r"<[^>]* (on\w+|style)=", shown)


def test_an_article_with_its_marks(web: TestClient) -> None:
    shown = web.get("/documents/erbil1").text
    body = re.search(r'<p class="is-body".*?</p>', shown, re.DOTALL)
    assert body is not None
    assert html.unescape(re.sub(r"<[^>]*>", "", body[0])).startswith(TEXT)
    number = re.search(r'href="#(m\d+)"[^>]*>One guard was killed<', body[0])
    assert number is not None
    entry = re.search(rf'<li id="{number[1]}".*?</li>', shown, re.DOTALL)
    assert entry is not None
    said = " ".join(re.sub(r"<[^>]*>", "", entry[0]).split())
    assert re.fullmatch(r"killed 1 reported by someone 80% sure IB-\w{6} One guard was killed", said)
    assert "/incidents/IB-" in shown
    assert "given with the article" in shown


@pytest.mark.parametrize(
    ("at", "words"), [("8-14", "struck"), ("0-7", "Rockets"), ("60-66", "afé wi"), ("77-10000", None)]
)
def test_the_stretch_that_is_asked_for(web: TestClient, at: str, words: str | None) -> None:
    shown = web.get(f"/documents/erbil1?at={at}").text
    marked = re.findall(r'<mark class="at"(?: id="at")?[^>]*>(.*?)</mark>', shown)
    assert shown.count('id="at"') == 1
    plain = html.unescape(re.sub(r"<[^>]*>", "", "".join(marked)))
    assert plain == (words or plain)
    assert plain


@pytest.mark.parametrize(
    ("at", "status"), [("5000-6000", 200), ("9-9", 200), ("a-b", 422), ("-1-4", 422), ("7", 422)]
)
def test_a_stretch_that_there_is_not_is_said_so(web: TestClient, at: str, status: int) -> None:
    answer = web.get(f"/documents/erbil1?at={at}")
    assert answer.status_code == status
    assert 'id="at"' not in answer.text
    assert "has no stretch" in answer.text or "What to do" in answer.text


def test_there_is_no_such_article(web: TestClient) -> None:
    answer = web.get("/documents/nowhere")
    assert (answer.status_code, "see /documents" in answer.text) == (404, True)


def test_the_list_goes_on_and_is_searched(book: Book, web: TestClient) -> None:
    book.add_extractions(extraction(f"more{n:03}", title=f"Attack {n}") for n in range(60))
    seen: list[str] = []
    path: str | None = "/documents"
    while path:
        shown = web.get(path).text
        seen += re.findall(r'<td dir="auto"><a href="/documents/(\w+)"', shown)
        further = re.search(r'href="([^"]*cursor=[^"]*)"', shown)
        path = html.unescape(further[1]) if further else None
    assert len(seen) == len(set(seen)) == 65
    assert re.findall(r'<a href="/documents/(\w+)"', web.get("/documents?q=SUVA+fiji").text) == ["suva"]
    assert "No article has all of these words" in web.get("/documents?q=100%25").text
    assert web.get("/documents?cursor=nonsense").status_code == 422


def test_an_empty_book_says_what_to_do(tmp_path_factory: pytest.TempPathFactory) -> None:
    with Book.open(tmp_path_factory.mktemp("empty") / "b.db") as book:
        shown = TestClient(create_app(book), base_url=HERE).get("/documents").text
    assert "The book has no article yet" in shown


# ------------------------------------------------------------------ adding


class _Room(Room):
    """One in which a text was read already."""

    def held(self, name: str, by: str) -> Reading | None:
        """Whatever is asked for."""
        told = evil()
        joins: dict[str, str | None] = {report.id: None for report in told.reports}
        findings = self._book.check([told])
        return Reading("x", TextIn(kind="text", text=EVIL), by, 1e9, told, (), False, joins, findings)


@pytest.fixture
def with_reading(book: Book) -> Iterator[TestClient]:
    with TestClient(create_app(book, Settings(), _Room(book)), base_url=HERE) as found:
        yield found


def test_what_was_read_is_shown_as_text(with_reading: TestClient) -> None:
    shown = with_reading.get("/add?reading=x").text
    assert "a new incident" in shown
    assert "<img" not in shown
    assert "<script>" not in shown
    assert html.escape(EVIL, quote=False) in shown.replace("&#34;", '"')
    assert "Store it" in shown


def test_what_is_held_no_longer_is_said_so(web: TestClient) -> None:
    assert "held for an hour" in web.get("/add?reading=gone").text


@pytest.mark.parametrize(
    ("name", "said"), [("reader", "A reader looks"), ("reviewer", "Read it"), ("editor", "Read it")]
)
def test_who_may_add(web_with_accounts: TestClient, name: str, said: str) -> None:
    with logged_in(web_with_accounts, name):
        assert said in web_with_accounts.get("/add").text

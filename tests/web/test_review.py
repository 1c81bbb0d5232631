"""The pages of review, decisions and checks without a browser: what they hold, who may decide, and nothing of a book runs."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import CHEAP, HERE, PASSWORD, TEXT, extraction

from incidentbook.api.settings import Settings
from incidentbook.book.accounts import Accounts
from incidentbook.model import Actor, Count, Place
from incidentbook.pipeline import Book
from incidentbook.web import create_app
from incidentbook.web.routes import checks, review

EVIL = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
IRAQ = Place("Iraq", "IQ", None, 33.0, 44.0, 6, "geonames:99237")


class Elements(HTMLParser):
    """The names and attributes of all elements of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Reports that may be of one attack, an incident whose reports disagree, and names that would like to run."""
    with Book.open(tmp_path / "b.db") as opened:
        opened.add_extractions(
            [
                extraction("one", title=EVIL, publisher=EVIL, killed=Count.exactly(1), impact=EVIL,
                           perpetrator=Actor(EVIL, None, "armed_group", None)),
                extraction("two", publisher="AFP", killed=Count.exactly(3), impact="a wall"),
                extraction("vague", title=EVIL, place=IRAQ, attack_type=None),
            ]
        )  # fmt: skip
        yield opened


@pytest.fixture
def client(book: Book) -> TestClient:
    return TestClient(create_app(book, Settings(user="ann")), base_url=HERE)


@pytest.fixture
def decided(client: TestClient) -> TestClient:
    """The same after decisions with reasons that would like to run."""
    client.headers["X-CSRF-Token"] = client.get("/api/session").json()["csrf"]
    name = client.get("/api/incidents").json()["incidents"][0]["id"]
    given = {
        "kind": "correct",
        "incident": name,
        "property": "impact",
        "value": EVIL,
        "source": EVIL,
        "why": EVIL,
    }
    assert client.post("/api/decisions", json=given).status_code == 201
    assert (
        client.post("/api/decisions", json={"kind": "undo", "decision": "last", "why": EVIL}).status_code
        == 201
    )
    return client


@pytest.mark.parametrize(
    "path", ["/review", "/review?kind=pair", "/review?kind=conflict", "/decisions", f"/decisions?by={EVIL}&incident={EVIL}",
             "/checks", f"/checks?verdict={EVIL}&kind={EVIL}"],
)  # fmt: skip
def test_nothing_of_a_book_runs(decided: TestClient, path: str) -> None:
    answer = decided.get(path)
    assert answer.status_code == 200
    for name, attributes in Elements(answer.text).found:
        assert name != "img"
        assert name != "script" or (attributes.get("src") or "").startswith("/assets/")
        assert not [a for a in attributes if a.startswith("on") or a == "style"]
        assert not (attributes.get("href") or "").startswith("javascript:")


def test_a_pair_stands_side_by_side(client: TestClient) -> None:
    page = client.get("/review?kind=pair").text
    pair = client.get("/api/questions?kind=pair").json()["questions"][0]
    articles = [a for name, a in Elements(page).found if name == "article"]
    assert [pair["reports"][0]["report"], pair["reports"][1]["report"]] == [
        articles[0]["data-first"], articles[0]["data-second"]
    ]  # fmt: skip
    links = [a.get("href") for name, a in Elements(page).found if name == "a"]
    start = TEXT.index("Rockets")
    assert f"/documents/{pair['reports'][0]['document']}?at={start}-{start + 7}" in links
    assert set(links) >= {f"/incidents/{name}" for name in pair["incidents"]}
    assert "<mark>Rockets</mark>" in page
    assert re.search(r'<tr class="(differ|near)">', page)


def test_a_conflict_shows_each_value_with_who_says_it(client: TestClient) -> None:
    page = client.get("/review?kind=conflict").text
    assert page.count('type="radio"') >= 3
    assert "AFP" in page
    assert "{&#34;low&#34;: 3, &#34;best&#34;: 3, &#34;high&#34;: 3}" in page


def test_questions_go_on_behind_a_cursor(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review, "AT_ONCE", 1)
    names, path = [], "/review"
    while True:
        elements = Elements(client.get(path).text).found
        names += [a["data-name"] for name, a in elements if name == "article"]
        cursor = next(a["data-next"] for _, a in elements if a.get("id") == "questions")
        if not cursor:
            break
        path = f"/review?after={cursor}"
    assert len(names) == len(set(names)) == client.get("/api/questions").json()["total"]
    assert client.get("/review?after=x").status_code == 422


@pytest.mark.parametrize(("role", "may"), [("reader", False), ("reviewer", True), ("editor", True)])
def test_readers_see_it_without_buttons(book: Book, tmp_path: Path, role: Any, may: bool) -> None:
    accounts = Accounts(tmp_path / "accounts", costs=CHEAP)
    accounts.add(role, role, PASSWORD)
    client = TestClient(create_app(book, Settings("0.0.0.0", (), accounts)), base_url=HERE)
    client.headers["Authorization"] = f"Bearer {accounts.make_token(role)}"
    page = client.get("/review").text
    assert ('data-act="same"' in page) is may
    assert ('type="radio"' in page) is may
    assert ('class="reject' in page) is may
    assert 'data-act="next"' in page
    assert client.get("/checks").status_code == client.get("/decisions").status_code == 200


def test_who_is_not_logged_in_is_led_to_the_login(book: Book, tmp_path: Path) -> None:
    accounts = Accounts(tmp_path / "accounts", costs=CHEAP)
    client = TestClient(create_app(book, Settings("0.0.0.0", (), accounts)), base_url=HERE)
    for path in ("/review", "/decisions", "/checks"):
        answer = client.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"/login?next=%2F{path[1:]}")


def test_the_ledger_tells_how_decisions_stand(decided: TestClient) -> None:
    page = decided.get("/decisions").text
    assert page.count("<tr id=") == 2
    assert 'class="undone"' in page
    assert "Bring back" in page
    assert decided.get("/decisions?state=undone").text.count("<tr id=") == 1
    assert decided.get("/decisions?by=ann").text.count("<tr id=") == 2
    assert "No decision is like that" in decided.get("/decisions?by=ben").text
    assert "No decision is like that" in decided.get("/decisions?state=orphan").text


@pytest.mark.parametrize(
    ("path", "told"),
    [("/review", "Nothing is left to be looked at"), ("/decisions", "Nothing was decided yet"),
     ("/checks", "No article of this book gives a count")],
)  # fmt: skip
def test_an_empty_book_says_so(tmp_path: Path, path: str, told: str) -> None:
    with Book.open(tmp_path / "empty.db") as empty:
        assert told in TestClient(create_app(empty), base_url=HERE).get(path).text


def test_checks_as_a_list_and_a_plot(client: TestClient) -> None:
    page = client.get("/checks").text
    assert page.count('class="check ') == len(client.get("/api/checks").json()["checks"]) == 3
    assert page.count("<svg") == 1
    assert f"/documents/one?at={TEXT.index('the 9th')}-" in page
    assert client.get("/checks?kind=count").text.count('class="check ') == 3
    assert "Nothing that was checked is like that" in client.get("/checks?kind=order").text


@pytest.mark.parametrize(("path", "module"), [("/review", review), ("/checks", checks)])
def test_what_takes_long_holds_up_no_page(
    book: Book, monkeypatch: pytest.MonkeyPatch, path: str, module: Any
) -> None:
    let = threading.Event()

    def slowly(work: Callable[[], Any]) -> Callable[[], Any]:
        return lambda: let.wait(10) and work()

    monkeypatch.setattr(book, "check", slowly(book.check))
    monkeypatch.setattr(book.queue, "questions", slowly(book.queue.questions))
    monkeypatch.setattr(module, "WAIT", 0.02)
    client = TestClient(create_app(book), base_url=HERE)
    assert 'id="being-made"' in client.get(path).text
    assert client.get("/api/incidents").status_code == 200
    let.set()
    monkeypatch.setattr(module, "WAIT", 10)
    assert 'id="being-made"' not in client.get(path).text


def test_what_came_of_checks_before_stays_until_they_are_made_anew(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = TestClient(create_app(book), base_url=HERE)
    assert 'id="being-made"' not in client.get("/checks").text
    let = threading.Event()
    work = book.check
    monkeypatch.setattr(book, "check", lambda: let.wait(10) and work())
    monkeypatch.setattr(checks, "WAIT", 0.02)
    book.add_extractions([extraction("later", publisher="dpa")])
    page = client.get("/checks").text
    assert "is being checked again" in page
    assert page.count('class="check ') == 3
    let.set()
    monkeypatch.setattr(checks, "WAIT", 10)
    assert client.get("/checks").text.count('class="check ') == 4

"""The page of one incident, its map and its citation, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import CHEAP, ERBIL, HERE, PASSWORD, articles, extraction, logged_in

from incidentbook.api.settings import Settings
from incidentbook.book.accounts import Accounts
from incidentbook.model import Actor, Count, Extraction, Interval
from incidentbook.pipeline import Book
from incidentbook.web import create_app

PAYLOADS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "{{ 7 * 7 }}", "سامراء")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with Book.open(tmp_path / "small.db") as opened:
        opened.add_extractions(articles())
        yield opened


@pytest.fixture
def client(book: Book) -> TestClient:
    return TestClient(create_app(book, Settings(user="ann")), base_url=HERE, follow_redirects=False)


@pytest.fixture
def decide(client: TestClient) -> Callable[..., str]:
    """`decide(kind=…)`: a decision by way of the API; its id."""

    def post(**given: Any) -> str:
        token = client.get("/api/session").json()["csrf"]
        answer = client.post("/api/decisions", json=given, headers={"X-CSRF-Token": token})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["decision"]["id"])

    return post


def erbil(book: Book) -> str:
    return next(i.id for i in book.incidents(country="IQ"))


def test_it_tells_what_happened_who_says_what_and_in_which_words(book: Book, client: TestClient) -> None:
    told = client.get(f"/incidents/{erbil(book)}").text
    assert "<h1>A rocket attack hit Erbil, Iraq, 5 September 2021</h1>" in told
    assert "<mark>One guard was killed</mark>" in told
    assert re.search(r'href="/documents/erbil1\?at=37-57#at"', told)
    assert "Reports disagree" not in told
    assert "Reuters" in told
    assert "AFP" in told


def test_unknown_is_said_to_be_unknown(book: Book, client: TestClient) -> None:
    evil = next(i.id for i in book.incidents(country="DE"))
    told = client.get(f"/incidents/{evil}").text
    assert "Where it happened is unknown, so there is no map." in told
    assert '<dd class="unknown">unknown</dd>' in told


def test_the_old_id_of_a_merged_incident_leads_on_with_what_was_asked(
    book: Book, client: TestClient, decide: Callable[..., str]
) -> None:
    names = [i.id for i in book.incidents()][:2]
    decide(kind="merge", incidents=names, why="one night")
    stays = client.get("/api/incidents").json()["incidents"]
    gone = next(n for n in names if n not in {i["id"] for i in stays})
    for ending in ("", "/map.svg", "/citation.ris"):
        answer = client.get(f"/incidents/{gone}{ending}?policy=latest")
        assert answer.status_code == 302
        assert re.fullmatch(rf"/incidents/IB-\w+{ending}\?policy=latest", answer.headers["location"])
        assert client.get(answer.headers["location"]).status_code == 200


def test_an_unknown_id_is_a_page_that_says_what_to_do(client: TestClient) -> None:
    answer = client.get("/incidents/IB-NOPE00")
    assert answer.status_code == 404
    assert "What to do" in answer.text


def test_what_else_an_address_has_is_let_be(book: Book, client: TestClient) -> None:
    assert client.get(f"/incidents/{erbil(book)}?utm_source=x").status_code == 200
    assert client.get(f"/incidents/{erbil(book)}?policy=nonsense").status_code == 422


def test_texts_of_a_book_are_text(book: Book, client: TestClient, decide: Callable[..., str]) -> None:
    for number, evil in enumerate(PAYLOADS):
        place = replace(ERBIL, name=f"{evil} {number}", gazetteer=None, lat=10.0 + number, country="SY")
        actor = Actor(evil, None, "armed_group", None)
        book.add_extractions(
            [
                extraction(
                    f"x{number}",
                    title=evil,
                    publisher=evil,
                    place=place,
                    weapon=evil,
                    claimed_by=actor,
                    impact=evil,
                )
            ]
        )
    for incident in book.incidents():
        decide(
            kind="correct",
            incident=incident.id,
            property="killed",
            value="7",
            why=PAYLOADS[1],
            source=PAYLOADS[0],
        )
        told = client.get(f"/incidents/{incident.id}")
        assert told.status_code == 200
        assert "<script>alert" not in told.text
        assert "<img src=x" not in told.text
        assert "{{ 7 * 7 }}" in told.text or "49" not in re.sub(
            r"IB-\w+|D-\w+|\d{4}-\d\d-\d\d", "", told.text
        )
        assert " style=" not in told.text
        ElementTree.fromstring(client.get(f"/incidents/{incident.id}/map.svg").text)


def test_decisions_are_told_with_their_reasons_and_what_was_undone(
    book: Book, client: TestClient, decide: Callable[..., str]
) -> None:
    name = erbil(book)
    made = decide(kind="correct", incident=name, property="killed", value="5", source="the ministry")
    told = client.get(f"/incidents/{name}").text
    assert "source: the ministry" in told
    assert "corrected" in told
    decide(kind="undo", decision=made)
    assert "undone by D-" in client.get(f"/incidents/{name}").text


def test_a_report_that_was_rejected_has_no_say(
    book: Book, client: TestClient, decide: Callable[..., str]
) -> None:
    name = erbil(book)
    assert client.get(f"/incidents/{name}").text.partition("</thead>")[0].count("AFP") == 1
    decide(kind="reject", report="erbil2-1", why="a drill")
    told = client.get(f"/incidents/{name}").text
    assert told.partition("</thead>")[0].count("AFP") == 0
    assert "rejected by a reviewer, has no say" in told


def test_the_map_is_an_image_for_other_sites(book: Book, client: TestClient) -> None:
    answer = client.get(f"/incidents/{erbil(book)}/map.svg")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    again = client.get(f"/incidents/{erbil(book)}/map.svg", headers={"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304
    assert client.get(f"/incidents/{erbil(book)}").headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize("form", ["txt", "bib", "json", "ris"])
def test_a_citation_is_a_file_that_names_the_book_and_the_view(
    book: Book, client: TestClient, form: str
) -> None:
    name = erbil(book)
    answer = client.get(f"/incidents/{name}/citation.{form}?policy=latest")
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{form}"'
    assert f"{HERE}/incidents/{name}?policy=latest" in answer.text
    assert "small" in answer.text


def test_where_there_are_accounts_readers_decide_nothing_and_maps_stay_inside(
    book: Book, tmp_path: Path
) -> None:
    accounts = Accounts(tmp_path / "small.db.accounts", costs=CHEAP)
    for role in ("reader", "reviewer"):
        accounts.add(role, role, PASSWORD)
    app = create_app(book, Settings("0.0.0.0", (), accounts))
    name = erbil(book)
    stranger = TestClient(app, base_url=HERE, follow_redirects=False)
    assert stranger.get(f"/incidents/{name}").headers["location"] == f"/login?next=%2Fincidents%2F{name}"
    assert stranger.get(f"/incidents/{name}/map.svg").status_code == 303
    with logged_in(TestClient(app, base_url=HERE), "reader") as reader:
        told = reader.get(f"/incidents/{name}").text
        assert "<dialog" not in told
        assert 'class="plain small correct' not in told
        assert (
            reader.get(f"/incidents/{name}/map.svg").headers["cross-origin-resource-policy"] == "same-origin"
        )
    with logged_in(TestClient(app, base_url=HERE), "reviewer") as reviewer:
        assert "<dialog" in reviewer.get(f"/incidents/{name}").text


def test_as_of_a_day_nothing_can_be_decided(book: Book, client: TestClient) -> None:
    today = client.get(f"/incidents/{erbil(book)}").text
    past = client.get(f"/incidents/{erbil(book)}?as_of=2999-01-01").text
    assert "<dialog" in today
    assert "<dialog" not in past
    assert "as the book was known on 2999-01-01" in past


def test_others_at_the_same_place_are_named(book: Book, client: TestClient) -> None:
    def at(year: int) -> Extraction:
        day = Interval.day(date(year, 3, 5))
        return extraction(f"e{year}", publisher=f"Paper {year}", date=day, killed=Count.exactly(year % 7))

    name = erbil(book)
    book.add_extractions([at(year) for year in (2011, 2012, 2030)])
    near = client.get(f"/incidents/{name}").text.partition('<ol class="near">')[2].partition("</ol>")[0]
    assert re.findall(r"Erbil, Iraq, 5 (\w+ \d+)", near) == [
        "March 2011",
        "March 2012",
        "September 2021",
        "March 2030",
    ]

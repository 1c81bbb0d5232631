"""What reviewers are to look at, over HTTP: as the desk has it, without what is decided meanwhile."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import ERBIL, extraction

from incidentbook.api.app import create_app
from incidentbook.api.routes import questions as route
from incidentbook.exchange import to_plain
from incidentbook.model import Count, Place
from incidentbook.pipeline import Book

IRAQ = Place("Iraq", "IQ", None, 33.0, 44.0, 6, "geonames:99237")


@pytest.fixture
def book(tmp_path: Any) -> Any:
    """A book with reports that may be of one attack, and an incident whose reports disagree."""
    with Book.open(tmp_path / "b.db") as opened:
        opened.add_extractions(
            [
                extraction("one", killed=Count.exactly(1), munitions=Count.exactly(3)),
                extraction("two", publisher="AFP", killed=Count.exactly(1), munitions=Count.exactly(8)),
                extraction("vague", publisher="Fiji Times", place=IRAQ, attack_type=None),
                extraction("other", publisher="dpa", place=ERBIL, attack_type="shooting"),
            ]
        )
        yield opened


def asked(client: TestClient, **conditions: Any) -> Any:
    answer = client.get("/api/questions", params=conditions)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_they_are_those_of_the_desk(client: TestClient, book: Book) -> None:
    found = asked(client)
    assert found["questions"] == [to_plain(q) for q in book.review.questions()]
    assert {q["kind"] for q in found["questions"]} == {"pair", "conflict"}
    assert found["total"] == len(found["questions"])
    assert {q["kind"] for q in asked(client, kind="conflict")["questions"]} == {"conflict"}


def test_they_go_on_by_cursor(client: TestClient) -> None:
    whole, cursor, found = asked(client)["questions"], None, []
    while True:
        page = asked(client, limit=1, **({"cursor": cursor} if cursor else {}))
        found += page["questions"]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole
    assert client.get("/api/questions", params={"cursor": "x"}).json()["field"] == "cursor"


def test_what_is_decided_is_asked_for_no_more(signed: TestClient, book: Book) -> None:
    before = asked(signed)["questions"]
    pair = next(q for q in before if q["kind"] == "pair")
    conflict = next(q for q in before if q["kind"] == "conflict")
    names = [r["report"] for r in pair["reports"]]
    made = signed.post("/api/decisions", json={"kind": "unsure", "reports": names})
    assert made.status_code == 201
    assert signed.post(
        "/api/decisions", json={"kind": "confirm", "incident": conflict["incidents"][0]}
    ).is_success
    after = asked(signed)["questions"]
    assert pair not in after
    assert conflict not in after
    assert after == [to_plain(q) for q in book.review.questions()]
    assert signed.post(
        "/api/decisions", json={"kind": "undo", "decision": made.json()["decision"]["id"]}
    ).is_success
    assert pair in asked(signed)["questions"]


def test_an_etag_holds_until_something_is_decided(signed: TestClient) -> None:
    first = signed.get("/api/questions")
    kept = {"If-None-Match": first.headers["etag"]}
    assert signed.get("/api/questions", headers=kept).status_code == 304
    pair = next(q for q in first.json()["questions"] if q["kind"] == "pair")
    signed.post("/api/decisions", json={"kind": "unsure", "reports": [r["report"] for r in pair["reports"]]})
    assert signed.get("/api/questions", headers=kept).status_code == 200


def test_who_asks_too_early_is_told_and_holds_up_nobody(book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    let = threading.Event()
    worked = book.queue.questions

    def slowly() -> Any:
        assert let.wait(10)
        return worked()

    monkeypatch.setattr(book.queue, "questions", slowly)
    monkeypatch.setattr(route, "WAIT", 0.02)
    client = TestClient(create_app(book), base_url="http://127.0.0.1:8765")
    early = client.get("/api/questions")
    assert (early.status_code, early.json()["state"]) == (202, "being made")
    assert int(early.headers["retry-after"]) == early.json()["again"]
    assert client.get("/api/incidents").status_code == 200
    let.set()
    monkeypatch.setattr(route, "WAIT", 10)
    assert asked(client)["total"] > 0


def test_the_ledger_as_lines_goes_into_another_book(signed: TestClient, book: Book, tmp_path: Any) -> None:
    pair = next(q for q in asked(signed)["questions"] if q["kind"] == "pair")
    signed.post("/api/decisions", json={"kind": "same", "reports": [r["report"] for r in pair["reports"]]})
    answer = signed.get("/api/decisions.jsonl")
    assert answer.headers["content-disposition"] == 'attachment; filename="decisions.jsonl"'
    with Book.open(tmp_path / "other.db") as other:
        assert len(other.review.take(answer.text.splitlines()).new) == 1


def test_the_same_twice_is_decided_once(signed: TestClient) -> None:
    pair = next(q for q in asked(signed)["questions"] if q["kind"] == "pair")
    given = {"kind": "same", "reports": [r["report"] for r in pair["reports"]]}
    first, again = (signed.post("/api/decisions", json=given).json()["decision"]["id"] for _ in range(2))
    assert first == again
    undo = {"kind": "undo", "decision": first}
    undone, once_more = (signed.post("/api/decisions", json=undo).json()["decision"]["id"] for _ in range(2))
    assert undone == once_more
    assert len(signed.get("/api/decisions").json()["decisions"]) == 2
    assert signed.post("/api/decisions", json=given).json()["decision"]["id"] != first

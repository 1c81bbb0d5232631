"""Texts are read before they are stored: what is told of them, who may, where pages are fetched from, and what is refused."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE
from tests.sources.conftest import Site, site

from incidentbook.api.app import create_app
from incidentbook.api.problems import ProblemError
from incidentbook.api.reading import Room, Turns
from incidentbook.api.schemas import TextIn
from incidentbook.api.settings import Settings
from incidentbook.book.accounts import Role
from incidentbook.parallel import Apart
from incidentbook.pipeline import Book
from incidentbook.sources import connect
from incidentbook.sources.fetch import Fetcher, Manners

__all__ = ["site"]

TEXT = """Rockets strike near Erbil, one guard killed

ERBIL, Iraq - Three rockets struck near the airport of Erbil on Sunday, killing one guard, police said.

No group claimed responsibility. It was the third rocket attack on the airport this year.
"""
GIVEN = {"kind": "text", "text": TEXT, "published": "2021-09-06", "publisher": "Rudaw"}
QUICK = Manners(delay=0.0)
PAGE = "<html lang=en><head><title>Rockets near Erbil</title></head><body><article><p>{}</p></article></body></html>"


@pytest.fixture(scope="module")
def apart() -> Iterator[Apart]:
    """One process for all tests of this file."""
    found = Apart(60)
    yield found
    found.end()


Opened = Callable[[Fetcher | None], TestClient]


@pytest.fixture
def opened(book: Book, apart: Apart) -> Opened:
    """`opened(fetcher)`: the book served to whoever sits at this machine."""

    def client_of(fetcher: Fetcher | None) -> TestClient:
        app = create_app(book, Settings(user="ann"), Room(book, fetcher, apart))
        client = TestClient(app, base_url=HERE)
        client.headers["X-CSRF-Token"] = client.get("/api/session").json()["csrf"]
        return client

    return client_of


@pytest.fixture
def signed(opened: Opened) -> TestClient:
    return opened(None)


def documents(client: TestClient) -> set[str]:
    return {d["id"] for d in client.get("/api/documents").json()["documents"]}


def test_a_text_is_read_and_then_stored_as_it_was_read(signed: TestClient, book: Book) -> None:
    before = documents(signed)
    made = signed.post("/api/readings", json=GIVEN)
    assert made.status_code == 201, made.text
    read = made.json()
    assert read["reports"][0]["values"]["killed"]["best"] == 1
    assert read["document"]["published"]["interval"]["latest"] == "2021-09-06"
    assert [c["verdict"] for c in read["checks"] if c["kind"] == "count"]
    assert read["notes"] == []
    assert not read["known"]
    assert documents(signed) == before
    assert signed.get(made.headers["location"]).json() == read

    stored = signed.post("/api/documents", json={"kind": "reading", "reading": read["id"]})
    assert (stored.status_code, stored.json()["outcome"]) == (201, "added")
    assert signed.get(stored.headers["location"]).json()["reports"] == read["reports"]
    foretold = {j["report"]: j["incident"] for j in read["joins"]}
    for report in stored.json()["reports"]:
        assert report["joined"] == (foretold[report["report"]] is not None)
        assert report["incident"] == (foretold[report["report"]] or report["incident"])

    again = signed.post("/api/documents", json=GIVEN)
    assert (again.status_code, again.json()["outcome"]) == (200, "known")
    assert signed.post("/api/readings", json=GIVEN).json()["known"]
    assert len(documents(signed)) == len(before) + 1


def test_what_is_thrown_away_is_gone(signed: TestClient) -> None:
    where = signed.post("/api/readings", json=GIVEN).headers["location"]
    assert signed.delete(where).status_code == 204
    gone = signed.get(where)
    assert (gone.status_code, "read again" in gone.json()["way_out"]) == (404, True)
    named = {"kind": "reading", "reading": where.rpartition("/")[2]}
    assert signed.post("/api/documents", json=named).status_code == 404


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The library opens on Monday at nine, and everybody is welcome there.", ["nothing", "no-date"]),
        (TEXT.replace("Sunday", "Friday, May 14"), ["no-year"]),
        ("Des roquettes ont frappé dimanche la base aérienne près de la ville, tuant un garde, selon la police "
         "locale qui a ouvert une enquête.", ["language", "no-date"]),
    ],
)  # fmt: skip
def test_what_one_should_know_is_told_with_the_way_out(
    signed: TestClient, text: str, kinds: list[str]
) -> None:
    read = signed.post("/api/readings", json={"kind": "text", "text": text}).json()
    assert [note["kind"] for note in read["notes"]] == kinds
    assert all(note["way_out"] for note in read["notes"])


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "text", "text": " \n "}, "text"),
        ({"kind": "text", "text": "a\0b"}, "text"),
        ({"kind": "text", "text": "x" * 200_001}, "text"),
        ({"kind": "text", "text": "rocket", "published": "soon"}, "published"),
        ({"kind": "text", "text": "rocket", "url": "javascript:alert(1)"}, "url"),
        ({"kind": "address", "url": "file:///etc/passwd"}, "url"),
        ({"kind": "reading", "reading": "x"}, "body"),
        ({"kind": "text", "text": "rocket", "colour": "red"}, "colour"),
    ],
)
def test_what_cannot_be_read_is_refused(signed: TestClient, given: dict[str, Any], field: str) -> None:
    answer = signed.post("/api/readings", json=given)
    assert answer.status_code == 422, answer.text
    assert answer.json()["field"].endswith(field)
    assert answer.json()["way_out"]


def test_half_a_letter_is_refused(signed: TestClient) -> None:
    headers = {"Content-Type": "application/json"}
    answer = signed.post("/api/readings", content=rb'{"kind":"text","text":"a \ud800 b"}', headers=headers)
    assert answer.status_code == 422


# ------------------------------------------------------------------ who may


def test_roles(book: Book, apart: Apart, by_token: Callable[[Role], TestClient]) -> None:
    app = by_token("reader").app
    app.state.shared.room._apart = apart  # type: ignore[attr-defined]
    reader, reviewer, editor = by_token("reader"), by_token("reviewer"), by_token("editor")
    assert reader.post("/api/readings", json=GIVEN).status_code == 403
    assert reader.post("/api/documents", json=GIVEN).status_code == 403
    where = reviewer.post("/api/readings", json=GIVEN).headers["location"]
    assert reviewer.get(where).status_code == 200
    assert editor.get(where).status_code == 404  # who had it read sees it, and nobody else
    refused = reviewer.post("/api/documents", json=GIVEN)
    assert (refused.status_code, "editor" in refused.json()["way_out"]) == (403, True)
    assert editor.post("/api/documents", json=GIVEN).status_code == 201


@pytest.mark.parametrize("path", ["/api/readings", "/api/documents"])
def test_a_forged_request_reads_and_stores_nothing(signed: TestClient, path: str) -> None:
    for forged in ({"X-CSRF-Token": ""}, {"Origin": "http://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert signed.post(path, json=GIVEN, headers=forged).status_code == 403


# ------------------------------------------------------------------ pages of the web


def test_a_page_is_fetched_once_read_and_kept_as_evidence(opened: Opened, site: Site, book: Book) -> None:
    url = site.put("/a", PAGE.format(TEXT * 3))
    client = opened(Fetcher(reach="anywhere", manners=QUICK))
    read = client.post(
        "/api/readings", json={"kind": "address", "url": url, "published": "2021-09-06"}
    ).json()
    assert read["document"]["url"] == url
    assert read["reports"]
    assert not list(book.evidence.ledger)
    stored = client.post("/api/documents", json={"kind": "reading", "reading": read["id"]})
    assert stored.status_code == 201, stored.text
    assert [(e.source, e.kept) for e in book.evidence.ledger] == [(url, True)]
    assert site.paths() == ["/a"]


@pytest.mark.parametrize(
    ("body", "kind", "said"),
    [
        (
            PAGE.replace("Rockets", "Libraries").format("The library opens on Monday and lends books. " * 40),
            "text/html",
            "tells of no attack",
        ),
        ("{}", "application/json", "not a page with text"),
        ("<rss version='2.0'><channel><title>x</title></channel></rss>", "application/rss+xml", "not a page"),
        ("%PDF-1.4 broken", "application/pdf", "PDF"),
        ("", "text/html", "empty"),
    ],
)
def test_what_is_no_article_is_refused(opened: Opened, site: Site, body: str, kind: str, said: str) -> None:
    client = opened(Fetcher(reach="anywhere", manners=QUICK))
    given = {"kind": "address", "url": site.put("/a", body, kind)}
    answer = client.post("/api/readings", json=given)
    assert answer.status_code == 422
    assert said in answer.json()["detail"]
    assert "text" in answer.json()["way_out"]


INSIDE = [
    "http://127.0.0.1:{}/a", "http://localhost:{}/a", "http://[::1]:{}/a", "http://2130706433:{}/a", "http://0x7f.1:{}/a",
    "http://0.0.0.0:{}/a", "http://[::ffff:127.0.0.1]:{}/a", "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.9/", "http://[fd00::1]/", "http://[fe80::1]/",
    "http://100.64.0.1/", "HTTP://127.1:{}/a", "http://[64:ff9b::7f00:1]/",
]  # fmt: skip


@pytest.mark.parametrize("url", INSIDE)
def test_nothing_is_fetched_from_inside(signed: TestClient, site: Site, url: str) -> None:
    site.put("/a", PAGE.format(TEXT))
    port = site.server.server_address[1]
    answer = signed.post("/api/readings", json={"kind": "address", "url": url.format(port)})
    assert (answer.status_code, answer.json()["field"]) == (422, "url")
    assert "open web alone" in answer.json()["detail"]
    assert site.requests == []


def _resolver(**hosts: str) -> Callable[[str, int], Sequence[str]]:
    return lambda host, port: [hosts[host.replace(".", "_")]]


def test_a_name_that_leads_inside_is_refused_and_its_address_not_told(opened: Opened) -> None:
    client = opened(Fetcher(resolve=_resolver(intranet_example="10.1.2.3"), manners=QUICK))
    answer = client.post("/api/readings", json={"kind": "address", "url": "http://intranet.example/"})
    assert answer.status_code == 422
    assert "open web alone" in answer.json()["detail"]
    assert "10.1.2.3" not in answer.text


def test_a_redirect_that_leads_inside_is_refused(
    opened: Opened, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The loopback is taken for the open web here, so that a server can answer from it."""
    monkeypatch.setattr(connect, "is_public", lambda address: address == "127.0.0.1")
    port = site.server.server_address[1]
    site.put("/a", "", status=302, Location="http://inside.example/secret")
    resolve = _resolver(paper_example="127.0.0.1", inside_example="192.168.0.1")
    client = opened(Fetcher(resolve=resolve, manners=QUICK))
    answer = client.post("/api/readings", json={"kind": "address", "url": f"http://paper.example:{port}/a"})
    assert answer.status_code == 422
    assert "open web alone" in answer.json()["detail"]
    assert "192.168.0.1" not in answer.text


# ------------------------------------------------------------------ how much at once


class _Slow(Apart):
    def do(self, work: Any, item: Any) -> Any:
        raise TimeoutError("longer than 60 seconds")


def test_what_takes_too_long_is_told_so(book: Book) -> None:
    room = Room(book, apart=_Slow(60))
    with pytest.raises(ProblemError, match="too long") as told:
        room.read(TextIn(kind="text", text="rocket"), "ann")
    assert told.value.problem.field == "text"


def test_one_is_read_at_a_time_and_few_wait() -> None:
    turns, inside, most, refused = Turns(), [], [], []
    begin = threading.Barrier(12)

    def enter() -> None:
        begin.wait()
        try:
            with turns.one():
                inside.append(1)
                most.append(len(inside))
                time.sleep(0.02)
                inside.pop()
        except ProblemError as error:
            refused.append((error.status, error.headers["Retry-After"]))

    threads = [threading.Thread(target=enter) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(most) == {1}
    assert len(most) >= 5
    assert len(refused) == 12 - len(most) > 0
    assert set(refused) == {(503, "10")}


def test_a_reading_is_held_for_an_hour_and_not_too_many_are(book: Book, apart: Apart) -> None:
    now = [0.0]
    room = Room(book, apart=apart, monotonic=lambda: now[0])
    first = room.read(TextIn(kind="text", text="a walk in the park"), "ann")
    assert room.held(first.id, "ann") is first
    assert room.held(first.id, "ben") is None
    now[0] = 3601
    assert room.held(first.id, "ann") is None
    many = [room.read(TextIn(kind="text", text=f"walk {n}"), "ann") for n in range(33)]
    assert room.held(many[0].id, "ann") is None
    assert room.held(many[-1].id, "ann") is many[-1]

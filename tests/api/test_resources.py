"""Documents, reports, statements, tallies, actors and places over HTTP."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import TEXT

from incidentbook.exchange import load_extraction


def all_of(client: TestClient, name: str, **asked: Any) -> list[dict[str, Any]]:
    """All pages of a list, two items each."""
    found: list[dict[str, Any]] = []
    cursor = None
    while True:
        page = client.get(
            f"/api/{name}", params={"limit": 2, **asked} | ({"cursor": cursor} if cursor else {})
        )
        assert page.status_code == 200, page.text
        found += page.json()[name]
        cursor = page.json()["next"]
        if cursor is None:
            return found


def test_the_book_tells_what_it_holds(client: TestClient) -> None:
    about = client.get("/api").json()
    assert about["counts"] == {"documents": 5, "reports": 5, "tallies": 5, "incidents": 4}
    assert "/api/incidents" in about["resources"]
    assert all(client.get(path).status_code == 200 for path in about["resources"])


def test_documents(client: TestClient) -> None:
    assert [d["id"] for d in all_of(client, "documents")] == ["apia", "erbil1", "erbil2", "evil", "suva"]
    assert [d["id"] for d in all_of(client, "documents", publisher="AFP")] == ["erbil2"]
    read = client.get("/api/documents/suva")
    extraction = load_extraction(read.text)
    assert extraction.document.text.startswith(TEXT)
    assert read.json()["read_by"]["name"] == "built-in"
    assert client.get("/api/documents/nowhere").json()["field"] == "document"


def test_reports(client: TestClient) -> None:
    (suva,) = all_of(client, "reports", document="suva")
    assert [r["id"] for r in all_of(client, "reports", incident=suva["incident"])] == ["suva-1"]
    whole = client.get("/api/reports/suva/suva-1").json()
    assert whole["values"]["place"]["name"] == "Suva"
    assert [s["property"] for s in whole["statements"]] == ["attack_type", "killed", "impact"]
    assert client.get("/api/reports/suva/suva-2").status_code == 404
    assert client.get("/api/reports/nowhere/x").status_code == 404


def test_statements_with_their_words(client: TestClient) -> None:
    assert len(all_of(client, "statements")) == 15
    killed = all_of(client, "statements", property="killed", stance="reported")
    assert {s["words"] for s in killed} == {"One guard was killed"}
    incident = all_of(client, "reports", document="erbil1")[0]["incident"]
    assert {s["document"] for s in all_of(client, "statements", incident=incident)} == {"erbil1", "erbil2"}


def test_tallies(client: TestClient) -> None:
    assert {t["words"] for t in all_of(client, "tallies")} == {"the 9th attack"}
    assert len(all_of(client, "tallies", document="apia")) == 1


def test_actors_and_places(client: TestClient) -> None:
    (actor,) = all_of(client, "actors", q="HEZB")
    assert (actor["id"], actor["incidents"]) == ("kataib-hezbollah", 2)
    assert {p["name"] for p in all_of(client, "places")} >= {"Apia", "Erbil", "Suva"}
    assert all_of(client, "places", q="nowhere") == []


@pytest.mark.parametrize("name", ["documents", "reports", "statements", "tallies", "actors", "places"])
def test_lists_know_their_own_cursors_alone(client: TestClient, name: str) -> None:
    other = client.get("/api/incidents?limit=1").json()["next"]
    assert client.get(f"/api/{name}", params={"cursor": other}).json()["field"] == "cursor"


@pytest.mark.parametrize("address", ["/api/nothing", "/", "/api/documents/", "/api/incidents/%2e%2e/x"])
def test_what_is_not_there_is_a_problem(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "POST"])
@pytest.mark.parametrize(
    "path", ["/api/incidents", "/api/documents/suva", "/api/decisions/D-X", "/api/reports"]
)
def test_nothing_but_decisions_and_articles_is_written(client: TestClient, method: str, path: str) -> None:
    answer = client.request(method, path, json={})
    assert answer.status_code == 405
    assert "POST /api/decisions" in answer.json()["way_out"]


def test_a_catalogue_that_is_damaged_is_told_once_and_made_again(client: TestClient, location: Path) -> None:
    assert client.get("/api/incidents").json()["total"] == 4
    for path in location.with_name("small.db.catalogue").iterdir():
        path.write_bytes(b"x" * 20_000)
    answers = [client.get(f"/api/incidents?limit={n}") for n in (11, 12, 13)]
    assert {a.status_code for a in answers} <= {200, 503}
    assert answers[-1].json()["total"] == 4
    for answer in answers:
        assert answer.status_code == 200 or answer.headers["retry-after"]


def test_checks_are_those_of_the_command_line(client: TestClient) -> None:
    found = client.get("/api/checks")
    assert found.status_code == 200
    checks = found.json()["checks"]
    assert {c["kind"] for c in checks} == {"count"}
    assert all(c["reason"] and c["sentence"] for c in checks)
    again = client.get("/api/checks", headers={"If-None-Match": found.headers["ETag"]})
    assert again.status_code == 304

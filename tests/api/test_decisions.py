"""Decisions over HTTP: each act, who may, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from incidentbook.book.accounts import Role


def named(client: TestClient, kind: str) -> str:
    """The id of the incident of that kind."""
    found = client.get("/api/incidents", params={"kind": kind, "status": ["machine", "reviewed", "rejected"]})
    return str(found.json()["incidents"][0]["id"])


def decide(client: TestClient, **given: Any) -> Any:
    return client.post("/api/decisions", json=given)


def test_each_act(signed: TestClient) -> None:
    rocket, arson = named(signed, "rocket"), named(signed, "arson")
    assert decide(signed, kind="same", reports=["erbil1-1", "erbil2-1"], why="one night").status_code == 201
    assert decide(signed, kind="unsure", reports=["erbil1-1", "suva-1"]).status_code == 201
    made = decide(
        signed, kind="correct", incident=rocket, property="killed", value="3-5", source="the hospital"
    )
    assert made.status_code == 201
    assert signed.get(made.headers["location"]).json()["state"] == "in force"
    assert signed.get(f"/api/incidents/{rocket}").json()["values"]["killed"] == {
        "low": 3,
        "best": None,
        "high": 5,
    }
    assert decide(signed, kind="reject", incident=arson, why="an accident").status_code == 201
    assert signed.get("/api/incidents").json()["total"] == 3
    assert decide(signed, kind="undo", decision="last").status_code == 201
    assert signed.get("/api/incidents").json()["total"] == 4
    assert decide(signed, kind="split", incident=rocket, reports=["erbil2-1"]).status_code == 201
    assert signed.get("/api/incidents").json()["total"] == 5
    assert decide(signed, kind="reject", report="suva-1", why="a film").status_code == 201
    states = [d["state"] for d in signed.get("/api/decisions").json()["decisions"]]
    assert states == ["overruled", "in force", "in force", "undone", "in force", "in force", "in force"]
    assert [d["decision"]["by"] for d in signed.get("/api/decisions?limit=1").json()["decisions"]] == ["ann"]


def test_a_later_decision_overrules_an_earlier_one(signed: TestClient) -> None:
    first = decide(signed, kind="different", reports=["erbil1-1", "erbil2-1"], by="ben").json()
    second = decide(signed, kind="same", reports=["erbil1-1", "erbil2-1"]).json()
    assert second["overrules"] == [first["decision"]["id"]]
    assert first["decision"]["by"] == "ben"


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"kind": "confirm", "incident": "IB-000000"}, 404),
        ({"kind": "same", "reports": ["suva-1", "nowhere-1"]}, 422),
        ({"kind": "same", "reports": ["suva-1", "suva-1"]}, 422),
        ({"kind": "same", "reports": ["suva-1"]}, 422),
        ({"kind": "reject", "why": "x"}, 422),
        ({"kind": "reject", "report": "suva-1"}, 422),
        ({"kind": "undo", "decision": "D-NONE"}, 422),
        ({"kind": "undo", "decision": "last"}, 422),
        ({"kind": "confirm", "incident": "IB-000000", "at": "2020-01-01"}, 422),
        ({"kind": "confirm", "incident": "\ud800"}, 422),
        ({"kind": "burn"}, 422),
        ([], 422),
        (None, 422),
    ],
)
def test_what_cannot_be_decided_is_told(signed: TestClient, given: Any, status: int) -> None:
    body, kind = json.dumps(given), {"Content-Type": "application/json"}
    answer = signed.post("/api/decisions", content=body, headers=kind)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["field"]
    assert signed.get("/api/decisions").json()["decisions"] == []


@pytest.mark.parametrize(
    ("prop", "value"),
    [
        ("killed", "many"), ("killed", True), ("killed", 1.5), ("killed", {"low": 3, "best": 1, "high": 2}),
        ("killed", -1), ("date", "soon"), ("place", ["x"]), ("attack_type", "party"), ("target", [{"name": 1}]),
        ("date", {"earliest": "2021-02-02", "latest": "2021-01-01"}), ("killed", 10**30),
    ],
)  # fmt: skip
def test_a_value_that_is_none(signed: TestClient, prop: str, value: Any) -> None:
    given = {
        "kind": "correct",
        "incident": named(signed, "rocket"),
        "property": prop,
        "value": value,
        "why": "x",
    }
    assert decide(signed, **given).status_code in ((422,) if value != 10**30 else (201, 422))


@pytest.mark.parametrize("body", [b"{", b"[" * 50_000, b"\xff\xfe", b"", b"1" * 5000])
def test_a_body_that_is_none(signed: TestClient, body: bytes) -> None:
    answer = signed.post("/api/decisions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert answer.json()["field"] == "body"


def test_a_body_that_is_too_large_or_no_json(signed: TestClient) -> None:
    large = signed.post("/api/decisions", json={"kind": "confirm", "incident": "x" * 2_000_000})
    assert (large.status_code, large.json()["field"]) == (413, "body")

    def stream() -> Any:
        yield from (b"x" * 100_000 for _ in range(30))

    long = signed.post("/api/decisions", content=stream(), headers={"Content-Type": "application/json"})
    assert long.status_code == 413
    form = signed.post("/api/decisions", data={"kind": "confirm"})
    assert (form.status_code, form.json()["field"]) == (415, "Content-Type")


@pytest.mark.parametrize(("role", "status"), [("reader", 403), ("reviewer", 201), ("editor", 201)])
@pytest.mark.parametrize(
    "given",
    [
        {"kind": "different", "reports": ["erbil1-1", "suva-1"]},
        {"kind": "reject", "report": "suva-1", "why": "a film"},
    ],
    ids=lambda given: given["kind"],
)
def test_roles(
    by_token: Callable[[Role], TestClient], role: Role, status: int, given: dict[str, Any]
) -> None:
    client = by_token(role)
    answer = client.post("/api/decisions", json=given)
    assert answer.status_code == status
    assert client.get("/api/incidents").status_code == 200
    if status == 201:
        assert answer.json()["decision"]["by"] == role


def test_only_an_editor_takes_back_what_others_decided(by_token: Callable[[Role], TestClient]) -> None:
    reviewer, editor = by_token("reviewer"), by_token("editor")
    made = decide(editor, kind="different", reports=["erbil1-1", "suva-1"]).json()["decision"]["id"]
    refused = decide(reviewer, kind="undo", decision=made)
    assert (refused.status_code, refused.json()["field"]) == (403, "decision")
    own = decide(reviewer, kind="different", reports=["erbil1-1", "apia-1"]).json()["decision"]["id"]
    assert decide(reviewer, kind="undo", decision=own).status_code == 201
    assert decide(editor, kind="undo", decision=made).status_code == 201


def test_nobody_decides_for_another(by_token: Callable[[Role], TestClient]) -> None:
    answer = decide(by_token("editor"), kind="different", reports=["erbil1-1", "suva-1"], by="ben")
    assert (answer.status_code, answer.json()["field"]) == (403, "by")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("killed", '"99999999999999999999999"'),
        ("killed", '{"low": 0, "best": null, "high": 99999999999999999999999}'),
        (
            "place",
            '{"name": "X", "country": "IQ", "lat": 1e999, "lon": 44, "admin1": null, "precision": 2, "gazetteer": null}',
        ),
        (
            "place",
            '{"name": "X", "country": "IQ", "lat": 91, "lon": 44, "admin1": null, "precision": 2, "gazetteer": null}',
        ),
        (
            "place",
            '{"name": "\\ud800", "country": "IQ", "lat": null, "lon": null, "admin1": null, "precision": 2, "gazetteer": null}',
        ),
        ("impact", '"\\ud800"'),
    ],
)
def test_a_value_that_some_form_cannot_hold_is_refused(signed: TestClient, name: str, value: str) -> None:
    rocket = named(signed, "rocket")
    body = (
        f'{{"kind": "correct", "incident": "{rocket}", "property": "{name}", "why": "x", "value": {value}}}'
    )
    answer = signed.post("/api/decisions", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 422, answer.text
    assert signed.get("/api/decisions").json()["decisions"] == []
    assert signed.get("/api/exports/gpkg").status_code == 200

"""Who is let in: names of the server, forged requests, sessions, tokens, failed logins, headers."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import CHEAP, HERE, PASSWORD, logged_in

from incidentbook.api import sessions
from incidentbook.api.app import create_app
from incidentbook.api.settings import Settings, is_loopback
from incidentbook.book.accounts import Accounts, Role, Slowing
from incidentbook.errors import AccountError
from incidentbook.pipeline import Book

PAIR = {"kind": "different", "reports": ["erbil1-1", "suva-1"]}


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8765", 200), ("localhost", 200), ("[::1]:80", 200), ("LOCALHOST:1", 200),
        ("evil.example", 421), ("127.0.0.1.evil.example:8765", 421), ("localhost.evil.example", 421), ("", 421),
        ("10.0.0.1", 421), ("evil@127.0.0.1", 421), ('127.0.0.1:80"><script>', 421), ("127.0.0.1:evil.example", 421),
        ("[::1]evil.example", 421), ("127.0.0.1:80@evil.example", 421), ("localhost:", 200),
    ],
)  # fmt: skip
def test_by_another_name_the_server_is_not_reached(client: TestClient, host: str, status: int) -> None:
    assert client.get("/api", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    ("host", "status"), [("book.example:80", 200), ("10.0.0.1:8765", 200), ("evil.example", 421)]
)
def test_names_of_a_server_for_others(served: TestClient, host: str, status: int) -> None:
    assert served.get("/api/session", headers={"Host": host}).status_code == status


@pytest.mark.parametrize(
    "forged",
    [
        {"X-CSRF-Token": ""},
        {"X-CSRF-Token": "0" * 64},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_a_forged_request_decides_nothing(signed: TestClient, forged: dict[str, str]) -> None:
    answer = signed.post("/api/decisions", json=PAIR, headers=forged)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:incidentbook:problem:forgery"
    assert signed.get("/api/decisions").json()["decisions"] == []


def test_a_request_of_our_own_page_decides(signed: TestClient) -> None:
    own = {"Origin": HERE, "Sec-Fetch-Site": "same-origin"}
    assert signed.post("/api/decisions", json=PAIR, headers=own).status_code == 201


def test_a_session_has_a_token_of_its_own(book: Book, accounts: Accounts) -> None:
    app = create_app(book, Settings("0.0.0.0", (), accounts))
    one, other = TestClient(app, base_url=HERE), TestClient(app, base_url=HERE)
    with logged_in(one, "reviewer"), logged_in(other, "editor"):
        foreign = {"X-CSRF-Token": other.headers["X-CSRF-Token"]}
        assert one.post("/api/decisions", json=PAIR, headers=foreign).status_code == 403
        assert one.post("/api/decisions", json=PAIR).status_code == 201


def test_without_an_account_nothing_is_seen(served: TestClient) -> None:
    for path in ("", "/incidents", "/documents/suva", "/incidents.atom", "/decisions"):
        answer = served.get(f"/api{path}")
        assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert served.get("/api/session").json()["user"] is None
    assert served.post("/api/decisions", json=PAIR).status_code == 401


def test_logging_in_and_out(served: TestClient) -> None:
    with logged_in(served, "reviewer"):
        assert served.get("/api/session").json()["user"] == {"name": "reviewer", "role": "reviewer"}
        assert served.get("/api/incidents").status_code == 200
        kept = served.cookies[sessions.COOKIE]
        assert served.delete("/api/session").status_code == 204
    assert served.get("/api/incidents").status_code == 401
    again = served.get("/api/incidents", headers={"Cookie": f"{sessions.COOKIE}={kept}"})
    assert again.status_code == 401


def test_the_cookie_is_for_this_site_alone(book: Book, accounts: Accounts) -> None:
    client = TestClient(create_app(book, Settings("0.0.0.0", (), accounts, https=True)), base_url=HERE)
    token = client.get("/api/session").json()["csrf"]
    given = {"name": "reader", "password": PASSWORD}
    cookie = client.post("/api/session", json=given, headers={"X-CSRF-Token": token}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Secure"} <= set(cookie.split("; "))


def test_a_session_that_was_changed_is_none(served: TestClient, accounts: Accounts) -> None:
    with logged_in(served, "reader"):
        cookie = served.cookies[sessions.COOKIE]
    raw, _, mark = cookie.partition(".")
    for false in (f"{raw}x.{mark}", f"{raw}.{mark[:-1]}", "x", ".", "", "a.b.c"):
        assert sessions.opened(false, accounts.secret, 0) is None
    assert sessions.opened(cookie, accounts.secret, 0) is not None
    assert sessions.opened(cookie, accounts.secret, 1e12) is None
    assert sessions.opened(cookie, b"another", 0) is None


def test_another_password_ends_sessions_and_tokens(
    served: TestClient, accounts: Accounts, by_token: Callable[[Role], TestClient]
) -> None:
    program = by_token("reviewer")
    with logged_in(served, "reviewer"):
        accounts.set_password("reviewer", "a lorry full of plums")
        assert served.get("/api/incidents").status_code == 401
    assert program.get("/api/incidents").status_code == 401


def test_an_account_that_was_removed_is_out(
    accounts: Accounts, by_token: Callable[[Role], TestClient]
) -> None:
    program = by_token("editor")
    accounts.remove("editor")
    assert program.get("/api/incidents").status_code == 401


def log_in(client: TestClient, name: str, password: str) -> int:
    token = client.get("/api/session").json()["csrf"]
    given = {"name": name, "password": password}
    return client.post("/api/session", json=given, headers={"X-CSRF-Token": token}).status_code


def test_failed_logins_are_slowed(book: Book, accounts: Accounts, location: Path) -> None:
    clock = [1000.0]
    slow = Accounts(location.with_name("small.db.accounts"), costs=CHEAP, now=lambda: clock[0])
    client = TestClient(create_app(book, Settings("0.0.0.0", (), slow)), base_url=HERE)
    assert [log_in(client, "reader", "wrong") for _ in range(3)] == [401] * 3
    assert log_in(client, "reader", PASSWORD) == 429
    clock[0] += 1.1
    assert log_in(client, "reader", "wrong") == 401
    clock[0] += 1.1
    assert log_in(client, "reader", PASSWORD) == 429
    clock[0] += 1.0
    assert log_in(client, "reader", PASSWORD) == 200
    assert log_in(client, "reader", "wrong") == 401


def test_an_address_is_slowed_whatever_names_it_tries(served: TestClient) -> None:
    codes = [log_in(served, f"nobody{n}", "wrong") for n in range(12)]
    assert codes[:10] == [401] * 10
    assert codes[10:] == [429] * 2


def test_waiting_doubles_up_to_a_limit() -> None:
    slowing = Slowing(free=3, longest=900)
    assert [slowing.wait(n) for n in (0, 2, 3, 4, 5, 12, 10**6)] == [0, 0, 1, 2, 4, 512, 900]


def test_what_is_kept_of_passwords_and_tokens(accounts: Accounts, location: Path) -> None:
    file = location.with_name("small.db.accounts")
    token = accounts.make_token("reader")
    kept = file.read_bytes()
    assert PASSWORD.encode() not in kept
    assert token.encode() not in kept
    assert file.stat().st_mode & 0o077 == 0
    assert accounts.by_token(token) is not None
    assert accounts.by_token(token + "x") is None


@pytest.mark.parametrize(
    ("name", "password"),
    [("", PASSWORD), ("a\nb", PASSWORD), ("x" * 61, PASSWORD), ("ann", "short"), ("reader", PASSWORD)],
)
def test_accounts_that_cannot_be(accounts: Accounts, name: str, password: str) -> None:
    with pytest.raises(AccountError):
        accounts.add(name, "reader", password)


def test_headers_of_safety_are_on_every_answer(client: TestClient) -> None:
    for answer in (
        client.get("/api"),
        client.get("/nothing"),
        client.post("/api/decisions", json=PAIR),
        client.get("/api", headers={"Host": "evil.example"}),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers


def test_addresses_that_are_this_machine_alone() -> None:
    assert [is_loopback(h) for h in ("127.0.0.1", "127.1.2.3", "::1", "localhost", "0.0.0.0", "10.1.1.1", "::")] == [
        True, True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_fault_of_the_program_is_an_answer_like_others(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Book, "counts", lambda self: 1 // 0)
    answer = client.get("/api")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "application/problem+json")
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    assert "ZeroDivisionError" in caplog.text
    assert "division" not in answer.text


@pytest.mark.parametrize("field", ["why", "source"])
def test_words_that_no_book_can_hold_are_refused(client: TestClient, field: str) -> None:
    client.headers["X-CSRF-Token"] = client.get("/api/session").json()["csrf"]
    assert client.post("/api/decisions", json={**PAIR, field: "a\0b"}).status_code == 422

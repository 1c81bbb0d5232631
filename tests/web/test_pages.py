"""What holds for all pages: errors are pages, files are kept, nobody is led away, and large answers are packed."""

from __future__ import annotations

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE

from incidentbook.api.settings import Settings
from incidentbook.pipeline import Book
from incidentbook.web import create_app
from incidentbook.web.assets import Assets
from incidentbook.web.routes.login import _is_ours


def test_an_error_is_a_page_and_tells_the_way_out(web: TestClient) -> None:
    answer = web.get("/nowhere/<script>")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert 'What to do: begin with <a href="/">all incidents</a>' in answer.text
    assert "/api" not in answer.text.partition("<main")[2]
    assert "&lt;script&gt;" in answer.text
    assert "<script>" not in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_api_tells_errors_as_before(web: TestClient) -> None:
    assert web.get("/api/nowhere").headers["content-type"] == "application/problem+json"


def test_a_page_by_another_name_of_the_server_is_refused(web: TestClient) -> None:
    answer = web.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 421
    assert "text/html" in answer.headers["content-type"]


def test_large_answers_are_packed(web: TestClient) -> None:
    assert web.get("/", headers={"Accept-Encoding": "gzip"}).headers["content-encoding"] == "gzip"
    assert "content-encoding" not in web.get("/api/session", headers={"Accept-Encoding": "gzip"}).headers


def test_without_built_scripts_the_page_says_how_to_build_them(
    book: Book, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(Assets, "built", classmethod(lambda cls: cls(tmp_path, {})))
    with TestClient(create_app(book, Settings()), base_url=HERE) as client:
        assert "make pages" in client.get("/").text


def test_files_named_by_their_content_are_kept(tmp_path: Path) -> None:
    chunk = {"file": "front-abc.js", "css": ["front-def.css"], "imports": ["_frame.js"]}
    frame = {"file": "frame-ghi.js", "css": ["frame-jkl.css"]}
    assets = Assets(tmp_path, {"src/pages/front.ts": chunk, "_frame.js": frame})
    assert assets.script("front") == "/assets/front-abc.js"
    assert assets.styles("front") == ["/assets/frame-jkl.css", "/assets/front-def.css"]
    assert assets.shared("front") == ["/assets/frame-ghi.js"]
    assert assets.is_named_by_content("front-def.css")
    assert not assets.is_named_by_content("basemap/coarse.json")


@pytest.mark.parametrize(
    "path", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\nb"]
)
def test_nobody_is_led_elsewhere_after_logging_in(web: TestClient, path: str) -> None:
    assert not _is_ours(path)
    assert web.get("/login", params={"next": path}, follow_redirects=False).headers["location"] == "/"


def test_with_accounts_who_is_not_logged_in_is_led_to_the_form_and_back(
    web_with_accounts: TestClient,
) -> None:
    led = web_with_accounts.get("/", params={"kind": "rocket"}, follow_redirects=False)
    assert (led.status_code, led.headers["location"]) == (303, "/login?next=%2F%3Fkind%3Drocket")
    assert led.headers["cache-control"] == "no-store"
    assert 'data-next="/?kind=rocket"' in web_with_accounts.get(led.headers["location"]).text


def test_a_fault_of_the_program_is_a_page(web: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Book, "counts", lambda self: 1 // 0)
    answer = web.get("/documents")
    assert (answer.status_code, answer.headers["content-type"]) == (500, "text/html; charset=utf-8")
    assert "The program failed" in answer.text
    assert answer.headers["content-security-policy"].startswith("default-src 'none'")

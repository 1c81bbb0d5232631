"""The page of one incident in a browser."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from tests.browser.conftest import Site


def at_asad(page: Any, site: Site) -> str:
    """Opens the incident of 5 July 2021 at Ain al-Asad; its id."""
    answer = page.request.get(site.at("/api/incidents?from=2021-07-05&to=2021-07-05&when=certain"))
    name: str = answer.json()["incidents"][0]["id"]
    page.goto(site.at(f"/incidents/{name}"))
    return name


def test_a_value_shows_its_sentence_and_leads_to_the_words_in_the_article(
    page: Any, site: Site, shot: Callable[[Any, str], None]
) -> None:
    at_asad(page, site)
    assert "Ain al-Asad Airbase, Anbar, Iraq, 5 July 2021, 14:45" in page.text_content("h1")
    page.wait_for_selector("#map canvas")
    shot(page, "incident")
    row = page.locator("table.says tr", has=page.locator("th", has_text="munitions"))
    said = row.locator("a.say", has_text="3").last
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    said.hover()
    page.wait_for_selector(".tip:not([hidden])")
    assert "three rockets" in page.text_content(".tip mark").lower()
    page.keyboard.press("Escape")
    assert page.locator(".tip").is_hidden()
    said.focus()
    assert page.locator(".tip").is_visible()
    assert asked == []
    said.click()
    page.wait_for_url("**/documents/*?at=*-*#at")


def test_a_correction_is_made_and_undone(page: Any, own_site: Site, shot: Callable[[Any, str], None]) -> None:
    at_asad(page, own_site)
    page.click("button.correct[data-property=killed]")
    page.fill("#correct input[name=value]", "2-4")
    page.click("#correct button.first")
    page.wait_for_selector("#correct .fault:not([hidden])")
    assert "Give a reason or a source" in page.text_content("#correct .fault")
    shot(page, "incident-correct")
    page.fill("#correct input[name=source]", "https://example.org/ministry")
    page.keyboard.press("Enter")
    page.wait_for_selector("#undo-bar:not([hidden])")
    assert "Corrected." in page.text_content("#undo-bar")
    assert "A reviewer found that 2 to 4 people were killed" in page.text_content(".lead")
    assert "example.org/ministry" in page.text_content(".history")
    page.click("#undo-bar button")
    page.wait_for_selector("#status.note:has-text('Undone')")
    assert "no one was killed or injured" in page.text_content(".lead")
    assert page.locator(".history .gone").count() == 1


def test_rejecting_by_keyboard_alone(page: Any, own_site: Site) -> None:
    at_asad(page, own_site)
    page.focus("[data-open=reject]")
    page.keyboard.press("Enter")
    page.keyboard.type("a drill")
    page.keyboard.press("Enter")
    page.wait_for_selector("#undo-bar:not([hidden])")
    assert "it is no attack" in page.text_content("main .problem")
    page.focus(".history button.undo")
    page.keyboard.press("Enter")
    page.wait_for_selector("#status.note:has-text('Undone')")
    assert page.locator("main > article > .problem").count() == 0


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 390), ("dark", 390)]
)
def test_it_is_good_for_people(
    page: Any,
    site: Site,
    grave_faults: Callable[[Any], list[str]],
    shot: Callable[[Any, str], None],
    scheme: str,
    width: int,
) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    contested = page.request.get(site.at("/api/incidents?grade=contested")).json()["incidents"][0]["id"]
    page.goto(site.at(f"/incidents/{contested}"))
    assert page.locator("td .warn").count() > 0
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    at_asad(page, site)
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("a.say").nth(3).focus()
    box = page.locator(".tip").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    shot(page, f"incident-{scheme}-{width}")


def test_it_is_printed_on_two_pages_with_the_evidence(page: Any, site: Site) -> None:
    at_asad(page, site)
    page.wait_for_selector("#map canvas")
    page.emulate_media(media="print")
    assert page.locator("#map").is_hidden()
    assert page.locator("img.print-map").is_visible()
    assert page.evaluate("document.querySelector('img.print-map').naturalWidth") == 640
    assert page.locator("blockquote mark").first.is_visible()
    assert page.locator(".citation").is_visible()
    assert page.locator("button:visible").count() == 0
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert 1 <= pages <= 2


def test_without_scripts_all_is_there(browser: Any, site: Site) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    at_asad(page, site)
    assert page.locator("img.print-map").is_visible()
    assert page.locator("table.says a.say").count() > 10
    assert page.locator("blockquote mark").count() > 5
    context.close()


def test_the_map_is_shown_by_a_page_of_another_site(page: Any, site: Site) -> None:
    name = at_asad(page, site)
    html = f'<img src="{site.at(f"/incidents/{name}/map.svg")}">'
    with another_site(html) as address:
        page.goto(address)
        page.wait_for_function("[...document.images].every(image => image.complete)")
        assert page.evaluate("document.images[0].naturalWidth") == 640


@contextmanager
def another_site(html: str) -> Iterator[str]:
    """A page of another origin, served until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(html.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()

"""An article with its marks, the list of articles, and adding one."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from tests.browser.conftest import Site

TEXT = """Rocket strikes depot in Basra, two guards killed

BASRA, Iraq - A rocket hit a fuel depot in Basra on Tuesday, killing two guards and wounding five, police said. \
"It was <script>document.title = 'broken'</script> a terrible night," a worker said.

No group claimed responsibility. It was the third rocket attack on the depot this year."""


def articles(site: Site) -> list[dict[str, Any]]:
    with urllib.request.urlopen(site.at("/api/documents?limit=100")) as answer:
        found: list[dict[str, Any]] = json.load(answer)["documents"]
    return found


def named(site: Site, source: str) -> str:
    return next(str(d["id"]) for d in articles(site) if d["source"].endswith(source))


def test_marked_words_tell_what_they_were_read_as(
    page: Any, site: Site, shot: Callable[[Any, str], None], grave_faults: Callable[[Any], list[str]]
) -> None:
    page.goto(site.at(f"/documents/{named(site, 'd21.txt')}"))
    assert grave_faults(page) == []
    first = page.locator("a.m.c2").nth(2)
    first.hover()
    page.wait_for_selector("#beside:not([hidden])")
    shot(page, "article-light")
    told = page.text_content("#beside")
    assert "% sure" in told
    assert "IB-" in told
    page.keyboard.press("Escape")
    assert page.locator("#beside").is_hidden()
    page.locator("a.m").nth(3).focus()
    page.wait_for_selector("#beside:not([hidden])")
    assert page.get_attribute("a.m:focus", "aria-describedby") == "beside"
    before = page.locator("a.m[href]").count()
    page.locator("input.show").first.uncheck()
    assert page.locator("a.m[href]").count() < before
    page.emulate_media(color_scheme="dark")
    assert grave_faults(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave_faults(page) == []
    shot(page, "article-dark-phone")


def test_the_stretch_that_is_asked_for_is_in_sight(page: Any, site: Site) -> None:
    name = named(site, "d05.txt")
    page.set_viewport_size({"width": 800, "height": 400})
    page.goto(site.at(f"/documents/{name}?at=1400-1440"))
    assert page.locator("#at").evaluate("e => e.getBoundingClientRect().top") < 400
    assert page.evaluate("scrollY") > 0
    with urllib.request.urlopen(site.at(f"/api/documents/{name}")) as answer:
        text = json.load(answer)["document"]["text"]
    shown = "".join(page.locator("mark.at").all_text_contents())
    assert "".join(shown.split()) == "".join(text[1400:1440].split())


def test_a_text_is_read_looked_at_and_stored(
    page: Any, own_site: Site, shot: Callable[[Any, str], None], grave_faults: Callable[[Any], list[str]]
) -> None:
    page.goto(own_site.at("/add"))
    assert grave_faults(page) == []
    page.keyboard.press("Tab")
    page.fill("textarea[name=text]", TEXT)
    page.fill("input[name=publisher]", "<b>Basra Post</b>")
    page.fill("input[name=published]", "2021-07-07")
    shot(page, "add")
    page.click("#read button.first")
    page.wait_for_selector("#found", timeout=60_000)
    assert len(articles(own_site)) == 31
    assert page.locator(".text a.m").count() > 3
    assert "<script>document.title = 'broken'</script>" in page.text_content(".text")
    assert "broken" not in page.title()
    assert "<b>Basra Post</b>" in page.text_content(".meta")
    assert "a new incident" in page.text_content("table.reports")
    assert grave_faults(page) == []
    shot(page, "add-found")
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert grave_faults(page) == []
    shot(page, "add-found-dark-phone")
    page.click("button.store")
    page.wait_for_selector("#stored:not([hidden])")
    assert "IB-" in page.text_content("#stored")
    page.goto(own_site.at("/documents?q=basra+depot"))
    assert grave_faults(page) == []
    shot(page, "articles")
    page.click("text=Rocket strikes depot in Basra")
    page.wait_for_selector(".text a.m")


def test_what_cannot_be_read_is_told_with_the_way_out(page: Any, site: Site) -> None:
    page.goto(site.at("/add"))
    page.check("input[value=address]")
    page.fill("input[name=url]", "http://127.0.0.1:1/article")
    page.click("#read button.first")
    page.wait_for_selector("#status.problem")
    assert "open web alone: paste the text" in page.text_content("#status")


def test_what_was_read_is_thrown_away(page: Any, site: Site) -> None:
    page.goto(site.at("/add"))
    page.fill("textarea[name=text]", "The minister opened a new library on Monday.")
    page.click("#read button.first")
    page.wait_for_selector("#found", timeout=60_000)
    assert "nothing in it was read as an attack" in page.text_content("#found").lower()
    address = page.url
    page.click("button.throw")
    page.wait_for_url(site.at("/add"))
    page.goto(address)
    assert "held for an hour" in page.text_content("main")

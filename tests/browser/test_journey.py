"""The whole way of a user on the real program: add, map, brush, incident, evidence, review by keys, undo, check, export."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlparse

from tests.browser.conftest import Site, until

TEXT = """Rockets hit fuel depot in Basra, two guards killed

BASRA, Iraq, July 7 - Three rockets hit a fuel depot in Basra on Tuesday, killing two guards and wounding five, police said.

No group claimed responsibility. There have been 30 attacks in Iraq since the beginning of the year, the police added."""


def test_from_an_article_to_a_table(page: Any, own_site: Site, shot: Callable[[Any, str], None]) -> None:
    name = _add(page, own_site)
    _find_on_the_map(page, own_site, name)
    shot(page, "journey-incident")
    _look_at_the_evidence(page)
    _review_and_undo(page, own_site)
    _check(page, own_site)
    _take_away(page, own_site, name)


def _add(page: Any, site: Site) -> str:
    page.goto(site.at("/add"))
    page.fill("textarea[name=text]", TEXT)
    page.fill("input[name=published]", "2021-07-07")
    page.fill("input[name=publisher]", "Basra Post")
    page.click("#read button.first")
    page.wait_for_selector("#found", timeout=60_000)
    page.click("button.store")
    page.wait_for_selector("#stored:not([hidden])", timeout=60_000)
    found = re.search(r"IB-[0-9A-Z]{6}", page.text_content("#stored"))
    assert found
    return found.group()


def _find_on_the_map(page: Any, site: Site, name: str) -> None:
    page.goto(site.at("/"))
    page.wait_for_selector("#timeline rect.certain")
    box = page.locator("#timeline").bounding_box()
    y = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + 0.3 * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.6 * box["width"], y, steps=10)
    page.mouse.up()
    until(page, "new URLSearchParams(location.search).has('from')")
    query = parse_qs(urlparse(page.url).query)
    assert query["from"][0] < "2021-07-06" < query["to"][0]
    page.click(f"#rows tr[data-id={name}] a")
    page.wait_for_selector("#incident")
    assert "Basra" in page.text_content("h1")
    assert "6 July 2021" in page.text_content(".lead")


def _look_at_the_evidence(page: Any) -> None:
    killed = page.locator("table.says tr:has(th:has-text('killed')) a.say").first
    killed.focus()
    page.wait_for_selector(".tip:visible")
    assert "two guards" in page.text_content(".tip")
    killed.click()
    page.wait_for_url("**/documents/**")
    assert "two guards" in "".join(page.locator("mark.at").all_text_contents())


def _review_and_undo(page: Any, site: Site) -> None:
    page.goto(site.at("/review?kind=pair"))
    page.wait_for_selector("article.question:visible")
    page.keyboard.press("d")
    page.keyboard.press("z")
    page.wait_for_selector("#sending:empty", state="attached")
    states = [d["state"] for d in page.request.get(site.at("/api/decisions")).json()["decisions"]]
    assert states == ["undone", "in force"]


def _check(page: Any, site: Site) -> None:
    page.goto(site.at("/checks"))
    page.wait_for_selector("text=30 attacks", timeout=60_000)


def _take_away(page: Any, site: Site, name: str) -> None:
    page.goto(site.at("/?q=basra"))
    page.wait_for_selector(f"#rows tr[data-id={name}]")
    page.click("summary:has-text('Download')")
    with page.expect_download() as waited:
        page.click("a[href^='/api/exports/csv']")
    rows = list(csv.DictReader(waited.value.path().open(encoding="utf-8-sig", newline="")))
    mine = next(row for row in rows if row["id"] == name)
    assert (mine["killed"], mine["injured"], mine["date_earliest"]) == ("2", "5", "2021-07-06")

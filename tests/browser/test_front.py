"""The first page: map, timeline, list and filters, on the example articles and on many generated incidents."""

from __future__ import annotations

import csv
import json
import statistics
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlparse

import pytest
from benchmarks.serving import build
from tests.browser.conftest import Site, served, until

FIRST_VIEW_BYTES = 400_000
FIRST_MARKERS_SECONDS = 2.5
BRUSH_MS = 60


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Twenty thousand generated incidents, served."""
    path = tmp_path_factory.mktemp("many") / "many.db"
    build(path, 20_000)
    with served(path) as found:
        yield found


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Two thousand generated incidents, served."""
    path = tmp_path_factory.mktemp("some") / "some.db"
    build(path, 2000)
    with served(path) as found:
        yield found


def test_the_list_holds_the_incidents_of_the_book(
    page: Any, site: Site, shot: Callable[[Any, str], None]
) -> None:
    page.goto(site.at("/"))
    page.wait_for_selector("#rows tr")
    assert page.locator("#rows tr").count() >= 4
    assert "Iraq" in page.text_content("#rows")
    assert "incidents" in page.text_content("#period")
    shot(page, "front")


def test_filters_live_in_the_address_and_come_back_with_it(page: Any, site: Site) -> None:
    page.goto(site.at("/"))
    page.wait_for_selector("#rows tr")
    whole = page.locator("#rows tr").count()
    page.click("summary:has-text('Kind')")
    page.check("input[name=kind][value=rocket]")
    until(page, f"document.querySelectorAll('#rows tr').length < {whole}")
    assert parse_qs(urlparse(page.url).query)["kind"] == ["rocket"]
    few = page.locator("#rows tr").count()
    page.reload()
    page.wait_for_selector("#rows tr")
    assert page.is_checked("input[name=kind][value=rocket]")
    assert page.locator("#rows tr").count() == few
    page.go_back()
    until(page, f"document.querySelectorAll('#rows tr').length == {whole}")
    assert not page.is_checked("input[name=kind][value=rocket]")


def test_where_nothing_meets_the_conditions_a_way_out_is_shown(page: Any, site: Site) -> None:
    page.goto(site.at("/?q=giraffe"))
    page.wait_for_selector("#nothing:visible")
    page.click("#nothing button")
    page.wait_for_selector("#rows tr")
    assert urlparse(page.url).query == ""


def test_conditions_that_the_api_refuses_are_told(page: Any, site: Site) -> None:
    page.goto(site.at("/?from=2022-01-01&to=2021-01-01"))
    page.wait_for_selector("#told.problem, #status.problem")
    assert page.text_content("main").count("before it begins") == 1
    assert page.locator("#rows tr").count() == 0


def test_the_order_and_what_the_map_shows_choose_the_list(page: Any, site: Site) -> None:
    page.goto(site.at("/"))
    page.wait_for_selector("#rows tr")
    latest = page.text_content("#rows tr")
    page.select_option("select[name=sort]", "date")
    until(page, f"document.querySelector('#rows tr').textContent != {json.dumps(latest)}")
    page.check("#in-view")
    until(page, "location.search.includes('view=1')")
    for _ in range(4):
        page.click(".leaflet-control-zoom-in")
        page.wait_for_timeout(300)
    until(page, "location.search.includes('map=')")
    until(page, "document.querySelectorAll('#rows tr').length == 0")
    assert parse_qs(urlparse(page.url).query)["sort"] == ["date"]


def test_a_choice_closes_by_escape_and_by_a_click_elsewhere(page: Any, site: Site) -> None:
    page.goto(site.at("/"))
    page.wait_for_selector("#rows tr")
    page.click("summary:has-text('Kind')")
    page.keyboard.press("Escape")
    assert page.locator("details.choice[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    page.click("summary:has-text('Country')")
    page.click("#list-head")
    assert page.locator("details.choice[open]").count() == 0


def test_the_brush_picks_a_period_for_map_and_list(page: Any, some: Site) -> None:
    page.goto(some.at("/"))
    page.wait_for_selector("#timeline rect.certain")
    _brush(page, 0.4, 0.5)
    until(page, "new URLSearchParams(location.search).has('from')")
    query = parse_qs(urlparse(page.url).query)
    assert "2016-0" < query["from"][0] < query["to"][0] < "2018-12"
    until(page, "/^50 of /.test(document.querySelector('#told').textContent)")
    many = int(page.text_content("#period").split()[0].replace(",", ""))
    assert 100 < many < 400
    assert page.text_content("#told") == f"50 of {many} incidents"


def test_a_spot_opens_into_its_incidents(page: Any, site: Site) -> None:
    place = _incident(page, site, "airport")["values"]["place"]
    page.goto(site.at(f"/?map=12/{place['lat']}/{place['lon']}"))
    page.wait_for_selector("#rows tr")
    page.wait_for_timeout(300)
    box = page.locator("#map").bounding_box()
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_selector(".spot a")
    assert place["name"] in page.text_content(".spot")
    assert page.locator(".spot").bounding_box()["width"] >= 200
    href = page.get_attribute(".spot a", "href")
    assert href.startswith("/incidents/IB-")


def test_the_first_view_is_light_and_quick(page: Any, some: Site) -> None:
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(_wire_size(answer)))
    page.goto(some.at("/"))
    until(page, "performance.getEntriesByName('spots').length > 0")
    page.wait_for_selector("#rows tr")
    page.wait_for_load_state("networkidle")
    seconds = page.evaluate("performance.getEntriesByName('spots')[0].startTime") / 1000
    print(f"first view: {sum(sizes):,} bytes, 2,000 markers after {seconds:.2f} s")
    assert sum(sizes) <= FIRST_VIEW_BYTES
    assert seconds <= FIRST_MARKERS_SECONDS


def test_the_brush_stays_fluid_over_twenty_thousand(page: Any, many: Site) -> None:
    page.goto(many.at("/"))
    page.wait_for_selector("#timeline rect.certain")
    page.wait_for_load_state("networkidle")
    _brush(page, 0.2, 0.8, steps=40)
    times = page.evaluate("performance.getEntriesByName('brush').map((one) => one.duration)")
    print(
        f"brush over 20,000: median {statistics.median(times):.1f} ms, longest {max(times):.1f} ms, of {len(times)}"
    )
    assert len(times) >= 20
    assert statistics.median(times) <= BRUSH_MS


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_grave(
    page: Any, site: Site, grave_faults: Callable[[Any], list[str]], scheme: str, width: int,
    shot: Callable[[Any, str], None],
) -> None:  # fmt: skip
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(site.at("/"))
    page.wait_for_selector("#rows tr")
    shot(page, f"front-{scheme}-{width}")
    assert grave_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.click("summary:has-text('More')")
    assert grave_faults(page) == []


def test_what_is_filtered_is_downloaded(page: Any, site: Site) -> None:
    page.goto(site.at("/?kind=rocket"))
    page.wait_for_selector("#rows tr")
    page.click("summary:has-text('Download')")
    with page.expect_download() as waited:
        page.click("a[href^='/api/exports/csv']")
    rows = list(csv.DictReader(waited.value.path().open(encoding="utf-8-sig", newline="")))
    assert len(rows) == page.locator("#rows tr").count()
    assert {row["attack_type"] for row in rows} == {"rocket"}


def test_it_works_by_keyboard_alone(page: Any, site: Site) -> None:
    page.goto(site.at("/"))
    page.wait_for_selector("#rows tr")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("rocket")
    page.keyboard.press("Enter")
    until(page, "new URLSearchParams(location.search).get('q') === 'rocket'")


def test_without_articles_it_says_what_to_do(page: Any, tmp_path: Path) -> None:
    build(tmp_path / "empty.db", 0)
    with served(tmp_path / "empty.db") as found:
        page.goto(found.at("/"))
        assert page.is_visible("a[href='/add'].first")


def _incident(page: Any, site: Site, words: str) -> Any:
    return page.request.get(site.at("/api/incidents"), params={"q": words}).json()["incidents"][0]


def _brush(page: Any, start: float, end: float, steps: int = 10) -> None:
    box = page.locator("#timeline").bounding_box()
    y = box["y"] + box["height"] / 3
    page.mouse.move(box["x"] + start * box["width"], y)
    page.mouse.down()
    page.mouse.move(box["x"] + end * box["width"], y, steps=steps)
    page.mouse.up()


def _wire_size(answer: Any) -> int:
    sizes = answer.request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]

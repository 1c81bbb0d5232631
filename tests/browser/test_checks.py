"""What the texts say against the record, as plots and as a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.conftest import Site


def test_plots_and_a_list_of_verdicts(
    page: Any, site: Site, grave_faults: Callable[[Any], list[str]], shot: Any
) -> None:
    page.goto(site.at("/checks"))
    page.wait_for_selector(".plot svg")
    assert page.locator(".plot svg rect").count() > 5
    assert page.locator(".check").count() == 5
    link = page.locator(".check a.there").first.get_attribute("href")
    assert link.startswith("/documents/")
    assert "?at=" in link
    assert page.locator(".check a[href^='/incidents/IB-']").count() > 5
    assert grave_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert grave_faults(page) == []
    shot(page, "checks-dark")
    page.select_option("select[name=verdict]", "cannot say")
    page.wait_for_url("**/checks?verdict=cannot+say*")
    assert page.locator(".check").count() == 2
    page.goto(site.at("/checks?verdict=matches"))
    assert "Nothing that was checked is like that" in page.text_content(".empty")

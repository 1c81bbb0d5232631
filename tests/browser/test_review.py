"""Reviewing with keys, also while the server is gone; corrections with a source; the ledger of decisions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser.conftest import Site, served

API = "**/api/decisions"


def ledger(page: Any, site: Site) -> list[dict[str, Any]]:
    """Every decision with its state."""
    found = page.request.get(site.at("/api/decisions")).json()["decisions"]
    return [{**one["decision"], "state": one["state"]} for one in found]


def now_shown(page: Any) -> str:
    """The name of the question on screen."""
    return str(page.locator("article.question:visible").get_attribute("data-name"))


def online_again(page: Any) -> None:
    """What the browser says when the network is back."""
    page.evaluate("void dispatchEvent(new Event('online'))")


def all_sent(page: Any) -> None:
    page.wait_for_selector("#sending:empty", state="attached", timeout=30_000)


def test_same_undo_and_next_by_keys_alone(
    page: Any, own_site: Site, grave_faults: Callable[[Any], list[str]], shot: Any
) -> None:
    page.goto(own_site.at("/review?kind=pair"))
    first = now_shown(page)
    assert page.text_content("#progress").startswith("1 of ")
    assert page.locator("article.question:visible tr.differ, article.question:visible tr.near").count() > 0
    assert page.locator("article.question:visible mark").count() > 1
    assert grave_faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert grave_faults(page) == []
    shot(page, "review-dark")
    page.keyboard.press("s")
    second = now_shown(page)
    assert second != first
    all_sent(page)
    page.keyboard.press("z")
    assert now_shown(page) == first
    page.keyboard.press("n")
    assert now_shown(page) == second
    page.keyboard.press("d")
    page.keyboard.press("u")
    all_sent(page)
    assert [(d["kind"], d["state"]) for d in ledger(page, own_site)] == [
        ("same", "undone"), ("undo", "in force"), ("different", "in force"), ("unsure", "in force")
    ]  # fmt: skip
    page.reload()
    assert now_shown(page) == first  # undone, so it is asked for again


def test_what_is_pressed_while_nobody_answers_is_not_lost(page: Any, own_site: Site) -> None:
    page.goto(own_site.at("/review?kind=pair"))
    page.route(API, lambda route: route.abort() if route.request.method == "POST" else route.continue_())
    names = [now_shown(page)]
    page.keyboard.press("s")
    names.append(now_shown(page))
    page.keyboard.press("d")
    names.append(now_shown(page))
    page.keyboard.press("u")
    page.wait_for_selector("#sending.trouble")
    assert "3 decisions are not sent yet" in page.text_content("#sending")
    assert ledger(page, own_site) == []
    warned: list[str] = []
    page.on("dialog", lambda dialog: (warned.append(dialog.type), dialog.accept()))
    page.reload()
    assert warned == ["beforeunload"]
    page.wait_for_selector("#sending.trouble")
    assert now_shown(page) not in names  # decided, though not sent
    page.click("#sending button")  # "Try now": nobody answers yet
    page.wait_for_selector("#sending.trouble")
    page.unroute(API)
    online_again(page)
    all_sent(page)
    assert [d["kind"] for d in ledger(page, own_site)] == ["same", "different", "unsure"]


def test_a_server_that_was_gone_gets_what_was_decided_meanwhile(page: Any, own_book: Path) -> None:
    with served(own_book) as site:
        page.goto(site.at("/review?kind=pair"))
        port = site.address.rpartition(":")[2]
    page.keyboard.press("s")
    page.keyboard.press("d")
    page.wait_for_selector("#sending.trouble")
    with served(own_book, "--port", port) as site:
        online_again(page)
        all_sent(page)
        assert [d["kind"] for d in ledger(page, site)] == ["same", "different"]


def test_what_is_refused_is_told_and_open_again(page: Any, own_site: Site) -> None:
    page.goto(own_site.at("/review?kind=pair"))
    first = now_shown(page)
    page.evaluate("document.querySelector('article.question').dataset.second = 'nowhere-1'")
    page.keyboard.press("s")
    page.wait_for_selector("#refused .problem")
    assert "this book has no report nowhere-1" in page.text_content("#refused")
    page.click("#refused button")
    assert now_shown(page) == first


def test_a_conflict_is_corrected_with_a_source(
    page: Any, own_site: Site, grave_faults: Callable[[Any], list[str]], shot: Any
) -> None:
    page.goto(own_site.at("/review?kind=conflict"))
    shown = page.locator("article.question:visible")
    incident = shown.get_attribute("data-incident")
    name = shown.locator(".clash").first.get_attribute("data-property")
    assert grave_faults(page) == []
    page.keyboard.press("2")
    page.keyboard.press("Enter")
    assert "Say by which source" in shown.locator(".fault").first.text_content()
    page.keyboard.type("the hospital's sheet, n. 2")  # letters here, and no commands
    assert now_shown(page) == incident
    shot(page, "conflict")
    page.keyboard.press("Enter")
    all_sent(page)
    (made,) = ledger(page, own_site)
    assert (made["kind"], made["incidents"], made["property"]) == ("correct", [incident], name)
    assert made["source"] == "the hospital's sheet, n. 2"
    page.goto(own_site.at("/decisions"))
    assert made["id"] in page.text_content("table")
    page.set_viewport_size({"width": 390, "height": 844})
    assert page.evaluate("[document.documentElement.scrollWidth, document.body.scrollWidth]") == [390, 390]
    page.set_viewport_size({"width": 1280, "height": 900})
    assert grave_faults(page) == []
    page.click("button.undo")
    page.wait_for_selector("tr.undone")
    assert [d["state"] for d in ledger(page, own_site)] == ["undone", "in force"]
    page.emulate_media(color_scheme="dark")
    assert grave_faults(page) == []
    shot(page, "decisions-dark")


def test_on_a_phone_nothing_goes_sideways(page: Any, site: Site) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    for path in ("/review", "/review?kind=conflict", "/decisions", "/checks"):
        page.goto(site.at(path))
        assert page.evaluate("document.documentElement.scrollWidth") <= 390

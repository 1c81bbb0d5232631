"""Logging in to a server that has accounts."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.browser.conftest import served


def test_who_is_not_logged_in_is_led_to_the_form_and_back(
    page: Any, own_book: Path, grave_faults: Callable[[Any], list[str]]
) -> None:
    _account(own_book, "ann", "a lorry full of pears")
    with served(own_book, "--accounts") as site:
        page.goto(site.at("/?kind=rocket"))
        assert "/login" in page.url
        assert grave_faults(page) == []
        page.fill("input[name=name]", "ann")
        page.fill("input[name=password]", "wrong")
        page.keyboard.press("Enter")
        page.wait_for_selector("#status.problem")
        assert "the name or the password is wrong" in page.text_content("#status")
        page.wait_for_timeout(1500)  # the account has to wait after a failure
        page.fill("input[name=password]", "a lorry full of pears")
        page.keyboard.press("Enter")
        page.wait_for_url(site.at("/?kind=rocket"))
        assert "ann, reviewer" in page.text_content(".bar")
        page.wait_for_load_state("networkidle")  # before the server ends


def test_without_scripts_a_password_does_not_stand_in_the_address(page: Any, own_book: Path) -> None:
    _account(own_book, "ann", "a lorry full of pears")
    with served(own_book, "--accounts") as site:
        page.route("**/assets/**", lambda route: route.abort())
        page.goto(site.at("/login"))
        page.fill("input[name=name]", "ann")
        page.fill("input[name=password]", "a lorry full of pears")
        page.keyboard.press("Enter")
        page.wait_for_load_state()
        assert "lorry" not in page.url


def _account(book: Path, name: str, password: str) -> None:
    command = [sys.executable, "-m", "incidentbook.cli", "accounts", "add", name, "--role", "reviewer"]
    command += ["--book", str(book)]
    subprocess.run(command, input=f"{password}\n", text=True, check=True, capture_output=True)

"""The real program in a process of its own, and Debian's Chromium looking at it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SHOTS = Path(__file__).parent / "screenshots"
ARTICLES = ROOT / "examples" / "articles"
AXE = ROOT / "client" / "node_modules" / "axe-core" / "axe.min.js"
BUILT = ROOT / "src" / "incidentbook" / "web" / "built" / "manifest.json"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_FLAGS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
_GRAVE = ("serious", "critical")

if CHROMIUM is None:
    _WAY = "no Chromium for the browser tests: apt-get install chromium"
elif not BUILT.is_file():
    _WAY = "no web pages for the browser tests: install Node.js 20 and run make pages"
else:
    _WAY = ""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leaves the tests of this folder out, in one line, where what they need is not there."""
    if _WAY:
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason=_WAY))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says in one line at the end why they were left out, and the way out."""
    if _WAY:
        terminalreporter.write_line(_WAY)


@dataclass(frozen=True, slots=True)
class Site:
    """A served book."""

    address: str
    book: Path

    def at(self, path: str) -> str:
        """The address of a page."""
        return f"{self.address}{path}"


@contextmanager
def served(book: Path, *options: str) -> Iterator[Site]:
    """`incidentbook serve` on a free port until the block ends."""
    command = [
        sys.executable,
        "-m",
        "incidentbook.cli",
        "serve",
        "--book",
        str(book),
        "--port",
        "0",
        *options,
    ]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=book.parent)
    try:
        assert process.stdout is not None
        yield Site(process.stdout.readline().strip(), book)
    finally:
        process.terminate()
        process.wait(timeout=20)


def incidentbook(*arguments: str | Path) -> str:
    """What a command prints."""
    command = [sys.executable, "-m", "incidentbook.cli", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ})
    return done.stdout


@pytest.fixture(scope="session")
def articles_book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of the example articles; tests that change it copy it first."""
    path = tmp_path_factory.mktemp("book") / "articles.db"
    incidentbook("add", ARTICLES, "--book", path)
    return path


@pytest.fixture
def own_book(articles_book: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    for found in articles_book.parent.glob("articles.db*"):
        target = tmp_path / found.name
        if found.is_dir():
            shutil.copytree(found, target)
        else:
            shutil.copy(found, target)
    return tmp_path / "articles.db"


@pytest.fixture(scope="session")
def site(articles_book: Path) -> Iterator[Site]:
    """The example articles, served; nothing may be decided here."""
    with served(articles_book) as found:
        yield found


@pytest.fixture
def own_site(own_book: Path) -> Iterator[Site]:
    """The same, for one test that changes it."""
    with served(own_book) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium without a window."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_FLAGS))
        yield found
        found.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails its test where a script fails, where the policy of content is broken, or where it asks another
    server for anything."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="en-GB", timezone_id="UTC")
    context.set_default_timeout(10_000)
    found = context.new_page()
    faults: list[str] = []
    found.on("pageerror", lambda error: faults.append(f"script: {error}"))
    found.on(
        "console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None
    )
    found.on(
        "request", lambda asked: faults.append(f"outside: {asked.url}") if _is_outside(asked.url) else None
    )
    yield found
    context.close()
    assert faults == []


def until(page: Any, expression: str, seconds: float = 8) -> None:
    """Waits until an expression of JavaScript is true. (Playwright's own waiting evaluates a string in the page, which our
    policy of content forbids.)"""
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"not so after {seconds} s: {expression}"
        page.wait_for_timeout(30)


@pytest.fixture
def shot() -> Callable[[Any, str], None]:
    """Keeps a picture of a page in an ignored folder, for whoever looks at a run."""

    def take(page: Any, name: str) -> None:
        SHOTS.mkdir(exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png", full_page=True)

    return take


@pytest.fixture
def grave_faults() -> Callable[[Any], list[str]]:
    """What axe finds on a page that is serious or critical (WCAG 2.2 A and AA), each with the elements that it is about."""
    if not AXE.is_file():
        pytest.skip("no axe-core: npm ci in client/")
    source = AXE.read_text("utf-8")

    def look(page: Any) -> list[str]:
        page.evaluate(source)
        found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        return [
            f"{v['id']}: {v['help']}: {json.dumps([n['target'] for n in v['nodes']][:5])}"
            for v in found["violations"]
            if v["impact"] in _GRAVE
        ]

    return look


def _is_outside(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "data:", "blob:"))

"""A small book, served."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from incidentbook.api.app import create_app
from incidentbook.api.settings import Settings
from incidentbook.book.accounts import Accounts, Role
from incidentbook.model import (
    Actor,
    Attribution,
    Count,
    Document,
    Extraction,
    Interval,
    Place,
    Published,
    Region,
    Report,
    Span,
    Statement,
    Tally,
    Values,
)
from incidentbook.pipeline import Book

HERE = "http://127.0.0.1:8765"
PASSWORD = "a lorry full of pears"
CHEAP = (2**4, 8, 1)
"""Costs of scrypt for tests alone."""

ERBIL = Place("Erbil", "IQ", "Erbil", 36.19, 44.01, 2, "geonames:95446")
SUVA = Place("Suva", "FJ", "Central", -18.14, 178.44, 2, None)
APIA = Place("Apia", "WS", None, -13.83, -171.76, 2, None)
MILITIA = Actor("Kataib Hezbollah", "kataib-hezbollah", "armed_group", "IQ")
TEXT = "Rockets struck near Erbil on Sunday. One guard was killed, café windows broke. It was the 9th attack."

COUNTED = Span(TEXT.index("the 9th"), TEXT.index("the 9th") + len("the 9th attack"))


def extraction(
    name: str, *, title: str = "Rockets near Erbil", publisher: str | None = "Reuters", **values: Any
) -> Extraction:
    """An article with one report and one tally."""
    given = {"date": Interval.day(date(2021, 9, 5)), "place": ERBIL, "attack_type": "rocket"} | values
    said = (
        Statement("attack_type", given["attack_type"], "stated", None, None, Span(0, 7), 0.9),
        Statement("killed", Count.exactly(1), "reported", None, None, Span(37, 57), 0.8),
        Statement("impact", "windows broken", "stated", None, None, Span(59, 77), 0.7),
    )
    rng = random.Random(name)
    own = " ".join("".join(rng.choices("abdeiklmnorstu", k=7)) for _ in range(80))
    published = Published(Interval.day(date(2021, 9, 6)), "metadata", ())
    text = f"{TEXT} {own}."
    regions = (Region("body", Span(0, len(text))),)
    article = Document(name, f"{name}.txt", title, publisher, None, "en", None, published, text, regions)
    tally = Tally(
        f"{name}-t1", Count.exactly(9), None, "attacks", ERBIL, None, None, None, None, None, COUNTED
    )
    return Extraction(article, (Report(f"{name}-1", True, Values(**given), said),), (tally,))


def far(number: int) -> Extraction:
    """One of many attacks that have nothing to do with each other."""
    day = date(2015, 1, 1) + timedelta(days=40 * number)
    place = Place(f"Town {number}", "SY", None, 33.0 + number / 50, 36.0 + number / 50, 2, None)
    return extraction(f"far{number:04}", title=f"Attack {number}", date=Interval.day(day), place=place)


def articles() -> list[Extraction]:
    """Those of the book."""
    loose = Interval(date(2021, 1, 1), date(2021, 12, 31))
    blamed = (Attribution(None, MILITIA),)
    evil = '=HYPERLINK("http://x")<script>alert(1)</script>'
    return [
        extraction("erbil1", killed=Count.exactly(1), perpetrator=MILITIA),
        extraction("erbil2", publisher="AFP", killed=Count.exactly(2)),
        extraction("suva", title="Bomb in Suva", publisher="Fiji Times", place=SUVA, attack_type="bombing",
                   date=Interval.day(date(2020, 2, 3))),
        extraction("apia", title="Shots in Apia", publisher=None, place=APIA, attack_type="shooting", date=loose,
                   attributed_to=blamed),
        extraction("evil", title=evil, publisher=evil, date=None, attack_type="arson", impact=evil,
                   place=Place(evil, "DE", None, None, None, None, None)),
    ]  # fmt: skip


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small book and its catalogue; tests take copies."""
    folder = tmp_path_factory.mktemp("made")
    with Book.open(folder / "small.db") as book:
        book.add_extractions(articles())
        book.catalogue.snapshot()
    return folder


@pytest.fixture
def location(made: Path, tmp_path: Path) -> Path:
    """The file of a small book of four incidents."""
    shutil.copytree(made, tmp_path / "book")
    return tmp_path / "book" / "small.db"


@pytest.fixture
def book(location: Path) -> Iterator[Book]:
    """A small book, open."""
    with Book.open(location) as opened:
        yield opened


@pytest.fixture
def client(book: Book) -> TestClient:
    """The book served to whoever sits at this machine."""
    return TestClient(create_app(book, Settings(user="ann")), base_url=HERE)


@pytest.fixture
def signed(client: TestClient) -> TestClient:
    """The same with the token that goes with what is written."""
    client.headers["X-CSRF-Token"] = client.get("/api/session").json()["csrf"]
    return client


@pytest.fixture
def accounts(location: Path) -> Accounts:
    """One account of each role, by its name."""
    made = Accounts(location.with_name("small.db.accounts"), costs=CHEAP)
    for role in ("reader", "reviewer", "editor"):
        made.add(role, role, PASSWORD)
    return made


@pytest.fixture
def served(book: Book, accounts: Accounts) -> TestClient:
    """The book served to accounts."""
    return TestClient(create_app(book, Settings("0.0.0.0", ("book.example",), accounts)), base_url=HERE)


@pytest.fixture
def by_token(book: Book, accounts: Accounts) -> Callable[[Role], TestClient]:
    """`by_token(role)`: a client that shows the token of an account."""
    app = create_app(book, Settings("0.0.0.0", (), accounts))

    def client_of(role: Role) -> TestClient:
        headers = {"Authorization": f"Bearer {accounts.make_token(role)}"}
        return TestClient(app, base_url=HERE, headers=headers)

    return client_of


@contextmanager
def logged_in(client: TestClient, name: str) -> Iterator[TestClient]:
    """A browser in which somebody is logged in."""
    token = client.get("/api/session").json()["csrf"]
    answer = client.post(
        "/api/session", json={"name": name, "password": PASSWORD}, headers={"X-CSRF-Token": token}
    )
    assert answer.status_code == 200, answer.text
    client.headers["X-CSRF-Token"] = answer.json()["csrf"]
    yield client

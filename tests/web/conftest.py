"""The application with its pages, over the small book of the API's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import HERE, accounts, book, location, made

__all__ = ["accounts", "book", "location", "made"]

from incidentbook.api.settings import Settings
from incidentbook.book.accounts import Accounts
from incidentbook.pipeline import Book
from incidentbook.web import create_app


@pytest.fixture
def web(book: Book) -> Iterator[TestClient]:
    """A browser's view of it, without accounts."""
    with TestClient(create_app(book, Settings()), base_url=HERE, headers={"Accept": "text/html"}) as found:
        yield found


@pytest.fixture
def web_with_accounts(book: Book, accounts: Accounts) -> Iterator[TestClient]:
    """The same for a server with accounts; nobody is logged in."""
    made = create_app(book, Settings(accounts=accounts))
    with TestClient(made, base_url=HERE, headers={"Accept": "text/html"}) as found:
        yield found

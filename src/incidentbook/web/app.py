"""The application with its pages: those of `routes/` beside the API, scripts and styles, errors as pages."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from incidentbook.api.app import create_app as create_api
from incidentbook.api.reading import Room
from incidentbook.api.settings import Settings
from incidentbook.pipeline import Book
from incidentbook.web.assets import Assets, Immutable
from incidentbook.web.errors import ErrorPages
from incidentbook.web.pages import Pages
from incidentbook.web.routes import ROUTERS

_SMALLEST_PACKED = 1024
_EFFORT = 5
"""Of gzip: beyond it answers get little smaller, and take twice as long."""


def create_app(
    book: Book,
    settings: Settings = Settings(),  # noqa: B008 -- a frozen value
    room: Room | None = None,
) -> FastAPI:
    """The application that serves a book: API and pages.

    Args:
        book: the book; whoever opened it closes it.
        settings: under which names it is served, and to whom.
        room: where texts are read before they are stored; by default a process of its own, which fetches from the open web alone.
    """
    app = create_api(book, settings, room)
    assets = Assets.built()
    pages = Pages(assets)
    app.state.pages = pages
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.mount("/assets", Immutable(assets), name="assets")
    app.add_middleware(ErrorPages, pages=pages)
    app.add_middleware(GZipMiddleware, minimum_size=_SMALLEST_PACKED, compresslevel=_EFFORT)
    return app

"""The application: routes, errors and guard put together."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from incidentbook import __version__
from incidentbook.api import problems
from incidentbook.api.guard import Guard
from incidentbook.api.problems import Problem
from incidentbook.api.reading import Room
from incidentbook.api.routes import ROUTERS
from incidentbook.api.settings import Settings
from incidentbook.api.shared import Shared
from incidentbook.api.who import TOKEN_HEADER, Door
from incidentbook.pipeline import Book

_ABOUT = """What a book of incidents holds: documents, what they say, and the incidents computed from that.

Every list goes on by `cursor`; every answer has an `ETag`, and answers `304` where it is sent back in `If-None-Match`.
What can be written are decisions, `POST /api/decisions`, and articles, `POST /api/documents`.
Errors are `application/problem+json` and tell the way out.
"""


def create_app(
    book: Book,
    settings: Settings = Settings(),  # noqa: B008 -- a frozen value
    room: Room | None = None,
) -> FastAPI:
    """The application that serves a book.

    Args:
        book: the book; whoever opened it closes it.
        settings: under which names it is served, and to whom.
        room: where texts are read before they are stored; by default a process of its own, which fetches from the open web alone.
    """
    app = _bare()
    app.state.shared = Shared.of(book, room or Room(book))
    app.state.door = Door(settings)
    problems.install(app)
    app.add_middleware(Guard, settings=settings)
    return app


def description() -> dict[str, Any]:
    """The OpenAPI document."""
    return _described(_bare())


def _bare() -> FastAPI:
    app = FastAPI(
        title="incidentbook",
        version=__version__,
        description=_ABOUT,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    for router in ROUTERS:
        app.include_router(router)
    app.openapi = lambda: _described(app)  # type: ignore[method-assign]
    return app


def _described(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, with our errors in the place of FastAPI's."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    made = get_openapi(
        title=app.title,
        version=app.version,
        description=app.description,
        routes=app.routes,
        openapi_version="3.1.0",
    )
    schemas = made["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs") | {"Problem": problem}
    made["components"]["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "`incidentbook accounts token NAME` makes one.",
        },
        "session": {"type": "apiKey", "in": "cookie", "name": "incidentbook_session"},
    }
    made["security"] = [{}, {"token": []}, {"session": []}]
    for path in made["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    app.openapi_schema = made
    return made


def _complete(method: str, operation: dict[str, Any]) -> None:
    """What every operation has: the refusal by another name, and of those that write the token."""
    operation["responses"] |= {str(k): v for k, v in problems.responses(421).items()}
    if method == "get":
        operation["responses"]["304"] = {"description": "It is as the client has it."}
        return
    operation["responses"] |= {str(k): v for k, v in problems.responses(400, 403, 413, 415).items()}
    operation.setdefault("parameters", []).append(
        {
            "name": TOKEN_HEADER,
            "in": "header",
            "required": False,
            "schema": {"type": "string"},
            "description": "`csrf` of GET /api/session; not with a bearer token.",
        }
    )

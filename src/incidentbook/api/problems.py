"""Errors as RFC 9457 has them (application/problem+json): each names the field and the way out, and none is a surprise."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from typing import Annotated, Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from incidentbook.errors import (
    AccountError,
    BookError,
    DecisionError,
    ExportError,
    IncidentBookError,
    QueryError,
    SourceError,
    UnknownIncidentError,
)

MEDIA_TYPE = "application/problem+json"
_LONGEST_SAID = 500
_log = logging.getLogger(__name__)


class Fault(BaseModel):
    """One field that is wrong, and what would be right."""

    field: str
    detail: str


class Problem(BaseModel):
    """What went wrong."""

    type: Annotated[str, Field(examples=["urn:incidentbook:problem:unknown"])]
    title: str
    status: Annotated[int, Field(examples=[404])]
    detail: str
    field: Annotated[str | None, Field(description="The parameter, header or key that is wrong.")] = None
    way_out: Annotated[str, Field(description="What to do.")]
    faults: list[Fault] = []


class ProblemError(Exception):
    """An answer that is an error."""

    def __init__(
        self,
        status: int,
        kind: str,
        detail: str,
        way_out: str,
        *,
        field: str | None = None,
        faults: Sequence[Fault] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.headers = dict(headers or {})
        self.problem = Problem(
            type=f"urn:incidentbook:problem:{kind}",
            title=_TITLES[kind],
            status=status,
            detail=_shown(detail),
            field=field,
            way_out=_shown(way_out),
            faults=list(faults),
        )

    def response(self) -> Response:
        """The answer."""
        return JSONResponse(self.problem.model_dump(), self.status, self.headers, MEDIA_TYPE)


_TITLES = {
    "unknown": "There is no such thing here",
    "method": "This cannot be done with it",
    "invalid": "The request cannot be understood",
    "not-acceptable": "There is no such form of it",
    "too-large": "The request is too large",
    "media-type": "The request is no JSON",
    "log-in": "It is not known who asks",
    "not-allowed": "This account may not do that",
    "forgery": "The request may come from another site",
    "host": "This server has another name",
    "slow-down": "Too many failed logins",
    "book": "The book cannot be used now",
    "fault": "The program failed",
    "decision": "This cannot be decided",
    "export": "It cannot be written in that form here",
    "unread": "This could not be read",
    "busy": "The server is busy",
}


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The part of an operation's description that tells its errors."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        status: {"description": _DESCRIBED[status], "content": {MEDIA_TYPE: {"schema": schema}}}
        for status in statuses
    }


_DESCRIBED = {
    400: "The request is malformed.",
    401: "It is not known who asks.",
    403: "The account may not do that, or the request may come from another site.",
    404: "There is no such thing.",
    406: "There is no such form.",
    409: "It contradicts what is there.",
    413: "The request is too large.",
    415: "The body is no JSON.",
    421: "The server has another name.",
    422: "A value cannot be understood.",
    429: "Too many failed logins.",
    501: "The server lacks what that form needs.",
    503: "The book cannot be used now, or too many wait already.",
}


def install(app: FastAPI) -> None:
    """Every error that can come up gets its answer."""
    app.add_exception_handler(ProblemError, _known)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _of_http)
    app.add_exception_handler(IncidentBookError, _of_ours)
    app.add_exception_handler(RecursionError, _too_deep)
    app.add_exception_handler(Exception, _unforeseen)


def unknown(what: str, name: str, where: str) -> ProblemError:
    """There is no `what` of that name; `where` lists those that there are."""
    return ProblemError(404, "unknown", f"this book has no {what} {name}", f"see {where}", field=what)


async def _known(request: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)
    return error.response()


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [Fault(field=_field(e["loc"]), detail=_shown(str(e["msg"]))) for e in error.errors()][:20]
    if any(e["type"] == "json_invalid" for e in error.errors()):
        way = "the body is no JSON; write it as in /api/openapi.json"
        return ProblemError(
            422, "invalid", "the body is no JSON", way, field="body", faults=faults
        ).response()
    first = faults[0]
    said = f"{first.field}: {first.detail}"
    way = "give values as /api/openapi.json describes them"
    return ProblemError(422, "invalid", said, way, field=first.field, faults=faults).response()


async def _of_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.url.path
    if error.status_code == 404:
        way = "see /api for what there is"
        return ProblemError(404, "unknown", f"there is nothing at {path}", way, field="path").response()
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "GET")
        way = f"allowed: {allowed}; what is written is written by POST /api/decisions and /api/documents"
        told = ProblemError(
            405, "method", f"{request.method} is not for {path}", way, field="method", headers=error.headers
        )
        return told.response()
    field = "body" if error.status_code in (400, 413) else None
    kind = _KINDS.get(error.status_code, "invalid" if error.status_code < 500 else "fault")
    way = "give values as /api/openapi.json describes them"
    return ProblemError(
        error.status_code, kind, str(error.detail), way, field=field, headers=error.headers
    ).response()


async def _of_ours(request: Request, error: Exception) -> Response:
    said = str(error)
    match error:
        case QueryError():
            return ProblemError(422, "invalid", said, error.way_out, field=error.field).response()
        case UnknownIncidentError():
            return ProblemError(404, "unknown", said, "see /api/incidents", field="incident").response()
        case DecisionError():
            way = "what each kind of decision takes is in /api/openapi.json"
            return ProblemError(422, "decision", said, way, field="body").response()
        case ExportError():
            way = "choose another form, or ask whoever runs the server"
            return ProblemError(501, "export", said, way, field="form").response()
        case SourceError():
            return ProblemError(
                422, "invalid", said, "write it as in docs/format.md", field="value"
            ).response()
        case BookError() | AccountError():
            way = "another program may hold it; try again"
            headers = {"Retry-After": "5"}
            return ProblemError(
                503, "book", "the book cannot be read or written now", way, headers=headers
            ).response()
    return unexpected(request, error)


async def _too_deep(request: Request, error: Exception) -> Response:
    way = "nest less deeply"
    return ProblemError(422, "invalid", "the body is nested too deeply", way, field="body").response()


async def _unforeseen(request: Request, error: Exception) -> Response:
    return unexpected(request, error)


def unexpected(request: Request, error: Exception) -> Response:
    """The answer to what should never come up; what it was is for whoever runs the server."""
    _log.error("%s %s failed", request.method, request.url.path, exc_info=error)
    way = "please report it with the time and the address"
    return ProblemError(500, "fault", "a fault of the program's own", way).response()


_KINDS = {413: "too-large"}


def _field(place: Sequence[Any]) -> str:
    """`query.limit` is `limit`; of the body `body.why`; the name of a union's branch is no part of it."""
    parts = [str(part) for part in place]
    return ".".join(
        parts[1:] if parts[0] in ("query", "path", "header", "cookie") and len(parts) > 1 else parts
    )


def _shown(words: str) -> str:
    plain = words.encode("utf-8", "replace").decode()
    return plain if len(plain) <= _LONGEST_SAID else plain[: _LONGEST_SAID - 1] + "…"

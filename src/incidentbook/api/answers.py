"""What answers share: the tag by which a client knows that nothing changed, the form asked for, the link to the next page."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, urlencode

from fastapi import Request
from pydantic import BaseModel
from starlette.responses import Response

from incidentbook import __version__
from incidentbook.api.problems import ProblemError
from incidentbook.api.schemas import BeingMade

JSON = "application/json"
_AGAIN = 2
CACHED = "private, no-cache"
"""Kept by the client alone, which asks each time whether it is still so."""


def tag(request: Request, state: str, form: str = JSON) -> str:
    """The entity tag of what a request asks for at a state of the book."""
    asked = sorted(request.query_params.multi_items())
    said = repr((__version__, state, form, request.url.path, asked))
    return f'"{hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:24]}"'


def is_known(request: Request, mark: str) -> bool:
    """Whether the client says that it has what bears this tag."""
    given = request.headers.get("if-none-match")
    if given is None:
        return False
    marks = [part.strip().removeprefix("W/") for part in given.split(",")]
    return mark in marks or "*" in marks


def unless_known(request: Request, state: str, make: Callable[[], Response], form: str = JSON) -> Response:
    """The answer, or 304 where the client has it; it is made only where it is sent."""
    mark = tag(request, state, form)
    known = is_known(request, mark)
    answer = Response(status_code=304) if known else make()
    answer.headers["ETag"] = mark
    answer.headers["Cache-Control"] = CACHED
    answer.headers["Vary"] = "Accept, Cookie, Authorization"
    return answer


def as_json(value: BaseModel, status: int = 200) -> Response:
    """A model as the body of an answer."""
    return Response(value.model_dump_json(), status, media_type=JSON)


def being_made() -> Response:
    """What is asked for is being worked out, and was not before: it is to be asked for again."""
    body = BeingMade(state="being made", again=_AGAIN)
    headers = {"Retry-After": str(_AGAIN), "Cache-Control": "no-store"}
    return Response(body.model_dump_json(), 202, headers, JSON)


def chosen(request: Request, named: str | None, offered: Mapping[str, str]) -> str:
    """The form that is asked for, by `format` or else by the header `Accept`.

    Args:
        named: `format`, one of the names offered.
        offered: media types by the names of forms, the usual one first.

    Raises:
        ProblemError: none of the media types that the header takes is offered.
    """
    if named is not None:
        return named
    wanted = _accepted(request.headers.get("accept", "*/*"))
    ranked = [
        (max((_weight(media, w) for w in wanted), default=0.0), -n, name)
        for n, (name, media) in enumerate(offered.items())
    ]
    best = max(ranked)
    if best[0] <= 0:
        media = ", ".join(offered.values())
        raise ProblemError(
            406,
            "not-acceptable",
            "it is not offered in any form that `Accept` names",
            f"offered: {media}",
            field="Accept",
        )
    return best[2]


def with_next(request: Request, answer: Response, written: str | None) -> Response:
    """The same answer with a link to the next page, where there is one."""
    if written is not None:
        pairs = [(k, v) for k, v in request.query_params.multi_items() if k != "cursor"]
        query = urlencode([*pairs, ("cursor", written)], errors="replace")
        answer.headers["Link"] = f'<{quote(request.url.path)}?{query}>; rel="next"'
    return answer


def _accepted(header: str) -> list[tuple[str, float]]:
    found = []
    for part in header.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        found.append((media, _quality(parameters)))
    return found


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(max(float(value), 0.0), 1.0)
            except ValueError:
                return 0.0
    return 1.0


def _weight(media: str, wanted: tuple[str, float]) -> float:
    """How much a range wants a media type; one that names it is worth a little more than one that takes all."""
    pattern, quality = wanted
    kind = media.partition("/")[0]
    if pattern == media:
        return quality
    if pattern == f"{kind}/*":
        return quality * 0.99
    return quality * 0.98 if pattern == "*/*" else 0.0

"""Errors of pages: what the API tells as JSON is shown to a person as a page; who is not logged in is led to the login."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from fastapi import Request
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from incidentbook.api.guard import SAFETY
from incidentbook.api.problems import MEDIA_TYPE
from incidentbook.web.pages import Pages

_NOT_PAGES = ("/api", "/assets")


class ErrorPages:
    """Turns a problem that answers a request for a page into a page.

    Args:
        app: what answers.
        pages: draws the page.
    """

    def __init__(self, app: ASGIApp, pages: Pages) -> None:
        self._app = app
        self._pages = pages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http" or scope["path"].startswith(_NOT_PAGES):
            await self._app(scope, receive, send)
            return
        held: list[Message] = []

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_problem(message):
                held.append(message)
            elif not held:
                await send(message)
            elif message["type"] == "http.response.body":
                held.append(message)

        await self._app(scope, receive, watched)
        if held:
            body = b"".join(message.get("body", b"") for message in held[1:])
            answer = self._shown(Request(scope), held[0]["status"], json.loads(body))
            answer.headers.update(SAFETY)
            answer.headers.setdefault("Cache-Control", "no-store")
            await answer(scope, receive, send)

    def _shown(self, request: Request, status: int, problem: dict[str, Any]) -> Response:
        if status == 401:
            there = request.url.path + (f"?{request.url.query}" if request.url.query else "")
            return RedirectResponse(f"/login?next={quote(there, safe='')}", 303)
        return self._pages.page(request, "error", status=status, problem=problem)


def _is_problem(start: Message) -> bool:
    return Headers(raw=start["headers"]).get("content-type", "").startswith(MEDIA_TYPE)

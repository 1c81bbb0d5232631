"""What every request passes first and every answer last: the server's name, the size of a body, the headers of safety."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from incidentbook.api.problems import ProblemError, unexpected
from incidentbook.api.settings import Settings

LARGEST_BODY = 1_000_000
_LONGEST_QUERY = 16_000
_WITH_BODY, _JSON = ("POST", "PUT", "PATCH"), "application/json"
SAFETY = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
"""No script that stands in a page, no page in a frame, no guessing of types, no word of where one came from."""


class Guard:
    """The outermost layer.

    Args:
        app: what is guarded.
        settings: which names the server has.
    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        is_begun = False

        async def with_headers(message: Message) -> None:
            nonlocal is_begun
            if message["type"] == "http.response.start":
                is_begun = True
                headers = MutableHeaders(scope=message)
                for name, value in SAFETY.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal.response()(scope, receive, with_headers)
            return
        try:
            await self._app(scope, _Limited(receive), with_headers)
        except Exception as error:
            if is_begun:
                raise
            await unexpected(Request(scope), error)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> ProblemError | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if not self._settings.may_be_called(host):
            way = "call it by the address that it told at its start, or start it with --name NAME"
            return ProblemError(
                421, "host", f"this server is not called {host or 'nothing'}", way, field="Host"
            )
        if len(scope.get("query_string", b"")) > _LONGEST_QUERY:
            return ProblemError(
                413, "too-large", "the query is too long", f"{_LONGEST_QUERY} bytes at most", field="query"
            )
        if b"%00" in scope.get("query_string", b"") or "\0" in scope["path"]:
            return ProblemError(422, "invalid", "the address holds a zero byte", "leave it out", field="path")
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length[:12]) > LARGEST_BODY:
            return _too_large()
        if (
            scope["method"] in _WITH_BODY
            and headers.get("content-type", "").partition(";")[0].strip().lower() != _JSON
        ):
            return ProblemError(
                415,
                "media-type",
                "the body is not said to be JSON",
                f"send Content-Type: {_JSON}",
                field="Content-Type",
            )
        return None


class _Limited:
    """The body of a request, as long as it is not too large, whatever its header says."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._size = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        if message["type"] == "http.request":
            self._size += len(message.get("body", b""))
            if self._size > LARGEST_BODY:
                raise HTTPException(413, _TOO_LARGE)
        return message


_TOO_LARGE = f"the body is too large: {LARGEST_BODY} bytes at most"


def _too_large() -> ProblemError:
    return ProblemError(413, "too-large", _TOO_LARGE, "send less", field="body")


def same_host(origins: Iterable[str], host: str) -> bool:
    """Whether every origin is of that host and port."""
    return all(origin.partition("://")[2].lower() == host.lower() for origin in origins)

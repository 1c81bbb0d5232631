"""One request and its answer, within limits of bytes and time."""

from __future__ import annotations

import re
import ssl
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from pathlib import PurePath

import httpcore
import httpx

from incidentbook.sources.connect import Deadline, Guard, GuardedTransport, RefusedError
from incidentbook.sources.download import (
    FileLimits,
    Spool,
    file_name,
    file_too_large,
    sniffed_name,
    spooled,
)

REDIRECTS = frozenset({301, 302, 303, 307, 308})
_OK = frozenset({200, 203})
_SAYS_NOTHING = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/x-download"})
_PACKED = frozenset({"application/gzip", "application/x-gzip"})
_BLOCK = 65536
_MARKUP = re.compile(
    rb"^\s*(?:<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|\?xml|rss|feed)\b", re.I | re.S
)
_FAULTS = (httpcore.NetworkError, httpcore.ProtocolError, httpx.TransportError, httpx.StreamError, OSError)
_TIMEOUTS = (httpcore.TimeoutException, httpx.TimeoutException)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said: `body` is unpacked, and empty where the status is not 200 or 203, or where it is in
    `file`.
    """

    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    retrieved: datetime
    peer: str | None
    file: Spool | None = None

    def header(self, name: str) -> str | None:
        """The first header of that name."""
        return header_of(self.headers, name)


def header_of(headers: Iterable[tuple[str, str]], name: str) -> str | None:
    """The first header of that name, whatever its capitals."""
    return next((value for key, value in headers if key.casefold() == name.casefold()), None)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one request asks for: address, headers to send, media types that are read (None: any), and the
    bytes at which an answer is too large (or is cut, where any media type is read). `files`: what a file of many
    articles may take, where one is wanted too.
    """

    url: httpx.URL
    headers: Mapping[str, str]
    accept: frozenset[str] | None
    size: int
    files: FileLimits | None = None


def get(wanted: Wanted, guard: Guard, context: ssl.SSLContext, now: datetime) -> Answer:
    """Asks once, follows nothing.

    Args:
        wanted: what for.
        guard: opens the connection and watches the time.
        context: for https.
        now: the moment, kept in the answer.

    Raises:
        RefusedError: no answer, or one that is too large, too slow, of a wrong kind or no HTTP.
    """
    try:
        with (
            httpx.Client(transport=GuardedTransport(guard, context), trust_env=False, timeout=None) as client,
            client.stream("GET", wanted.url, headers=wanted.headers, follow_redirects=False) as response,
        ):
            body = _body(response, wanted, guard) if response.status_code in _OK else b""
            headers = tuple(response.headers.multi_items())
            whole, file = (body, None) if isinstance(body, bytes) else (b"", body)
            return Answer(str(wanted.url), response.status_code, headers, whole, now, guard.peer, file)
    except _TIMEOUTS as error:
        raise RefusedError(f"{wanted.url.host} is too slow; try again later", lasting=False) from error
    except _FAULTS as error:
        raise RefusedError(_fault(wanted.url.host, error), lasting=False) from error


def _fault(host: str, error: Exception) -> str:
    said = " ".join(str(error).split())[:120] or type(error).__name__
    if isinstance(error.__cause__ or error, ssl.SSLError) or "CERTIFICATE" in said or "SSL" in said:
        return f"the certificate or encryption of {host} is not to be trusted ({said})"
    return f"the connection to {host} broke ({said}); try again later"


def _body(response: httpx.Response, wanted: Wanted, guard: Guard) -> bytes | Spool:
    declared = declared_type(response.headers.get("content-type"))
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    blocks = unpacked(response.iter_raw(_BLOCK), coding)
    if wanted.files is not None:
        name = file_name(str(wanted.url), declared, response.headers.get("content-disposition"))
        if name is None and declared in _SAYS_NOTHING | _PACKED:
            first = next(blocks, b"")
            name, blocks = sniffed_name(first), chain((first,), blocks)
        if name is not None:
            return _file(name, response, blocks, wanted.files, guard.deadline)
    return _article(response, declared, blocks, wanted)


def _file(
    name: PurePath, response: httpx.Response, blocks: Iterator[bytes], limits: FileLimits, deadline: Deadline
) -> Spool:
    if _stated_length(response) > limits.size:
        raise file_too_large(limits.size)
    deadline.allow(limits.seconds)
    return spooled(name, blocks, limits.size)


def _article(response: httpx.Response, declared: str, blocks: Iterator[bytes], wanted: Wanted) -> bytes:
    if wanted.accept is not None and declared not in wanted.accept | _SAYS_NOTHING:
        raise wrong_kind(declared)
    if wanted.accept is not None and _stated_length(response) > wanted.size:
        raise too_large(wanted.size)
    return _gathered(blocks, wanted)


def _stated_length(response: httpx.Response) -> int:
    said = response.headers.get("content-length", "")
    return int(said) if said.isdecimal() else 0


def _gathered(blocks: Iterator[bytes], wanted: Wanted) -> bytes:
    """All blocks; where any kind of content is wanted (a robots.txt), what is too much is left unread."""
    body = bytearray()
    for block in blocks:
        body += block
        if len(body) > wanted.size:
            if wanted.accept is None:
                return bytes(body[: wanted.size])
            raise too_large(wanted.size)
    return bytes(body)


def unpacked(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    """The blocks of a body without their content coding (RFC 9110, 8.4), each at most 64 KiB: what little
    bytes unfold to is never all in memory.

    Raises:
        RefusedError: a coding that was not asked for, or broken data.
    """
    if coding in ("", "identity"):
        yield from blocks
    elif coding in ("gzip", "x-gzip", "deflate"):
        yield from _inflated(blocks, coding)
    else:
        raise RefusedError(f"comes packed as {coding[:40]!r}, which was not asked for")


def _inflated(blocks: Iterable[bytes], coding: str) -> Iterator[bytes]:
    inflater = None
    for block in blocks:
        if inflater is None:
            inflater = zlib.decompressobj(_window(coding, block))
        waiting = block
        while waiting and not inflater.eof:
            try:
                yield inflater.decompress(waiting, _BLOCK)
            except zlib.error as error:
                raise RefusedError("comes in broken compression; try again later", lasting=False) from error
            waiting = inflater.unconsumed_tail
    if inflater is not None and not inflater.eof:
        yield inflater.flush(_BLOCK)
        if not inflater.eof:
            raise RefusedError("breaks off in the middle; try again later", lasting=False)


def _window(coding: str, first: bytes) -> int:
    """The `wbits` of zlib; `deflate` should have the zlib frame, and often has not."""
    if coding != "deflate":
        return zlib.MAX_WBITS | 16
    framed = len(first) > 1 and first[0] & 15 == 8 and int.from_bytes(first[:2], "big") % 31 == 0
    return zlib.MAX_WBITS if framed else -zlib.MAX_WBITS


def declared_type(content_type: str | None) -> str:
    """The media type of a Content-Type header, without parameters; empty where there is none."""
    return (content_type or "").partition(";")[0].strip().lower()


def kind_of(content_type: str | None, body: bytes) -> str:
    """The media type: what is declared; by its first bytes where that says nothing or is plainly wrong."""
    declared = declared_type(content_type)
    if body.startswith(b"%PDF-"):
        return "application/pdf"
    if declared not in _SAYS_NOTHING:
        return declared
    if body.startswith(b"\x1f\x8b"):
        return "application/gzip"
    match = _MARKUP.match(body[:2000])
    if match:
        return "application/xml" if match.group(1).lower() in (b"?xml", b"rss", b"feed") else "text/html"
    return "application/octet-stream" if b"\x00" in body[:4096] else "text/plain"


def wrong_kind(kind: str) -> RefusedError:
    """The refusal of a media type."""
    return RefusedError(
        f"is {kind[:60] or 'of no stated kind'}, not a page with text; give the article's page"
    )


def too_large(limit: int) -> RefusedError:
    """The refusal of a size."""
    return RefusedError(f"is more than {limit / 1e6:g} MB unpacked, more than an article can be")

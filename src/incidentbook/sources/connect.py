"""Connections that lead only where they may: the address that was checked is the address that is met.

The check stands where the socket is opened, behind every redirect and every answer of the name service, so
that a name that changes its address between check and use (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
import threading
import typing
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from typing import Literal

import httpcore
import httpx

from incidentbook.errors import SourceError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]
Reach = Literal["public", "anywhere"]
"""`public`: addresses of the open internet alone; `anywhere`: those of this machine and its networks too."""

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_COMPATIBLE = ipaddress.IPv6Network("::/96")
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")


class RefusedError(SourceError):
    """A web address that is not read. `lasting`: trying again later would not help. `inside`: it leads to this machine
    or its networks.
    """

    def __init__(
        self, message: str, *, lasting: bool = True, retry_after: float | None = None, inside: bool = False
    ) -> None:
        super().__init__(message)
        self.lasting = lasting
        self.retry_after = retry_after
        self.inside = inside


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: no loopback, private, link-local, shared, reserved,
    multicast or documentation address, nor an IPv6 address that carries such an IPv4 address.

    Ranges: the IANA special-purpose registries (RFC 6890), as `ipaddress` knows them.
    """
    found = ipaddress.ip_address(address.partition("%")[0])
    return all(_is_plain_public(a) for a in (found, *_carried(found)))


def _is_plain_public(address: Address) -> bool:
    if address.version == 6 and address in _SITE_LOCAL:
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified or address.is_loopback
    # The translation prefix is counted among the reserved ones, and leads to the address that it carries.
    return address in _NAT64 if address.version == 6 and special else address.is_global and not special


def _carried(address: Address) -> Iterator[Address]:
    """The IPv4 addresses inside an IPv6 one: mapped, translated, 6to4, Teredo."""
    if isinstance(address, ipaddress.IPv4Address):
        return
    if address in _NAT64 or address in _COMPATIBLE:
        yield ipaddress.IPv4Address(address.packed[-4:])
    yield from (a for a in (address.ipv4_mapped, address.sixtofour, *(address.teredo or ())) if a)


def resolve_by_system(host: str, port: int) -> list[str]:
    """The addresses of a host as the system's name service gives them.

    Raises:
        OSError: the name is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(answer[4][0]) for answer in found))


@dataclass(slots=True)
class Deadline:
    """The moment (of a monotonic clock, seconds) by which one request must be done.

    The bytes of a long file have the time `allowed` to go on coming, and all of them until `last`.
    """

    ends: float
    allowed: float
    monotonic: Callable[[], float]
    last: float | None = None

    def allow(self, seconds: float) -> None:
        """A long file comes: from now on it may take so many seconds."""
        self.last = self.monotonic() + seconds
        self.renew()

    def renew(self) -> None:
        """Bytes came: where they are of a long file, it may go on."""
        if self.last is not None:
            self.ends = min(self.last, self.monotonic() + self.allowed)

    def left(self) -> float:
        """Seconds that are left.

        Raises:
            RefusedError: none.
        """
        left = self.ends - self.monotonic()
        if left <= 0:
            long = self.last is not None and self.last <= self.monotonic()
            said = "too long as a whole" if long else f"longer than {self.allowed:g} seconds"
            message = f"took {said}; try again later or allow more time"
            raise RefusedError(message, lasting=False)
        return left

    def within(self, timeout: float | None) -> float:
        """A timeout cut to what is left."""
        return self.left() if timeout is None else min(timeout, self.left())


class Guard(httpcore.NetworkBackend):
    """Opens the sockets of one request; afterwards `peer` is the address that it talked to."""

    def __init__(self, reach: Reach, resolve: Resolver, deadline: Deadline) -> None:
        self.peer: str | None = None
        self._reach = reach
        self._resolve = resolve
        self.deadline = deadline
        self._sockets = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection to the first address that answers, where all that the name has may be met.

        Raises:
            RefusedError: the name has no address, or one that may not be met; none answers.
        """
        addresses = self._checked(host, port)
        for address in addresses:
            try:
                within = self.deadline.within(timeout)
                stream = self._sockets.connect_tcp(address, port, within, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
            self.peer = address
            return _Timed(stream, self.deadline)
        raise RefusedError(f"{host} does not answer; try again later", lasting=False)

    def _checked(self, host: str, port: int) -> Sequence[str]:
        addresses = _in_time(self._resolve, host, port, self.deadline)
        inside = [a for a in addresses if self._reach == "public" and not is_public(a)]
        if inside:
            where = host if host == inside[0] else f"{host} ({inside[0]})"
            raise RefusedError(
                f"{where} is an address of this machine or a private network, which is not read; "
                "--allow-private reads it all the same",
                inside=True,
            )
        return addresses


def _in_time(resolve: Resolver, host: str, port: int, deadline: Deadline) -> Sequence[str]:
    """The name service knows no timeout: it is asked beside, and left alone when the time is up."""
    answers: SimpleQueue[Sequence[str] | None] = SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError):
            answers.put(None)

    threading.Thread(target=ask, daemon=True, name=f"resolve {host}").start()
    try:
        found = answers.get(timeout=deadline.left())
    except Empty:
        found = None
    if not found:
        raise RefusedError(f"{host} has no address; check the name and the connection", lasting=False)
    return found


class _Timed(httpcore.NetworkStream):
    """A connection on which nothing may last longer than the deadline, however slowly its bytes drip."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        data = self._stream.read(max_bytes, self._deadline.within(timeout))
        self._deadline.renew()
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        inner = self._stream.start_tls(ssl_context, server_hostname, self._deadline.within(timeout))
        return _Timed(inner, self._deadline)

    def get_extra_info(self, info: str) -> typing.Any:
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    """The body of an answer of httpcore, for httpx."""

    def __init__(self, stream: typing.Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class GuardedTransport(httpx.BaseTransport):
    """HTTP over the connections of a guard; no proxy, no cookie jar, no connection kept."""

    def __init__(self, guard: Guard, context: ssl.SSLContext) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=context, max_connections=1, max_keepalive_connections=0, network_backend=guard
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """One answer, its body not yet read.

        Raises:
            RefusedError: from the guard.
        """
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Body(answer.stream),
            extensions=answer.extensions,
        )

    def close(self) -> None:
        """Closes the connection."""
        self._pool.close()

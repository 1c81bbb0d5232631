"""How a book is served."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass

from incidentbook.book.accounts import Accounts, Role

LOOPBACK_NAMES = ("localhost", "127.0.0.1", "[::1]")
_PORT = re.compile(r"(?<=[^:]):\d{0,5}\Z", re.ASCII)
HOST, PORT = "127.0.0.1", 8765


@dataclass(frozen=True, slots=True)
class Settings:
    """How a book is served.

    Attributes:
        host: the address that is listened on.
        names: names by which the server may be called besides; a call by another name is refused, so that no web page can
            reach it under a name of its own (DNS rebinding).
        accounts: who may use it; None: whoever can reach it, which is for the loopback address alone.
        user: who decides where there are no accounts and a decision names nobody.
        https: whether browsers reach it by HTTPS: sessions are then for HTTPS alone.
    """

    host: str = HOST
    names: tuple[str, ...] = ()
    accounts: Accounts | None = None
    user: str = "reviewer"
    https: bool = False

    def may_be_called(self, host: str) -> bool:
        """Whether a `Host` header names this server; its port may be any, since a port is no name."""
        name = _without_port(host.strip().lower())
        if is_loopback(self.host) or self.accounts is None:
            return name in LOOPBACK_NAMES or name in map(str.lower, self.names)
        return name in map(str.lower, self.names) or name in LOOPBACK_NAMES or _is_address(name)


ONE_USER_ROLE: Role = "editor"


def is_loopback(host: str) -> bool:
    """Whether an address is reached from this machine alone."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _without_port(host: str) -> str:
    """A host without its port; what is no port stays, so that it is the name of no server."""
    return _PORT.sub("", host)


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True

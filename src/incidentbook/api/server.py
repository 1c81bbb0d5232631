"""Running the application on a socket."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from incidentbook.api.settings import Settings
from incidentbook.errors import ServeError
from incidentbook.pipeline import Book


@dataclass(frozen=True, slots=True)
class Tls:
    """Files with a certificate and its key, in PEM."""

    certificate: Path
    key: Path


def serve(
    app: FastAPI,
    book: Book,
    settings: Settings,
    port: int,
    ready: Callable[[str], None],
    tls: Tls | None = None,
) -> None:
    """Serves a book until Ctrl-C or a signal ends it.

    Args:
        app: the application, made for this book and these settings.
        port: 0 takes a free one.
        ready: called with the server's address as soon as it listens.
        tls: for HTTPS.

    Raises:
        ServeError: the address cannot be listened on, or the certificate cannot be read.
    """
    listening = bound(settings.host, port)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        date_header=True,
        timeout_keep_alive=15,
        timeout_graceful_shutdown=5,
        h11_max_incomplete_event_size=64 * 1024,
        ssl_certfile=tls.certificate if tls else None,
        ssl_keyfile=tls.key if tls else None,
    )
    try:
        config.load()
    except OSError as error:
        listening.close()
        raise ServeError(f"the certificate or its key cannot be read: {error}; give both in PEM") from error
    book.catalogue.snapshot()  # made before the first request, which would have to wait for it
    ready(f"{'https' if tls else 'http'}://{_written(settings.host)}:{listening.getsockname()[1]}")
    with listening:
        _Server(config, app.state.shared.room.shut).run(sockets=[listening])


class _Server(uvicorn.Server):
    """Tells that it is to end as soon as a signal says so: what takes long is then given up, and does not hold it.

    Args:
        ending: called at the first signal; it may not wait.
    """

    def __init__(self, config: uvicorn.Config, ending: Callable[[], None]) -> None:
        super().__init__(config)
        self._ending = ending

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """A signal came."""
        super().handle_exit(sig, frame)
        threading.Thread(target=self._ending, daemon=True, name="ending").start()


def bound(host: str, port: int) -> socket.socket:
    """A socket that listens. It names TCP, without which asyncio leaves Nagle's algorithm on: 40 ms an answer.

    Raises:
        ServeError: the address cannot be listened on.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host.strip("[]"), port))
        made.listen(128)
    except OSError as error:
        made.close()
        said = error.strerror or str(error)
        raise ServeError(
            f"{host}:{port} cannot be listened on: {said}; give another --port or --host"
        ) from error
    return made


def _written(host: str) -> str:
    return f"[{host.strip('[]')}]" if ":" in host else host

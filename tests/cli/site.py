"""A web server on the loopback for the commands that fetch."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, str, bytes]


@dataclass
class Site:
    """What it answers by path, and the paths that were asked for, robots.txt left out."""

    port: int
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def put(
        self, path: str, body: str | bytes, kind: str = "text/html; charset=utf-8", status: int = 200
    ) -> str:
        """Answers a path so; the address."""
        self.answers[path] = (status, kind, body.encode() if isinstance(body, str) else body)
        return f"http://127.0.0.1:{self.port}{path}"


@contextmanager
def serving() -> Iterator[Site]:
    """A site under way."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/robots.txt":
                site.asked.append(self.path)
            status, kind, body = site.answers.get(self.path, (404, "text/plain", b""))
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if kind.startswith("location "):
                self.send_header("Location", kind.removeprefix("location "))
            self.end_headers()
            with suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site = Site(server.server_address[1])
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()


def page(title: str, *paragraphs: str, day: str = "2021-04-05", language: str = "en") -> str:
    """A web page as a paper writes it."""
    story = "".join(f"<p>{p}</p>\n" for p in paragraphs)
    head = f'<title>{title}</title><meta property="article:published_time" content="{day}T10:00:00Z">'
    return (
        f'<!doctype html><html lang="{language}"><head>{head}</head>'
        f"<body><article><h1>{title}</h1>{story}</article></body></html>"
    )


def feed(*urls: str) -> str:
    """An RSS feed that names these stories."""
    items = "".join(f"<item><title>A story</title><link>{url}</link></item>" for url in urls)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>{items}</channel></rss>'

"""Bytes that lie in no file of this machine: standard input, and files fetched from the web.

What they are is told by their beginning, as a file is, so that a reading that was broken off goes on.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from pathlib import PurePath
from typing import Any

from incidentbook.sources.columns import ColumnMap
from incidentbook.sources.contents import read_input
from incidentbook.sources.cursor import HEAD, Cursor, begins_so, beyond, fingerprint_of, stream_root
from incidentbook.sources.inputs import Input
from incidentbook.sources.meta import MetaTable
from incidentbook.sources.page import Page, Problem


@dataclass(frozen=True, slots=True)
class Stream:
    """An input that is no file of this machine.

    Attributes:
        given: what the user calls it: `-`, or a web address.
        shown: how outputs name it.
        name: a path, for its ending.
        content: its bytes, at their beginning.
        size: in bytes, None where it is not known.
    """

    given: str
    shown: str
    name: PurePath
    content: BufferedReader[Any]
    size: int | None


def read_stream(
    stream: Stream,
    limit: int,
    tables: tuple[MetaTable, ...],
    columns: ColumnMap,
    after: Iterable[Cursor] = (),
) -> Iterator[Page | Problem]:
    """Its pages, and what could not be read.

    Args:
        stream: what is read.
        limit: bytes that one article may have.
        tables: metadata from elsewhere, the strongest first.
        columns: which column holds what.
        after: how far inputs were read before; one that began as this one does says where it goes on.
    """
    head, content = _peeked(stream.content)
    known = (c for c in after if c.source == stream.given and begins_so(c, head))
    done = next((c.position for c in known), "")
    root = stream_root(stream.given, fingerprint_of(head))
    source = Input(stream.shown, stream.name, content, stream.size, root, limit, tables, columns, after=done)
    yield from beyond(read_input(source), done)


def _peeked(stream: BufferedReader[Any]) -> tuple[bytes, BufferedReader[Any]]:
    """The first bytes, and a stream that still has them."""
    begins_here = stream.seekable() and stream.tell() == 0
    head = stream.read(HEAD)
    if begins_here:
        stream.seek(0)
        return head, stream
    return head, BufferedReader(_Rejoined(head, stream), HEAD)


class _Rejoined(io.RawIOBase):
    """Bytes that were read, and the stream from which they came; it goes forward only."""

    def __init__(self, head: bytes, stream: BufferedReader[Any]) -> None:
        super().__init__()
        self._head = memoryview(head)
        self._stream = stream

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: object) -> int:
        """Reads what can be had at once."""
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        data = self._head[: len(view)] or self._stream.read1(len(view))
        self._head = self._head[len(data) :]
        view[: len(data)] = data
        return len(data)

"""Compressed streams, and streams that one can go back in."""

from __future__ import annotations

import bz2
import gzip
import lzma
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable
from io import BufferedReader
from tarfile import TarError
from typing import Any

from incidentbook.sources.limits import Allowance, guarded

BROKEN = (zlib.error, EOFError, lzma.LZMAError, zipfile.BadZipFile, TarError, NotImplementedError, OSError)
"""What the standard library raises where a compressed file is damaged."""
_OPENERS: tuple[tuple[bytes, Callable[[Any], Any]], ...] = (
    (b"\x1f\x8b", lambda stream: gzip.GzipFile(fileobj=stream)),
    (b"BZh", bz2.BZ2File),
    (b"\xfd7zXZ\x00", lzma.LZMAFile),
)


def unpacked(stream: BufferedReader[Any], allowance: Allowance) -> BufferedReader[Any]:
    """The bytes in a stream packed by gzip, bzip2 or xz; any other stream as it is."""
    first = stream.peek(6)
    for mark, opener in _OPENERS:
        if first.startswith(mark):
            return guarded(opener(stream), allowance)
    return stream


def seekable(stream: BufferedReader[Any]) -> BufferedReader[Any]:
    """The same bytes where one can go back: the stream itself, or a copy in a temporary file."""
    if stream.seekable():
        return stream
    copy = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the last reader
    shutil.copyfileobj(stream, copy)
    copy.seek(0)
    return BufferedReader(copy)

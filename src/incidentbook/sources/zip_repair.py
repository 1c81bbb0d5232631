"""What is left of a zip archive that lost its end, and with it the list of its members.

Each member has a head of its own before its bytes (PKWARE APPNOTE 6.3, section 4.3.7).
"""

from __future__ import annotations

import struct
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BufferedReader
from typing import Any, BinaryIO

from incidentbook.sources.limits import Allowance

MARK = b"PK\x03\x04"
_HEAD = struct.Struct("<4s5H3I2H")
_SIZES_AFTER, _UTF8 = 0x8, 0x800
_LONGEST_TAIL = 64
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands before a member's bytes; `size` is None where it stands after them."""

    name: str
    method: int
    crc: int | None
    size: int | None


def salvage(
    stream: BufferedReader[Any], allowance: Allowance
) -> Iterator[tuple[str, BufferedReader[Any] | None]]:
    """Name and bytes of every member that is whole, from the stream's beginning on; None for the bytes of
    the one in which it ends, or which cannot be unpacked.

    Raises:
        BombError: it unpacks to far more than it is.
    """
    stream.seek(0)
    while (head := _head(stream)) is not None:
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with its reader
        if not _copy(stream, head, file, allowance):
            yield head.name, None
            return
        file.seek(0)
        yield head.name, BufferedReader(file)


def _head(stream: BufferedReader[Any]) -> _Head | None:
    """The next head, at most a few bytes on, where the sizes of the member before may stand."""
    at = stream.tell()
    skip = stream.read(_LONGEST_TAIL).find(MARK)
    stream.seek(at + skip)
    data = stream.read(_HEAD.size) if skip >= 0 else b""
    if len(data) < _HEAD.size:
        return None
    _, _, flags, method, _, _, crc, size, _, name, extra = _HEAD.unpack(data)
    words = stream.read(name).decode("utf-8" if flags & _UTF8 else "cp437", errors="replace")
    stream.read(extra)
    later = bool(flags & _SIZES_AFTER)
    return _Head(words, method, None if later else crc, None if later else size)


def _copy(stream: BufferedReader[Any], head: _Head, file: BinaryIO, allowance: Allowance) -> bool:
    """Unpacks a member into a file; whether it is whole."""
    if head.method == zipfile.ZIP_STORED and head.size is not None:
        blocks = _stored(stream, head.size)
    elif head.method == zipfile.ZIP_DEFLATED:
        blocks = _inflated(stream)
    else:
        return False
    crc = 0
    try:
        for block in blocks:
            allowance.spend(len(block))
            crc = zlib.crc32(block, crc)
            file.write(block)
    except (zlib.error, EOFError):
        return False
    return head.crc in (None, crc)


def _stored(stream: BufferedReader[Any], size: int) -> Iterator[bytes]:
    while size:
        block = stream.read(min(size, _BLOCK))
        if not block:
            raise EOFError
        size -= len(block)
        yield block


def _inflated(stream: BufferedReader[Any]) -> Iterator[bytes]:
    """The unpacked bytes of a member; the stream is left where its packed bytes end."""
    unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
    while not unpacker.eof:
        block = unpacker.unconsumed_tail or stream.read(_BLOCK)
        if not block:
            raise EOFError
        yield unpacker.decompress(block, _BLOCK)
    stream.seek(stream.tell() - len(unpacker.unused_data))

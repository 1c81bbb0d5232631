"""Where a damaged WARC file goes on: the next byte at which a record begins."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BufferedReader
from typing import Any

_BLOCK = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_BEGIN = re.compile(rb"WARC/[01]\.\d")
_LENGTH = re.compile(rb"\r?\ncontent-length:\s*(\d+)", re.IGNORECASE)
_HEAD = 1 << 16


def starts_record(stream: BufferedReader[Any], offset: int) -> bool:
    """Whether a record begins at this byte, plain or as a gzip member of its own."""
    stream.seek(offset)
    begin = stream.read(512)
    if begin.startswith(_GZIP):
        begin = _unpacked(begin)
    return _BEGIN.match(begin) is not None


def next_record(stream: BufferedReader[Any], after: int, length: int) -> int | None:
    """The byte of the first record from `after` on; None where there is none, or one cannot go back there.

    `length` is that of the content of the record before, which in a plain file is not searched.
    """
    if not stream.seekable():
        return None
    stream.seek(0)
    packed = stream.read(3) == _GZIP
    mark, start = (_GZIP, after) if packed else (b"WARC/", after + length)
    for offset in _places(stream, mark, start):
        if starts_record(stream, offset):
            return offset
    return None


def _places(stream: BufferedReader[Any], mark: bytes, start: int) -> Iterator[int]:
    """Every byte from `start` on at which the mark stands."""
    base, kept = start, b""
    while True:
        stream.seek(base + len(kept))
        block = stream.read(_BLOCK)
        data = kept + block
        at = data.find(mark)
        while at >= 0:
            yield base + at
            at = data.find(mark, at + 1)
        if not block:
            return
        kept = data[-(len(mark) - 1) :]
        base += len(data) - len(kept)


def is_cut_short(stream: BufferedReader[Any], offset: int) -> bool:
    """Whether the file ends within the record that begins at this byte, or within one after it.

    A file that is packed as one, with no beginning of a record to be found in it, is unpacked to see.
    """
    stream.seek(0)
    packed = stream.read(len(_GZIP)) == _GZIP
    stream.seek(offset if starts_record(stream, offset) else 0)
    return _gzip_is_cut(stream) if packed else _plain_is_cut(stream, offset)


def _gzip_is_cut(stream: BufferedReader[Any]) -> bool:
    member, fed = zlib.decompressobj(31), False
    while block := stream.read(_HEAD):
        while block:
            try:
                member.decompress(block, _BLOCK)
            except zlib.error:
                return True
            fed = True
            block = member.unused_data if member.eof else member.unconsumed_tail
            if member.eof:
                member, fed = zlib.decompressobj(31), False
                block = block.lstrip(b"\x00")
    return fed


def _plain_is_cut(stream: BufferedReader[Any], offset: int) -> bool:
    stream.seek(offset)
    head = stream.read(_HEAD)
    end = re.search(rb"\r?\n\r?\n", head)
    length = _LENGTH.search(head[: end.end()] if end else b"")
    if end is None or length is None:
        return False
    size = stream.seek(0, 2)
    return offset + end.end() + int(length.group(1)) > size


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompressobj(31).decompress(data, 512)
    except zlib.error:
        return b""

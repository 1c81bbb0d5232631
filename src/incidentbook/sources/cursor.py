"""How far a reading has come, so that a long archive can be taken up where it was left.

A page's `position` is `FILE|PLACE`; of bytes that lie in no file here (standard input, a file of the web) it is
`NAME\\0FINGERPRINT|PLACE`, since they cannot be looked at again. A place counts the records of the file from 1,
with the byte where the record stands after an `@` where that helps; inside an archive the member comes first:
`4/120@56071` is record 120 of the fourth member.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from incidentbook.sources.page import Page, Problem

HEAD = 1 << 16
"""Bytes at the beginning of a file that tell whether it is the same."""
_STREAM = "\0"
_PLACE = re.compile(r"\d+(?:@\d+)?(?:/\d+(?:@\d+)?)*")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last page that was done with: its file as it was given (`-`, or a web address), what tells that it is
    still the same, and the place in it.
    """

    source: str
    fingerprint: str
    position: str


def cursor_of(page: Page) -> Cursor | None:
    """The cursor that goes on after this page; None where its source cannot be taken up again, or its file
    is gone.
    """
    source, bar, place = page.position.rpartition("|")
    name, stream, mark = source.partition(_STREAM)
    if stream:
        return Cursor(name, mark, place)
    try:
        return Cursor(source, fingerprint(Path(source)), place) if bar else None
    except OSError:
        return None


def fingerprint(path: Path) -> str:
    """The length and the SHA-256 of a file's first 64 kB, which stay as they are when lines are added.

    Raises:
        OSError: the file cannot be read.
    """
    return fingerprint_of(_head(path, HEAD))


def fingerprint_of(head: bytes) -> str:
    """The fingerprint of what begins with these bytes, all of the first 64 kB that there are."""
    return f"{len(head)}:{hashlib.sha256(head).hexdigest()[:32]}"


def is_same(cursor: Cursor, path: Path) -> bool:
    """Whether the file begins as it did when the cursor was made, and the cursor's place is one.

    Raises:
        OSError: the file cannot be read.
    """
    return begins_so(cursor, _head(path, HEAD))


def begins_so(cursor: Cursor, head: bytes) -> bool:
    """Whether the cursor was made of what begins with these bytes, and its place is one."""
    length = cursor.fingerprint.partition(":")[0]
    if not length.isdecimal() or not _PLACE.fullmatch(cursor.position):
        return False
    return fingerprint_of(head[: int(length)]) == cursor.fingerprint


def _head(path: Path, length: int) -> bytes:
    with path.open("rb") as handle:
        return handle.read(length)


def stream_root(name: str, mark: str) -> str:
    """What stands for the file in the positions of a stream with this fingerprint."""
    return f"{name}{_STREAM}{mark}"


def is_stream(root: str) -> bool:
    """Whether it stands for a stream and for no file."""
    return _STREAM in root


def beyond(items: Iterable[Page | Problem], done: str) -> Iterator[Page | Problem]:
    """The items without the pages up to a place, which a reader may give again; all of them for an empty one."""
    last = order(done)
    for item in items:
        if isinstance(item, Problem) or not done or order(item.position.rpartition("|")[2]) > last:
            yield item


def order(place: str) -> tuple[int, ...]:
    """A place as numbers that sort as the file runs.

    Raises:
        ValueError: it is no place.
    """
    return tuple(int(part.partition("@")[0]) for part in place.split("/")) if place else ()


def head(place: str) -> tuple[int, int | None]:
    """The number that a place begins with, and the byte given for it: (0, None) for an empty place."""
    number, _, offset = place.partition("/")[0].partition("@")
    return int(number or 0), int(offset) if offset else None


def rest(place: str) -> str:
    """A place as seen from inside the member that it begins with."""
    return place.partition("/")[2]

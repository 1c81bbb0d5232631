"""How far a reading has come, so that a long archive can be taken up where it was left.

A page's `position` is `FILE|PLACE`. A place counts the records of the file from 1, with the byte where the
record stands after an `@` where that helps; inside an archive the member comes first: `4/120@56071` is record
120 of the fourth member.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from incidentbook.sources.page import Page

_HEAD = 1 << 16
_PLACE = re.compile(r"\d+(?:@\d+)?(?:/\d+(?:@\d+)?)*")


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last page that was done with: its file as it was given, what tells that the file is still the same,
    and the place in it.
    """

    source: str
    fingerprint: str
    position: str


def cursor_of(page: Page) -> Cursor | None:
    """The cursor that goes on after this page; None where its source cannot be taken up again, or its file
    is gone.
    """
    source, bar, place = page.position.rpartition("|")
    try:
        return Cursor(source, fingerprint(Path(source)), place) if bar else None
    except OSError:
        return None


def fingerprint(path: Path) -> str:
    """The length and the SHA-256 of a file's first 64 kB, which stay as they are when lines are added.

    Raises:
        OSError: the file cannot be read.
    """
    return _fingerprint(path, _HEAD)


def is_same(cursor: Cursor, path: Path) -> bool:
    """Whether the file begins as it did when the cursor was made, and the cursor's place is one.

    Raises:
        OSError: the file cannot be read.
    """
    length = cursor.fingerprint.partition(":")[0]
    if not length.isdecimal() or not _PLACE.fullmatch(cursor.position):
        return False
    return _fingerprint(path, int(length)) == cursor.fingerprint


def _fingerprint(path: Path, length: int) -> str:
    with path.open("rb") as handle:
        head = handle.read(min(length, _HEAD))
    return f"{len(head)}:{hashlib.sha256(head).hexdigest()[:32]}"


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

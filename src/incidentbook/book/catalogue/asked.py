"""What is asked of a catalogue: conditions, an order, and from where on."""

from __future__ import annotations

import base64
import binascii
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from incidentbook.errors import QueryError
from incidentbook.model import Grade, IncidentStatus

Sort = Literal["date", "-date", "-updated"]
When = Literal["possible", "certain"]
SORTS: tuple[Sort, ...] = get_args(Sort)
_LONGEST_CURSOR = 400
_MOST_NUMBER = 2**62


@dataclass(frozen=True, slots=True)
class Box:
    """A box of degrees. Where `west` is greater than `east` it goes across the antimeridian (RFC 7946, 5.2)."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Asked:
    """Which incidents; every condition given must hold, and of several values of one condition any.

    Attributes:
        since, until: days, both included.
        when: `possible`: the incident may have been in that period; `certain`: all days on which it can have been are.
        actor: part of the name, or the id, of who did, claimed or is blamed for it.
        source: part of the name of a publisher or agency of one of its documents.
        words: words that must all be in its titles, in the words it rests on, or in its names; `bomb*` is a beginning.
    """

    countries: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    when: When = "possible"
    kinds: tuple[str, ...] = ()
    statuses: tuple[IncidentStatus, ...] = ("machine", "reviewed")
    grades: tuple[Grade, ...] = ()
    box: Box | None = None
    actor: str | None = None
    source: str | None = None
    words: str | None = None
    document: str | None = None
    sort: Sort = "date"
    limit: int = 100
    after: tuple[Any, ...] = field(default=())


def cursor(sort: str, key: tuple[Any, ...]) -> str:
    """The written form of the place behind the item with that key."""
    raw = json.dumps([sort, *key], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def read_cursor(written: str, sort: str, kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """The key that `cursor` wrote.

    Args:
        kinds: the types of its parts.

    Raises:
        QueryError: it is none of this list.
    """
    fault = QueryError("cursor", "it is no cursor of this list in this order; take `next` of the page before")
    if len(written) > _LONGEST_CURSOR:
        raise fault
    try:
        raw = base64.b64decode(written + "=" * (-len(written) % 4), altchars=b"-_", validate=True)
        found = json.loads(raw)
    except (ValueError, binascii.Error, RecursionError) as error:
        raise fault from error
    if not isinstance(found, list) or not found or found[0] != sort:
        raise fault
    key = tuple(found[1:])
    if tuple(type(part) for part in key) != kinds:
        raise fault
    if any(isinstance(part, int) and abs(part) > _MOST_NUMBER for part in key):
        raise fault
    if any(isinstance(part, str) and ("\0" in part or not part.isprintable()) for part in key):
        raise fault
    return key

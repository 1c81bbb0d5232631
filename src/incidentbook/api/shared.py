"""What all resources stand on: the book, the catalogue of today, pages and their cursors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any, Self

from fastapi import Depends, Query, Request

from incidentbook.api.prepared import Prepared
from incidentbook.api.reading import Room, Turns
from incidentbook.book.catalogue import cursor, read_cursor
from incidentbook.export.checked import Checked
from incidentbook.pipeline import Book
from incidentbook.review import Question

MOST = 1000
WAIT = 3.0
"""Seconds that an answer waits for what is being worked out."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="How many at most.")]
Cursor = Annotated[
    str | None,
    Query(
        max_length=400, description="`next` of the page before; items that are added meanwhile move nothing."
    ),
]


@dataclass(frozen=True, slots=True)
class Shared:
    """What the application has: the book, and where texts are read; `checks` and `queue` are made once for each state of the
    book; files to take away, which take much memory, are made one at a time."""

    book: Book
    room: Room
    checks: Prepared[Checked]
    queue: Prepared[tuple[Question, ...]]
    exporting: Turns

    @classmethod
    def of(cls, book: Book, room: Room) -> Self:
        """Of an open book."""
        checks = Prepared(lambda: Checked.of(book.check()))
        return cls(book, room, checks, Prepared(lambda: book.queue.questions()), Turns())

    def state(self) -> str:
        """The state of the book of which everything is answered; its reports are linked."""
        return self.book.catalogue.snapshot().state


def shared(request: Request) -> Shared:
    """Of this application."""
    found: Shared = request.app.state.shared
    return found


InBook = Annotated[Shared, Depends(shared)]


def key_of(written: str | None, name: str, kinds: tuple[type, ...]) -> tuple[Any, ...]:
    """The key that a cursor of the list of that name stands for; nothing at its beginning.

    Raises:
        QueryError: it is no cursor of that list.
    """
    return () if written is None else read_cursor(written, name, kinds)


def written(name: str, key: tuple[Any, ...] | None) -> str | None:
    """The cursor of a key."""
    return None if key is None else cursor(name, key)

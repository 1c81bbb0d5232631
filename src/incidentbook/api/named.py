"""Lists of names with how many incidents each leads to: actors and places."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import Annotated

from fastapi import Query

from incidentbook.api.shared import key_of, written
from incidentbook.book.catalogue import Snapshot

NamePart = Annotated[
    str | None, Query(max_length=200, description="Part of the name; case and accents do not matter.")
]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which names of which kind."""

    kind: str
    part: str | None
    limit: int
    cursor: str | None


def page_of(snapshot: Snapshot, asked: Asked) -> tuple[list[tuple[str, int]], str | None]:
    """A page of terms with their counts, and the cursor of the next one.

    Raises:
        QueryError: the cursor is none of this list.
    """
    after = key_of(asked.cursor, asked.kind, (str,))
    found = snapshot.named(asked.kind, asked.part)
    start = bisect_right([term for term, _ in found], after[0]) if after else 0
    page = found[start : start + asked.limit]
    more = start + asked.limit < len(found)
    return page, written(asked.kind, (page[-1][0],)) if more else None

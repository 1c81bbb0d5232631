"""/review: two reports side by side, or the values of an incident that reports disagree on, one question after another."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from incidentbook.api.shared import Cursor, InBook, key_of, written
from incidentbook.api.who import Reader, may_decide
from incidentbook.web.pages import Drawn
from incidentbook.web.questions import shown

router = APIRouter()
AT_ONCE = 20
WAIT = 1.0
_KEY = (int, float, str)


@router.get("/review")
def review(
    request: Request,
    shared: InBook,
    who: Reader,
    pages: Drawn,
    kind: Annotated[Literal["pair", "conflict"] | None, Query()] = None,
    after: Cursor = None,
) -> Response:
    """The next questions, all of which the page holds, so that it needs no answer between two keys."""
    key = key_of(after, "questions", _KEY)
    found = shared.queue.at(shared.state(), WAIT)
    every = shared.book.queue.open_of(found.value) if found is not None else []
    wanted = [q for q in every if kind in (None, q.kind)]
    coming = [q for q in wanted if not key or q.key > key]
    next_ = written("questions", coming[AT_ONCE - 1].key if len(coming) > AT_ONCE else None)
    return pages.page(
        request,
        "review",
        is_made=found is not None,
        may_decide=may_decide(who),
        kind=kind,
        counts={name: sum(q.kind == name for q in every) for name in ("pair", "conflict")},
        questions=shown(shared.book, coming[:AT_ONCE]),
        total=len(wanted),
        before=len(wanted) - len(coming),
        next=next_,
    )

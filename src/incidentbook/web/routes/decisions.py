"""/decisions: what reviewers decided, and how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, get_args

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from incidentbook.api.shared import InBook
from incidentbook.api.who import Reader, Who, may_decide, may_undo
from incidentbook.book.replay import Standing, State
from incidentbook.export.decisions import in_words, reason, stands
from incidentbook.web.pages import Drawn

router = APIRouter()
_AT_ONCE = 100
Text = Annotated[str, Query(max_length=60)]


@dataclass(frozen=True, slots=True)
class Row:
    """A decision as a row of the table."""

    standing: Standing
    what: str
    why: str
    stands: str
    documents: tuple[str, ...]
    may_undo: bool


@router.get("/decisions")
def decisions(
    request: Request,
    shared: InBook,
    who: Reader,
    pages: Drawn,
    state: Annotated[State | str, Query(max_length=60)] = "",
    by: Text = "",
    incident: Text = "",
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
) -> Response:
    """Every decision, the latest first."""
    every = shared.book.review.standings()
    sought = by.strip(), incident.strip().upper()
    found = [s for s in reversed(every) if state in ("", s.state) and _is_of(s, *sought)]
    first = (page - 1) * _AT_ONCE
    return pages.page(
        request,
        "decisions",
        rows=[_row(s, who) for s in found[first : first + _AT_ONCE]],
        states=get_args(State),
        counts={name: sum(s.state == name for s in every) for name in get_args(State)},
        asked={"state": state, "by": by, "incident": incident},
        people=sorted({s.decision.by for s in every}),
        total=len(found),
        every=len(every),
        number=page,
        more=first + _AT_ONCE < len(found),
    )


def _is_of(standing: Standing, by: str, incident: str) -> bool:
    decision = standing.decision
    return by in ("", decision.by) and (
        not incident or any(i.startswith(incident) for i in decision.incidents)
    )


def _row(standing: Standing, who: Who) -> Row:
    decision = standing.decision
    named = dict.fromkeys(anchor.document for anchor in decision.anchors)
    undoable = standing.state != "undone" and may_decide(who) and may_undo(who, decision.by)
    return Row(standing, in_words(decision), reason(decision), stands(standing), tuple(named), undoable)

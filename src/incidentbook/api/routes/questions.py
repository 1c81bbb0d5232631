"""/api/questions: what reviewers are to look at."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, being_made, unless_known, with_next
from incidentbook.api.problems import responses
from incidentbook.api.schemas import BeingMade, QuestionPage
from incidentbook.api.shared import WAIT, Cursor, InBook, Limit, key_of, written
from incidentbook.api.who import Reader

router = APIRouter(prefix="/api/questions", tags=["decisions"])
_KEY = (int, float, str)


@router.get(
    "",
    operation_id="listQuestions",
    response_model=QuestionPage,
    responses={**responses(401, 422, 503), 202: {"model": BeingMade}},
)
def list_questions(
    request: Request,
    shared: InBook,
    who: Reader,
    kind: Annotated[
        Literal["pair", "conflict"] | None,
        Query(description="Whether two reports are of one attack, or what reports disagree on."),
    ] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Pairs of reports whose link is least certain, then incidents whose reports disagree. What somebody decided is not
    among them. Of a large book it takes a while: until it is worked out for the first time the answer is 202."""
    after = key_of(cursor, "questions", _KEY)
    found = shared.queue.at(shared.state(), WAIT)
    if found is None:
        return being_made()
    asked = shared.book.queue.open_of(found.value)

    def make() -> Response:
        wanted = [q for q in asked if kind in (None, q.kind)]
        coming = [q for q in wanted if not after or q.key > after]
        more = len(coming) > limit
        next_ = written("questions", coming[limit - 1].key if more else None)
        page = QuestionPage(questions=coming[:limit], total=len(wanted), next=next_)
        return with_next(request, as_json(page), next_)

    return unless_known(request, f"{found.state} {len(asked)}", make)

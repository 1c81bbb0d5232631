"""/api/tallies: counts of incidents that texts give without listing them."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known, with_next
from incidentbook.api.problems import responses
from incidentbook.api.schemas import TallyPage
from incidentbook.api.shared import Cursor, InBook, Limit, key_of, written
from incidentbook.api.who import Reader

router = APIRouter(prefix="/api/tallies", tags=["tallies"])


@router.get("", operation_id="listTallies", response_model=TallyPage, responses=responses(401, 422, 503))
def list_tallies(
    request: Request,
    shared: InBook,
    who: Reader,
    document: Annotated[str | None, Query(max_length=200, description="The document's id.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Counts of incidents that texts give, with the words that say them."""
    after = key_of(cursor, "tallies", (str, int))

    def make() -> Response:
        part = shared.book.listing.tallies(document, after, limit)
        next_ = written("tallies", part.next)
        return with_next(request, as_json(TallyPage(tallies=list(part.items), next=next_)), next_)

    return unless_known(request, shared.state(), make)

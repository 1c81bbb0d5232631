"""/api/statements: who says what, in which words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known, with_next
from incidentbook.api.problems import responses
from incidentbook.api.schemas import StatementPage
from incidentbook.api.shared import Cursor, InBook, Limit, key_of, written
from incidentbook.api.who import Reader
from incidentbook.model import Property, Stance

router = APIRouter(prefix="/api/statements", tags=["statements"])


@router.get(
    "", operation_id="listStatements", response_model=StatementPage, responses=responses(401, 422, 503)
)
def list_statements(
    request: Request,
    shared: InBook,
    who: Reader,
    document: Annotated[str | None, Query(max_length=200, description="The document's id.")] = None,
    report: Annotated[str | None, Query(max_length=200, description="The report's id.")] = None,
    incident: Annotated[str | None, Query(max_length=60, description="The incident's whole id.")] = None,
    property: Annotated[Property | None, Query(description="What it is said of.")] = None,
    stance: Annotated[Stance | None, Query(description="How it is said.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Statements with the words that say them, in the order of documents."""
    after = key_of(cursor, "statements", (str, str, int))
    where = {
        "document": document, "report": report, "incident": incident, "property": property, "stance": stance
    }  # fmt: skip

    def make() -> Response:
        part = shared.book.listing.statements(where, after, limit)
        next_ = written("statements", part.next)
        return with_next(request, as_json(StatementPage(statements=list(part.items), next=next_)), next_)

    return unless_known(request, shared.state(), make)

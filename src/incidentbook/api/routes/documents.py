"""/api/documents: the articles that were read, and storing others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Query, Request
from starlette.responses import Response

from incidentbook.api.answers import JSON, as_json, unless_known, with_next
from incidentbook.api.problems import responses, unknown
from incidentbook.api.routes.readings import reading_of
from incidentbook.api.schemas import DocumentIn, DocumentKept, DocumentPage, DocumentRead, ReadIn
from incidentbook.api.shared import Cursor, InBook, Limit, key_of, written
from incidentbook.api.who import Editor, Reader
from incidentbook.exchange import dump_whole

router = APIRouter(prefix="/api/documents", tags=["documents"])


@router.get("", operation_id="listDocuments", response_model=DocumentPage, responses=responses(401, 422, 503))
def list_documents(
    request: Request,
    shared: InBook,
    who: Reader,
    publisher: Annotated[str | None, Query(max_length=500, description="The publisher's whole name.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Documents without their texts, in the order of ids."""
    after = key_of(cursor, "documents", (str,))

    def make() -> Response:
        part = shared.book.listing.documents(publisher, after, limit)
        next_ = written("documents", part.next)
        return with_next(request, as_json(DocumentPage(documents=list(part.items), next=next_)), next_)

    return unless_known(request, shared.state(), make)


@router.post(
    "",
    operation_id="storeDocument",
    status_code=201,
    response_model=DocumentKept,
    responses={
        200: {"model": DocumentKept, "description": "The book had it."},
        **responses(401, 403, 404, 413, 422, 503),
    },
)
def store_document(shared: InBook, who: Editor, given: Annotated[DocumentIn, Body()]) -> Response:
    """Stores an article: a text, the page at a web address, or what was read before. What the book has is left as it is.

    Nothing is taken out of a book again: a report that is no attack is rejected, by `POST /api/decisions`.
    """
    room = shared.room
    reading = (
        reading_of(shared, who, given.reading) if isinstance(given, ReadIn) else room.read(given, who.name)
    )
    kept = room.store(reading)
    answer = as_json(kept, 201 if kept.outcome == "added" else 200)
    answer.headers["Location"] = f"/api/documents/{kept.document}"
    return answer


@router.get(
    "/{document}",
    operation_id="getDocument",
    response_model=DocumentRead,
    responses=responses(401, 404, 422, 503),
)
def get_document(
    request: Request, shared: InBook, who: Reader, document: Annotated[str, Path(max_length=200)]
) -> Response:
    """A document with its text and all that it says, as `incidentbook extract` writes it."""
    if not shared.book.listing.has(document):
        raise unknown("document", document, "/api/documents")

    def make() -> Response:
        extraction = shared.book.extraction(document)
        return Response(dump_whole(extraction), media_type=JSON)

    return unless_known(request, shared.state(), make)

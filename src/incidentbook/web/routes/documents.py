"""/documents: the articles of the book; one with all that it says, marked in its text."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from incidentbook.api.problems import ProblemError, unknown
from incidentbook.api.shared import Cursor, InBook, key_of, written
from incidentbook.api.who import Reader
from incidentbook.book.listing import Heading
from incidentbook.export import words
from incidentbook.model import Span
from incidentbook.web.article import article
from incidentbook.web.pages import Drawn

router = APIRouter(prefix="/documents")
_PAGE, _MOST_REPORTS = 50, 1000


@router.get("")
def documents(
    request: Request,
    shared: InBook,
    who: Reader,
    pages: Drawn,
    q: Annotated[str, Query(max_length=200)] = "",
    cursor: Cursor = None,
) -> Response:
    """The articles, the latest first."""
    after = key_of(cursor, "newest", (str, str))
    shared.state()
    listing = shared.book.listing
    part = listing.newest(q.split()[:10], (_day(after[0]), after[1]) if after else (), _PAGE)
    next_ = written("newest", part.next and (part.next[0].isoformat(), part.next[1]))
    return pages.page(
        request,
        "documents",
        q=q,
        total=shared.book.counts().documents,
        headings=part.items,
        told=listing.told_of([heading.id for heading in part.items]),
        days=_days,
        is_first=cursor is None,
        next=next_ and "/documents?" + urlencode({"q": q, "cursor": next_} if q else {"cursor": next_}),
    )


@router.get("/{document}")
def document(
    request: Request,
    shared: InBook,
    who: Reader,
    pages: Drawn,
    document: Annotated[str, Path(max_length=200)],
    at: Annotated[str | None, Query(pattern=r"^\d{1,9}-\d{1,9}$")] = None,
) -> Response:
    """One article. `at`: the stretch that is to stand out, in code points of its text: `120-141`."""
    shared.state()
    book = shared.book
    if not book.listing.has(document):
        raise unknown("article", document, "/documents")
    extraction = book.extraction(document)
    told = book.listing.reports(document, None, (), _MOST_REPORTS).items
    incidents = {one.report.id: one.incident for one in told}
    span = None if at is None else _span(at)
    return pages.page(
        request,
        "document",
        article=article(extraction, incidents, span),
        redated=book.dating(extraction.document),
        said=words,
        at=span,
    )


def _span(written_span: str) -> Span:
    start, end = map(int, written_span.split("-"))
    return Span(start, end)


def _day(written_day: str) -> date:
    try:
        return date.fromisoformat(written_day)
    except ValueError as error:
        way = "go on by the link at the end of the list"
        raise ProblemError(422, "invalid", "the cursor is none of this list", way, field="cursor") from error


def _days(heading: Heading) -> str:
    return words.days(heading.published)

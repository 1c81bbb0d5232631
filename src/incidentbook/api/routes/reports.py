"""/api/reports: what each document says of each attack."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known, with_next
from incidentbook.api.problems import responses, unknown
from incidentbook.api.schemas import ReportBrief, ReportPage, ReportRead
from incidentbook.api.shared import Cursor, InBook, Limit, key_of, written
from incidentbook.api.who import Reader
from incidentbook.book.listing import Told
from incidentbook.model import ReportRef

router = APIRouter(prefix="/api/reports", tags=["reports"])


@router.get("", operation_id="listReports", response_model=ReportPage, responses=responses(401, 422, 503))
def list_reports(
    request: Request,
    shared: InBook,
    who: Reader,
    document: Annotated[str | None, Query(max_length=200, description="The document's id.")] = None,
    incident: Annotated[str | None, Query(max_length=60, description="The incident's whole id.")] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Reports without their statements, in the order of documents."""
    after = key_of(cursor, "reports", (str, int))

    def make() -> Response:
        part = shared.book.listing.reports(document, incident, after, limit)
        next_ = written("reports", part.next)
        return with_next(
            request, as_json(ReportPage(reports=[_brief(t) for t in part.items], next=next_)), next_
        )

    return unless_known(request, shared.state(), make)


@router.get(
    "/{document}/{report}",
    operation_id="getReport",
    response_model=ReportRead,
    responses=responses(401, 404, 422, 503),
)
def get_report(
    request: Request,
    shared: InBook,
    who: Reader,
    document: Annotated[str, Path(max_length=200)],
    report: Annotated[str, Path(max_length=200)],
) -> Response:
    """A report with its statements."""
    state = shared.state()
    found = shared.book.listing.report(ReportRef(document, report))
    if found is None:
        raise unknown("report", report, "/api/reports")
    read = ReportRead(**dict(_brief(found)), statements=list(found.report.statements))
    return unless_known(request, state, lambda: as_json(read))


def _brief(told: Told) -> ReportBrief:
    report = told.report
    return ReportBrief(
        document=told.document, id=report.id, incident=told.incident, main=report.main, values=report.values
    )

"""/api/checks: what the texts of the book say, held against its incidents."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from incidentbook.api.answers import unless_known
from incidentbook.api.problems import responses
from incidentbook.api.schemas import Checks
from incidentbook.api.shared import InBook
from incidentbook.api.who import Reader
from incidentbook.export.checks import as_json

router = APIRouter(prefix="/api/checks", tags=["checks"])


@router.get("", operation_id="listChecks", response_model=Checks, responses=responses(401, 422, 503))
def list_checks(request: Request, shared: InBook, who: Reader) -> Response:
    """Counts, lulls, orders and what does not fit, each with its sentence and the verdict, as `incidentbook check --json`."""

    def make() -> Response:
        return Response(as_json(shared.book.check()), media_type="application/json")

    return unless_known(request, shared.state(), make)

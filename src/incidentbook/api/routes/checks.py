"""/api/checks: what the texts of the book say, held against its incidents."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from incidentbook.api.answers import JSON, being_made, unless_known
from incidentbook.api.problems import responses
from incidentbook.api.schemas import BeingMade, Checks
from incidentbook.api.shared import WAIT, InBook
from incidentbook.api.who import Reader

router = APIRouter(prefix="/api/checks", tags=["checks"])


@router.get(
    "",
    operation_id="listChecks",
    response_model=Checks,
    responses={**responses(401, 422, 503), 202: {"model": BeingMade}},
)
def list_checks(request: Request, shared: InBook, who: Reader) -> Response:
    """Counts, lulls, orders and what does not fit, each with its sentence and the verdict, as `incidentbook check --json`.
    Of a large book it takes a while: as long as the book as it is now is not checked the answer is 202."""
    state = shared.state()
    found = shared.checks.at(state, WAIT)
    if found is None or found.state != state:
        return being_made()
    return unless_known(request, state, lambda: Response(found.value.json, media_type=JSON))

"""/api/points: incidents as a map and a timeline need them, all at once and small."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import Field
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known
from incidentbook.api.problems import responses
from incidentbook.api.routes.incidents import Conditions
from incidentbook.api.schemas import PointSet
from incidentbook.api.shared import InBook
from incidentbook.api.who import Reader

router = APIRouter(prefix="/api/points", tags=["incidents"])
MOST_POINTS = 50_000


class OnMap(Conditions):
    """The conditions of the list of incidents."""

    limit: Annotated[
        int, Field(ge=1, le=MOST_POINTS, description="How many at most; where there are more, the latest.")
    ] = 20_000


@router.get("", operation_id="listPoints", response_model=PointSet, responses=responses(401, 422, 503))
def list_points(request: Request, shared: InBook, who: Reader, given: Annotated[OnMap, Query()]) -> Response:
    """Incidents for a map and a timeline: a list a property, in the order of dates, those without a place too."""
    snapshot = shared.book.catalogue.snapshot(given.view())

    def make() -> Response:
        points, total = snapshot.points(given.asked())
        return as_json(PointSet(**asdict(points), total=total))

    return unless_known(request, snapshot.state, make)

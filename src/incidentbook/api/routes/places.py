"""/api/places: where incidents were."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known, with_next
from incidentbook.api.named import Asked, NamePart, page_of
from incidentbook.api.problems import responses
from incidentbook.api.schemas import PlaceCount, PlacePage
from incidentbook.api.shared import Cursor, InBook, Limit
from incidentbook.api.who import Reader
from incidentbook.book.catalogue import PLACE

router = APIRouter(prefix="/api/places", tags=["places"])


@router.get("", operation_id="listPlaces", response_model=PlacePage, responses=responses(401, 422, 503))
def list_places(
    request: Request,
    shared: InBook,
    who: Reader,
    q: NamePart = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Where incidents were, by name, and how many of them, rejected ones too."""
    asked = Asked(PLACE, q, limit, cursor)
    snapshot = shared.book.catalogue.snapshot()

    def make() -> Response:
        found, next_ = page_of(snapshot, asked)
        return with_next(
            request, as_json(PlacePage(places=[_place(*pair) for pair in found], next=next_)), next_
        )

    return unless_known(request, snapshot.state, make)


def _place(term: str, count: int) -> PlaceCount:
    name, country, admin1, lat, lon, gazetteer = json.loads(term)
    return PlaceCount(
        name=name, country=country, admin1=admin1, lat=lat, lon=lon, gazetteer=gazetteer, incidents=count
    )

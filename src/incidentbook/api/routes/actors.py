"""/api/actors: who did, claimed or is blamed for incidents."""

from __future__ import annotations

import json

from fastapi import APIRouter, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known, with_next
from incidentbook.api.named import Asked, NamePart, page_of
from incidentbook.api.problems import responses
from incidentbook.api.schemas import ActorCount, ActorPage
from incidentbook.api.shared import Cursor, InBook, Limit
from incidentbook.api.who import Reader
from incidentbook.book.catalogue import ACTOR

router = APIRouter(prefix="/api/actors", tags=["actors"])


@router.get("", operation_id="listActors", response_model=ActorPage, responses=responses(401, 422, 503))
def list_actors(
    request: Request,
    shared: InBook,
    who: Reader,
    q: NamePart = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """Who did, claimed or is blamed for incidents, by name, and for how many incidents, rejected ones too."""
    asked = Asked(ACTOR, q, limit, cursor)
    snapshot = shared.book.catalogue.snapshot()

    def make() -> Response:
        found, next_ = page_of(snapshot, asked)
        return with_next(
            request, as_json(ActorPage(actors=[_actor(*pair) for pair in found], next=next_)), next_
        )

    return unless_known(request, snapshot.state, make)


def _actor(term: str, count: int) -> ActorCount:
    name, key, kind, country = json.loads(term)
    return ActorCount(name=name, id=key, kind=kind, country=country, incidents=count)

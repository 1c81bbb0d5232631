"""GET /api: which book is served, and what there is."""

from __future__ import annotations

from dataclasses import asdict

from fastapi import APIRouter, Request
from starlette.responses import Response

from incidentbook import __version__
from incidentbook.api.answers import as_json, unless_known
from incidentbook.api.problems import responses
from incidentbook.api.schemas import About, Counts
from incidentbook.api.shared import InBook
from incidentbook.api.who import Reader
from incidentbook.book.schema import FORMAT

router = APIRouter(prefix="/api", tags=["book"])


@router.get("", operation_id="getBook", response_model=About, responses=responses(401, 422, 503))
def get_book(request: Request, shared: InBook, who: Reader) -> Response:
    """The book that is served: how much it holds, and which resources there are."""
    state = shared.state()

    def make() -> Response:
        counts = Counts(**asdict(shared.book.counts()))
        told = request.app.openapi()["paths"].items()
        paths = sorted(path for path, of in told if "get" in of and "{" not in path and path != "/api")
        about = About(
            program="incidentbook",
            version=__version__,
            format=FORMAT,
            revision=int(state),
            counts=counts,
            resources=paths,
        )
        return as_json(about)

    return unless_known(request, state, make)

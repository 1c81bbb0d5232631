"""/add: an article is read, looked at, and stored or thrown away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from incidentbook.api.reading import Reading
from incidentbook.api.shared import InBook, Shared
from incidentbook.api.who import Reader, may
from incidentbook.errors import UnknownIncidentError
from incidentbook.exchange import load_incident
from incidentbook.export.checks import lines
from incidentbook.export.sentence import headline
from incidentbook.web.article import article
from incidentbook.web.pages import Drawn

router = APIRouter()


@router.get("/add")
def add(
    request: Request,
    shared: InBook,
    who: Reader,
    pages: Drawn,
    reading: Annotated[str | None, Query(max_length=60)] = None,
) -> Response:
    """The form; beneath it what was read, as long as it is held."""
    found = shared.room.held(reading, who.name) if reading else None
    return pages.page(
        request,
        "add",
        reading=found,
        is_gone=reading is not None and found is None,
        article=article(found.extraction, found.joins) if found else None,
        titles=_titles(shared, found) if found else {},
        checks=[line for line in lines(found.findings) if line.verdict] if found and found.findings else [],
        may_read=may(who, "reviewer"),
        may_store=may(who, "editor"),
    )


def _titles(shared: Shared, reading: Reading) -> dict[str, str]:
    """What the incidents are, that its reports would join."""
    found = {}
    for name in {name for name in reading.joins.values() if name is not None}:
        try:
            found[name] = headline(load_incident(shared.book.catalogue.incident(name).incident))
        except UnknownIncidentError:
            found[name] = "changed since"
    return found

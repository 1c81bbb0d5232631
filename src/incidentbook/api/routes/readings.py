"""/api/readings: what a text says, before it is stored or thrown away."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Body, Path, Request
from starlette.responses import Response

from incidentbook.api.answers import as_json, unless_known
from incidentbook.api.problems import ProblemError, responses
from incidentbook.api.reading import Reading
from incidentbook.api.schemas import Check, Joining, ReadingIn, ReadingRead
from incidentbook.api.shared import InBook, Shared
from incidentbook.api.who import Drafter, Reader, Who
from incidentbook.export.checks import as_objects

router = APIRouter(prefix="/api/readings", tags=["readings"])
ReadingId = Annotated[str, Path(max_length=60)]


@router.post(
    "",
    operation_id="readText",
    status_code=201,
    response_model=ReadingRead,
    responses=responses(401, 403, 413, 422, 503),
)
def read_text(shared: InBook, who: Drafter, given: Annotated[ReadingIn, Body()]) -> Response:
    """Reads a text, or the article at a web address, and stores nothing. What it says can be asked for again for an hour."""
    reading = shared.room.read(given, who.name)
    answer = as_json(_read(reading), 201)
    answer.headers["Location"] = f"/api/readings/{reading.id}"
    return answer


@router.get(
    "/{reading}",
    operation_id="getReading",
    response_model=ReadingRead,
    responses=responses(401, 404, 422, 503),
)
def get_reading(request: Request, shared: InBook, who: Reader, reading: ReadingId) -> Response:
    """A text that the same person had read less than an hour ago."""
    found = reading_of(shared, who, reading)
    return unless_known(request, found.id, lambda: as_json(_read(found)))


@router.delete(
    "/{reading}", operation_id="throwAway", status_code=204, responses=responses(401, 403, 404, 422, 503)
)
def throw_away(shared: InBook, who: Drafter, reading: ReadingId) -> Response:
    """Throws a reading away. What was stored of it stays."""
    shared.room.throw_away(reading_of(shared, who, reading))
    return Response(status_code=204)


def reading_of(shared: Shared, who: Who, name: str) -> Reading:
    """The reading of that id.

    Raises:
        ProblemError: there is none, or somebody else had it read.
    """
    found = shared.room.held(name, who.name)
    if found is None:
        way = "have the text read again: it is held for an hour, and as long as the server runs"
        raise ProblemError(404, "unknown", "this text is not held any more", way, field="reading")
    return found


def _read(reading: Reading) -> ReadingRead:
    told = reading.extraction
    checks = as_objects(reading.findings) if reading.findings else []
    return ReadingRead(
        id=reading.id,
        document=told.document,
        reports=list(told.reports),
        tallies=list(told.tallies),
        remarks=list(told.remarks),
        read_by=told.read_by,
        known=reading.known,
        notes=list(reading.notes),
        joins=[Joining(report=report, incident=incident) for report, incident in reading.joins.items()],
        checks=[Check.model_validate(check) for check in checks],
    )

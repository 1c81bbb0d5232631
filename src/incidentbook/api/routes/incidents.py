"""/api/incidents: the incidents of the book, found by time, box, kind, actor, source, status, grade and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import Response

from incidentbook.api import forms
from incidentbook.api.answers import chosen, unless_known, with_next
from incidentbook.api.forms import ATOM, FORMS
from incidentbook.api.problems import responses
from incidentbook.api.schemas import IncidentPage
from incidentbook.api.shared import MOST, InBook, key_of, written
from incidentbook.api.who import AtDoor, Reader
from incidentbook.book import Policy, View
from incidentbook.book.catalogue import Asked, Box
from incidentbook.errors import QueryError
from incidentbook.model import AttackType, Grade, Incident, IncidentStatus

router = APIRouter(prefix="/api", tags=["incidents"])
Form = Literal["json", "geojson", "csv"]
_BOX = r"^-?\d{1,3}(\.\d{1,20})?(,-?\d{1,3}(\.\d{1,20})?){3}$"
_KEYS: dict[str, tuple[type, ...]] = {
    "date": (int, int, str),
    "-date": (int, int, str),
    "-updated": (int, str),
}
_FORMS: dict[str, Any] = {
    "application/geo+json": {"schema": {"type": "object"}},
    "text/csv": {"schema": {"type": "string"}},
}


class Seen(BaseModel):
    """How the book is looked at."""

    model_config = ConfigDict(extra="forbid")

    policy: Annotated[Policy, Field(description="Which value is shown where sources differ.")] = (
        "most-independent"
    )
    as_of: Annotated[date | None, Field(description="The book as it was known at the end of that day.")] = (
        None
    )

    def view(self) -> View:
        """As the catalogue takes it."""
        return View(self.policy, self.as_of)


class Conditions(Seen):
    """Which incidents; all conditions given must hold, and of several values of one any."""

    country: Annotated[
        list[Annotated[str, Field(pattern="^[A-Za-z]{2}$")]],
        Field(max_length=50, description="ISO 3166-1 alpha-2.", examples=[["IQ"]]),
    ] = []
    bbox: Annotated[
        str | None,
        Field(
            pattern=_BOX,
            description="West, south, east, north, in degrees; over the antimeridian where west is greater than east.",
            examples=["38.8,29.0,48.6,37.4"],
        ),
    ] = None
    since: Annotated[date | None, Field(alias="from", description="First day.", examples=["2021-07-01"])] = (
        None
    )
    until: Annotated[date | None, Field(alias="to", description="Last day.", examples=["2021-07-31"])] = None
    when: Annotated[
        Literal["possible", "certain"],
        Field(description="Whether it may have been in that period, or certainly was."),
    ] = "possible"
    kind: Annotated[list[AttackType], Field(max_length=50, description="Kinds of attack.")] = []
    actor: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=200,
            description="Part of the name, or the id, of who did, claimed or is blamed for it.",
        ),
    ] = None
    source: Annotated[
        str | None,
        Field(min_length=1, max_length=200, description="Part of the name of a publisher or agency."),
    ] = None
    status: Annotated[
        list[IncidentStatus],
        Field(max_length=3, description="By default all but those that reviewers rejected."),
    ] = ["machine", "reviewed"]
    grade: Annotated[list[Grade], Field(max_length=4, description="How well it is attested.")] = []
    document: Annotated[
        str | None, Field(max_length=200, description="A document that tells of it, by its id.")
    ] = None
    q: Annotated[
        str | None,
        Field(
            min_length=1,
            max_length=500,
            description="Words that must all be in titles, in quoted words or in names; `bomb*` is the beginning of one.",
            examples=["rocket base"],
        ),
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="How many at most.")] = 100

    def asked(self) -> Asked:
        """As the catalogue takes them.

        Raises:
            QueryError: the box is none, or the period ends before it begins.
        """
        if self.since and self.until and self.since > self.until:
            raise QueryError("to", f"the period ends ({self.until}) before it begins ({self.since})")
        return Asked(
            countries=tuple(code.upper() for code in self.country),
            since=self.since,
            until=self.until,
            when=self.when,
            kinds=tuple(self.kind),
            statuses=tuple(self.status),
            grades=tuple(self.grade),
            box=_box(self.bbox),
            actor=self.actor,
            source=self.source,
            words=self.q,
            document=self.document,
            limit=self.limit,
        )


class Listed(Conditions):
    """The same, page by page."""

    sort: Annotated[
        Literal["date", "-date", "-updated"],
        Field(description="By day, the earliest or latest first; or what changed last first."),
    ] = "date"
    cursor: Annotated[str | None, Field(max_length=400, description="`next` of the page before.")] = None
    format: Annotated[Form | None, Field(description="By default what `Accept` asks for.")] = None


class Shown(Seen):
    """How one incident is shown."""

    format: Annotated[Form | None, Field(description="By default what `Accept` asks for.")] = None


@router.get(
    "/incidents",
    operation_id="listIncidents",
    response_model=IncidentPage,
    responses={**responses(401, 406, 422, 503), 200: {"content": _FORMS}},
)
def list_incidents(
    request: Request, shared: InBook, who: Reader, given: Annotated[Listed, Query()]
) -> Response:
    """Incidents, as JSON, GeoJSON or CSV. Pages go on by `cursor`: what is added meanwhile moves nothing."""
    form = chosen(request, given.format, FORMS)
    after = key_of(given.cursor, given.sort, _KEYS[given.sort])
    asked = replace(given.asked(), sort=given.sort, after=after)
    snapshot = shared.book.catalogue.snapshot(given.view())

    def make() -> Response:
        page = snapshot.page(asked)
        next_ = written(given.sort, page.next)
        return with_next(request, forms.page(page.entries, page.total, next_, form), next_)

    return unless_known(request, snapshot.state, make, form)


@router.get(
    "/incidents.atom",
    operation_id="feedIncidents",
    response_class=Response,
    responses={**responses(401, 422, 503), 200: {"content": {ATOM: {"schema": {"type": "string"}}}}},
)
def feed_incidents(
    request: Request, shared: InBook, who: Reader, door: AtDoor, given: Annotated[Conditions, Query()]
) -> Response:
    """A feed (Atom) of the incidents that are new or changed, the last ones first; the conditions are those of the list."""
    asked = replace(given.asked(), sort="-updated")
    snapshot = shared.book.catalogue.snapshot(given.view())
    scheme = "https" if door.settings.https else request.url.scheme
    base = f"{scheme}://{request.headers.get('host', '')}"
    query = f"?{request.url.query}" if request.url.query else ""
    itself = f"{base}{request.url.path}{query}"
    return unless_known(
        request, snapshot.state, lambda: forms.atom(snapshot.page(asked).entries, base, itself), ATOM
    )


@router.get(
    "/incidents/{incident}",
    operation_id="getIncident",
    response_model=Incident,
    responses={**responses(401, 404, 406, 422, 503), 200: {"content": _FORMS}},
)
def get_incident(
    request: Request,
    shared: InBook,
    who: Reader,
    incident: Annotated[
        str, Path(max_length=60, description="Its id, or the beginning of it.", examples=["IB-7K2M9Q"])
    ],
    given: Annotated[Shown, Query()],
) -> Response:
    """One incident. The id of one that was merged leads to the one that it is now: `Content-Location` names it."""
    form = chosen(request, given.format, FORMS)
    state = shared.book.catalogue.snapshot(given.view()).state
    kept = shared.book.catalogue.incident(incident, given.view())
    answer = unless_known(request, state, lambda: forms.one(kept, form), form)
    answer.headers["Content-Location"] = f"/api/incidents/{kept.id}"
    return answer


def _box(written_box: str | None) -> Box | None:
    if written_box is None:
        return None
    sides: Sequence[float] = [float(side) for side in written_box.split(",")]
    box = Box(*sides)
    if not (-180 <= box.west <= 180 and -180 <= box.east <= 180 and -90 <= box.south <= box.north <= 90):
        raise QueryError(
            "bbox",
            "give west, south, east, north in degrees: longitudes to 180, latitudes to 90, south below north",
        )
    return box

"""/api/exports: incidents in the forms of `incidentbook export`, as files to take away."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path as FilePath
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from pydantic import Field
from starlette.responses import Response

from incidentbook.api.answers import unless_known
from incidentbook.api.problems import ProblemError, responses
from incidentbook.api.routes.incidents import Conditions
from incidentbook.api.shared import InBook
from incidentbook.api.who import Reader
from incidentbook.exchange import load_incident
from incidentbook.export import formats
from incidentbook.export.formats import Wishes
from incidentbook.export.forms import Form
from incidentbook.export.source import Source
from incidentbook.model import Incident, Tally
from incidentbook.pipeline import Book

router = APIRouter(prefix="/api/exports", tags=["incidents"])
MOST_EXPORTED = 20_000
_FILES: Mapping[Form, tuple[str, str]] = {
    "csv": ("incidents.csv", "text/csv; charset=utf-8"),
    "acled": ("incidents.acled.csv", "text/csv; charset=utf-8"),
    "ucdp": ("incidents.ucdp.csv", "text/csv; charset=utf-8"),
    "geojson": ("incidents.geojson", "application/geo+json"),
    "gpkg": ("incidents.gpkg", "application/geopackage+sqlite3"),
    "geoparquet": ("incidents.geoparquet", "application/vnd.apache.parquet"),
    "parquet": ("statements.parquet", "application/vnd.apache.parquet"),
    "ftm": ("incidents.ftm.json", "application/x-ndjson"),
    "package": ("incidents.zip", "application/zip"),
    "jsonl": ("incidents.jsonl", "application/x-ndjson"),
}
"""Of each form the name of the file and its media type."""

_CONTENT: dict[str, Any] = {
    media.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
    for _, media in _FILES.values()
}


class Exported(Conditions):
    """The conditions of the list of incidents."""

    limit: Annotated[
        int,
        Field(ge=1, le=MOST_EXPORTED, description="Where more meet the conditions, nothing is written."),
    ] = MOST_EXPORTED


@router.get(
    "/{form}",
    operation_id="exportIncidents",
    response_class=Response,
    responses={**responses(401, 422, 501, 503), 200: {"content": _CONTENT}},
)
def export_incidents(
    request: Request,
    shared: InBook,
    who: Reader,
    form: Annotated[Form, Path(description="As docs/exports.md tells them.")],
    given: Annotated[Exported, Query()],
) -> Response:
    """All incidents that meet the conditions, as a file; without those that reviewers rejected where the form cannot say so."""
    formats.check(form)
    snapshot = shared.book.catalogue.snapshot(given.view())

    def make() -> Response:
        page = snapshot.page(replace(given.asked(), sort="date"))
        if page.next is not None:
            way = "choose a shorter period or more conditions, or take `incidentbook export`, which has no limit"
            raise ProblemError(
                422, "invalid", f"{page.total} incidents are more than {given.limit}", way, field="limit"
            )
        with shared.exporting.one():
            return _file(shared.book, form, [load_incident(kept.incident) for kept in page.entries])

    return unless_known(request, snapshot.state, make, form)


def _file(book: Book, form: Form, incidents: Sequence[Incident]) -> Response:
    found = [i for i in incidents if i.status != "rejected" or formats.keeps_rejected(form)]
    source = Source(found, book.reports, lambda: _tallies(book, found), book.document)
    name, media = _FILES[form]
    with tempfile.TemporaryDirectory(prefix="incidentbook-") as folder:
        path = FilePath(folder) / name
        formats.write_file(form, source, path, Wishes())
        body = path.read_bytes()
    return Response(body, headers={"Content-Disposition": f'attachment; filename="{name}"'}, media_type=media)


def _tallies(book: Book, incidents: Sequence[Incident]) -> list[tuple[str, Tally]]:
    """The counts in the documents of the incidents."""
    documents = {ref.document for incident in incidents for ref in incident.reports}
    return [(name, tally) for name, tally in book.tallies() if name in documents]

"""/: the incidents on a map, over time and in a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from fastapi import APIRouter, Request
from starlette.responses import Response

from incidentbook.api.shared import InBook
from incidentbook.api.who import Reader
from incidentbook.book import Policy
from incidentbook.export.countries import country_name
from incidentbook.export.forms import Form
from incidentbook.model import AttackType, Grade, IncidentStatus
from incidentbook.web.pages import Drawn

router = APIRouter()
DOWNLOADS: tuple[tuple[Form, str], ...] = (
    ("csv", "CSV: a row an incident, for spreadsheets"),
    ("geojson", "GeoJSON"),
    ("gpkg", "GeoPackage, for QGIS"),
    ("geoparquet", "GeoParquet"),
    ("parquet", "Parquet: a row a statement"),
    ("acled", "CSV with columns like those of ACLED"),
    ("ucdp", "CSV with columns like those of UCDP GED"),
    ("ftm", "FollowTheMoney entities"),
    ("jsonl", "JSON lines"),
    ("package", "Data package with the evidence"),
)


@router.get("/")
def front(request: Request, shared: InBook, who: Reader, pages: Drawn) -> Response:
    """The first page; what it shows follows from its address, which the page's script reads."""
    snapshot = shared.book.catalogue.snapshot()
    if not len(snapshot) and not shared.book.counts().documents:
        return pages.page(request, "empty")
    return pages.page(
        request,
        "front",
        countries=_named(snapshot.countries()),
        kinds=get_args(AttackType),
        grades=get_args(Grade),
        statuses=get_args(IncidentStatus),
        policies=get_args(Policy),
        downloads=DOWNLOADS,
    )


def _named(codes: Iterable[str]) -> dict[str, str]:
    """The names of countries by their codes, in the order of the names."""
    names = {code: country_name(code, {}) or code for code in codes}
    return dict(sorted(names.items(), key=lambda item: item[1]))

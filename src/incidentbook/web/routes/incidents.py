"""/incidents/ID: one incident, its citation, and a map of it that other pages can show."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from functools import cache
from html import escape
from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Path, Query, Request
from pydantic import ConfigDict
from starlette.responses import RedirectResponse, Response

from incidentbook.api.answers import unless_known
from incidentbook.api.routes.incidents import Seen
from incidentbook.api.shared import InBook, Shared
from incidentbook.api.who import AtDoor, Door, Reader, Who
from incidentbook.book import Policy
from incidentbook.book.accounts import ROLES
from incidentbook.book.catalogue.file import Kept
from incidentbook.exchange import load_incident
from incidentbook.export import citation
from incidentbook.export.citation import Citation
from incidentbook.export.static_map import HEIGHT, WIDTH, Outline, draw, outline
from incidentbook.model import AttackType, Property, Site, Stage
from incidentbook.web.assets import BUILT
from incidentbook.web.incident import IncidentPage
from incidentbook.web.pages import Drawn

router = APIRouter()
Name = Annotated[str, Path(max_length=60)]
_SVG = "image/svg+xml"


class Looked(Seen):
    """How the book is looked at; what else an address has is let be, so that links with more in them still lead here."""

    model_config = ConfigDict(extra="ignore")


Asked = Annotated[Looked, Query()]


@router.get("/incidents/{incident}")
def one(
    request: Request, shared: InBook, who: Reader, door: AtDoor, pages: Drawn, incident: Name, given: Asked
) -> Response:
    """The page. An old id, or the beginning of one, leads to the address that stays."""
    kept = shared.book.catalogue.incident(incident, given.view())
    if kept.id != incident:
        return _moved(request, f"/incidents/{kept.id}")
    cited = _cited(request, shared, door, kept, given)
    return pages.page(
        request,
        "incident",
        shown=IncidentPage(shared.book, kept, given.view()),
        cited=cited,
        citation=citation.written(cited, "txt").strip(),
        embed=_embed(cited, _query(given)),
        may_decide=_may_decide(who) and given.as_of is None,
        policies=get_args(Policy),
        properties=get_args(Property),
        choices={"attack_type": get_args(AttackType), "site": get_args(Site), "stage": get_args(Stage)},
        view=given,
        query=_query(given),
    )


@router.get("/incidents/{incident}/map.svg")
def static_map(
    request: Request, shared: InBook, who: Reader, door: AtDoor, incident: Name, given: Asked
) -> Response:
    """A map of it as an image. Pages of other sites may show it where the book is open to all who reach the server."""
    kept = shared.book.catalogue.incident(incident, given.view())
    if kept.id != incident:
        answer: Response = _moved(request, f"/incidents/{kept.id}/map.svg")
    else:
        state = shared.book.catalogue.snapshot(given.view()).state
        answer = unless_known(
            request,
            state,
            lambda: Response(draw(load_incident(kept.incident), _outline()), media_type=_SVG),
            _SVG,
        )
    if door.accounts is None:
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@router.get("/incidents/{incident}/citation.{form}")
def cite(
    request: Request,
    shared: InBook,
    who: Reader,
    door: AtDoor,
    incident: Name,
    form: Literal["txt", "bib", "json", "ris"],
    given: Asked,
) -> Response:
    """Its citation as a file."""
    kept = shared.book.catalogue.incident(incident, given.view())
    if kept.id != incident:
        return _moved(request, f"/incidents/{kept.id}/citation.{form}")
    body = citation.written(_cited(request, shared, door, kept, given), form)
    headers = {"Content-Disposition": f'attachment; filename="{kept.id}.{form}"'}
    return Response(body, media_type=f"{citation.FORMS[form]}; charset=utf-8", headers=headers)


def _moved(request: Request, path: str) -> RedirectResponse:
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(f"{path}{query}", 302)


def _may_decide(who: Who) -> bool:
    return ROLES.index(who.role) >= ROLES.index("reviewer")


def _query(given: Looked) -> str:
    """The part of an address that says how the book is looked at."""
    policy = f"policy={given.policy}" if given.policy != Looked().policy else ""
    as_of = f"as_of={given.as_of}" if given.as_of else ""
    told = "&".join(part for part in (policy, as_of) if part)
    return f"?{told}" if told else ""


def _cited(request: Request, shared: Shared, door: Door, kept: Kept, given: Looked) -> Citation:
    scheme = "https" if door.settings.https else request.url.scheme
    today = datetime.now(UTC).date()
    return citation.citation(
        load_incident(kept.incident),
        book=shared.book.home.stem,
        revision=shared.book.catalogue.snapshot(given.view()).state,
        url=f"{scheme}://{request.headers.get('host', '')}/incidents/{kept.id}{_query(given)}",
        as_of=given.as_of or today,
        changed=_day(kept.updated),
        accessed=today,
    )


def _embed(cited: Citation, query: str) -> str:
    """The code by which another page shows the map."""
    image = f"{cited.url.partition('?')[0]}/map.svg{query}"
    return f'<img src="{escape(image)}" width="{WIDTH}" height="{HEIGHT}" alt="{escape(cited.title)}">'


def _day(seconds: int) -> date:
    return datetime.fromtimestamp(seconds, UTC).date()


@cache
def _outline() -> Outline:
    """The outlines that come with the pages; none where the basemap was not built."""
    folder = BUILT / "basemap"
    if not (folder / "outline.json").is_file():
        return outline((), ())
    shapes = json.loads((folder / "outline.json").read_text("utf-8"))
    named = json.loads((folder / "countries.json").read_text("utf-8"))
    return outline(shapes["land"], shapes["borders"], [(n[0], n[1], n[2]) for n in named])

"""Templates: text goes into them escaped; what they call is here."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import Depends, Request
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from incidentbook import __version__
from incidentbook.api.who import Door, Who
from incidentbook.web.assets import Assets

_TABS = (
    ("Incidents", "/"),
    ("Review", "/review"),
    ("Checks", "/checks"),
    ("Articles", "/documents"),
    ("Add", "/add"),
)


class Pages:
    """Draws pages.

    Args:
        assets: scripts and styles.
    """

    def __init__(self, assets: Assets) -> None:
        self._assets = assets
        self._templates = Environment(
            loader=PackageLoader("incidentbook.web"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._templates.globals |= {"assets": assets, "tabs": _TABS, "version": __version__}

    def page(self, request: Request, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page.

        Args:
            name: of the template, without its ending; the page's script has the same name.
            values: what the template shows.
        """
        door: Door = request.app.state.door
        who: Who | None = door.who(request)
        given = {"page": name, "path": request.url.path, "who": who, "accounts": door.accounts is not None}
        body = self._templates.get_template(f"{name}.html").render(given | values)
        return HTMLResponse(body, status, {"Cache-Control": "private, no-cache"})


def pages(request: Request) -> Pages:
    """Those of this application."""
    found: Pages = request.app.state.pages
    return found


Drawn = Annotated[Pages, Depends(pages)]

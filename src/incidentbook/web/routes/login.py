"""/login: who has an account says so."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.responses import RedirectResponse, Response

from incidentbook.api.who import AtDoor
from incidentbook.web.pages import Drawn

router = APIRouter()
Next = Annotated[str, Query(max_length=2000, description="Where to go on.")]


@router.get("/login")
def login(request: Request, door: AtDoor, pages: Drawn, next: Next = "/") -> Response:
    """The form; without accounts, or where one is logged in, straight on."""
    there = next if _is_ours(next) else "/"
    if door.who(request) is not None:
        return RedirectResponse(there, 303)
    return pages.page(request, "login", next=there)


def _is_ours(path: str) -> bool:
    """Whether an address is one of this server, so that nobody is led away from it."""
    return path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()

"""Who asks, and what they may: with accounts by session or token, without them whoever sits at this machine."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from incidentbook.api import sessions
from incidentbook.api.guard import same_host
from incidentbook.api.problems import ProblemError
from incidentbook.api.sessions import Session
from incidentbook.api.settings import ONE_USER_ROLE, Settings
from incidentbook.book.accounts import ROLES, Account, Role

TOKEN_HEADER = "X-CSRF-Token"
_SAFE_SITES = ("same-origin", "none")


@dataclass(frozen=True, slots=True)
class Who:
    """Who asks. `session`: where a browser is logged in; `by_token`: where a program shows its token."""

    name: str
    role: Role
    session: Session | None = None
    by_token: bool = False


class Door:
    """Tells who asks.

    Args:
        settings: with accounts or without.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.accounts = settings.accounts
        self.secret = settings.accounts.secret if settings.accounts else secrets.token_bytes(32)

    def who(self, request: Request) -> Who | None:
        """Who asks; None: that is not known."""
        if self.accounts is None:
            return Who(self.settings.user, ONE_USER_ROLE)
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            return _as_who(self.accounts.by_token(token.strip()), by_token=True)
        session = self.session(request)
        return None if session is None else _as_who(self.accounts.account(session.account), session)

    def session(self, request: Request) -> Session | None:
        """The session that a browser is logged in by, as long as it is not over."""
        cookie = request.cookies.get(sessions.COOKIE)
        if cookie is None or self.accounts is None:
            return None
        session = sessions.opened(cookie, self.secret, time.time())
        account = self.accounts.account(session.account) if session else None
        if session is None or account is None or account.generation != session.generation:
            return None
        return None if self.accounts.is_ended(session.id) else session

    def check_not_forged(self, request: Request) -> None:
        """Refuses a request that a page of another site may have made.

        Raises:
            ProblemError: it has no token of ours, or its browser says that another site made it.
        """
        site = request.headers.get("sec-fetch-site")
        origin = request.headers.get("origin")
        if site is not None and site not in _SAFE_SITES:
            raise _forged("Sec-Fetch-Site", f"the browser says that the request is {site}")
        if origin is not None and not same_host([origin], request.headers.get("host", "")):
            raise _forged("Origin", f"the request comes from {origin}")
        given = request.headers.get(TOKEN_HEADER, "")
        if not sessions.is_forgery_token(given, self.secret, self.session(request)):
            raise _forged(TOKEN_HEADER, f"{TOKEN_HEADER} is missing or old")


def door(request: Request) -> Door:
    """The door of the application."""
    found: Door = request.app.state.door
    return found


def reader(request: Request, at: Annotated[Door, Depends(door)]) -> Who:
    """Who asks, of whatever role.

    Raises:
        ProblemError: nobody is logged in.
    """
    who = at.who(request)
    if who is None:
        way = f"log in by POST /api/session, or send `Authorization: Bearer TOKEN`; {_MAKE_TOKEN}"
        raise ProblemError(
            401,
            "log-in",
            "nobody is logged in",
            way,
            field="Authorization",
            headers={"WWW-Authenticate": "Bearer"},
        )
    return who


_MAKE_TOKEN = "`incidentbook accounts token NAME` makes one"


def may(who: Who, role: Role) -> bool:
    """Whether somebody has a role, or one that may more."""
    return ROLES.index(who.role) >= ROLES.index(role)


def writer(role: Role, deed: str) -> Callable[[Request, Door], Who]:
    """What tells who writes: somebody of that role at least, and no page of another site in their name.

    Args:
        deed: what they may do.

    Returns:
        A dependency; it raises `ProblemError` where nobody is logged in, they may not, or the request may be forged.
    """

    def told(request: Request, at: Annotated[Door, Depends(door)]) -> Who:
        who = reader(request, at)
        if not who.by_token:
            at.check_not_forged(request)
        if not may(who, role):
            way = f"ask for it: `incidentbook accounts add` gives the role {role}"
            raise ProblemError(
                403, "not-allowed", f"{who.name} is a {who.role} and may not {deed}", way, field="role"
            )
        return who

    return told


def may_decide(who: Who) -> bool:
    """Whether somebody is a reviewer or more."""
    return may(who, "reviewer")


def may_undo(who: Who, by: str) -> bool:
    """Whether somebody may take back what `by` decided: an editor anybody's, others their own."""
    return who.name == by or is_editor(who)


def is_editor(who: Who) -> bool:
    """Whether somebody is an editor."""
    return may(who, "editor")


def _as_who(account: Account | None, session: Session | None = None, *, by_token: bool = False) -> Who | None:
    return None if account is None else Who(account.name, account.role, session, by_token)


def _forged(field: str, detail: str) -> ProblemError:
    way = f"take `csrf` from GET /api/session of this server, and send it as {TOKEN_HEADER}"
    return ProblemError(403, "forgery", detail, way, field=field)


Reader = Annotated[Who, Depends(reader)]
Reviewer = Annotated[Who, Depends(writer("reviewer", "decide"))]
Drafter = Annotated[Who, Depends(writer("reviewer", "have texts read"))]
Editor = Annotated[Who, Depends(writer("editor", "add articles"))]
AtDoor = Annotated[Door, Depends(door)]

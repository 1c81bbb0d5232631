"""/api/session: logging in and out of a server that has accounts, and the token that goes with what is written."""

from __future__ import annotations

import math
import time

from fastapi import APIRouter, Request
from starlette.responses import Response

from incidentbook.api import sessions
from incidentbook.api.answers import as_json
from incidentbook.api.problems import ProblemError, responses
from incidentbook.api.schemas import LogIn, SessionRead, User
from incidentbook.api.sessions import Session
from incidentbook.api.who import AtDoor, Door, Who
from incidentbook.book.accounts import Accounts, plain_name

router = APIRouter(prefix="/api/session", tags=["session"])


@router.get("", operation_id="getSession", response_model=SessionRead, responses=responses(422, 503))
def get_session(request: Request, door: AtDoor) -> Response:
    """Who asks, and the token that goes with each request that writes. It can be read without an account."""
    return as_json(_told(door, door.who(request), door.session(request)))


@router.post(
    "",
    operation_id="logIn",
    response_model=SessionRead,
    responses=responses(401, 403, 404, 413, 422, 429, 503),
)
def log_in(request: Request, given: LogIn, door: AtDoor) -> Response:
    """Logs in: the answer sets a cookie. After failures the account and the address have to wait, each time twice as long."""
    door.check_not_forged(request)
    accounts = _accounts(door)
    address = request.client.host if request.client else "unknown"
    doors = {f"account {plain_name(given.name)}": 0, f"address {_network(address)}": _FREE_OF_ADDRESS}
    for whose, free in doors.items():
        _check_wait(accounts, whose, free)
    for whose in doors:
        accounts.failed(whose)
    account = accounts.log_in(given.name, given.password)
    if account is None:
        way = "look at both again; `incidentbook accounts password NAME` sets another password"
        raise ProblemError(401, "log-in", "the name or the password is wrong", way, field="password")
    for whose in doors:
        accounts.succeeded(whose)
    session = sessions.begin(account, time.time())
    answer = as_json(_told(door, Who(account.name, account.role, session), session))
    answer.set_cookie(
        sessions.COOKIE,
        sessions.sealed(session, door.secret),
        max_age=sessions.LASTS,
        httponly=True,
        samesite="strict",
        secure=door.settings.https,
    )
    return answer


@router.delete("", operation_id="logOut", status_code=204, responses=responses(403, 404, 422, 503))
def log_out(request: Request, door: AtDoor) -> Response:
    """Logs out: the session ends, on this server and not in the browser alone."""
    door.check_not_forged(request)
    accounts = _accounts(door)
    session = door.session(request)
    if session is not None:
        accounts.end(session.id, session.until)
    answer = Response(status_code=204)
    answer.delete_cookie(sessions.COOKIE, httponly=True, samesite="strict", secure=door.settings.https)
    return answer


_FREE_OF_ADDRESS = 7
"""So many failures more has an address before it waits: several people may have one."""


def _accounts(door: Door) -> Accounts:
    if door.accounts is None:
        way = "it is for this machine alone: no login is needed"
        raise ProblemError(404, "unknown", "this server has no accounts", way)
    return door.accounts


def _check_wait(accounts: Accounts, whose: str, free: int) -> None:
    wait = math.ceil(accounts.wait(whose, free))
    if wait > 0:
        raise ProblemError(
            429,
            "slow-down",
            f"too many failed logins: {wait} seconds to wait",
            f"try again in {wait} seconds; programs use a token and need no login",
            field="password",
            headers={"Retry-After": str(wait)},
        )


def _network(address: str) -> str:
    """The part of an address that one person has: of IPv6 the first 64 bits."""
    return ":".join(address.split(":")[:4]) if address.count(":") > 1 else address


def _told(door: Door, who: Who | None, session: Session | None) -> SessionRead:
    user = None if who is None else User(name=who.name, role=who.role)
    token = sessions.forgery_token(door.secret, session)
    return SessionRead(accounts=door.accounts is not None, user=user, csrf=token)

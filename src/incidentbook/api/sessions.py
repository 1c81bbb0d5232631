"""Sessions as signed cookies: who, since which password, until when. Nothing of them is kept but those that were ended."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass

from incidentbook.book.accounts import Account

COOKIE = "incidentbook_session"
LASTS = 12 * 3600
"""Seconds that a session lasts."""
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Session:
    """A login: its own random name, the account's name and generation, and when it ends, in seconds of the epoch."""

    id: str
    account: str
    generation: int
    until: int


def begin(account: Account, now: float) -> Session:
    """A new session of an account."""
    return Session(secrets.token_urlsafe(16), account.name, account.generation, int(now) + LASTS)


def sealed(session: Session, secret: bytes) -> str:
    """The value of the cookie."""
    said = [session.id, session.account, session.generation, session.until]
    raw = base64.urlsafe_b64encode(json.dumps(said).encode()).decode()
    return f"{raw}.{_sign(secret, 'session', raw)}"


def opened(cookie: str, secret: bytes, now: float) -> Session | None:
    """The session of a cookie; None where it is not ours, was changed, or is over."""
    raw, dot, mark = cookie.partition(".")
    if (
        not dot
        or len(cookie) > _LONGEST
        or not hmac.compare_digest(mark.encode(), _sign(secret, "session", raw).encode())
    ):
        return None
    try:
        session = Session(*json.loads(base64.urlsafe_b64decode(raw)))
    except (ValueError, TypeError, binascii.Error):
        return None
    return session if session.until > now else None


def forgery_token(secret: bytes, session: Session | None) -> str:
    """What a page of ours, and no other, can send along: it is bound to the session."""
    return _sign(secret, "forgery", session.id if session else "")


def is_forgery_token(given: str, secret: bytes, session: Session | None) -> bool:
    """Whether it is the token of that session."""
    return hmac.compare_digest(given.encode("utf-8", "replace"), forgery_token(secret, session).encode())


def _sign(secret: bytes, purpose: str, words: str) -> str:
    return hmac.new(secret, f"{purpose}:{words}".encode("utf-8", "replace"), hashlib.sha256).hexdigest()

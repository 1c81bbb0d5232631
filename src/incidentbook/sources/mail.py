"""E-mails as mail programs save them (.eml, RFC 5322): the words, and what is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import parseaddr

from incidentbook.errors import SourceError
from incidentbook.sources.days import mail_day
from incidentbook.sources.decode import decode
from incidentbook.sources.page import MediaType, Meta

_FORWARDED = re.compile(r"^(?:\s*(?:fwd?|re|aw|wg|tr|rv|i)\s*:)+\s*", re.IGNORECASE)
_ENOUGH = 40


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that hangs on a mail."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail: its words (None where it has none), what its head says, a doubt about its encoding, and the
    files that hang on it.
    """

    media_type: MediaType
    text: str | None
    meta: Meta
    doubt: str | None
    attached: tuple[Attached, ...]


def read_mail(data: bytes) -> Mail:
    """A mail from its bytes. The plain text stands before the HTML, unless it is a stub of a few words.

    The subject is the title, the sender the author, the day of sending the day of publication.

    Raises:
        SourceError: it is no mail.
    """
    message = message_from_bytes(data, policy=policy.default)
    if not isinstance(message, EmailMessage) or not message.keys():
        raise SourceError("is no e-mail: it has no head; save the message as .eml")
    try:
        return _mail(message)
    except (MessageError, LookupError, ValueError, AttributeError) as error:
        raise SourceError(f"is broken as an e-mail ({str(error)[:80]}); save it again as .eml") from error


def _mail(message: EmailMessage) -> Mail:
    part, media_type = _body(message)
    found = decode(_bytes(part), part.get_content_charset()) if part else None
    text = found.text.replace("\r\n", "\n") if found else ""
    return Mail(
        media_type,
        text if text.strip() else None,
        _meta(message),
        found.doubt if found else None,
        tuple(_attached(message, part)),
    )


def _body(message: EmailMessage) -> tuple[EmailMessage | None, MediaType]:
    plain, html = (message.get_body((kind,)) for kind in ("plain", "html"))
    if isinstance(html, EmailMessage) and (plain is None or len(_bytes(plain).split()) < _ENOUGH):
        return html, "text/html"
    return (plain if isinstance(plain, EmailMessage) else None), "text/plain"


def _bytes(part: object) -> bytes:
    data = part.get_payload(decode=True) if isinstance(part, EmailMessage) else b""
    return data if isinstance(data, bytes) else b""


def _meta(message: EmailMessage) -> Meta:
    name, address = parseaddr(str(message.get("From", "")))
    return Meta(
        published=mail_day(str(message["Date"])) if message["Date"] else None,
        title=_FORWARDED.sub("", " ".join(str(message.get("Subject", "")).split())) or None,
        author=name or address or None,
    )


def _attached(message: EmailMessage, body: EmailMessage | None) -> Iterator[Attached]:
    for number, part in enumerate(message.iter_attachments(), 1):
        if part is body:
            continue
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage):
                yield Attached(f"{number}.eml", inner.as_bytes())
        elif name := part.get_filename():
            yield Attached(name.replace("/", "_").replace("\\", "_"), _bytes(part))

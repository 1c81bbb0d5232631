"""What does not fit in a text, with what speaks on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidentbook.model import Span

FlagKind = Literal["distance", "direction", "weekday", "country", "toll", "place"]
"""`distance`, `direction`: a place lies otherwise than is said; `weekday`: the date was another day of the week; `country`: a
place lies in another country; `toll`: the parts are more than the whole; `place`: others tell of the same attack elsewhere."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for the other side: words of a document, or what a table knows (then `document` and `span` are None)."""

    words: str
    document: str | None = None
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Flag:
    """Something in a text that does not fit what is known. It says that one of the two is wrong, and not which.

    `text` is the sentence, `span` the words in it, `said` what they come to and `known` what they are held against; `report`
    is the report of the document that they belong to, where they do to one.
    """

    kind: FlagKind
    document: str
    span: Span
    text: str
    said: str
    known: str
    evidence: tuple[Evidence, ...] = ()
    report: str | None = None

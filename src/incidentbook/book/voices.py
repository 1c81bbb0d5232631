"""Who is quoted for what in a report: two papers that quote one spokesman for a value are one source for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from incidentbook.link import compare
from incidentbook.model import Actor, Stance

_SHARED = ("state", "military", "police", "armed_group", "international", "media")
"""Kinds of speakers that are one voice wherever they are quoted; two papers' witnesses may be two people."""
_OFFICIAL = ("state", "military", "police", "international")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who says something of a property, and in what stance; `backs`: what is said is the report's own value."""

    property: str
    stance: Stance
    speaker: Actor
    backs: bool = True


def behind(name: str, voices: Iterable[Voice]) -> Actor | None:
    """Who is quoted for the report's value of a property; None where the article says it in its own voice."""
    found = (v.speaker for v in voices if v.property == name and v.backs)
    return next(found, None)


def source_of(speaker: Actor | None) -> str | None:
    """The name of a speaker as a source that papers share; None for one who may be another in each paper.

    Named and known speakers are one voice, and so is an institution ("Iraqi military"). Witnesses, residents and whoever
    is only described in general ("officials", "a security source") are not.
    """
    if speaker is None or _is_general(speaker):
        return None
    return f"speaker {speaker.id or ' '.join(sorted(compare.telling_words(speaker.name)))}"


def is_official(speaker: Actor | None) -> bool:
    """Whether a state, its forces or an international body says it."""
    return speaker is not None and speaker.kind in _OFFICIAL


def _is_general(speaker: Actor) -> bool:
    """Whether it is only described: no entry of the tables, and no proper name in what it is called."""
    if speaker.id is not None:
        return speaker.kind not in _SHARED
    words = speaker.name.split()
    if any(word.casefold().rstrip("s") in _ANYBODY for word in words):
        return True
    return not all(word[:1].isupper() for word in words if word.casefold() not in compare.rules().particles)


_ANYBODY = frozenset(
    {
        "official",
        "source",
        "witness",
        "witnesse",
        "resident",
        "local",
        "report",
        "statement",
        "spokesman",
        "spokeswoman",
    }
)


def independent(sources: Sequence[tuple[str, Sequence[Voice]]]) -> int:
    """How many independent accounts there are: documents' sources, of which those that rest on one quoted speaker alone
    count as that speaker.
    """
    return len({_account(source, voices) for source, voices in sources})


def _account(source: str, voices: Sequence[Voice]) -> str:
    quoted = {source_of(v.speaker) for v in voices if v.backs}
    (only,) = quoted if len(quoted) == 1 else (None,)
    return only or source

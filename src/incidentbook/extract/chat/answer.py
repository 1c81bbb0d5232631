"""A model's answer: the JSON in its words, and the quotes in that. Whatever it holds, no value is taken from it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

_TRIES = 50  # braces to try; thoughts before the answer may hold some


@dataclass(frozen=True, slots=True)
class Quoted:
    """What a model says of one property: the words, the number of their sentence, and who it says is speaking."""

    property: str
    sentence: int
    quote: str
    group: str | None
    stance: str
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Incident:
    """What a model says of one attack; `number` is its own name for it."""

    number: int
    main: bool
    statements: tuple[Quoted, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """What a model says of one tally."""

    sentence: int
    count: str
    period: str | None
    place: str | None
    speaker: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """All that a model says of some sentences; `malformed` counts the parts that are of no form asked for."""

    incidents: tuple[Incident, ...]
    tallies: tuple[Counted, ...]
    malformed: int


def read_answer(words: str) -> Answer | None:
    """The answer in a model's words: all of them, or a JSON object somewhere inside; None where there is none."""
    found = next((o for o in _objects(words) if isinstance(o.get("incidents"), list)), None)
    if found is None:
        return None
    incidents = [_incident(n, raw) for n, raw in enumerate(found["incidents"], 1)]
    tallies = [_counted(raw) for raw in _listed(found.get("tallies"))]
    statements = sum(len(_listed(r.get("statements"))) for r in found["incidents"] if isinstance(r, dict))
    kept = [i for i in incidents if i is not None]
    lost = statements - sum(len(i.statements) for i in kept)
    broken = len(incidents) - len(kept) + tallies.count(None)
    return Answer(tuple(kept), tuple(t for t in tallies if t is not None), lost + broken)


def _objects(words: str) -> Iterator[dict[str, Any]]:
    """The JSON objects that begin at some brace, the outermost first."""
    decoder, at = json.JSONDecoder(), 0
    for _ in range(_TRIES):
        at = words.find("{", at)
        if at < 0:
            return
        try:
            found, _ = decoder.raw_decode(words, at)
        except (ValueError, RecursionError):
            at += 1
            continue
        if isinstance(found, dict):
            yield found
        at += 1


def _incident(place: int, raw: Any) -> Incident | None:
    if not isinstance(raw, dict):
        return None
    statements = tuple(q for s in _listed(raw.get("statements")) if (q := _quoted(s)) is not None)
    return Incident(_number(raw.get("incident"), place), raw.get("main") is not False, statements)


def _quoted(raw: Any) -> Quoted | None:
    if not isinstance(raw, dict):
        return None
    name, quote = raw.get("property"), raw.get("quote")
    if not (isinstance(name, str) and isinstance(quote, str) and quote.strip()):
        return None
    stance = raw.get("stance")
    return Quoted(
        name,
        _number(raw.get("sentence"), 0),
        quote,
        _words(raw.get("group")),
        stance if isinstance(stance, str) else "stated",
        _words(raw.get("speaker")),
    )


def _counted(raw: Any) -> Counted | None:
    if not isinstance(raw, dict) or (count := _words(raw.get("count"))) is None:
        return None
    period, place, speaker = (_words(raw.get(k)) for k in ("period", "place", "speaker"))
    return Counted(_number(raw.get("sentence"), 0), count, period, place, speaker)


def _number(raw: Any, otherwise: int) -> int:
    return raw if isinstance(raw, int) and not isinstance(raw, bool) else otherwise


def _words(raw: Any) -> str | None:
    return raw if isinstance(raw, str) and raw.strip() else None


def _listed(raw: Any) -> list[Any]:
    return raw if isinstance(raw, list) else []

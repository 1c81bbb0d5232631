"""Who: mentions of actors in a text, and the actor that a noun phrase means.

Names come from the tables of `resources/actors/`; descriptions ("suspected pro-Iranian militants") from the
grammar of
`actor_phrase`. A word that means several actors is settled by what else the text speaks of, or left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from incidentbook.model import Actor, Span
from incidentbook.normalise.actor_context import read
from incidentbook.normalise.actor_table import Entry, State, table
from incidentbook.normalise.actor_text import Draft, Text, capital, spelt
from incidentbook.normalise.actor_words import Payload, Token, Unit, tokenise, units


@dataclass(frozen=True, slots=True)
class ActorMention:
    """An actor where the text names it.

    `described`: the actor has no table entry of its own ("unknown gunmen"). `metonym`: a capital or house
    stands for its state.
    `person`: a named person. `organisation`: whom a person, spokesman or official acts for, where the words
    say so.
    """

    span: Span
    text: str
    actor: Actor
    described: bool
    metonym: bool
    person: bool
    organisation: Actor | None = None


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What a text speaks of: countries and actors under unmistakable names, with counts."""

    countries: Counter[str]
    ids: Counter[str]


def find_actors(text: str) -> tuple[ActorMention, ...]:
    """Every actor that a text names or describes, from left to right, without overlaps.

    Longest match wins. Short names that the text introduces ("Africa Command (AFRICOM)"), surnames of persons
    introduced with a
    title, and "the group" after a named group mean that actor. Countries after a preposition of place ("in
    Iraq") are left out.
    """
    reading = _reading(text)
    return tuple(_mention(text, reading.tokens, d) for d in read(reading))


@lru_cache(maxsize=4096)
def actor(text: str, context: str = "") -> Actor:
    """The actor that a noun phrase means.

    Args:
        text: the words, as short as "IRGC" or as long as "a spokesman for militias backed by Iran".
        context: the document it stands in; names that mean several actors are settled by it.

    Returns:
        A table entry, a state or its body, or a described actor (`id` None) with kind and country as far as
        the words say.
    """
    reading = _reading(text, context)
    drafts = read(reading)
    return drafts[0].actor if drafts else _fallback(text, reading)


def localised(actor: Actor, country: str | None) -> Actor:
    """A described body of no named state ("police", "the interior ministry") as that of `country` (alpha-2):
    "Peruvian police".

    For callers that know where a report plays; an actor that has a country, or is no body of a state, comes
    back as it is.
    """
    state = table().states.get(country or "")
    if state is None or actor.id or actor.country or actor.kind not in ("military", "police", "state"):
        return actor
    return _reading_first(f"{state.adjective} {actor.name}") or actor


def _reading_first(text: str) -> Actor | None:
    drafts = read(_reading(text))
    return drafts[0].actor if drafts else None


def state_of(actor: Actor) -> Actor | None:
    """The state that an actor is or belongs to as its body: United States for "US forces"; None for groups
    and bodies of many states.
    """
    if actor.kind not in ("state", "military", "police") or actor.country is None:
        return None
    state = table().states.get(actor.country)
    return state.actor if state else None


def umbrella_of(actor: Actor, year: int | None = None) -> Actor | None:
    """The actor that this one is part of, in `year` where one is given; None where the table names none."""
    entry = table().entries.get(actor.id or "")
    if entry is None or entry.parent is None:
        return None
    if year is not None and not (entry.parent_from or 0) <= year <= (entry.parent_until or 9999):
        return None
    parent = table().entries.get(entry.parent)
    return (
        parent.actor
        if parent
        else next((s.actor for s in table().states.values() if s.actor.id == entry.parent), None)
    )


def _reading(text: str, context: str = "") -> Text:
    tokens = tokenise(text)
    rows = units(tokens, table().trie)
    evidence = _evidence(rows if not context else units(tokenise(context), table().trie))
    return Text(tokens, tuple(_settled(u, evidence) for u in rows), table())


def _evidence(rows: Iterable[Unit]) -> _Evidence:
    countries: Counter[str] = Counter()
    ids: Counter[str] = Counter()
    for unit in rows:
        strong = {
            p.value for p in unit.payloads if p.role == "name" and not p.weak and isinstance(p.value, Entry)
        }
        if len(strong) == 1:
            entry = strong.pop()
            ids[entry.actor.id or ""] += 1
            countries.update(entry.where)
        countries.update(p.value.actor.country or "" for p in unit.payloads[:1] if isinstance(p.value, State))
    return _Evidence(countries, ids)


def _settled(unit: Unit, evidence: _Evidence) -> Unit:
    """The unit with the one actor that its name means here, or with none."""
    names = [p for p in unit.payloads if p.role == "name"]
    if not names:
        return unit
    chosen = _choose(names, evidence)
    return unit._replace(
        payloads=(*((chosen,) if chosen else ()), *(p for p in unit.payloads if p.role != "name"))
    )


def _choose(names: list[Payload], evidence: _Evidence) -> Payload | None:
    """The reading that the text supports best; None where two are as good or a weak name has no support."""
    scored = sorted(
        ((_support(p, evidence), not p.weak, p) for p in names), key=lambda s: s[:2], reverse=True
    )
    best = scored[0]
    if len(scored) > 1 and scored[1][:2] == best[:2] and scored[1][2].value != best[2].value:
        return None
    return best[2] if best[0] > 0 or best[1] else None


def _support(payload: Payload, evidence: _Evidence) -> int:
    assert isinstance(payload.value, Entry)
    entry = payload.value
    return 100 * evidence.ids[entry.actor.id or ""] + max(
        (evidence.countries[c] for c in entry.where), default=0
    )


def _mention(text: str, tokens: tuple[Token, ...], draft: Draft) -> ActorMention:
    span = Span(tokens[draft.first].start, tokens[draft.last - 1].end)
    if "(" in span.of(text) and text[span.end : span.end + 1] == ")":
        span = Span(span.start, span.end + 1)
    return ActorMention(
        span,
        span.of(text),
        draft.actor,
        draft.actor.id is None,
        draft.metonym,
        draft.person,
        draft.organisation,
    )


_EDGES = re.compile(r"^(?:the|an?)\s+|[\s,.;:]+$|[\"“”]", re.IGNORECASE)


def _fallback(text: str, reading: Text) -> Actor:
    """Words that no rule knows, kept as they are; an adjective or country alone is its state."""
    lands = [u for u in reading.units if u.get("adj", "state", "capital")]
    others = [i for i, u in enumerate(reading.units) if not u.payloads and capital(reading, i)]
    if lands and not others:
        land = lands[0].get("adj", "state", "capital")
        assert land is not None
        assert isinstance(land.value, State)
        return land.value.actor
    words = spelt(reading, 0, len(reading.units)) if reading.tokens and reading.tokens[0].shouting else text
    return Actor(_EDGES.sub("", " ".join(words.split())), None, "unknown", None)

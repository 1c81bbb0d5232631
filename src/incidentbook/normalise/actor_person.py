"""Persons: behind a title ("spokesman Colonel Wayne Marotto"), or where the grammar around a name shows that
it speaks or is one.
"""

from __future__ import annotations

from incidentbook.model import Actor, ActorKind
from incidentbook.normalise.actor_table import Person
from incidentbook.normalise.actor_text import (
    LAND,
    Draft,
    Text,
    capital,
    institution,
    name_end,
    named_in,
    spelt,
    state_in,
)

_OFFICE = ("title", "role", "inst", "head", "name", "person")


def titled(text: Text, start: int, end: int) -> tuple[Draft, int] | None:
    """The person named behind the phrase `start` to `end` where it ends in a title or role, and the unit to
    go on from.
    """
    if not text.has(end - 1, "title", "role") or not _starts_name(text, end) or _is_ship(text, start, end):
        return None
    stop = name_end(text, end, ())
    if stop == end:
        return None
    roles = end
    while roles > start and text.has(roles - 1, "title", "role"):
        roles -= 1
    organisation = _office(text, start, roles)
    kind = organisation.kind if organisation else _rank(text, roles, end)
    return _draft(text, end, stop, organisation, kind, text.units[start].first), stop


def _is_ship(text: Text, start: int, end: int) -> bool:
    """A bare rank behind "the" names a thing, not its namesake: "the Admiral Makarov"."""
    title = text.has(start, "title")
    return (
        end == start + 1
        and title is not None
        and title.value == "military"
        and text.has(start - 1, "det") is not None
    )


def known_person(text: Text, start: int, last: int) -> Draft:
    """The person of the table in unit `last`, with the titles and the body that stand before it."""
    return _draft(text, last, last + 1, _office(text, start, last), "unknown", text.units[start].first)


def _draft(text: Text, at: int, stop: int, organisation: Actor | None, kind: ActorKind, first: int) -> Draft:
    """The draft of the person of units `at` to `stop`: as the table knows them, or as the text does."""
    last = text.units[stop - 1].last
    known = text.has(at, "person") if stop == at + 1 else None
    if known and isinstance(known.value, Person):
        return Draft(first, last, known.value.actor, organisation or known.value.organisation, person=True)
    country = organisation.country if organisation else None
    return Draft(first, last, Actor(spelt(text, at, stop), None, kind, country), organisation, person=True)


def _starts_name(text: Text, i: int) -> bool:
    if i >= len(text.units) or text.units[i].get("name", "state", "thing", "act"):
        return False
    token = text.tokens[text.units[i].first]
    if token.upper and len(token.norm) > 2 and not token.shouting:
        return False
    opens = token.capital or token.norm in text.table.words["particles"]
    return text.linked(i) and opens and any(capital(text, k) for k in range(i, i + 3))


def _office(text: Text, start: int, roles: int) -> Actor | None:
    """What the words before the title name: "Iraqi army" of "Iraqi army spokesman Yahya Rasool"."""
    for i in range(roles - 1, start - 1, -1):
        if name := text.has(i, "name"):
            return named_in(name)
    for i in range(roles - 1, start - 1, -1):
        if land := text.has(i, "state", "adj"):
            bodies = [p for k in range(i + 1, roles) if (p := text.has(k, "inst"))]
            return institution(text.table, state_in(land), bodies[-1]) if bodies else state_in(land).actor
    return None


def _rank(text: Text, roles: int, end: int) -> ActorKind:
    kinds = {p.value for i in range(roles, end) if (p := text.has(i, "title"))}
    order: tuple[ActorKind, ...] = ("military", "police", "state", "civilian")
    return next((k for k in order if k in kinds), "unknown")


def untitled(text: Text, i: int, before: Draft | None) -> tuple[Draft, int] | None:
    """A name no table knows that begins at unit `i`, where it speaks ("said Zailani Bappah") or an office or
    age stands beside it.

    `before` is the mention that went before; its office is the person's in "the governor, Andrei Bocharov,
    wrote".
    """
    stop = name_end(text, i, ())
    if stop - i < 2 or not _is_name(text, i, stop):
        return None
    office = _office_before(text, i, before)
    if not (office or _speaks(text, i, stop) or _office_behind(text, stop) or _between_commas(text, i, stop)):
        return None
    if body := _body(text, i, stop):
        return body, stop
    organisation = office.organisation or (office.actor if office.actor.id else None) if office else None
    kind = office.actor.kind if office else "unknown"
    return _draft(text, i, stop, organisation, kind, text.units[i].first), stop


def _is_name(text: Text, i: int, stop: int) -> bool:
    """Whether a run of capitals can be a name: no title or group in it, and at least one word that no table
    holds.
    """
    if text.has(i - 1, "particle") or text.tokens[text.units[i].first].shouting:
        return False
    known = any(text.has(k, *_OFFICE) and not _civil(text, k) for k in range(i, stop - 1))
    fresh = any(not text.units[k].payloads for k in range(i, stop))
    return fresh and not known and not text.has(i, "mod", "label", "loc", "det", "people")


def _civil(text: Text, k: int) -> bool:
    """A title that is part of many names: "Sardar Sheikh Yahya"."""
    title = text.has(k, "title")
    return title is not None and title.value == "civilian"


def _body(text: Text, i: int, stop: int) -> Draft | None:
    """A body, not a person, by its last noun: "Legal Medical Institute", "Mexico Daily Post"."""
    kinds = [text.table.bodies.get(text.norm(k)) for k in (i, stop - 1)]
    kind = kinds[1] or (kinds[0] if text.has(i + 1, "belong") else None)
    if kind is None:
        return None
    lands = [p for k in range(i, stop) if (p := text.has(k, *LAND))]
    country = state_in(lands[0]).actor.country if lands else None
    return Draft(
        text.units[i].first, text.units[stop - 1].last, Actor(spelt(text, i, stop), None, kind, country)
    )


def _speaks(text: Text, i: int, stop: int) -> bool:
    if text.has(i - 1, "speech") and text.linked(i):
        return True
    return text.has(stop, "speech") is not None and text.linked(stop)


def _office_before(text: Text, i: int, before: Draft | None) -> Draft | None:
    """The office that a comma or nothing parts from the name."""
    if before is None or before.person or before.last != text.units[i].first:
        return None
    apart = text.tokens[text.units[i].first].gap.strip()
    return before if apart in ("", ",") and text.has(i - 1, "role", "title", "head") else None


def _office_behind(text: Text, stop: int) -> bool:
    """Whether ", who", ", 28," or ", the mayor of X" goes on behind the name."""
    if stop >= len(text.units) or not text.tokens[text.units[stop].first].gap.startswith(","):
        return False
    word = text.norm(stop)
    if word in ("who", "whose", "whom") or (word.isdigit() and 10 < int(word) < 100):
        return True
    return _office_near(text, stop, stop + 5)


def _office_near(text: Text, start: int, stop: int) -> bool:
    """Whether an office stands among units `start` to `stop`, before any stop or comma."""
    for k in range(max(start, 0), min(stop, len(text.units))):
        if k > start and not text.linked(k):
            return False
        if text.has(k, "role", "title"):
            return True
    return False


def _between_commas(text: Text, i: int, stop: int) -> bool:
    """Whether the name stands in commas behind an office: "the governor of North Cotabato, Emmanuel Pinol,
    accused".
    """
    if stop >= len(text.units) or not text.tokens[text.units[stop].first].gap.startswith(","):
        return False
    opened = text.tokens[text.units[i].first].gap.startswith(",")
    return opened and any(_office_near(text, k, i) for k in range(i - 6, i))

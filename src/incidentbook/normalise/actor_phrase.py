"""A grammar of the noun phrases that name or describe an actor, over the units of `actor_words`.

A phrase is a run of known words ("suspected pro-Iranian militants"). Its last noun says what it is, an owner
before or behind it
("Iraqi", "for the army", "backed by Tehran") whose it is.
"""

from __future__ import annotations

from incidentbook.model import Actor, ActorKind
from incidentbook.normalise.actor_person import known_person, titled
from incidentbook.normalise.actor_table import Institution, State
from incidentbook.normalise.actor_text import (
    INSIDE,
    LAND,
    NOUN,
    Draft,
    Text,
    capital,
    institution,
    named_in,
    phrase_name,
    short_name,
    spelt,
    state_in,
)
from incidentbook.normalise.actor_words import Payload

_SMALL = ("of", "the", "for", "in", "and", "al", "el")
_CORE = ("name", "person", "state", "adj", "people", "capital", "inst", "head", "role")


def phrase(text: Text, start: int, end: int) -> tuple[list[Draft], int]:
    """The mentions of the phrase of units `start` to `end`, and the unit to go on from."""
    if person := titled(text, start, end):
        return [person[0]], person[1]
    core = end
    while core > start and not text.has(core - 1, *_CORE):
        core -= 1
    if core == start:
        return [], end
    last = core - 1
    if text.has(last, "person"):
        return [known_person(text, start, last)], end
    if name := text.has(last, "name"):
        own = [] if _compound(text, last) else [_named(text, last, last, name)]
        return [*_before(text, start, last), *own], end
    if text.has(last, *NOUN):
        return _nominal(text, start, last, end)
    return [*_before(text, start, last), *_land(text, start, last, end)], end


def _before(text: Text, start: int, last: int) -> list[Draft]:
    """Names that stand before another in one phrase: "the Pentagon's CENTCOM"."""
    names = [i for i in range(start, last) if text.has(i, "name")]
    return [_named(text, i, i, text.units[i].get("name")) for i in names]


def _named(text: Text, first: int, last: int, name: Payload | None) -> Draft:
    return Draft(text.units[first].first, text.units[last].last, named_in(name))


# ---------------------------------------------------------------- states


def _land(text: Text, start: int, last: int, end: int) -> list[Draft]:
    """A state, its capital, its people, or its adjective before an act ("Turkish air strikes")."""
    unit = text.units[last]
    if (text.has(end, "thing") and text.linked(end)) or _inside_name(text, last) or _compound(text, last):
        return []
    if (
        (state := unit.get("state", "capital"))
        and not _located(text, start)
        and not _dateline(text, last, state)
    ):
        return [_state_draft(text, last, state)]
    if (adj := unit.get("adj")) and text.has(end, "act") and text.linked(end):
        return [_state_draft(text, last, adj)]
    if (people := unit.get("people")) and (unit.get("adj") is None or text.has(last - 1, "det")):
        return [
            Draft(
                unit.first, unit.last, Actor(people.written, None, "unknown", state_in(people).actor.country)
            )
        ]
    return []


def _state_draft(text: Text, i: int, land: Payload) -> Draft:
    unit = text.units[i]
    return Draft(unit.first, unit.last, state_in(land).actor, metonym=land.role == "capital")


def _compound(text: Text, i: int) -> bool:
    """Whether a hyphen makes the name part of another word: "anti-US", "UN-brokered"."""
    after = text.units[i].last
    glued = after < len(text.tokens) and text.tokens[after].gap == "-" and not text.tokens[after].capital
    return glued or (text.has(i - 1, "anti", "pro") is not None and text.linked(i))


def _dateline(text: Text, i: int, land: Payload) -> bool:
    """A capital in capitals: "BAGHDAD, July 5"."""
    token = text.tokens[text.units[i].first]
    return land.role == "capital" and token.upper and not token.shouting


def _inside_name(text: Text, i: int) -> bool:
    """Whether a country is part of a longer name that no table holds: "Luis Cuba Quintana", "Afghan Ulema
    Council".
    """
    if text.tokens[text.units[i].first].titled or text.tokens[text.units[i].first].possessive:
        return False
    follows = text.linked(i + 1) and not text.units[i + 1].payloads and capital(text, i + 1)
    particle = (
        text.linked(i + 2) and text.norm(i + 1) in text.table.words["particles"] and capital(text, i + 2)
    )
    return follows or particle


def _located(text: Text, i: int) -> bool:
    """Whether a word of place stands before unit `i`: "in Iraq", "across the United States", "northern
    Syria".
    """
    before = i - 1
    while before > 0 and text.has(before, "det") and not text.has(before, "loc"):
        before -= 1
    within = text.has(i, "loc") is not None and text.has(i, "state") is None
    return within or text.has(before, "loc") is not None


# ---------------------------------------------------------------- nouns and their owners


def _nominal(text: Text, start: int, last: int, end: int) -> tuple[list[Draft], int]:
    """A phrase whose last word is a noun: "Houthi rebels", "Iraqi army", "unknown gunmen"."""
    if last == start and (text.norm(last) in text.table.words["not_alone"] or _attribute(text, last, end)):
        return [], end
    if end == last + 1 and text.linked(end) and text.has(end, "thing") and not text.has(end, "belong"):
        return _before(text, start, last), end
    behind = _behind(text, start, last, end) if end == last + 1 else None
    if behind:
        return [behind[0]], behind[1]
    return [_owned(text, start, last)], end


def _attribute(text: Text, last: int, end: int) -> bool:
    """An insult before an act: the first word of "terrorist attack"."""
    return text.has(last, "label") is not None and text.has(end, "act") is not None and text.linked(end)


def _owned(text: Text, start: int, last: int) -> Draft:
    """The mention with the owner that stands before the noun."""
    for i in range(last - 1, start - 1, -1):
        if text.has(i, "suffix") and i > start and text.has(i - 1, *LAND, "name"):
            return _sponsored(text, start, last, i - 1)
        if text.has(i, "pro") and text.has(i + 1, *LAND, "name"):
            return _sponsored(text, start, last, i + 1)
        if text.has(i, "anti"):
            return _described(text, start, last, None)
        if (text.has(i, "name") or text.has(i, *LAND)) and not text.has(i - 1, "pro", "anti"):
            return _belonging(text, start, last, i)
    return _described(text, start, last, None)


def _belonging(text: Text, start: int, last: int, owner: int) -> Draft:
    """The mention of a noun whose owner is unit `owner`."""
    name = text.has(owner, "name")
    if name and text.words(last, "group_words"):
        return _named(text, owner, last, name)
    inst = text.has(last, "inst")
    if inst and not name and not text.has(owner, "capital"):
        return _institution(text, start, last, state_in(text.has(owner, "state", "adj")), inst)
    return _described(text, start, last, owner)


def _institution(text: Text, start: int, last: int, state: State, inst: Payload) -> Draft:
    return Draft(text.units[start].first, text.units[last].last, institution(text.table, state, inst))


def _sponsored(text: Text, start: int, last: int, sponsor: int, reach: int | None = None) -> Draft:
    """Fighters told by whom they serve: "pro-Iranian factions", "militias backed by Tehran"."""
    land, name = text.has(sponsor, *LAND), text.has(sponsor, "name")
    first, stop = text.units[start].first, text.units[last if reach is None else reach].last
    nation = _nation(text, start, last, sponsor)
    if text.words(last, "generic_armed") and (land or name):
        backer = short_name(state_in(land)) if land and not name else named_in(name).name
        known = text.table.entries.get(f"{backer.lower()}-backed-militias")
        actor = known.actor if known else Actor(f"{backer}-backed militias", None, "armed_group", nation)
        return Draft(first, stop, actor)
    described = Actor(phrase_name(text, start, last), None, _kind(text, last, None), nation)
    return Draft(first, stop, described)


def _nation(text: Text, start: int, last: int, sponsor: int) -> str | None:
    """The country of sponsored fighters: another adjective than the sponsor's."""
    lands = [text.has(i, "state", "adj") for i in range(start, last) if i != sponsor]
    codes = [state_in(p).actor.country for p in lands if p]
    return codes[0] if codes else None


def _described(text: Text, start: int, last: int, owner: int | None) -> Draft:
    """A mention without a table entry, with as much of kind, country and organisation as its words say."""
    name = text.has(owner, "name") if owner is not None else None
    land = text.has(owner, *LAND) if owner is not None and not name else None
    organisation = named_in(name) if name else _body(text, owner, last, land)
    country = organisation.country if organisation else state_in(land).actor.country if land else None
    actor = Actor(phrase_name(text, start, last), None, _kind(text, last, organisation), country)
    bare = last == start and owner is None
    return Draft(text.units[start].first, text.units[last].last, actor, organisation, bare=bare)


def _body(text: Text, owner: int | None, last: int, land: Payload | None) -> Actor | None:
    """The institution inside a description: the army of "Iraqi army spokesman"."""
    if not text.words(last, "people_of"):
        return None
    for i in range(last - 1, (owner if owner is not None else last) - 1, -1):
        if (inst := text.has(i, "inst")) and land:
            return institution(text.table, state_in(land), inst)
    return state_in(land).actor if land else None


def _kind(text: Text, last: int, organisation: Actor | None) -> ActorKind:
    """The kind of a described actor: its noun's, or its organisation's where the noun says nothing."""
    inst = text.has(last, "inst")
    if inst and isinstance(inst.value, Institution):
        return inst.value.kind
    kind = text.table.heads.get(text.norm(last), "unknown")
    if organisation and kind in ("unknown", "state") and organisation.kind != "state":
        return organisation.kind
    return _modified(text, last) if kind in ("unknown", "state") else kind


def _modified(text: Text, last: int) -> ActorKind:
    """What the words before say of a source or an official: "military source", "security official"."""
    own = text.table.heads.get(text.norm(last), "unknown")
    for i in range(last - 1, -1, -1):
        if not text.linked(i + 1) or not text.has(i, *INSIDE):
            break
        if inst := text.has(i, "inst"):
            assert isinstance(inst.value, Institution)
            return inst.value.kind
        joined = f"{text.norm(i)} {text.norm(last)}"
        if joined in text.table.heads:
            return text.table.heads[joined]
    return own


# ---------------------------------------------------------------- what stands behind the noun


def _behind(text: Text, start: int, last: int, end: int) -> tuple[Draft, int] | None:
    """Owners and sponsors behind the noun: "militias backed by Iran", "a spokesman for the army", "fighters
    of X".
    """
    if not text.linked(end):
        return None
    at = text.skip(end + 1, "det", "label")
    if text.has(end, "calling"):
        return _calling(text, start, last, end + 1)
    if text.has(end, "after") and text.linked(at) and text.has(at, *LAND, "name"):
        stop = text.skip(at + 1, "inst", "head") - 1 if text.has(at, *LAND) else at
        return _sponsored(text, start, last, at, stop), stop + 1
    if text.has(end, "belong") and text.linked(at):
        return _of(text, start, last, end, at)
    return None


def _of(text: Text, start: int, last: int, link: int, at: int) -> tuple[Draft, int] | None:
    """ "Fighters from al-Shabaab", "police in Colombia", "an official at the interior ministry of Iraq"."""
    stop = text.phrase_end(at)
    if stop == at:
        return None
    inner, after = _owner(text, at, stop)
    if inner is None or inner.person:
        return None
    owner = inner
    if (
        text.norm(link) in ("of", "from")
        and owner.actor.kind == "armed_group"
        and text.words(last, "group_words")
    ):
        return Draft(text.units[start].first, owner.last, owner.actor), after
    if text.norm(link) == "in" and (owner.bare or _abroad(text, last, owner)):
        return None
    if text.words(last, "people_of") or text.has(last, "inst"):
        return _for(text, start, last, owner), after
    return None


def _abroad(text: Text, last: int, owner: Draft) -> bool:
    """Whether a country behind "in" need not be theirs: "troops in Iraq"."""
    inst = text.has(last, "inst")
    return (
        inst is not None
        and isinstance(inst.value, Institution)
        and inst.value.kind == "military"
        and not owner.metonym
    )


def _owner(text: Text, at: int, stop: int) -> tuple[Draft | None, int]:
    """The owner of the phrase `at` to `stop`; a country is one here, whatever stands before it."""
    if stop == at + 1 and (land := text.has(at, "state", "capital")) and not text.has(at, "name"):
        return _state_draft(text, at, land), stop
    inner, after = phrase(text, at, stop)
    return (inner[0] if inner else None), after


def _for(text: Text, start: int, last: int, owner: Draft) -> Draft:
    """Somebody who speaks or acts for an owner named behind."""
    inst = text.has(last, "inst")
    state = (
        text.table.states.get(owner.actor.country or "")
        if owner.actor.kind == "state" and len(owner.actor.id or "") == 2
        else None
    )
    first = text.units[start].first
    if inst and state:
        return Draft(first, owner.last, institution(text.table, state, inst))
    kind = _kind(text, last, None if owner.actor.kind == "state" else owner.actor)
    name = f"{state.adjective if state else owner.actor.name} {phrase_name(text, start, last)}"
    actor = Actor(name, None, kind, owner.actor.country)
    return Draft(first, owner.last, actor, owner.actor)


def _calling(text: Text, start: int, last: int, at: int) -> tuple[Draft, int] | None:
    """A group that no table knows: "a group calling itself the Sons of the South"."""
    at = text.skip(at, "det")
    if name := text.has(at, "name"):
        return _named(text, at, at, name), at + 1
    if not text.linked(at):
        return None
    stop = _called(text, at)
    if stop == at or text.table.heads.get(text.norm(last)) != "armed_group":
        return None
    first, after = text.units[at].first, text.units[stop - 1].last
    return Draft(first, after, Actor(spelt(text, at, stop), None, "armed_group", None)), stop


def _called(text: Text, at: int) -> int:
    """Where the name that begins at unit `at` ends: capitals, with small words between them."""
    end = stop = at
    while text.linked(end) and (text.tokens[text.units[end].first].capital or text.norm(end) in _SMALL):
        end += 1
        stop = stop if text.norm(end - 1) in _SMALL else end
    return stop

"""A whole text: its mentions in order, and the short names that it gives to actors it has introduced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from incidentbook.model import Actor
from incidentbook.normalise.actor_person import untitled
from incidentbook.normalise.actor_phrase import phrase
from incidentbook.normalise.actor_table import spelt_like
from incidentbook.normalise.actor_text import Draft, Text, capital, name_end, spelt

_REACH = 150  # words: "the group" further from its name than this is left open


def read(text: Text) -> list[Draft]:
    """The mentions of a text from left to right, without overlaps, short names resolved."""
    drafts = list(_in_order(text))
    drafts = _merged(drafts, _short_names(text, drafts))
    return [_resolved(text, drafts, k) for k in range(len(drafts))]


def _in_order(text: Text) -> Iterator[Draft]:
    i = 0
    before: Draft | None = None
    while i < len(text.units):
        found, after = _at(text, i, before)
        yield from found
        before = found[-1] if found else before
        i = after


def _at(text: Text, i: int, before: Draft | None) -> tuple[list[Draft], int]:
    """The mentions that begin at unit `i`, and the unit to go on from."""
    if near := _respelt(text, i):
        return [near[0]], near[1]
    if person := untitled(text, i, before) if capital(text, i) else None:
        draft, stop = person
        return [
            _with_office(text, draft, stop) if draft.person and draft.organisation is None else draft
        ], stop
    end = text.phrase_end(i)
    return phrase(text, i, end) if end > i else ([], i + 1)


def _respelt(text: Text, i: int) -> tuple[Draft, int] | None:
    """A group under a spelling that no table has: "Harakat en-Nojaba"."""
    if (
        not capital(text, i)
        or text.tokens[text.units[i].first].titled
        or text.has(i, "state", "adj", "title", "people")
    ):
        return None
    stop = name_end(text, i, ())
    entry = spelt_like(spelt(text, i, stop)) if stop - i > 1 else None
    return (Draft(text.units[i].first, text.units[stop - 1].last, entry.actor), stop) if entry else None


def _with_office(text: Text, person: Draft, stop: int) -> Draft:
    """The person with the body that the words behind name: ", spokesman for the coalition", " of Scotland
    Yard".
    """
    comma = stop < len(text.units) and text.tokens[text.units[stop].first].gap.startswith(",")
    if not comma and not text.has(stop, "belong"):
        return person
    at = text.skip(stop, "det", "mod") if not comma else _past(text, stop)
    at = text.skip(at + 1, "det") if text.has(stop, "belong") else at
    end = text.phrase_end(at)
    found = phrase(text, at, end)[0] if end > at else []
    if not found or found[0].person:
        return person
    office = found[0]
    body = office.organisation or (office.actor if office.actor.id else None)
    actor = person.actor
    if actor.id is None:
        country = body.country if body else office.actor.country
        actor = replace(actor, kind=(body or office.actor).kind, country=country)
    return replace(person, actor=actor, organisation=body)


def _past(text: Text, i: int) -> int:
    """Past the determiners at unit `i`, which a comma parts from what went before."""
    return text.skip(i + 1, "det") if text.has(i, "det") else i


# ---------------------------------------------------------------- short names


def _merged(drafts: list[Draft], more: list[Draft]) -> list[Draft]:
    return sorted([*drafts, *more], key=lambda d: d.first)


def _short_names(text: Text, drafts: list[Draft]) -> list[Draft]:
    """Mentions by surname or by an acronym that the text introduces in brackets."""
    known = {**_surnames(text, drafts), **_acronyms(text, drafts)}
    taken = {i for d in drafts for i in range(d.first, d.last)}
    return [
        replace(known[t.norm], first=i, last=i + 1)
        for i, t in enumerate(text.tokens)
        if t.norm in known and i not in taken and _stands_alone(text, i) and i >= known[t.norm].last
    ]


def _stands_alone(text: Text, i: int) -> bool:
    """Whether a capitalised word is no part of a longer name: not the "Sadr" of "Sadr City"."""
    after = text.tokens[i + 1] if i + 1 < len(text.tokens) else None
    longer = after is not None and after.joined and after.capital and not text.tokens[i].titled
    return text.tokens[i].capital and (not longer or text.tokens[i].shouting)


def _surnames(text: Text, drafts: list[Draft]) -> dict[str, Draft]:
    """Last names of persons; one that two persons share, or that is a word of the tables, is left out."""
    names: dict[str, Draft] = {}
    people: dict[str, set[str]] = {}
    for draft in drafts:
        last = text.tokens[draft.last - 1]
        if draft.person and draft.last - draft.first > 1 and len(last.norm) > 2:
            names.setdefault(last.norm, draft)
            people.setdefault(last.norm, set()).add(draft.actor.name)
    known = {text.norm(i) for i, u in enumerate(text.units) if u.get("state", "adj", "name", "capital")}
    return {n: d for n, d in names.items() if n not in known and len(people[n]) == 1}


def _acronyms(text: Text, drafts: list[Draft]) -> dict[str, Draft]:
    """Acronyms in brackets right behind a mention: "the Sons of the South (SOS)"."""
    named = (d for d in drafts if not d.bare and not d.person)
    return {text.tokens[d.last].norm: d for d in named if _is_acronym(text, d.last)}


def _is_acronym(text: Text, i: int) -> bool:
    if i >= len(text.tokens) or not text.tokens[i].upper or "(" not in text.tokens[i].gap:
        return False
    return not any(u.first == i and u.get("name") for u in text.units)


# ---------------------------------------------------------------- "the group", "the ministry"


def _resolved(text: Text, drafts: list[Draft], k: int) -> Draft:
    """A bare noun as the actor that the text means by it, where that is plain."""
    draft = drafts[k]
    if draft.organisation and not draft.organisation.id:
        body = _same_body(text, drafts, draft, draft.organisation.name.casefold())
        return replace(draft, organisation=body or draft.organisation)
    if not draft.bare:
        return draft
    noun = " ".join(t.norm for t in text.tokens[draft.first : draft.last])
    group = draft.actor.kind == "armed_group"
    found = _same_group(text, drafts[:k], draft, noun) if group else _same_body(text, drafts, draft, noun)
    return replace(draft, actor=found, bare=False) if found else draft


def _same_group(text: Text, earlier: list[Draft], draft: Draft, noun: str) -> Actor | None:
    """The group named last before "the group" or "the militia"."""
    if noun not in text.table.words["anaphors"] or not _definite(text, draft):
        return None
    near = [
        d.actor
        for d in earlier
        if d.actor.kind == "armed_group" and _name_of_group(d) and draft.first - d.last < _REACH
    ]
    return near[-1] if near else None


def _name_of_group(draft: Draft) -> bool:
    return not draft.bare and not draft.person and draft.organisation is None and draft.actor.id is not None


def _definite(text: Text, draft: Draft) -> bool:
    """Whether "the", "this" or "same" stands before."""
    return draft.first > 0 and text.tokens[draft.first - 1].norm in ("the", "this", "that", "same")


def _same_body(text: Text, drafts: list[Draft], draft: Draft, noun: str) -> Actor | None:
    """The one actor that the text calls by a longer name with the same last words: "Russia's Defence
    Ministry", "the ministry". An army stays open where the armies of several states are named.
    """
    bodies = [
        d for d in drafts if d.actor.id and not d.bare and not d.person and d.actor.kind != "armed_group"
    ]
    named = {d.actor for d in bodies if _ends_in(text, d, noun)}
    if draft.actor.kind == "military" and not noun.endswith("ministry"):
        named = named if len({d.actor.country for d in bodies if d.actor.kind == "military"}) == 1 else set()
    return named.pop() if len(named) == 1 else None


def _ends_in(text: Text, draft: Draft, noun: str) -> bool:
    words = noun.split()
    if draft.last - draft.first <= len(words):
        return False
    return [t.norm for t in text.tokens[draft.last - len(words) : draft.last]] == words

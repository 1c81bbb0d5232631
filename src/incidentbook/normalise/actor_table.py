"""The actor tables of `resources/actors/`: states, their bodies, named groups, and the words that describe an
actor.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml

from incidentbook.errors import ResourceError
from incidentbook.model import Actor, ActorKind
from incidentbook.normalise.actor_words import Payload, Trie
from incidentbook.normalise.names import name_key, name_tokens, same_name

REGIONS = ("world", "middle_east", "africa", "asia", "americas", "europe")
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Entry:
    """A named actor: who it is, what it belongs to and when, and where it acts."""

    actor: Actor
    parent: str | None
    parent_from: int | None
    parent_until: int | None
    where: frozenset[str]
    since: int | None
    until: int | None
    cameo: str | None


@dataclass(frozen=True, slots=True)
class State:
    """A state or territory and its first adjective (its name where it has none)."""

    actor: Actor
    adjective: str


@dataclass(frozen=True, slots=True)
class Institution:
    """A body that every state has."""

    slug: str
    name: str
    kind: ActorKind


@dataclass(frozen=True, slots=True)
class Person:
    """A leader or spokesman whom the news names without a title, and whom they act for."""

    actor: Actor
    organisation: Actor


@dataclass(frozen=True, slots=True)
class Table:
    """All that the YAML files hold, with the trie of every word in them."""

    entries: Mapping[str, Entry]
    states: Mapping[str, State]
    names: tuple[tuple[str, Entry], ...]
    trie: Trie
    words: Mapping[str, frozenset[str]]
    heads: Mapping[str, ActorKind]
    bodies: Mapping[str, ActorKind]


def _read(name: str) -> dict[str, Any]:
    path = files("incidentbook").joinpath("resources", "actors", f"{name}.yaml")
    data = yaml.load(path.read_text(encoding="utf-8"), _LOADER)
    if not isinstance(data, dict):
        raise ResourceError(f"resources/actors/{name}.yaml holds no mapping; write `key: value` lines")
    return cast(dict[str, Any], data)


@cache
def table() -> Table:
    """The tables, read once.

    Raises:
        ResourceError: a YAML file lacks a key that its reader needs, or two files give one id.
    """
    trie = Trie()
    states = _states(trie)
    names: list[tuple[str, Entry]] = []
    entries = _entries(trie, names)
    _institutions(trie)
    _people(trie, entries, states)
    return Table(entries, states, tuple(names), trie, *_phrases(trie))


@cache
def _by_key() -> Mapping[str, list[tuple[str, Entry]]]:
    """Names of two words and more under their blocking key."""
    keyed: dict[str, list[tuple[str, Entry]]] = {}
    for words, entry in table().names:
        if len(name_tokens(words)) > 1:
            keyed.setdefault(name_key(words), []).append((words, entry))
    return keyed


def spelt_like(words: str) -> Entry | None:
    """The one entry that has a name of this spelling or near it: "Harakat en-Nojaba"; None where none or
    several have.
    """
    if len(name_tokens(words)) < 2:
        return None
    found = {
        entry.actor.id: entry for name, entry in _by_key().get(name_key(words), ()) if same_name(name, words)
    }
    return found.popitem()[1] if len(found) == 1 else None


def _entries(trie: Trie, names: list[tuple[str, Entry]]) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for region in REGIONS:
        for key, row in _read(region).items():
            if key in entries:
                raise ResourceError(f"resources/actors/{region}.yaml: id {key} is given twice; rename one")
            entries[key] = entry = _entry(key, row, region)
            for words, weak in _names(row):
                trie.add(words, Payload("name", entry, words, weak))
                names.extend([(words, entry)] * (not weak))
    return entries


def _entry(key: str, row: dict[str, Any], region: str) -> Entry:
    try:
        actor = Actor(row["name"], key, row["kind"], row.get("country"))
    except KeyError as missing:
        raise ResourceError(f"resources/actors/{region}.yaml: {key} needs {missing}") from missing
    parent = row.get("parent", {})
    where = frozenset(row.get("where", ())) | frozenset(c for c in (actor.country,) if c)
    return Entry(
        actor, parent.get("id"), parent.get("from"), parent.get("until"),
        where, row.get("from"), row.get("until"), row.get("cameo"),
    )  # fmt: skip


def _names(row: dict[str, Any]) -> Iterator[tuple[str, bool]]:
    """(words, needs evidence) of an entry."""
    weak = set(row.get("weak", ()))
    for words in (row["name"], *row.get("acronyms", ()), *row.get("aliases", ()), *row.get("script", ())):
        if words not in weak:
            yield words, False
    yield from ((words, True) for words in weak)


def _people(trie: Trie, entries: Mapping[str, Entry], states: Mapping[str, State]) -> None:
    actors = {e.actor.id: e.actor for e in entries.values()} | {s.actor.id: s.actor for s in states.values()}
    for key, row in _read("people").items():
        body = actors.get(row["for"])
        if body is None:
            raise ResourceError(
                f"resources/actors/people.yaml: {key} is for {row['for']}, which no table has"
            )
        person = Person(Actor(row["name"], key, body.kind, body.country), body)
        for words in (row["name"], *row.get("aliases", ())):
            trie.add(words, Payload("person", person, words))


def _states(trie: Trie) -> dict[str, State]:
    states: dict[str, State] = {}
    for code, row in _read("countries").items():
        adjectives = row.get("adjectives", [])
        states[code] = State(
            Actor(row["name"], code.lower(), "state", code), (adjectives or [row["name"]])[0]
        )
        for role, words in _state_words(row):
            trie.add(words, Payload(role, states[code], words))
    return states


def _state_words(row: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("state", w) for w in (row["name"], *row.get("aliases", ())))
    for role, key in (("adj", "adjectives"), ("people", "people"), ("capital", "metonyms")):
        yield from ((role, w) for w in row.get(key, ()))


def _institutions(trie: Trie) -> None:
    for slug, row in _read("institutions").items():
        body = Institution(slug, row["name"], row["kind"])
        for words in row["words"]:
            trie.add(words, Payload("inst", body, words))


_ROLES = {
    "modifiers": "mod", "labels": "label", "sponsor_suffix": "suffix", "sponsor_prefix": "pro",
    "against_prefix": "anti", "sponsor_after": "after", "determiners": "det", "belongs": "belong",
    "locatives": "loc", "calling": "calling", "speech": "speech",
}  # fmt: skip

_Kinds = dict[str, ActorKind]


def _phrases(trie: Trie) -> tuple[dict[str, frozenset[str]], _Kinds, _Kinds]:
    """Word groups, the kinds of head nouns, and the kinds of the last nouns of unknown bodies."""
    phrases = _read("phrases")
    heads, bodies = _kinds(phrases["heads"]), _kinds(phrases["bodies"])
    acts = _forms(phrases["act_nouns"])
    things = _forms(phrases["thing_nouns"]).keys() - acts.keys()
    _add(trie, "act", acts)
    _add(trie, "thing", things)
    for key, role in _ROLES.items():
        _add(trie, role, phrases[key])
    for form, kind in heads.items():
        trie.add(form, Payload("head", kind, form))
    _titles(trie)
    nouns = {k: frozenset(_forms(phrases[k])) for k in ("group_words", "people_of", "generic_armed")}
    plain = {k: frozenset(phrases[k]) for k in ("particles", "not_names", "not_alone", "anaphors")}
    return {**nouns, **plain}, heads, bodies


def _kinds(nouns: Mapping[ActorKind, list[str]]) -> _Kinds:
    return {form: kind for kind, row in nouns.items() for form in _forms(row)}


def _add(trie: Trie, role: str, rows: Iterable[str]) -> None:
    for words in rows:
        trie.add(words, Payload(role, words, words))


def _titles(trie: Trie) -> None:
    titles = _read("titles")
    for kind in ("military", "police", "state", "civilian"):
        for words in titles[kind]:
            trie.add(words, Payload("title", kind, words))
    for words in titles["roles"]:
        trie.add(words, Payload("role", "unknown", words))


def _forms(nouns: Iterable[str]) -> dict[str, None]:
    """The nouns with their plurals, each once, in their order."""
    return {form: None for noun in nouns for form in (noun, _plural(noun))}


def _plural(noun: str) -> str:
    if noun.endswith(("s", "men", "x")):
        return noun
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("ch", "sh")) else "s")

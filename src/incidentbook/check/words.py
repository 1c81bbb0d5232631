"""What the words of a count ask for: kinds of attack, whose people and which sites were hit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any, get_args

import yaml

from incidentbook.errors import ResourceError
from incidentbook.link import compare
from incidentbook.model import AttackType, Place, Site
from incidentbook.normalise.actor import find_actors
from incidentbook.normalise.place import find_places


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`check.yaml` as read."""

    kinds: Mapping[str, frozenset[AttackType]]
    sites: Mapping[str, frozenset[Site]]
    hosting: frozenset[Site]
    local: frozenset[Site]
    allied: Mapping[str, frozenset[str]]
    confused: tuple[frozenset[AttackType], ...]
    deaths: frozenset[str]
    stopped: frozenset[str]
    people: Mapping[str, frozenset[str]]
    within: Mapping[str, frozenset[str]]
    anyone: frozenset[str]
    at: Mapping[str, frozenset[Site]]
    apart: tuple[frozenset[str], ...]
    vague: frozenset[str]
    own: frozenset[str]
    umbrellas: Mapping[str, frozenset[str]]
    loose: Mapping[str, tuple[float, float]]
    territories: Mapping[str, tuple[float, float, float, float]]


@cache
def lexicon() -> Lexicon:
    """The words of `resources/check.yaml`.

    Raises:
        ResourceError: a kind or site is unknown, or a table is missing.
    """
    text = resources.files("incidentbook").joinpath("resources/check.yaml").read_text("utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    try:
        return Lexicon(
            kinds={w: _known(v, AttackType) for w, v in raw["kinds"].items()},
            sites={w: _known(v, Site) for w, v in raw["sites"].items()},
            hosting=_known(raw["hosting"], Site),
            local=_known(raw["local"], Site),
            allied=_sets(raw["allied"]),
            confused=tuple(_known(v, AttackType) for v in raw["confused"]),
            people=_sets(raw["people"]),
            within=_sets(raw["within"]),
            umbrellas=_sets(raw["umbrellas"]),
            loose={hedge: (below, above) for hedge, (below, above) in raw["loose"].items()},
            at={w: _known(v, Site) for w, v in raw["at"].items()},
            apart=tuple(map(frozenset, raw["apart"])),
            territories={name: _box(ends) for name, ends in raw["territories"].items()},
            **{name: frozenset(raw[name]) for name in ("deaths", "stopped", "anyone", "vague", "own")},
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"resources/check.yaml: {error}") from error


def _sets(table: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    return {name: frozenset(listed) for name, listed in table.items()}


def _box(ends: Iterable[float]) -> tuple[float, float, float, float]:
    south, west, north, east = ends
    return south, west, north, east


def _known(listed: Iterable[str], of: Any) -> frozenset[Any]:
    found = frozenset(listed)
    if unknown := found - set(get_args(of)):
        raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
    return found


@lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """The lower-case words of a text, singular: `church` of "churches", `embassy` of "embassies"."""
    return frozenset(map(_singular, compare.words(text)))


def _singular(word: str) -> str:
    """A word that has lost its s without what else the plural added."""
    if word.endswith(("che", "she", "sse", "xe")) and len(word) > 4:
        return word[:-1]
    return f"{word[:-2]}y" if word.endswith("ie") and len(word) > 4 else word


def kinds_in(what: str | None) -> frozenset[AttackType]:
    """The kinds of attack that a count is of; none where it is of attacks of any kind.

    Two words narrow each other where they can: "drone strikes" are by drone, "rocket and mortar attacks" by either.
    """
    said = frozenset(_ordered(what))
    told = [w for w in lexicon().kinds if said.issuperset(w.split())]
    narrower = [w for w in told if not any(set(w.split()) < set(o.split()) for o in told)]
    named = [lexicon().kinds[w] for w in narrower]
    if not named:
        return frozenset()
    common = frozenset.intersection(*named)
    return common or frozenset.union(*named)


def sites_in(target: str | None) -> frozenset[Site]:
    """The kinds of site that a target names."""
    return frozenset(s for w in _ordered(target) for s in lexicon().sites.get(w, ()))


@lru_cache(maxsize=65536)
def sides_in(text: str | None) -> frozenset[str]:
    """The countries whose people or things some words name, as ISO 3166-1 codes: those of "US interests" are `US`."""
    if not text:
        return frozenset()
    named = {m.place.country for m in find_places(text) if m.kind == "country" and m.place}
    acting = {m.actor.country for m in find_actors(text)}
    allied = {c for w in words(text) for c in lexicon().allied.get(w, ())}
    return frozenset(c for c in named | acting | allied if c)


@lru_cache(maxsize=4096)
def places_in(place: Place) -> tuple[Place, ...]:
    """The places that a name stands for: both countries of "Iraq and Syria"; else the place itself."""
    if place.country is not None or place.lat is not None:
        return (place,)
    named = tuple(m.place for m in find_places(place.name) if m.place is not None and not m.demonym)
    return named if len(named) > 1 else (place,)


def _ordered(text: str | None) -> list[str]:
    """The words of a text, singular, without the rest of a compound: `car-bomb` is `car` and `bomb`."""
    return sorted(words(text)) if text else []

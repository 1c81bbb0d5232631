"""The frames and word lists of `resources/frames.yaml` and `resources/voices.yaml` as frozen tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, cast

import yaml

from incidentbook.errors import ResourceError
from incidentbook.model import AttackType

VerbClass = Literal["attack", "impact", "launch", "burst", "harm", "down"]


@dataclass(frozen=True, slots=True)
class VerbFrame:
    """A verb, what it needs to be an attack, and the kind that it tells, if any. `entry` is its key in the YAML."""

    cls: VerbClass
    kind: AttackType | None
    entry: str = ""


@dataclass(frozen=True, slots=True)
class NounFrame:
    """A noun. `weak` ones need a date, a place or harm beside them to found a report. `entry` is its key in the YAML."""

    kind: AttackType | None
    weak: bool
    skip: bool
    needs_weapon: bool
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Frames:
    """All that `frames.yaml` holds."""

    verbs: Mapping[str, VerbFrame]
    nouns: Mapping[str, NounFrame]
    modifier_kind: Mapping[str, AttackType]
    no_attack: frozenset[str]
    attackers: Mapping[str, AttackType | None]
    other_event: frozenset[str]
    same_event: frozenset[str]
    habit: frozenset[str]
    unreal_heads: Mapping[str, frozenset[str]]
    implicative: frozenset[str]
    light: frozenset[str]
    attempt: frozenset[str]
    doing: frozenset[str]


@cache
def frames() -> Frames:
    """The frames, read once.

    Raises:
        ResourceError: the YAML lacks a part.
    """
    raw = _read("frames.yaml")
    try:
        return Frames(
            verbs={k: VerbFrame(v["class"], v.get("kind"), k) for k, v in raw["verbs"].items()},
            nouns={
                k: NounFrame(
                    v.get("kind"), v.get("weak", False), v.get("skip", False), v.get("needs_weapon", False), k
                )
                for k, v in raw["nouns"].items()
            },
            modifier_kind=raw["modifiers"]["kind"],
            no_attack=frozenset(raw["modifiers"]["no_attack"]),
            attackers=raw["attackers"],
            other_event=frozenset(raw["other_event"]),
            same_event=frozenset(raw["same_event"]),
            habit=frozenset(raw["habit"]),
            unreal_heads={k: frozenset(v) for k, v in raw["unreal_heads"].items()},
            implicative=frozenset(raw["implicative"]),
            light=frozenset(raw["light"]),
            attempt=frozenset(raw["attempt"]),
            doing=frozenset(raw["doing"]),
        )
    except (KeyError, AttributeError, TypeError) as error:
        raise ResourceError(f"frames.yaml: a part is missing or of the wrong form ({error})") from error


@cache
def voices() -> Mapping[str, Any]:
    """The lists of `voices.yaml`, read once."""
    return _read("voices.yaml")


@cache
def grammar(name: str) -> frozenset[str]:
    """One closed class of words of `grammar.yaml`."""
    return frozenset(_read("grammar.yaml")[name])


@cache
def roles() -> Mapping[str, Any]:
    """The lists of `roles.yaml`, read once."""
    return _read("roles.yaml")


@cache
def sites() -> Mapping[str, Any]:
    """The lists of `sites.yaml`, read once."""
    return _read("sites.yaml")


@cache
def vehicle_words() -> frozenset[str]:
    """The words for cars and their makes, of `kinds.yaml`."""
    raw = _read("kinds.yaml")
    return frozenset({*raw["vehicles"], *raw["makes"]})


@cache
def _read(name: str) -> Mapping[str, Any]:
    raw = yaml.safe_load(files("incidentbook.resources").joinpath(name).read_text(encoding="utf-8"))
    if not isinstance(raw, dict):
        raise ResourceError(f"{name}: a mapping is expected")
    return cast(Mapping[str, Any], raw)

"""The word lists of `resources/tallies.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from incidentbook.extract.lexicon import frames


@cache
def table() -> Mapping[str, Any]:
    """All lists, read once."""
    raw: Mapping[str, Any] = yaml.safe_load(
        files("incidentbook.resources").joinpath("tallies.yaml").read_text(encoding="utf-8")
    )
    return raw


@cache
def words(name: str) -> frozenset[str]:
    """One list of words."""
    return frozenset(table()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One list of patterns, as one pattern of whole words."""
    ways = "|".join(sorted(table()[name], key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{ways})(?!\w)")


@cache
def effects(name: str) -> Mapping[str, frozenset[str]]:
    """The words of a list by effect, killed or injured."""
    return {effect: frozenset(listed) for effect, listed in table()[name].items()}


def attack_noun(lemma: str) -> bool:
    """Whether a noun stands for something that is counted as an attack."""
    frame = frames().nouns.get(lemma)
    return lemma in words("counted") or (frame is not None and not frame.skip and not frame.weak)


def is_cue(text: str) -> bool:
    """Whether a sentence may hold a count though no word of it tells of an attack."""
    return re.search("|".join(table()["cues"]), text.lower()) is not None

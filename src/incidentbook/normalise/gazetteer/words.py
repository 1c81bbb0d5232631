"""The words that tell what kind of place a name means, and those that tell that it means none:
`resources/places/words.yaml`.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def words() -> dict[str, Any]:
    """The table as read."""
    text = (files("incidentbook.resources") / "places" / "words.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table


@cache
def word_set(name: str) -> frozenset[str]:
    """A list of the table as a set of lower-case words; a block of words set apart by blanks is split."""
    value = words()[name]
    return frozenset(value.lower().split() if isinstance(value, str) else (str(w).lower() for w in value))


@cache
def features() -> dict[str, str]:
    """Folded feature words ("air base", "governorate") to the class they stand for."""
    return {phrase: name for name, phrases in words()["features"].items() for phrase in phrases}


@cache
def longest_feature() -> int:
    """How many words the longest feature phrase has."""
    return max(len(phrase.split()) for phrase in features())


def trailing_feature(key: str) -> tuple[str, str] | None:
    """(head, class) of a folded name that ends in a feature phrase, the longest phrase first; None where it
    ends in none.
    """
    parts = key.split()
    for n in range(min(longest_feature(), len(parts) - 1), 0, -1):
        found = features().get(" ".join(parts[-n:]))
        if found:
            return " ".join(parts[:-n]), found
    return None


def leading_feature(key: str) -> tuple[str, str] | None:
    """(head, class) of a folded name that begins with a feature that may come first ("camp taji", "port of
    odesa").
    """
    parts = key.split()
    for n in range(min(longest_feature(), len(parts) - 1), 0, -1):
        found = words()["leading"].get(" ".join(parts[:n]))
        if found:
            return " ".join(parts[n:]), found
    return None


def is_generic(key: str) -> bool:
    """Whether a folded name is made of describing words alone: `"naval base"`, `"high court"`."""
    return all(word in word_set("generic") for word in key.split())


MILITARY = frozenset({"base", "air_base", "airport"})


def strip_features(key: str) -> str:
    """The folded name of a base or airfield without its military feature words: `"camp taji"`, `"al taji
    army airfield"` → `"taji"`, `"al taji"`.
    """
    head = key
    while True:
        found = trailing_feature(head) or leading_feature(head)
        if found is None or found[1] not in MILITARY:
            return head
        head = found[0]

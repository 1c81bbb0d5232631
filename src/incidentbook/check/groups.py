"""Whether who or what was hit is of the group or kind that a count is of: "aid workers", "churches", "Israelis"."""

from __future__ import annotations

import re
from functools import lru_cache

from incidentbook.check.words import lexicon, sides_in, sites_in, words
from incidentbook.link import compare
from incidentbook.model import Site


@lru_cache(maxsize=65536)
def rest_of(text: str) -> frozenset[str]:
    """The words of a target that say what it is, not whose: `base` of "American bases"; none of "US interests"."""
    owners = frozenset(
        w for token in re.findall(r"[^\W_][\w.-]*", text) if sides_in(token) for w in words(token)
    )
    return words(text) - owners - lexicon().vague - lexicon().anyone - _SMALL


_SMALL = frozenset(
    {"the", "a", "an", "of", "in", "on", "at", "and", "or", "its", "their", "own", "other", "led", "backed"}
)


@lru_cache(maxsize=65536)
def group_of(text: str) -> str | None:
    """The group of people that some words name, None where they name none: `police` of "traffic policemen"."""
    said = rest_of(text)
    return next((name for name, listed in lexicon().people.items() if said & listed), None)


def is_anyone(text: str) -> bool:
    """Whether words are of people of any kind and country: "people", "at least 12 others"."""
    return not rest_of(text) and not sides_in(text)


@lru_cache(maxsize=65536)
def same_kind(asked: str, found: str) -> bool | None:
    """Whether a name is of what is asked for, whosever it is; None where that is open."""
    if not (said := rest_of(asked)):
        return True
    if not (told := rest_of(found)):
        return None
    one, other = _apart(said), _apart(told)
    if one is not None and other is not None:
        return one == other
    if (group := _same_group(asked, found)) is not None:
        return group
    if (site := _same_site(asked, found)) is not None:
        return site
    if (said & told) - compare.rules().common_words or _head(asked) == _head(found):
        return True
    return None


def _head(text: str) -> str | None:
    """The noun of a phrase: `base` of "the bases of the army"."""
    told = re.findall(r"[^\W_]+", re.split(r"\b(?:of|in|at|near|from)\b", text)[0])
    return next(iter(words(told[-1])), None) if told else None


def is_part(group: str, whole: str) -> bool:
    """Whether a group is another, or part of it."""
    return group == whole or group in lexicon().within.get(whole, ())


def _same_group(asked: str, found: str) -> bool | None:
    mine, theirs = group_of(asked), group_of(found)
    if mine is None or theirs is None or (mine != theirs and is_part(mine, theirs)):
        return None  # of civilians some may be aid workers
    return is_part(theirs, mine)


def _same_site(asked: str, found: str) -> bool | None:
    mine, theirs = sites_asked(asked), sites_in(found)
    return bool(mine & theirs) if mine and theirs else None


def sites_asked(target: str | None) -> frozenset[Site]:
    """The kinds of site that a target names, or where the people are that it names."""
    if target is None:
        return frozenset()
    named = sites_in(target)
    return named or lexicon().at.get(group_of(target) or "", frozenset())


def is_narrow(target: str) -> bool:
    """Whether a target is one of several things at one kind of site: a church, a train."""
    return _apart(rest_of(target)) is not None


def _apart(said: frozenset[str]) -> int | None:
    return next((i for i, listed in enumerate(lexicon().apart) if said & listed), None)

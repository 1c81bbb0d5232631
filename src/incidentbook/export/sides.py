"""Whom an attack was on: civilians, forces of a state, or other fighters, by the words for victims and targets and the site."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, get_args

from incidentbook.export.resources import load
from incidentbook.model import Actor, Values, Victims

Side = Literal["civilians", "state_forces", "fighters"]

_SIDES: tuple[Side, ...] = get_args(Side)
_WORD = re.compile(r"[\w-]+")


def side_of(values: Values) -> Side | None:
    """The one side that victims, targets and site speak for; None where they speak for none, or for several."""
    found = set(_sides(values))
    return found.pop() if len(found) == 1 else None


def side_of_words(words: str) -> Side | None:
    """The one side that the words for a group speak for; None as above."""
    known = {_words()[word] for word in _WORD.findall(words.casefold()) if word in _words()}
    return known.pop() if len(known) == 1 else None


def killed_of(values: Values, side: Side) -> int | None:
    """How many of a side were killed, where one group of it alone has a figure: groups may hold one another."""
    counted = [v.killed for v in _groups(values) if v.killed is not None and side_of_words(v.group) == side]
    return counted[0].best if len(counted) == 1 else None


def doer(values: Values) -> Actor | None:
    """Who did it, or else who says so. One who is only blamed did not do it as far as the book knows."""
    claimed = values.claimed_by if values.claimed_by != values.denied_by else None
    return values.perpetrator or claimed


def _sides(values: Values) -> Iterator[Side]:
    named = [v.group for v in _groups(values)]
    named += [t.name for t in values.target or () if t.kind in ("person", "group")]
    yield from (side for words in named if (side := side_of_words(words)) is not None)
    if values.site in _sites():
        yield _sites()[values.site]


def _groups(values: Values) -> tuple[Victims, ...]:
    return values.victims or ()


@cache
def _words() -> Mapping[str, Side]:
    return {word: side for side in _SIDES for word in load("sides.yaml")[side]["words"]}


@cache
def _sites() -> Mapping[str | None, Side]:
    return {site: side for side in _SIDES for site in load("sides.yaml")[side]["sites"]}

"""Values as reviewers write them: `3`, `3-5`, `3+`, `2021-07-04..2021-07-05`, `Camp Taji, IQ`, `Houthis`, or JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from typing import Any, get_args

from incidentbook.errors import DecisionError, SourceError
from incidentbook.exchange import field_types, from_plain
from incidentbook.model import Actor, Count, Interval, Place, Property

PROPERTIES: tuple[Property, ...] = get_args(Property)
_NOTHING = ("none", "null", "unknown")
_COUNT = re.compile(r"(\d+)(?:\s*(?:[-–]|\.\.)\s*(\d+)|(\+))?")
_WITH_COUNTRY = re.compile(r"(.+?),\s*([A-Za-z]{2})")


def property_named(name: str) -> Property:
    """The property of that name; `-` stands for `_`.

    Raises:
        DecisionError: there is none.
    """
    sought = name.strip().lower().replace("-", "_")
    for known in PROPERTIES:
        if known == sought:
            return known
    raise DecisionError(f"there is no property {name}; give one of {', '.join(PROPERTIES)}")


def value(name: Property, text: str) -> Any:
    """The value of a property that words stand for; None for `none`: nothing is known of it.

    Raises:
        DecisionError: the words are no value of it; the message says how one is written.
    """
    words = text.strip()
    if words.lower() in _NOTHING:
        return None
    hint = field_types()[name]
    kinds = set(get_args(hint))
    try:
        if words.startswith(("{", "[")):
            return from_plain(hint, json.loads(words), name)
        for kind, read in _READERS.items():
            if kind in kinds:
                return read(words)
        return from_plain(hint, words, name)
    except SourceError as error:
        raise DecisionError(f"{name} cannot be {words!r}: {error}") from error
    except ValueError as error:
        raise DecisionError(f"{name} cannot be {words!r}: {_way_out(kinds)}") from error


def _way_out(kinds: set[Any]) -> str:
    if Count in kinds:
        return "write 3, 3-5, 3+ for at least 3, or none"
    if Interval in kinds:
        return "write 2021-07-05, 2021-07-04..2021-07-05, ..2021-07-05 or none"
    return "write it as in docs/format.md, in JSON"


def _count(words: str) -> Count:
    found = _COUNT.fullmatch(words)
    if found is None:
        raise ValueError(words)
    low = int(found[1])
    if found[3]:
        return Count(low, None, None)
    high = int(found[2]) if found[2] else low
    return Count(low, low if low == high else None, high)


def _days(words: str) -> Interval:
    first, dots, last = (part.strip() for part in words.partition(".."))
    if not dots:
        return Interval.day(date.fromisoformat(first))
    if not (first or last):
        raise ValueError(words)
    return Interval(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def _place(words: str) -> Place:
    from incidentbook.normalise.place import place

    named = _WITH_COUNTRY.fullmatch(words)
    name, country = (named[1], named[2].upper()) if named else (words, None)
    found = place(name, country=country)
    if found is None:
        hint = f"see `incidentbook gazetteer find {json.dumps(name, ensure_ascii=False)}`, or give the place in JSON"
        raise DecisionError(f"the gazetteer does not know which place {words} is; {hint}")
    return found


def _actor(words: str) -> Actor:
    from incidentbook.normalise.actor import actor

    return actor(words)


_READERS: dict[Any, Callable[[str], Any]] = {Count: _count, Interval: _days, Place: _place, Actor: _actor}

"""Whether a value that a reviewer gives is one that every form of the book can hold: as JSON, in tables, on a map."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from incidentbook.errors import DecisionError
from incidentbook.exchange import to_plain

MOST = 10**10
"""A number beyond it is none of an attack; there are fewer people."""
_RANGES = {"lat": (-90, 90), "lon": (-180, 180), "precision": (1, 7)}


def check(name: str, value: Any) -> None:
    """Refuses what some form could not hold.

    Args:
        name: the property, for the message.

    Raises:
        DecisionError: a number is too large or none, a place is off the map, or words hold what is no letter.
    """
    fault = next(_faults(to_plain(value)), None)
    if fault is not None:
        raise DecisionError(f"{name} cannot be so: {fault}")


def _faults(plain: Any) -> Iterator[str]:
    match plain:
        case str():
            if "\0" in plain or any("\ud800" <= c <= "\udfff" for c in plain):
                yield "it holds a zero byte or half of a letter; leave it out"
        case int() | float():
            if not abs(plain) <= MOST:  # NaN is neither less nor more
                yield f"a number is beyond {MOST:,}; give a smaller one"
        case dict():
            yield from (f for pair in _RANGES.items() for f in _off(plain, *pair))
            yield from (f for part in plain.values() for f in _faults(part))
        case list() | tuple():
            yield from (f for part in plain for f in _faults(part))


def _off(plain: dict[str, Any], key: str, ends: tuple[int, int]) -> Iterator[str]:
    number = plain.get(key)
    if isinstance(number, int | float) and not ends[0] <= number <= ends[1]:
        yield f"its {key} must lie between {ends[0]} and {ends[1]}"

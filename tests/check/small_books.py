"""Small books for the checks, from a few words each."""

from __future__ import annotations

from datetime import date

from incidentbook.check.fit import Entry
from incidentbook.model import Actor, Interval, Place, Target, Values

IRAQ = Place("Iraq", "IQ", None, 33.0, 44.0, 6, None)
ERBIL = Place("Erbil", "IQ", "Erbil", 36.19, 44.01, 2, None)
BAGHDAD = Place("Baghdad", "IQ", "Baghdad", 33.34, 44.4, 2, None)
HOMS = Place("Homs", "SY", "Homs", 34.73, 36.72, 2, None)
US = Actor("United States", "us", "state", "US")


def entry(name: str, when: Interval, **values: object) -> Entry:
    return Entry(name, when, Values(date=when, **values))  # type: ignore[arg-type]


def day(text: str) -> Interval:
    return Interval.day(date.fromisoformat(text))


def span(first: str | None, last: str | None) -> Interval:
    return Interval(date.fromisoformat(first) if first else None, date.fromisoformat(last) if last else None)


def on(*names: str) -> tuple[Target, ...]:
    return tuple(Target(n, None, None, None) for n in names)

"""What words of time mean while nobody knows when they were written; `time_resolve` turns it into days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from incidentbook.model import Interval, Span

Precision = Literal["day", "days", "week", "month", "season", "year", "decade", "span", "unknown"]
Tense = Literal["past", "future", "unknown"]
Base = Literal["reference", "event"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """An amount of time; `exact` is None where the words give no number ("several days": 3 to 9)."""

    low: float
    high: float
    exact: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class Calendar:
    """Fields of a calendar date, as far as the words give them.

    `which` is -1 for "last", 0 for "this", 1 for "next"; `year_offset` counts years from the reference
    ("March last year": -1), `week_offset` weeks.
    `season` is 1 (spring) to 4 (winter), of the northern hemisphere.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    season: int | None = None
    quarter: int | None = None
    half: int | None = None
    which: int | None = None
    year_offset: int | None = None
    week_offset: int | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """Days that no reference changes: a decade, a century."""

    interval: Interval
    timex: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class Offset:
    """So many units from the one that holds the base: "last week" is week, -1."""

    unit: str
    count: int
    base: Base = "reference"


@dataclass(frozen=True, slots=True)
class Shift:
    """So much time before (`sign` -1) or after (1) the base: "two days ago", "a week after June 10"."""

    quantity: Quantity
    sign: int
    base: Base | Meaning
    at_most: bool = False


@dataclass(frozen=True, slots=True)
class Window:
    """The stretch that ends (`sign` -1) or begins (1) at the reference: "the past two weeks"."""

    quantity: Quantity
    sign: int
    timex: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of something longer: "early March", "the second half of last year"."""

    part: str
    whole: Meaning


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth unit, and `count` of them, of something longer ("the first three months of 2020"); -1: last."""

    unit: str
    nth: int
    count: int
    whole: Meaning


@dataclass(frozen=True, slots=True)
class Range:
    """From one to the other, both included."""

    start: Meaning
    end: Meaning


@dataclass(frozen=True, slots=True)
class Symbol:
    """What has a TIMEX3 value and no place on the calendar: durations, sets, "now"."""

    timex: str


Meaning = Calendar | Fixed | Offset | Shift | Window | Part | Nth | Range | Symbol
Bound = Literal["since", "until", "by", "before", "after"]


@dataclass(frozen=True, slots=True)
class Atom:
    """One rule's find: its words, and what they mean. `role` says how it joins with its neighbours."""

    span: Span
    role: str
    meaning: Meaning | None = None
    clock: str | None = None
    kind: str = "date"
    weak: bool = False
    parts: tuple[Atom, ...] = ()
    anchor: Span | None = None

"""The unit of inference: days on which a text can have been written, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from incidentbook.dating.dayset import DaySet
from incidentbook.model import Interval, Span


class Strength(IntEnum):
    """What is believed first where two cannot both hold."""

    WEEKDAY = 0  # "Monday, July 5": picks among years that are bounded otherwise; alone a slip of the pen would move it by years
    HINT = 1  # a war that goes on, a president in office: dropped in silence where it does not fit
    TIE = 2  # words of time tied to a known day by the run of the story
    FAMILY = 3  # a dateline without a year
    JOIN = 4  # words of time beside the event that they date
    EVENT = 5  # after an event that is told
    DATE = 6  # after a date that is told


@dataclass(frozen=True, slots=True)
class Constraint:
    """Days on which the text can have been written, the words that say so, and in short why."""

    days: DaySet
    span: Span
    reason: str
    strength: Strength


def around(one: Span, other: Span) -> Span:
    """The stretch that holds both."""
    return Span(min(one.start, other.start), max(one.end, other.end))


def from_day(days: Interval) -> DaySet:
    """The first of the days and all after it."""
    return DaySet.of(Interval(days.earliest, None))

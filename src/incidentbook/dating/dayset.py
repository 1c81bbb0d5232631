"""Sets of days as bits of one integer: unions of years, weekdays and terms meet in a single operation."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from incidentbook.model import Interval

FIRST_YEAR, LAST_YEAR = 1930, 2100
_FIRST, _LAST = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)
_BASE = _FIRST.toordinal()
_SIZE = _LAST.toordinal() - _BASE + 1
# What recurs (5 July on a Monday: every 5 to 12 years) reaches no further than the calendar kept here: its last years are open.
_EDGE = 12 * 366


@dataclass(frozen=True, slots=True)
class DaySet:
    """Days of 1930 to 2100; bit 0 is 1 January 1930. The first and the last twelve years stand for all before and after."""

    bits: int

    @classmethod
    def of(cls, *intervals: Interval) -> DaySet:
        """The days in any of the intervals; an open end runs to the end of the calendar kept here."""
        bits = 0
        for interval in intervals:
            bits |= _mask(interval)
        return cls(bits)

    @classmethod
    def union(cls, sets: Iterable[DaySet]) -> DaySet:
        """The days in any of the sets."""
        bits = 0
        for one in sets:
            bits |= one.bits
        return cls(bits)

    def __and__(self, other: DaySet) -> DaySet:
        return DaySet(self.bits & other.bits)

    def __or__(self, other: DaySet) -> DaySet:
        return DaySet(self.bits | other.bits)

    def __bool__(self) -> bool:
        return self.bits != 0

    @property
    def hull(self) -> Interval:
        """From the first to the last day; an end in the first or last twelve years of the calendar is open.

        Raises:
            ValueError: the set is empty.
        """
        if not self.bits:
            raise ValueError("an empty set of days has no first and no last day")
        first, last = (self.bits & -self.bits).bit_length() - 1, self.bits.bit_length() - 1
        return Interval(_day(first) if first > _EDGE else None, _day(last) if last < _SIZE - _EDGE else None)


def _mask(interval: Interval) -> int:
    first = max((interval.earliest or _FIRST).toordinal() - _BASE, 0)
    last = min((interval.latest or _LAST).toordinal() - _BASE, _SIZE - 1)
    return ((1 << (last - first + 1)) - 1) << first if last >= first else 0


def _day(bit: int) -> date:
    return date.fromordinal(_BASE + bit)


ALL_DAYS = DaySet((1 << _SIZE) - 1)

"""Figures and days as people write them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from incidentbook.model import Count, Interval


def figure(count: Count) -> str:
    """`3`, `3 to 5`, `at least 3`."""
    if count.high is None:
        return f"at least {count.low:,}"
    return f"{count.low:,}" if count.low == count.high else f"{count.low:,} to {count.high:,}"


def plural(number: int, noun: str) -> str:
    """`1 document`, `2 documents`."""
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`; each once."""
    every = list(dict.fromkeys(names))
    return " and ".join([", ".join(every[:-1]), every[-1]] if len(every) > 1 else every)


def days(period: Interval) -> str:
    """`from 1 January 2021 to 24 June 2021`, `on 5 July 2021`, `since …`, `until …`."""
    first, last = period.earliest, period.latest
    if first is not None and first == last:
        return f"on {day(first)}"
    if first is not None and last is not None:
        return f"from {day(first)} to {day(last)}"
    return f"since {day(first)}" if first else f"until {day(last)}" if last else "on no known day"


def day(when: date) -> str:
    """`5 July 2021`."""
    return f"{when.day} {when:%B %Y}"

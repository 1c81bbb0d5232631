"""Figures, days and places as sentences need them: pure functions from the types of `model.py` to English."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from incidentbook.export.countries import country_name
from incidentbook.export.resources import load
from incidentbook.model import Actor, Count, Interval, Place

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December",
)  # fmt: skip
_PARTS = {"morning": "in the morning", "afternoon": "in the afternoon", "evening": "in the evening"}
_CLOCK = re.compile(r"\d{1,2}:\d{2}")
_REGION = 3
"""UCDP `where_prec` from which on a place is an area: a district, a province, a country, open water."""


def day(when: date) -> str:
    """`5 July 2021`."""
    return f"{when.day} {_MONTHS[when.month - 1]} {when.year}"


def when(interval: Interval | None) -> str:
    """The days with the word before them: `on 5 July 2021`, `in early March 2020`, `between 3 and 5 July 2021`; `on an unknown
    date` where no end is known.
    """
    if interval is None or (interval.earliest is None and interval.latest is None):
        return "on an unknown date"
    if interval.earliest is None or interval.latest is None:
        known = interval.earliest or interval.latest
        assert known is not None  # or none were
        return f"on or {'after' if interval.latest is None else 'before'} {day(known)}"
    if interval.earliest == interval.latest:
        return f"on {day(interval.earliest)}"
    stretch = _stretch(interval.earliest, interval.latest)
    return f"in {stretch}" if stretch else _between(interval.earliest, interval.latest)


def days(interval: Interval | None) -> str:
    """The same where the days stand alone: `5 July 2021`, `early March 2020`, `5 July 2021 or later`, `unknown date`."""
    if interval is not None and interval.earliest and interval.latest is None:
        return f"{day(interval.earliest)} or later"
    if interval is not None and interval.latest and interval.earliest is None:
        return f"{day(interval.latest)} or earlier"
    said = when(interval)
    return said.removeprefix("on an ").removeprefix("on ").removeprefix("in ")


def _stretch(first: date, last: date) -> str | None:
    """A year, a month, or the beginning, middle or end of one; None for other days."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31) and first.year == last.year:
        return str(first.year)
    if (first.year, first.month) != (last.year, last.month):
        return None
    end = monthrange(last.year, last.month)[1]
    parts = {(1, end): "", (1, 10): "early ", (11, 20): "mid-", (21, end): "late "}
    part = parts.get((first.day, last.day))
    return None if part is None else f"{part}{_MONTHS[first.month - 1]} {first.year}"


def _between(first: date, last: date) -> str:
    if _are_whole_months(first, last):
        begin = _MONTHS[first.month - 1] + ("" if first.year == last.year else f" {first.year}")
        return f"between {begin} and {_MONTHS[last.month - 1]} {last.year}"
    begin = day(first)
    if first.year == last.year:
        begin = str(first.day) if first.month == last.month else f"{first.day} {_MONTHS[first.month - 1]}"
    if last - first == timedelta(days=1):
        return f"on {begin} or {day(last)}"
    return f"between {begin} and {day(last)}"


def _are_whole_months(first: date, last: date) -> bool:
    return first.day == 1 and last.day == monthrange(last.year, last.month)[1]


def time_of_day(said: str | None) -> str:
    """`at 14:45`, `in the morning`, `at night`; empty where it is unknown."""
    if not said:
        return ""
    return f"at {said}" if _CLOCK.fullmatch(said) or said == "night" else _PARTS.get(said, f"at {said}")


def number_of(count: Count | None, one: str, several: str) -> tuple[str, bool] | None:
    """So many things, and whether the verb is that of one: `3 rockets`, `at least 2 rockets`, `15 rockets (15 to 18)`.

    None where there is no figure, or it says that there may be none.
    """
    if count is None or (count.low == 0 and count.high is None and count.best in (None, 0)):
        return None
    if count.high == 0:
        return None
    return _number(count, one, several)


def _number(count: Count, one: str, several: str) -> tuple[str, bool]:
    low, best, high = count.low, count.best, count.high
    if high is None:
        shown = best if best and best > low else low
        least = f" (at least {low:,})" if shown != low else ""
        return f"{'' if least else 'at least '}{shown:,} {one if shown == 1 else several}{least}", shown == 1
    if low == high:
        return f"{low:,} {one if low == 1 else several}", low == 1
    if not best:
        begin = "up to" if low == 0 else f"{low:,} to"
        return f"{begin} {high:,} {one if high == 1 else several}", high == 1
    return f"{best:,} {one if best == 1 else several} ({low:,} to {high:,})", best == 1


def with_article(noun: str) -> str:
    """`a rocket`, `an airstrike`."""
    is_spelled = re.match(r"[A-Z]{2}", noun) is not None
    sounds_open = noun[:1] in "AEFHILMNORSX" if is_spelled else noun[:1].lower() in "aeiou"
    return f"{'an' if sounds_open and not noun.lower().startswith(('uni', 'use', 'one')) else 'a'} {noun}"


def plural(noun: str) -> str:
    """`rockets`, `boxes`, `batteries`."""
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if re.search(r"(s|x|z|ch|sh)$", noun) else f"{noun}s"


def place_in_words(place: Place | None) -> str:
    """`Ain al-Asad Airbase, Anbar, Iraq`; empty for an unknown place."""
    if place is None:
        return ""
    parts = (place.name, place.admin1, country_name(place.country, {}))
    return ", ".join(dict.fromkeys(part for part in parts if part))


def place_in_a_sentence(place: Place) -> str:
    """The same with the article that some names take: `the Green Zone, Baghdad, Iraq`."""
    is_in_name = place.admin1 is not None and place.admin1.casefold() in place.name.casefold()
    said = place_in_words(replace(place, admin1=None) if is_in_name else place)
    return _with_the(" ".join(said.split()) or "an unnamed place", place.name, "with_article")


def actor_in_a_sentence(actor: Actor) -> str:
    """The name with the article that some take: `the United States`, `Kataib Hezbollah`."""
    name = " ".join(actor.name.split())
    return _with_the(name, name, "actors_with_article")


def _with_the(said: str, name: str, table: str) -> str:
    takes_one = bool(_words(name) & set(load("sentence.yaml")[table]))
    has_one = said.casefold().startswith(("the ", "a ", "an "))
    return f"the {said}" if takes_one and not has_one else said


def is_area(place: Place) -> bool:
    """Whether it is a district, a province, a country, open water or air."""
    return place.precision is not None and place.precision >= _REGION


def is_facility(place: Place) -> bool:
    """Whether something happens at it, not in it: `at Camp Taji`, but `in Erbil`."""
    return not is_area(place) and bool(_words(place.name) & set(load("sentence.yaml")["facilities"]))


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", name.casefold()))

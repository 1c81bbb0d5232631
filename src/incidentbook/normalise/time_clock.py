"""Clocks: what hour of the day the words name."""

from __future__ import annotations

from incidentbook.normalise.time_grammar import Hit, grammar
from incidentbook.normalise.time_meaning import Atom
from incidentbook.normalise.time_words import span_of, word_before


def _clock(hit: Hit, text: str) -> Atom | None:
    """A clock; "~2:30" where the words leave open which half of the day they mean."""
    hour, half = _hour(hit), _half_of_day(hit)
    if hour is None:
        return None
    words = hit["hour"] or ""
    open_half = half is None and not hit["any_half"] and hour < 12 and len(words) < 2
    return Atom(
        span_of(hit),
        "time",
        None,
        "~" * open_half + f"{_in_half(hour, half):02}:{int(hit['minute'] or 0):02}",
        kind="time",
    )


def _clock_after(hit: Hit, text: str) -> Atom | None:
    """ "At 1500", "about 09.15": figures that the word before them makes a clock."""
    return (
        _clock(hit, text) if word_before(text, hit.match.start()) in grammar().lists["clock_before"] else None
    )


def _clock_range(hit: Hit, text: str) -> Atom | None:
    """ "Between 8:30 and 9:45 a.m.": the part of the day that holds both."""
    half, last, first = _half_of_day(hit), _hour(hit), int(hit["from_hour"] or 0)
    if last is None:
        return None
    if half not in ("am", "pm") and half:
        return Atom(span_of(hit), "time", None, half, kind="time")
    clocks = {f"{_in_half(hour, half):02}:00" for hour in (first, last)}
    parts = {part_of_clock(clock) for clock in clocks}
    return Atom(span_of(hit), "time", None, parts.pop() if len(parts) == 1 else None, kind="time")


def _hour(hit: Hit) -> int | None:
    words = (hit["hour"] or hit["hour_word"] or "").lower()
    return int(words) if words.isdigit() else int(grammar().value("number", words))


def _half_of_day(hit: Hit) -> str | None:
    """ "am", "pm" or the part of the day that the words name."""
    groups = ("half", "half_word", "half_word2", "half_word3", "half_word4")
    return next((words.lower().replace(".", "") for g in groups if (words := hit[g])), None)


def _in_half(hour: int, half: str | None) -> int:
    """The hour of the day, 0 to 23."""
    if half is None:
        return hour
    if half == "night":
        return hour % 12 + (12 if 6 <= hour < 12 else 0)
    return hour % 12 + (0 if half in ("am", "morning") else 12)


def part_of_clock(clock: str) -> str:
    """The part of the day: night to 05:59 and from 21:00, afternoon from 12:00, evening from 18:00."""
    if not clock[0].isdigit():
        return clock
    edges = (("06:00", "night"), ("12:00", "morning"), ("18:00", "afternoon"), ("21:00", "evening"))
    return next((name for edge, name in edges if clock < edge), "night")


def settled(clock: str, part: str) -> str:
    """A clock whose half of the day a part of the day settles: "~2:30" and "afternoon" is 14:30."""
    hour, minute = clock.lstrip("~").split(":")
    return f"{_in_half(int(hour), part):02}:{minute}"


BUILDERS = {"clock": _clock, "clock_after": _clock_after, "clock_range": _clock_range}

"""Neighbouring finds put together: "Monday" + "night", "two weeks after" + "June 10", "May" + "to August"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from incidentbook.model import Span
from incidentbook.normalise.time_clock import part_of_clock, settled
from incidentbook.normalise.time_grammar import grammar
from incidentbook.normalise.time_meaning import (
    Atom,
    Calendar,
    Meaning,
    Nth,
    Offset,
    Part,
    Range,
    Shift,
    Symbol,
)
from incidentbook.normalise.time_words import quantity

_GAP_OF_CLOCK = re.compile(
    r" ?,? ?(?:on|at|at about|at around|around|about|in|of|the)? ?(?:the )?", re.IGNORECASE
)
_GAP_OF_DETAIL = re.compile(r"(?:,? |,? on |,? of | ?\()", re.IGNORECASE)
_GAP_OF_RANGE = re.compile(r" ?,? ?(?:and|to|until|till|through|up to) (?:on )?| ?[-–—] ?", re.IGNORECASE)
_FROM = re.compile(r"\b(?:between|from)\s+(?:late on )?$", re.IGNORECASE)
_MODIFIER = re.compile(
    r"(?:^|(?<=[^\w-]))(early|earlier|mid|middle|late|later)(?:[\s-]+(?:on|in))?(?:[\s-]+the)?[\s-]*$",
    re.IGNORECASE,
)  # fmt: skip
Join = Callable[[str, Atom, Atom], Atom | None]


def joined(text: str, found: Iterable[Atom]) -> list[Atom]:
    """The finds of a text, neighbours joined, and those dropped that date nothing by themselves."""
    stack: list[Atom] = []
    for atom in found:
        stack.append(_modified(text, atom, stack[-1].span.end if stack else 0))
        _reduce(text, stack)
    return [atom for atom in stack if not atom.weak]


def _reduce(text: str, stack: list[Atom]) -> None:
    while len(stack) > 1:
        one = next((made for join in _JOINS if (made := join(text, stack[-2], stack[-1]))), None)
        if one is None:
            return
        stack[-2:] = [one]


def _gap(text: str, left: Atom, right: Atom) -> str:
    return text[left.span.end : right.span.start]


def _around(left: Atom, right: Atom) -> Span:
    return Span(left.span.start, right.span.end)


def _modified(text: str, atom: Atom, floor: int) -> Atom:
    """The find with "early", "late on", "earlier" before it."""
    if atom.role != "date" or atom.meaning is None:
        return atom
    start = max(floor, atom.span.start - 20)
    found = _MODIFIER.search(text[start : atom.span.start])
    if found is None:
        return atom
    span = Span(start + found.start(1), atom.span.end)
    part = str(grammar().value("part", found[1]))
    if is_day(atom.meaning):
        return _modified_day(atom, part, span)
    return replace(atom, span=span, meaning=Part(part, atom.meaning), weak=False)


def _modified_day(atom: Atom, part: str, span: Span) -> Atom:
    """ "Early Monday" is its morning, "late Monday" its night; "earlier on Monday" is Monday."""
    clock = {"early": "morning", "late": "night"}.get(part)
    if isinstance(atom.meaning, Offset) and atom.meaning.base == "event" and part == "late":
        clock = None
    return replace(atom, span=span, clock=atom.clock or clock, weak=False)


def is_day(meaning: Meaning) -> bool:
    """Whether the words name one day, not a longer stretch."""
    match meaning:
        case Calendar():
            return meaning.day is not None or meaning.weekday is not None
        case Offset():
            return meaning.unit in ("day", "night")
        case Shift():
            return meaning.quantity.unit in ("day", "night", "hour", "minute", "second")
        case Nth():
            return meaning.unit == "day" and meaning.count == 1
        case _:
            return False


def _clock_with_date(text: str, left: Atom, right: Atom) -> Atom | None:
    """A time of day beside the date that it belongs to, in either order."""
    if {left.role, right.role} not in ({"time", "date"}, {"time", "overnight"}):
        return None
    day, time = (left, right) if right.role == "time" else (right, left)
    if not _GAP_OF_CLOCK.fullmatch(_gap(text, left, right)) or day.meaning is None:
        return None
    if not (is_day(day.meaning) or isinstance(day.meaning, Range)):
        return None
    if day.role == "date" and time.clock and ":" in time.clock and day.clock and ":" in day.clock:
        return None
    if right.role == "time" and right.weak and _loose(text, left, right):
        return None
    return replace(
        day,
        span=_around(left, right),
        clock=_finer(time.clock, day.clock),
        meaning=_night(day, time),
        weak=False,
    )


def _loose(text: str, left: Atom, right: Atom) -> bool:
    return "," in _gap(text, left, right)


def _finer(one: str | None, other: str | None) -> str | None:
    """A clock before a part of the day; the part says which half of the day an open clock means."""
    clock = next((c for c in (one, other) if c and ":" in c), None)
    part = next((c for c in (one, other) if c and ":" not in c), None)
    if clock and clock[0] == "~" and part:
        return settled(clock, part)
    return clock or part


def _night(day: Atom, time: Atom) -> Meaning | None:
    """The small hours of "last night" are today's."""
    small = time.clock is not None and time.clock[0].isdigit() and time.clock < "06:00"
    if small and day.clock == "night" and isinstance(day.meaning, Offset) and day.meaning.unit == "day":
        return replace(day.meaning, count=day.meaning.count + 1)
    return day.meaning


def _time_with_time(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "5 a.m." and "in the morning"; "shortly before dawn, at 4.30"."""
    if left.role != "time" or right.role != "time":
        return None
    gap = _gap(text, left, right).strip(" \t\u00a0").lower()
    if gap in ("to", "and", "-", "–", "until"):
        return replace(left, span=_around(left, right), clock=_part_of_day(left.clock, right.clock))
    if gap in ("", "in the", "at", "of", "of the", "in", ","):
        return replace(
            left,
            span=_around(left, right),
            clock=_finer(left.clock, right.clock),
            weak=left.weak and right.weak,
        )
    return None


def _part_of_day(first: str | None, last: str | None) -> str | None:
    """The part of the day that holds both clocks; None where they lie in two."""
    parts = {part_of_clock(c) for c in (first, last) if c and c[0] != "~"}
    return parts.pop() if len(parts) == 1 else None


def _detail(text: str, left: Atom, right: Atom) -> Atom | None:
    """A weekday or "last night" and the date beside it; "the 3rd" and "of this month"."""
    if left.role != "date" or right.role != "date" or not _GAP_OF_DETAIL.fullmatch(_gap(text, left, right)):
        return None
    span = _around(left, right)
    if "(" in _gap(text, left, right):
        if (
            not (right.meaning and is_day(right.meaning) and left.meaning and is_day(left.meaning))
            or text[span.end : span.end + 1] != ")"
        ):
            return None
        span = Span(span.start, span.end + 1)
    meaning = _merged(left.meaning, right.meaning, _gap(text, left, right))
    return (
        None
        if meaning is None
        else replace(left, span=span, meaning=meaning, clock=_finer(left.clock, right.clock), parts=())
    )


def _merged(left: Meaning | None, right: Meaning | None, gap: str) -> Meaning | None:
    match left, right:
        case Calendar(weekday=int(), day=None), Calendar(day=int()):
            return replace(right, weekday=left.weekday)
        case Calendar(day=int()), Calendar(weekday=int(), day=None) if "," in gap or "(" in gap:
            return replace(left, weekday=right.weekday)
        case Offset(unit="day"), Calendar(day=int()) if "," in gap or "(" in gap:
            return right
        case Calendar(day=int(), month=None), Offset(unit="month", base="reference"):
            return Nth("day", left.day or 1, 1, right)
        case Calendar(weekday=int(), which=None), Offset(unit="week", base="reference"):
            return replace(left, week_offset=right.count)
        case Calendar() as date, Offset(unit="year", base="reference") if _lacks_year(date):
            return replace(date, year_offset=right.count)
        case Part(whole=Calendar(month=int(), year=None) as whole), Offset(unit="year"):
            return replace(left, whole=replace(whole, year_offset=right.count))
        case Part(whole=Calendar(year=None) as whole), Calendar(year=int(), month=None):
            return replace(left, whole=replace(whole, year=right.year))
    return None


def _lacks_year(date: Calendar) -> bool:
    """Whether a piece of a year is named, and no year."""
    piece = date.month or date.quarter or date.half or date.season
    return piece is not None and date.year is None and date.which is None


def _base_of_shift(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "two weeks after" and "June 10"; "minutes before" and a clock, which says when already."""
    if (
        left.role == "shift"
        and right.clock
        and ":" in right.clock
        and _short(left.meaning)
        and len(_gap(text, left, right)) < 2
    ):
        return replace(right, span=_around(left, right))
    if left.role != "shift" or right.role != "date" or right.meaning is None or right.weak:
        return None
    if not re.fullmatch(r" ?(?:on |the )?", _gap(text, left, right)) or text[
        right.span.end : right.span.end + 2
    ] in ("'s", "’s"):
        return None
    if isinstance(left.meaning, Shift):
        meaning: Meaning = replace(left.meaning, base=right.meaning)
    elif isinstance(left.meaning, Offset):
        meaning = _offset_from(left.meaning, right.meaning)
    else:
        return None
    return replace(left, role="date", span=_around(left, right), meaning=meaning, parts=(*left.parts, right))


def _short(meaning: Meaning | None) -> bool:
    return isinstance(meaning, Shift) and meaning.quantity.unit in ("second", "minute")


def _offset_from(offset: Offset, base: Meaning) -> Shift:
    unit = "day" if offset.unit == "night" else offset.unit
    return Shift(quantity(str(abs(offset.count) or 1), unit), 1 if offset.count > 0 else -1, base)


def _whole_of_part(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "the beginning of" and "the year", "the first half of" and "2022", "the night of" and "June 4-5"."""
    if left.role != "part_of" or right.role != "date" or right.meaning is None:
        return None
    if not re.fullmatch(r" ?(?:the )?", _gap(text, left, right)):
        return None
    meaning = left.meaning
    if not isinstance(meaning, Part | Nth):
        return None
    if "night" in text[left.span.start : left.span.end].lower():
        return replace(right, span=_around(left, right), clock=right.clock or "night")
    return Atom(_around(left, right), "date", replace(meaning, whole=right.meaning), right.clock)


def _window_of_whole(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "the last week" + "of March" came as one rule; "the first three months" + "this year" as a part."""
    if (
        left.role != "window"
        or right.role != "date"
        or right.meaning is None
        or _gap(text, left, right).strip() != "of"
    ):
        return None
    quantity = getattr(left.meaning, "quantity", None)
    if (
        quantity is None
        or quantity.exact is None
        or "last" not in text[left.span.start : left.span.end].lower()
    ):
        return None
    return Atom(
        _around(left, right), "date", Nth(quantity.unit, -1, max(1, int(quantity.exact)), right.meaning)
    )


def _range(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "between 18 May" and "and 21 October"; without "from" or "between" only a dash makes a range."""
    if left.role != "date" or right.role not in ("date",) or left.meaning is None or right.meaning is None:
        return None
    gap = _gap(text, left, right)
    if not _GAP_OF_RANGE.fullmatch(gap) or (right.weak or left.weak):
        return None
    dashed = gap.strip() in ("-", "–", "—", "through", "to", "until")
    if not dashed and not _FROM.search(text[max(0, left.span.start - 20) : left.span.start]):
        return None
    if isinstance(left.meaning, Range) or isinstance(right.meaning, Range | Symbol):
        return None
    parts = (replace(left, parts=()), replace(right, parts=()))
    return Atom(_around(left, right), "date", _year_shared(left.meaning, right.meaning), parts=parts)


def _year_shared(left: Meaning, right: Meaning) -> Range:
    """ "from May to August 2022": the year stands once."""
    if (
        isinstance(left, Calendar)
        and isinstance(right, Calendar)
        and left.month
        and right.month
        and left.year is None
    ):
        wraps = (left.month, left.day or 0) > (right.month, right.day or 31)
        if right.year is not None:
            return Range(replace(left, year=right.year - wraps), right)
        if right.year_offset is not None:
            return Range(replace(left, year_offset=right.year_offset - wraps), right)
    return Range(left, right)


def _overnight(text: str, left: Atom, right: Atom) -> Atom | None:
    """ "Overnight" and the day that it is said of."""
    if left.role != "overnight" or right.role != "date" or right.meaning is None:
        return None
    if not re.fullmatch(r" (?:on |of |from )?(?:the )?", _gap(text, left, right)) or not is_day(
        right.meaning
    ):
        return None
    return replace(right, span=_around(left, right), clock=_finer(right.clock, "night"))


_JOINS: tuple[Join, ...] = (
    _clock_with_date, _time_with_time, _overnight, _detail, _base_of_shift, _whole_of_part, _window_of_whole,
    _range,
)  # fmt: skip

"""From words to fields of the calendar: days, months, seasons, years, decades."""

from __future__ import annotations

import re
from datetime import date

from incidentbook.model import Span
from incidentbook.normalise.time_calendar import valid_day, year_of
from incidentbook.normalise.time_grammar import Hit, grammar
from incidentbook.normalise.time_meaning import Atom, Calendar, Fixed, Nth, Range, Symbol
from incidentbook.normalise.time_words import (
    date_atom,
    month_ok,
    number,
    plausible_word,
    span_of,
    value,
    weekday,
    word_after,
    word_before,
)


def _calendar(hit: Hit, text: str) -> Atom | None:
    if hit["month"] and not month_ok(hit, text):
        return None
    month = value(hit, "month") or number(hit, "mm")
    day = number(hit, "day") or number(hit, "dd")
    year = number(hit, "year")
    if month and day and not valid_day(year or 2000, month, day):
        return None
    meaning = Calendar(year, month, day, weekday(hit), **_which(hit, month))
    clock = f"{hit['hh']}:{hit['mi']}" if hit["hh"] else None
    return Atom(span_of(hit), "date", meaning, clock)


def _which(hit: Hit, month: int | None) -> dict[str, int | None]:
    which = value(hit, "which")
    if month is not None:
        return {"year_offset": which}
    return {"which": which, "week_offset": value(hit, "which2", "which")}


def _month_alone(hit: Hit, text: str) -> Atom | None:
    words = hit["month"] or ""
    which = value(hit, "which")
    if not month_ok(hit, text):
        return None
    if which is None and "month" not in hit.match.group().lower().split():
        if not plausible_word(words, text, hit.match.start("month")) or words.endswith("."):
            return None
        if len(words) < 4 and words.lower() not in ("may",):
            return None
    return date_atom(hit, Calendar(month=value(hit, "month"), which=which))


def _weekday_short(hit: Hit, text: str) -> Atom | None:
    words = hit["weekday_short"] or ""
    if not words[0].isupper() or not plausible_word(words, text, hit.match.start()):
        return None
    return date_atom(hit, Calendar(weekday=value(hit, "weekday_short")))


def _slashes(hit: Hit, text: str) -> Atom | None:
    """Day and month in figures; where both orders are possible and differ, the day stays unknown."""
    first, second = int(hit["n1"] or 0), int(hit["n2"] or 0)
    words = hit["yy"] or ""
    year = int(words) if len(words) == 4 else int(words) + (2000 if int(words) < 70 else 1900)
    days = {d for m, n in ((first, second), (second, first)) if 1 <= m <= 12 and (d := valid_day(year, m, n))}
    if not days or (hit["sep"] == "." and len(words) != 4):
        return None
    if len(days) == 1:
        return date_atom(hit, _on(days.pop()))
    return date_atom(hit, Symbol("XXXX-XX-XX"))


def _on(day: date) -> Calendar:
    return Calendar(day.year, day.month, day.day)


def _day_range(hit: Hit, text: str) -> Atom | None:
    month, year = value(hit, "month"), number(hit, "year")
    first, last = number(hit, "day"), number(hit, "day2")
    if not (month and first and last) or not month_ok(hit, text):
        return None
    if first >= last or not valid_day(year or 2000, month, last):
        return None
    offset = value(hit, "which")
    ends = [Calendar(year, month, day, year_offset=offset) for day in (first, last)]
    near, far = Span(*hit.match.span("day")), Span(*hit.match.span("day2"))
    if hit.rule.name == "range_dmy":
        far = Span(far.start, hit.match.end())
    else:
        near = Span(hit.match.start(), near.end)
    parts = tuple(Atom(span, "date", end) for span, end in zip((near, far), ends, strict=True))
    return Atom(span_of(hit), "date", Range(*ends), parts=parts)


def _season(hit: Hit, text: str) -> Atom | None:
    season = value(hit, "season")
    offset = value(hit, "which2", "which")
    return date_atom(
        hit, Calendar(number(hit, "year"), season=season, which=value(hit, "which"), year_offset=offset)
    )


def _quarter(hit: Hit, text: str) -> Atom | None:
    which_one = value(hit, "ordinal") or number(hit, "q") or 0
    half = hit["piece"] == "half"
    last = 2 if half else 4
    which_one = last if which_one == -1 else which_one
    if not 1 <= which_one <= last:
        return None
    offset = 0 if "of the year" in hit.match.group().lower() else value(hit, "which")
    pieces = {"half" if half else "quarter": which_one}
    return date_atom(hit, Calendar(number(hit, "year"), year_offset=offset, **pieces))


def _fiscal(hit: Hit, text: str) -> Atom | None:
    return date_atom(hit, Symbol(f"FY{hit['year']}"))


def _week_of(hit: Hit, text: str) -> Atom | None:
    if not month_ok(hit, text):
        return None
    whole = Calendar(number(hit, "year"), value(hit, "month"), year_offset=value(hit, "which"))
    unit = (hit["piece"] or "").lower().rstrip("s")
    return date_atom(hit, Nth(unit, value(hit, "ordinal") or 1, 1, whole))


def _decade(hit: Hit, text: str) -> Atom | None:
    """ "The 1990s", "the nineties", "the '80s": bare figures need "the", "and" or an apostrophe."""
    ten = value(hit, "decade_name")
    ten = int(hit["ten"] or 0) * 10 if ten is None else ten
    start = hit.match.start("ten") if hit["ten"] else hit.match.end()
    lead = text[max(0, start - 5) : start].lower()
    if hit["hundred"] is None and (
        ten < 20 or (not re.search(r"(?:\bthe|\band|\bearly|\blate|\bmid)[ -]$|['’]$", lead) and hit["ten"])
    ):
        return None
    first = int(hit["hundred"] or 19) * 100 + ten
    span = Span(
        hit.match.start() + (4 if hit.match.group().lower().startswith("and ") else 0), hit.match.end()
    )
    return Atom(span, "date", Fixed(year_of(first, 10), str(first // 10), "decade"))


def _named(hit: Hit, text: str) -> Atom | None:
    return date_atom(hit, _on(grammar().words["named"]["9/11"]))


def _century(hit: Hit, text: str) -> Atom | None:
    number = value(hit, "century_number") or 1
    first = (number - 1) * 100 + 1
    return date_atom(hit, Fixed(year_of(first, 100), f"{number - 1:02}", "span"))


def _year(hit: Hit, text: str) -> Atom | None:
    if short := hit["short"]:
        if word_before(text, hit.match.start()) not in grammar().lists["context_before"]:
            return None
        return date_atom(hit, Calendar((1900 if int(short) > 30 else 2000) + int(short)))
    if not _year_ok(hit, text):
        return None
    return date_atom(hit, Calendar(number(hit, "year")))


def _year_ok(hit: Hit, text: str) -> bool:
    """Whether four figures are a year: no amount of money, no count of things, no clock."""
    start, end = hit.match.span()
    lists = grammar().lists
    if word_after(text, end) in lists["counted_after"] or re.search(
        r"(?<!mid)[$€£#№.,:/\d-]$", text[max(0, start - 4) : start].lower()
    ):
        return False
    if int(hit["year"] or 0) < 1900 and word_before(text, start) not in ("in", "since", "of"):
        return False
    known = word_before(text, start) in lists["year_before"] or bool(
        re.search(r"[(,]\s*$", text[max(0, start - 2) : start])
    )
    return (
        known
        or hit.match.group().lower().startswith("the")
        or text[end : end + 1] in ("", "\n", ".", ",", ")", "'", "’", ";")
        or text[:start][-4:].lower() == "mid-"
    )


BUILDERS = {
    "calendar": _calendar,
    "month_alone": _month_alone,
    "weekday_short": _weekday_short,
    "slashes": _slashes,
    "day_range": _day_range,
    "season": _season,
    "quarter": _quarter,
    "fiscal": _fiscal,
    "week_of": _week_of,
    "decade": _decade,
    "named": _named,
    "century": _century,
    "year": _year,
}

"""From the words that a rule matched to what they mean: one small builder for each kind of rule.

Here: what is counted from the day of publication or from an event, stretches, sets and symbols.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from incidentbook.model import Span
from incidentbook.normalise import time_clock, time_dates
from incidentbook.normalise.time_grammar import Hit, grammar, hits_at, next_place
from incidentbook.normalise.time_meaning import (
    Atom,
    Base,
    Nth,
    Offset,
    Part,
    Quantity,
    Range,
    Shift,
    Symbol,
    Window,
)
from incidentbook.normalise.time_words import (
    amount_of,
    date_atom,
    duration_timex,
    span_of,
    unit_of,
    value,
    weekday,
    word_after,
    word_before,
)

_CLOCK = re.compile(r"\d\d:\d\d")
Builder = Callable[[Hit, str], Atom | None]


def atoms(text: str) -> Iterator[Atom]:
    """The expressions of the text, from left to right, as single rules find them; none overlaps another."""
    position: int | None = 0
    while position is not None and (position := next_place(text, position)) is not None:
        atom = _first(text, position)
        if atom:
            yield atom
        position = atom.span.end if atom else position + 1


def _first(text: str, start: int) -> Atom | None:
    for hit in hits_at(text, start):
        atom = _BUILDERS[hit.rule.make](hit, text)
        if atom:
            return atom
    return None


def _near(hit: Hit, text: str) -> Atom | None:
    words = hit["near"] or ""
    clock = "night" if words.lower().endswith("night") else None
    return Atom(span_of(hit), "date", Offset("day", value(hit, "near") or 0), clock)


def _overnight(hit: Hit, text: str) -> Atom | None:
    return Atom(span_of(hit), "overnight", Range(Offset("day", -1), Offset("day", 0)), "night")


def _period(hit: Hit, text: str) -> Atom | None:
    return date_atom(hit, Offset(unit_of(hit, "period") or "year", value(hit, "which") or 0))


def _the_period(hit: Hit, text: str) -> Atom | None:
    unit = unit_of(hit, "span_unit") or "day"
    base: Base = "event" if unit == "day" else "reference"
    if word_after(text, hit.match.end()) in grammar().lists["clause_after"]:
        return date_atom(hit, Offset(unit, 0, base), weak=True)
    return date_atom(hit, Offset(unit, 0, base))


def _so_far(hit: Hit, text: str) -> Atom | None:
    unit = unit_of(hit, "period") or unit_of(hit, "period2") or "year"
    return date_atom(hit, Part("so_far", Offset(unit, 0)))


def _daypart(hit: Hit, text: str) -> Atom | None:
    """A part of the day. Alone it dates nothing; beside a date it says when in the day."""
    clock = _clock_of(hit)
    if clock is None or (
        hit["edge"]
        and "noon" in (hit["edge"] or "").lower()
        and word_before(text, hit.match.start()) in grammar().lists["close"]
    ):
        return None
    which, event = value(hit, "which"), value(hit, "event_which")
    if event is not None:
        return Atom(span_of(hit), "date", Offset("day", event, "event"), clock)
    if which is not None:
        return Atom(span_of(hit), "date", Offset("day", which), clock)
    return Atom(span_of(hit), "time", None, clock, kind="time", weak=_weak_part(hit))


def _weak_part(hit: Hit) -> bool:
    """Whether the word alone is too little: "night" in "night vision", "Morning" in a name."""
    words = hit.match.group()
    bare = hit["daypart"] is not None and words.lower() == (hit["daypart"] or "").lower()
    return bare and (words[0].isupper() or words.lower() in grammar().lists["weak_parts"])


def _clock_of(hit: Hit) -> str | None:
    edge, part = hit["edge"], hit["daypart"]
    said = grammar().value("edge", edge) if edge else grammar().value("daypart", part or "")
    return None if said is None else str(said)


def _event_period(hit: Hit, text: str) -> Atom | None:
    unit = unit_of(hit, "span_unit") or unit_of(hit, "span_unit2") or "day"
    return date_atom(hit, Offset(unit, value(hit, "event_which") or 0, "event"))


def _same_last_year(hit: Hit, text: str) -> Atom | None:
    return date_atom(hit, Offset("month", -12, "event"))


def _direction(hit: Hit) -> str:
    words = hit["before_after"]
    return str(grammar().value("before_after", words)) if words else "later"


def _day_before(hit: Hit, text: str) -> Atom | None:
    direction = _direction(hit)
    if direction in ("ago", "hence") or word_before(text, hit.match.start()) == "in":
        return None
    sign = 1 if direction in ("after", "later") else -1
    clock = None if hit["span_unit"] else _clock_of(hit)
    unit = unit_of(hit, "span_unit") or "day"
    role = "shift" if direction in ("before", "after") else "date"
    return Atom(span_of(hit), role, Offset(unit, sign, "event"), clock)


def _eve(hit: Hit, text: str) -> Atom | None:
    return Atom(span_of(hit), "shift", Offset("day", -1, "event"))


def _ago(hit: Hit, text: str) -> Atom | None:
    amount, direction = amount_of(hit), _direction(hit)
    if amount is None or word_after(text, hit.match.end()) in ("old", "olds"):
        return None
    sign = 1 if direction in ("after", "later", "hence") else -1
    base: Base = "reference" if direction in ("ago", "hence") else "event"
    role = "shift" if direction in ("before", "after") else "date"
    meaning = Shift(amount, sign, base, at_most=_approximate(hit) == "less")
    parts = (_length(hit, amount),) if role == "shift" else ()
    return Atom(span_of(hit), role, meaning, parts=parts)


def _length(hit: Hit, amount: Quantity) -> Atom:
    """The duration inside "two weeks after"."""
    end = hit.match.start("before_after")
    words = hit.match.group()[: end - hit.match.start()].rstrip()
    span = Span(hit.match.start(), hit.match.start() + len(words))
    return Atom(span, "duration", Symbol(duration_timex(amount)), kind="duration")


def _approximate(hit: Hit) -> str | None:
    words = hit["approximate"]
    said = None if words is None else grammar().value("approximate", words)
    return None if said is None else str(said)


def _window(hit: Hit, text: str) -> Atom | None:
    amount = amount_of(hit)
    if amount is None:
        return None
    sign = 1 if (hit["side"] or hit["bare_side"] or "").lower() in ("next", "coming") else -1
    return Atom(span_of(hit), "window", Window(amount, sign, duration_timex(amount)), kind="duration")


def _duration(hit: Hit, text: str) -> Atom | None:
    amount = amount_of(hit)
    after = word_after(text, hit.match.end())
    if (
        word_before(text, hit.match.start()) == "as"
        or amount is None
        or after in grammar().lists["relative_noise"]
        or amount.unit == "second"
    ):
        return None
    if amount.unit == "quarter" and not re.search(r"consecutive|straight|successive", hit.match.group()):
        return None
    if re.match(r"[- ]old", text[hit.match.end() : hit.match.end() + 4]):
        return None
    return Atom(span_of(hit), "duration", Symbol(duration_timex(amount)), kind="duration")


def _every(hit: Hit, text: str) -> Atom | None:
    if (day := weekday(hit)) is not None:
        return _set(hit, f"XXXX-WXX-{day + 1}")
    unit = unit_of(hit) or unit_of(hit, "plural") or "day"
    if unit == "second":
        return None
    return _set(hit, duration_timex(Quantity(1, 1, 1, unit)))


def _set(hit: Hit, timex: str) -> Atom:
    return Atom(span_of(hit), "set", Symbol(timex), kind="set")


def _recurring(hit: Hit, text: str) -> Atom | None:
    return _set(hit, str(grammar().value("recurring", hit["recurring"] or "")))


def _weekdays(hit: Hit, text: str) -> Atom | None:
    return _set(hit, f"XXXX-WXX-{(weekday(hit) or 0) + 1}")


def _past(hit: Hit, text: str) -> Atom | None:
    return Atom(span_of(hit), "vague", Symbol("PAST_REF"))


def _vague(hit: Hit, text: str) -> Atom | None:
    if "as" in (word_before(text, hit.match.start()), word_after(text, hit.match.end())):
        return None
    return Atom(span_of(hit), "vague", Symbol(str(grammar().value("vague", hit["vague"] or ""))))


def _part_of(hit: Hit, text: str) -> Atom | None:
    if words := hit["part_of"]:
        part = str(grammar().value("part_of", words))
        return Atom(span_of(hit), "part_of", Part(part, Symbol("")), weak=True)
    amount = amount_of(hit)
    if amount is None or amount.exact is None or amount.exact < 1:
        return None
    return Atom(span_of(hit), "part_of", Nth(amount.unit, 1, int(amount.exact), Symbol("")), weak=True)


_BUILDERS: dict[str, Builder] = {
    **time_dates.BUILDERS,
    **time_clock.BUILDERS,
    "near": _near,
    "overnight": _overnight,
    "period": _period,
    "the_period": _the_period,
    "so_far": _so_far,
    "daypart": _daypart,
    "event_period": _event_period,
    "same_last_year": _same_last_year,
    "day_before": _day_before,
    "eve": _eve,
    "ago": _ago,
    "window": _window,
    "duration": _duration,
    "every": _every,
    "recurring": _recurring,
    "weekdays": _weekdays,
    "past": _past,
    "vague": _vague,
    "part_of": _part_of,
}

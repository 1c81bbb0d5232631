"""Figures beside a count: some of those counted ("12 of them in Baghdad") and those of another period ("up from 45")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from incidentbook.extract.scene import Scene
from incidentbook.extract.tallies.attacks import definite
from incidentbook.extract.tallies.words import pattern, words
from incidentbook.model import Interval, Span, Tally
from incidentbook.normalise.quantity import Quantity

_REACH = 28  # characters before a figure in which "compared with" may stand
_AHEAD = 60  # characters behind it in which "in the same months of 2014" may stand
_STOP = re.compile(r"[.,;:)–—]|\band\b")


def beside(scene: Scene, own: Sequence[Tally], last: Tally | None) -> Iterator[Tally]:
    """The further counts of a sentence that rest on one told in it, or last before it.

    Args:
        scene: the sentence.
        own: its counts.
        last: the count told last in the sentences before.
    """
    taken = [t.span for t in own]
    for number in scene.clues.quantities:
        if (
            number.kind != "count"
            or not definite(number)
            or number.ordinal
            or any(s.overlaps(number.span) for s in taken)
        ):
            continue
        before = [t for t in own if t.span.start < number.span.start]
        base = before[-1] if before else None
        found = _part(scene, number, base) or _compared(scene, number, base, last)
        if found is not None:
            yield found


def _part(scene: Scene, number: Quantity, base: Tally | None) -> Tally | None:
    if base is None or base.killed == base.count or base.injured == base.count:
        return None
    start = number.span.end - scene.sentence.span.start
    found = pattern("parts").match(scene.lower, start + 1)
    if found is None or number.count.low > base.count.low:
        return None
    stop = _STOP.search(scene.lower, found.end())
    end = stop.start() if stop else len(scene.lower)
    which = scene.sentence.text[found.end() : end].strip()
    span = Span(number.span.start, scene.sentence.span.start + found.end())
    return _like(base, number, base.period, f"{base.what}, {which}" if which else base.what, span)


def _compared(scene: Scene, number: Quantity, base: Tally | None, last: Tally | None) -> Tally | None:
    """ "Against 23 in the same months of 2014"; "the year before the figure was 23"."""
    start, end = (x - scene.sentence.span.start for x in (number.span.start, number.span.end))
    led = re.search(
        rf"(?:{pattern('compared').pattern}) (?:just |only |the )?$",
        scene.lower[max(0, start - _REACH) : start],
    )
    of = base if led else None
    of = of or _taken_up(scene, number, last)
    told = pattern("year_before").search(scene.lower[end : end + _AHEAD] if led else scene.lower)
    if told is None or of is None:
        return None
    return _like(of, number, _the_year(of.period, told[0]), of.what, number.span)


def _taken_up(scene: Scene, number: Quantity, last: Tally | None) -> Tally | None:
    """The count told before that "the figure was close to 1,700" takes up."""
    head = scene.head(number.span)
    if head is None or last is None or head.dep_ not in ("attr", "pobj", "dobj", "nummod", "acomp"):
        return None
    noun = {t.lemma_.lower() for t in scene.doc if t.dep_ in ("nsubj", "nsubjpass")}
    return last if noun & words("figures") else None


def _like(base: Tally, number: Quantity, period: Interval | None, what: str | None, span: Span) -> Tally:
    document = base.id.rpartition("-t")[0]
    return replace(
        base,
        id=f"{document}-t{span.start}",
        count=number.count,
        period=period,
        what=what,
        killed=number.count if base.killed == base.count else None,
        injured=number.count if base.injured == base.count else None,
        span=span,
    )


def _the_year(period: Interval | None, said: str) -> Interval | None:
    """The same months of the year named, or of the year before."""
    if period is None or period.earliest is None or period.latest is None:
        return None
    year = re.search(r"\d{4}", said)
    back = period.earliest.year - int(year[0]) if year else 1
    first, last = _years_back(period.earliest, back), _years_back(period.latest, back)
    return Interval(first, last) if back > 0 else None


def _years_back(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:  # 29 February
        return day.replace(year=day.year - years, day=28)

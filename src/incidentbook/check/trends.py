"""Lulls and rates that the press tells without a count: attacks stopped, came back, rose or fell.

The time that is spoken of is compared with a time of the same length just before it. What a coarse date leaves open counts as
none in the one reading and as one in the other; only what holds in both is a verdict. Where the book has few documents of a
time, that it has no attack of it says little.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from incidentbook.check.fit import Scope
from incidentbook.check.phrases import days, figure, plural
from incidentbook.check.record import Record
from incidentbook.check.words import kinds_in, places_in, sides_in, sites_in
from incidentbook.model import Count, Interval, Trend

TrendVerdict = Literal["book agrees", "book disagrees", "cannot say"]
_THIN = 10  # documents: with fewer a book says little of a time


@dataclass(frozen=True, slots=True)
class TrendCheck:
    """A lull or a rate that a text tells, against the book.

    Attributes:
        scope: which attacks are meant, over the time that is spoken of.
        before: how many the book has of the time before, low and high.
        after: how many it has of the time that is spoken of.
        incidents: those of the time that is spoken of.
        reason: the verdict in a sentence.
    """

    document: str | None
    trend: Trend
    scope: Scope
    before: Count | None
    after: Count | None
    incidents: tuple[str, ...]
    verdict: TrendVerdict
    reason: str


def check_trend(
    trend: Trend, text: tuple[Interval | None, Scope | None], record: Record, document: str | None = None
) -> TrendCheck:
    """Holds a lull or a rate against a record.

    Args:
        text: when it was published, what it says holds until then; which attacks it is about, for a trend that does not say
            which.
        record: without the attacks that are the subject of the text: "these attacks had stopped" is said of those before.
    """
    published, about = text
    scope = _scope(trend, published, about)
    if scope is None or scope.period is None or scope.period.earliest is None or scope.period.latest is None:
        why = "The text does not say since when, or the day of the text itself is unknown."
        return TrendCheck(document, trend, scope or Scope(None), None, None, (), "cannot say", why)
    if scope.is_open:
        why = "The text says neither where nor by whom nor on whom: there is nothing to hold it against."
        return TrendCheck(document, trend, scope, None, None, (), "cannot say", why)
    earlier = replace(scope, period=_just_before(scope.period))
    before, _ = _number(earlier, record)
    after, named = _number(scope, record)
    documents = [record.documents(s.period) for s in (earlier, scope) if s.period is not None]
    verdict = _verdict(trend, before, after, min(documents))
    reason = " ".join(_sentences(trend, scope.period, before, after, documents))
    return TrendCheck(document, trend, scope, before, after, named, verdict, reason)


def _scope(trend: Trend, published: Interval | None, about: Scope | None) -> Scope | None:
    last = published.latest if published is not None else None
    period = trend.period
    if period is None or last is None:
        return None
    until = period if period.latest is not None else _until(period, last)
    own = Scope(
        until,
        places_in(trend.place) if trend.place is not None else (),
        trend.target,
        sides_in(trend.target),
        sites_in(trend.target),
        trend.perpetrator,
        kinds_in(trend.what),
    )
    return replace(about, period=until) if own.is_open and about is not None else own


def _until(period: Interval, last: date) -> Interval | None:
    return Interval(period.earliest, last) if period.earliest is None or period.earliest <= last else None


def _just_before(period: Interval) -> Interval:
    """The days before a period, as many as it has."""
    if period.earliest is None or period.days is None:
        raise ValueError("an open period has no time of the same length before it")
    try:
        return Interval(period.earliest - timedelta(days=period.days), period.earliest - timedelta(days=1))
    except OverflowError:
        return Interval(date.min, max(date.min, period.earliest - timedelta(days=1)))


def _number(scope: Scope, record: Record) -> tuple[Count, tuple[str, ...]]:
    found = record.judged(scope)
    named = (*(e.id for e in found.sure), *(e.id for e, _ in found.open))
    return Count(len(found.sure), None, len(named)), named


def _verdict(trend: Trend, before: Count, after: Count, documents: int) -> TrendVerdict:
    high_before, high_after = before.high or 0, after.high or 0
    thin = documents < _THIN
    if trend.kind == "stopped":
        return (
            "book disagrees"
            if after.low
            else "cannot say"
            if high_after or thin or not before.low
            else "book agrees"
        )
    if trend.kind == "resumed":
        return "book agrees" if after.low and not high_before and not thin else "cannot say"
    rises, falls = after.low > high_before, high_after < before.low
    if thin or not (rises or falls):
        return "cannot say"
    return "book agrees" if rises == (trend.kind == "rose") else "book disagrees"


_SAID = {"stopped": "stopped", "resumed": "came back", "rose": "rose", "fell": "fell"}


def _sentences(
    trend: Trend, period: Interval, before: Count, after: Count, documents: list[int]
) -> Iterator[str]:
    yield (
        f"The text says that attacks {_SAID[trend.kind]} ({trend.what}); the book has {figure(after)} {days(period)} "
        f"and {figure(before)} in the {plural(period.days or 0, 'day')} before."
    )
    if min(documents) < _THIN:
        yield f"It has {plural(documents[1], 'document')} of that time and {documents[0]} of the time before: few to go by."

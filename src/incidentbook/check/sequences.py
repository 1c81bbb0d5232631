"""Orders in time: how many events of a sort had an attack within some days after or before them, and how many would by chance.

Chance is told by a permutation test: all events are moved together along the observed span, by every number of days, what leaves
its end coming in again at its beginning. So the clustering of the events and that of the attacks both stay as they are, and only
what binds the one to the other is lost (Politis and Romano 1992 on circular blocks; as in tests of spike trains and of weather).
With `b` moves that give as many as were seen or more, of `m`, p is (b + 1) / (m + 1) (Phipson and Smyth 2010).

An event or attack that is known only to lie in an interval may have been on each of its days alike: the counts are then the means
over all these days, which add up exactly, so that no days need be drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from incidentbook.check.phrases import days as days_of
from incidentbook.check.phrases import plural
from incidentbook.model import Interval

_FEW = 10  # events or attacks: with fewer hardly any order can be told from chance
_MOVES = 10  # times the window that the span should have, since moves by less than the window change little
_FULL = 0.8  # of the days: where so many are followed by an attack anyway, nothing can stand out
_COARSE = 0.25  # of the events: known less well than the window: with more of these little is seen
_BLOCK = 30  # days: a month or so without a document is a gap in the book
_GAPS = 0.25  # of the blocks

_Days = NDArray[np.float64]  # a figure for each day of the span


@dataclass(frozen=True, slots=True)
class Chance:
    """How many events had an attack in a window, and how many would by chance.

    Attributes:
        seen: how many had one; no whole number where days are not known.
        expected: how many would by chance.
        low: the figure that chance falls short of once in forty times.
        high: the figure that it passes once in forty times.
        p_more: how often chance gives as many or more.
        p_fewer: how often chance gives as few or fewer.
    """

    seen: float
    expected: float
    low: float
    high: float
    p_more: float
    p_fewer: float

    @property
    def p(self) -> float:
        """Two-sided: how often chance lies as far off, to whichever side."""
        return min(1.0, 2 * min(self.p_more, self.p_fewer))


@dataclass(frozen=True, slots=True)
class SequenceCheck:
    """Events against attacks.

    Attributes:
        events: how many events were used; those without a first and a last day, or outside the span, are not.
        incidents: how many attacks were used.
        span: the days over which both were watched.
        followed: of the events with an attack 1 to `within` days after them.
        preceded: of those with one as many days before them.
        same_day: how many had one on their own day, which tells no order.
        warnings: why little can be said, if so.
        reason: the figures in sentences.
    """

    events: int
    incidents: int
    within: int
    span: Interval
    followed: Chance
    preceded: Chance
    same_day: float
    warnings: tuple[str, ...]
    reason: str


def sequence(
    events: Sequence[Interval],
    incidents: Sequence[Interval],
    within: int,
    *,
    span: Interval | None = None,
    published: Sequence[date] = (),
    noun: str = "event",
    attack: str = "attack",
) -> SequenceCheck:
    """Whether attacks come after or before events more often than by chance.

    Args:
        events: the days on which they were; each may be an interval.
        incidents: the days of the attacks.
        within: how many days after or before an event count.
        span: the days that were watched; by default from the first day of any of them to the last.
        published: the days of the documents of the book, to tell where it has gaps; not looked at where there are none.
        noun: what an event is called, in the singular.
        attack: what an attack is called.

    Raises:
        ValueError: `within` is less than 1, or there is no event or no attack with known days in the span.
    """
    if within < 1:
        raise ValueError(f"attacks are looked for within at least 1 day, not {within}")
    watched = span or _hull([*events, *incidents])
    first, length = _first_and_length(watched)
    ours, theirs = _ends(events, first, length), _ends(incidents, first, length)
    if not len(ours) or not len(theirs):
        raise ValueError("there is no event, or no attack, whose days are known and lie in the span")
    moved = _density(ours, length)
    followed, preceded, same_day = (
        _chance(moved, _near(theirs, length, *window)) for window in ((1, within), (-within, -1), (0, 0))
    )
    same = same_day.seen
    warnings = tuple(_warnings(ours, theirs, within, watched, length, followed, published, noun, attack))
    told = _Told(len(ours), within, noun, attack, same)
    reason = " ".join(
        [
            _sentence(told, followed, "followed"),
            _sentence(told, preceded, "preceded"),
            *_same_day(told),
            *warnings,
        ]
    )
    return SequenceCheck(len(ours), len(theirs), within, watched, followed, preceded, same, warnings, reason)


# ------------------------------------------------------------------ days as numbers


def _hull(every: Sequence[Interval]) -> Interval:
    firsts = [i.earliest for i in every if i.earliest is not None]
    lasts = [i.latest for i in every if i.latest is not None]
    return Interval(min(firsts, default=None), max([*firsts, *lasts], default=None))


def _first_and_length(span: Interval) -> tuple[int, int]:
    if span.earliest is None or span.latest is None:
        raise ValueError("the span has no first or no last day")
    return span.earliest.toordinal(), (span.latest - span.earliest).days + 1


def _ends(every: Sequence[Interval], first: int, length: int) -> NDArray[np.int64]:
    """The first and the last day of each within the span, counted from its beginning."""
    known = [
        (i.earliest.toordinal() - first, i.latest.toordinal() - first)
        for i in every
        if i.earliest is not None and i.latest is not None
    ]
    inside = [(max(a, 0), min(b, length - 1)) for a, b in known if b >= 0 and a < length]
    return np.array(inside, dtype=np.int64).reshape(-1, 2)


def _density(ends: NDArray[np.int64], length: int) -> _Days:
    """How many are to be expected on each day: one that lies in an interval is spread over it."""
    share = 1 / (ends[:, 1] - ends[:, 0] + 1)
    steps = np.bincount(ends[:, 0], share, length + 1) - np.bincount(ends[:, 1] + 1, share, length + 1)
    return np.cumsum(steps)[:length]


def _near(ends: NDArray[np.int64], length: int, start: int, end: int) -> _Days:
    """For each day how likely an attack is from `start` to `end` days after it, within the span.

    Attacks whose intervals are equally wide miss a window alike, so that one sweep does for all of them; logarithms add up.
    """
    widths = ends[:, 1] - ends[:, 0] + 1
    missed = np.zeros(length)
    for width in np.unique(widths):
        begun = np.bincount(ends[widths == width, 0], minlength=length)
        after = np.arange(-end, width - start)  # days from the beginning of an interval
        inside = np.minimum(after + end, width - 1) - np.maximum(after + start, 0) + 1
        kernel = np.log(np.maximum(1 - inside / width, _NEVER))
        swept = np.convolve(begun, kernel)
        missed += _from(swept, end, length)
    return 1 - np.exp(missed)


_NEVER = 1e-18  # its logarithm is finite


def _from(swept: _Days, end: int, length: int) -> _Days:
    """The days of the span out of a sweep that begins `end` days before it; nothing lies beyond what was swept."""
    day = np.arange(length) + end
    known = (day >= 0) & (day < len(swept))
    return np.where(known, swept[np.clip(day, 0, len(swept) - 1)], 0.0)


# ------------------------------------------------------------------ chance


def _chance(moved: _Days, near: _Days) -> Chance:
    """What each move of the events along the span gives: a circular correlation; the first move is none, what was seen."""
    length = len(moved)
    given = np.fft.irfft(np.conj(np.fft.rfft(moved)) * np.fft.rfft(near), n=length)
    seen, others = float(given[0]), given[1:]
    low, high = np.quantile(others, [0.025, 0.975]) if len(others) else (seen, seen)
    more = (1 + int(np.sum(others >= seen - _SAME))) / length
    fewer = (1 + int(np.sum(others <= seen + _SAME))) / length
    expected = float(others.mean()) if len(others) else seen
    return Chance(_clean(seen), expected, _clean(float(low)), _clean(float(high)), more, fewer)


_SAME = 1e-6  # what the transform may be off


def _clean(number: float) -> float:
    return round(number, 6) + 0.0  # no negative zero


# ------------------------------------------------------------------ in words


@dataclass(frozen=True, slots=True)
class _Told:
    events: int
    within: int
    noun: str
    attack: str
    same_day: float


def _sentence(told: _Told, found: Chance, how: str) -> str:
    were = "was" if _number(found.seen) == "1" else "were"
    article = "an" if told.attack[:1] in "aeiou" else "a"
    return (
        f"Of {plural(told.events, told.noun)} {_number(found.seen)} {were} {how} by {article} {told.attack} within"
        f" {plural(told.within, 'day')}; by chance {found.expected:.1f} would be ({_number(found.low)} to {_number(found.high)});"
        f" p = {_p(found.p_more)} for so many, {_p(found.p)} two-sided."
    )


def _same_day(told: _Told) -> Iterator[str]:
    if told.same_day:
        yield f"{_number(told.same_day)} had one on the same day, which tells no order."


def _number(number: float) -> str:
    return f"{number:.0f}" if abs(number - round(number)) < 0.05 else f"{number:.1f}"


def _p(p: float) -> str:
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"


def _warnings(
    events: NDArray[np.int64],
    incidents: NDArray[np.int64],
    within: int,
    span: Interval,
    length: int,
    followed: Chance,
    published: Sequence[date],
    noun: str,
    attack: str,
) -> Iterator[str]:
    for number, name in ((len(events), noun), (len(incidents), attack)):
        if number < _FEW:
            yield f"{plural(number, name).capitalize()}: too few to tell an order from chance."
    if length < _MOVES * (2 * within + 1):
        yield f"The span, {days_of(span)}, is short for a window of {plural(within, 'day')}: a small p cannot come out."
    if followed.expected > _FULL * len(events):
        yield f"There are so many {attack}s that nearly any day is followed by one: nothing can stand out."
    coarse = float(np.mean(events[:, 1] - events[:, 0] >= within))
    if coarse > _COARSE:
        yield f"Of the {noun}s {coarse:.0%} are dated no better than to {plural(within + 1, 'day')}."
    gaps = _gaps(span, published) if published else 0.0
    if gaps > _GAPS:
        yield f"In {gaps:.0%} of the span the book has no document for {_BLOCK} days and more: its coverage is thin."


def _gaps(span: Interval, published: Sequence[date]) -> float:
    """The share of the span's stretches of 30 days in which no document was published."""
    if span.earliest is None or span.latest is None:
        return 0.0
    blocks = max(1, ((span.latest - span.earliest).days + 1) // _BLOCK)
    end = span.earliest + timedelta(days=blocks * _BLOCK)
    told = {(d - span.earliest).days // _BLOCK for d in published if span.earliest <= d < end}
    return 1 - len(told) / blocks

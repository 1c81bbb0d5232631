"""When the article's own attack was, where no sentence about the attack dates it: the day that the story around it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import yaml

from incidentbook.extract.clues import Clues, TimeClue
from incidentbook.extract.drafts import Draft
from incidentbook.extract.sentences import Sentence
from incidentbook.model import Interval, Statement

Read = tuple[Sentence, Clues]
_NEAR = 6  # sentences behind the first that tells of the attack
_FRESH = 10  # days before publication
_REACH = 90  # characters between the word for the attack and its day
_CONFIDENCE = 0.5
_TODAY = 0.4
_EVENING = "18"


@dataclass(frozen=True, slots=True)
class _Told:
    """A fresh day, the sentence that tells it, and whether it stands right behind a word for the attack, or for saying."""

    index: int
    clue: TimeClue
    on_deed: bool
    on_saying: bool


def with_focus_day(
    draft: Draft, drafts: Sequence[Draft], read: Sequence[Read], published: Interval | None
) -> Draft:
    """The draft with a day from the sentences near its first mention, where it has none.

    Args:
        draft: the attack that the article is about.
        drafts: all attacks of the document: what their sentences and days tell is not this one's.
        read: all sentences of the story with their clues.
        published: the days of publication.

    Returns:
        The draft with a date statement of the first sentence there that tells what happened, names one fresh day and
        speaks of nothing that comes after an attack; where the story gives the hour alone and no day at all, the day of
        publication or the one before. The draft as it is where there is neither.
    """
    if published is None or published.latest is None or draft.said("date"):
        return draft
    start = min(m.scene.sentence.index for m in draft.mentions)
    others = [d for d in drafts if not _same(d, draft)]
    near = [r for r in read if start - 2 <= r[0].index <= start + _NEAR]
    clue = _told_day(draft, others, near, published)
    if clue is not None:
        return _dated(draft, clue, clue.value.interval, _CONFIDENCE)
    hour = _hour_alone(others, read, near)
    return draft if hour is None else _dated(draft, hour, _that_day(published), _TODAY)


def _dated(draft: Draft, clue: TimeClue, days: Interval | None, sure: float) -> Draft:
    if days is None:
        return draft
    return replace(draft, more=(*draft.more, Statement("date", days, "stated", None, None, clue.span, sure)))


def _same(one: Draft, other: Draft) -> bool:
    """Whether two drafts are one attack, with and without what was added to it."""
    first, second = one.mentions[0], other.mentions[0]
    return first.scene is second.scene and first.triggers == second.triggers


def _told_day(
    draft: Draft, others: Sequence[Draft], near: Sequence[Read], published: Interval
) -> TimeClue | None:
    """The first day right behind a word for the attack, then the first of any, last one of saying; not of another attack."""
    taken = {m.scene.sentence.index for d in others for m in d.mentions}
    days = {s.value for d in others for s in d.said("date")}
    told = [t for r in near for t in _days(r, published)]
    own = [t for t in told if t.index not in taken and t.clue.value.interval not in days]
    one_place = not any(_elsewhere(draft, d) for d in others)
    one_day = len({t.clue.value.interval for t in told}) == 1
    fit = own or (told if one_place and one_day else [])
    return min(fit, key=lambda t: (t.on_saying, not t.on_deed, t.clue.span)).clue if fit else None


def _elsewhere(draft: Draft, other: Draft) -> bool:
    """Whether another attack of the text is told of another place, or this one of none."""
    mine, theirs = ({s.value for s in d.said("place")} for d in (draft, other))
    return bool(theirs) and not mine & theirs


def _days(read: Read, published: Interval) -> Iterator[_Told]:
    sentence, clues = read
    low = sentence.text.lower()
    plain = not pattern("aftermath").search(low) and bool(pattern("telling").search(low) or _clock(clues))
    for clue in clues.times:
        before = low[: clue.span.start - sentence.span.start]
        on_saying = bool(saying().search(before))
        behind_deed = on_deed(before) and not on_saying
        if _fresh(clue, published) and (behind_deed or plain):
            yield _Told(sentence.index, clue, behind_deed, on_saying)


def on_deed(before: str) -> bool:
    """Whether the words before a time end in an attack and its place: "the shooting outside a bar late"."""
    deeds = list(pattern("deed").finditer(before))
    between = before[deeds[-1].end() :] if deeds else ""
    return bool(deeds) and len(between) <= _REACH and not pattern("break").search(between)


def _clock(clues: Clues) -> bool:
    return any(_has_hour(c) for c in clues.times)


def _has_hour(clue: TimeClue) -> bool:
    return (clue.value.time_of_day or "")[:1].isdigit()


def _fresh(clue: TimeClue, published: Interval) -> bool:
    """Whether a time is one day (or a night) of the days before publication."""
    days, last = clue.value.interval, published.latest
    if days is None or last is None or days.earliest is None or days.latest is None or clue.expression.bound:
        return False
    return days.days is not None and days.days <= 2 and 0 <= (last - days.earliest).days <= _FRESH


def _hour_alone(others: Sequence[Draft], read: Sequence[Read], near: Sequence[Read]) -> TimeClue | None:
    """The hour of a story that names no day at all, which is then of the day: "officers were called at 2 p.m."."""
    if others or any(_names_days(c) for s, clues in read if s.region == "body" for c in clues.times):
        return None
    hours = (
        c
        for s, clues in near
        if s.region == "body" and not pattern("aftermath").search(s.text.lower())
        for c in clues.times
        if _has_hour(c) and (c.value.time_of_day or "") < _EVENING
    )
    return next(hours, None)


def _names_days(clue: TimeClue) -> bool:
    return clue.value.interval is not None


def _that_day(published: Interval) -> Interval | None:
    """The day of publication or the one before: an hour alone does not say which."""
    day: date | None = published.latest if published.days == 1 else None
    return Interval(day - timedelta(days=1), day) if day is not None else None


@cache
def pattern(name: str) -> re.Pattern[str]:
    table = yaml.safe_load(files("incidentbook.resources").joinpath("focus.yaml").read_text("utf-8"))
    return re.compile(rf"\b(?:{'|'.join(table[name])})\b")


@cache
def saying() -> re.Pattern[str]:
    """A word of saying or of what came after, up to the time that hangs on it: "said late"."""
    return re.compile(
        rf"{pattern('saying').pattern}(?: (?:on|in|late|early|that|a|statement|news|release))* ?$"
    )

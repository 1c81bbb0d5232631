"""When the article's own attack was, where no sentence about the attack dates it: the day that the story around it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import chain

import yaml

from incidentbook.extract.clues import Clues, TimeClue
from incidentbook.extract.drafts import Draft
from incidentbook.extract.sentences import Sentence
from incidentbook.model import Interval, Statement

Read = tuple[Sentence, Clues]
_NEAR = 6  # sentences behind the first that tells of the attack
_FRESH = 10  # days before publication
_CONFIDENCE = 0.5


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
        speaks of nothing that comes after an attack; the draft as it is where there is none.
    """
    if published is None or published.latest is None or draft.said("date"):
        return draft
    start = min(m.scene.sentence.index for m in draft.mentions)
    others = [d for d in drafts if d is not draft]
    taken = {m.scene.sentence.index for d in others for m in d.mentions}
    days = {s.value for d in others for s in d.said("date")}
    near = [r for r in read if start - 2 <= r[0].index <= start + _NEAR]
    told = [(r[0].index, c) for r in near for c in _days(r, published)]
    own = (c for i, c in told if i not in taken and c.value.interval not in days)
    one_place = not any(_elsewhere(draft, d) for d in others)
    only = (c for _, c in told if one_place and len({c.value.interval for _, c in told}) == 1)
    clue = next(chain(own, only), None)
    if clue is None:
        return draft
    said = Statement("date", clue.value.interval, "stated", None, None, clue.span, _CONFIDENCE)
    return replace(draft, more=(*draft.more, said))


def _elsewhere(draft: Draft, other: Draft) -> bool:
    """Whether another attack of the text is told of another place, or this one of none."""
    mine, theirs = ({s.value for s in d.said("place")} for d in (draft, other))
    return bool(theirs) and not mine & theirs


def _days(read: Read, published: Interval) -> Iterator[TimeClue]:
    sentence, clues = read
    low = sentence.text.lower()
    if _pattern("aftermath").search(low) or not (_pattern("telling").search(low) or _clock(clues)):
        return
    yield from (c for c in clues.times if _fresh(c, published))


def _clock(clues: Clues) -> bool:
    return any((c.value.time_of_day or "")[:1].isdigit() for c in clues.times)


def _fresh(clue: TimeClue, published: Interval) -> bool:
    """Whether a time is one day (or a night) of the days before publication."""
    days, last = clue.value.interval, published.latest
    if days is None or last is None or days.earliest is None or days.latest is None or clue.expression.bound:
        return False
    return days.days is not None and days.days <= 2 and 0 <= (last - days.earliest).days <= _FRESH


@cache
def _pattern(name: str) -> re.Pattern[str]:
    table = yaml.safe_load(files("incidentbook.resources").joinpath("focus.yaml").read_text("utf-8"))
    return re.compile(rf"\b(?:{'|'.join(table[name])})\b")

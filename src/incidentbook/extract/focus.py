"""When the article's own attack was, when no sentence about the attack says it: by what the story turns on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.drafts import Draft
from incidentbook.extract.lexicon import frames, grammar
from incidentbook.extract.mentions import of_saying
from incidentbook.extract.scene import VERBAL, Scene
from incidentbook.model import Interval, Statement

_LEAD = 4  # sentences in which an article says when its attack was
_SPAN = 2  # days of "overnight"
_SURE_DATE = 0.6


def with_focus_date(draft: Draft, drafts: Sequence[Draft], scenes: Sequence[Scene]) -> Draft:
    """The draft with a day from the story around it, where no sentence of its own says one.

    Best is the day of "Saturday's attack" or "it happened on Saturday", then the first past day of the first sentences that no
    saying and no other attack has.
    """
    if draft.said("date"):
        return draft
    taken = {s.value for d in drafts if d is not draft for s in d.said("date")}
    found = [
        (_closeness(s, c, n), -c.span.start, c)
        for n, s in enumerate(scenes)
        for c in s.clues.times
        if _is_day(s, c)
    ]
    fitting = [f for f in found if f[0] and f[2].value.interval not in taken]
    if not fitting:
        return draft
    clue = max(fitting, key=lambda f: f[:2])[2]
    statement = Statement("date", clue.value.interval, "stated", None, None, clue.span, _SURE_DATE)
    return replace(draft, more=(*draft.more, statement))


def _is_day(scene: Scene, clue: TimeClue) -> bool:
    interval: Interval | None = clue.value.interval
    short = interval is not None and interval.days is not None and interval.days <= _SPAN
    return short and clue.unbound is None and not of_saying(scene, clue)


def _closeness(scene: Scene, clue: TimeClue, number: int) -> int:
    """2 where the time hangs on an attack or on "it happened", 1 in the first sentences, else 0."""
    head = scene.head(clue.span)
    if head is None:
        return 0
    while head.head.i != head.i and head.pos_ not in VERBAL:
        if _is_attack(head):
            return 0 if _is_other(head) else 2
        head = head.head
    it = any(t.dep_ == "nsubj" and t.lower_ in ("it", "this") for t in head.children)
    happened = it and head.lemma_.lower() in grammar("happen")
    return 2 if happened else int(number < _LEAD)


def _is_attack(noun: Token) -> bool:
    frame = frames().nouns.get(noun.lemma_.lower())
    return frame is not None and not frame.skip and not frame.weak


def _is_other(noun: Token) -> bool:
    return any(c.lower_ in frames().other_event for c in noun.children)

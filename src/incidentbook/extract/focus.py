"""Where and when the article's own attack was, when no sentence about the attack says it exactly: by what the story turns on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.lexicon import frames, grammar
from incidentbook.extract.mentions import is_location, of_saying
from incidentbook.extract.merge import Draft
from incidentbook.extract.scene import VERBAL, Scene
from incidentbook.model import Interval, Place, Statement
from incidentbook.normalise.place import PlaceMention

_PRECISE = 3
_CONFIDENCE = 0.59  # above a province, below every place that is said of the attack itself, and below a sea


def with_focus_place(draft: Draft, drafts: Sequence[Draft], scenes: Sequence[Scene]) -> Draft:
    """The draft with a place from the story around it ("The post, Tower 22, is by the border"), where it has no precise one.

    Taken is the exact place named most often that no other attack has, inside the coarse place that the draft has, if any.
    """
    mine = [s.value for s in draft.said("place") if isinstance(s.value, Place)]
    if any((p.precision or 9) <= _PRECISE and p.gazetteer for p in mine):
        return draft
    others = {
        p.name for d in drafts if d is not draft for s in d.said("place") if isinstance(p := s.value, Place)
    }
    fitting = [(s, m) for s in scenes for m in s.clues.places if m.place and _eligible(s, m, mine)]
    free = [(s, m) for s, m in fitting if m.place and m.place.name not in others]
    found = free or (
        fitting if len({m.place for _, m in fitting}) == 1 else []
    )  # two attacks in the story's one town
    if not found:
        return draft
    names = Counter(m.place.name for _, m in found if m.place)
    best = max(
        found, key=lambda f: (_exact(f[1]), names[f[1].place.name if f[1].place else ""], -f[1].span.start)
    )[1]
    statement = Statement("place", best.place, "stated", None, None, best.span, _CONFIDENCE)
    return replace(draft, more=(*draft.more, statement))


def _exact(mention: PlaceMention) -> bool:
    return mention.place is not None and mention.place.precision == 1


def _eligible(scene: Scene, mention: PlaceMention, coarse: Sequence[Place]) -> bool:
    place = mention.place
    if (
        place is None
        or place.gazetteer is None
        or (place.precision or 9) > _PRECISE
        or not is_location(scene, mention)
    ):
        return False
    return not _source_or_beside(scene, mention) and all(c.country in (None, place.country) for c in coarse)


def _source_or_beside(scene: Scene, mention: PlaceMention) -> bool:
    """ "Near Tanf", "north of Baghdad", "fired from al-Baghdadi": not the place itself."""
    head = scene.head(mention.span)
    if head is None or head.dep_ != "pobj":
        return False
    return head.head.lower_ in ("near", "from", "of", "to", "off", "outside", "between", "towards")


# ------------------------------------------------------------------ when

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

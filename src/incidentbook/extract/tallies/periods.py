"""The periods over which a sentence counts: "since January", "in six months", "the first half of the year"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.scene import Scene
from incidentbook.extract.tallies.words import pattern, words
from incidentbook.model import Document, Interval, Span
from incidentbook.normalise.time import find as find_times
from incidentbook.normalise.time import resolve

_SOME_DAYS = 3
_OPEN = 10_000  # days of an interval with an open end
_RANKED = 45  # characters before a time in which "the worst attack on British soil since" may stand
_BEFORE = 12  # characters before a time in which "so far" may stand


@dataclass(frozen=True, slots=True)
class Period:
    """A time of at least some days.

    `head` is the token that the others hang on; `interval` its days, None where the text or the day of publication does
    not settle them; `running` whether its words say that something is counted over it.
    """

    span: Span
    head: Token
    interval: Interval | None
    running: bool
    bare: bool

    @property
    def days(self) -> int:
        """How many days it has; none at all where that is unknown, many where it is open."""
        return days(self.interval)


def days(interval: Interval | None) -> int:
    """How many days an interval has; 0 where there is none."""
    if interval is None:
        return 0
    return _OPEN if interval.days is None else interval.days


def periods(scene: Scene, document: Document) -> list[Period]:
    """The periods of a sentence, those first that have words of their own."""
    timed = [p for c in scene.clues.times if (p := _of_clue(scene, document, c)) is not None]
    taken = {t.i for c in scene.clues.times if c.expression.bound == "since" for t in scene.tokens(c.span)}
    return [*timed, *_since_events(scene, timed, taken), *_weekends(scene, document)]


def nearest(scene: Scene, found: list[Period], at: Span, noun: Token) -> Period | None:
    """The period told nearest to a figure, in its own clause before others; that of a figure compared with it comes last."""
    return min(
        found,
        key=lambda p: (
            _of_another(scene, p, at),
            not of_the_clause(p, noun),
            p.bare and any(not o.bare and o.interval and of_the_clause(o, noun) for o in found),
            _gap(at, p.span),
        ),
        default=None,
    )


def _of_another(scene: Scene, period: Period, at: Span) -> bool:
    """Whether a figure that is compared stands between: "50 murders, against 23 in the same months of 2014"."""
    start = scene.sentence.span.start
    between = scene.lower[at.end - start : period.span.start - start]
    return pattern("compared").search(between) is not None and re.search(r"\d", between) is not None


def _gap(at: Span, other: Span) -> int:
    """How far apart two stretches lie; what follows is nearer than what goes before."""
    return other.start - at.end if other.start >= at.end else 2 * (at.start - other.end)


def of_the_clause(period: Period, noun: Token) -> bool:
    """Whether the period hangs on a verb that the noun stands under, or on the noun."""
    if _inside_since(period, noun):
        return False
    since = _under_since(period.head)
    node = since.head.head if since is not None and since.dep_ == "mark" else period.head
    while node.pos_ not in ("VERB", "AUX") and node.head.i != node.i:
        if node.i == noun.i:
            return True
        node = node.head
    return node.i in {noun.i, *(t.i for t in noun.ancestors)}


def _inside_since(period: Period, noun: Token) -> bool:
    """ "The worst since the bombing that killed 52": the noun is of what the period begins with."""
    since = _under_since(period.head)
    if since is None:
        return False
    within = since if since.dep_ == "prep" else since.head
    return (
        noun.i > since.i
        and any(t.i == noun.i for t in within.subtree)
        and period.head.i in {t.i for t in within.subtree}
        and not (since.dep_ == "prep" and since.head.i == noun.i)
    )


def _of_clue(scene: Scene, document: Document, clue: TimeClue) -> Period | None:
    head = scene.head(clue.span)
    if clue.expression.kind == "time" or head is None:
        return None
    interval = _since(document, clue, head) or _days_of(scene, document, clue)
    if not _wide(scene, clue, interval):
        return None
    return Period(clue.span, head, interval, _running(scene, clue, head), clue.expression.kind == "duration")


def _wide(scene: Scene, clue: TimeClue, interval: Interval | None) -> bool:
    text = clue.expression.text.lower()
    if _ranks(scene, clue):
        return False
    if clue.expression.bound == "since":
        return True
    if interval is not None:
        return days(interval) >= _SOME_DAYS or pattern("hours").search(text) is not None
    units = words("units") & set(re.findall(r"[a-z]+", text))
    return bool(units) and not pattern("one_day").search(text) and _counted_in(scene, clue)


def _ranks(scene: Scene, clue: TimeClue) -> bool:
    """ "Not since 1983", "the worst since May": nothing is counted there."""
    before = scene.lower[: clue.span.start - scene.sentence.span.start]
    return "since" in before[-_RANKED:] and _ranked(before)


def _ranked(before: str) -> bool:
    return pattern("ranks").search(before[-_RANKED:]) is not None


def _counted_in(scene: Scene, clue: TimeClue) -> bool:
    """Whether an unsettled time is one in which something is counted: "in six months", "this year"."""
    before = scene.lower[: clue.span.start - scene.sentence.span.start].split()
    said = f"{before[-1] if before else ''} {clue.expression.text.lower()}"
    if pattern("running").search(said) or clue.expression.kind != "duration":
        return pattern("running").search(said) is not None
    return bool(before) and before[-1] in words("within")


def _running(scene: Scene, clue: TimeClue, head: Token) -> bool:
    start, end = (x - scene.sentence.span.start for x in (clue.span.start, clue.span.end))
    text = scene.lower[max(0, start - _BEFORE) : end + _BEFORE]
    if pattern("one_day").search(scene.lower[max(0, start - _BEFORE) : end]):
        return clue.expression.bound == "since"
    counted = clue.expression.bound == "since" or clue.expression.kind == "duration"
    return (
        counted
        or len(clue.expression.parts) > 1
        or pattern("running").search(text) is not None
        or _under_since(head) is not None
    )


def _days_of(scene: Scene, document: Document, clue: TimeClue) -> Interval | None:
    """The days of a time; "in six months" are the six before publication."""
    if clue.value.interval is not None or clue.expression.kind != "duration" or document.published is None:
        return clue.value.interval
    before = scene.lower[: clue.span.start - scene.sentence.span.start].split()
    if not before or before[-1] not in words("within"):
        return None
    past = find_times(f"the last {clue.expression.text}")
    return resolve(past[0], document.published.interval, "past").interval if past else None


# ------------------------------------------------------------------ since an event


def _since(document: Document, clue: TimeClue, head: Token) -> Interval | None:
    """The days from a date to publication: "since the operation began on July 8"."""
    days_said = clue.value.interval
    published = document.published.interval if document.published else None
    if clue.expression.bound or days_said is None or published is None or _under_since(head) is None:
        return None
    first, last = days_said.earliest, published.latest
    return Interval(first, last) if first and last and first <= last else None


def _under_since(node: Token) -> Token | None:
    """The "since" that a word stands under, as a preposition or before its clause."""
    for above in (node, *node.ancestors):
        if above.lower_ == "since":
            return above
        if above.i != node.i and (mark := _mark(above)) is not None and mark.i < node.i:
            return mark
        if above.dep_ in ("ROOT", "relcl", "ccomp"):
            return None
    return None


def _mark(verb: Token) -> Token | None:
    return next((t for t in verb.children if t.dep_ == "mark" and t.lower_ == "since"), None)


def _since_events(scene: Scene, timed: list[Period], taken: set[int]) -> Iterator[Period]:
    """ "Since the coup": a period whose beginning the sentence does not date."""
    for token in scene.doc:
        if token.lower_ != "since" or token.dep_ not in ("prep", "mark") or _ranked(scene.lower[: token.idx]):
            continue
        inside = {t.i for t in (token.head if token.dep_ == "mark" else token).subtree if t.i > token.i}
        dated = inside & (taken | {p.head.i for p in timed})
        if inside and not dated:
            yield Period(scene.span([token]), token, None, True, False)


def _weekends(scene: Scene, document: Document) -> Iterator[Period]:
    """ "A bloody weekend": counted over, though no word says which; it is that before publication."""
    for token in scene.doc:
        marked = token.lower_ == "weekend" and any(c.lower_ in words("bloody") for c in token.children)
        if marked and not any(token in scene.tokens(c.span) for c in scene.clues.times):
            published = document.published.interval if document.published else None
            past = find_times("over the weekend")
            interval = resolve(past[0], published, "past").interval if past and published else None
            yield Period(scene.span([token]), token, interval, True, False)

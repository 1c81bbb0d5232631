"""Counts of incidents that the text gives without listing them: "43 attacks since the beginning of the year"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from incidentbook.extract.lexicon import frames
from incidentbook.extract.mentions import is_location
from incidentbook.extract.roles import number_of
from incidentbook.extract.scene import Scene, noun_phrase, prepositional
from incidentbook.extract.voices import voice
from incidentbook.model import Count, Document, Interval, Place, Span, Tally
from incidentbook.normalise.quantity import Quantity

_FEWEST = 3  # "both attacks", "two attacks" are mostly told one by one beside
_COUNTED = frozenset({"incident"})


def find_tallies(document: Document, scenes: Sequence[Scene]) -> tuple[Tally, ...]:
    """The tallies of a document, in order, each once."""
    found = [t for scene in scenes for t in _in_scene(scene, document)]
    first = {(t.count, t.period): t for t in reversed(found)}
    return tuple(sorted(first.values(), key=lambda t: t.span))


def _in_scene(scene: Scene, document: Document) -> Iterator[Tally]:
    for token in scene.doc:
        number = _counts_attacks(scene, token)
        if number is not None and number.count.low >= _FEWEST and _definite(number):
            yield _tally(scene, document, token, number)


def _definite(number: Quantity) -> bool:
    """A figure, not "several" or "numerous"."""
    return number.ordinal or number.count.best is not None or number.hedge is not None


def _counts_attacks(scene: Scene, token: Token) -> Quantity | None:
    """The number of "43 attacks" and of "attacked more than 80 times"; the ordinal of "the 14th attack", "the 14th against …"."""
    lemma = token.lemma_.lower()
    if lemma == "time" and _attacking(token):
        return _measured(scene, token)
    frame = frames().nouns.get(lemma)
    if frame and not frame.skip and (not frame.weak or lemma in _COUNTED):
        number = number_of(scene, token) or _ordinal(scene, token)
        return number if number is not None and (number.ordinal or token.tag_ == "NNS") else None
    return _bare_ordinal(scene, token)


def _attacking(times: Token) -> bool:
    verb = frames().verbs.get(times.head.lemma_.lower())
    return verb is not None and verb.cls in ("attack", "impact")


def _measured(scene: Scene, token: Token) -> Quantity | None:
    inside = {t.i for t in token.subtree}
    return next((q for q in scene.clues.quantities if any(t.i in inside for t in scene.tokens(q.span))), None)


def _ordinal(scene: Scene, noun: Token) -> Quantity | None:
    own = {t.i for t in noun.children if t.i < noun.i}
    return next(
        (q for q in scene.clues.quantities if q.ordinal and any(t.i in own for t in scene.tokens(q.span))),
        None,
    )


def _bare_ordinal(scene: Scene, token: Token) -> Quantity | None:
    if token.dep_ not in ("attr", "pobj", "dobj") or not prepositional(token, "against", "on"):
        return None
    return next((q for q in scene.clues.quantities if q.ordinal and token in scene.tokens(q.span)), None)


def _tally(scene: Scene, document: Document, token: Token, number: Quantity) -> Tally:
    inside = scene.span([token])
    span = Span(min(number.span.start, inside.start), max(number.span.end, inside.end))
    return Tally(
        id=f"{document.id}-t{span.start}",
        count=Count.exactly(number.count.low) if number.ordinal else number.count,
        period=_period(scene),
        what=scene.words(noun_phrase(token)),
        place=_place(scene),
        target=_target(scene, token),
        perpetrator=None,
        killed=None,
        injured=None,
        speaker=voice(scene).speaker,
        span=span,
    )


def _period(scene: Scene) -> Interval | None:
    spans = [t.value.interval for t in scene.clues.times if t.value.interval is not None]
    return next((s for s in spans if s.known_day is None), spans[0] if spans else None)


def _place(scene: Scene) -> Place | None:
    return next((p.place for p in scene.clues.places if p.place and is_location(scene, p)), None)


def _target(scene: Scene, token: Token) -> str | None:
    aims = prepositional(token, "on", "against")
    return scene.words(noun_phrase(aims[0])) if aims else None

"""Counts of incidents that the text gives without listing them: "43 attacks since the beginning of the year"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from incidentbook.model import Document, Interval, Place, Span, Tally
from incidentbook.normalise.quantity import Quantity
from incidentbook.extract.lexicon import frames
from incidentbook.extract.roles import number_of
from incidentbook.extract.scene import Scene, noun_phrase
from incidentbook.extract.voices import voice

_COUNTED = frozenset({"incident"})


def find_tallies(document: Document, scenes: Sequence[Scene]) -> tuple[Tally, ...]:
    """The tallies of a document, in order."""
    found = [t for scene in scenes for t in _in_scene(scene, document)]
    return tuple(found)


def _in_scene(scene: Scene, document: Document) -> Iterator[Tally]:
    for token in scene.doc:
        number = _counts_attacks(scene, token)
        if number is not None and number.count.low >= 3 and _over_time(scene):
            yield _tally(scene, document, token, number)


def _counts_attacks(scene: Scene, token: Token) -> Quantity | None:
    """The number of "43 attacks"; the ordinal of "the 14th attack"."""
    frame = frames().nouns.get(token.lemma_.lower())
    if frame is None or frame.skip or (frame.weak and token.lemma_.lower() not in _COUNTED):
        return None
    number = number_of(scene, token)
    return number if number is not None and (number.ordinal or token.tag_ == "NNS") else None


def _over_time(scene: Scene) -> bool:
    words = scene.lower
    return any(w in words for w in ("since", "so far", "this year", "last year", "over the", "in the past", "in the last", "within", "total", "between", "in 20", "in 19", "month", "times"))


def _tally(scene: Scene, document: Document, token: Token, number: Quantity) -> Tally:
    span = Span(min(number.span.start, scene.span([token]).start), max(number.span.end, scene.span([token]).end))
    return Tally(
        id=f"{document.id}-t{span.start}", count=number.count, period=_period(scene, document), what=scene.words(noun_phrase(token)),
        place=_place(scene), target=None, perpetrator=None, killed=None, injured=None, speaker=voice(scene).speaker, span=span,
    )  # fmt: skip


def _period(scene: Scene, document: Document) -> Interval | None:
    spans = [t.value.interval for t in scene.clues.times if t.value.interval is not None and t.value.interval.known_day is None]
    return spans[0] if spans else None


def _place(scene: Scene) -> Place | None:
    return next((p.place for p in scene.clues.places if not p.demonym and p.place), None)

"""What the trained reader finds said of an attack where the rules find nothing: its words, with the values that they have."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.tokens import Token

from incidentbook.extract.aims import target_kind
from incidentbook.extract.drafts import Draft
from incidentbook.extract.parse import head_of
from incidentbook.extract.places import site_of_noun, site_of_place
from incidentbook.extract.reader.reading import Found
from incidentbook.extract.reader.support import of_it
from incidentbook.extract.scene import Scene, noun_phrase
from incidentbook.extract.speakers import named
from incidentbook.extract.voices import voice
from incidentbook.model import Actor, Count, Property, Span, Statement, Target, Value

LEAST = 0.5  # chance of a label from which its words are taken
_OF_IT = 0.5  # chance of belonging to an attack from which words are given to it
_SURE: Mapping[str, float] = {"munitions": 0.9, "intercepted": 0.9}
"""Chances from which figures are taken: a wrong one does more harm than none."""

_MARK = 0.29  # of a statement by the reader alone that is certain: below every statement of the rules
_DOUBT = 0.1  # how much lower a statement stands of which nothing is certain


def with_read(drafts: Sequence[Draft], scenes: Sequence[Scene]) -> list[Draft]:
    """The drafts, each with what the reader finds of it in properties of which the rules find nothing."""
    found: dict[int, list[Statement]] = {i: [] for i in range(len(drafts))}
    for scene in scenes:
        for words in _words(scene):
            at, chance = _owner(words, drafts)
            sure = min(chance, words.chance)
            if at is not None and sure >= _SURE.get(words.label, LEAST):
                found[at] += _statements(scene, words, sure)
    return [_completed(draft, found[i]) for i, draft in enumerate(drafts)]


def _completed(draft: Draft, found: Sequence[Statement]) -> Draft:
    told = {s.property for s in draft.statements if s.value is not None}
    return replace(draft, more=(*draft.more, *(s for s in found if s.property not in told)))


def _words(scene: Scene) -> Iterator[Found]:
    if scene.reading is None:
        return
    for label in VALUES:
        for found in scene.reading.found(label, LEAST):
            if scene.sentence.span.contains(found.span):
                yield found


def _owner(words: Found, drafts: Sequence[Draft]) -> tuple[int | None, float]:
    """The attack that words speak of, and how likely."""
    chances = [of_it(words.span, words.label, d) for d in drafts]
    best = max(chances, default=0.0)
    return (chances.index(best), best) if best > _OF_IT else (None, best)


def _statements(scene: Scene, words: Found, chance: float) -> Iterator[Statement]:
    """What words say, if the tables make a value of them; the likelier, the surer."""
    prop, value_of = VALUES[words.label]
    value = value_of(scene, words.span)
    if value is not None:
        said, mark = voice(scene), round(_MARK - _DOUBT * (1 - chance), 2)
        yield Statement(prop, value, said.stance, said.speaker, said.channel, words.span, mark, "reader")


# ------------------------------------------------------------------ values


def _date(scene: Scene, span: Span) -> Value | None:
    clue = next((c for c in scene.clues.times if c.span.overlaps(span)), None)
    days = clue.value.interval if clue is not None else None
    return days if days is not None and days.days is not None else None


def _hour(scene: Scene, span: Span) -> Value | None:
    return next((c.value.time_of_day for c in scene.clues.times if c.span.overlaps(span)), None)


def count_in(scene: Scene, span: Span) -> Value | None:
    """The number in the words; one where they are "a"."""
    for quantity in scene.clues.quantities:
        if quantity.kind == "count" and not quantity.ordinal and quantity.span.overlaps(span):
            return quantity.count
    tokens = scene.tokens(span)
    return Count.exactly(1) if tokens and all(t.lower_ in ("a", "an") for t in tokens) else None


def _weapon(scene: Scene, span: Span) -> Value | None:
    return next((w.weapon.name for w in scene.clues.weapons if w.span.overlaps(span)), None)


def _launch(scene: Scene, span: Span) -> Value | None:
    return next((p.place for p in scene.clues.places if p.span.overlaps(span) and not p.demonym), None)


def _site(scene: Scene, span: Span) -> Value | None:
    noun = head_in(scene, span)
    by_name = next((s for p in scene.clues.places if p.span.overlaps(span) and (s := site_of_place(p))), None)
    return (site_of_noun(noun) if noun is not None else None) or by_name


def _target(scene: Scene, span: Span) -> Value | None:
    noun = head_in(scene, span)
    if noun is None or noun.pos_ not in ("NOUN", "PROPN"):
        return None
    name = scene.words(noun_phrase(noun))
    return Target(name, target_kind(scene, noun), None, None) if 1 < len(name) < 90 else None


def actor_in(scene: Scene, span: Span) -> Actor | None:
    """Who the words name or describe: an actor that the tables know, or the one that their noun stands for."""
    noun = head_in(scene, span)
    known = next((a.actor for a in scene.clues.actors if a.span.overlaps(span)), None)
    return known or (named(scene, noun) if noun is not None else None)


def head_in(scene: Scene, span: Span) -> Token | None:
    """The noun or verb that the others of some words hang on."""
    tokens = scene.tokens(span)
    return head_of(tokens) if tokens else None


_Reader = Callable[[Scene, Span], Value | None]
VALUES: Mapping[str, tuple[Property, _Reader]] = {
    "date": ("date", _date),
    "time": ("time_of_day", _hour),
    "site": ("site", _site),
    "weapon": ("weapon", _weapon),
    "munitions": ("munitions", count_in),
    "intercepted": ("intercepted", count_in),
    "launched_from": ("launched_from", _launch),
    "target": ("target", _target),
}
"""The labels that make statements: the property of each, and what finds the value in the words."""

"""Victims that the parse alone tells: named persons, "the mayor", "both him and his aide"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.harm.said import Harm, Part
from incidentbook.extract.harm.words import HarmWord, words
from incidentbook.extract.lexicon import grammar, roles
from incidentbook.extract.scene import Scene, is_passive, noun_phrase, objects, prepositional, subjects
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Count


def named_victims(scene: Scene, word: HarmWord) -> Iterator[Harm]:
    """The single victims that a word of harm befell, where each of them is one by name or by office."""
    token = _core(scene, word)
    victims = [n for n in _befallen(word, token) if n.lower_ != token.lower_]
    if not victims or not all(_is_one(scene, n) for n in victims) or "neither" in scene.lower:
        return
    total = Count.exactly(len({n.i for n in victims}))
    span = scene.span(t for n in victims for t in noun_phrase(n))
    group = scene.words(noun_phrase(victims[0]))
    parts = [Part(scene.words(p), Count.exactly(1), scene.span(p)) for n in victims if (p := noun_phrase(n))]
    named = all(n.pos_ == "PROPN" for n in victims)
    several = tuple(parts) if len(parts) > 1 else ()
    yield Harm(word.effect, total, group, span, token.i, False, named, parts=several)


def _core(scene: Scene, word: HarmWord) -> Token:
    """The word of a phrase that those it befell hang on: the verb of "shot himself in the leg", "shot" of "fatally shot"."""
    first, last = scene.doc[word.first], scene.doc[word.last]
    if first.pos_ == "VERB" and last.pos_ == "NOUN":
        return first
    return last if last.pos_ in ("VERB", "NOUN") else first


def _befallen(word: HarmWord, token: Token) -> list[Token]:
    if token.lower_ == "of" or token.tag_ == "NN":
        return prepositional(token, "of")
    if word.way == "does":
        return [] if is_passive(token) else objects(token)
    if token.dep_ == "amod":
        return []
    if token.pos_ == "ADJ" and token.dep_ in ("acomp", "oprd", "attr"):
        return subjects(token.head)
    return subjects(token)


def _is_one(scene: Scene, noun: Token) -> bool:
    low = noun.lemma_.lower()
    if noun.lower_ in ("him", "her") and noun.dep_ == "dobj":
        return True
    if any(t.lower_ in grammar("ordinal") and t.lower_ != "first" for t in noun.children):
        return False  # "a second leader": one more than were told of
    if low in roles()["perpetrators"] or noun.tag_ not in ("NN", "NNP"):
        return False
    actor = actor_at(scene, noun)
    if actor is not None and actor.person:
        return True
    if any(noun in scene.tokens(p.span) for p in scene.clues.places):
        return False
    if noun.tag_ == "NN":
        return low in words("persons")
    return actor is None and any(t.dep_ == "compound" and t.tag_ == "NNP" for t in noun.children)

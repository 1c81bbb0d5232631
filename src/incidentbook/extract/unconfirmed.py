"""Who says that he cannot confirm an attack, knows of none, or is only looking into it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.doers import statement
from incidentbook.extract.lexicon import voices
from incidentbook.extract.scene import Scene, is_passive, objects, subjects
from incidentbook.extract.speakers import is_person, party, saying_over, who_is
from incidentbook.model import Actor, Span, Statement

_ACCUSED = frozenset({"state", "military", "armed_group", "international"})


def unconfirmed(scene: Scene) -> Iterator[Statement]:
    """What somebody is not aware of, or has not confirmed, in a sentence; what a force has yet to look into."""
    who, span = _at_a_loss(scene) or _checking(scene) or (None, None)
    if who is not None and span is not None:
        yield statement(scene, "not_confirmed_by", who, "unconfirmed", who, span, 0.75)


def _at_a_loss(scene: Scene) -> tuple[Actor, Span] | None:
    span, verb = _open_words(scene)
    return _said_by(scene, verb, span) if span is not None and verb is not None else None


def _checking(scene: Scene) -> tuple[Actor, Span] | None:
    """ "The army said it was looking into reports of a strike": of a force that may have done it; police always look into it."""
    span = _phrase(scene, voices()["checking"])
    verb = scene.head(span) if span is not None else None
    found = _said_by(scene, verb, span) if span is not None and verb is not None else None
    return found if found is not None and found[0].kind in _ACCUSED else None


def _said_by(scene: Scene, verb: Token, span: Span) -> tuple[Actor, Span] | None:
    noun = None if is_passive(verb) or _participle(verb) else next(iter(_speakers_of(verb)), None)
    if noun is not None and noun.pos_ == "PRON":
        over = saying_over(scene, verb)
        noun = over.noun if over is not None else noun
    who = _witness(scene, noun) if noun is not None else None
    return (who, span) if who is not None else None


def _participle(verb: Token) -> bool:
    """ "Though never confirmed": nobody is said not to have confirmed it."""
    bare = not any(t.dep_ in ("aux", "nsubj") for t in verb.children)
    return bare and verb.tag_ in ("VBN", "VBD") and verb.dep_ in ("advcl", "acl", "amod", "relcl")


def _open_words(scene: Scene) -> tuple[Span | None, Token | None]:
    span = _phrase(scene, voices()["unconfirmed"])
    if span is not None:
        verb = next((t for t in scene.tokens(span) if t.pos_ in ("VERB", "AUX")), scene.head(span))
        return span, verb
    verb = next(filter(_confirms_none, scene.doc), None)
    return (scene.span([verb]), verb) if verb is not None else (None, None)


def _phrase(scene: Scene, patterns: list[str]) -> Span | None:
    """Where the first of some patterns stands in the sentence."""
    hits = (re.search(p, scene.lower) for p in patterns)
    hit = next(filter(None, hits), None)
    return Span(hit.start(), hit.end()).shifted(scene.sentence.span.start) if hit else None


def _confirms_none(verb: Token) -> bool:
    """ "Had confirmed no figure"."""
    of_none = any(t.lower_ == "no" for o in objects(verb) for t in o.children if t.dep_ == "det")
    return verb.lemma_ in voices()["confirming"] and verb.pos_ == "VERB" and of_none


def _speakers_of(verb: Token) -> list[Token]:
    node = verb
    while not subjects(node) and node.head.i != node.i:
        node = node.head
    return [t for t in subjects(node) if t.tag_ not in ("WDT", "WP")]


def _witness(scene: Scene, noun: Token) -> Actor | None:
    who = party(scene, noun) or who_is(scene, noun)
    if who is None or who.kind == "media" or who.name.lower() in voices()["nobody"]:
        return None
    return who if who.id or who.kind != "unknown" or is_person(scene, noun) else None

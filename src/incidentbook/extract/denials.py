"""Who denies an attack, and who says that they cannot confirm it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.deeds import held, is_deed, negated
from incidentbook.extract.doers import is_own, statement
from incidentbook.extract.lexicon import voices
from incidentbook.extract.scene import Scene, agents, is_passive, objects, prepositional, subjects
from incidentbook.extract.speakers import Saying, identified, named, party, person_beside, saying_over, who_is
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Actor, Span, Statement


def denials(scene: Scene) -> Iterator[Statement]:
    """Denials, and what somebody is not aware of or has not confirmed."""
    found = next(_denied(scene), None)
    if found is not None:
        yield found
    yield from _unconfirmed(scene)


def _denied(scene: Scene) -> Iterator[Statement]:
    for token in scene.doc:
        if _denies(token):
            who = next((w for t in agents(token) if (w := denier(scene, t))), None)
            if who is not None:
                yield statement(scene, "denied_by", who, "denied", who, scene.span([token]), 0.75)
    for hold in held(scene.doc):
        saying = saying_over(scene, hold.word)
        if hold.negated and saying is not None and saying.noun is not None:
            who = denier(scene, saying.noun) or _spoken_for(scene, hold.doers, saying)
            if who is not None and (
                _of_self(scene, hold.doers, saying) or _spoken_for(scene, hold.doers, saying)
            ):
                yield statement(scene, "denied_by", who, "denied", who, scene.span([hold.word]), 0.7)


def _spoken_for(scene: Scene, doers: tuple[Token, ...], saying: Saying) -> Actor | None:
    """ "Its spokesman said that the MILF had nothing to do with it": the doer whom a spokesman clears."""
    if saying.noun is None or saying.noun.lemma_.lower() not in voices()["mouthpieces"]:
        return None
    found = [w for t in doers if (w := party(scene, t)) is not None and identified(w)]
    return found[0] if found and saying.party is None else None


def _of_self(scene: Scene, doers: tuple[Token, ...], saying: Saying) -> bool:
    return any(is_own(scene, t, saying) for t in doers)


def _denies(token: Token) -> bool:
    """ "Denied it", "denied having fired", "rejected the accusation"; to deny a ransom is no such denial."""
    if token.pos_ != "VERB" or negated(token):
        return False
    lemma = token.lemma_.lower()
    matter = objects(token)
    accused = any(t.lemma_.lower() in voices()["accusation"] and not _of_other_things(t) for t in matter)
    if lemma != "deny":
        return lemma in voices()["denial"] and accused
    clause = [t for t in token.children if t.dep_ in ("xcomp", "ccomp")]
    if not matter and not clause:
        return False
    return accused or any(map(is_deed, matter)) or any(map(_doing, clause))


def _of_other_things(noun: Token) -> bool:
    """ "Dismissed the claim of fraud", "rejected talk of a ceasefire": not of a deed."""
    about = prepositional(noun, "of", "for", "about") + prepositional(noun, "in", "with")
    return bool(about) and not any(
        is_deed(t) or t.pos_ == "VERB" or t.lemma_.lower() in voices()["accusation"] for t in about
    )


def _doing(clause: Token) -> bool:
    """ "Being behind", "carrying out the attack", "that there was a strike", "targeting civilians"."""
    near = [t for t in clause.children if t.dep_ not in ("advcl", "conj", "prep", "npadvmod")]
    near = [
        t for t in near if t.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "VERB") or t.dep_ in ("attr", "dobj")
    ]
    words = [clause, *near, *prepositional(clause, "in", "of", "for", "behind")]
    return any(
        is_deed(t)
        or t.lemma_.lower() in voices()["accusation"]
        or t.lower_ in (*voices()["responsible"], "involved", "blame")
        for t in words
    )


def denier(scene: Scene, noun: Token) -> Actor | None:
    """Whom a denial is of: the group that a spokesman speaks for, the official of a state as named, else the force itself."""
    if noun.pos_ == "PRON":  # "he" may be anyone named before
        return party(scene, noun) if noun.lower_ in ("it", "they") else None
    group = party(scene, noun)
    if group is not None and (group.kind != "state" or not _person(scene, noun)):
        return group if identified(group) else None
    who = person_beside(scene, noun) or named(scene, noun)
    return who if who is not None and (identified(who) or _full_name(who, noun)) else None


def _full_name(who: Actor, noun: Token) -> bool:
    """ "Joseph Kanyiri": a person that no table knows, by more than one name."""
    return noun.pos_ == "PROPN" and who.kind != "media" and sum(w[:1].isupper() for w in who.name.split()) > 1


def _person(scene: Scene, noun: Token) -> bool:
    mention = actor_at(scene, noun)
    return mention is not None and mention.person


# ------------------------------------------------------------------ cannot confirm


def _unconfirmed(scene: Scene) -> Iterator[Statement]:
    span, verb = _open_words(scene)
    if span is None or verb is None:
        return
    noun = None if is_passive(verb) else next(iter(_speakers_of(verb)), None)
    if noun is not None and noun.pos_ == "PRON":
        over = saying_over(scene, verb)
        noun = over.noun if over is not None else noun
    who = _witness(scene, noun) if noun is not None else None
    if who is not None:
        yield statement(scene, "not_confirmed_by", who, "unconfirmed", who, span, 0.75)


def _open_words(scene: Scene) -> tuple[Span | None, Token | None]:
    for pattern in voices()["unconfirmed"]:
        hit = re.search(pattern, scene.lower)
        if hit:
            span = Span(hit.start(), hit.end()).shifted(scene.sentence.span.start)
            tokens = scene.tokens(span)
            verb = next((t for t in tokens if t.pos_ in ("VERB", "AUX")), scene.head(span))
            return span, verb
    return None, None


def _speakers_of(verb: Token) -> list[Token]:
    node = verb
    while not subjects(node) and node.head.i != node.i:
        node = node.head
    return [t for t in subjects(node) if t.tag_ not in ("WDT", "WP")]


def _witness(scene: Scene, noun: Token) -> Actor | None:
    who = party(scene, noun) or who_is(scene, noun)
    if who is None or who.kind == "media" or who.name.lower() in voices()["nobody"]:
        return None
    return who if who.id or who.kind != "unknown" or _person(scene, noun) else None

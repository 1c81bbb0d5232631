"""Who owns up to an attack, and that nobody does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Token

from incidentbook.extract.deeds import held, is_arm, is_deed, negated, negated_cleft
from incidentbook.extract.doers import is_own, owned_up, statement
from incidentbook.extract.lexicon import frames, voices
from incidentbook.extract.scene import Scene, agents, is_passive, objects, prepositional, subjects
from incidentbook.extract.speakers import FORCES, named, nobody, party, saying_over, unsaid, who_is
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Actor, Span, Statement


def claims(scene: Scene) -> Iterator[Statement]:
    """Claims of responsibility in a sentence; `claimed_by` None where it says that nobody has made one."""
    for token in scene.doc:
        rule = voices()["claims"].get(token.lemma_.lower())
        if (
            rule
            and token.pos_ == "VERB"
            and _of_the_deed(token, rule)
            and not _habit(token)
            and not _tried(token)
        ):
            yield from _claimed(scene, token)
        elif _issued(token):
            yield from _claimed(scene, token.head)
        elif _no_claim(token) or _nobody_forward(token):
            yield _nobody(scene, scene.span([*token.lefts, token]))
    yield from _in_own_words(scene)


def _nobody(scene: Scene, span: Span) -> Statement:
    return statement(scene, "claimed_by", None, "stated", None, span, 0.9)


def _issued(noun: Token) -> bool:
    """ "Issued a claim of responsibility"; "in a claim of responsibility the group said"."""
    claim = noun.lemma_.lower() == "claim" and noun.pos_ == "NOUN" and not _no_claim(noun)
    of = claim and any(t.lemma_.lower() == "responsibility" for t in prepositional(noun, "of"))
    return bool(of) and noun.dep_ == "dobj" and noun.head.lemma_.lower() in voices()["issuing"]


def _of_the_deed(verb: Token, rule: dict[str, Any]) -> bool:
    if (particle := rule.get("particle")) and any(t.lower_ == particle for t in verb.children):
        return True
    matter = _matter(verb)
    if any(t.lemma_.lower() in rule.get("words", ()) and not _of_others(t) for t in matter):
        return not rule.get("to") or any(is_deed(t) for t in _behind_to(verb, matter))
    return bool(rule.get("deed")) and any(
        is_deed(t) or is_arm(t) for t in [*matter, *prepositional(verb, "to")]
    )


def _matter(verb: Token) -> list[Token]:
    """What is claimed; of "an attack that they claimed" the attack."""
    own = [t for t in objects(verb) if t.tag_ not in ("WDT", "WP")]
    suffers = verb.dep_ == "acl" or not any(
        t.dep_ == "nsubj" and t.tag_ in ("WDT", "WP") for t in verb.children
    )
    head = verb.head if verb.dep_ in ("relcl", "acl") and suffers else None
    above = [head, *list(head.ancestors)] if head is not None else []
    nouns = [t for t in above if t.pos_ in ("NOUN", "PROPN") and t.lower_ != verb.lower_]
    return [*own, *nouns[:2]]


def _of_others(noun: Token) -> bool:
    """ "Responsibility for several attacks", "for a film": not of the deed at hand."""
    about = prepositional(noun, "for", "of")
    return bool(about) and not any(is_deed(t) or t.pos_ == "PROPN" or t.pos_ == "VERB" for t in about)


def _behind_to(verb: Token, matter: list[Token]) -> list[Token]:
    return [t for head in (verb, *matter) for t in prepositional(head, "to")]


def _habit(verb: Token) -> bool:
    return any(t.lower_ in voices()["habitually"] for t in verb.children)


def _tried(verb: Token) -> bool:
    """ "Tried to take the credit", "refused to accept responsibility"."""
    return verb.dep_ == "xcomp" and verb.head.lemma_.lower() in (*voices()["not_yet"], *voices()["shunning"])


def _claimed(scene: Scene, verb: Token) -> Iterator[Statement]:
    doers = [t for t in _claimants(verb) if t not in _matter(verb)]
    span = scene.span([verb, *doers[:1]])
    if negated(verb) or any(map(nobody, doers)) or any(nobody(t) for t in objects(verb)) or _yet_to(verb):
        yield _nobody(scene, span)
        return
    for doer in doers:
        who = _claimant(scene, doer)
        if who is not None and (doer.dep_ != "attr" or _cleft(doer)):
            yield statement(scene, "claimed_by", who, "claimed", who_is(scene, doer) or who, span, 0.85)
            return


def _claimants(verb: Token) -> list[Token]:
    """The subject, that of "was quick to claim" included."""
    found = agents(verb)
    if not found and verb.dep_ == "xcomp":
        return subjects(verb.head.head)
    return found


def _cleft(noun: Token) -> bool:
    """ "It was the group that claimed it"."""
    return any(t.lower_ == "it" and t.dep_ == "nsubj" for t in noun.head.children)


def _claimant(scene: Scene, doer: Token) -> Actor | None:
    """The force that claims, or a name that the tables do not know."""
    who = party(scene, doer)
    if who is not None:
        return who if who.kind in FORCES or who.kind == "unknown" else None
    known = doer.pos_ == "PROPN" and doer.ent_type_ != "PERSON" and actor_at(scene, doer) is None
    other = named(scene, doer) if known or doer.lemma_.lower() in voices()["group_words"] else None
    return other if other is not None and other.kind != "media" and other.name[:1].isupper() else None


def _yet_to(verb: Token) -> bool:
    return verb.dep_ == "xcomp" and any(t.lower_ == "yet" for t in verb.head.children)


def _no_claim(token: Token) -> bool:
    return (
        token.lemma_.lower() == "claim"
        and token.pos_ == "NOUN"
        and any(t.lower_ in ("no", "any") and t.dep_ == "det" for t in token.children)
        and (any(t.lower_ == "no" for t in token.children) or negated(token.head))
    )


def _nobody_forward(token: Token) -> bool:
    word = voices()["forward"].get(token.lemma_.lower())
    return (
        word is not None
        and any(t.lower_ == word for t in token.children)
        and (negated(token) or any(map(nobody, agents(token))))
    )


# ------------------------------------------------------------------ in their own words


def _in_own_words(scene: Scene) -> Iterator[Statement]:
    yield from _own_deeds(scene)
    yield from _struck(scene)
    yield from _held_by_self(scene)


def _own_deeds(scene: Scene) -> Iterator[Statement]:
    """ "Hezbollah said its volley had been meant for soldiers"."""
    for token in scene.doc:
        poss = next(
            (t for t in token.children if t.dep_ == "poss" and t.lower_ in ("its", "their", "our")), None
        )
        if (
            poss is None
            or token.lemma_.lower() not in voices()["own_deeds"]
            or token.dep_ not in ("nsubj", "nsubjpass")
        ):
            continue
        saying = saying_over(scene, token)
        if saying is not None and saying.verb is not None and saying.verb.i < token.i and not saying.void:
            yield from owned_up(scene, saying, scene.span([poss, token]), 0.6)


def _struck(scene: Scene) -> Iterator[Statement]:
    """ "The army said it had struck a camp", "that its warplanes bombed militants"."""
    for token in scene.doc:
        frame = frames().verbs.get(token.lemma_.lower()) if token.pos_ == "VERB" else None
        if (
            frame is None
            or frame.cls not in ("attack", "impact")
            or is_passive(token)
            or negated(token)
            or negated_cleft(token)
            or _shot_down(token)
        ):
            continue
        doer = next(iter(agents(token)), None)
        saying = saying_over(scene, token)
        loose = (
            doer is not None and doer.pos_ == "PRON" and scene.munition is not None
        )  # "it" may be the rocket
        direct = any(t.dep_ == "dobj" for t in token.children)
        direct = direct and not any(map(nobody, objects(token)))
        if doer is not None and saying is not None and not loose and direct and is_own(scene, doer, saying):
            yield from owned_up(scene, saying, scene.span([doer, token]), 0.6)


def _shot_down(verb: Token) -> bool:
    """ "Shot down 42 drones" is no attack."""
    return any(t.dep_ == "prt" and t.lower_ == "down" for t in verb.children)


def _held_by_self(scene: Scene) -> Iterator[Statement]:
    """ "The group said it was behind the attack", "that it was its work", "its fighters had done it"."""
    for found in held(scene.doc):
        saying = saying_over(scene, found.word)
        if saying is None or saying.noun is None:
            continue
        own = [
            t
            for t in found.doers
            if is_own(scene, t, saying)
            or t.lower_ in ("it", "they", "its", "their", "theirs")
            or t.i == saying.noun.i
        ]
        if own and saying.verb is not None and unsaid(saying.verb, saying.noun):
            yield _nobody(scene, scene.span([saying.noun, found.word]))
        elif own and not found.negated and is_own(scene, own[0], saying):
            yield from owned_up(scene, saying, scene.span([own[0], found.word]), 0.8)

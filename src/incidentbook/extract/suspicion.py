"""Suspicion that no verb of blame tells: "the likely culprit", "suspicion fell on", "the hallmarks of the group"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.deeds import is_arm, is_deed, negated
from incidentbook.extract.lexicon import frames, voices
from incidentbook.extract.scene import Scene, objects, prepositional, subjects
from incidentbook.extract.speakers import armed, identified
from incidentbook.model import Actor


def suspects(scene: Scene) -> Iterator[tuple[Token, Token, Actor]]:
    """The words of suspicion in a sentence, the noun that they fall on, and who that is."""
    for token in scene.doc:
        laid = _culprit(token) or _fallen_on(token) or _hallmark(token) or _put_down_to(token)
        group = [] if laid else _membership(token) or _linked(token)
        for noun in [*laid, *group]:
            who = armed(scene, noun)
            home = noun in group and (
                who is None or who.kind != "armed_group" or _attacker(noun)
            )  # "come from Spain"
            if who is not None and identified(who) and not home:
                yield token, noun, who


def _culprit(token: Token) -> list[Token]:
    """ "The group was the likely culprit", "is the prime suspect"."""
    if token.lemma_.lower() not in voices()["culprits"] or token.dep_ not in ("attr", "oprd"):
        return []
    return [] if negated(token.head) else [t for t in subjects(token.head) if t.i < token.i]


def _fallen_on(token: Token) -> list[Token]:
    """ "Suspicion fell on the group", "came under suspicion"."""
    if token.lemma_.lower() != "suspicion":
        return []
    if token.dep_ == "nsubj":
        return [] if negated(token.head) else prepositional(token.head, "on", "upon", "at", "around")
    under = token.dep_ == "pobj" and token.head.lower_ == "under"
    return subjects(token.head.head) if under and not negated(token.head.head) else []


def _hallmark(token: Token) -> list[Token]:
    """ "Bore the hallmarks of the group"."""
    if token.lemma_.lower() not in voices()["hallmarks"] or token.dep_ in ("nsubj", "nsubjpass", "attr"):
        return []
    bare = any(t.lower_ in ("no", "without") for t in [*token.children, token.head])
    return [] if bare or negated(token.head) else prepositional(token, "of")


def _put_down_to(verb: Token) -> list[Token]:
    """ "Put the shelling down to Israel"."""
    down = verb.lemma_ == "put" and any(t.lower_ == "down" for t in verb.children)
    if not down or not any(is_deed(t) or is_arm(t) for t in objects(verb)):
        return []
    behind = [n for t in verb.children if t.lower_ == "down" for n in prepositional(t, "to")]
    return behind or prepositional(verb, "to")


def _membership(verb: Token) -> list[Token]:
    """ "The attackers are thought to be from the group", "the gunmen were members of it", "belonged to it"."""
    if verb.pos_ not in ("VERB", "AUX") or verb.lemma_ not in ("be", "belong") or negated(verb):
        return []
    if not any(map(_attacker, subjects(verb))):
        return []
    behind = prepositional(verb, "from", "to", "of")
    inside = [t for t in verb.children if t.dep_ == "attr"]
    return behind or inside if verb.lemma_ == "be" else behind


def _linked(verb: Token) -> list[Token]:
    """ "The bombers were linked to the group"."""
    if verb.lemma_ not in ("link", "connect", "tie", "affiliate") or negated(verb) or verb.dep_ == "acl":
        return []
    return prepositional(verb, "to", "with") if any(map(_attacker, objects(verb))) else []


def _attacker(noun: Token) -> bool:
    word = noun.lemma_.lower()
    return word in frames().attackers or word in voices()["attackers"]

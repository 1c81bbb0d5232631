"""What the readers of remarks ask of a clause: whether it is told as a fact, when, where and by whom."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.mentions import is_location, of_saying
from incidentbook.extract.parse import path_to_root
from incidentbook.extract.remarks.words import words
from incidentbook.extract.scene import VERBAL, Scene, agents, prepositional
from incidentbook.extract.speakers import named
from incidentbook.model import Actor, Interval, Place

_SIDES = ("advcl", "conj", "relcl", "nsubj", "nsubjpass", "parataxis")


def asserted(token: Token) -> bool:
    """Whether a noun or verb is told as a fact: not denied, wished, feared, planned, conditional or asked for."""
    if _turned(token):
        return False
    for below, above in pairwise(path_to_root(token)):
        matter = below.dep_ not in _SIDES
        if matter and (above.lemma_.lower() in words("unreal") or _turned(above)):
            return False
        if below.dep_ in ("relcl", "advcl"):
            break
    return True


def _turned(token: Token) -> bool:
    """Whether a word of its own turns it: "not", "no", "would", "if", "to" before the verb."""
    for child in token.children:
        low = child.lower_
        if child.dep_ == "neg" or (child.dep_ == "det" and low == "no"):
            return True
        if child.dep_ == "aux" and (low in words("modals") or (low == "to" and token.dep_ != "xcomp")):
            return True
        if child.dep_ in ("mark", "advmod") and low in words("conditions"):
            return True
        if child.dep_ == "amod" and token.pos_ not in VERBAL and low in words("unreal"):
            return True
    return token.dep_ == "xcomp" and token.tag_ == "VB" and token.head.lemma_ not in _AS_DONE


_AS_DONE = frozenset({"continue", "begin", "start", "go", "seem", "appear", "come"})


def clause_verb(token: Token) -> Token:
    """The verb of the clause that a token stands in; itself where it is one."""
    return next((t for t in path_to_root(token) if t.pos_ in VERBAL), token)


def times_of(scene: Scene, token: Token) -> Iterator[TimeClue]:
    """The times that hang on a noun, or on the verb of its clause."""
    verb = clause_verb(token)
    under = {t.i for t in token.subtree}
    argued = token.pos_ in VERBAL or token.dep_ in _ARGUMENTS
    for clue in scene.clues.times:
        head = scene.head(clue.span)
        if head is None or clue.expression.kind in ("duration", "set"):
            continue
        if of_saying(scene, clue) and clause_verb(head).i != token.i:
            continue
        own = token.pos_ not in VERBAL and head.i in under and not _further(head, token)
        if own or (argued and head.i != verb.i and clause_verb(head).i == verb.i):
            yield clue


_ARGUMENTS = ("nsubj", "nsubjpass", "dobj")


def _further(head: Token, above: Token) -> bool:
    """Whether a clause of its own lies between a time and a noun: "talks on the base that was hit on Monday"."""
    between = [t for t in path_to_root(head) if t.i != above.i and above.is_ancestor(t)]
    return any(t.pos_ in VERBAL and t.dep_ != "acl" for t in between)


def day_of(scene: Scene, token: Token) -> Interval | None:
    """The first of these times that is on the calendar."""
    found = (c.value.interval for c in times_of(scene, token) if c.value.interval is not None)
    return next(found, None)


def place_of(scene: Scene, token: Token) -> Place | None:
    """Where it was: a place told under a word, the nearest first, else in its clause."""
    verb = clause_verb(token)
    own, clause = {t.i for t in token.subtree}, {t.i for t in verb.subtree}
    found = [(p.place, h) for p in scene.clues.places if p.place and (h := scene.head(p.span)) is not None
             and is_location(scene, p) and h.i in own | clause]  # fmt: skip
    best = min(found, key=lambda f: (f[1].i not in own, abs(f[1].i - token.i)), default=None)
    return best[0] if best else None


def actors_of(scene: Scene, token: Token) -> tuple[Actor, ...]:
    """Who does what a verb says, or who is named behind a noun: "between A and B", "with", "from", "by"."""
    if token.pos_ in VERBAL:
        near = agents(token)
    else:
        near = prepositional(token, "between", "with", "from", "by", "among")
        near += [
            t for c in token.children if c.dep_ == "acl" for t in prepositional(c, "between", "with", "by")
        ]
        near += [t for t in token.lefts if t.dep_ in ("poss", "amod", "compound")]
        verb = clause_verb(token)
        near += (
            agents(verb) if token.dep_ in ("dobj", "pobj") and verb.lemma_.lower() in words("light") else []
        )
    found = [who for t in near if (who := named(scene, t)) is not None]
    return tuple(dict.fromkeys(found))

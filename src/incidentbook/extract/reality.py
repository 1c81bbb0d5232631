"""Tells the attacks that happened from threats, plans, fears, habits and drills."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.lexicon import frames, grammar, roles
from incidentbook.extract.parse import path_to_root
from incidentbook.extract.scene import Scene, objects
from incidentbook.extract.stopping import stopping
from incidentbook.extract.triggers import Trigger

Unreal = Literal["threat", "plan", "hypothetical", "exercise", "accident", "habit", "tally", "response"]

_NEAR = frozenset({"det", "amod", "advmod", "npadvmod", "compound", "nummod", "predet"})


def unreal(scene: Scene, trigger: Trigger) -> Unreal | None:
    """Why a trigger is no attack to record; None where it is one."""
    token = scene.doc[trigger.token]
    if _presupposed(scene, token):
        return _ranked(token) or _over_long(scene, token)
    return (
        _response(trigger, token)
        or _ranked(token)
        or _over_long(scene, token)
        or _above(token)
        or _modal(token)
        or (_habit(scene, token) if trigger.plural or trigger.cls else None)
    )


def _response(trigger: Trigger, token: Token) -> Unreal | None:
    """ "Police shot the attacker dead": those who stop an attack commit none."""
    if trigger.cls not in ("attack", "harm") or token.pos_ != "VERB":
        return None
    hurt = objects(token)
    return "response" if hurt and all(t.lemma_.lower() in roles()["perpetrators"] for t in hurt) else None


_LONG = re.compile(
    r"\b(?:recent|past|last few|last several|years|months|decades|for years|over the)\b", re.IGNORECASE
)
_LONG_DAYS = 45


def _over_long(scene: Scene, token: Token) -> Unreal | None:
    """ "Have killed many in the last few years": told of a long time, no single attack."""
    inside = {t.i for t in token.subtree} | (
        {t.i for t in token.head.subtree} if token.dep_ in ("dobj", "nsubj", "attr", "nsubjpass") else set()
    )
    mine = [c for c in scene.clues.times if (head := scene.head(c.span)) is not None and head.i in inside]
    if any(c.expression.bound == "since" for c in mine) and _perfect(token):
        return "tally"  # "have killed 2,400 people since October"
    return "habit" if any(map(_is_long, mine)) else None


def _is_long(clue: TimeClue) -> bool:
    days = clue.value.interval.days if clue.value.interval else None
    return _LONG.search(clue.expression.text) is not None and (days is None or days > _LONG_DAYS)


def _perfect(verb: Token) -> bool:
    return any(t.dep_ == "aux" and t.lower_ in ("have", "has", "'ve") for t in verb.children)


def _ranked(token: Token) -> Unreal | None:
    """ "Making this the second attack", "it was the 14th such strike": a count, no further attack."""
    ordinal = any(
        t.lower_ in grammar("ordinal")
        or t.ent_type_ == "ORDINAL"
        or (t.lower_[-2:] in ("th", "nd", "rd", "st") and t.lower_[:1].isdigit())
        for t in token.children
    )
    return (
        "tally"
        if ordinal and token.pos_ == "NOUN" and token.dep_ not in ("nsubj", "nsubjpass", "pobj")
        else None
    )


_CLIMB = 4  # words between an event and the verb that presupposes it: "condemned the use of force in the killing of two"


def _presupposed(scene: Scene, token: Token) -> bool:
    """ "Condemned the killing of six priests on Thursday", "to solve last week's murder": only what happened is condemned.

    Events told in full alone: "condemned violence", "will investigate any attack" presuppose none (Kiparsky and Kiparsky 1970).
    """
    if token.pos_ != "NOUN" or token.tag_ != "NN" or not _told_in_full(scene, token):
        return False
    node = token
    for _ in range(_CLIMB):
        if node.dep_ not in ("dobj", "pobj", "prep", "nsubjpass"):
            return False
        node = node.head
        if node.lemma_.lower() in grammar("factive"):
            return True
    return False


def _told_in_full(scene: Scene, event: Token) -> bool:
    """An event that the words take for known, with whom it hit or when it was."""
    known = any(t.dep_ == "poss" or t.lower_ in ("the", "this", "that") for t in event.children)
    span = scene.span(event.subtree)
    dated = any(span.contains(t.span) and t.value.interval is not None for t in scene.clues.times)
    hit = any(t.dep_ == "prep" and t.lower_ in ("of", "on", "against") for t in event.children)
    return known and (dated or hit)


def _above(token: Token) -> Unreal | None:
    found = unreal_head(token)
    return found[0] if found else None


def unreal_head(token: Token) -> tuple[Unreal, Token] | None:
    """The word above a trigger that makes it a threat, a plan, a wish or a worry, and which of these."""
    path = path_to_root(token)
    for below, above in pairwise(path):
        for reason, heads in frames().unreal_heads.items():
            if above.lemma_.lower() in heads and _depends(below, above) and stopping(below) is None:
                return reason, above  # type: ignore[return-value]
        if above.pos_ in ("VERB", "AUX") and below.dep_ in ("nsubj", "nsubjpass", "advcl", "conj", "relcl"):
            break
        if below.dep_ == "relcl" or (below.dep_ == "acl" and below.tag_ in ("VBN", "VBG")):
            break  # "plans to try those who attacked the bank": who they are, no matter of the plan
    return None


def _depends(below: Token, above: Token) -> bool:
    """What hangs on a verb as its matter (to attack, of attacks, an attack), not as its time or its doer."""
    if below.dep_ in ("nsubj", "nsubjpass", "agent", "advcl", "conj", "relcl", "npadvmod", "advmod"):
        return above.lower_ in ("would", "could", "might", "may", "should")
    if below.dep_ == "prep":
        return below.lower_ in ("of", "against", "for", "to", "from", "about", "with")
    return True


def _modal(token: Token) -> Unreal | None:
    verb = token if token.pos_ in ("VERB", "AUX") else None
    if verb is None and token.dep_ in ("nsubj", "nsubjpass", "dobj") and token.head.pos_ in ("VERB", "AUX"):
        verb = token.head
    if verb is None:
        return None
    auxiliaries = {t.lower_ for t in verb.children if t.dep_ == "aux"}
    if auxiliaries & grammar("modal") and "have" not in auxiliaries:
        return "hypothetical"
    if "to" in auxiliaries and verb.dep_ == "xcomp" and verb.head.lemma_ in ("have", "need", "be"):
        return "hypothetical"
    if any(t.dep_ == "mark" and t.lower_ in ("if", "unless", "whether") for t in verb.children):
        return "hypothetical"
    if any(t.dep_ == "neg" for t in verb.children) and token.pos_ in ("VERB", "AUX"):
        return "hypothetical"
    if (
        "to" in auxiliaries
        and verb.dep_ in ("advcl", "acl", "relcl")
        and verb.head.lemma_ not in frames().implicative
    ):
        return "plan"
    return None


def _habit(scene: Scene, token: Token) -> Unreal | None:
    near = {t.lower_ for t in token.children if t.dep_ in _NEAR}
    if token.dep_ in ("dobj", "nsubj", "nsubjpass", "attr"):
        near |= {t.lower_ for t in token.head.children if t.dep_ in ("advmod", "amod", "npadvmod")}
    if token.dep_ == "advcl" and token.tag_ == "VBG":
        near |= {t.lower_ for t in token.head.children if t.dep_ == "advmod"}
    if any(t.lower_ == "times" and any(c.dep_ == "nummod" for c in t.children) for t in token.children):
        near -= {"times"}  # "shot three times": at once
    if token.dep_ == "pobj":
        near |= {token.head.head.lower_, *(t.lower_ for t in token.head.head.lefts)}
    if near & frames().habit or scene.lower.startswith(
        ("in particular", "among them", "they include", "these include")
    ):
        return "habit"
    if token.pos_ == "VERB" and scene.sentence.region == "body" and _goes_on(token):
        return "habit"
    if token.tag_ in ("NNS", "NNPS") and not _single(scene, token):
        return "habit"
    return None


def _goes_on(verb: Token) -> bool:
    """ "Still plants bombs", "has been striking": told as going on, no single attack. Headlines tell the past so."""
    auxiliaries = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    progressive = verb.tag_ == "VBG" and "been" in auxiliaries and bool(auxiliaries & {"has", "have", "'ve"})
    return progressive or (verb.tag_ in ("VBZ", "VBP") and "did" not in auxiliaries)


def _single(scene: Scene, token: Token) -> bool:
    """A plural that still speaks of something that happened then: it has a date, a place or a number of its own."""
    span = scene.span(token.subtree)
    dated = any(span.contains(t.span) and t.value.interval is not None for t in scene.clues.times)
    both = any(
        t.dep_ in ("det", "nummod", "predet", "amod") and t.lower_ in ("both", "two", "twin", "three")
        for t in token.children
    )
    after = (
        token.dep_ == "pobj"
        and token.head.lower_ in ("after", "following", "since")
        and any(t.dep_ in ("det", "poss") for t in token.children)
    )
    return dated or both or after or _carried_out(token)


def _carried_out(token: Token) -> bool:
    """ "Launched airstrikes", "answered with airstrikes", "attacks killed twelve": told in the past as done."""
    verb = (
        token.head.head if token.dep_ == "pobj" and token.head.lower_ in ("with", "out", "in") else token.head
    )
    if token.head.lower_ == "in" and (
        verb.lemma_ not in frames().verbs or frames().verbs[verb.lemma_].cls not in ("harm", "impact")
    ):
        return False
    perfect = any(t.dep_ == "aux" and t.lower_ in ("have", "has", "'ve") for t in verb.children)
    done = verb.tag_ in ("VBD", "VBN") or (verb.tag_ == "VB" and verb.head.lemma_ in frames().implicative)
    return (
        token.dep_ in ("dobj", "nsubj", "nsubjpass", "pobj")
        and verb.lemma_ in frames().light
        and done
        and not perfect
    )


def irrealis(verb: Token) -> bool:
    """Whether a verb is only attempted, planned, feared or denied: its object did not suffer it."""
    attempted = verb.head.lemma_.lower() in frames().attempt and verb.dep_ in (
        "acl",
        "xcomp",
        "advcl",
        "relcl",
    )
    return attempted or _above(verb) is not None or _modal(verb) is not None

"""Numbers that stand: "keeps 900 soldiers in the country", "1,200 of the 4,000 are stationed at two bases"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.remarks.clause import asserted, clause_verb, day_of, place_of
from incidentbook.extract.remarks.words import gate, words
from incidentbook.extract.scene import Scene, agents, is_passive, noun_phrase
from incidentbook.extract.speakers import identified, named, voice
from incidentbook.extract.tallies.attacks import definite
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Actor, Count, Document, Figure
from incidentbook.normalise.actor import actor as actor_of
from incidentbook.normalise.quantity import Quantity


def figures(scene: Scene, document: Document) -> Iterator[Figure]:
    """The standing figures of a sentence."""
    if not gate("figure").search(scene.lower):
        return
    for number in scene.clues.quantities:
        noun = _counted(scene, number)
        if noun is None or not definite(number) or number.ordinal or _part_of_whole(noun):
            continue
        verb = _standing(noun)
        if verb is not None and asserted(verb):
            yield _figure(scene, document, number, noun, verb)


def _figure(scene: Scene, document: Document, number: Quantity, noun: Token, verb: Token) -> Figure:
    inside = scene.span([noun])
    start, end = min(number.span.start, inside.start), max(number.span.end, inside.end)
    return Figure(
        id=f"{document.id}-figure-{start}",
        count=number.count,
        what=_what(scene, number, noun),
        whole=_whole(scene, noun, verb),
        place=place_of(scene, noun),
        actor=_whose(scene, noun, verb),
        date=day_of(scene, noun),
        speaker=voice(scene).speaker,
        span=type(number.span)(start, end),
    )


def _counted(scene: Scene, number: Quantity) -> Token | None:
    """The noun of such a list that a number counts."""
    head = scene.head(number.span)
    if number.kind != "count" or head is None:
        return None
    noun = head.head if head.dep_ in ("nummod", "quantmod", "amod", "compound") else head
    if noun.lower_ in ("members", "member") and not any(t.lower_ == "of" for t in noun.children):
        return None
    fits = noun.lemma_.lower() in words("standing_nouns") and noun.pos_ in ("NOUN", "PROPN")
    return noun if fits else None


def _standing(noun: Token) -> Token | None:
    """The verb that says that they are there; None where they only do something, or something is done to them."""
    first = noun.conjuncts[0] if noun.dep_ == "conj" and noun.conjuncts else noun
    for below in first.children:
        if below.dep_ == "acl" and below.tag_ == "VBN" and below.lemma_.lower() in words("standing_passive"):
            return below
    verb = first.head
    lemma = verb.lemma_.lower()
    if first.dep_ == "nsubjpass":
        return verb if lemma in words("standing_passive") else None
    if first.dep_ == "attr" and any(t.dep_ == "expl" for t in verb.children):
        return verb
    if first.dep_ == "dobj" and not is_passive(verb):
        return verb if lemma in words("standing_verbs") and _in_present(verb) else None
    if first.dep_ == "nsubj":
        return (
            verb
            if lemma in ("remain", "stay", "serve") and not any(t.dep_ == "dobj" for t in verb.children)
            else None
        )
    return _held_at(first)


def _in_present(verb: Token) -> bool:
    """ "Maintains 900 soldiers", "hosting 900 soldiers": what stands, not what was once done."""
    return verb.tag_ in ("VBZ", "VBP", "VBG") or (
        verb.tag_ == "VBN" and any(t.lower_ in ("has", "have") for t in verb.children)
    )


def _held_at(noun: Token) -> Token | None:
    """ "Are stationed at three bases": where those stand that are counted beside."""
    if (
        noun.dep_ != "pobj"
        or noun.head.lower_ not in ("in", "at", "across", "on")
        or noun.lemma_ not in _SITES
    ):
        return None
    verb = noun.head.head
    return verb if verb.lemma_.lower() in words("standing_passive") and verb.tag_ == "VBN" else None


_SITES = frozenset({"base", "outpost", "garrison"})


def _what(scene: Scene, number: Quantity, noun: Token) -> str:
    """What is counted, without the number."""
    own = {t.i for t in scene.tokens(number.span)}
    kept = [
        t
        for t in noun_phrase(noun)
        if t.i not in own and t.dep_ not in ("det", "quantmod", "nummod", "advmod", "punct")
    ]
    return scene.words([t for t in kept if t.i >= min(k.i for k in kept)]) if kept else noun.text


def _part_of_whole(noun: Token) -> bool:
    """ "Out of 3,500 members": the whole of another figure."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and (
        noun.head.head.lower_ == "out" or noun.head.head.pos_ == "NUM"
    )  # fmt: skip


def _whole(scene: Scene, noun: Token, verb: Token) -> Count | None:
    """ "Out of 3,500" behind a figure."""
    inside = {t.i for t in verb.subtree}
    found = [
        q.count for q in scene.clues.quantities
        if (head := scene.head(q.span)) is not None and head.i in inside and q.kind == "count"
        and _part_of_whole(head.head if head.dep_ == "nummod" else head) and head.i > noun.i
    ]  # fmt: skip
    return found[0] if len(found) == 1 else None


def _whose(scene: Scene, noun: Token, verb: Token) -> Actor | None:
    """Whose they are: "US soldiers", else who keeps them."""
    own = actor_at(scene, noun)
    if (own is not None and own.actor.country is not None) or (own is not None and own.actor.id):
        return own.actor
    keepers = agents(clause_verb(verb)) if not is_passive(verb) else []
    found = (w for t in keepers if t.i != noun.i and (w := _keeper(scene, t)) is not None and identified(w))
    return next(found, None)


def _keeper(scene: Scene, token: Token) -> Actor | None:
    """Who keeps them; of "officials in the coalition, which keeps …" the coalition alone."""
    mention = actor_at(scene, token)
    within = (
        mention is not None and scene.head(mention.span) is not None and scene.head(mention.span) != token
    )
    return actor_of(scene.words(noun_phrase(token))) if within else named(scene, token)

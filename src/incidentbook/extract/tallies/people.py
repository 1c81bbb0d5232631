"""Counts of the dead and injured of a period: "55 people have been killed this year"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.scene import Scene, is_passive, perfect, prepositional, subjects
from incidentbook.extract.tallies.attacks import definite
from incidentbook.extract.tallies.build import people_tally
from incidentbook.extract.tallies.periods import Period, nearest, of_the_clause, periods
from incidentbook.extract.tallies.ways import deadly
from incidentbook.extract.tallies.words import attack_noun, effects, words
from incidentbook.extract.triggers import weapon_at
from incidentbook.model import Document, Tally
from incidentbook.normalise.quantity import Quantity

_FEWEST = 3  # one or two are told one by one
_WAR = 1000  # "has killed almost 2,420 people": no single attack
_LONG_DAYS = 20


def of_people(scene: Scene, document: Document) -> Iterator[Tally]:
    """The counts of dead and injured in a sentence that are those of a period and of no single attack."""
    found = periods(scene, document)
    for number in scene.clues.quantities:
        if number.ordinal or number.kind != "count" or number.count.low < _FEWEST or not definite(number):
            continue
        noun = _counted(scene, number)
        effect = _effect(scene, noun) if noun is not None else None
        if noun is None or effect is None:
            continue
        period = nearest(scene, found, number.span, noun)
        if period is not None and _adds_up(period, noun):
            yield people_tally(scene, document, noun, number, period.interval, effect)
        elif number.count.low >= _WAR and perfect(noun.head):
            yield people_tally(scene, document, noun, number, None, effect)


def _adds_up(period: Period, noun: Token) -> bool:
    """Whether a time is a period over which is counted, and not the vague day of one attack."""
    if not of_the_clause(period, noun):
        return False
    return period.running or _in_attacks(noun) or (period.days >= _LONG_DAYS and perfect(noun.head))


def _in_attacks(noun: Token) -> bool:
    """ "Were killed in shootings", "attacks killed 12": by several, of which no number is told."""
    verb = noun.head
    doers = [*prepositional(verb, "in", "by", "during"), *(t for t in verb.children if t.dep_ == "nsubj")]
    return any(
        t.tag_ == "NNS"
        and attack_noun(t.lemma_.lower())
        and not any(c.dep_ in ("nummod", "det") for c in t.children)
        for t in doers
    )


def _counted(scene: Scene, number: Quantity) -> Token | None:
    """The noun that a number counts, or the number that stands for it."""
    head = scene.head(number.span)
    if head is None:
        return None
    noun = head.head if head.dep_ in ("nummod", "quantmod", "amod", "compound") else head
    return noun if weapon_at(scene, noun) is None and noun.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") else None


def _effect(scene: Scene, noun: Token) -> str | None:
    """Whether those counted were killed or injured; None where the words do not say it."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in ("life", "death"):
        return "killed"
    lemma = noun.lemma_.lower()
    if lemma == "victim" and any(
        c.lemma_.lower() in effects("toll_nouns")["killed"] | {"murder"} for c in noun.lefts
    ):
        return "killed"
    for effect, nouns in effects("toll_nouns").items():
        if lemma in nouns or noun.lower_ in nouns:
            return effect
    first = noun.head if noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN", "NUM") else noun
    for verb, role in _verbs_of(first):
        if deadly(scene, verb) and (role in ("nsubjpass", "dobj") or is_passive(verb)):
            return "killed"
        for effect, verbs in effects("toll_verbs").items():
            if verb.lemma_.lower() in verbs and _suffered(verb, role, lemma):
                return effect
    return None


def _verbs_of(noun: Token) -> Iterator[tuple[Token, str]]:
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj"):
        yield noun.head, noun.dep_
    if noun.dep_ in ("nsubj", "nsubjpass"):
        shared = (c for c in noun.head.conjuncts if c.pos_ == "VERB" and noun in subjects(c))
        yield from ((c, noun.dep_) for c in shared)
    yield from ((c, "nsubjpass") for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN")


def _suffered(verb: Token, role: str, lemma: str) -> bool:
    if verb.lemma_.lower() in words("of_lives"):
        return lemma == "life"
    if verb.lemma_ in ("die", "perish"):
        return role == "nsubj"
    return role in ("nsubjpass", "dobj") or (role == "nsubj" and is_passive(verb))

"""Verbs by which an attack was stopped: "thwarted an attack", "the raid was foiled"."""

from __future__ import annotations

from spacy.tokens import Token

from incidentbook.extract.deeds import negated
from incidentbook.extract.lexicon import grammar, roles
from incidentbook.extract.scene import objects, perfect


def stopping(token: Token) -> Token | None:
    """The verb by which one attack was stopped, where there is one."""
    verb = token.head
    stopped = stopping_lemma(verb) in roles()["stages"]["verbs"] and token in objects(verb)
    return verb if stopped and in_the_past(verb) and _single(token) else None


def stopping_lemma(verb: Token) -> str:
    """The verb with its particle: "head off"."""
    particle = next((f" {t.lower_}" for t in verb.children if t.dep_ == "prt"), "")
    return f"{verb.lemma_.lower()}{particle}"


def in_the_past(verb: Token) -> bool:
    """Whether a verb tells of something done, as a headline does in the present: no plan, wish or negation."""
    auxiliaries = {t.lower_ for t in verb.children if t.dep_ in ("aux", "auxpass")}
    headline = verb.tag_ == "VBZ" and verb.dep_ == "ROOT"
    past = verb.tag_ in ("VBD", "VBN") or perfect(verb) or headline
    return past and verb.pos_ == "VERB" and not auxiliaries & grammar("modal") and not negated(verb)


def _single(noun: Token) -> bool:
    """One attack that was on its way: no plural, no "any", no "further"."""
    apart = {t.lower_ for t in noun.children if t.dep_ in ("det", "amod", "nummod")}
    return noun.tag_ in ("NN", "NNP") and not apart & set(roles()["stages"]["of_none"])

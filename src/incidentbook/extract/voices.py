"""Who says it: the speaker of a sentence, claims, blame and denial, by the lists of `resources/voices.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.lexicon import grammar, voices
from incidentbook.extract.scene import (
    Scene,
    Voice,
    agents,
    is_passive,
    noun_phrase,
    objects,
    prepositional,
    subjects,
)
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Actor, Attribution, Property, Span, Stance, Statement, Value
from incidentbook.normalise.actor import actor as actor_of

_ARMED = frozenset({"armed_group", "state", "military", "police", "unknown", "international"})


def voice(scene: Scene) -> Voice:
    """The speaker of the main saying of a sentence."""
    if scene.said is not None:
        return scene.said
    for token in scene.doc:
        if token.lemma_.lower() in voices()["say"] and token.pos_ == "VERB" and (who := _sayer(scene, token)):
            return Voice(who, _channel(scene))
    return Voice(_according(scene), _channel(scene))


def _sayer(scene: Scene, verb: Token) -> Actor | None:
    if is_passive(verb) and not prepositional(verb, "by"):
        return None
    found = agents(verb)
    if found and found[0].lower_ in ("he", "she", "it", "they"):
        return scene.speaker
    return named(scene, found[0]) if found else None


def _according(scene: Scene) -> Actor | None:
    for token in scene.doc:
        if token.lower_ == "according":
            nouns = [n for to in token.subtree if to.lower_ == "to" for n in to.children if n.dep_ == "pobj"]
            if nouns:
                return named(scene, nouns[0])
    return None


def _channel(scene: Scene) -> str | None:
    return next(
        (name for name, words in voices()["channels"].items() if any(w in scene.lower for w in words)), None
    )


def named(scene: Scene, token: Token) -> Actor | None:
    """The actor that a noun stands for; None for pronouns and what is no actor."""
    if token.pos_ == "PRON" or token.lower_ in ("that", "which", "who"):
        return None
    phrase = noun_phrase(token)
    known = [a for t in phrase if (a := actor_at(scene, t)) and token in scene.tokens(a.span)]
    if scene.group and token.lemma_.lower() in voices()["group_words"] and _pointing(token):
        return scene.group
    if known:
        return known[-1].actor if known[-1].actor.id else _by_name(scene, token, known[-1].actor)
    words = scene.words(phrase)
    return actor_of(words) if re.search(r"[A-Za-z]", words) and len(words) < 120 else None


def _pointing(token: Token) -> bool:
    """ "The group", with nothing that names it."""
    own = [
        t for t in token.children if t.dep_ in ("det", "amod", "compound", "nmod", "poss", "appos", "relcl")
    ]
    return [t.lower_ for t in own] == ["the"]


def _by_name(scene: Scene, token: Token, described: Actor) -> Actor:
    """The name that the text gives to one described: "a group that calls itself …", "a group, …"."""
    inside = [t for c in token.children if c.dep_ in ("appos", "relcl") for t in c.subtree]
    found = [
        a.actor for t in inside if (a := actor_at(scene, t)) and a.actor.id and a.actor.kind == described.kind
    ]
    return found[0] if found else described


def armed(scene: Scene, token: Token) -> Actor | None:
    """The actor that a noun stands for where it is one who could attack or be blamed."""
    who = named(scene, token)
    return who if who is not None and who.kind in _ARMED and token.pos_ != "PRON" else None


# ------------------------------------------------------------- claims, blame, denial


def voice_statements(scene: Scene) -> list[Statement]:
    """Claims of responsibility, blame, denials and "not aware of it" in one sentence."""
    return [*_claims(scene), *_blame(scene), *_denials(scene)]


def _statement(
    prop: Property,
    value: Value | None,
    stance: Stance,
    speaker: Actor | None,
    scene: Scene,
    span: Span,
    confidence: float,
) -> Statement:
    return Statement(prop, value, stance, speaker, _channel(scene), span, confidence)


def _claims(scene: Scene) -> Iterator[Statement]:
    for token in scene.doc:
        if token.lemma_.lower() == "claim" and token.pos_ == "VERB" and _of_the_deed(scene, token):
            yield from _claim_by(scene, token)
        elif (
            token.lemma_ == "claim" and token.pos_ == "NOUN" and any(t.lower_ == "no" for t in token.children)
        ):
            yield _statement(
                "claimed_by", None, "stated", None, scene, scene.span([*token.lefts, token]), 0.9
            )


def _spoken_for(scene: Scene, doer: Token) -> Actor | None:
    """The group whose spokesman claims for it."""
    mention = actor_at(scene, doer)
    return mention.organisation if mention is not None and "spokes" in scene.lower else None


def _of_the_deed(scene: Scene, verb: Token) -> bool:
    matter = [t.lemma_.lower() for t in objects(verb)]
    text = scene.lower
    return (
        any(m in grammar("deed") for m in matter)
        or "behind" in text
        or "responsib" in text
        or "carried out" in text
        or "not yet claimed" in text
    )


def _claim_by(scene: Scene, verb: Token) -> Iterator[Statement]:
    doers = agents(verb)
    span = scene.span([verb, *(doers[:1])])
    negated = any(t.dep_ == "neg" for t in verb.children) or any(
        t.lower_ in voices()["nobody"] for d in doers for t in d.subtree
    )
    if negated or (is_passive(verb) and not doers):
        if negated:
            yield _statement("claimed_by", None, "stated", None, scene, span, 0.9)
        return
    for doer in doers:
        who = _spoken_for(scene, doer) or armed(scene, doer)
        if who is not None and doer.dep_ != "attr":
            yield _statement("claimed_by", who, "claimed", who, scene, span, 0.85)
            return


def _blame(scene: Scene) -> Iterator[Statement]:
    for token in scene.doc:
        rule = voices()["blame"].get(token.lemma_.lower())
        if (
            rule
            and token.pos_ == "VERB"
            and token.dep_ != "amod"
            and not _negated(token)
            and rule.get("needs", "") in scene.lower
        ):
            yield from _blamed_by(scene, token, rule)
        elif (
            token.lower_ in ("suspected", "alleged")
            and token.dep_ == "amod"
            and (who := armed(scene, token.head))
            and who.id
        ):
            yield _attribution(scene, None, who, scene.span([token, token.head]), 0.6)
        elif token.pos_ == "VERB" and token.dep_ in ("xcomp", "ccomp") and is_passive(token):
            yield from _thought_done(scene, token)
        elif token.lower_ in voices()["responsible"] and token.head.lemma_ in (
            "be",
            "say",
            "believe",
            "think",
        ):
            yield from _behind(scene, token)


def _negated(verb: Token) -> bool:
    return any(t.dep_ == "neg" for t in verb.children)


def _blamed_by(scene: Scene, verb: Token, rule: dict[str, object]) -> Iterator[Statement]:
    targets: list[Token] = []
    prep = rule.get("prep")
    if isinstance(prep, list):
        targets = [n for head in (verb, *objects(verb)) for n in prepositional(head, *prep)]
    if not targets and rule.get("object"):
        targets = objects(verb)
    by = (
        None
        if is_passive(verb) and not agents(verb)
        else next((w for t in agents(verb) if (w := named(scene, t))), None)
    )
    for target in targets:
        who = armed(scene, target)
        if who is not None and (who.id or who.kind != "unknown"):
            yield _attribution(scene, by, who, scene.span([verb, *noun_phrase(target)]), 0.8)


def _thought_done(scene: Scene, verb: Token) -> Iterator[Statement]:
    """ "Believed to be carried out by Iran-backed militias"."""
    thought = verb.head.lemma_ in ("believe", "think", "suspect", "say", "presume") and verb.dep_ in (
        "xcomp",
        "ccomp",
    )
    for doer in agents(verb) if thought and is_passive(verb) else []:
        if (who := armed(scene, doer)) and (who.id or who.kind != "unknown"):
            yield _attribution(scene, None, who, scene.span([verb, *noun_phrase(doer)]), 0.6)


def _behind(scene: Scene, token: Token) -> Iterator[Statement]:
    verb = token.head
    for subject in subjects(verb):
        who = armed(scene, subject)
        if who is not None and not _negated(verb):
            yield _attribution(scene, voice(scene).speaker, who, scene.span([subject, token]), 0.5)


def _attribution(scene: Scene, by: Actor | None, to: Actor, span: Span, confidence: float) -> Statement:
    return _statement("attributed_to", Attribution(by, to), "attributed", by, scene, span, confidence)


def _denies(token: Token) -> bool:
    """ "Denied it", "rejected the accusation"; to reject an election is no denial."""
    if token.pos_ != "VERB" or _negated(token):
        return False
    lemma = token.lemma_.lower()
    return lemma == "deny" or (
        lemma in voices()["denial"]
        and any(t.lemma_.lower() in voices()["accusation"] for t in objects(token))
    )


def _denials(scene: Scene) -> Iterator[Statement]:
    role = next((s for p in voices()["denied_role"] if (s := scene.phrase_span(p))), None)
    for token in scene.doc:
        if _denies(token):
            who = next((w for t in agents(token) if (w := armed(scene, t))), None)
            if who:
                yield _statement("denied_by", who, "denied", who, scene, scene.span([token]), 0.75)
                return
    if role and (who := voice(scene).speaker):
        yield _statement("denied_by", who, "denied", who, scene, role, 0.7)
    yield from _unconfirmed(scene)


def _unconfirmed(scene: Scene) -> Iterator[Statement]:
    span = next((s for p in voices()["unconfirmed"] if (s := scene.phrase_span(p))), None)
    who = voice(scene).speaker
    if span and who:
        yield _statement("not_confirmed_by", who, "unconfirmed", who, scene, span, 0.75)

"""Who is blamed, and by whom: accusation and suspicion, which are not the deed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spacy.tokens import Token

from incidentbook.extract.deeds import Held, held, is_arm, is_deed, negated
from incidentbook.extract.doers import is_own, statement
from incidentbook.extract.lexicon import voices
from incidentbook.extract.scene import (
    Scene,
    agents,
    is_passive,
    noun_phrase,
    objects,
    prepositional,
    subjects,
)
from incidentbook.extract.speakers import armed, identified, saying_over, source
from incidentbook.extract.suspicion import suspects
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Actor, Attribution, Span, Statement

_TELLING = frozenset({"of", "behind", "for"})


def blame(scene: Scene) -> Iterator[Statement]:
    """Attributions in a sentence: by whom, None where it names nobody, and to whom."""
    for token in scene.doc:
        rule = voices()["blame"].get(token.lemma_.lower())
        if (
            rule
            and token.pos_ == "VERB"
            and token.dep_ != "amod"
            and not negated(token)
            and not _shunned(token)
        ):
            yield from _blamed(scene, token, rule)
        elif token.lower_ in ("suspected", "alleged") and token.dep_ == "amod":
            yield from _suspected(scene, token)
    for word, noun, who in suspects(scene):
        saying = saying_over(scene, word)
        if saying is None or not saying.void:
            span = scene.span([word, *noun_phrase(noun)])
            by = _blamer(scene, word) if word.lemma_ == "put" else _teller(scene, word)
            yield _attribution(scene, by, who, span, 0.65)
    for found in held(scene.doc):
        if found.word.lemma_.lower() not in voices()["own_verbs"]:
            yield from _held_to_it(scene, found)


def _shunned(verb: Token) -> bool:
    """ "Stopped short of pointing at", "without blaming"."""
    above = [verb.head, verb.head.head, verb.head.head.head] if verb.dep_ == "pcomp" else []
    return any(t.lemma_.lower() in voices()["shunning"] for t in above)


def _attribution(scene: Scene, by: Actor | None, to: Actor, span: Span, confidence: float) -> Statement:
    return statement(scene, "attributed_to", Attribution(by, to), "attributed", by, span, confidence)


def _blamed(scene: Scene, verb: Token, rule: dict[str, Any]) -> Iterator[Statement]:
    needs = rule.get("needs", [""])
    if not any(n in scene.lower for n in needs) or not _about_a_deed(verb, rule):
        return
    bare = _bare_passive(verb, rule)
    by = None if bare else _blamer(scene, verb)
    for target in bare or _targets(verb, rule):
        who = armed(scene, target)
        guessed = who is not None and who.kind == "state" and actor_at(scene, target) is None
        if who is not None and identified(who) and not guessed:  # "allies in Iraq" are not Iraq
            yield _attribution(scene, by, who, scene.span([verb, *noun_phrase(target)]), 0.8)


def _about_a_deed(verb: Token, rule: dict[str, Any]) -> bool:
    """ "Blamed for the attack" is, "blamed for a film" is not."""
    if "about" not in rule:
        return True
    heads = verb.subtree if "for" in rule["about"] else (verb, *objects(verb))
    about = [t for head in heads for t in prepositional(head, *rule["about"])]
    if not about:
        return not rule.get("must", False)
    return any(_tells_a_deed(t) and not (t.pos_ == "PRON" and "of" in rule["about"]) for t in about)


def _bare_passive(verb: Token, rule: dict[str, Any]) -> list[Token]:
    """ "Rohingya militants blamed for raids": a headline without its auxiliary."""
    active = is_passive(verb) or objects(verb) or not rule.get("object")
    if active or verb.tag_ not in ("VBD", "VBN") or any(t.dep_ in ("ccomp", "xcomp") for t in verb.children):
        return []
    behind = prepositional(verb, *rule.get("prep", ()))
    return [] if behind else agents(verb)


def _tells_a_deed(token: Token) -> bool:
    """A deed, or what one did: "killing", "launching the rockets", "being behind it", "the death of three men"."""
    if is_deed(token) or is_arm(token):
        return True
    inside = [c for c in token.children if c.dep_ in ("dobj", "conj", "attr") or c.lower_ in _TELLING]
    below = [t for c in inside for t in c.subtree]
    words = [t for t in below if t.pos_ not in ("PRON", "DET")]
    doing = token.lemma_.lower() in voices()["do_verbs"]
    return any(
        is_deed(t) or (token.lemma_ == "be" and t.lower_ in voices()["responsible"]) or (doing and is_arm(t))
        for t in words
    )


def _blamer(scene: Scene, verb: Token) -> Actor | None:
    """Who blames: the subject; of "police said it was blamed on …" none; of "told to blame" the one above."""
    if is_passive(verb):
        by = prepositional(verb, "by")
        return source(scene, by[0]) if by else _teller(scene, verb)
    found = [t for t in agents(verb) if t not in objects(verb)]
    return (source(scene, found[0]) if found else None) or _teller(scene, verb)


def _teller(scene: Scene, verb: Token) -> Actor | None:
    """ "The findings pointed to the PKK, the minister said"."""
    saying = saying_over(scene, verb)
    return source(scene, saying.noun) if saying is not None and saying.noun is not None else None


def _targets(verb: Token, rule: dict[str, Any]) -> list[Token]:
    direct = [t for t in objects(verb) if t.tag_ not in ("WDT", "WP")] or _small_clause(verb)
    head = [verb.head] if verb.dep_ in ("relcl", "acl") else []
    words, deed = rule.get("words", ()), rule.get("deed", False)
    if "prep" in rule:
        matter = [*direct, *head]
        fits = any(t.lemma_.lower() in words for t in matter) or (
            deed and any(is_deed(t) or is_arm(t) for t in matter)
        )
        behind = [n for h in (verb, *direct) for n in prepositional(h, *rule["prep"])]
        if words and not behind:
            behind = [n for o in direct for h in o.subtree for n in prepositional(h, *rule["prep"])]
        if behind and (fits or rule.get("object") or (rule.get("bare") and not matter)):
            return behind
    return direct if rule.get("object") else []


def _small_clause(verb: Token) -> list[Token]:
    """ "Holds the group responsible", "to blame": the parser may take the group for a subject."""
    inner = [t for t in verb.children if t.dep_ == "ccomp" and t.lower_ in ("responsible", "blame")]
    return [n for t in inner for n in subjects(t)]


def _suspected(scene: Scene, token: Token) -> Iterator[Statement]:
    """ "Suspected Taliban fighters": no word of who suspects them, unless somebody tells it."""
    who = armed(scene, token.head)
    if who is not None and identified(who) and who.id is not None:
        saying = saying_over(scene, token)
        by = source(scene, saying.noun) if saying is not None and saying.noun is not None else None
        yield _attribution(scene, by, who, scene.span([token, token.head]), 0.6)


def _held_to_it(scene: Scene, found: Held) -> Iterator[Statement]:
    """ "Police say the group was behind it", "it is thought to be the work of the IRA"."""
    saying = saying_over(scene, found.word)
    if found.negated or (saying is not None and saying.void) or (saying is None and not _seems(found.word)):
        return
    for doer in found.doers:
        who = armed(scene, doer)
        if who is None or not identified(who) or is_own(scene, doer, saying):
            continue
        by = source(scene, saying.noun) if saying is not None and saying.noun is not None else None
        yield _attribution(scene, by, who, scene.span([doer, found.word]), 0.7)


def _seems(word: Token) -> bool:
    """ "Is believed to be", "appears to be", "may have been"."""
    path = [word, *word.ancestors]
    return any(t.lemma_.lower() in voices()["seeming"] for t in path[:4]) or any(
        c.lower_ in ("may", "might", "could") for t in path[:2] for c in t.children
    )

"""The words that hold somebody to a deed: "was behind it", "the work of …", "had a hand in", "carried it out"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from incidentbook.extract.lexicon import frames, grammar, voices
from incidentbook.extract.parse import Parsed
from incidentbook.extract.scene import agents, objects, prepositional, subjects

_POINTING = frozenset({"it", "this", "that", "them", "so", "these", "those", "which", "both"})
_OF_MANY = frozenset({"pair", "couple", "set", "trio", "one", "two", "three"})
_OWN_WORK = frozenset({"theirs", "ours", "its"})


@dataclass(frozen=True, slots=True)
class Held:
    """Somebody held to a deed: the word that does so, the doers, and whether it is said not to be so."""

    word: Token
    doers: tuple[Token, ...]
    negated: bool


def held(doc: Parsed) -> Iterator[Held]:
    """All such words of a parsed sentence."""
    for token in doc:
        found = _behind(token) or _work(token) or _hand(token) or _did(token) or _to_blame(token)
        if found is not None and not _asked(found):
            yield found


def _behind(token: Token) -> Held | None:
    involved = token.lower_ == "involved" and any(t.lemma_ == "be" for t in token.children)
    if involved:
        doers = subjects(token)
        none = any(t.lower_ in ("none", "neither") or _none(t) for t in doers)
        return Held(token, tuple(doers), negated(token) or none)
    if token.lower_ not in voices()["responsible"] or not _is_being(token.head):
        return None
    about = prepositional(token.head, "behind", "for") + prepositional(token, "for") + _inside(token)
    if about and not any(is_deed(t) for t in about):
        return None
    return Held(token, tuple(subjects(token.head)), negated(token.head) or negated(token))


def _is_being(verb: Token) -> bool:
    return verb.lemma_ in ("be", "say", "believe", "think", "remain", "stand")


def _inside(preposition: Token) -> list[Token]:
    return [t for t in preposition.children if t.dep_ in ("pobj", "pcomp")]


def _work(token: Token) -> Held | None:
    if token.lower_ in _OWN_WORK and token.dep_ in ("attr", "acomp"):
        arms = [t for t in subjects(token.head) if is_deed(t) or is_arm(t)]
        return Held(token, (token,), negated(token.head)) if arms else None
    if token.lemma_.lower() not in voices()["work"] or token.dep_ not in ("attr", "oprd", "pobj", "dobj"):
        return None
    verb = token.head.head if token.dep_ == "pobj" else token.head  # "looked like the work of"
    about = [t for t in subjects(verb) if is_deed(t)]
    own = [t for t in token.children if t.dep_ == "poss"]
    if not about:
        return None
    return Held(token, (*prepositional(token, "of"), *own), negated(token.head))


def _hand(token: Token) -> Held | None:
    lemma = token.lemma_.lower()
    tied = lemma in voices()["tied"]
    if not (tied or lemma in voices()["hand"]) or token.dep_ not in ("dobj", "attr"):
        return None
    about = prepositional(token, "in", "with", *(["to"] if tied else []))
    if token.head.lemma_ in ("have", "play"):  # "took part in" is no accusation by itself
        about += prepositional(token.head, "in", "with")
    if token.head.lemma_ not in ("have", "play", "take") or not any(is_deed(t) for t in about):
        return None
    denied = negated(token.head) or _none(token)
    return Held(token, tuple(subjects(token.head)), denied) if denied or not tied else None


def _did(token: Token) -> Held | None:
    if token.pos_ != "VERB" or token.lemma_.lower() not in voices()["do_verbs"]:
        return None
    nothing = token.lemma_ == "do" and token.head.lower_ == "nothing"
    if nothing and any(is_deed(t) for t in prepositional(token, "with")):
        return Held(token, tuple(subjects(token.head.head)), True)
    matter = objects(token)
    doers = [t for t in agents(token) if t not in matter]
    if not doers or not any(is_deed(t) or is_arm(t) for t in matter):
        return None
    return Held(token, tuple(doers), negated(token) or any(_none(t) for t in matter))


def _to_blame(token: Token) -> Held | None:
    """ "Is to blame", "denied being to blame"."""
    infinitive = token.lower_ == "blame" and any(t.lower_ == "to" and t.i < token.i for t in token.children)
    if not infinitive or token.head.lemma_ != "be" or token.dep_ not in ("xcomp", "acl", "advcl"):
        return None
    return Held(token, tuple(subjects(token.head)), negated(token.head))


def is_deed(token: Token) -> bool:
    """A noun for an attack, or a pronoun that can stand for one."""
    lemma = token.lemma_.lower()
    frame = frames().nouns.get(lemma)
    verb = frames().verbs.get(lemma) if token.pos_ in ("VERB", "AUX") else None
    plain = (
        token.lower_ in _POINTING
        or lemma in grammar("deed")
        or lemma in voices()["deeds"]
        or verb is not None
    )
    plain = plain or _all_of(token)
    return (plain or (frame is not None and not frame.skip)) and not _other_deeds(token)


def is_arm(token: Token) -> bool:
    """A weapon, which may be claimed in place of its attack: "claimed the rockets"."""
    return token.lemma_.lower() in voices()["arms"]


def _all_of(token: Token) -> bool:
    """ "All of these", "both of them"."""
    if token.lower_ in _OF_MANY:
        return any(is_deed(t) for t in prepositional(token, "of"))
    inner = prepositional(token, "of") if token.lower_ in ("all", "both", "each", "any") else []
    return any(t.lower_ in _POINTING or t.lemma_.lower() in grammar("deed") for t in inner)


def _other_deeds(token: Token) -> bool:
    near = {t.lower_ for t in token.children if t.dep_ in ("amod", "det", "nummod", "advmod")}
    if token.dep_ == "pobj" and token.head.lower_ == "of":
        near |= {token.head.head.lower_}
    return bool(near & set(voices()["other_deeds"]))


def negated(verb: Token) -> bool:
    """Whether a verb, or the one it hangs on as a helper, is denied."""
    return any(t.dep_ == "neg" or t.lower_ == "never" for t in verb.children)


def negated_cleft(verb: Token) -> bool:
    """ "It was not its jets that bombed the village"."""
    over = verb.head.head
    return verb.dep_ == "relcl" and verb.head.dep_ == "attr" and over.lemma_ == "be" and negated(over)


def _none(noun: Token) -> bool:
    return any(t.lower_ in ("no", "any", "neither") and t.dep_ == "det" for t in noun.children) and any(
        t.lower_ in ("no", "neither") for t in noun.children
    )


def _asked(found: Held) -> bool:
    """ "Whether Israel was behind it", "which side did it", "who was responsible": nobody is held to it."""
    node = found.word
    while node.head.i != node.i:
        if any(t.dep_ == "mark" and t.lower_ in ("whether", "if") for t in node.children):
            return True
        node = node.head
    return any(
        t.tag_ in ("WP", "WDT") or any(c.tag_ in ("WP", "WDT", "WP$") for c in t.children)
        for t in found.doers
    )

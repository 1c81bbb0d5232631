"""Who speaks: the sayer of a clause, whom a spokesman speaks for, and the actor that a noun stands for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Token

from incidentbook.extract.lexicon import voices
from incidentbook.extract.scene import (
    Scene,
    Voice,
    agents,
    is_passive,
    noun_phrase,
    prepositional,
    subjects,
)
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Actor
from incidentbook.normalise.actor import actor as actor_of
from incidentbook.normalise.actor import state_of

FORCES = frozenset({"armed_group", "military", "state", "police", "international"})
_ARMED = FORCES | {"unknown"}
_NOUNS = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "X"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "we", "i"})


@dataclass(frozen=True, slots=True)
class Saying:
    """A verb of saying with its speaker: the noun that speaks, who that is, and for whom.

    `void`: what follows is denied, or said by none.
    """

    verb: Token | None
    noun: Token | None
    speaker: Actor | None
    party: Actor | None
    void: bool = False


# ------------------------------------------------------------------ the voice of a sentence


def voice(scene: Scene) -> Voice:
    """The speaker of the main saying of a sentence."""
    if scene.said is not None:
        return scene.said
    quoted = _quoted(scene)
    if quoted is not None:
        return Voice(quoted, channel(scene))
    for token in scene.doc:
        if is_saying(token) and (who := _sayer(scene, token)):
            return Voice(who, channel(scene))
    return Voice(_according(scene), channel(scene))


def _quoted(scene: Scene) -> Actor | None:
    """ "AP said, quoting a local official": the official speaks, the agency passes it on."""
    for token in scene.doc:
        if token.lemma_.lower() in ("quote", "cite") and token.tag_ == "VBG" and token.dep_ == "advcl":
            found = [t for t in token.children if t.dep_ == "dobj"]
            who = who_is(scene, found[0]) if found and actor_at(scene, found[0]) else None
            if who is not None:
                return who
    return None


def is_saying(token: Token) -> bool:
    """Whether a token is a verb of saying."""
    return token.pos_ == "VERB" and token.lemma_.lower() in voices()["say"]


def _sayer(scene: Scene, verb: Token) -> Actor | None:
    noun = _sayer_noun(scene, verb)
    return who_is(scene, noun) if noun is not None and not unsaid(verb, noun) else None


def _sayer_noun(scene: Scene, verb: Token) -> Token | None:
    """The subject; where the parser gives several, the first that is somebody."""
    if verb.dep_ == "pcomp" and verb.head.lower_ == "as" and verb.head.head.lemma_ in ("quote", "cite"):
        return next(iter(subjects(verb.head.head)), None)  # "officials were quoted as saying"
    if is_passive(verb) and not prepositional(verb, "by"):
        return None
    found = [t for t in agents(verb) if t.i + 1 >= len(t.doc) or t.nbor().text != ":"]
    somebody = [t for t in found if t.lower_ in _PRONOUNS or actor_at(scene, t)]
    return next(iter(somebody or found), None)


def who_is(scene: Scene, noun: Token) -> Actor | None:
    """The actor that a noun or pronoun stands for: "he", "it" are the one who spoke last."""
    if noun.lower_ in _PRONOUNS:
        return scene.speaker
    return person_beside(scene, noun) or _person_of(scene, noun) or named(scene, noun)


def _person_of(scene: Scene, noun: Token) -> Actor | None:
    """The person of "Maria Silva of the health ministry", where the words are read as those of the ministry."""
    mention = actor_at(scene, noun)
    belongs = any(t.lower_ in ("of", "from") and t.dep_ == "prep" and t.i > noun.i for t in noun.children)
    name = _full_name(scene, noun) if belongs else None
    if name is None or (mention is not None and (mention.person or mention.actor.id is not None)):
        return None
    own = set(mention.actor.name.lower().split()) if mention is not None else set()
    return None if own & set(name.lower().split()) else Actor(name, None, "unknown", None)


def _full_name(scene: Scene, noun: Token) -> str | None:
    """The words of a name, where there are two at least."""
    words = [t for t in noun.children if t.dep_ == "compound" and t.pos_ == "PROPN" and t.i < noun.i]
    name = scene.words([*words, noun])
    return name if noun.pos_ == "PROPN" and words and all(w[:1].isupper() for w in name.split()) else None


def person_beside(scene: Scene, noun: Token) -> Actor | None:
    """The name behind an office: "the mayor, Alexei Kulemzin", "a spokesman for the navy, Commander Dassanayake"."""
    if noun.pos_ == "PROPN" or noun.lemma_.lower() in voices()["group_words"]:
        return None
    beside = [t for t in noun.children if t.dep_ == "appos" and t.pos_ == "PROPN" and t.i > noun.i]
    found = [m.actor for t in beside if (m := actor_at(scene, t)) is not None and m.person]
    if found or not beside or noun.lemma_.lower() not in voices()["mouthpieces"]:
        return found[0] if found else None
    name = _full_name(scene, beside[0]) if actor_at(scene, beside[0]) is None else None
    return Actor(name, None, "unknown", None) if name else None


def _according(scene: Scene) -> Actor | None:
    noun = _according_noun(scene)
    return who_is(scene, noun) if noun is not None else None


def _according_noun(scene: Scene) -> Token | None:
    for token in scene.doc:
        if token.lower_ == "according":
            nouns = [n for to in token.subtree if to.lower_ == "to" for n in to.children if n.dep_ == "pobj"]
            if nouns:
                return nouns[0]
    return None


def channel(scene: Scene) -> str | None:
    """The medium that a sentence names, such as Telegram."""
    return next(
        (name for name, words in voices()["channels"].items() if any(w in scene.lower for w in words)), None
    )


# ------------------------------------------------------------------ the saying over a clause


def saying_over(scene: Scene, token: Token) -> Saying | None:
    """Who says the clause that a token stands in; None where the article does."""
    node = token
    while node.head.i != node.i:
        if node.dep_ in ("ccomp", "parataxis", "xcomp") and is_saying(node.head):
            return _saying(scene, node.head)
        if (verb := _stating(node)) is not None:
            return _saying(scene, verb)
        node = node.head
    behind = [
        t for t in node.children if t.dep_ in ("parataxis", "ccomp") and is_saying(t) and t.i != token.i
    ]
    aside = next((t for t in behind if token not in t.subtree and not _has_content(t)), None)
    if aside is not None:
        return _saying(scene, aside)
    noun = _according_noun(scene)
    return Saying(None, noun, who_is(scene, noun), party(scene, noun)) if noun is not None else None


def _stating(clause: Token) -> Token | None:
    """The verb of "boasted in a statement that its men had done it", where the parser hangs the clause on the statement."""
    content = clause.dep_ in ("acl", "relcl") and any(t.dep_ == "mark" for t in clause.children)
    if not content or clause.head.lemma_.lower() not in voices()["texts"]:
        return None
    return next((t for t in clause.head.ancestors if is_saying(t)), None)


def _has_content(verb: Token) -> bool:
    return any(t.dep_ in ("ccomp", "dobj", "xcomp") for t in verb.children)


def _saying(scene: Scene, verb: Token) -> Saying:
    noun = _sayer_noun(scene, verb)
    if noun is None:
        return Saying(verb, None, None, None)
    if unsaid(verb, noun) or verb.lemma_.lower() in voices()["denial"]:
        return Saying(verb, noun, None, None, void=True)
    return Saying(verb, noun, who_is(scene, noun), party(scene, noun))


def unsaid(verb: Token, noun: Token) -> bool:
    """ "No group has said", "has not said": what follows is said by none."""
    first = noun.head if noun.dep_ == "conj" else noun
    return nobody(noun) or nobody(first) or any(t.dep_ == "neg" for t in verb.children)


def nobody(token: Token) -> bool:
    """ "No group", "nobody", "none of them"."""
    return any(t.lower_ in voices()["nobody"] for t in [token, *token.children] if t.dep_ != "prep")


def party(scene: Scene, noun: Token) -> Actor | None:
    """The group or force that a speaker speaks for: itself, or that of a spokesman, a statement, a channel of its own."""
    if noun.lower_ in _PRONOUNS:
        return _party_before(scene, noun)
    mention = actor_at(scene, noun)
    if mention is not None and mention.organisation is not None:
        return mention.organisation
    if noun.lemma_.lower() in voices()["mouthpieces"]:
        return _owner(scene, noun)
    who = named(scene, noun)
    if who is None or is_person(scene, noun):
        return None
    return who if who.kind in FORCES or _unknown_name(scene, noun) else None


def _unknown_name(scene: Scene, noun: Token) -> bool:
    """A proper name of an organisation that the tables do not know."""
    return noun.pos_ == "PROPN" and noun.ent_type_ in ("ORG", "NORP") and actor_at(scene, noun) is None


def source(scene: Scene, noun: Token) -> Actor | None:
    """Who blames or tells, where the words name somebody: no "findings", no "reports"."""
    who = who_is(scene, noun)
    told_apart = noun.pos_ == "PROPN" or person_beside(scene, noun) is not None
    return who if who is not None and (who.kind != "unknown" or told_apart) else None


def is_person(scene: Scene, noun: Token) -> bool:
    """Whether a noun names a person or an office that one holds."""
    mention = actor_at(scene, noun)
    return mention is not None and mention.person


def _party_before(scene: Scene, pronoun: Token) -> Actor | None:
    """ "It said": the force that spoke last; "he said" may be any man."""
    before = scene.speaker
    if pronoun.lower_ == "we":
        return scene.group  # a quotation: whoever spoke before need not be its author
    plural = pronoun.lower_ in ("it", "they")
    return before if plural and before is not None and before.kind in FORCES else None


def _owner(scene: Scene, noun: Token) -> Actor | None:
    """The group of "a spokesman for the group", "the group's statement", "a Houthi spokesman"."""
    near = [t for t in noun.children if t.dep_ in ("poss", "compound", "amod", "nmod")]
    for token in [*prepositional(noun, "of", "for", "from", "by", "in", "with"), *near, *_senders(noun)]:
        own = token.dep_ == "poss" and token.pos_ == "PRON"
        who = _party_before_any(scene) if own else named(scene, token)
        if who is not None and who.kind in FORCES:
            return who
    return None


def _senders(noun: Token) -> list[Token]:
    """Who put out a text: "an email sent to reporters by the group", "the group issued a statement denying it"."""
    if noun.lemma_.lower() not in voices()["texts"]:
        return []
    sent = [t for t in noun.children if t.dep_ == "acl" and t.lemma_.lower() in voices()["issuing"]]
    above = [noun.head] if noun.dep_ == "dobj" and noun.head.lemma_.lower() in voices()["issuing"] else []
    return [t for verb in (*sent, *above) for t in agents(verb)]


def _party_before_any(scene: Scene) -> Actor | None:
    return scene.speaker if scene.speaker is not None and scene.speaker.kind in FORCES else scene.group


# ------------------------------------------------------------------ who a noun stands for


def named(scene: Scene, token: Token) -> Actor | None:
    """The actor that a noun stands for; None for pronouns and what is no actor."""
    if token.pos_ == "PRON" or token.lower_ in ("that", "which", "who"):
        return None
    phrase = noun_phrase(token)
    known = [a for t in phrase if (a := actor_at(scene, t)) and token in scene.tokens(a.span)]
    if scene.group and token.lemma_.lower() in voices()["group_words"] and _pointing(token):
        return scene.group
    if known:
        return _best_known(scene, token, known[-1].actor)
    if token.lemma_.lower() in voices()["group_words"] and (name := _named_beside(scene, token)):
        return name
    words = scene.words(phrase)
    return (
        actor_of(words) if re.match(r"\W?\w", words) and token.pos_ in _NOUNS and len(words) < 120 else None
    )


def _named_beside(scene: Scene, token: Token) -> Actor | None:
    """The group of "the terrorist group Daesh", "a group calling itself Islamic State"."""
    inside = [t for c in token.children if c.dep_ in ("appos", "acl", "relcl") for t in c.subtree]
    found = [
        a.actor for t in inside if (a := actor_at(scene, t)) and a.actor.id and a.actor.kind == "armed_group"
    ]
    return found[0] if found else _self_styled(scene, token)


def _best_known(scene: Scene, token: Token, actor: Actor) -> Actor:
    """One described is the one named with it, or the one of its kind that spoke before ("the army")."""
    if actor.id:
        return actor
    before = scene.speaker
    same = before is not None and before.id is not None and before.kind == actor.kind
    if same and before is not None and actor.country is None and _pointing(token):
        return before
    return _by_name(scene, token, actor)


def _pointing(token: Token) -> bool:
    """ "The group", with nothing that names it."""
    own = [
        t for t in token.children if t.dep_ in ("det", "amod", "compound", "nmod", "poss", "appos", "relcl")
    ]
    return [t.lower_ for t in own] == ["the"]


def _by_name(scene: Scene, token: Token, described: Actor) -> Actor:
    """The name that the text gives to one described: "a group that calls itself …", "a group, …"."""
    inside = [t for c in token.children if c.dep_ in ("appos", "relcl", "acl") for t in c.subtree]
    found = [
        a.actor for t in inside if (a := actor_at(scene, t)) and a.actor.id and a.actor.kind == described.kind
    ]
    return found[0] if found else _self_styled(scene, token) or described


def _self_styled(scene: Scene, token: Token) -> Actor | None:
    """The name, known or not, of "a group calling itself …"."""
    verbs = [
        c for c in token.children if c.dep_ in ("acl", "relcl") and c.lemma_ in ("call", "style", "name")
    ]
    names = [
        n
        for v in verbs
        for n in v.children
        if n.dep_ in ("oprd", "attr", "dobj", "ccomp") and n.pos_ == "PROPN"
    ]
    return actor_of(scene.words(noun_phrase(names[0]))) if names else None


def armed(scene: Scene, token: Token) -> Actor | None:
    """The actor that a noun stands for where it is one who could attack or be blamed."""
    who = named(scene, token)
    if who is None or who.kind not in _ARMED or token.pos_ == "PRON":
        return None
    return who


def one_side(a: Actor, b: Actor) -> bool:
    """Whether two names mean one party: the same actor, or bodies of one state."""
    if a.name == b.name or (a.id is not None and a.id == b.id):
        return True
    state = state_of(a)
    return state is not None and state == state_of(b)


def identified(who: Actor | None) -> bool:
    """Whether an actor is named, or at least described so that it is told apart: no "men", no "unknown gunmen"."""
    if who is None or (who.id is None and who.kind not in FORCES):
        return False
    words = set(who.name.lower().split())
    if who.id is not None:
        return True
    told_apart = who.country is not None or any(w[:1].isupper() for w in who.name.split())
    return not words & _unknown() and (told_apart or not words & _faceless())


@cache
def _unknown() -> frozenset[str]:
    return frozenset(voices()["unknown"])


@cache
def _faceless() -> frozenset[str]:
    return frozenset(voices()["faceless"])

"""How what is counted was done: "by suicide bombers", "in mortar attacks", "shot dead"; and what was stopped: "foiled"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.lexicon import VerbFrame, frames
from incidentbook.extract.scene import Scene, agents, is_passive, noun_phrase, prepositional
from incidentbook.extract.tallies.words import attack_noun, words
from incidentbook.extract.triggers import frame_at, weapon_at

TIMES = frozenset({"time", "times", "occasions"})
"""What counts how often something was attacked: "hit seven times", "on seven occasions"."""
_STRIKING = ("attack", "impact", "launch", "burst")


def attack_frame(scene: Scene, verb: Token) -> VerbFrame | None:
    """The frame of a verb that stands for an attack, its particles and "on fire" counted in; None for any other word."""
    frame = frame_at(scene, verb) if verb.pos_ in ("VERB", "AUX") else None
    return frame if isinstance(frame, VerbFrame) and frame.cls in ("attack", "impact") else None


def verb_of_times(times: Token) -> Token:
    """The verb that "seven times" and "on seven occasions" stand with."""
    return times.head.head if times.head.dep_ == "prep" else times.head


def under_attack(verb: Token) -> bool:
    """ "Have come under fire"."""
    return verb.lemma_ in ("come", "be") and any(
        t.lemma_.lower() in words("under") for t in prepositional(verb, "under")
    )


def does(scene: Scene, verb: Token) -> bool:
    """Whether the subject of a verb does what is counted: "carried out", "has claimed", not "recorded", "foiled"."""
    lemma = verb.lemma_.lower()
    if lemma in words("doers") or lemma in frames().doing:
        return True
    frame = frame_at(scene, verb)
    return isinstance(frame, VerbFrame) and frame.cls in _STRIKING


def deadly(scene: Scene, verb: Token) -> bool:
    """ "Stabbed to death", "shot dead"; not "left dead", which tells of no attack by itself."""
    if attack_frame(scene, verb) is None:
        return False
    return any(c.lower_ == "dead" for c in verb.children) or any(
        t.lower_ == "death" for t in prepositional(verb, "to")
    )


def deed(scene: Scene, verb: Token) -> str:
    """The verb with the words that it stands for an attack with: "attacked", "set on fire"."""
    frame = attack_frame(scene, verb)
    _, _, behind = frame.entry.partition(" ") if frame is not None else ("", "", "")
    return f"{verb.text} {behind}" if behind else verb.text


def ways(scene: Scene, verb: Token) -> str:
    """The words beside a verb that tell the kind of attack, each behind a space: " by suicide bombers", " in drone strikes"."""
    told = (f"{by} {scene.words(noun_phrase(t))}" for by, t in _beside(verb) if _tells_kind(scene, t))
    return "".join(f" {words_said}" for words_said in dict.fromkeys(told))


def deadly_deed(scene: Scene, verb: Token) -> str:
    """A verb that tells the kind of attack by which people died, behind a space: " stabbed"; empty for "killed"."""
    frame = attack_frame(scene, verb)
    return f" {verb.text}" if frame is not None and frame.kind is not None else ""


def _beside(verb: Token) -> Iterator[tuple[str, Token]]:
    yield from (("by", t) for t in agents(verb) if not is_passive(verb) or t.dep_ == "pobj")
    yield from (("in", t) for t in prepositional(verb, "in", "during", "with"))


def _tells_kind(scene: Scene, noun: Token) -> bool:
    return any(
        weapon_at(scene, t) is not None
        or attack_noun(t.lemma_.lower())
        or t.lemma_.lower() in frames().attackers
        for t in noun_phrase(noun)
    )


def stopped(noun: Token) -> bool:
    """Whether what is counted did not come to pass: "foiled 11 bombings"."""
    return noun.dep_ in ("dobj", "nsubjpass") and noun.head.lemma_.lower() in words("stopped")

"""Finds the words of a sentence that stand for an attack, by the frames of `resources/frames.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from spacy.tokens import Token

from incidentbook.extract.lexicon import NounFrame, VerbClass, VerbFrame, frames, grammar, roles
from incidentbook.extract.places import site_of_noun
from incidentbook.extract.scene import Scene, agents, is_passive, objects, prepositional, subjects
from incidentbook.model import AttackType
from incidentbook.normalise.actor import ActorMention
from incidentbook.normalise.weapon import WeaponMention

ARMED = frozenset({"military", "armed_group", "state", "police"})


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that stands for an attack: its token, how strong it is by itself and the kind of attack it tells, if any."""

    token: int
    cls: VerbClass | None  # None for nouns
    kind: AttackType | None
    weak: bool
    plural: bool


def find_triggers(scene: Scene) -> tuple[Trigger, ...]:
    """All triggers of a sentence, in order. Whether they are real is asked elsewhere (`reality.py`)."""
    found = [t for token in scene.doc for t in _triggers_at(scene, token)]
    strong = [t for t in found if t.cls != "harm"]
    return tuple(strong if strong and not _harm_apart(scene, found) else found)


def _harm_apart(scene: Scene, found: list[Trigger]) -> bool:
    return any(t.cls == "harm" for t in found)


def _triggers_at(scene: Scene, token: Token) -> Iterator[Trigger]:
    if (token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBG", "VBD")) and not _the_injured(token):
        yield from _verb(scene, token)
    elif token.pos_ in ("NOUN", "PROPN"):
        yield from _noun(scene, token)


def _the_injured(token: Token) -> bool:
    """ "The injured", "the wounded": people, no event."""
    return any(t.dep_ == "det" for t in token.children)


def _verb(scene: Scene, token: Token) -> Iterator[Trigger]:
    frame = _verb_frame(scene, token)
    if frame and _needs_met(scene, token, frame):
        kind = (None if _flew(scene, token, frame) else frame.kind) or attacker_kind(token)
        cls = "down" if _stops_munition(scene, token) else frame.cls
        yield Trigger(token.i, cls, _suicide(scene, token) or kind, cls in ("harm", "down"), False)


def _flew(scene: Scene, verb: Token, frame: VerbFrame) -> bool:
    """A rocket that explodes is no bombing: what exploded tells the kind."""
    things = [*objects(verb), *subjects(verb)]
    return frame.cls == "burst" and any(
        stands_for_munition(scene, t)
        or ((w := weapon_at(scene, t)) is not None and w.weapon.attack_type not in (None, "bombing"))
        for t in things
    )


def _stops_munition(scene: Scene, verb: Token) -> bool:
    return verb.lemma_ in roles()["intercept_words"] and any(_munition(scene, t) for t in objects(verb))


def _verb_frame(scene: Scene, token: Token) -> VerbFrame | None:
    table = frames().verbs
    lemma = token.lemma_.lower()
    plain = table.get(lemma)
    if plain and plain.cls == "launch" and any(_munition(scene, t) for t in objects(token)):
        return plain
    for child in token.children:
        together = child.dep_ in ("prt", "acomp", "oprd", "advmod", "dobj") or (
            child.dep_ == "prep" and not _of_time(scene, child)
        )
        words = f"{lemma} {child.lower_}"
        behind = [child, *(t for t in child.children if child.dep_ == "dobj" and t.dep_ == "prep")]
        longer = next(
            (f for p in behind for t in p.children if (f := table.get(f"{lemma} {p.lower_} {t.lower_}"))),
            None,
        )
        if longer is not None:
            return longer
        if together and (frame := table.get(words)):
            return frame
    return plain


def _of_time(scene: Scene, preposition: Token) -> bool:
    inside = [t for c in preposition.children for t in (c,)]
    return any(t in scene.tokens(clue.span) for clue in scene.clues.times for t in inside)


def _needs_met(scene: Scene, token: Token, frame: VerbFrame) -> bool:
    match frame.cls:
        case "attack":
            return bool(objects(token) or subjects(token) or prepositional(token, "by", "on", "at"))
        case "impact":
            return _impact(scene, token)
        case "launch":  # the subject too: "three rockets fired at a base hit …" misleads the parser
            sent = [*objects(token), *subjects(token), *_acl_head(token)]
            return any(_munition(scene, t) for t in sent) or (
                token.lemma_ in _HURLING and any(_charge(scene, t) for t in sent)
            )
        case "down":
            return any(_munition(scene, t) for t in [*objects(token), *_acl_head(token)])
        case "burst":
            things = [*objects(token), *subjects(token)]
            return any(_explosive(scene, t) for t in things) or _reflexive(token) or _wrecked(scene, token)
        case "harm":
            return True


_HURLING = frozenset({"hurl", "throw", "lob", "toss", "plant", "lay", "place"})


def _charge(scene: Scene, token: Token) -> bool:
    """Explosives, which are hurled and planted as bombs are."""
    weapon = weapon_at(scene, token)
    return weapon is not None and weapon.weapon.attack_type == "bombing"


def _wrecked(scene: Scene, verb: Token) -> bool:
    """ "Blew up an oil pipeline": somebody does it to a site."""
    by_somebody = any(
        _armed(scene, t) or t.lemma_.lower() in frames().attackers or t.pos_ == "PRON" for t in agents(verb)
    )
    return any(_aim(scene, t) for t in objects(verb)) and (by_somebody or is_passive(verb))


def _acl_head(token: Token) -> list[Token]:
    return [token.head] if token.dep_ in ("acl", "relcl") else []


def _impact(scene: Scene, token: Token) -> bool:
    doers = agents(token)
    if any(
        weapon_at(scene, t) or _munition(scene, t) or t.lemma_.lower() in frames().attackers for t in doers
    ):
        return True
    if token.lemma_ in _BREAKING and any(map(_bursting, doers)):
        return True
    means = prepositional(token, "by", "with")
    if any(_munition(scene, t) or (token.lemma_ == "riddle" and weapon_at(scene, t)) for t in means):
        return True
    if is_passive(token) or token.lemma_ in ("target", "hit", "strike", "pound"):
        aims = objects(token)
        return any(_aim(scene, t) for t in aims) and (
            is_passive(token) or any(_armed(scene, t) for t in doers)
        )
    return False


_BREAKING = frozenset({"damage", "destroy", "wreck", "shatter"})


def _bursting(doer: Token) -> bool:
    """ "Destroyed by a blast", "the explosion damaged …": an event that is sudden by its name."""
    frame = frames().nouns.get(doer.lemma_.lower())
    return frame is not None and frame.kind == "bombing"


def _aim(scene: Scene, token: Token) -> bool:
    place = any(not p.demonym and token in scene.tokens(p.span) for p in scene.clues.places)
    person = (actor := actor_at(scene, token)) is not None and actor.person
    return place or person or site_of_noun(token) is not None or token.lemma_.lower() in roles()["aims"]


def _armed(scene: Scene, token: Token) -> bool:
    actor = actor_at(scene, token)
    return actor is not None and actor.actor.kind in ARMED


def actor_at(scene: Scene, token: Token) -> ActorMention | None:
    """The actor that a token is part of."""
    at = scene.sentence.span.start + token.idx
    return next((a for a in scene.clues.actors if a.span.start <= at < a.span.end), None)


def weapon_at(scene: Scene, token: Token) -> WeaponMention | None:
    """The weapon that a token is part of."""
    at = scene.sentence.span.start + token.idx
    return next((w for w in scene.clues.weapons if w.span.start <= at < w.span.end), None)


def stands_for_munition(scene: Scene, token: Token) -> bool:
    """ "They", "another", "the third": what flew in the sentence before."""
    bare = (token.lower_ in grammar("stand_in") or token.tag_ == "CD") and not any(
        t.dep_ == "compound" or (t.dep_ == "prep" and not _of_them(t)) for t in token.children
    )
    return scene.munition is not None and bare


def _of_them(preposition: Token) -> bool:
    return preposition.lower_ == "of" and any(
        t.pos_ == "PRON" or t.lower_ == "which" for t in preposition.children
    )


def _munition(scene: Scene, token: Token) -> bool:
    if stands_for_munition(scene, token):
        return True
    weapon = weapon_at(scene, token)
    if weapon is None:
        of = [p for c in token.children if c.lower_ == "of" for p in c.children]
        weapon = next((w for t in of if (w := weapon_at(scene, t))), None)
    return weapon is not None and weapon.weapon.munition


def _explosive(scene: Scene, token: Token) -> bool:
    return _munition(scene, token) or token.lemma_.lower() in grammar("explosive")


def _reflexive(token: Token) -> bool:
    return any(t.lower_ in ("himself", "herself", "themselves", "itself") for t in token.children)


def _suicide(scene: Scene, token: Token) -> AttackType | None:
    return "suicide_bomb" if _reflexive(token) and token.lemma_ in ("blow", "detonate", "explode") else None


def attacker_kind(verb: Token) -> AttackType | None:
    """The kind that the doer tells: gunmen shoot, warplanes bomb."""
    for doer in agents(verb):
        words = [f"{c.lower_} {doer.lemma_.lower()}" for c in doer.children if c.dep_ in ("compound", "amod")]
        for word in [*words, doer.lemma_.lower(), doer.lower_]:
            if kind := frames().attackers.get(word):
                return kind
    return None


def _noun(scene: Scene, token: Token) -> Iterator[Trigger]:
    frame, kind = _noun_frame(token)
    if frame is None or frame.skip or _modified_away(token) or _person(scene, token):
        return
    plural = token.tag_ in ("NNS", "NNPS")
    weapon = weapon_before(scene, token)
    if frame.needs_weapon and weapon is None:
        return
    kind = kind or (weapon.weapon.attack_type if weapon else None) or frame.kind
    yield Trigger(token.i, None, kind, frame.weak, plural)


def weapon_before(scene: Scene, token: Token) -> WeaponMention | None:
    """The weapon of "rocket attack", "car bomb blast", or of "attack with two drones"."""
    before = [t for t in token.children if t.dep_ in ("compound", "amod", "nmod") and t.i < token.i]
    found = [w for t in before for u in t.subtree if (w := weapon_at(scene, u))]
    found += [
        w
        for t in prepositional(token, "with", "by", "of", "using", "involving")
        if (w := weapon_at(scene, t))
    ]
    return found[0] if found else None


def _noun_frame(token: Token) -> tuple[NounFrame | None, AttackType | None]:
    table, lemma = frames().nouns, token.lemma_.lower()
    modifiers = [t.lower_ for t in token.children if t.dep_ in ("compound", "amod", "nmod") and t.i < token.i]
    kinds = [k for m in modifiers if (k := frames().modifier_kind.get(m))]
    compound = next((f for m in modifiers if (f := table.get(f"{m} {lemma}"))), None)
    return compound or table.get(lemma), (kinds[-1] if kinds else None)


def _modified_away(token: Token) -> bool:
    near = [t for t in token.children if t.dep_ in ("compound", "amod")]
    return any(t.lower_ in frames().no_attack for t in near) or token.dep_ == "compound"


def _person(scene: Scene, token: Token) -> bool:
    return token.ent_type_ == "PERSON"


# ------------------------------------------------------------------ what was not taken, for those who ask

Refusal = Literal[
    "attack", "impact", "launch", "burst", "harm", "down", "noun", "skip", "modified", "name", "weapon"
]
"""Why a word that has a frame stands for no attack: what its class of verb needs is not there (the name of the class), it
is a noun here, a noun to skip, one that a word beside it makes something else, a name, a noun that needs a weapon."""


def frame_at(scene: Scene, token: Token) -> VerbFrame | NounFrame | None:
    """The frame of `frames.yaml` that a word has, whether or not it stands for an attack here."""
    if token.pos_ in ("VERB", "AUX") or token.tag_ in ("VBN", "VBG", "VBD"):
        return _verb_frame(scene, token)
    return _noun_frame(token)[0] if token.pos_ in ("NOUN", "PROPN") else None


def refusal(scene: Scene, token: Token) -> Refusal | None:
    """Why a word with a frame is no trigger; None where it is one, or has no frame."""
    frame = frame_at(scene, token)
    if frame is None or any(_triggers_at(scene, token)):
        return None
    if isinstance(frame, VerbFrame):
        return "noun" if _the_injured(token) else frame.cls
    if frame.skip:
        return "skip"
    if _modified_away(token):
        return "modified"
    return "name" if _person(scene, token) else "weapon"

"""What an attack hit or was aimed at, and the kind of site that it happened at.

A noun belongs to an attack by the way up the parse from it to a trigger: as its object ("bombed a church"), before it
("the church bombing"), or behind prepositions of place ("went off in the lobby of a hotel", "close to a bank").
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal

from spacy.tokens import Token

from incidentbook.extract.lexicon import roles, sites
from incidentbook.extract.mentions import Mention
from incidentbook.extract.places import site_of_noun
from incidentbook.extract.scene import VERBAL, Scene, is_passive
from incidentbook.extract.triggers import Trigger, actor_at, weapon_at
from incidentbook.model import TargetKind
from incidentbook.normalise.place import PlaceKind

How = Literal["hit", "at", "near"]  # what was hit, where it happened, what only stands by
_SURE: Mapping[How, float] = {"hit": 0.65, "at": 0.6, "near": 0.45}
_BY_THE_WAY = (
    0.7  # the noun hangs on another clause or on people: "a man fired on people queuing outside a bar"
)
_STEPS = 12  # no noun phrase of a sentence is nested deeper
_AIMING = frozenset({"on", "against", "at", "into", "to", "through"})


@dataclass(frozen=True, slots=True)
class Aim:
    """A noun that an attack hit, happened at or near, by which of its triggers, and how sure that is."""

    noun: Token
    how: How
    confidence: float
    trigger: Trigger

    @property
    def is_sure(self) -> bool:
        """Whether the noun belongs to the attack itself."""
        return self.confidence >= _SURE["near"]


def aims(mention: Mention) -> list[Aim]:
    """The nouns of a mention that say what was hit and where, in the order of the text."""
    triggers = {t.token: t for t in mention.triggers}
    found = (
        _told_of(mention, noun, triggers) or _aim(mention, noun, triggers)
        for noun in mention.scene.doc
        if noun.pos_ in ("NOUN", "PROPN")
    )
    return [a for a in found if a is not None]


def _told_of(mention: Mention, noun: Token, triggers: Mapping[int, Trigger]) -> Aim | None:
    """ "The priest kidnapped on Sunday was freed": the noun that a participle hangs on suffered it."""
    if _is_weapon(mention.scene, noun) or noun.lemma_.lower() in roles()["perpetrators"]:
        return None
    for clause in noun.children:
        trigger = triggers.get(clause.i)
        struck = trigger is not None and trigger.cls in ("attack", "impact") and clause.tag_ == "VBN"
        if trigger is not None and struck and clause.dep_ == "acl" and is_passive(clause):
            return Aim(noun, "hit", _SURE["hit"], trigger)
    return None


def _aim(mention: Mention, noun: Token, triggers: Mapping[int, Trigger]) -> Aim | None:
    if noun.i in triggers or _is_weapon(mention.scene, noun):
        return None
    step: _Step | None = _Step(noun)
    for _ in range(_STEPS):
        step = _up(step, triggers) if step is not None else None
        if step is None or step.node.i in mention.rivals:
            return None
        if step.node.i in triggers:
            how: How = "near" if step.near else ("at" if step.placed else "hit")
            sure = _SURE[how] * (_BY_THE_WAY if step.aside else 1.0)
            return Aim(noun, how, sure, triggers[step.node.i])
    return None


def _is_weapon(scene: Scene, noun: Token) -> bool:
    """Whether a noun is what the attack was made with; a car is a weapon only where it is laden or rams."""
    weapon = weapon_at(scene, noun)
    return weapon is not None and (weapon.weapon.munition or weapon.weapon.attack_type is not None)


# ------------------------------------------------------------------ the way up the parse


@dataclass(frozen=True, slots=True)
class _Step:
    """A token on the way up. `placed`: past a preposition of place, `near`: one of nearness; `aside`: past a clause or people."""

    node: Token
    placed: bool = False
    near: bool = False
    aside: bool = False


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(sites()[name])


def _up(step: _Step, triggers: Mapping[int, Trigger]) -> _Step | None:
    """One step up, or None where the way leads to no trigger."""
    node, head = step.node, step.node.head
    if head.i == node.i:
        return None
    match node.dep_:
        case "pobj":
            return _over_preposition(step, head, triggers)
        case "conj" | "appos" | "nmod" if node.pos_ not in VERBAL and head.pos_ not in VERBAL:
            return replace(step, node=head)
        case "dobj" | "nsubjpass":
            return _over_object(step, head, triggers)
        case "compound" | "poss":
            named = head.i in triggers and not step.placed and site_of_noun(node) is not None
            return replace(step, node=head) if named else None
        case "nsubj":
            return _came_under(step, head, triggers)
        case "prep" | "advmod":
            return _attached(step, head, triggers)
        case "advcl" if node.lower_ in _listed("beside_words"):
            return _attached(step, head, triggers)
        case "acl" | "relcl" | "advcl" | "xcomp" | "conj" | "pcomp":
            return replace(step, node=head, aside=True)
        case _:
            return None


def _over_preposition(step: _Step, word: Token, triggers: Mapping[int, Trigger]) -> _Step | None:
    above = word.head
    if above.lower_ == "according":
        return None  # "killing two, according to officials": who says so
    if word.lower_ == "of":
        part_or_attack = above.i in triggers or above.lemma_.lower() in _listed("parts")
        return replace(step, node=above) if part_or_attack else None
    if word.lower_ == "to" and above.lower_ in _listed("beside_words"):
        return replace(step, node=above, placed=True, near=True)
    if word.lower_ in _listed("near") and not _names_doer(word):
        return _attached(replace(step, placed=True, near=True), above, triggers)
    if word.lower_ not in _listed("at") and not _taken_from(word, triggers):
        return None
    aimed = word.lower_ in _AIMING and above.i in triggers
    return _attached(replace(step, placed=step.placed or not aimed), above, triggers)


def _taken_from(word: Token, triggers: Mapping[int, Trigger]) -> bool:
    """ "Abducted from a school": where people were taken is where it happened."""
    above = triggers.get(word.head.i)
    return word.lower_ == "from" and above is not None and above.kind == "kidnapping"


def _names_doer(word: Token) -> bool:
    """ "By" behind a passive or an event: whoever did it."""
    above = word.head
    return word.lower_ == "by" and (word.dep_ == "agent" or above.pos_ == "NOUN" or is_passive(above))


def _attached(step: _Step, above: Token, triggers: Mapping[int, Trigger]) -> _Step | None:
    """What a phrase of place hangs on: the trigger, a thing, people, or a verb that set a weapon down there."""
    if above.i in triggers or above.pos_ == "ADP":
        return replace(step, node=above)
    if above.pos_ in VERBAL:
        return _over_verb(step, above, triggers)
    return replace(step, node=above, aside=step.aside or site_of_noun(above) is None)


def _over_verb(step: _Step, verb: Token, triggers: Mapping[int, Trigger]) -> _Step | None:
    """Over a verb that is no trigger: its subject or object may be one ("an attack was made on a base")."""
    lemma = verb.lemma_.lower()
    if (event := _event_of(verb, triggers)) is not None:
        return replace(step, node=event)
    if lemma in _listed("carried_off") and lemma not in _listed("set_down"):
        return None
    return replace(step, node=verb, placed=True, aside=True)


def _event_of(verb: Token, triggers: Mapping[int, Trigger]) -> Token | None:
    """The trigger that a verb says something of: "an explosion tore through …", "an attack was made on …"."""
    light = verb.lemma_.lower() in _listed("set_down")
    parts = ("nsubj", "nsubjpass", "dobj") if light else ("nsubj",)
    return next((t for t in verb.children if t.i in triggers and t.dep_ in parts), None)


def _over_object(step: _Step, verb: Token, triggers: Mapping[int, Trigger]) -> _Step | None:
    if verb.i in triggers:
        struck = triggers[verb.i].cls not in ("harm", "down") and (
            step.node.dep_ == "dobj" or is_passive(verb)
        )
        return replace(step, node=verb) if struck else None
    event = _event_of(verb, triggers)
    if event is not None and event.i != step.node.i and step.node.dep_ == "dobj":
        return replace(step, node=event, placed=True)
    return _over_verb(step, verb, triggers) if verb.dep_ in ("acl", "relcl") else None


def _came_under(step: _Step, verb: Token, triggers: Mapping[int, Trigger]) -> _Step | None:
    """ "A market came under fire": the subject is what was hit."""
    under = (p for c in verb.children if c.dep_ == "prep" and c.lower_ == "under" for p in c.children)
    trigger = next((p for p in under if p.i in triggers), None)
    return replace(step, node=trigger) if trigger is not None else None


# ------------------------------------------------------------------ what may be a target

_LANDS: frozenset[PlaceKind] = frozenset(
    {"country", "admin1", "admin2", "city", "district", "region", "relative", "water", "border", "zone"}
)


def is_target(scene: Scene, aim: Aim) -> bool:
    """Whether a noun may stand for what was aimed at: no time, no measure and no word such as "place".

    What an attack happened at or near is a target where it is a site, a vehicle or people; what it hit may be anything else.
    """
    noun, lemma = aim.noun, aim.noun.lemma_.lower()
    if _where_they_lie(aim) or (aim.how != "hit" and _named_land(scene, noun)):
        return False
    if lemma in _listed("no_target") or not noun.text[0].isalnum():
        return False
    measures = [q.span for q in scene.clues.quantities if q.kind != "count"]
    if any(noun in scene.tokens(s) for s in [*measures, *(t.span for t in scene.clues.times)]):
        return False
    thing = site_of_noun(noun) is not None or lemma in roles()["aims"] or lemma in _listed("owned")
    return thing or (aim.how == "hit" and aim.is_sure)


def _named_land(scene: Scene, noun: Token) -> bool:
    """ "In Bello municipality": a stretch of land by its name, not the council that governs it."""
    if noun.lemma_.lower() not in ("municipality", "governorate"):
        return False
    before = [t for t in noun.children if t.dep_ == "compound"]
    return any(t in scene.tokens(p.span) for t in before for p in scene.clues.places)


def is_land(scene: Scene, noun: Token) -> bool:
    """Whether a noun names a stretch of land or water: "fired at Erbil" says less of the target than "fired at a base"."""
    named = any(
        noun in scene.tokens(p.span) for p in scene.clues.places if p.kind in _LANDS and not p.demonym
    )
    return named or (noun.lemma_.lower() in _listed("lands") and site_of_noun(noun) is None)


def is_site(scene: Scene, aim: Aim) -> bool:
    """Whether a noun says where it happened: no part of a site that is named behind it, no hospital in which people died."""
    noun = aim.noun
    behind = [p for c in noun.children if c.lower_ == "of" for p in c.children]
    part = noun.lemma_.lower() in _listed("parts") and any(site_of_noun(p) for p in behind)
    return not part and not _where_they_lie(aim) and not _named_land(scene, noun)


def _where_they_lie(aim: Aim) -> bool:
    """A hospital in which the wounded lie or died."""
    aside = aim.trigger.cls == "harm" or not aim.is_sure
    return aside and aim.how != "hit" and site_of_noun(aim.noun) == "hospital"


def target_kind(scene: Scene, noun: Token) -> TargetKind | None:
    """A facility, a vehicle, a person or a group."""
    actor = actor_at(scene, noun)
    if actor is not None:
        return "person" if actor.person else "group"
    site = site_of_noun(noun)
    if site in ("convoy", "vessel"):
        return "vehicle"
    return "facility" if site else None

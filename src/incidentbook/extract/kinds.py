"""What kind of attack it was: by its triggers, its weapons, the car a bomb lay in, and, where nothing tells, by who did it.

"A similar attack" is of the kind of the one told before; militants who attack and kill, with what no word says, make an armed
assault.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from spacy.tokens import Token

from incidentbook.extract.drafts import Draft
from incidentbook.extract.lexicon import frames
from incidentbook.extract.mentions import Mention
from incidentbook.extract.munitions import weapons_of
from incidentbook.extract.scene import VERBAL, agents, prepositional
from incidentbook.extract.teller import Teller
from incidentbook.extract.triggers import actor_at
from incidentbook.model import AttackType, Statement
from incidentbook.normalise.weapon import WeaponMention

_BOMBS = frozenset({"bombing", "ied"})


@cache
def kinds() -> dict[str, Any]:
    """What `kinds.yaml` holds."""
    raw: dict[str, Any] = yaml.safe_load(
        files("incidentbook.resources").joinpath("kinds.yaml").read_text(encoding="utf-8")
    )
    return raw


# ------------------------------------------------------------------ of a mention


def kind_statements(teller: Teller) -> Iterator[Statement]:
    """The kinds that the triggers and the weapons of a mention tell, and the weapons."""
    stopped = any(t.cls == "down" for t in teller.mention.triggers)  # those who shoot back tell no kind
    for trigger, token in teller.triggers:
        if trigger.kind and not stopped:
            span = teller.scene.span([token])
            yield teller.says("attack_type", trigger.kind, span, 0.5 if trigger.weak else 0.7)
    for weapon, noun in weapons_of(teller):
        if kind := weapon.weapon.attack_type:
            yield teller.says("attack_type", kind, weapon.span, 0.5 if _worn(teller, weapon) else 0.85)
            if kind in _BOMBS and _in_a_vehicle(noun):
                yield teller.says("attack_type", "vehicle_bomb", weapon.span, 0.7)
        yield teller.says("weapon", weapon.weapon.name, weapon.span, 0.8)


def _worn(teller: Teller, weapon: WeaponMention) -> bool:
    """A vest that nothing says was set off."""
    burst = any(t.cls in ("burst", None) for t in teller.mention.triggers)
    return weapon.weapon.key == "suicide_vest" and not burst


def _in_a_vehicle(bomb: Token) -> bool:
    """ "A bomb hidden in a van", "fixed to her car": the bomb's own participle, or the verb that it is subject or object of."""
    verbs = [c for c in bomb.children if c.dep_ in ("acl", "relcl")]
    verbs += [bomb.head] if bomb.dep_ in ("nsubjpass", "dobj") and bomb.head.pos_ in VERBAL else []
    put = [v for v in verbs if v.lemma_.lower() in kinds()["put"]]
    where = [
        n
        for v in put
        for n in prepositional(v, "in", "inside", "into", "under", "beneath", "to", "underneath")
    ]
    return any(n.lemma_.lower() in kinds()["vehicles"] or _a_make(n) for n in where)


def _a_make(noun: Token) -> bool:
    words = {noun.lower_, *(c.lower_ for c in noun.children if c.dep_ == "compound")}
    return bool(words & set(kinds()["makes"]))


def suicide_statements(teller: Teller) -> Iterator[Statement]:
    """Of a sentence without an attack of its own: "it was a suicide bomber, a newspaper wrote"."""
    for weapon in teller.scene.clues.weapons:
        if weapon.weapon.key == "suicide_bomber" and not weapon.plural:
            yield teller.says("attack_type", "suicide_bomb", weapon.span, 0.6)


# ------------------------------------------------------------------ of an attack without one


def with_likely_kinds(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts, those without a kind with the one that likeness or their doers give them."""
    out: list[Draft] = []
    for draft in drafts:
        told = draft.said("attack_type")
        found = None if told else (_alike(draft, out) or _by_doers(draft))
        out.append(replace(draft, more=(*draft.more, found)) if found is not None else draft)
    return out


def _alike(draft: Draft, before: Sequence[Draft]) -> Statement | None:
    """ "A similar attack": as the attack told before."""
    earlier = [s for d in before[-1:] for s in d.said("attack_type")]
    mention = draft.mentions[0]
    tokens = [mention.scene.doc[t.token] for t in mention.triggers if t.cls is None]
    like = next((t for t in tokens if any(c.lower_ in kinds()["alike"] for c in t.children)), None)
    if like is None or not earlier:
        return None
    return replace(earlier[0], span=mention.scene.span([like]), confidence=0.4)


def _by_doers(draft: Draft) -> Statement | None:
    """Who attacks or kills, where they are people with arms: no state, no plane, no bomb."""
    for mention in draft.mentions:
        for trigger in mention.triggers:
            token = mention.scene.doc[trigger.token]
            if trigger.cls in ("attack", "harm") and any(_armed_people(mention, t) for t in agents(token)):
                kind: AttackType = "armed_assault"
                return Statement("attack_type", kind, "stated", None, None, mention.scene.span([token]), 0.3)
    return None


def _armed_people(mention: Mention, token: Token) -> bool:
    lemma = token.lemma_.lower()
    actor = actor_at(mention.scene, token)
    return (lemma in frames().attackers and lemma != "bomber") or (
        actor is not None and actor.actor.kind == "armed_group"
    )

"""Which table knows the words of a sentence, and what they mean there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from incidentbook.extract.scene import Scene
from incidentbook.extract.triggers import frame_at
from incidentbook.model import Actor, Attribution, Place, Span, Statement, Value
from incidentbook.normalise.actor import ActorMention
from incidentbook.normalise.place import PlaceMention

_TABLES = {
    "date": "time.yaml",
    "time_of_day": "time.yaml",
    "site": "roles.yaml: sites",
    "stage": "roles.yaml: stages, intercept_words",
    "munitions": "quantity.yaml",
    "intercepted": "roles.yaml: intercept_words",
    "failed": "roles.yaml: failed_phrases",
    "killed": "harm.yaml",
    "injured": "harm.yaml",
    "victims": "harm.yaml",
    "damage": "roles.yaml: damage",
    "target": "roles.yaml: aims, sites",
    "perpetrator": "frames.yaml: doing",
    "claimed_by": "voices.yaml: claims",
    "attributed_to": "voices.yaml: blame",
    "denied_by": "voices.yaml: denial",
    "not_confirmed_by": "voices.yaml",
}


@dataclass(frozen=True, slots=True)
class Word:
    """Words that a table knows: its file with the entry, and what they mean; None where that could not be told."""

    words: str
    span: Span
    table: str
    value: Value | None


def known_words(scene: Scene) -> tuple[Word, ...]:
    """The places, times, numbers, weapons and actors of a sentence, in order."""
    return tuple(sorted(_words(scene), key=lambda w: w.span))


def _words(scene: Scene) -> Iterator[Word]:
    clues = scene.clues
    for place in clues.places:
        yield Word(place.text, place.span, _of_place(place), place.place)
    for time in clues.times:
        yield Word(
            time.expression.text, time.span, "time.yaml", time.value.interval or time.value.time_of_day
        )
    for number in clues.quantities:
        value = number.count if number.kind == "count" else number.kind
        yield Word(number.text, number.span, "quantity.yaml", value)
    for weapon in clues.weapons:
        yield Word(weapon.text, weapon.span, f"weapons.yaml: {weapon.weapon.key}", weapon.weapon.attack_type)
    for actor in clues.actors:
        yield Word(actor.text, actor.span, _of_actor(actor), actor.actor)


def _of_place(mention: PlaceMention) -> str:
    if mention.place is None:
        return "gazetteer: unresolved"
    kept = mention.place.gazetteer or mention.kind
    return f"gazetteer: {kept}{', a people' if mention.demonym else ''}"


def _of_actor(mention: ActorMention) -> str:
    return _actor_table(mention.actor)


def _actor_table(actor: Actor) -> str:
    return f"actors/: {actor.id}" if actor.id else "actors/phrases.yaml"


def table_of(statement: Statement, scene: Scene) -> str | None:
    """The table, with the entry where there is one, that a statement's words are known by."""
    match statement.value:
        case Place(gazetteer=key):
            return f"gazetteer: {key}" if key else "gazetteer"
        case Actor() as actor:
            return f"{_TABLES.get(statement.property, 'voices.yaml')}; {_actor_table(actor)}"
        case Attribution(to=actor):
            return f"{_TABLES['attributed_to']}; {_actor_table(actor)}"
    if statement.property in ("attack_type", "weapon"):
        return _of_weapon(statement, scene) or _of_frame(statement, scene)
    return _TABLES.get(statement.property)


def _of_weapon(statement: Statement, scene: Scene) -> str | None:
    found = (w for w in scene.clues.weapons if w.span == statement.span)
    return next((f"weapons.yaml: {w.weapon.key}" for w in found), None)


def _of_frame(statement: Statement, scene: Scene) -> str | None:
    frames = (frame_at(scene, token) for token in scene.tokens(statement.span))
    return next((f"frames.yaml: {f.entry}" for f in frames if f is not None), None)

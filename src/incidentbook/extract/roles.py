"""What an event mention says of its attack: munitions, weapon, places, time, doer, target, damage — as statements."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.aims import Aim, aims, is_land, is_site, is_target, target_kind
from incidentbook.extract.clues import TimeClue
from incidentbook.extract.doers import doer_statements
from incidentbook.extract.harm import Harm, Part, find_harm
from incidentbook.extract.kinds import kind_statements
from incidentbook.extract.lexicon import roles
from incidentbook.extract.mentions import Mention
from incidentbook.extract.munitions import munition_statements
from incidentbook.extract.origins import is_origin, origin_statements
from incidentbook.extract.places import is_open, site_of_noun, site_of_place
from incidentbook.extract.scene import (
    Scene,
    noun_phrase,
    objects,
)
from incidentbook.extract.speakers import voice
from incidentbook.extract.stage import stage_statements
from incidentbook.extract.teller import Teller
from incidentbook.extract.triggers import weapon_at
from incidentbook.model import (
    Damage,
    DamageExtent,
    Interval,
    Span,
    Statement,
    Target,
    Victims,
)
from incidentbook.normalise.place import PlaceMention
from incidentbook.normalise.time import names_day_or_month


def statements(mention: Mention, alone: bool) -> tuple[Statement, ...]:
    """All statements that a mention supports. `alone` is whether it is the only one of its sentence."""
    said = voice(mention.scene)
    teller = Teller(mention, said)
    found = [
        *_when(teller), *_where(teller), *kind_statements(teller), *munition_statements(teller), *_doer(teller),
        *_target(teller), *_harm(teller, alone), *(_damage(teller) if alone else []), *stage_statements(teller),
    ]  # fmt: skip
    return tuple(found)


# ------------------------------------------------------------------ when and where


def _when(teller: Teller) -> Iterator[Statement]:
    for clue in teller.mention.times:
        days = _days(teller, clue)
        if days is not None:
            sure = (0.93 if _clock(clue) else 0.9) if days.known_day else 0.7
            yield teller.says("date", days, clue.span, sure + (0.05 if _on_trigger(teller, clue) else 0.0))
        elif (
            clue.value.interval is None
            and clue.expression.bound is None
            and names_day_or_month(clue.expression)
        ):
            yield teller.says(
                "date", None, clue.span, 0.7
            )  # a day of no known year: said, and not on the calendar
        if clue.value.time_of_day is not None:
            yield teller.says("time_of_day", clue.value.time_of_day, clue.span, 0.85)


def _on_trigger(teller: Teller, clue: TimeClue) -> bool:
    """Whether a time hangs right on a trigger: "an attack on Wednesday", not "searched on Thursday after an attack"."""
    head = teller.scene.head(clue.span)
    above = head.head if head is not None and head.dep_ == "pobj" and head.head.dep_ == "prep" else head
    return above is not None and above.head.i in teller.mention.tokens


def _clock(clue: TimeClue) -> bool:
    return (clue.value.time_of_day or "")[:1].isdigit()


def _days(teller: Teller, clue: TimeClue) -> Interval | None:
    """The days of the attack: a span that only begins or ends there ("since January") is no date of it."""
    if clue.unbound is None:
        return clue.value.interval
    head = teller.scene.head(clue.span)
    inside = (
        {t.i for c in head.children if c.dep_ == "relcl" for t in c.subtree} if head is not None else set()
    )
    return clue.unbound if inside & teller.mention.tokens else None


def _where(teller: Teller) -> Iterator[Statement]:
    for mention in teller.mention.places:
        if mention.place is not None and not is_origin(teller.scene, mention):
            yield teller.says("place", mention.place, mention.span, _place_confidence(teller.scene, mention))
            if site := site_of_place(mention):
                yield teller.says("site", site, mention.span, 0.5 if mention.kind == "facility" else 0.8)
    yield from origin_statements(teller)


_UNLISTED = 0.66  # a village that no gazetteer has: before a province, behind every town


def _place_confidence(scene: Scene, mention: PlaceMention) -> float:
    """The finer the surer; a sea is as good as it gets for a ship; a computed point stands behind a named one."""
    precision = (mention.place.precision if mention.place else None) or 9
    if mention.kind == "city" and mention.place is not None and mention.place.gazetteer is None:
        return _UNLISTED
    base = 0.6 if precision == 7 else 0.9 - 0.08 * precision
    return base - (0.14 if mention.kind == "relative" and precision <= 3 else 0.0)


# ------------------------------------------------------------------ who and what


def _doer(teller: Teller) -> Iterator[Statement]:
    return doer_statements(teller.scene, teller.mention.triggers)


def _target(teller: Teller) -> Iterator[Statement]:
    """What was hit or aimed at; a target is named by its whole phrase."""
    for aim in aims(teller.mention):
        phrase = noun_phrase(aim.noun)
        span = teller.scene.span(phrase)
        if (site := site_of_noun(aim.noun)) and is_site(teller.scene, aim):
            yield teller.says("site", site, span, aim.confidence - (0.15 if is_open(aim.noun) else 0.0))
        name = teller.scene.words(phrase)
        if 1 < len(name) < 90 and is_target(teller.scene, aim):
            target = Target(name, target_kind(teller.scene, aim.noun), None, None)
            yield teller.says("target", target, span, _target_confidence(teller.scene, aim, target))


def _target_confidence(scene: Scene, aim: Aim, target: Target) -> float:
    """A building or a vehicle before people, and these before a town."""
    if is_land(scene, aim.noun):
        return aim.confidence - 0.25
    return aim.confidence - (0.0 if target.kind in ("facility", "vehicle") else 0.1)


# ------------------------------------------------------------------ harm and damage


def _harm(teller: Teller, alone: bool) -> Iterator[Statement]:
    for harm in find_harm(teller.scene):
        if (
            alone
            or teller.owns(_outcome_of(teller.scene.doc[harm.token]))
            or harm.token in teller.mention.tokens
        ):
            yield from harm_statements(harm, teller)


def _outcome_of(token: Token) -> Token:
    """The verb that a participle tells the outcome of: "went off, causing no casualties"."""
    above = next((t for t in (token, *token.ancestors) if t.pos_ == "VERB"), token)
    return above.head if above.dep_ == "advcl" and above.tag_ == "VBG" else token


PERHAPS = 0.3  # of those who were shot it is not said whether they lived


def harm_statements(harm: Harm, teller: Teller) -> Iterator[Statement]:
    """The count, and the group where the words name one."""
    confidence = PERHAPS if harm.perhaps else 0.85 if harm.exact else (0.6 if harm.named else 0.55)
    yield teller.says(harm.effect, harm.count, harm.span, confidence)
    for part in harm.parts or _whole(harm):
        killed, injured = (part.count, None) if harm.effect == "killed" else (None, part.count)
        yield teller.says("victims", Victims(part.group, killed, injured), part.span, confidence)


def _whole(harm: Harm) -> tuple[Part, ...]:
    """All victims as one group, where words name it."""
    return (Part(harm.group, harm.count, harm.span),) if harm.group and harm.count.low > 0 else ()


def _damage(teller: Teller) -> Iterator[Statement]:
    yield from damage_statements(teller)


_EXTENTS: tuple[DamageExtent, ...] = ("being_assessed", "none", "heavy", "destroyed", "some")


def damage_statements(teller: Teller) -> Iterator[Statement]:
    """What a sentence says of damage, by its phrases."""
    for extent in _EXTENTS:
        for phrase in roles()["damage"][extent]:
            span = teller.scene.phrase_span(phrase)
            if span is not None and not _of_munitions(teller.scene, span):
                yield teller.says("damage", Damage(extent, teller.scene.sentence.text), span, 0.6)
                return


def _of_munitions(scene: Scene, span: Span) -> bool:
    """ "Air defences destroyed three drones": an interception, and no damage."""
    verb = scene.head(span)
    broken = objects(verb) if verb is not None and verb.pos_ == "VERB" else []
    return bool(broken) and all(weapon_at(scene, t) is not None for t in broken)

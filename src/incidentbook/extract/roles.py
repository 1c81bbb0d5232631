"""What an event mention says of its attack: munitions, weapon, places, time, doer, target, damage — as statements."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.doers import doer_statements
from incidentbook.extract.harm import Harm, find_harm
from incidentbook.extract.lexicon import roles
from incidentbook.extract.mentions import Mention
from incidentbook.extract.places import PLACE_SITES, site_of_words
from incidentbook.extract.scene import (
    Scene,
    Voice,
    agents,
    noun_phrase,
    objects,
    prepositional,
)
from incidentbook.extract.speakers import voice
from incidentbook.extract.triggers import Trigger, actor_at, stands_for_munition, weapon_at
from incidentbook.model import (
    Count,
    Damage,
    DamageExtent,
    Interval,
    Property,
    Site,
    Span,
    Stance,
    Statement,
    Target,
    TargetKind,
    Value,
    Victims,
)
from incidentbook.normalise.place import PlaceMention
from incidentbook.normalise.quantity import Quantity
from incidentbook.normalise.time import names_day_or_month
from incidentbook.normalise.weapon import WeaponMention

_LAUNCH_SOURCE = ("from", "out")
_WHERE_IT_LANDS = ("on", "at", "into", "in", "inside", "near", "outside", "against")
_STRIKE = frozenset({"attack", "impact"})


def statements(mention: Mention, alone: bool) -> tuple[Statement, ...]:
    """All statements that a mention supports. `alone` is whether it is the only one of its sentence."""
    said = voice(mention.scene)
    teller = Teller(mention, said)
    found = [
        *_when(teller), *_where(teller), *_kind(teller), *_munitions(teller), *_stopped(teller), *_doer(teller),
        *_target(teller), *_harm(teller, alone), *(_damage(teller) if alone else []),
    ]  # fmt: skip
    return tuple(found)


class Teller:
    """Makes statements of one mention in one voice."""

    __slots__ = ("mention", "said", "scene")

    def __init__(self, mention: Mention, said: Voice) -> None:
        self.mention, self.scene, self.said = mention, mention.scene, said

    def says(
        self, prop: Property, value: Value | None, span: Span, confidence: float, stance: Stance | None = None
    ) -> Statement:
        """A statement of this sentence's voice."""
        return Statement(
            prop, value, stance or self.said.stance, self.said.speaker, self.said.channel, span, confidence
        )

    @property
    def triggers(self) -> list[tuple[Trigger, Token]]:
        """The triggers with their tokens."""
        return [(t, self.scene.doc[t.token]) for t in self.mention.triggers]

    def owns(self, token: Token) -> bool:
        """Whether a token belongs to this mention."""
        return self.mention.owns(token)


# ------------------------------------------------------------------ when and where


def _when(teller: Teller) -> Iterator[Statement]:
    for clue in teller.mention.times:
        days = _days(teller, clue)
        if days is not None:
            yield teller.says("date", days, clue.span, 0.9 if days.known_day else 0.7)
        elif clue.value.interval is None and clue.expression.bound is None and names_day_or_month(clue.expression):
            yield teller.says("date", None, clue.span, 0.7)  # a day of no known year: said, and not on the calendar
        if clue.value.time_of_day is not None:
            yield teller.says("time_of_day", clue.value.time_of_day, clue.span, 0.85)


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
        if mention.place is None:
            continue
        if _launched_from(teller, mention):
            yield teller.says("launched_from", mention.place, mention.span, 0.75)
        else:
            yield teller.says("place", mention.place, mention.span, _place_confidence(teller.scene, mention))
            if site := PLACE_SITES.get(mention.kind):
                yield teller.says("site", site, mention.span, 0.8)


def _place_confidence(scene: Scene, mention: PlaceMention) -> float:
    """The finer the surer; a sea is as good as it gets for a ship; a computed point stands behind a named one."""
    precision = (mention.place.precision if mention.place else None) or 9
    base = 0.6 if precision == 7 else 0.9 - 0.08 * precision
    return base - (0.14 if mention.kind == "relative" and precision <= 3 else 0.0)


_INSIDE = frozenset({"compound", "poss", "appos", "conj", "nmod", "pobj"})


def _launched_from(teller: Teller, mention: PlaceMention) -> bool:
    head = teller.scene.head(mention.span)
    while (
        head is not None
        and (head.dep_ in _INSIDE or (head.dep_ == "prep" and head.lower_ == "of"))
        and head.head.i != head.i
    ):
        if head.dep_ == "pobj" and head.head.lower_ == "from":
            verb = head.head.head
            if any(t.cls == "launch" for t in teller.mention.triggers) and verb.lemma_ not in (
                "mile",
                "kilometre",
                "kilometer",
                "km",
                "away",
                "far",
            ):
                return True
            return (
                verb.pos_ in ("VERB", "AUX")
                and verb.lemma_.lower() in ("fire", "launch", "come", "fly", "send", "lob", "shoot")
            ) or weapon_at(teller.scene, verb) is not None
        if head.dep_ == "pobj" and head.head.lower_ not in ("of", "in", "area", "near"):
            return False
        head = head.head
    return False


# ------------------------------------------------------------------ kind, weapon, munitions


def _kind(teller: Teller) -> Iterator[Statement]:
    stopped = any(t.cls == "down" for t in teller.mention.triggers)  # those who shoot back tell no kind
    for trigger, token in teller.triggers:
        if trigger.kind and not stopped:
            yield teller.says(
                "attack_type", trigger.kind, teller.scene.span([token]), 0.5 if trigger.weak else 0.7
            )
    for weapon, _ in _weapons(teller):
        if weapon.weapon.attack_type:
            yield teller.says("attack_type", weapon.weapon.attack_type, weapon.span, 0.85)
        yield teller.says("weapon", weapon.weapon.name, weapon.span, 0.8)


def _weapons(teller: Teller) -> list[tuple[WeaponMention, Token]]:
    found = []
    for weapon in teller.scene.clues.weapons:
        tokens = teller.scene.tokens(weapon.span)
        if (
            tokens
            and (teller.owns(tokens[-1]) or any(t.i in teller.mention.tokens for t in tokens))
            and not _aimed_at(teller, tokens[-1])
        ):
            found.append((weapon, tokens[-1]))
    return found


def _aimed_at(teller: Teller, weapon: Token) -> bool:
    """Whether a weapon is what was hit: "struck a squadron of helicopters"."""
    hit = [o for t, verb in teller.triggers if t.cls in ("attack", "impact") for o in objects(verb)]
    return any(weapon in o.subtree for o in hit)


def _munitions(teller: Teller) -> Iterator[Statement]:
    for weapon, token in _weapons(teller):
        if not weapon.weapon.munition or _stopped_verb(token) or _compound_of_event(token):
            continue
        number = number_of(teller.scene, token)
        if number is not None and not number.ordinal:
            vague = number.count.best is None and number.hedge is None
            span = teller.scene.span([*teller.scene.tokens(number.span), token])
            yield teller.says("munitions", number.count, span, 0.5 if vague else 0.85)
        elif number is None and not weapon.plural and _indefinite(token):
            yield teller.says("munitions", Count.exactly(1), teller.scene.span([*token.lefts, token]), 0.6)
        elif number is None and weapon.plural and not _definite(token):
            yield teller.says("munitions", Count(2, None, None), weapon.span, 0.35)


def _compound_of_event(token: Token) -> bool:
    return token.dep_ in ("compound", "nmod") and token.head.pos_ in ("NOUN", "PROPN")


def _indefinite(token: Token) -> bool:
    return any(
        t.dep_ in ("det", "nummod") and t.lower_ in ("a", "an", "one", "single") for t in token.children
    )


def _definite(token: Token) -> bool:
    return any(t.dep_ == "det" and t.lower_ in ("the", "these", "those") for t in token.children)


def number_of(scene: Scene, noun: Token) -> Quantity | None:
    """The number that stands in the phrase of a noun, that of "a barrage of" included."""
    start = min(t.i for t in noun.subtree if t.i <= noun.i and t.i > noun.i - 8)
    best = None
    for quantity in scene.clues.quantities:
        tokens = scene.tokens(quantity.span)
        if quantity.kind != "count" or not tokens:
            continue
        near = start <= tokens[0].i <= noun.i and noun.i - tokens[-1].i <= 4 and _hangs(tokens, noun)
        of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.i in {t.i for t in tokens}
        if near or of:
            best = quantity
    return best


def _hangs(tokens: list[Token], noun: Token) -> bool:
    return any(t.head.i == noun.i or t.head.head.i == noun.i or t.i == noun.i for t in tokens)


# ------------------------------------------------------------------ intercepted, failed


def _stopped_verb(token: Token) -> bool:
    verb = token.head
    return verb.lemma_.lower() in ("intercept", "down") or any(
        c.dep_ == "prt" and c.lower_ == "down" for c in verb.children if verb.lemma_ in ("shoot", "bring")
    )


def _stopped(teller: Teller) -> Iterator[Statement]:
    for trigger, token in teller.triggers:
        if trigger.cls == "down":
            yield from _count_stopped(teller, token)
    yield from failed_statements(teller)


def _count_stopped(teller: Teller, verb: Token) -> Iterator[Statement]:
    for noun in objects(verb):
        number = number_of(teller.scene, noun) or _bare_number(teller.scene, noun)
        count = (
            number.count
            if number and not number.ordinal
            else (
                Count.exactly(1)
                if noun.tag_ in ("NN", "CD") or noun.lower_ in ("one", "first", "second")
                else None
            )
        )
        if count:
            yield teller.says("intercepted", count, teller.scene.span([noun, verb]), 0.75)
            return


def _bare_number(scene: Scene, token: Token) -> Quantity | None:
    return next((q for q in scene.clues.quantities if token in scene.tokens(q.span)), None)


def failed_statements(teller: Teller) -> Iterator[Statement]:
    """What did not go off, fell short or broke down."""
    span = next((s for p in roles()["failed_phrases"] if (s := teller.scene.phrase_span(p))), None)
    if span is None:
        return
    noun = _failing(teller.scene, span)
    if noun is None:
        return
    number = number_of(teller.scene, noun) or _bare_number(teller.scene, noun)
    if number is not None and not number.ordinal:
        yield teller.says("failed", number.count, span, 0.6)
    elif noun.tag_ == "NNS":
        yield teller.says("failed", ALL, span, 0.4)
    elif noun.lower_ not in ("this", "that", "they", "all"):
        yield teller.says("failed", Count.exactly(1), span, 0.6)


ALL = Count(2, None, None)  # "the rockets fell short": all that were fired, see choose.py


def _failing(scene: Scene, span: Span) -> Token | None:
    """What did not go off: the subject nearest before the words that say so."""
    tokens = scene.tokens(span)
    start = tokens[0].i if tokens else 0
    before = [
        t
        for t in scene.doc[: start + 1]
        if t.dep_ in ("nsubj", "nsubjpass", "attr", "pobj")
        and (weapon_at(scene, t) or stands_for_munition(scene, t))
    ]
    return before[-1] if before else None


# ------------------------------------------------------------------ who and what


def _doer(teller: Teller) -> Iterator[Statement]:
    return doer_statements(teller.scene, teller.mention.triggers)


def _target(teller: Teller) -> Iterator[Statement]:
    for trigger, token in teller.triggers:
        for noun in _aims(teller, trigger, token):
            name = teller.scene.words(noun_phrase(noun))
            if (
                1 < len(name) < 90
                and noun.pos_ in ("NOUN", "PROPN")
                and weapon_at(teller.scene, noun) is None
                and not _timely(teller.scene, noun)
            ):
                site = _site_of(noun) or next(
                    (s for c in noun.children if c.dep_ == "appos" and (s := _site_of(c))), None
                )
                yield teller.says(
                    "target",
                    Target(name, _target_kind(teller, noun), None, None),
                    teller.scene.span(noun_phrase(noun)),
                    0.5,
                )
                if site:
                    yield teller.says("site", site, teller.scene.span(noun_phrase(noun)), 0.65)


def _aims(teller: Teller, trigger: Trigger, token: Token) -> list[Token]:
    if trigger.cls in _STRIKE:
        direct = objects(token)
        heads = [token, *direct]  # "opened fire on a bus": the aim hangs on the fire
        words = _WHERE_IT_LANDS if weapon_subject(teller.scene, token) else ("on", "at")
        return [*direct, *(n for head in heads for n in prepositional(head, *words))]
    if trigger.cls in ("launch",):
        return prepositional(token, "at", "on", "against", "towards", "toward", "into")
    if trigger.cls == "burst":
        return prepositional(token, "in", "inside", "outside", "at", "near", "on")
    if trigger.cls is None:
        return prepositional(token, "on", "against", "at", "in")
    return []


def weapon_subject(scene: Scene, verb: Token) -> bool:
    """Whether what lands or hits is itself the weapon."""
    return any(weapon_at(scene, t) for t in agents(verb))


def _site_of(noun: Token) -> Site | None:
    return site_of_words([*(t.lower_ for t in noun.lefts), noun.lemma_.lower()])


def _timely(scene: Scene, noun: Token) -> bool:
    return any(noun in scene.tokens(t.span) for t in scene.clues.times)


def _target_kind(teller: Teller, noun: Token) -> TargetKind | None:
    actor = actor_at(teller.scene, noun)
    if actor is not None:
        return "person" if actor.person else "group"
    return "facility" if site_of_words([noun.lemma_.lower()]) else None


# ------------------------------------------------------------------ harm and damage


def _harm(teller: Teller, alone: bool) -> Iterator[Statement]:
    for harm in find_harm(teller.scene):
        if alone or teller.owns(teller.scene.doc[harm.token]) or harm.token in teller.mention.tokens:
            yield from harm_statements(harm, teller)


def harm_statements(harm: Harm, teller: Teller) -> Iterator[Statement]:
    """The count, and the group where the words name one."""
    confidence = 0.85 if harm.exact else (0.6 if harm.named else 0.55)
    yield teller.says(harm.effect, harm.count, harm.span, confidence)
    if harm.group and harm.count.low > 0:
        killed, injured = (harm.count, None) if harm.effect == "killed" else (None, harm.count)
        yield teller.says("victims", Victims(harm.group, killed, injured), harm.span, confidence)


def _damage(teller: Teller) -> Iterator[Statement]:
    yield from damage_statements(teller)


_EXTENTS: tuple[DamageExtent, ...] = ("being_assessed", "none", "heavy", "destroyed", "some")


def damage_statements(teller: Teller) -> Iterator[Statement]:
    """What a sentence says of damage, by its phrases."""
    for extent in _EXTENTS:
        for phrase in roles()["damage"][extent]:
            if span := teller.scene.phrase_span(phrase):
                yield teller.says("damage", Damage(extent, teller.scene.sentence.text), span, 0.6)
                return

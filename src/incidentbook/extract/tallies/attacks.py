"""Counts of attacks: "43 attacks since January", "attacked 80 times", "the 14th attack", "200 schools have been attacked"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.lexicon import frames
from incidentbook.extract.munitions import number_of
from incidentbook.extract.scene import Scene, noun_phrase, perfect, prepositional
from incidentbook.extract.tallies.build import attacks_tally
from incidentbook.extract.tallies.periods import Period, nearest, of_the_clause, periods
from incidentbook.extract.tallies.ways import TIMES, attack_frame, deadly, deed, stopped, under_attack, ways
from incidentbook.extract.tallies.words import attack_noun, effects, words
from incidentbook.extract.triggers import weapon_at
from incidentbook.model import Document, Tally
from incidentbook.normalise.quantity import Quantity

_FEWEST = 3  # "both attacks", "two attacks" are mostly told one by one beside
_WEEK = 6  # days
_MANY = 10  # so many at once are told of without a period too


def of_attacks(scene: Scene, document: Document) -> Iterator[Tally]:
    """The counts of attacks in a sentence."""
    found = periods(scene, document)
    for token in scene.doc:
        number = _counts_attacks(scene, token) or _counts_struck(scene, token, found)
        if number is None or not (definite(number) or _dozens(scene, number)):
            continue
        period = nearest(scene, found, number.span, token)
        if _is_count(scene, token, number, period):
            yield attacks_tally(
                scene, document, token, number, period.interval if period else None, _what(scene, token)
            )


def definite(number: Quantity) -> bool:
    """A figure, not "several" or "numerous"."""
    return number.ordinal or number.count.best is not None or number.hedge is not None


def _dozens(scene: Scene, number: Quantity) -> bool:
    """ "Has carried out dozens of raids": they count where they are what is done."""
    head = scene.head(number.span)
    vague = number.text.lower().split()[0] in ("dozens", "scores", "hundreds", "thousands", "tens")
    return vague and head is not None and head.dep_ in ("dobj", "nsubjpass", "attr")


def _is_count(scene: Scene, token: Token, number: Quantity, period: Period | None) -> bool:
    if number.count.low < _FEWEST:
        return False
    known = any(c.lower_ in ("the", "these", "those", "all") for c in token.children if c.i < token.i)
    many = number.count.low >= _MANY and definite(number) and not known and token.lower_ not in TIMES
    return period is not None or many or _ranked(token, number)


def _such(noun: Token) -> bool:
    return any(c.lower_ in ("such", "similar") for c in noun.children)


def _what(scene: Scene, token: Token) -> str:
    if token.lower_ in TIMES:
        verb = _attacking(scene, token)
        return f"times {deed(scene, verb)}{ways(scene, verb)}" if verb is not None else token.text
    struck = (
        token.head if token.dep_ in ("nsubjpass", "dobj") and not attack_noun(token.lemma_.lower()) else None
    )
    words_said = scene.words(noun_phrase(token))
    if stopped(token):
        return f"{words_said} foiled"
    return f"{words_said} {deed(scene, struck)}{ways(scene, struck)}" if struck is not None else words_said


def _ranked(token: Token, number: Quantity) -> bool:
    """ "It was the 14th attack against U.S. interests": a count of many; the third blast of a night is none."""
    if not number.ordinal or token.dep_ not in ("attr", "appos", "pobj", "dobj", "oprd"):
        return False
    return number.count.low > _FEWEST and bool(prepositional(token, "against", "on"))


def _counts_attacks(scene: Scene, token: Token) -> Quantity | None:
    """The number of "43 attacks" and of "attacked more than 80 times"; the ordinal of "the 14th attack", "the 14th against …"."""
    lemma = token.lemma_.lower()
    if token.lower_ in TIMES:
        return _times(scene, token) if _attacking(scene, token) is not None else None
    if lemma in words("such_only") and not _such(token) and not (attack_noun(lemma) and token.tag_ == "NNS"):
        return None
    if weapon_at(scene, token) is not None and lemma not in words("counted") and not attack_noun(lemma):
        return None
    if attack_noun(lemma) or lemma in words("such_only"):
        number = _ordinal(scene, token) or number_of(scene, token) or _summed(scene, token)
        return number if number is not None and (number.ordinal or token.tag_ == "NNS") else None
    return _bare_ordinal(scene, token) or _second_figure(scene, token)


def _times(scene: Scene, token: Token) -> Quantity | None:
    """ "80 times", "on 80 occasions", "the fourth time"."""
    if token.lower_ == "time":
        return _ordinal(scene, token)
    return _measured(scene, token)


def _attacking(scene: Scene, times: Token) -> Token | None:
    """The verb of attack that is counted: "was hit 80 times", "the fourth time it was hit", "a fifth time a blast shook it"."""
    near = [times.head, *list(times.ancestors)[:3]]
    near += [c for c in times.children if c.dep_ in ("relcl", "acl")]
    near += [c for t in near for c in t.conjuncts]
    return next((t for t in near if t.pos_ == "VERB" and _attacks(scene, t)), None)


def _attacks(scene: Scene, verb: Token) -> bool:
    if attack_frame(scene, verb) is not None or under_attack(verb):
        return True
    return any(c.dep_ == "nsubj" and attack_noun(c.lemma_.lower()) for c in verb.children)


def _measured(scene: Scene, token: Token) -> Quantity | None:
    inside = {t.i for t in token.subtree}
    return next((q for q in scene.clues.quantities if any(t.i in inside for t in scene.tokens(q.span))), None)


def _ordinal(scene: Scene, noun: Token) -> Quantity | None:
    own = {t.i for t in noun.children if t.i < noun.i}
    return next(
        (q for q in scene.clues.quantities if q.ordinal and any(t.i in own for t in scene.tokens(q.span))),
        None,
    )


def _bare_ordinal(scene: Scene, token: Token) -> Quantity | None:
    if token.dep_ not in ("attr", "pobj", "dobj", "appos"):
        return None
    aimed = prepositional(token, "against", "on")
    if not aimed and not (token.dep_ == "attr" and prepositional(token.head, "against")):
        return None
    return next((q for q in scene.clues.quantities if q.ordinal and token in scene.tokens(q.span)), None)


def _summed(scene: Scene, noun: Token) -> Quantity | None:
    """ "Brought to three the number of bombings", "the number of attacks has reached 40"."""
    total = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ != "of" or total.lemma_.lower() not in words("figures"):
        return None
    verb = total.head
    if verb.pos_ not in ("VERB", "AUX") or total.dep_ not in ("dobj", "nsubj", "nsubjpass"):
        return None
    told = [*prepositional(verb, "to", "at"), *(t for t in verb.children if t.dep_ in ("dobj", "attr"))]
    found = (q for q in scene.clues.quantities if q.kind == "count" and scene.head(q.span) in told)
    return next(found, None)


def _second_figure(scene: Scene, token: Token) -> Quantity | None:
    """ "245 attacks in 2021 and 134 in 2022"."""
    if token.pos_ != "NUM" or token.dep_ != "conj" or not attack_noun(token.head.lemma_.lower()):
        return None
    found = (q for q in scene.clues.quantities if q.kind == "count" and token in scene.tokens(q.span))
    return next(found, None)


# ------------------------------------------------------------------ what was struck


def _counts_struck(scene: Scene, token: Token, found: list[Period]) -> Quantity | None:
    """ "More than 200 schools have been attacked since 2019"."""
    if token.tag_ not in ("NNS", "NNPS") or token.dep_ not in ("nsubjpass", "dobj", "nsubj"):
        return None
    if not (_went_off(token) if weapon_at(scene, token) is not None else _strikes(scene, token)):
        return None
    if not any(p.running and _long_enough(p) and of_the_clause(p, token) for p in found):
        return None
    number = number_of(scene, token)
    return number if number is not None and not number.ordinal and number.count.low >= _FEWEST else None


def _long_enough(period: Period) -> bool:
    return period.interval is None or period.days >= _WEEK


def _strikes(scene: Scene, noun: Token) -> bool:
    """Whether a verb of attack befalls what is counted."""
    lemma = noun.head.lemma_.lower()
    harms = deadly(scene, noun.head) or any(lemma in verbs for verbs in effects("toll_verbs").values())
    return noun.dep_ != "nsubj" and attack_frame(scene, noun.head) is not None and not harms


def _went_off(weapon: Token) -> bool:
    """ "Eight bombs have gone off": a perfect counts bombs over a period."""
    frame = frames().verbs.get(weapon.head.lemma_.lower())
    acts = frame is not None and frame.cls in ("attack", "impact", "burst", "launch")
    return perfect(weapon.head) and (acts or weapon.head.lemma_ in ("cause", "explode", "go"))

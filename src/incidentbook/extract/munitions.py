"""What was fired, planted or flown, how many of it, and how many were stopped or failed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from spacy.tokens import Token

from incidentbook.extract.lexicon import roles
from incidentbook.extract.scene import Scene, objects
from incidentbook.extract.teller import Teller
from incidentbook.extract.triggers import stands_for_munition, weapon_at
from incidentbook.model import Count, Span, Statement
from incidentbook.normalise.quantity import Quantity
from incidentbook.normalise.weapon import WeaponMention

ALL = Count(2, None, None)  # "the rockets fell short": all that were fired, see choose.py
_SINGLE = frozenset({"ied", "bombing", "vehicle_bomb", "suicide_bomb"})  # "a bomb attack" is made with one


def weapons_of(teller: Teller) -> list[tuple[WeaponMention, Token]]:
    """The weapons that a mention was made with, each with the noun that its words hang on."""
    found = []
    for weapon in teller.scene.clues.weapons:
        tokens = teller.scene.tokens(weapon.span)
        head = teller.scene.head(weapon.span)
        if head is None:
            continue
        mine = teller.owns(head) or any(t.i in teller.mention.tokens for t in tokens)
        if mine and not _aimed_at(teller, head):
            found.append((weapon, head))
    return found


def _aimed_at(teller: Teller, weapon: Token) -> bool:
    """Whether a weapon is what was hit: "struck a squadron of helicopters"."""
    hit = [o for t, verb in teller.triggers if t.cls in ("attack", "impact") for o in objects(verb)]
    return any(weapon in o.subtree for o in hit)


# ------------------------------------------------------------------ how many


def munition_statements(teller: Teller) -> Iterator[Statement]:
    """How many munitions a mention tells of, and how many of them were stopped or failed."""
    weapons = [(w, t) for w, t in weapons_of(teller) if w.weapon.munition]
    for weapon, noun in weapons:
        yield from _count_of(teller, weapon, noun)
    yield from _joined(teller, [noun for _, noun in weapons])
    yield from _left_out(teller)
    for trigger, verb in teller.triggers:
        if trigger.cls == "down":
            yield from _count_stopped(teller, verb)
    yield from failed_statements(teller)


def _count_of(teller: Teller, weapon: WeaponMention, noun: Token) -> Iterator[Statement]:
    event = noun.head if noun.dep_ in ("compound", "nmod") and noun.head.pos_ in ("NOUN", "PROPN") else None
    if event is not None:
        if weapon.weapon.attack_type in _SINGLE and event.tag_ == "NN" and _indefinite(event):
            yield teller.says("munitions", Count.exactly(1), teller.scene.span([*event.lefts, event]), 0.45)
        return
    count = count_in(teller.scene, noun)
    stopped = 0.4 if _stopped_verb(noun) else 0.0
    if count is not None:
        span, vague = _span_of(teller.scene, noun), count.best is None and count.low <= _FEW
        yield teller.says("munitions", count, span, 0.5 - stopped / 8 if vague else 0.85 - stopped)
    elif not weapon.plural and _indefinite(noun):
        yield teller.says(
            "munitions", Count.exactly(1), teller.scene.span([*noun.lefts, noun]), 0.6 - stopped / 2
        )
    elif weapon.plural and not _definite(noun) and not _numbered(teller.scene, noun):
        yield teller.says("munitions", ALL, weapon.span, 0.35)


_FEW = 3  # "several"


def _span_of(scene: Scene, noun: Token) -> Span:
    return scene.span([*(t for q in numbers_of(scene, noun) for t in scene.tokens(q.span)), noun])


def _joined(teller: Teller, nouns: Sequence[Token]) -> Iterator[Statement]:
    """ "23 drones and a missile": what is joined adds up."""
    for noun in nouns:
        both = [noun, *(c for c in noun.conjuncts if c in nouns)]
        counts = [c for t in both if (c := _exact(teller.scene, t)) is not None]
        if noun.dep_ != "conj" and len(both) > 1 and len(counts) == len(both):
            total = Count.exactly(sum(c.low for c in counts))
            yield teller.says(
                "munitions", total, teller.scene.span(both), 0.5 if _stopped_verb(noun) else 0.9
            )


def _exact(scene: Scene, noun: Token) -> Count | None:
    count = count_in(scene, noun) or (Count.exactly(1) if _indefinite(noun) and noun.tag_ == "NN" else None)
    return count if count is not None and count.best is not None else None


def _left_out(teller: Teller) -> Iterator[Statement]:
    """ "Six were fired": a number that stands for the munition told of before."""
    for trigger, verb in teller.triggers:
        if trigger.cls not in ("launch", "burst", "impact"):
            continue
        for token in (
            objects(verb) if trigger.cls == "launch" else [t for t in verb.children if t.dep_ == "nsubj"]
        ):
            number = _bare_number(teller.scene, token)
            if number is not None and stands_for_munition(teller.scene, token) and not number.ordinal:
                sure = 0.75 if trigger.cls == "launch" and not _some_of(token) else 0.4
                yield teller.says("munitions", number.count, number.span, sure)


def _some_of(token: Token) -> bool:
    return any(c.dep_ == "prep" and c.lower_ == "of" for c in token.children)


def _indefinite(token: Token) -> bool:
    return any(
        t.dep_ in ("det", "nummod") and t.lower_ in ("a", "an", "one", "single", "another")
        for t in token.children
    )


def _definite(token: Token) -> bool:
    return any(t.dep_ == "det" and t.lower_ in ("the", "these", "those") for t in token.children)


def count_in(scene: Scene, noun: Token) -> Count | None:
    """The count in the phrase of a noun; two numbers joined in it ("nine aerial and seven naval drones") add up."""
    numbers = [q for q in numbers_of(scene, noun) if not q.ordinal]
    if not numbers:
        return None
    joined = [q for q in scene.clues.quantities if q.kind == "count" and _joins(scene, q, numbers[-1])]
    parts = [*joined, numbers[-1]]
    if joined and all(q.count.best is not None for q in parts):
        return Count.exactly(sum(q.count.low for q in parts))
    return numbers[-1].count


@cache
def _join() -> re.Pattern[str]:
    kinds = "|".join(map(re.escape, roles()["munition_kinds"]))
    return re.compile(rf"\s+(?:(?:{kinds})[\s-]+)+and\s+", re.IGNORECASE)


def _joins(scene: Scene, one: Quantity, other: Quantity) -> bool:
    """Whether only a kind of munition and "and" stand between two numbers."""
    start = scene.sentence.span.start
    between = scene.sentence.text[one.span.end - start : max(other.span.start - start, 0)]
    return one.span.end < other.span.start and _join().fullmatch(between) is not None


def _numbered(scene: Scene, noun: Token) -> bool:
    return bool(numbers_of(scene, noun))


def number_of(scene: Scene, noun: Token) -> Quantity | None:
    """The number that stands in the phrase of a noun, that of "a barrage of" included."""
    numbers = numbers_of(scene, noun)
    return numbers[-1] if numbers else None


_WIDTH = 8  # tokens before a noun in which its numbers stand
_ADJECTIVES = 6  # tokens between a number and its noun: "two anti-ship ballistic missiles"


def numbers_of(scene: Scene, noun: Token) -> list[Quantity]:
    """All numbers in the phrase of a noun, in order."""
    start = min(t.i for t in noun.subtree if t.i <= noun.i and t.i > noun.i - _WIDTH)
    found = []
    for quantity in scene.clues.quantities:
        tokens = scene.tokens(quantity.span)
        if quantity.kind != "count" or not tokens:
            continue
        near = (
            start <= tokens[0].i <= noun.i and noun.i - tokens[-1].i <= _ADJECTIVES and _hangs(tokens, noun)
        )
        of = noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.i in {t.i for t in tokens}
        if near or of:
            found.append(quantity)
    return found


def _hangs(tokens: list[Token], noun: Token) -> bool:
    return any(t.head.i == noun.i or t.head.head.i == noun.i or t.i == noun.i for t in tokens)


def _bare_number(scene: Scene, token: Token) -> Quantity | None:
    return next((q for q in scene.clues.quantities if token in scene.tokens(q.span)), None)


# ------------------------------------------------------------------ intercepted, failed


def _stopped_verb(token: Token) -> bool:
    """Whether a munition is told of only as shot down."""
    verb = token.head if token.dep_ != "conj" else token.head.head
    return verb.lemma_.lower() in roles()["intercept_words"] or any(
        c.dep_ == "prt" and c.lower_ in ("down", "out") for c in verb.children if verb.lemma_ in _BROUGHT
    )


_BROUGHT = frozenset({"shoot", "bring", "knock", "take"})


def _count_stopped(teller: Teller, verb: Token) -> Iterator[Statement]:
    """The count of what was stopped; joined nouns add up."""
    nouns = objects(verb)
    counts = [c for n in nouns if (c := _stopped(teller.scene, n)) is not None]
    if not counts:
        return
    whole = len(counts) > 1 and all(c.best is not None for c in counts)
    total = Count.exactly(sum(c.low for c in counts)) if whole else counts[0]
    yield teller.says("intercepted", total, teller.scene.span([*nouns, verb]), 0.75)


def _stopped(scene: Scene, noun: Token) -> Count | None:
    of_all = [q for q in numbers_of(scene, noun) if not q.ordinal]
    count = of_all[0].count if _so_many_of(scene, of_all) else count_in(scene, noun)
    number = _bare_number(scene, noun)
    if count is None and number is not None and not number.ordinal:
        count = number.count
    if count is None and (noun.tag_ in ("NN", "CD") or noun.lower_ in ("one", "first", "second")):
        count = Count.exactly(1)
    return count


def _so_many_of(scene: Scene, numbers: Sequence[Quantity]) -> bool:
    """ "18 of 20 drones", "18 out of 20"."""
    start = scene.sentence.span.start
    between = (
        scene.sentence.text[numbers[0].span.end - start : numbers[-1].span.start - start] if numbers else ""
    )
    return between.split() in (["of"], ["out", "of"], ["of", "the"], ["out", "of", "the"])


def failed_statements(teller: Teller) -> Iterator[Statement]:
    """What did not go off, fell short or broke down."""
    scene = teller.scene
    if (none := _none_went_off(scene)) is not None:
        yield teller.says("failed", ALL, none, 0.5)
        return
    span = next((s for p in roles()["failed_phrases"] if (s := scene.phrase_span(p))), None)
    noun = _failing(scene, span) if span is not None else None
    if span is None or noun is None:
        return
    number = number_of(scene, noun) or _bare_number(scene, noun)
    if number is not None and not number.ordinal:
        yield teller.says("failed", number.count, span, 0.6)
    elif noun.tag_ == "NNS":
        yield teller.says("failed", ALL, span, 0.4)
    elif noun.lower_ not in ("this", "that", "they", "all"):
        yield teller.says("failed", Count.exactly(1), span, 0.6)


_NONE = re.compile(
    r"\b(?:none|neither)(?: of (?:them|these|those|which|the \w+))? (?:had )?"
    r"(?:exploded|detonated|went off|gone off)\b"
)


def _none_went_off(scene: Scene) -> Span | None:
    """ "None exploded", where munitions were told of."""
    found = _NONE.search(scene.lower)
    if found is None or (scene.munition is None and not any(w.weapon.munition for w in scene.clues.weapons)):
        return None
    return Span(found.start(), found.end()).shifted(scene.sentence.span.start)


def _failing(scene: Scene, span: Span) -> Token | None:
    """What did not go off: the subject or object nearest before the words that say so."""
    tokens = scene.tokens(span)
    start = tokens[0].i if tokens else 0
    before = [
        t
        for t in scene.doc[: start + 1]
        if t.dep_ in ("nsubj", "nsubjpass", "attr", "pobj", "dobj")
        and (weapon_at(scene, t) or stands_for_munition(scene, t))
    ]
    return before[-1] if before else None

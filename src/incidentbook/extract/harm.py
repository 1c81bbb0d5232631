"""Who was killed and injured, and how many: numbers and nouns around words of harm, by the lists of `resources/roles.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from spacy.tokens import Token

from incidentbook.extract.lexicon import roles
from incidentbook.extract.reality import irrealis
from incidentbook.extract.scene import Scene, is_passive, noun_phrase, objects, prepositional, subjects
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Count, Span
from incidentbook.normalise.quantity import Quantity

Effect = Literal["killed", "injured"]
_PERSON_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "CD", "JJ", "PRP", "DT"})


@dataclass(frozen=True, slots=True)
class Harm:
    """Some victims of one effect: how many, who, and the words; `token` is the word of harm in the sentence."""

    effect: Effect
    count: Count
    group: str | None
    span: Span
    token: int
    exact: bool
    named: bool


@cache
def _words(effect: str, part: str) -> frozenset[str]:
    return frozenset(roles()["harm"][effect].get(part, ()))


def find_harm(scene: Scene) -> list[Harm]:
    """All that a sentence says of killed and injured, no one harmed included."""
    nothing = list(_no_harm(scene))
    said = [h for t in scene.doc for h in _harm_at(scene, t)]
    zero = {h.effect for h in nothing}
    return nothing + [h for h in said if not (h.effect in zero and not h.exact)]


def _harm_at(scene: Scene, token: Token) -> Iterator[Harm]:
    for effect in ("killed", "injured"):
        if (
            token.pos_ in ("VERB", "ADJ", "AUX")
            and token.lemma_.lower() in _words(effect, "verbs")
            and token.tag_ != "NN"
        ):
            yield from _verb(scene, token, effect)
        elif token.lower_ in _words(effect, "adjectives"):
            yield from _adjective(scene, token, effect)
        elif token.lemma_.lower() in _words(effect, "nouns"):
            yield from _noun(scene, token, effect)


def _verb(scene: Scene, verb: Token, effect: Effect) -> Iterator[Harm]:
    if verb.dep_ == "amod" or irrealis(verb):
        return
    intransitive = verb.lemma_ in ("die", "perish")
    direct = [] if is_passive(verb) else objects(verb)
    perfect = any(t.dep_ == "aux" and t.lemma_ == "have" for t in verb.children)
    if not direct and (intransitive or is_passive(verb) or (verb.tag_ == "VBN" and not perfect)):
        direct = subjects(verb) or _left_numbers(verb)
    victims = direct
    yield from _victims(scene, verb, effect, _unique(victims))


_EVER = frozenset({"before", "ever", "until"})


def _unique(tokens: list[Token]) -> list[Token]:
    return list({t.i: t for t in tokens}.values())


def _left_numbers(verb: Token) -> list[Token]:
    return [t for t in verb.children if t.dep_ in ("nummod", "npadvmod", "attr") and t.i < verb.i]


def _adjective(scene: Scene, token: Token, effect: Effect) -> Iterator[Harm]:
    """ "Three dead", "left two dead", "two people were dead", "four more are hurt"."""
    before = scene.doc[token.i - 1] if token.i else token
    if before.pos_ in ("NOUN", "PROPN") and (number := _number_of(scene, before)):
        yield Harm(
            effect,
            number.count,
            _group(scene, before),
            scene.span([*scene.tokens(number.span), token]),
            token.i,
            True,
            False,
        )
        return
    numbers = [q for q in scene.clues.quantities if q.kind == "count" and _next_to(scene, q, token)]
    if numbers:
        yield _harm(scene, effect, numbers[-1].count, None, token, numbers[-1].span)
        return
    yield from _victims(
        scene,
        token,
        effect,
        [t for t in subjects(token.head) if token.dep_ in ("acomp", "oprd", "attr", "ccomp")],
    )


def _next_to(scene: Scene, quantity: Quantity, token: Token) -> bool:
    tokens = scene.tokens(quantity.span)
    return bool(tokens) and 0 < token.i - tokens[-1].i <= 2 and token.i - tokens[-1].i - 1 <= 1


def _noun(scene: Scene, token: Token, effect: Effect) -> Iterator[Harm]:
    """ "Three fatalities", "a death toll of 12", "more than 20 injuries"."""
    if token.lemma_ in roles()["killing"]:
        yield from _victims(scene, token, effect, prepositional(token, "of"))
        return
    if (verb := token.head).lemma_ in ("suffer", "sustain", "have", "receive") and token.dep_ == "dobj":
        yield from _victims(scene, token, effect, subjects(verb))
        return
    count = _number_of(scene, token) or next(
        (c for p in token.children if p.dep_ == "prep" for n in p.children if (c := _number_of(scene, n))),
        None,
    )
    if count:
        yield _harm(scene, effect, count.count, None, token, count.span)


def _victims(scene: Scene, word: Token, effect: Effect, nouns: list[Token]) -> Iterator[Harm]:
    nouns = [n for n in nouns if n.tag_ in _PERSON_TAGS and not _perpetrator(n)]
    parts = [p for n in nouns if (p := _count_of(scene, n)) is not None]
    if any(c.low == 0 for c, _ in parts) and any(t.lower_ in _EVER for t in word.children):
        return  # "no sailor had been killed before" says nothing of this attack
    if not parts:
        return
    counts = [c for c, _ in parts]
    total = counts[0] if len(counts) == 1 else _sum(counts)
    span = scene.span([t for n in nouns for t in (n, *scene.tokens(_count_span(scene, n)))])
    yield Harm(
        effect,
        total,
        _group(scene, nouns[0]),
        span,
        word.i,
        all(e for _, e in parts),
        all(n.pos_ == "PROPN" for n in nouns),
    )


def _sum(counts: list[Count]) -> Count:
    low = sum(c.low for c in counts)
    high = None if any(c.high is None for c in counts) else sum(c.high or 0 for c in counts)
    return Count(low, low if high == low else None, high)


def _perpetrator(noun: Token) -> bool:
    return noun.lemma_.lower() in roles()["perpetrators"]


def _count_of(scene: Scene, noun: Token) -> tuple[Count, bool] | None:
    """How many a noun phrase stands for, and whether a number says so."""
    if (number := _number_of(scene, noun)) is not None:
        return number.count, True
    if any((a := actor_at(scene, t)) and a.person for t in (noun, *noun.lefts, *noun.rights)):
        return Count.exactly(1), False
    if noun.pos_ == "PRON" or noun.tag_ in ("PRP", "DT", "WP", "WDT"):
        return None
    if noun.tag_ == "NNP" and noun.ent_type_ != "ORG":
        return Count.exactly(1), False
    if noun.tag_ == "NN" and any(
        t.dep_ in ("det", "poss") and t.lower_ in ("a", "an", "one", "his", "her", "their")
        for t in noun.children
    ):
        return (
            (Count.exactly(1), False)
            if noun.lemma_ not in ("number", "people", "group", "family", "crowd", "dozen")
            else None
        )
    return None


def _number_of(scene: Scene, noun: Token) -> Quantity | None:
    """The number of a noun: in its phrase, or the noun itself ("twelve were hurt")."""
    inside = {t.i for t in noun_phrase(noun)} | {noun.i}
    for quantity in scene.clues.quantities:
        tokens = scene.tokens(quantity.span)
        if (
            quantity.kind == "count"
            and not quantity.ordinal
            and tokens
            and tokens[-1].i in inside
            and tokens[-1].i <= noun.i
        ):
            return quantity
    return None


def _count_span(scene: Scene, noun: Token) -> Span:
    number = _number_of(scene, noun)
    return number.span if number else scene.span([noun])


def _group(scene: Scene, noun: Token) -> str | None:
    numbers = {t.i for q in scene.clues.quantities for t in scene.tokens(q.span)}
    words = [t for t in noun_phrase(noun) if t.i not in numbers]
    return scene.words(words) if words else None


def _harm(scene: Scene, effect: Effect, count: Count, group: str | None, token: Token, span: Span) -> Harm:
    return Harm(
        effect,
        count,
        group,
        Span(min(span.start, scene.span([token]).start), max(span.end, scene.span([token]).end)),
        token.i,
        True,
        False,
    )


@cache
def _nobody() -> re.Pattern[str]:
    """The ways of saying that nobody was hurt, by effect, as one pattern."""
    groups = (f"(?P<{effect}>{'|'.join(ways)})" for effect, ways in roles()["no_harm"].items())
    return re.compile(rf"\b(?:{'|'.join(groups)})\b", re.IGNORECASE)


def _no_harm(scene: Scene) -> Iterator[Harm]:
    for match in _nobody().finditer(scene.sentence.text.replace("’", "'")):
        if match.group().lower().startswith(("any ", "casualties or")) and not re.search(
            r"\b(?:no|not|without|n't|neither)\b", scene.lower[: match.start()]
        ):
            continue
        span = Span(*match.span())
        token = scene.tokens(span.shifted(scene.sentence.span.start))
        effects: tuple[Effect, ...] = ("killed", "injured")
        if match.group("killed"):
            effects = ("killed",)
        for effect in effects:
            yield Harm(
                effect,
                Count.exactly(0),
                None,
                span.shifted(scene.sentence.span.start),
                token[-1].i if token else 0,
                effect == match.lastgroup or match.lastgroup == "both",
                False,
            )

"""Counts that the text gives without listing what it counts: "43 attacks since the beginning of the year", and their dead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.lexicon import frames, voices
from incidentbook.extract.mentions import is_location
from incidentbook.extract.munitions import number_of
from incidentbook.extract.scene import Scene, agents, is_passive, noun_phrase, prepositional, subjects
from incidentbook.extract.speakers import identified, named, voice
from incidentbook.extract.triggers import actor_at, weapon_at
from incidentbook.model import Actor, Count, Document, Interval, Place, Span, Tally
from incidentbook.normalise.quantity import Quantity
from incidentbook.normalise.time import find as find_times
from incidentbook.normalise.time import resolve

_FEWEST = 3  # "both attacks", "two attacks" are mostly told one by one beside
_MANY = 10  # so many at once are told of without a period too
_WAR = 1000  # "has killed almost 2,420 people": no single attack
_LONG_DAYS = 20
_SOME_DAYS = 3


def find_tallies(document: Document, scenes: Sequence[Scene]) -> tuple[Tally, ...]:
    """The tallies of a document, in order, each figure once."""
    found = [t for scene in scenes for t in (*_of_attacks(scene, document), *_of_people(scene, document))]
    first = {(t.count, t.killed is None and t.injured is None): t for t in reversed(found)}
    one_a_place = {t.id: t for t in reversed(list(first.values()))}  # the same words give one tally
    return tuple(sorted(one_a_place.values(), key=lambda t: t.span))


# ------------------------------------------------------------------ attacks


def _of_attacks(scene: Scene, document: Document) -> Iterator[Tally]:
    for token in scene.doc:
        number = _counts_attacks(scene, token)
        if number is None or number.count.low < _FEWEST or not _definite(number):
            continue
        period = _period(scene, document, number.span, token)
        known = any(c.lower_ in ("the", "these", "those", "all") for c in token.children if c.i < token.i)
        many = number.count.low >= _MANY and not known and token.lower_ != "times"
        if period is not None or many or _ranked(scene, token, number):
            yield _tally(scene, document, token, number, period)


def _definite(number: Quantity) -> bool:
    """A figure, not "several" or "numerous"."""
    return number.ordinal or number.count.best is not None or number.hedge is not None


def _ranked(scene: Scene, token: Token, number: Quantity) -> bool:
    """ "It was the 14th attack against U.S. interests": a count of many; the third blast of a night is none."""
    if not number.ordinal or token.dep_ not in ("attr", "appos", "pobj", "dobj", "oprd"):
        return False
    return number.count.low > _FEWEST and bool(prepositional(token, "against", "on"))


def _counts_attacks(scene: Scene, token: Token) -> Quantity | None:
    """The number of "43 attacks" and of "attacked more than 80 times"; the ordinal of "the 14th attack", "the 14th against …"."""
    lemma = token.lemma_.lower()
    if token.lower_ == "times" and _attacking(token):
        return _measured(scene, token)
    if weapon_at(scene, token) is not None and lemma not in voices()["tallied"] and not _attack_noun(lemma):
        return None
    if _attack_noun(lemma):
        number = number_of(scene, token) or _ordinal(scene, token)
        return number if number is not None and (number.ordinal or token.tag_ == "NNS") else None
    return _bare_ordinal(scene, token) or _second_figure(scene, token)


def _attack_noun(lemma: str) -> bool:
    frame = frames().nouns.get(lemma)
    return lemma in voices()["tallied"] or (frame is not None and not frame.skip and not frame.weak)


def _attacking(times: Token) -> bool:
    near = [times.head, *list(times.ancestors)[:3]]
    near += [c for t in near for c in t.conjuncts]
    verbs = [frames().verbs.get(t.lemma_.lower()) for t in near if t.pos_ == "VERB"]
    return any(v is not None and v.cls in ("attack", "impact") for v in verbs)


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
    if token.dep_ not in ("attr", "pobj", "dobj", "appos") or not prepositional(token, "against", "on"):
        return None
    return next((q for q in scene.clues.quantities if q.ordinal and token in scene.tokens(q.span)), None)


def _second_figure(scene: Scene, token: Token) -> Quantity | None:
    """ "245 attacks in 2021 and 134 in 2022"."""
    if token.pos_ != "NUM" or token.dep_ != "conj" or not _attack_noun(token.head.lemma_.lower()):
        return None
    found = (q for q in scene.clues.quantities if q.kind == "count" and token in scene.tokens(q.span))
    return next(found, None)


# ------------------------------------------------------------------ their dead and wounded


def _of_people(scene: Scene, document: Document) -> Iterator[Tally]:
    for number in scene.clues.quantities:
        if number.ordinal or number.kind != "count" or number.count.low < 2 or not _definite(number):
            continue
        noun = _counted(scene, number)
        effect = _effect(scene, noun) if noun is not None else None
        if noun is None or effect is None:
            continue
        period = _period(scene, document, number.span, noun)
        if period is not None and _adds_up(scene, period[0], period[1], noun):
            yield _toll(scene, document, noun, number, period[1], effect)
        elif number.count.low >= _WAR and _perfect(noun.head):
            yield _toll(scene, document, noun, number, None, effect)


def _counted(scene: Scene, number: Quantity) -> Token | None:
    """The noun that a number counts, or the number that stands for it."""
    head = scene.head(number.span)
    if head is None:
        return None
    noun = head.head if head.dep_ in ("nummod", "quantmod", "amod", "compound") else head
    return noun if weapon_at(scene, noun) is None and noun.pos_ in ("NOUN", "PROPN", "NUM", "ADJ") else None


def _effect(scene: Scene, noun: Token) -> str | None:
    """Whether those counted were killed or injured; None where the words do not say it."""
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in ("life", "death"):
        return "killed"
    lemma = noun.lemma_.lower()
    for effect, nouns in voices()["toll_nouns"].items():
        if lemma in nouns or noun.lower_ in nouns:
            return str(effect)
    first = noun.head if noun.dep_ == "conj" and noun.head.pos_ in ("NOUN", "PROPN", "NUM") else noun
    for verb, role in _verbs_of(first):
        for effect, verbs in voices()["toll_verbs"].items():
            if verb.lemma_.lower() in verbs and _suffered(verb, role, lemma):
                return str(effect)
    return None


def _verbs_of(noun: Token) -> Iterator[tuple[Token, str]]:
    if noun.dep_ in ("nsubj", "nsubjpass", "dobj"):
        yield noun.head, noun.dep_
    if noun.dep_ in ("nsubj", "nsubjpass"):
        shared = (c for c in noun.head.conjuncts if c.pos_ == "VERB" and noun in subjects(c))
        yield from ((c, noun.dep_) for c in shared)
    yield from ((c, "nsubjpass") for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN")


def _suffered(verb: Token, role: str, lemma: str) -> bool:
    if verb.lemma_.lower() in voices()["of_lives"]:
        return lemma == "life"
    if verb.lemma_ in ("die", "perish"):
        return role == "nsubj"
    return role in ("nsubjpass", "dobj") or (role == "nsubj" and is_passive(verb))


def _adds_up(scene: Scene, clue: TimeClue, period: Interval | None, noun: Token) -> bool:
    """Whether a time is a period over which is counted, and not the vague day of one attack."""
    if not _wide_enough(clue, period) or not _of_the_clause(scene, clue, noun):
        return False
    text = clue.expression.text.lower()
    words = scene.lower[
        max(0, clue.span.start - scene.sentence.span.start - 12) : clue.span.end - scene.sentence.span.start
    ]
    counted = (
        clue.expression.bound == "since"
        or clue.expression.kind == "duration"
        or len(clue.expression.parts) > 1
    )
    if counted or _THIS.fullmatch(text) or _SO_FAR.search(words):
        return _EARLIER.search(words) is None
    return _days(period) >= _LONG_DAYS and _perfect(noun.head)


def _of_the_clause(scene: Scene, clue: TimeClue, noun: Token) -> bool:
    """Whether the period hangs on a verb that the noun stands under, or on the noun."""
    node = scene.head(clue.span)
    while node is not None and node.pos_ not in ("VERB", "AUX") and node.head.i != node.i:
        if node.i == noun.i:
            return True
        node = node.head
    above = {noun.i, *(t.i for t in noun.ancestors)}
    return node is None or node.i in above


_SO_FAR = re.compile(
    r"\b(?:so far|to date|(?:past|last) (?:\w+ )?(?:hours|days|weeks|months|years|decade))\b"
)
_THIS = re.compile(r"(?:so far )?this (?:year|month|decade)")
_HOURS = re.compile(r"\b(?:past|last) \S+ hours\b|\bweekend\b")
_EARLIER = re.compile(r"\bearlier\b|\blate\b")


def _perfect(verb: Token) -> bool:
    return any(t.dep_ == "aux" and t.lower_ in ("have", "has", "had", "'ve") for t in verb.children)


# ------------------------------------------------------------------ the period


def _period(
    scene: Scene, document: Document, at: Span, noun: Token
) -> tuple[TimeClue, Interval | None] | None:
    """The period told nearest to a figure, in its own clause before others, with its days where they are known."""
    spans = [(c, _days_of(scene, document, c)) for c in scene.clues.times if c.expression.kind != "time"]
    wide = [(c, i) for c, i in spans if _wide_enough(c, i)]
    return min(wide, key=lambda p: (not _of_the_clause(scene, p[0], noun), _gap(at, p[0].span)), default=None)


def _gap(at: Span, other: Span) -> int:
    """How far apart two stretches lie; what follows is nearer than what goes before."""
    return other.start - at.end if other.start >= at.end else 2 * (at.start - other.end)


def _wide_enough(clue: TimeClue, period: Interval | None) -> bool:
    return _wide(period) or (_HOURS.search(clue.expression.text.lower()) is not None and period is not None)


def _wide(period: Interval | None) -> bool:
    return _days(period) >= _SOME_DAYS


def _days(period: Interval | None) -> int:
    """How many days a period has; none at all where it is unknown, many where it is open."""
    if period is None:
        return 0
    return 10_000 if period.days is None else period.days


def _days_of(scene: Scene, document: Document, clue: TimeClue) -> Interval | None:
    if clue.value.interval is not None or clue.expression.kind != "duration" or document.published is None:
        return clue.value.interval
    before = scene.lower[: clue.span.start - scene.sentence.span.start].split()
    if not before or before[-1] not in ("in", "within", "over", "during", "than"):
        return None
    past = find_times(f"the last {clue.expression.text}")
    return resolve(past[0], document.published.interval, "past").interval if past else None


# ------------------------------------------------------------------ the tally


def _tally(
    scene: Scene,
    document: Document,
    token: Token,
    number: Quantity,
    period: tuple[TimeClue, Interval | None] | None,
) -> Tally:
    inside = scene.span([token])
    span = Span(min(number.span.start, inside.start), max(number.span.end, inside.end))
    return Tally(
        id=f"{document.id}-t{span.start}",
        count=Count.exactly(number.count.low) if number.ordinal else number.count,
        period=period[1] if period else None,
        what=scene.words(noun_phrase(token)),
        place=_place(scene),
        target=_target(scene, token),
        perpetrator=_perpetrator(scene, token),
        killed=None,
        injured=None,
        speaker=voice(scene).speaker,
        span=span,
    )


def _toll(
    scene: Scene,
    document: Document,
    noun: Token,
    number: Quantity,
    period: Interval | None,
    effect: str,
) -> Tally:
    inside = scene.span([noun])
    span = Span(min(number.span.start, inside.start), max(number.span.end, inside.end))
    return Tally(
        id=f"{document.id}-t{span.start}",
        count=number.count,
        period=period,
        what=f"{_group(noun)} {effect}",
        place=_place(scene),
        target=None,
        perpetrator=_killer(scene, noun),
        killed=number.count if effect == "killed" else None,
        injured=number.count if effect == "injured" else None,
        speaker=voice(scene).speaker,
        span=span,
    )


def _group(noun: Token) -> str:
    return "people" if noun.pos_ != "NOUN" or noun.lemma_ in ("life", "death", "fatality") else noun.text


def _perpetrator(scene: Scene, token: Token) -> Actor | None:
    """Whose attacks are counted: "by the group", "Turkish drone strikes", "it has carried out"."""
    near = [*prepositional(token, "by"), *(t for t in token.lefts if actor_at(scene, t))]
    near += agents(token.head) if token.dep_ == "dobj" else []
    return next((w for t in near if (w := _doer(scene, t)) is not None), None)


def _killer(scene: Scene, noun: Token) -> Actor | None:
    doers = agents(noun.head) if noun.dep_ in ("dobj", "nsubjpass") else []
    return next((w for t in doers if (w := _doer(scene, t)) is not None), None)


def _doer(scene: Scene, token: Token) -> Actor | None:
    who = named(scene, token)
    armed = who is not None and who.kind in ("state", "military", "police", "armed_group")
    return who if armed and identified(who) and frames().nouns.get(token.lemma_.lower()) is None else None


def _place(scene: Scene) -> Place | None:
    return next((p.place for p in scene.clues.places if p.place and is_location(scene, p)), None)


def _target(scene: Scene, token: Token) -> str | None:
    aims = prepositional(token, "on", "against")
    return scene.words(noun_phrase(aims[0])) if aims else None

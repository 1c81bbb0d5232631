"""What came after, before or with what: "came a week after the strikes", "are usually preceded by threats"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from math import ceil, floor

from spacy.tokens import Token

from incidentbook.extract.clues import TimeClue
from incidentbook.extract.remarks.clause import asserted, clause_verb
from incidentbook.extract.remarks.words import gate, table, words
from incidentbook.extract.scene import VERBAL, Scene, is_passive, noun_phrase, prepositional, subjects
from incidentbook.extract.speakers import voice
from incidentbook.extract.tallies.words import attack_noun
from incidentbook.extract.triggers import find_triggers, weapon_at
from incidentbook.model import Count, Document, Order, OrderKind, Referent
from incidentbook.normalise.time_meaning import Shift

_DAYS = {"hour": 1 / 24, "day": 1, "week": 7, "fortnight": 14, "month": 30, "year": 365}
_NEAR = 3  # characters between "a week" and "after"
_DEEP = 3  # steps below a verb in which what happened is looked for


@dataclass(frozen=True, slots=True)
class Known:
    """What the words of a sentence stand for, by the position of the token: the report or the remark that tells of it.

    `last`: the report that the sentence before told of, where it told of one: what "it" stands for.
    """

    reports: Mapping[int, str]
    remarks: Mapping[int, str]
    last: str | None = None


@dataclass(frozen=True, slots=True)
class _Pair:
    kind: OrderKind
    what: Token
    than: Token
    by: Token
    gap: Count | None


def orders(scene: Scene, document: Document, known: Known) -> Iterator[Order]:
    """The orders that a sentence tells, where both sides are attacks or events beside them.

    Args:
        scene: the sentence.
        document: its document.
        known: the reports and the events beside attacks that its tokens tell of.
    """
    if not gate("order").search(scene.lower):
        return
    events = _events(scene, known)
    if not events:
        return
    seen = set[tuple[int, int]]()
    for token in scene.doc:
        pair = _by_verb(token, events) or _by_connective(scene, token, events)
        if (
            pair is None
            or pair.what.i == pair.than.i
            or not _told(pair)
            or (pair.what.i, pair.than.i) in seen
        ):
            continue
        seen.add((pair.what.i, pair.than.i))
        if _of_one_attack(pair, known):
            continue
        yield _order(scene, document, pair, known)


def _order(scene: Scene, document: Document, pair: _Pair, known: Known) -> Order:
    span = scene.span([pair.what, pair.than])
    what, than = _apart(pair, _referent(scene, pair.what, known), _referent(scene, pair.than, known))
    return Order(
        id=f"{document.id}-order-{span.start}",
        kind=pair.kind,
        what=what,
        than=than,
        gap=pair.gap,
        habitual=any(t.lower_ in words("usually") for t in pair.by.children),
        speaker=voice(scene).speaker,
        span=span,
    )


def _referent(scene: Scene, token: Token, known: Known) -> Referent:
    phrase = noun_phrase(token) if token.pos_ not in VERBAL else [token]
    report = known.last if token.lower_ in words("it") else known.reports.get(token.i)
    return Referent(scene.span(phrase), report, known.remarks.get(token.i))


def _of_one_attack(pair: _Pair, known: Known) -> bool:
    """ "Died two hours after the attack": no order of two."""
    one, two = (known.reports.get(t.i) for t in (pair.what, pair.than))
    soon = pair.gap is not None and pair.gap.best == 0
    return one is not None and one == two and soon and "NNS" not in (pair.what.tag_, pair.than.tag_)


def _apart(pair: _Pair, what: Referent, than: Referent) -> tuple[Referent, Referent]:
    """Two that came one after the other are not one report: of "the attacks" and "the attack" the latter is."""
    if what.report is None or what.report != than.report:
        return what, than
    several = pair.what.tag_ == "NNS"
    return replace(what, report=None), than if several else replace(than, report=None)


def _told(pair: _Pair) -> bool:
    return asserted(pair.by if pair.by.pos_ in VERBAL else pair.what)


def _events(scene: Scene, known: Known) -> frozenset[int]:
    """The tokens that stand for something that happened."""
    nouns = {
        t.i for t in scene.doc
        if t.pos_ == "NOUN" and t.dep_ != "compound" and weapon_at(scene, t) is None
        and (attack_noun(t.lemma_.lower()) or t.lemma_.lower() in words("masses"))
    }  # fmt: skip
    triggers = {t.token for t in find_triggers(scene) if t.cls or not t.weak}
    return frozenset(nouns | triggers | set(known.remarks))


def _by_verb(token: Token, events: frozenset[int]) -> _Pair | None:
    """ "X followed Y", "X was preceded by Y", "X coincided with Y"."""
    lemma = token.lemma_.lower()
    if token.pos_ != "VERB" or lemma not in ("follow", "precede", "coincide"):
        return None
    first = next((t for s in subjects(token) if (t := _event_of(s, events)) is not None), None)
    if lemma == "coincide":
        others = prepositional(token, "with")
    elif is_passive(token):
        others = [t for c in token.children if c.dep_ == "agent" for t in c.children if t.dep_ == "pobj"]
    else:
        others = [t for t in token.children if t.dep_ == "dobj"]
    second = next((t for o in others if (t := _event_of(o, events)) is not None), None)
    if first is None or second is None:
        return None
    kind: OrderKind = "with"
    if lemma != "coincide":
        kind = "after" if (lemma == "follow") != is_passive(token) else "before"
    return _Pair(kind, first, second, token, None)


def _event_of(noun: Token, events: frozenset[int]) -> Token | None:
    """What happened, by a noun: itself, or the attacks of "the uptick in attacks"."""
    if noun.i in events:
        return noun
    return next((t for t in prepositional(noun, "in", "of") if t.i in events), None)


def _by_connective(scene: Scene, token: Token, events: frozenset[int]) -> _Pair | None:
    """ "Came a week after Y", "struck the base two days before Y", "comes amid Y", "came in response to Y"."""
    kind = next((k for k, listed in table()["connectives"].items() if token.lower_ in listed), None)
    if kind is None:
        return _in_answer(token, events)
    if token.dep_ not in ("mark", "prep", "pcomp") and token.pos_ not in ("ADP", "SCONJ"):
        return None
    clue = _gap(scene, token)
    below, above = _sides(scene, token, clue)
    than = _lead(below, events, above)
    verb = clause_verb(above)
    comes = verb.lemma_.lower() in words("comes") and verb.i not in events
    what = _lead_of_main(verb, events, below) or (_it(verb) if comes else None)
    if than is None or what is None or not (comes or (clue is not None and kind != "with")):
        return None
    return _Pair(kind, what, than, verb, _days(clue) if clue else None)


def _sides(scene: Scene, token: Token, clue: TimeClue | None) -> tuple[Token, Token]:
    """What stands below a connective, and what it hangs on."""
    if token.dep_ == "mark":
        return token.head, token.head.head
    below = next((t for t in token.children if t.dep_ in ("pobj", "pcomp")), token)
    above = token.head
    if clue is not None and above.i in {t.i for t in scene.tokens(clue.span)}:
        above = above.head
    return below, above


def _lead(below: Token, events: frozenset[int], above: Token) -> Token | None:
    """What happened on the side of the connective: the highest event below it."""
    ring = [below]
    for _ in range(_DEEP):
        found = next((t for t in sorted(ring, key=lambda t: t.i) if t.i in events), None)
        if found is not None:
            return found
        ring = [
            c
            for t in ring
            for c in t.children
            if c.dep_ not in ("relcl", "acl", "advcl", "appos") and c.i != above.i and not _connects(c)
        ]
    return None


def _connects(token: Token) -> bool:
    """ "Are rising following the killings": what is behind a further connective is of another order."""
    return any(token.lower_ in listed for listed in table()["connectives"].values())


def _lead_of_main(verb: Token, events: frozenset[int], below: Token) -> Token | None:
    """What happened in the main clause: its verb, or what came."""
    if verb.i in events:
        return verb
    inside = {t.i for t in below.subtree}
    return next(
        (t for s in subjects(verb) if (t := _event_of(s, events)) is not None and t.i not in inside), None
    )


def _it(verb: Token) -> Token | None:
    """ "It came a day after": what the sentence before told of."""
    return next((t for t in subjects(verb) if t.lower_ in words("it") and t.pos_ == "PRON"), None)


def _gap(scene: Scene, token: Token) -> TimeClue | None:
    """The time that a connective counts: "a week" of "a week after"."""
    at = scene.sentence.span.start + token.idx
    for clue in scene.clues.times:
        if (
            isinstance(clue.expression.meaning, Shift)
            and clue.span.start < at
            and at - clue.span.end <= _NEAR
        ):
            return clue
    return None


def _days(clue: TimeClue) -> Count | None:
    """A gap in days: "a week" is 6 to 8, "days" 2 or more, "less than two weeks" 0 to 14."""
    meaning = clue.expression.meaning
    if not isinstance(meaning, Shift) or meaning.quantity.unit not in _DAYS:
        return None
    amount, unit = meaning.quantity, _DAYS[meaning.quantity.unit]
    if meaning.at_most:
        return Count(0, None, ceil(amount.high * unit))
    if amount.exact is None:
        return Count(floor(amount.low * unit), None, ceil(amount.high * unit))
    slack = unit / 6 if unit > 1 else 0
    low, high = floor(amount.exact * unit - slack), ceil(amount.exact * unit + slack)
    return Count(max(0, low), round(amount.exact * unit), high)


def _in_answer(token: Token, events: frozenset[int]) -> _Pair | None:
    """ "The raid came in response to the bombing"."""
    if token.lemma_.lower() not in words("in_answer") or token.dep_ != "pobj" or token.head.lower_ != "in":
        return None
    verb = clause_verb(token)
    if verb.lemma_.lower() not in words("comes"):
        return None
    than = next(
        (t for o in prepositional(token, "to", "for") if (t := _event_of(o, events)) is not None), None
    )
    what = _lead_of_main(verb, events, token)
    return _Pair("after", what, than, verb, None) if than is not None and what is not None else None

"""Attacks that one text tells of elsewhere than the others: "killed a contractor at Taji", where it was at another base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from incidentbook.check.flags import Evidence, Flag
from incidentbook.check.lists import pattern, words
from incidentbook.extract.sentences import Sentence, sentences
from incidentbook.link import compare
from incidentbook.model import Document, Interval, Place, Report, Statement
from incidentbook.normalise.place import find_places

_FEWEST = 2  # documents that agree, before they are held against one that does not
_ONE_SPOT_KM = 10.0
_ELSEWHERE_KM = 30.0
_MOST_DAYS = 31  # of the text that is doubted: "last December"
_DATED_DAYS = 3  # of those that are held against it
_SHARED = 2  # words that tell who was killed
_SHOWN = 3


@dataclass(frozen=True)
class Telling:
    """One document's report of an attack, and the incident that it belongs to in the book, where it is in one."""

    document: Document
    report: Report
    incident: str | None = None

    @property
    def place(self) -> Place | None:
        """Where it was, where that is told as a spot or a town."""
        place = self.report.values.place
        return place if place is not None and place.lat is not None and place.precision in (1, 2) else None

    @property
    def days(self) -> Interval | None:
        """When it was, where both ends are told."""
        when = self.report.values.date
        return when if when is not None and when.days is not None else None

    @cached_property
    def who(self) -> frozenset[str]:
        """The words that tell who was killed, nationalities as countries."""
        phrases = [v.group for v in self.report.values.victims or () if v.killed is None or v.killed.low]
        for sentence in self.told_in:
            phrases += [m["behind"] or m["before"] for m in pattern("who_was_killed").finditer(sentence.text)]
        return frozenset(w for p in phrases for w in _words(p))

    @cached_property
    def told_in(self) -> tuple[Sentence, ...]:
        """The sentences from which the report was read."""
        spans = [s.span for s in self.report.statements]
        return tuple(s for s in sentences(self.document) if any(s.span.contains(x) for x in spans))

    @property
    def where(self) -> Statement | None:
        """The words that say where it was."""
        said = [
            s for s in self.report.statements if s.property == "place" and s.value == self.report.values.place
        ]
        return said[0] if said else None


def misplaced(tellings: Iterable[Telling]) -> tuple[Flag, ...]:
    """The reports that tell of an attack elsewhere than others do.

    A report is flagged where nobody else tells of such an attack at its place in its days, and two documents at least agree on
    another place in the same country for one of the same kind, in these days, with as many dead and the same people killed
    (two words at least of who they were). In one incident of the book the last is not asked: it is one attack already.
    """
    known = [t for t in tellings if t.place is not None and t.days is not None]
    found = [f for t in known if (f := _flag(t, known)) is not None]
    return tuple(sorted(found, key=lambda f: (f.document, f.span)))


def _flag(one: Telling, known: Sequence[Telling]) -> Flag | None:
    days, where = one.days, one.where
    if days is None or (days.days or 0) > _MOST_DAYS or where is None:
        return None
    others = [t for t in known if t.document.id != one.document.id]
    if any(_near(one, t) and _could_be(one, t) for t in others):
        return None
    against = _agreeing([t for t in others if _same_attack(one, t)])
    sentence = next((s for s in one.told_in if s.span.contains(where.span)), None)
    if len({t.document.id for t in against}) < _FEWEST or sentence is None:
        return None
    named = against[0].place
    known_as = f"{len({t.document.id for t in against})} others: {named.name if named else ''}"
    said = one.place.name if one.place else ""
    proof = tuple(e for t in against[:_SHOWN] for e in _evidence(t))
    return Flag("place", one.document.id, where.span, sentence.text, said, known_as, proof, one.report.id)


def _same_attack(one: Telling, other: Telling) -> bool:
    """Whether another report, of another place, tells of the attack of this one."""
    if _apart(one, other) < _ELSEWHERE_KM or not _could_be(one, other):
        return False
    if one.incident is not None and one.incident == other.incident:
        return True
    dated = other.days is not None and (other.days.days or 0) <= _DATED_DAYS
    kinds = one.report.values.attack_type, other.report.values.attack_type
    return dated and None not in kinds and len(one.who & other.who) >= _SHARED


def _could_be(one: Telling, other: Telling) -> bool:
    """Whether country, days, kind and dead allow that two reports are of one attack."""
    a, b = one.report.values, other.report.values
    if one.place is None or other.place is None or one.place.country != other.place.country:
        return False
    meets = one.days is not None and other.days is not None and one.days.meets(other.days)
    dead = a.killed is None or b.killed is None or compare.counts_meet(a.killed, b.killed)
    return meets and dead and compare.same_family(a.attack_type, b.attack_type)


def _agreeing(found: Sequence[Telling]) -> list[Telling]:
    """The most of some reports that agree on one spot; none where two spots have as many."""
    groups = [[t for t in found if _near(t, o)] for o in found]
    best = max(groups, key=len, default=[])
    rivals = [g for g in groups if len(g) == len(best) and not any(_near(best[0], t) for t in g)]
    return [] if rivals else best


def _near(one: Telling, other: Telling) -> bool:
    return _apart(one, other) <= _ONE_SPOT_KM


def _apart(one: Telling, other: Telling) -> float:
    apart = compare.distance_km(one.place, other.place) if one.place and other.place else None
    return _ELSEWHERE_KM if apart is None else apart


def _evidence(telling: Telling) -> list[Evidence]:
    """The sentences that say where it was and who was killed."""
    where = telling.where
    spans = [s.span for s in telling.told_in if where is not None and s.span.contains(where.span)]
    spans += [s.span for s in telling.told_in if pattern("who_was_killed").search(s.text)]
    return [
        Evidence(s.of(telling.document.text), telling.document.id, s)
        for s in dict.fromkeys([*spans[:1], *spans[-1:]])
    ]


def _words(phrase: str) -> set[str]:
    """The telling words of a phrase; "American" and "U.S." are one."""
    lands = [m for m in find_places(phrase) if m.place is not None and m.kind == "country"]
    for mention in sorted(lands, key=lambda m: -m.span.start):
        code = f" country{(mention.place.country if mention.place else None) or ''} "
        phrase = phrase[: mention.span.start] + code + phrase[mention.span.end :]
    return {w for w in compare.words(phrase) if w not in words("nobody") and not w.isdigit()}

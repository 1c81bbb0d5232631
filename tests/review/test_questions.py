"""What a reviewer is asked for first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from incidentbook.link import LinkItem, cluster
from incidentbook.link.compare import rules
from incidentbook.model import (
    Conflict,
    ConflictingValue,
    Count,
    Incident,
    Interval,
    Place,
    Report,
    ReportRef,
    Ruling,
    SourceCount,
    Values,
)
from incidentbook.review.questions import DOUBT, Question, questions

BALAD = Place("Balad Air Base", "IQ", "Salah ad Din", 33.94, 44.36, 1, "base:balad")
IRAQ = Place("Iraq", "IQ", None, 33.0, 44.0, 6, "geonames:99237")
FIFTH = Interval.day(date(2021, 7, 5))


def item(name: str, **values: Any) -> LinkItem:
    given = {"date": FIFTH, "attack_type": "rocket"} | values
    return LinkItem(name, Report(f"{name}-1", True, Values(**given), ()), Interval.day(date(2021, 7, 6)))


def asked(items: list[LinkItem], *answered: tuple[int, int]) -> list[Question]:
    held = {items[n].ref: f"IB-{min(group)}" for group in cluster(items) for n in group}
    pairs = {frozenset((items[a].ref, items[b].ref)) for a, b in answered}
    return questions(items, held, pairs, ())


def names(question: Question) -> set[str]:
    return {ref.document for ref in question.reports}


CLOSE = [
    item("a", place=BALAD, killed=Count.exactly(7)),
    item("b", place=BALAD, killed=Count.exactly(7)),
    item("c", place=IRAQ, killed=None),
]
"""Two that are one without a doubt, and one that may be of the same attack."""


def test_what_is_certain_is_not_asked_for() -> None:
    found = asked(CLOSE)
    assert [names(q) & {"c"} for q in found] == [{"c"}]
    assert all(q.doubt is not None and q.doubt <= DOUBT for q in found)
    assert found[0].score is not None
    assert found[0].doubt == round(abs(found[0].score - rules().merge_at), 2)


def test_what_was_answered_is_not_asked_for_again() -> None:
    (question,) = asked(CLOSE)
    numbers = sorted("abc".index(name) for name in names(question))
    assert asked(CLOSE, (numbers[0], numbers[1])) == []


def test_the_least_certain_comes_first() -> None:
    others = [item(n, place=IRAQ, site=s, killed=k) for n, s, k in (
        ("d", "air_base", Count.exactly(7)), ("e", None, Count.exactly(9)),
    )]  # fmt: skip
    found = asked([*CLOSE, *others])
    doubts = [q.doubt for q in found]
    assert len(doubts) > 1
    assert doubts == sorted(doubts, key=lambda d: d or 0.0)


def test_of_two_incidents_one_pair_is_asked_for() -> None:
    kidnapping = [item(n, place=BALAD, date=None, attack_type=None, killed=Count.exactly(1)) for n in "xy"]
    found = asked([*CLOSE[:2], *kidnapping])
    between = [q.incidents for q in found if len(q.incidents) == 2]
    assert len(between) == len({frozenset(i) for i in between})


def incident(name: str, documents: int, *properties: Any) -> Incident:
    values = (ConflictingValue("a", ("r1",)), ConflictingValue("b", ("r2",)))
    conflicts = tuple(Conflict(p, values) for p in properties)
    return Incident(name, Values(), conflicts, (ReportRef("d", "r1"),), SourceCount(documents, 1), "machine")


def ruling(kind: Any, prop: Any = None) -> Ruling:
    return Ruling("D-1", kind, "ann", datetime(2021, 7, 6, tzinfo=UTC), None, None, prop)


def test_conflicts_that_nobody_settled_are_asked_for_those_of_many_documents_first() -> None:
    small, large, none = (
        incident("IB-1", 2, "site", "killed"),
        incident("IB-2", 5, "date"),
        incident("IB-3", 3),
    )
    found = questions([], {}, set(), [small, large, none])
    assert [(q.kind, q.incidents, q.properties) for q in found] == [
        ("conflict", ("IB-2",), ("date",)),
        ("conflict", ("IB-1",), ("site", "killed")),
    ]
    corrected = replace(small, review=(ruling("correct", "killed"),))
    assert questions([], {}, set(), [corrected])[0].properties == ("site",)
    for kind in ("confirm", "reject"):
        assert questions([], {}, set(), [replace(small, review=(ruling(kind),))]) == []

"""What decisions come to on the reports of today: in force, overruled, undone or orphans; bonds and verdicts."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from incidentbook.book.carry import characters, successor
from incidentbook.book.clashes import clashes
from incidentbook.book.decisions import Anchor, Decision, made
from incidentbook.book.replay import Layout, Replay, replay
from incidentbook.model import Count, DecisionKind, ReportRef, Span

NOON = datetime(2021, 7, 6, 12, tzinfo=UTC)
A, B, C, D = (Anchor(f"{name}", f"{name}-1", (Span(0, 20),)) for name in "abcd")
ALL = {ReportRef(n, f"{n}-1"): f"IB-{n}" for n in "abcd"}


def layout(*names: str) -> Layout:
    return {name: {f"{name}-1": frozenset(range(20))} for name in names}


def decide(
    kind: DecisionKind, hour: int, *groups: Anchor | tuple[Anchor, ...], by: str = "ann", **rest: Any
) -> Decision:
    subjects = tuple(g if isinstance(g, tuple) else (g,) for g in groups)
    if kind in ("correct", "confirm", "reject", "merge", "split"):
        rest = {"incidents": ("IB-x",), "why": "so"} | rest
    return made(kind, by, at=NOON + timedelta(hours=hour), subjects=subjects, **rest)


def run(*decisions: Decision, there: str = "abcd", held: dict[ReportRef, str] | None = None) -> Replay:
    return replay(decisions, layout(*there), ALL if held is None else held)


def states(found: Replay) -> list[str]:
    return [s.state for s in found.standings]


def pairs(found: frozenset[tuple[ReportRef, ReportRef]]) -> set[str]:
    return {f"{one.document}{other.document}" for one, other in found}


def test_pairs_become_bonds() -> None:
    found = run(decide("same", 1, B, A), decide("different", 2, A, C), decide("unsure", 3, A, D))
    assert pairs(found.bonds.together) == {"ab"}
    assert pairs(found.bonds.apart) == {"ac"}
    assert {one.document + other.document for one, other in found.unsure} == {"ad"}
    assert states(found) == ["in force"] * 3


def test_the_later_of_two_that_contradict_each_other_holds() -> None:
    same, different = decide("same", 1, A, B), decide("different", 2, B, A)
    found = run(same, different)
    assert (pairs(found.bonds.together), pairs(found.bonds.apart)) == (set(), {"ab"})
    assert states(found) == ["overruled", "in force"]
    assert found.standings[0].by == (different.id,)
    again = run(different, same, decide("same", 3, A, B))
    assert (pairs(again.bonds.together), pairs(again.bonds.apart)) == ({"ab"}, set())


def test_a_contradiction_by_way_of_others_is_seen() -> None:
    apart = decide("different", 1, A, C)
    found = run(apart, decide("same", 2, A, B), decide("same", 3, B, C))
    assert states(found) == ["overruled", "in force", "in force"]
    assert set(found.standings[0].by) == {s.decision.id for s in found.standings[1:]}
    late = run(decide("same", 2, A, B), decide("same", 3, B, C), decide("different", 4, A, C))
    assert states(late) == ["overruled", "in force", "in force"]


def test_what_is_split_out_of_a_merged_incident_leaves_the_rest_of_it_together() -> None:
    merge = decide("merge", 1, (A, B), (C, D))
    found = run(merge, decide("split", 2, (A,), (B, C, D)))
    assert states(found) == ["in force", "in force"]
    assert found.standings[0].by == (found.standings[1].decision.id,)
    assert pairs(found.bonds.together) == {"bc", "bd"}
    assert pairs(found.bonds.apart) == {"ab", "ac", "ad"}


def test_reports_taken_out_are_one_incident() -> None:
    assert pairs(run(decide("split", 1, (A, B), (C, D))).bonds.together) == {"ab"}


def test_an_undone_decision_binds_nothing() -> None:
    same = decide("same", 1, A, B)
    found = run(same, made("undo", "ben", at=NOON + timedelta(hours=2), undoes=same.id))
    assert states(found) == ["undone", "in force"]
    assert not found.bonds.together


@pytest.mark.parametrize(
    ("decision", "there", "lost"),
    [
        (decide("same", 1, A, B), "acd", "document b is not in this book"),
        (decide("merge", 1, (A,), (B, C)), "bc", "document a is not in this book"),
        (decide("split", 1, (A,), (B, C)), "a", "document b is not in this book"),
        (decide("confirm", 1, (A,)), "b", "document a is not in this book"),
        (made("undo", "ann", undoes="D-0000000000"), "a", "decision D-0000000000 is not in this book"),
    ],
)
def test_what_is_not_there_makes_an_orphan_that_comes_back(decision: Decision, there: str, lost: str) -> None:
    (found,) = run(decision, there=there).standings
    assert found.state == "orphan"
    assert lost in found.lost
    if decision.kind != "undo":
        assert states(run(decision)) == ["in force"]


def test_a_decision_on_an_incident_goes_on_with_what_is_left_of_it() -> None:
    found = run(decide("confirm", 1, (A, B)), there="b")
    assert states(found) == ["in force"]
    assert found.verdicts["IB-b"].judged == "confirm"
    assert "IB-a" in run(decide("confirm", 1, (A, B))).verdicts


def test_two_reports_that_are_read_as_one_are_no_pair_any_more() -> None:
    one, other = Anchor("a", "a-1", (Span(0, 20),)), Anchor("a", "a-2", (Span(20, 40),))
    found = replay([decide("different", 1, one, other)], {"a": {"a-1": frozenset(range(40))}}, {})
    assert found.standings[0].state == "orphan"
    assert found.standings[0].lost == ("its reports are one report now",)


def test_of_corrections_of_one_value_the_last_one_holds() -> None:
    first = decide("correct", 1, (A,), property="killed", value=Count.exactly(3))
    last = decide("correct", 2, (A,), property="killed", value=Count.exactly(4), by="ben")
    other = decide("correct", 3, (A,), property="injured", value=Count.exactly(9))
    found = run(last, first, other)
    assert states(found) == ["overruled", "in force", "in force"]
    assert {name: d.id for name, d in found.verdicts["IB-a"].corrections.items()} == {
        "killed": last.id,
        "injured": other.id,
    }
    assert [(c.earlier.by, c.later.by) for c in clashes(found.standings)] == [("ann", "ben")]


def test_corrections_of_incidents_that_are_merged_meet() -> None:
    first = decide("correct", 1, (A,), property="killed", value=Count.exactly(3))
    second = decide("correct", 2, (B,), property="killed", value=Count.exactly(4))
    assert states(run(first, second)) == ["in force", "in force"]
    merged = dict.fromkeys(ALL, "IB-a")
    assert states(run(first, second, held=merged)) == ["overruled", "in force"]


def test_who_changes_their_own_mind_clashes_with_nobody() -> None:
    same = decide("same", 1, A, B)
    assert clashes(run(same, decide("different", 2, A, B)).standings) == []
    (clash,) = clashes(run(same, decide("different", 2, A, B, by="ben")).standings)
    assert (clash.earlier, clash.later.by) == (same, "ben")


def test_rejected_and_confirmed() -> None:
    whole, report = decide("reject", 1, (A, B)), decide("reject", 2, (C,), incidents=())
    verdicts = run(whole, report).verdicts
    assert verdicts["IB-a"].judged == "reject"
    assert verdicts["IB-c"].judged is None
    assert verdicts["IB-c"].rejected == {ReportRef("c", "c-1")}
    found = run(whole, decide("confirm", 3, (A,)))
    assert states(found) == ["overruled", "in force"]
    assert found.verdicts["IB-a"].judged == "confirm"


def test_the_successor_of_a_report_has_its_words() -> None:
    old = (Span(0, 8), Span(40, 60))
    dateline, words = characters([Span(0, 8)]), characters([Span(40, 60)])
    elsewhere = characters([Span(80, 120)])
    assert successor("r-1", old, {"r-1": dateline | elsewhere, "r-2": dateline | words}) == "r-2"
    assert successor("r-1", old, {"r-1": dateline | elsewhere}) is None
    assert successor("r-1", old, {"r-7": characters([Span(45, 50)])}) == "r-7"
    assert successor("r-1", old, {"r-1": dateline | words, "r-2": dateline | words}) == "r-1"
    assert successor("r-1", (), {"r-1": frozenset(), "r-2": words}) == "r-1"
    assert successor("r-1", (), {"r-1": words}) is None

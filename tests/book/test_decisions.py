"""Decisions: what one must have, that it cannot be changed, and what an undo of an undo comes to."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from incidentbook.book.decisions import Anchor, Decision, dump, full_id, load, made, standing, undone
from incidentbook.errors import DecisionError
from incidentbook.model import Count, Span

NOON = datetime(2021, 7, 6, 12, tzinfo=UTC)
ONE = Anchor("d1", "d1-1", (Span(0, 9),))
OTHER = Anchor("d2", "d2-1", (Span(5, 9),))
PAIR: dict[str, Any] = {"subjects": ((ONE,), (OTHER,))}
WHOLE: dict[str, Any] = {"subjects": ((ONE, OTHER),), "incidents": ("IB-1",)}


def undo(decision: Decision, hours: int, by: str = "ann") -> Decision:
    return made("undo", by, at=NOON + timedelta(hours=hours), undoes=decision.id)


def test_a_decision_comes_back_as_it_was_written() -> None:
    for decision in (
        made("same", "ann", at=NOON, why="one base", **PAIR),
        made("correct", "ann", source="a list", property="killed", value=Count(3, None, 5), **WHOLE),
        made("correct", "ann", why="nobody was named", property="perpetrator", value=None, **WHOLE),
        undo(made("same", "ann", **PAIR), 1),
    ):
        assert load(dump(decision)) == decision
        assert "\n" not in dump(decision)
    corrected = made("correct", "ann", why="so", property="killed", value=Count(3, None, 5), **WHOLE)
    assert load(dump(corrected)).corrected == Count(3, None, 5)


def test_the_same_decision_has_the_same_id_and_another_has_another() -> None:
    first = made("same", "ann", at=NOON, **PAIR)
    assert first.id == made("same", " ann ", at=NOON, why="  ", **PAIR).id
    others = {
        made("different", "ann", at=NOON, **PAIR).id,
        made("same", "ben", at=NOON, **PAIR).id,
        made("same", "ann", at=NOON + timedelta(seconds=1), **PAIR).id,
        made("same", "ann", at=NOON, why="so", **PAIR).id,
    }
    assert len(others | {first.id}) == 5


@pytest.mark.parametrize(
    ("kind", "given", "says"),
    [
        ("same", {"subjects": ((ONE,), (ONE,))}, "two different reports"),
        ("merge", {"subjects": ((ONE,),)}, "two incidents or more"),
        ("split", {"subjects": ((ONE,), ())}, "leave it one at least"),
        ("correct", {**WHOLE, "property": "killed", "value": Count.exactly(1)}, "--why, or by which source"),
        ("correct", {**WHOLE, "why": "so"}, "names a property"),
        ("correct", {**WHOLE, "why": "so", "property": "killed", "value": "many"}, "killed"),
        ("reject", WHOLE, "--why, or by which source"),
        ("undo", {}, "names the decision"),
        ("confirm", {**WHOLE, "undoes": "D-1"}, "names the decision"),
        ("confirm", {**WHOLE, "value": "x"}, "only a correction"),
        ("same", {**PAIR, "by": " "}, "give --by NAME"),
    ],
)
def test_a_decision_that_lacks_something_is_not_made(kind: Any, given: dict[str, Any], says: str) -> None:
    with pytest.raises(DecisionError, match=says) as told:
        made(kind, **{"by": "ann", **given})
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda raw: raw | {"why": "another reason"}, "was changed after it was made"),
        (lambda raw: raw | {"by": "ben"}, "was changed after it was made"),
        (lambda raw: raw | {"kind": "maybe"}, "no line of `decisions export`"),
        (lambda raw: raw | {"mood": "good"}, "no line of `decisions export`"),
        (lambda raw: raw | {"at": "2021-07-06T12:00:00"}, "has no zone"),
        (lambda raw: [raw], "no line of `decisions export`"),
    ],
)
def test_a_line_that_was_changed_is_told(change: Any, says: str) -> None:
    raw = json.loads(dump(made("same", "ann", at=NOON, **PAIR)))
    with pytest.raises(DecisionError, match=says):
        load(json.dumps(change(raw)))


def test_an_undo_of_an_undo_brings_back_what_was() -> None:
    first = made("same", "ann", at=NOON, **PAIR)
    second = undo(first, 1)
    third = undo(second, 2)
    assert standing([first]) == [first]
    assert standing([first, second]) == []
    assert undone([first, second]) == {first.id: second.id}
    for order in permutations([first, second, third]):
        assert standing(order) == [first]
        assert undone(order) == {second.id: third.id}


def test_what_two_have_undone_stays_undone_until_both_are_back() -> None:
    first = made("same", "ann", at=NOON, **PAIR)
    by_ann, by_ben = undo(first, 1), undo(first, 2, "ben")
    back = undo(by_ann, 3)
    assert standing([first, by_ann, by_ben, back]) == []
    assert standing([first, by_ann, by_ben, back, undo(by_ben, 4)]) == [first]


def test_a_long_chain_of_undos_is_followed() -> None:
    chain = [made("same", "ann", at=NOON, **PAIR)]
    for hour in range(3000):
        chain.append(undo(chain[-1], hour))
    assert standing(chain) == [chain[0]]


def test_an_id_may_be_shortened_as_long_as_it_is_one() -> None:
    assert full_id("d-ab", ["D-ABC", "D-XYZ"]) == full_id("ABC", ["D-ABC", "D-XYZ"]) == "D-ABC"
    with pytest.raises(DecisionError, match="several decisions begin with D-A"):
        full_id("a", ["D-ABC", "D-AXY"])
    with pytest.raises(DecisionError, match="decisions list"):
        full_id("q", ["D-ABC"])

"""The decisions on one incident."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from tests.export.made import INCIDENT

from incidentbook.book.decisions import Anchor, Decision, made
from incidentbook.export.history import history
from incidentbook.model import Ruling

HERE, ELSEWHERE = Anchor("d1", "r1", ()), Anchor("d9", "r9", ())


def decided(hour: int, kind: str, **more: object) -> Decision:
    return made(kind, "ann", at=datetime(2026, 11, 29, hour, tzinfo=UTC), **more)  # type: ignore[arg-type]


CORRECTED = decided(1, "correct", why="the ministry says so", subjects=((HERE,),), incidents=("IB-000001",), property="killed",
                    value={"low": 2, "best": 2, "high": 2})  # fmt: skip
UNDONE = decided(2, "undo", undoes=CORRECTED.id)
OF_ANOTHER = decided(3, "confirm", subjects=((ELSEWHERE,),), incidents=("IB-000009",))
OLD_NAME = decided(4, "confirm", subjects=((HERE,),), incidents=("IB-000008",))


def test_only_those_that_name_it_or_a_report_of_it_are_told() -> None:
    found = history(INCIDENT, [CORRECTED, UNDONE, OF_ANOTHER, OLD_NAME])
    assert [one.decision.id for one in found] == [CORRECTED.id, UNDONE.id, OLD_NAME.id]


def test_how_each_stands_and_why() -> None:
    ruling = Ruling(OLD_NAME.id, "confirm", "ann", OLD_NAME.at, None, None)
    first, second, third = history(replace(INCIDENT, review=(ruling,)), [CORRECTED, UNDONE, OLD_NAME])
    assert (first.state, first.undone_by, first.reason) == ("undone", UNDONE.id, "the ministry says so")
    assert (second.state, third.state) == ("in force", "in force")
    assert history(INCIDENT, [OLD_NAME])[0].state == "not in force"

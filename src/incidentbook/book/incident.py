"""One incident out of its reports: a pure function, so that the same reports always give the same entry.

The policy, in words. Reports whose subject the attack is outrank those that only mention it. Independent
sources vote, not documents: what one agency says in nine papers is said once, and its latest account
counts. The value that most sources can agree with wins, the more exact one where they agree, the later one
where they are even. A count is shown with the range over independent sources. A value that another only
makes more exact is no conflict; all others are listed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidentbook.book import policy
from incidentbook.book.policy import Reading
from incidentbook.model import (
    Conflict,
    ConflictingValue,
    Incident,
    Interval,
    Report,
    ReportRef,
    SourceCount,
    Values,
)

_CONFLICTABLE = (
    "date", "time_of_day", "place", "site", "attack_type", "stage", "munitions", "intercepted", "failed",
    "launched_from", "killed", "injured", "perpetrator", "claimed_by",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A report of an incident, and what its document tells of its independence.

    `syndicated_from` is the agency that the text says it comes from.
    """

    document: str
    report: Report
    published: Interval | None
    publisher: str | None
    syndicated_from: str | None

    @property
    def source(self) -> str:
        """Who speaks: the agency, else the publisher, else the document itself."""
        return policy.source_name(self.syndicated_from or self.publisher) or f"document {self.document}"

    @property
    def last_day(self) -> date:
        """The day by which it was published; the first of all days where that is unknown."""
        ends = (self.published.latest, self.published.earliest) if self.published else ()
        return next((day for day in ends if day is not None), date.min)

    @property
    def order(self) -> tuple[date, str, str]:
        """Earlier publications first, then by id."""
        return (self.last_day, self.document, self.report.id)


def consolidate(incident_id: str, members: Sequence[Member]) -> Incident:
    """The entry of an incident.

    Args:
        members: its reports, one or more, in any order.
    """
    ordered = sorted(members, key=lambda m: m.order)
    readings = {name: _readings(name, ordered) for name in Values.__dataclass_fields__}
    chosen = {name: policy.chosen(name, found) for name, found in readings.items()}
    conflicts = (_conflict(name, readings[name]) for name in _CONFLICTABLE)
    return Incident(
        id=incident_id,
        values=Values(**chosen),
        conflicts=tuple(c for c in conflicts if c is not None),
        reports=tuple(ReportRef(m.document, m.report.id) for m in ordered),
        sources=SourceCount(len({m.document for m in ordered}), len({m.source for m in ordered})),
        status="machine",
    )


def _readings(name: str, members: Sequence[Member]) -> list[Reading]:
    """What the members say of a property, the earliest publication first."""
    found = ((member, getattr(member.report.values, name)) for member in members)
    return [
        Reading(value, m.source, m.report.main, m.last_day, m.report.id)
        for m, value in found
        if value is not None
    ]


def _conflict(name: Any, readings: Sequence[Reading]) -> Conflict | None:
    values = [r.value for r in readings]
    if all(policy.agree(name, a, b) for i, a in enumerate(values) for b in values[:i]):
        return None
    distinct = list(dict.fromkeys(values))
    return Conflict(
        name,
        tuple(ConflictingValue(v, tuple(r.report for r in readings if r.value == v)) for v in distinct),
    )

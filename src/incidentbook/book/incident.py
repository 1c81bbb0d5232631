"""One incident out of its reports: a pure function, so that the same reports always give the same entry.

The policy `most-independent`, in words. Reports whose subject the attack is outrank those that only mention it.
Independent sources vote, not documents: what one agency says in nine papers is said once, and so is a text that
nine papers print as their own, or what one spokesman tells them all; the latest account of each source counts,
the newest version of a text before the older ones. The value that most sources can agree with wins, the more
exact one where they agree, the later one where they are even. A count is shown with the range over independent
sources. A value that another only makes more exact is no conflict; all others are listed. The other policies
differ in which sources vote: see `policy.py`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from incidentbook.book import policy, voices
from incidentbook.book.grade import grade
from incidentbook.book.policy import Policy, Reading
from incidentbook.book.voices import Voice
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

    `syndicated_from` is the agency that the text says it comes from; `story` the group of documents that repeat
    one another, None where it repeats no other; `version` 0 for the newest of them.
    """

    document: str
    report: Report
    published: Interval | None
    publisher: str | None
    syndicated_from: str | None
    story: str | None = None
    version: int = 0
    voices: tuple[Voice, ...] = ()

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


def consolidate(
    incident_id: str, members: Sequence[Member], by_policy: Policy = "most-independent"
) -> Incident:
    """The entry of an incident.

    Args:
        members: its reports, one or more, in any order.
        by_policy: which value is shown where sources differ.
    """
    ordered = sorted(members, key=lambda m: m.order)
    sources = _sources(ordered)
    readings = {name: _readings(name, ordered, sources) for name in Values.__dataclass_fields__}
    chosen = {name: policy.chosen(name, found, by_policy) for name, found in readings.items()}
    conflicts = (_conflict(name, readings[name]) for name in _CONFLICTABLE)
    accounts = [(sources[m.document], m.report.values, m.voices) for m in ordered]
    return Incident(
        id=incident_id,
        values=Values(**chosen),
        conflicts=tuple(c for c in conflicts if c is not None),
        reports=tuple(ReportRef(m.document, m.report.id) for m in ordered),
        sources=SourceCount(len(sources), len(set(sources.values()))),
        status="machine",
        grade=grade(accounts),
    )


def _sources(members: Sequence[Member]) -> dict[str, str]:
    """Who speaks in each document: whoever a story comes from speaks in all texts of it."""
    texts: dict[str, list[Member]] = {}
    for member in members:
        if member.story is not None:
            texts.setdefault(member.story, []).append(member)
    origins = {story: _origin(group) for story, group in texts.items()}
    return {m.document: m.source if m.story is None else origins[m.story] for m in members}


def _origin(texts: Sequence[Member]) -> str:
    """The agency that most texts of a story name, else who published it first."""
    named = Counter(n for m in texts if (n := policy.source_name(m.syndicated_from)) is not None)
    if named:
        return min(named, key=lambda name: (-named[name], name))
    first = min(texts, key=lambda m: (m.published is None, m.order))
    return first.source


def _readings(name: str, members: Sequence[Member], sources: Mapping[str, str]) -> list[Reading]:
    """What the members say of a property, the earliest publication first. Whoever is quoted for it is its source."""
    readings = []
    for member in members:
        value = getattr(member.report.values, name)
        if value is not None:
            speaker = voices.behind(name, member.voices)
            source = voices.source_of(speaker) or sources[member.document]
            about = member.report.main, member.last_day, member.report.id, member.version
            readings.append(Reading(value, source, *about, voices.is_official(speaker)))
    return readings


def _conflict(name: Any, readings: Sequence[Reading]) -> Conflict | None:
    values = [r.value for r in readings]
    if all(policy.agree(name, a, b) for i, a in enumerate(values) for b in values[:i]):
        return None
    distinct = list(dict.fromkeys(values))
    return Conflict(
        name,
        tuple(ConflictingValue(v, tuple(r.report for r in readings if r.value == v)) for v in distinct),
    )

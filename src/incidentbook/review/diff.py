"""How two states of a book differ: incidents that are new, gone, merged and split, and values that changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from incidentbook.model import Incident, ReportRef

ChangeKind = Literal["new", "gone", "merged", "split", "value", "status", "grade"]
_ORDER: tuple[ChangeKind, ...] = ("new", "gone", "merged", "split", "value", "status", "grade")


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        incident: the incident that is new, gone, merged into another, split off another, or changed.
        other: whom it was merged into, or split off.
        property: whose value changed; `before` and `after` are the values, or the status or grade.
    """

    kind: ChangeKind
    incident: str
    other: str | None = None
    property: str | None = None
    before: Any = None
    after: Any = None


def differences(before: Sequence[Incident], after: Sequence[Incident]) -> list[Change]:
    """What changed from one state to the other, by incident; what is new and gone first.

    An incident whose id is not there any more was merged where most of its reports are in another one; one whose id
    is new was split off where most of its reports were in another one.
    """
    old, new = {i.id: i for i in before}, {i.id: i for i in after}
    was, now = _holders(before), _holders(after)
    found = [_arrived(new[name], was, old) for name in new.keys() - old.keys()]
    found += [_left(old[name], now) for name in old.keys() - new.keys()]
    for name in old.keys() & new.keys():
        found += _changed(old[name], new[name])
    return sorted(found, key=lambda c: (_ORDER.index(c.kind), c.incident, c.property or ""))


def _holders(incidents: Sequence[Incident]) -> dict[ReportRef, str]:
    return {ref: incident.id for incident in incidents for ref in incident.reports}


def _arrived(incident: Incident, was: Mapping[ReportRef, str], old: Mapping[str, Incident]) -> Change:
    home = _mostly(incident, was)
    return Change("new" if home is None else "split", incident.id, home, after=incident.values)


def _left(incident: Incident, now: Mapping[ReportRef, str]) -> Change:
    home = _mostly(incident, now)
    return Change("gone" if home is None else "merged", incident.id, home, before=incident.values)


def _mostly(incident: Incident, holders: Mapping[ReportRef, str]) -> str | None:
    """The incident that holds most of the reports; None where none does."""
    found = Counter(holders[ref] for ref in incident.reports if ref in holders)
    return min(found, key=lambda name: (-found[name], name)) if found else None


def _changed(before: Incident, after: Incident) -> list[Change]:
    known: dict[str, list[Any]] = defaultdict(lambda: [None, None])
    for at, incident in enumerate((before, after)):
        for name, value in incident.values.items():
            known[name][at] = value
    found = [
        Change("value", after.id, property=name, before=old, after=new)
        for name, (old, new) in known.items()
        if old != new
    ]
    if before.status != after.status:
        found.append(Change("status", after.id, before=before.status, after=after.status))
    if before.grade != after.grade:
        found.append(Change("grade", after.id, before=before.grade, after=after.grade))
    return found

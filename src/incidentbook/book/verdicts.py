"""An entry as reviewers left it: what they corrected, confirmed and rejected is applied to what the reports say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from incidentbook.book.decisions import Decision
from incidentbook.book.incident import Member, consolidate
from incidentbook.book.policy import Policy
from incidentbook.book.replay import Verdict
from incidentbook.model import Incident, IncidentStatus, ReportRef, Ruling, Values


def entry(name: str, members: Sequence[Member], verdict: Verdict | None, by_policy: Policy) -> Incident:
    """The entry of an incident. A rejected report stays in its list and has no say; where all are rejected, so is the
    incident, and its values are what they said.

    Args:
        members: its reports, one or more.
        verdict: what reviewers say of it; None where they say nothing.
    """
    if verdict is None:
        return consolidate(name, members, by_policy)
    kept = [m for m in members if ReportRef(m.document, m.report.id) not in verdict.rejected]
    computed = consolidate(name, kept or members, by_policy)
    ordered = sorted(members, key=lambda m: m.order)
    return replace(
        computed,
        values=_corrected(computed.values, verdict),
        reports=tuple(ReportRef(m.document, m.report.id) for m in ordered),
        status=_status(verdict, nothing_left=not kept),
        review=tuple(_ruling(d, computed.values) for d in verdict.decisions),
    )


def _corrected(values: Values, verdict: Verdict) -> Values:
    return replace(values, **{name: d.corrected for name, d in verdict.corrections.items()})


def _status(verdict: Verdict, *, nothing_left: bool) -> IncidentStatus:
    if nothing_left or verdict.judged == "reject":
        return "rejected"
    return "reviewed" if verdict.judged == "confirm" or verdict.corrections else "machine"


def _ruling(decision: Decision, said: Values) -> Ruling:
    was = None if decision.property is None else getattr(said, decision.property)
    return Ruling(
        decision.id,
        decision.kind,
        decision.by,
        decision.at,
        decision.why,
        decision.source,
        decision.property,
        was,
    )

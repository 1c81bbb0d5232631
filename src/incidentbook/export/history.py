"""The decisions on one incident: what was decided, why, and whether it still holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from incidentbook.book.decisions import Decision, undone
from incidentbook.export.decisions import in_words, reason
from incidentbook.model import Incident

State = Literal["in force", "undone", "not in force"]


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision in words, and how it stands; `undone_by`: the decision that took it back."""

    decision: Decision
    words: str
    reason: str
    state: State
    undone_by: str | None


def history(incident: Incident, made: Iterable[Decision]) -> list[Decided]:
    """The decisions that name the incident or a report of it, the earliest first, with those that undo them.

    Args:
        made: the decisions of the book.
    """
    every = list(made)
    names = {(ref.document, ref.report) for ref in incident.reports}
    back, holding = undone(every), {ruling.decision for ruling in incident.review}
    found: dict[str, Decided] = {}
    for decision in every:
        here = any((a.document, a.report) in names for a in decision.anchors)
        if here or incident.id in decision.incidents or decision.undoes in found:
            by = back.get(decision.id)
            is_undo = decision.undoes is not None
            state: State = (
                "undone" if by else "in force" if is_undo or decision.id in holding else "not in force"
            )
            found[decision.id] = Decided(decision, in_words(decision), reason(decision), state, by)
    return list(found.values())

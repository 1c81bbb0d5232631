"""Decisions in words."""

from __future__ import annotations

from incidentbook.book.decisions import Decision
from incidentbook.book.replay import Standing
from incidentbook.export import words


def in_words(decision: Decision) -> str:
    """A decision in a line, without who made it and when: `d1-1 and d2-1 are one attack`."""
    names = [" ".join(anchor.report for anchor in group) for group in decision.subjects]
    about = ", ".join(decision.incidents)
    match decision.kind:
        case "same":
            return f"{names[0]} and {names[1]} are one attack"
        case "different":
            return f"{names[0]} and {names[1]} are two attacks"
        case "unsure":
            return f"whether {names[0]} and {names[1]} are one attack cannot be told"
        case "merge":
            return f"{about} are one incident"
        case "split":
            return f"{names[0]} out of {about}"
        case "correct":
            return f"{decision.property} of {about} is {words.in_short(decision.corrected)}"
        case "reject":
            return f"{about or names[0]} is no attack"
        case "confirm":
            return f"{about} is right"
        case "undo":
            return f"{decision.undoes} is undone"


def reason(decision: Decision) -> str:
    """Why, and by which source."""
    source = f"source: {decision.source}" if decision.source else None
    return "; ".join(part for part in (decision.why, source) if part)


def stands(standing: Standing) -> str:
    """How a decision stands, in words."""
    others, lost = ", ".join(standing.by), "; ".join(standing.lost)
    match standing.state:
        case "in force":
            return f"in force; in part overruled by {others}" if others else "in force"
        case "orphan":
            return f"orphan: {lost}"
        case state:
            return f"{state} by {others}"

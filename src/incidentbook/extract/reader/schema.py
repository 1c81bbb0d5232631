"""What the reader is taught to find: properties on words, kinds of attack on triggers, and which words belong together."""

from __future__ import annotations

from typing import get_args

from incidentbook.model import AttackType

# Properties of reports, of tallies, and the asides: words that speak of violence and are no incident to record.
REPORT = (
    *("trigger", "date", "time", "place", "site", "weapon", "munitions", "intercepted", "failed", "impact"),
    *("launched_from", "target", "victim", "killed", "injured", "kidnapped", "damage", "perpetrator"),
    *("claimed_by", "attributed_to", "blamed_by", "denied_by", "not_confirmed_by", "speaker", "stage"),
)
TALLY = ("count", "period", "what")
ASIDE = (
    *("threat", "plan", "hypothetical", "habit", "war", "exercise", "metaphor", "accident"),
    *("past_reference", "context", "figure", "boilerplate"),
)
LABELS = (*REPORT, *(f"tally_{p}" for p in TALLY), *(f"aside_{p}" for p in ASIDE))
KINDS: tuple[AttackType, ...] = tuple(sorted(get_args(AttackType)))


def label_of(owner: str, prop: str) -> str | None:
    """The label of a mark: of a report, of a tally (`t1`) or an aside (`x`); None where the reader has none for it."""
    name = f"aside_{prop}" if owner == "x" else f"tally_{prop}" if owner.startswith("t") else prop
    return name if name in LABELS else None

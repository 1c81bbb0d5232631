"""Statements as people read them: what is said, by whom, and in which words."""

from __future__ import annotations

from incidentbook.export import words
from incidentbook.model import Statement

_STANCE = {
    "stated": "stated",
    "reported": "reported by",
    "claimed": "claimed by",
    "attributed": "blamed by",
    "denied": "denied by",
    "unconfirmed": "not confirmed by",
}
_FOUND_BY = {"rules": "", "both": " (reader too)", "reader": " (reader alone)"}


def who_says(statement: Statement) -> str:
    """In what stance a value is said, and by whom: `reported by Reuters via Twitter`."""
    speaker = (
        statement.speaker.name if statement.speaker else "" if statement.stance == "stated" else "someone"
    )
    channel = f"via {statement.channel}" if statement.channel else ""
    return " ".join(part for part in (_STANCE[statement.stance], speaker, channel) if part)


def in_words(text: str, statement: Statement) -> str:
    """The value of a statement, who says it, and the words: `3 — reported by Reuters: “three men”`.

    What the trained reader found too, or alone, is told behind them.
    """
    quoted = " ".join(statement.span.of(text).split())
    said, found_by = words.said(statement), _FOUND_BY[statement.found_by]
    return f"{said} — {who_says(statement)}: “{quoted}”{found_by}"

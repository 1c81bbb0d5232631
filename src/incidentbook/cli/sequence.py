"""The command `sequence`: what comes before and after events of a kind."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Literal

from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.looking import Asked
from incidentbook.exchange import to_plain
from incidentbook.model import ContextKind
from incidentbook.pipeline import Book


def sequence_to_screen(
    location: str, kind: ContextKind, within: int, asked: Asked, form: Literal["screen", "json"]
) -> ExitCode:
    """Prints how many events were followed or preceded by an incident; says so where the book has nothing to go by."""
    with Book.open(location, create=False) as book:
        incidents = [i for i in book.incidents(**asdict(asked)) if i.status != "rejected"]
        try:
            found = book.sequence(kind, within, incidents)
        except ValueError:
            screen.remark(
                f"The texts tell of no {kind} whose days are known, or no incident that meets the conditions has days; "
                "add more articles, or leave a condition out"
            )
            return ExitCode.WELL
    screen.write(json.dumps(to_plain(found), ensure_ascii=False) if form == "json" else found.reason)
    return ExitCode.WELL

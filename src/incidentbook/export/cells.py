"""Cells of tables: what a column holds, and how its cells are written as text that no spreadsheet runs.

A spreadsheet runs a cell that begins with one of `=`, `+`, `-`, `@`, a tab, a carriage return or a line feed as a
formula (https://owasp.org/www-community/attacks/CSV_Injection), their full-width forms too; an apostrophe in front
keeps it from that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

CellKind = Literal["text", "day", "whole", "decimal", "truth"]
Cell = str | int | float | bool | date | None
Row = dict[str, Cell]

_MAY_RUN = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what kind of cells it holds, and what they mean."""

    name: str
    kind: CellKind
    meaning: str


def defused(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would run it; one that has apostrophes already before
    such a sign gets one more, so that `plain` gives back any text."""
    return f"'{text}" if _MAY_RUN.match(text) else text


def plain(text: str) -> str:
    """The text that `defused` was given."""
    return text[1:] if text.startswith("'") and _MAY_RUN.match(text) else text


def written(cell: Cell) -> str | int | float | None:
    """A cell as CSV has it: days in ISO 8601, `true` and `false`, numbers as they are, texts defused."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, date):
        return cell.isoformat()
    return defused(cell) if isinstance(cell, str) else cell

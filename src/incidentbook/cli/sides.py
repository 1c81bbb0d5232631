"""Two reports side by side, what differs marked; the reports of an incident with what they disagree on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incidentbook.book.policy import agree
from incidentbook.cli.page import about, heading, passages, pieces, two_columns
from incidentbook.export import words
from incidentbook.model import Document, Incident, Report, Values

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

Told = tuple[Document, Report]
_QUOTES = 6
"""How many sentences of each report are shown."""


def side_by_side(first: Told, second: Told) -> list[RenderableType]:
    """Two reports: their headings, their values, and the sentences that say them."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    grid = Table(box=box.SIMPLE_HEAD, show_edge=False, expand=True)
    grid.add_column("", no_wrap=True, style="dim")
    grid.add_column("", no_wrap=True, width=1)
    for document, report in (first, second):
        grid.add_column(Text(about(document, report)), ratio=1)
    for name, mark, left, right in compared(first[1].values, second[1].values):
        grid.add_row(
            name, Text(mark, "bold red"), *(_marked(cell, differs=mark == "≠") for cell in (left, right))
        )
    grid.add_section()
    grid.add_row("says", "", _quotes(*first), _quotes(*second))
    return [grid]


def compared(first: Values, second: Values) -> list[tuple[str, str, str, str]]:
    """(property, mark, value of the first, value of the second): `≠` where both cannot be true, `=` where they are equal,
    nothing where one says nothing, `~` where one is only more exact.
    """
    one, other = dict(first.items()), dict(second.items())
    found = []
    for name in [n for n in Values.__dataclass_fields__ if n in one or n in other]:
        left, right = one.get(name), other.get(name)
        found.append((name, _mark(name, left, right), _cell(left), _cell(right)))
    return found


def disagreement(incident: Incident, told: Sequence[Told], properties: Sequence[str]) -> list[RenderableType]:
    """What the reports of an incident say of the properties on which they disagree."""
    shown: list[RenderableType] = [
        heading(
            f"{incident.id}  {words.kind(incident.values)} "
            f"{words.place(incident.values.place)} {words.days(incident.values.date)}"
        )
    ]
    for name in properties:
        rows = [
            (words.in_short(value), about(document, report))
            for document, report in told
            if (value := getattr(report.values, name)) is not None
        ]
        now = getattr(incident.values, name)
        shown += [heading(f"{name}: {words.in_short(now)}"), two_columns(rows)]
    return shown


def _cell(value: object) -> str:
    return "" if value is None else words.in_short(value)


def _mark(name: str, left: object, right: object) -> str:
    if left is None or right is None:
        return ""
    return "=" if left == right else "~" if agree(name, left, right) or isinstance(left, tuple) else "≠"


def _marked(cell: str, *, differs: bool) -> Text:
    from rich.text import Text

    return Text(cell, "bold red" if differs else "")


def _quotes(document: Document, report: Report) -> Text:
    from rich.text import Text

    shown = Text()
    for span, said in passages(document, report.statements)[:_QUOTES]:
        for piece, is_marked in pieces(document.text, span, [s.span for s in said]):
            shown.append(" ".join(piece.split("\n")), "underline" if is_marked else "")
        shown.append("\n")
    return shown

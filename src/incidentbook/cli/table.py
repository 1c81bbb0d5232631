"""Incidents as a table for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from incidentbook.export import words
from incidentbook.model import Incident

if TYPE_CHECKING:
    from rich.table import Table

COLUMNS = ("id", "date", "place", "kind", "munitions", "killed", "injured", "by whom", "sources")
_FIGURES = ("munitions", "killed", "injured", "sources")
_ROOM = {"date": 10, "place": 12, "by whom": 10}
"""Columns of letters that a narrow terminal does not squeeze further."""


def cells(incident: Incident) -> tuple[str, ...]:
    """One incident as words, in the order of `COLUMNS`; unknown is empty; sources are `all/independent`."""
    values, sources = incident.values, incident.sources
    return (
        incident.id,
        words.days(values.date),
        words.place(values.place),
        words.kind(values),
        words.count(values.munitions),
        words.count(values.killed),
        words.count(values.injured),
        words.blame(values),
        f"{sources.documents}/{sources.independent}",
    )


def table(incidents: Sequence[Incident]) -> Table:
    """A table with one row an incident."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, collapse_padding=True, show_edge=False
    )
    for name in COLUMNS:
        made.add_column(
            name,
            justify="right" if name in _FIGURES else "left",
            no_wrap=name == "id" or name in _FIGURES,
            min_width=_ROOM.get(name),
            style="cyan" if name == "id" else None,
        )
    for incident in incidents:
        made.add_row(*(Text(cell) for cell in cells(incident)))
    return made

"""Incidents as a table for spreadsheets: one row an incident.

The columns, in order:

- `id`, `status` (machine, reviewed, rejected), `grade` (confirmed, fair, weak, contested)
- `date_earliest`, `date_latest`: ISO 8601 days, equal for a known day, empty for an open end; `time_of_day`
- `place`, `country` (ISO 3166-1 alpha-2), `admin1`, `lat`, `lon`, `place_precision` (UCDP where_prec, 1 to 7)
- `site`, `attack_type`, `stage`, `weapon`
- `munitions`, `intercepted`, `failed`, `killed`, `injured`, each with `_low` and `_high`: the best figure
and its range;
  an empty best figure is "no single one is supported", an empty `_high` beside a filled `_low` is "or more"
- `impact`, `targets` (joined by `; `), `damage`
- `perpetrator`, `claimed_by`, `attributed_to` (`whom (by whom)`, joined by `; `), `denied_by`,
`not_confirmed_by`
- `conflicts`: the properties on which reports disagree; `corrected`: those that a reviewer corrected; joined by `; `
- `documents`, `independent_sources`: how many; `reports`: `document/report`, joined by `; `

The text begins with a byte order mark, by which Excel knows UTF-8. A cell that a spreadsheet would run as a
formula gets a leading apostrophe: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import TextIO

from incidentbook.model import Actor, Count, Incident, Interval, Place, Values

Cell = str | int | float | None

_COUNTS = ("munitions", "intercepted", "failed", "killed", "injured")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_BYTE_ORDER_MARK = "\ufeff"


def write(incidents: Iterable[Incident], handle: TextIO) -> int:
    """Writes the head and one row an incident; returns how many incidents there were.

    Args:
        handle: a text stream that is open for writing in UTF-8 with `newline=""`.
    """
    handle.write(_BYTE_ORDER_MARK)
    writer = csv.DictWriter(handle, COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    count = 0
    for count, incident in enumerate(incidents, 1):  # noqa: B007
        writer.writerow({column: _defused(cell) for column, cell in row(incident).items()})
    return count


def row(incident: Incident) -> dict[str, Cell]:
    """The cells of one incident by their columns."""
    values = incident.values
    return {
        "id": incident.id,
        "status": incident.status,
        "grade": incident.grade,
        **_when(values.date),
        "time_of_day": values.time_of_day,
        **_where(values.place),
        **{name: getattr(values, name) for name in ("site", "attack_type", "stage", "weapon")},
        **_figures(values),
        "impact": values.impact,
        "targets": _joined(t.name for t in values.target or ()),
        "damage": values.damage and values.damage.text,
        **_who(values),
        "conflicts": _joined(c.property for c in incident.conflicts),
        "corrected": _joined(r.property for r in incident.review if r.property),
        "documents": incident.sources.documents,
        "independent_sources": incident.sources.independent,
        "reports": _joined(f"{r.document}/{r.report}" for r in incident.reports),
    }


def _when(interval: Interval | None) -> dict[str, Cell]:
    ends = (interval.earliest, interval.latest) if interval else (None, None)
    return {
        column: day.isoformat() if day else None
        for column, day in zip(("date_earliest", "date_latest"), ends, strict=True)
    }


def _where(place: Place | None) -> dict[str, Cell]:
    fields = ("name", "country", "admin1", "lat", "lon", "precision")
    columns = ("place", "country", "admin1", "lat", "lon", "place_precision")
    return {
        column: getattr(place, field) if place else None
        for column, field in zip(columns, fields, strict=True)
    }


def _figures(values: Values) -> dict[str, Cell]:
    cells: dict[str, Cell] = {}
    for name in _COUNTS:
        count: Count | None = getattr(values, name)
        best, low, high = (count.best, count.low, count.high) if count else (None, None, None)
        cells |= {name: best, f"{name}_low": low, f"{name}_high": high}
    return cells


def _who(values: Values) -> dict[str, Cell]:
    return {
        "perpetrator": _name(values.perpetrator),
        "claimed_by": _name(values.claimed_by),
        "attributed_to": _joined(
            f"{a.to.name} ({a.by.name})" if a.by else a.to.name for a in values.attributed_to or ()
        ),
        "denied_by": _name(values.denied_by),
        "not_confirmed_by": _name(values.not_confirmed_by),
    }


def _name(actor: Actor | None) -> str | None:
    return actor.name if actor else None


def _joined(parts: Iterable[str]) -> str:
    return "; ".join(parts)


def _defused(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS) else cell


COLUMNS = (
    "id", "status", "grade", "date_earliest", "date_latest", "time_of_day",
    "place", "country", "admin1", "lat", "lon", "place_precision", "site", "attack_type", "stage", "weapon",
    *(f"{name}{end}" for name in _COUNTS for end in ("", "_low", "_high")),
    "impact", "targets", "damage", "perpetrator", "claimed_by", "attributed_to", "denied_by",
    "not_confirmed_by", "conflicts", "corrected", "documents", "independent_sources", "reports",
)  # fmt: skip
"""The columns, in order."""

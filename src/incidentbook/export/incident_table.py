"""Incidents as a table: one row an incident, flat. CSV, GeoJSON, GeoPackage, GeoParquet and the data package share it."""

from __future__ import annotations

from collections.abc import Iterable

from incidentbook.export.cells import Column, Row
from incidentbook.model import Actor, Count, Incident, Interval, Place, Values, Victims

_COUNTS = {
    "munitions": "were launched, fired or planted",
    "intercepted": "were shot down",
    "failed": "did not explode, or fell short",
    "killed": "were killed, without the attackers' own",
    "injured": "were injured, without the attackers' own",
}


def _of_count(name: str, what: str) -> tuple[Column, Column, Column]:
    return (
        Column(name, "whole", f"How many {what}; empty where no single figure is supported"),
        Column(f"{name}_low", "whole", "The least that an independent source gives"),
        Column(f"{name}_high", "whole", "The most; empty beside a filled low end is “or more”"),
    )


COLUMNS = (
    Column("id", "text", "The incident's id, which stays when the book is built again"),
    Column("status", "text", "`machine`, `reviewed` or `rejected`"),
    Column("grade", "text", "How well it is attested: `confirmed`, `fair`, `weak` or `contested`, as in docs/reviewing.md"),
    Column("date_earliest", "day", "First day that it may have been, empty for an open end"),
    Column("date_latest", "day", "Last day that it may have been, the same for a known day"),
    Column("time_of_day", "text", "As `14:45`, or morning, afternoon, evening, night"),
    Column("place", "text", "What was struck or aimed at, by name"),
    Column("country", "text", "ISO 3166-1 alpha-2"),
    Column("admin1", "text", "Province or state"),
    Column("lat", "decimal", "Latitude, WGS 84"),
    Column("lon", "decimal", "Longitude, WGS 84"),
    Column("place_precision", "whole", "UCDP `where_prec`: 1 exact, 2 within 25 km, 3 district, 4 province, 5 line or area, "
           "6 country, 7 open water or air"),
    Column("site", "text", "Kind of site, as in docs/format.md"),
    Column("attack_type", "text", "Kind of attack, as in docs/format.md"),
    Column("stage", "text", "`attempted`, `foiled` or `threatened`; empty for one that was carried out"),
    Column("weapon", "text", "As said, singular"),
    *(column for name, what in _COUNTS.items() for column in _of_count(name, what)),
    Column("impact", "text", "Where the munitions came down, as said"),
    Column("targets", "text", "Names of the targets, joined by `; `"),
    Column("damage", "text", "The words for the damage"),
    Column("perpetrator", "text", "Who did it, where that is given as a fact"),
    Column("claimed_by", "text", "Who says that they did it"),
    Column("attributed_to", "text", "Whom others blame: `whom (by whom)`, joined by `; `"),
    Column("denied_by", "text", "Who denies it"),
    Column("not_confirmed_by", "text", "Who cannot confirm it"),
    Column("conflicts", "text", "Properties on which reports disagree, joined by `; `"),
    Column("corrected", "text", "Properties that a reviewer corrected, joined by `; `"),
    Column("documents", "whole", "Documents that tell of it"),
    Column("independent_sources", "whole", "Independent sources among them"),
    Column("reports", "text", "`document/report`, joined by `; `"),
    Column("launched_from", "text", "Where it came from, by name"),
    Column("victims", "text", "Groups of those hurt: `civilians: 3 killed, 2–4 injured`, joined by `; `"),
)  # fmt: skip
"""The columns, in order."""


def row(incident: Incident) -> Row:
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
        "damage": values.damage.text if values.damage else None,
        **_who(values),
        "conflicts": _joined(c.property for c in incident.conflicts),
        "corrected": _joined(r.property for r in incident.review if r.property),
        "documents": incident.sources.documents,
        "independent_sources": incident.sources.independent,
        "reports": _joined(f"{r.document}/{r.report}" for r in incident.reports),
        "launched_from": values.launched_from.name if values.launched_from else None,
        "victims": _joined(victims_in_words(group) for group in values.victims or ()),
    }


def point(incident: Incident) -> tuple[float, float] | None:
    """(longitude, latitude) of an incident that has both."""
    place = incident.values.place
    return None if place is None or place.lat is None or place.lon is None else (place.lon, place.lat)


def range_of(count: Count) -> str:
    """`3`, `2–4`, `3 or more`."""
    if count.high is None:
        return f"{count.low} or more"
    return str(count.low) if count.low == count.high else f"{count.low}–{count.high}"


def victims_in_words(victims: Victims) -> str:
    """A group of those hurt: `civilians: 3 killed, 2–4 injured`."""
    harm = ((victims.killed, "killed"), (victims.injured, "injured"))
    told = ", ".join(f"{range_of(count)} {verb}" for count, verb in harm if count is not None)
    return f"{victims.group}: {told}" if told else victims.group


def _when(interval: Interval | None) -> Row:
    if interval is None:
        return {"date_earliest": None, "date_latest": None}
    return {"date_earliest": interval.earliest, "date_latest": interval.latest}


def _where(place: Place | None) -> Row:
    fields = ("name", "country", "admin1", "lat", "lon", "precision")
    columns = ("place", "country", "admin1", "lat", "lon", "place_precision")
    return {
        column: getattr(place, field) if place else None
        for column, field in zip(columns, fields, strict=True)
    }


def _figures(values: Values) -> Row:
    cells: Row = {}
    for name in _COUNTS:
        count: Count | None = getattr(values, name)
        best, low, high = (count.best, count.low, count.high) if count else (None, None, None)
        cells |= {name: best, f"{name}_low": low, f"{name}_high": high}
    return cells


def _who(values: Values) -> Row:
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


def _joined(parts: Iterable[str]) -> str | None:
    return "; ".join(parts) or None

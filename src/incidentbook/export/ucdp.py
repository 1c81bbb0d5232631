"""Incidents in columns like those of UCDP GED: alike, not the same. The codes are in resources/ucdp.yaml.

Source of the columns: the public codebook of the UCDP Georeferenced Event Dataset (https://ucdp.uu.se/downloads).
What an incident does not tell stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from incidentbook.export.cells import Column, Row
from incidentbook.export.countries import country_name
from incidentbook.export.csv import write_rows
from incidentbook.export.incident_table import point
from incidentbook.export.origins import publisher
from incidentbook.export.resources import at_most, load
from incidentbook.export.sides import Side, doer, killed_of, side_of
from incidentbook.export.source import Told
from incidentbook.model import Actor, Document, Incident, Interval, Values

COLUMNS = (
    Column("id", "text", "The incident's id; not a number, and not one of UCDP's"),
    Column("year", "whole", "The year, where both ends of the interval are in it"),
    Column(
        "type_of_violence",
        "whole",
        "1 state-based, 2 non-state, 3 one-sided, where actor and victims tell it",
    ),
    Column("side_a", "text", "The government, or the actor of one-sided and non-state violence, where known"),
    Column(
        "side_b", "text", "The group in state-based violence, `Civilians` in one-sided violence, where known"
    ),
    Column("number_of_sources", "whole", "Documents that tell of it"),
    Column("source_article", "text", "`publisher, day, title` of each document, joined by `; `"),
    Column("where_prec", "whole", "1 exact to 7 open water or air: the codes of UCDP"),
    Column("where_coordinates", "text", "The place, as in the gazetteer"),
    Column("adm_1", "text", "Province or state, as in the gazetteer"),
    Column("latitude", "decimal", "WGS 84"),
    Column("longitude", "decimal", "WGS 84"),
    Column("geom_wkt", "text", "`POINT (longitude latitude)`"),
    Column("country", "text", "By its name at UCDP"),
    Column(
        "date_prec",
        "whole",
        "1 the day, 2 up to six days, 3 a week, 4 a month, 5 a year; empty for more or an open end",
    ),
    Column("date_start", "day", "First day that it may have been"),
    Column("date_end", "day", "Last day that it may have been"),
    Column("deaths_a", "whole", "Killed of the forces of the state, in state-based violence by a group"),
    Column("deaths_b", "whole", "Killed of the fighters, in state-based violence by a government"),
    Column("deaths_civilians", "whole", "Killed civilians, where one group of victims says so"),
    Column("deaths_unknown", "whole", "`best` without the three before"),
    Column("best", "whole", "Killed, without attackers; empty where no single figure is supported"),
    Column("high", "whole", "The highest figure; empty for “or more”"),
    Column("low", "whole", "The lowest figure"),
)
"""The columns, in order. Others of UCDP are left out: `active_year`, ids of conflicts and grid cells, and so on."""

_STATE_BASED, _NON_STATE, _ONE_SIDED = 1, 2, 3


def write(entries: Iterable[tuple[Incident, Told]], handle: TextIO, *, mark: bool = True) -> int:
    """Writes the head and one row an incident; returns how many. The arguments are those of `csv.write`."""
    return write_rows(COLUMNS, (row(*entry) for entry in entries), handle, mark=mark)


def row(incident: Incident, told: Told) -> Row:
    """The cells of one incident by their columns."""
    values = incident.values
    violence = _violence(values)
    side_a, side_b = _sides(violence, doer(values))
    return {
        "id": incident.id,
        "year": _year(values.date),
        "type_of_violence": violence,
        "side_a": side_a,
        "side_b": side_b,
        "number_of_sources": incident.sources.documents,
        "source_article": "; ".join(filter(None, (_article(document) for document, _ in told))) or None,
        **_where(incident),
        "date_prec": at_most(load("ucdp.yaml")["date_prec"], values.date.days if values.date else None),
        "date_start": values.date.earliest if values.date else None,
        "date_end": values.date.latest if values.date else None,
        **_deaths(values, violence),
    }


def _violence(values: Values) -> int | None:
    actor, side = doer(values), side_of(values)
    if actor is None or side is None:
        return None
    found: int | None = load("ucdp.yaml")["violence"][side].get(actor.kind)
    return found


def _sides(violence: int | None, actor: Actor | None) -> tuple[str | None, str | None]:
    if violence is None or actor is None:
        return None, None
    is_state = actor.kind in load("ucdp.yaml")["governments"]
    name = _government(actor) if is_state else actor.name
    if violence == _ONE_SIDED:
        return name, "Civilians"
    return (name, None) if is_state or violence == _NON_STATE else (None, name)


def _government(actor: Actor) -> str:
    country = country_name(actor.country, load("ucdp.yaml")["countries"])
    return f"Government of {country}" if country else actor.name


def _where(incident: Incident) -> Row:
    place, at = incident.values.place, point(incident)
    return {
        "where_prec": place.precision if place else None,
        "where_coordinates": place.name if place else None,
        "adm_1": place.admin1 if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geom_wkt": at and f"POINT ({at[0]!r} {at[1]!r})",
        "country": country_name(place.country if place else None, load("ucdp.yaml")["countries"]),
    }


def _deaths(values: Values, violence: int | None) -> Row:
    killed = values.killed
    best = killed.best if killed else None
    parts = {name: killed_of(values, side) for name, side in _parts(violence).items()}
    known = sum(part or 0 for part in parts.values())
    if best is not None and known > best:  # a group that is counted otherwise than all together
        parts, known = {}, 0
    return {
        **{name: parts.get(name) for name in ("deaths_a", "deaths_b", "deaths_civilians")},
        "deaths_unknown": None if best is None else best - known,
        "best": best,
        "high": killed.high if killed else None,
        "low": killed.low if killed else None,
    }


def _parts(violence: int | None) -> dict[str, Side]:
    parts: dict[str, Side] = {"deaths_civilians": "civilians"}
    if violence == _STATE_BASED:
        parts |= {"deaths_a": "state_forces", "deaths_b": "fighters"}
    return parts


def _article(document: Document) -> str:
    day = document.published.interval.known_day if document.published else None
    return ", ".join(
        part for part in (publisher(document), day.isoformat() if day else None, document.title) if part
    )


def _year(interval: Interval | None) -> int | None:
    if interval is None or interval.earliest is None or interval.latest is None:
        return None
    return interval.earliest.year if interval.earliest.year == interval.latest.year else None

"""Incidents in columns like those of ACLED: alike, not the same. The codes are in resources/acled.yaml.

Source of the columns: the public codebook of ACLED (https://acleddata.com). What an incident does not tell stays empty.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import TextIO

from incidentbook.export.cells import Column, Row
from incidentbook.export.countries import country_name
from incidentbook.export.csv import write_rows
from incidentbook.export.origins import publishers
from incidentbook.export.resources import at_most, load
from incidentbook.export.sentence import sentences
from incidentbook.export.sides import doer, side_of
from incidentbook.export.source import Told
from incidentbook.model import Incident, Interval, Values

COLUMNS = (
    Column("event_id_cnty", "text", "The incident's id; not one of ACLED's"),
    Column("event_date", "day", "The day, or the middle of the days that it may have been, as ACLED does"),
    Column("year", "whole", "Year of `event_date`"),
    Column(
        "time_precision",
        "whole",
        "1 the day, 2 a week, 3 a month; empty with `event_date` for more or an open end",
    ),
    Column("disorder_type", "text", "By `event_type`"),
    Column("event_type", "text", "By the kind of attack, its stage, and whom it was on"),
    Column("sub_event_type", "text", "The same"),
    Column("actor1", "text", "Who did it, or else who claims it; one who is only blamed stands in `notes`"),
    Column(
        "actor2", "text", "`Civilians (Iraq)` where civilians alone were attacked; other sides are not named"
    ),
    Column("country", "text", "By its name at ACLED"),
    Column("admin1", "text", "Province or state, as in the gazetteer"),
    Column("location", "text", "The place, as in the gazetteer"),
    Column("latitude", "decimal", "WGS 84"),
    Column("longitude", "decimal", "WGS 84"),
    Column("geo_precision", "whole", "1 the place, 2 near it, 3 a region; empty for a whole country"),
    Column("source", "text", "Publishers of the documents, joined by `; `"),
    Column("notes", "text", "The incident in neutral sentences made of its values"),
    Column(
        "fatalities",
        "whole",
        "The lowest figure of those killed, without attackers; empty, not 0, where nobody says",
    ),
)
"""The columns, in order. Others of ACLED are left out: `source_scale`, `inter1`, `region`, `tags` and so on."""


def write(entries: Iterable[tuple[Incident, Told]], handle: TextIO, *, mark: bool = True) -> int:
    """Writes the head and one row an incident; returns how many. The arguments are those of `csv.write`."""
    return write_rows(COLUMNS, (row(*entry) for entry in entries), handle, mark=mark)


def row(incident: Incident, told: Told) -> Row:
    """The cells of one incident by their columns."""
    values = incident.values
    codes = load("acled.yaml")
    middle, precision = _when(values.date)
    kinds = _kinds(values)
    country = country_name(values.place.country if values.place else None, codes["countries"])
    actor = doer(values)
    return {
        "event_id_cnty": incident.id,
        "event_date": middle,
        "year": middle.year if middle else None,
        "time_precision": precision,
        "disorder_type": kinds and codes["disorder"][kinds[0]],
        "event_type": kinds and kinds[0],
        "sub_event_type": kinds and kinds[1],
        "actor1": actor.name if actor else None,
        "actor2": f"Civilians ({country})" if country and side_of(values) == "civilians" else None,
        "country": country,
        **_where(values),
        "source": "; ".join(publishers(told)) or None,
        "notes": sentences(incident),
        "fatalities": values.killed.low if values.killed else None,
    }


def _when(interval: Interval | None) -> tuple[date | None, int | None]:
    days = interval.days if interval else None
    precision = at_most(load("acled.yaml")["time_precision"], days)
    if precision is None or days is None or interval is None or interval.earliest is None:
        return None, None
    return interval.earliest + timedelta(days=(days - 1) // 2), precision


def _kinds(values: Values) -> tuple[str, str] | None:
    """(event_type, sub_event_type), where the incident tells them."""
    codes = load("acled.yaml")
    kind, side = values.attack_type, side_of(values)
    found = codes["kinds"].get(kind)
    if values.stage in ("foiled", "threatened"):
        stopped = found and found[0].startswith("Explosions") and values.stage == "foiled"
        found = codes["disrupted"] if stopped else None
    elif kind in codes["close"]:
        found = codes["close_on"].get(side)
    elif kind == "kidnapping" and side in ("state_forces", "fighters"):
        found = None
    return tuple(found) if found else None


def _where(values: Values) -> Row:
    place = values.place
    precision = load("acled.yaml")["geo_precision"].get(place.precision if place else None)
    return {
        "admin1": place.admin1 if place else None,
        "location": place.name if place else None,
        "latitude": place.lat if place else None,
        "longitude": place.lon if place else None,
        "geo_precision": precision,
    }

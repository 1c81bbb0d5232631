"""Counties of the United States: listed by the Census Bureau without a point, placed by what bears their
name.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from incidentbook.normalise.gazetteer.fold import fold
from incidentbook.normalise.gazetteer.sources import ALTERNATIVE, NAME, Row, package_json, table

_COUNTY_FIELD = re.compile(r"([A-Z][\w.' -]+?) (?:County|Parish|Co\.?)\b")
_TAIL = re.compile(r" (?:County|Parish|Borough|Census Area|Municipality|city)$")
_COUNTY, _STATE = 3, 4
Point = tuple[float, float]


def counties(listing: Iterable[dict[str, Any]], airports: Iterable[dict[str, str]]) -> Iterator[Row]:
    """A row for each county: at its county airfield, else at the town of its name, else, coarser, at the middle of its state.

    A county mostly holds the town of its name; `counties.yaml` names those that do not.
    """
    fields, towns = _fields(airports), _towns(listing)
    units = table("admin1.yaml")
    for county in package_json("us_counties.json"):
        state, name = county["state"], county["name"]
        key = state, fold(_TAIL.sub("", name))
        point = fields.get(key) or towns.get(key)
        centre = units.get(f"US-{state}", {}).get("at")
        if point or centre:
            lat, lon = point or centre
            names = [(name, NAME), (name.replace("County", "Co."), ALTERNATIVE)]
            precision = _COUNTY if point else _STATE
            yield Row(
                f"fips:{county['fips']}",
                name,
                "admin2",
                "US",
                f"US.{state}",
                lat,
                lon,
                precision,
                30_000,
                names,
            )


def _fields(airports: Iterable[dict[str, str]]) -> dict[tuple[str, str], Point]:
    points: dict[tuple[str, str], Point] = {}
    for field in airports:
        match = _COUNTY_FIELD.search(field["name"]) if field["iso_country"] == "US" else None
        if match:
            key = field["iso_region"][3:], fold(match.group(1))
            points.setdefault(
                key, (round(float(field["latitude_deg"]), 3), round(float(field["longitude_deg"]), 3))
            )
    return points


def _towns(listing: Iterable[dict[str, Any]]) -> dict[tuple[str, str], Point]:
    elsewhere = {(s, fold(n)) for s, ns in table("counties.yaml")["elsewhere"].items() for n in ns}
    named: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in listing:
        key = city["admin1code"], fold(re.sub(r" City$", "", city["name"]))
        if city["countrycode"] == "US" and key not in elsewhere:
            named[key].append(city)
    biggest = {key: max(cs, key=lambda c: int(c["population"])) for key, cs in named.items()}
    return {key: (c["latitude"], c["longitude"]) for key, c in biggest.items()}

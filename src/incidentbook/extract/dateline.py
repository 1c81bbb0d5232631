"""The town of a dateline that names its state: "KAYENTA, Ariz. (AP) - ", also where no gazetteer lists the town."""

from __future__ import annotations

import re
from functools import cache

from incidentbook.model import Document, Place, Span
from incidentbook.normalise.gazetteer.fold import fold
from incidentbook.normalise.gazetteer.sources import table
from incidentbook.normalise.gazetteer.store import Entry, gazetteer

_HEAD = 1500  # characters in which a dateline may stand, behind captions and lines on the page


def dateline_town(document: Document) -> tuple[Place, Span] | None:
    """The town of the dateline, in the state that stands behind it, and its words; None where there is no such dateline.

    A town that the gazetteer has in that state has its entry; any other its name, country and state, and no point.
    """
    for match in _pattern().finditer(document.text, 0, _HEAD):
        name, unit = match["town"].strip(), _units()[match["unit"].rstrip(".")]
        if not name.lower().endswith((" county", " parish", " co.")):
            return _town(name, *unit), Span(match.start("town"), match.end("town"))
    return None


def _town(name: str, country: str, unit: str) -> Place:
    entry = _listed(name, country, unit)
    if entry is not None:
        return Place(entry.name, country, unit, entry.lat, entry.lon, entry.precision, entry.gid)
    return Place(name.title() if name.isupper() else name, country, unit, None, None, None, None)


def _listed(name: str, country: str, unit: str) -> Entry | None:
    options = gazetteer().look_up([fold(name)]).get(fold(name), ())
    code = _codes().get((country, unit))
    towns = [e for e, rank in options if e.kind == "city" and rank <= 1 and e.admin1 == code]
    return max(towns, key=lambda e: e.population, default=None)


@cache
def _units() -> dict[str, tuple[str, str]]:
    """The country and name of a first-order unit by its name and abbreviations, without a dot at the end."""
    return {
        str(word).rstrip("."): (key[:2], unit["name"])
        for key, unit in table("admin1.yaml").items()
        if key.startswith("US-")
        for word in (unit["name"], *unit.get("names", ()), *unit.get("short", ()))
    }


@cache
def _codes() -> dict[tuple[str, str], str]:
    """The gazetteer's code of a unit: `US.AZ`."""
    units = table("admin1.yaml").items()
    return {(key[:2], u["name"]): key.replace("-", ".") for key, u in units if key.startswith("US-")}


@cache
def _pattern() -> re.Pattern[str]:
    units = "|".join(sorted((re.escape(u) for u in _units()), key=len, reverse=True))
    town = r"(?P<town>[A-Z][A-Za-z.'’]*(?:[ -][A-Z][A-Za-z.'’]*){0,3})"
    date_or_agency = r"(?: ?\([^)\n]{2,30}\))*"
    return re.compile(rf"(?:^|\n)[-–— ]*{town} ?, (?P<unit>{units})\.?{date_or_agency} ?(?:--?|[–—:])[ -]")

"""A place that bears the name of another: a quarter, a street or a person's name read as a small town far from the story's own.

Local news names neither the state of its towns nor the town of its streets, since readers know them. A small town in a state
that the text does not name is not believed while the story is told of another state; and a street or site that has no point
lies in the story's town.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from incidentbook.extract.drafts import Draft
from incidentbook.extract.home import HOME, TOLD, find_home, is_capital, is_little, quarters
from incidentbook.extract.lexicon import roles
from incidentbook.model import Document, Place, Statement
from incidentbook.normalise.gazetteer.sources import table
from incidentbook.normalise.place import distance_km, find_places

_SURE = 3.0
_FAR_KM = 100.0
_COUNTY_KM = 60.0
_IN_TOWN = 2  # where_prec of a named site whose town alone is known


def settled(draft: Draft, place: Place | None, document: Document) -> tuple[Draft, Place | None]:
    """The place of a document's own attack, moved to the story's town where it is a namesake, put there where it is a site.

    Args:
        draft: the attack.
        place: where it seems to have been.
        document: the text, for what it names.

    Returns:
        The draft with a statement that backs the place, and the place; both as they are where nothing speaks against it, or
        no town is clearly the story's. Agencies report from capitals, so that those are no story's own town.
    """
    if place is None or not _is_doubted(place, document.text):
        return draft, place
    home = find_home(document)
    if home is None or home.weight < _SURE or is_capital(home.place):
        return draft, place
    if _is_pointless(place) and (_is_settlement(place) or place.country not in (None, home.place.country)):
        return draft, place
    if _is_pointless(place) and not _HEALS.search(place.name):
        return draft, _in_town(place, home.place)
    county = home.weight >= TOLD and _is_county_around(place, home.place)
    namesake = _elsewhere(place, home.place) and not _told_of_abroad(place, home.place, document.text)
    if not (_is_pointless(place) or county or namesake):
        return draft, place
    said = Statement("place", home.place, "stated", None, None, home.span, HOME)
    return replace(draft, more=(*draft.more, said)), home.place


def _is_doubted(place: Place, text: str) -> bool:
    return (
        _is_pointless(place) or _is_county(place) or _may_be_namesake(place, text) or _is_quarter(place, text)
    )


def _is_quarter(place: Place, text: str) -> bool:
    """Whether the text calls it a part of a town, unlike its namesake elsewhere, however big: "the Rosewood neighborhood"."""
    return (place.precision or 9) <= 3 and place.name.split(",")[0].lower() in quarters(text)


_HEALS = re.compile(r"(?i)\b(?:hospital|medical|clinic|health)\b")


def _is_county(place: Place) -> bool:
    return (
        place.gazetteer is not None and place.country == "US" and place.name.endswith((" County", " Parish"))
    )


def _is_county_around(place: Place, town: Place) -> bool:
    near = (distance_km(place, town) or 0.0) <= _COUNTY_KM
    return _is_county(place) and near and (place.country, place.admin1) == (town.country, town.admin1)


def _is_pointless(place: Place) -> bool:
    return place.lat is None and place.gazetteer is None


def _is_settlement(place: Place) -> bool:
    return place.name.lower().split()[-1] in roles()["settlements"]


def _told_of_abroad(place: Place, town: Place, text: str) -> bool:
    """Whether a place lies in another country than the town, and the text names that country or more places of it."""
    others = (m.place for m in find_places(text) if m.place is not None and m.place != place)
    return place.country != town.country and any(p.country == place.country for p in others)


def _in_town(site: Place, town: Place) -> Place:
    name = site.name if town.name in site.name else f"{site.name}, {town.name}"
    return Place(
        name, town.country, town.admin1, town.lat, town.lon, None if town.lat is None else _IN_TOWN, None
    )


def _may_be_namesake(place: Place, text: str) -> bool:
    """Whether a small place lies in a unit that the text nowhere names."""
    return (place.precision or 9) <= 3 and is_little(place) and not _names_unit(place, text)


def _names_unit(place: Place, text: str) -> bool:
    names = _unit_names().get((place.country, place.admin1), (place.admin1,) if place.admin1 else ())
    return any(re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text) for n in names)


@cache
def _unit_names() -> dict[tuple[str | None, str | None], tuple[str, ...]]:
    """The names and abbreviations of each first-order unit."""
    units = table("admin1.yaml").items()
    return {(key[:2], u["name"]): (u["name"], *_strings(u.get("short", ()))) for key, u in units}


def _strings(values: Iterable[object]) -> tuple[str, ...]:
    return tuple(v for v in values if isinstance(v, str))


def _elsewhere(place: Place, town: Place) -> bool:
    """Whether a place is in another unit than the story's town, and far from it."""
    km = distance_km(place, town)
    return (place.country, place.admin1) != (town.country, town.admin1) and (km is None or km >= _FAR_KM)

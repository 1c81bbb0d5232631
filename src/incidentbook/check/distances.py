"""Distances and directions that a text gives, against where the gazetteer has the two places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import asin, degrees

from incidentbook.check.flags import Evidence, Flag
from incidentbook.extract.sentences import Sentence
from incidentbook.model import Count, Distance, Extraction, Place
from incidentbook.normalise.gazetteer.sphere import bearing
from incidentbook.normalise.place import candidates, distance_km

_WAYS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
# How far from the coordinates of a place its edge may be, in kilometres, by UCDP where_prec.
_REACH_KM = {1: 4.0, 2: 12.0, 3: 30.0}
_ROAD = 1.6  # roads are longer than the line: 1.2 to 1.5 times as a rule (Ballou, Rahardja and Sakai 2002)
_SHORT = 0.75  # what is said in round figures, or from the edge of a city, may be this much short
_FAR_KM = 150.0  # beyond this and what is said another place of that name is meant, which the gazetteer lacks
_WIDE = 67.5  # degrees: the press says "north" of all that is not clearly east or west
_CITY_KM = 30.0  # no part of a city lies farther from its middle


def distance_flags(extraction: Extraction, cut: Sequence[Sentence]) -> Iterator[Flag]:
    """The distances and directions of a document that cannot be right of the places that are meant.

    No flag where another place of that name would fit: then the reading of the name is in doubt, and not the text.
    """
    for remark in extraction.remarks:
        if not isinstance(remark, Distance) or not _exact(remark.place) or not _exact(remark.anchor):
            continue
        fault = _fault(remark, remark.place)
        if fault is None or _another_fits(remark):
            continue
        sentence = next((s for s in cut if s.span.contains(remark.span)), None)
        if sentence is not None:
            kind, known = fault
            yield Flag(
                kind, extraction.document.id, remark.span, sentence.text, said_of(remark), known,  # type: ignore[arg-type]
                (_where(remark.place), _where(remark.anchor)),
            )  # fmt: skip


def said_of(remark: Distance) -> str:
    """What a distance says, in short: "Camp Taji: 85 km north of Baghdad"."""
    if remark.inside:
        return f"{remark.place.name}: in the {remark.direction} of {remark.anchor.name}"
    far = f"{remark.km.best if remark.km.best is not None else remark.km.low} km " if remark.km else ""
    return f"{remark.place.name}: {far}{f'{remark.direction} of' if remark.direction else 'from'} {remark.anchor.name}"


def _exact(place: Place) -> bool:
    return place.lat is not None and place.precision in _REACH_KM


def _fault(remark: Distance, place: Place) -> tuple[str, str] | None:
    """What is wrong where `place` is meant, and how it is known to be; None where nothing is, or nothing can be said."""
    anchor = remark.anchor
    apart = distance_km(place, anchor)
    if apart is None:
        return None
    said_km = remark.km.high or remark.km.low if remark.km else 0
    if place.country != anchor.country or apart > _FAR_KM + 2 * said_km:
        return None
    slack = _REACH_KM[place.precision or 3] + _REACH_KM[anchor.precision or 3]
    way = _way(anchor, place)
    known = f"{round(apart)} km {way} of {anchor.name}"
    if remark.inside:
        return ("distance", known) if apart > _CITY_KM + _REACH_KM[place.precision or 3] else None
    if remark.km is not None and not _can_be(remark.km, apart, slack):
        return "distance", known
    return ("direction", known) if remark.direction and _turned(remark, place, apart, slack) else None


def _can_be(said: Count, apart: float, slack: float) -> bool:
    too_far = said.low > (apart + slack) * _ROAD
    too_near = said.high is not None and said.high < (apart - slack) * _SHORT
    return not (too_far or too_near)


def _turned(remark: Distance, place: Place, apart: float, slack: float) -> bool:
    """Whether a place lies clearly another way, however far its edge and that of the anchor reach."""
    if apart <= slack or remark.direction is None:
        return False
    off = abs(_bearing(remark.anchor, place) - 45 * _WAYS.index(remark.direction)) % 360
    return min(off, 360 - off) > _WIDE + degrees(asin(min(1.0, slack / apart)))


def _another_fits(remark: Distance) -> bool:
    """Whether another place of that name, or another anchor, lies as is said."""
    others = [c.place for c in candidates(remark.place.name) if c.place != remark.place]
    near = [p for p in others if _exact(p) and p.country == remark.anchor.country]
    return any(_says_something(remark, p) and _fault(remark, p) is None for p in near)


def _says_something(remark: Distance, place: Place) -> bool:
    apart = distance_km(place, remark.anchor)
    return apart is not None and apart <= _FAR_KM + 2 * (remark.km.low if remark.km else 0)


def _bearing(anchor: Place, place: Place) -> float:
    return bearing(anchor.lat or 0.0, anchor.lon or 0.0, place.lat or 0.0, place.lon or 0.0)


def _way(anchor: Place, place: Place) -> str:
    return _WAYS[round(_bearing(anchor, place) / 45) % 8]


def _where(place: Place) -> Evidence:
    return Evidence(f"gazetteer: {place.name} ({place.country}) {place.lat}, {place.lon} [{place.gazetteer}]")

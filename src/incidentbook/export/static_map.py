"""A map of one incident as SVG: land, borders, where it struck, what it was launched from; for other pages and for print.

Drawn without styles, so that no policy of content forbids them. The outlines are those of Natural Earth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, atan, cos, exp, log, pi, radians, sin, sqrt, tan
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from incidentbook.export.bidi import isolated
from incidentbook.export.sentence import headline
from incidentbook.model import Incident, Place

WIDTH, HEIGHT = 640, 400
_FOOT = 44
_CREDIT = "Map: Natural Earth; places: GeoNames"
_RADIUS = {1: 0, 2: 25, 3: 40, 4: 100, 5: 150, 6: 250, 7: 150}
"""Kilometres of the soft circle by UCDP `where_prec`; a place without one is taken as near."""
_LEAST_HALF = 240.0
_SEA, _LAND, _BORDER, _INK, _SOFT, _MARK = "#e8eef3", "#fbfaf7", "#b9c0c7", "#1b1f24", "#57606a", "#c2410c"
_LONGEST = 96
Point = tuple[float, float]
Ring = Sequence[Sequence[float]]


class Outline(NamedTuple):
    """Land as rings and borders as lines, longitudes and latitudes in degrees, each with its box; names of countries with
    latitude and longitude of where they are written."""

    land: list[tuple[Box, Ring]]
    borders: list[tuple[Box, Ring]]
    countries: list[tuple[str, float, float]]


class Box(NamedTuple):
    """The degrees that something lies within."""

    west: float
    south: float
    east: float
    north: float

    def meets(self, other: Box) -> bool:
        """Whether the two share a point."""
        return (
            self.west <= other.east
            and other.west <= self.east
            and self.south <= other.north
            and other.south <= self.north
        )


def outline(
    land: Iterable[Ring], borders: Iterable[Ring], countries: Iterable[tuple[str, float, float]] = ()
) -> Outline:
    """Outlines with the boxes by which those in view are found."""
    return Outline([(_box(r), r) for r in land], [(_box(r), r) for r in borders], list(countries))


def draw(incident: Incident, drawn: Outline) -> str:
    """The map; without a known place it says so."""
    name = _kept(headline(incident))
    place = incident.values.place
    known = [p for p in (place, incident.values.launched_from) if p is not None and _at(p) is not None]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        f'role="img" aria-label={quoteattr(name)} font-family="system-ui, sans-serif">'
        f"<title>{escape(name)}</title>"
    )
    if not known:
        body = _words(WIDTH / 2, HEIGHT / 2, "The place is unknown", _SOFT, 18, "middle")
        return f'{head}<rect width="{WIDTH}" height="{HEIGHT}" fill="{_SEA}"/>{body}{_foot(incident)}</svg>'
    view = _View.of(known)
    return f"{head}{_ground(view, drawn)}{_places(view, incident)}{_foot(incident)}</svg>"


@dataclass(frozen=True, slots=True)
class _View:
    """A window on a Mercator map: its middle, and pixels a radian."""

    x: float
    y: float
    scale: float

    @classmethod
    def of(cls, places: Sequence[Place]) -> _View:
        """A window that holds all these places with their circles."""
        points = [at for p in places if (at := _at(p)) is not None]
        first = points[0]
        near = [(_nearest(lon, first[0]), lat) for lon, lat in points]
        lon = (min(p[0] for p in near) + max(p[0] for p in near)) / 2
        lat = (min(p[1] for p in near) + max(p[1] for p in near)) / 2
        reach = max(_kilometres((lon, lat), p) * 1.5 for p in near)
        circles = max(_radius(p) for p in places) * 2.2
        half = max(_LEAST_HALF, reach, circles)
        scale = (HEIGHT - _FOOT) / 2 / (half / 6371 / cos(radians(_within(lat))))
        return cls(radians(lon), _mercator(lat), scale)

    def at(self, lon: float, lat: float) -> Point:
        """Where a point of the world is in the picture."""
        x = (radians(lon) - self.x) * self.scale + WIDTH / 2
        return x, (self.y - _mercator(lat)) * self.scale + (HEIGHT - _FOOT) / 2

    def box(self) -> Box:
        """The degrees in view, with a margin."""
        wide, high = WIDTH / self.scale, HEIGHT / self.scale
        west, east = (self.x - wide) * 180 / pi, (self.x + wide) * 180 / pi
        return Box(west, _latitude(self.y - high), east, _latitude(self.y + high))

    def pixels(self, kilometres: float, lat: float) -> float:
        """A length at a latitude."""
        return kilometres / 6371 / cos(radians(_within(lat))) * self.scale


def _ground(view: _View, drawn: Outline) -> str:
    seen = view.box()
    land = "".join(_path(view, ring, shift, closed="Z") for ring, shift in _in_view(drawn.land, seen))
    lines = "".join(_path(view, line, shift, closed="") for line, shift in _in_view(drawn.borders, seen))
    return (
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_SEA}"/>'
        f'<path d="{land}" fill="{_LAND}" stroke="{_BORDER}" stroke-width="0.5"/>'
        f'<path d="{lines}" fill="none" stroke="{_BORDER}" stroke-width="1.2"/>'
        f"{''.join(_countries(view, drawn))}"
    )


def _countries(view: _View, drawn: Outline) -> Iterable[str]:
    """The names of countries that stand well inside the picture."""
    middle = view.x * 180 / pi
    for name, lat, lon in drawn.countries:
        x, y = view.at(_nearest(lon, middle), lat)
        if 60 < x < WIDTH - 60 and 14 < y < HEIGHT - _FOOT - 8:
            yield _words(x, y, name.upper(), _SOFT, 11, "middle")


def _in_view(shapes: Iterable[tuple[Box, Ring]], seen: Box) -> Iterable[tuple[Ring, float]]:
    """The shapes in view, each with how many degrees it is moved: a view over the antimeridian sees both ends of the world."""
    for box, ring in shapes:
        for shift in (0.0, 360.0, -360.0):
            if box._replace(west=box.west + shift, east=box.east + shift).meets(seen):
                yield ring, shift


def _path(view: _View, ring: Ring, shift: float, closed: str) -> str:
    """A shape, without points that are no pixel apart; far outside the picture it is cut to where it is no longer seen."""
    parts: list[str] = []
    last = (float("inf"), float("inf"))
    for n, (lon, lat) in enumerate(ring):
        x, y = view.at(lon + shift, lat)
        x, y = min(max(x, -WIDTH), 2 * WIDTH), min(max(y, -HEIGHT), 2 * HEIGHT)
        if abs(x - last[0]) + abs(y - last[1]) >= 0.7 or n == len(ring) - 1:
            parts.append(f"{x:.1f} {y:.1f}")
            last = (x, y)
    return f"M{'L'.join(parts)}{closed}" if len(parts) > 1 else ""


def _places(view: _View, incident: Incident) -> str:
    values = incident.values
    struck = _at(values.place) if values.place else None
    launched = _at(values.launched_from) if values.launched_from else None
    start = view.at(*_beside(launched, struck or launched)) if launched else None
    end = view.at(*struck) if struck else None
    parts = [_line(start, end)] if start and end else []
    if start and values.launched_from:
        side = _side(start, end)
        parts.append(
            _spot(
                start,
                side,
                _pixels(view, values.launched_from),
                f"Launched from: {values.launched_from.name}",
                "#ffffff",
            )
        )
    if end and values.place:
        parts.append(_spot(end, _side(end, start), _pixels(view, values.place), values.place.name, _MARK))
    return "".join(parts)


def _line(start: Point, end: Point) -> str:
    return (
        f'<path d="M{start[0]:.1f} {start[1]:.1f}L{end[0]:.1f} {end[1]:.1f}" stroke="{_SOFT}" stroke-width="1.5" '
        f'stroke-dasharray="5 4"/>'
    )


def _side(at: Point, other: Point | None) -> int:
    """On which side of a place its name stands, -1 left or 1 right: away from the other one, else where there is room."""
    is_left = at[0] < other[0] if other else at[0] > WIDTH * 0.6
    return -1 if is_left else 1


def _pixels(view: _View, place: Place) -> float:
    return view.pixels(_radius(place), place.lat or 0.0)


def _spot(at: Point, side: int, radius: float, name: str, fill: str) -> str:
    """A place with its soft circle: filled where it struck, a ring where it was launched."""
    x, y = at
    soft = (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{_MARK}" fill-opacity="0.18"/>'
        if radius
        else ""
    )
    dot = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{fill}" stroke="{_MARK}" stroke-width="2"/>'
    anchor = "start" if side > 0 else "end"
    return f"{soft}{dot}{_words(x + 13 * side, y + 5, name, _INK, 14, anchor)}"


def _foot(incident: Incident) -> str:
    top = HEIGHT - _FOOT
    return (
        f'<rect y="{top}" width="{WIDTH}" height="{_FOOT}" fill="#ffffff"/>'
        f"{_words(10, top + 18, headline(incident), _INK, 12, 'start')}"
        f"{_words(10, top + 35, f'{incident.id} · {_CREDIT}', _SOFT, 11, 'start')}"
    )


def _words(x: float, y: float, words: str, colour: str, size: int, anchor: str) -> str:
    shown = words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…"
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" fill="{colour}" stroke="#ffffff" '
        f'stroke-width="3" paint-order="stroke">{escape(isolated(_kept(shown)))}</text>'
    )


def _kept(text: str) -> str:
    """Text in a line without the letters that XML 1.0 cannot hold."""
    return "".join(
        c
        for c in " ".join(text.split())
        if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff"
    )


def _at(place: Place) -> Point | None:
    return None if place.lon is None or place.lat is None else (place.lon, place.lat)


def _radius(place: Place) -> float:
    return _RADIUS.get(place.precision or 2, 25)


def _beside(point: Point, other: Point) -> Point:
    return _nearest(point[0], other[0]), point[1]


def _nearest(lon: float, to: float) -> float:
    """The same longitude, not more than half the world away from another."""
    return lon - 360 * round((lon - to) / 360)


def _kilometres(a: Point, b: Point) -> float:
    """Along a great circle (haversine)."""
    up, along = radians(b[1] - a[1]) / 2, radians(b[0] - a[0]) / 2
    part = sin(up) ** 2 + cos(radians(a[1])) * cos(radians(b[1])) * sin(along) ** 2
    return 2 * 6371 * asin(min(sqrt(part), 1.0))


def _within(lat: float) -> float:
    return min(max(lat, -85.0), 85.0)


def _mercator(lat: float) -> float:
    return log(tan(pi / 4 + radians(_within(lat)) / 2))


def _latitude(y: float) -> float:
    return (2 * atan(exp(min(max(y, -50.0), 50.0))) - pi / 2) * 180 / pi


def _box(ring: Ring) -> Box:
    lons, lats = [p[0] for p in ring], [p[1] for p in ring]
    return Box(min(lons), min(lats), max(lons), max(lats))

"""Distances and directions on the globe."""

from __future__ import annotations

from math import asin, atan2, cos, degrees, radians, sin, sqrt

EARTH_KM = 6371.0088


def kilometres(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """Great-circle distance by the haversine formula."""
    a, b = radians(lat1), radians(lat2)
    h = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(radians(lon2 - lon1) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(min(1.0, h)))


def destination(lat: float, lon: float, bearing: float, distance: float) -> tuple[float, float]:
    """The point `distance` km away in the direction `bearing` (degrees, 0 north, 90 east)."""
    d, a, way = distance / EARTH_KM, radians(lat), radians(bearing)
    b = asin(sin(a) * cos(d) + cos(a) * sin(d) * cos(way))
    dx = atan2(sin(way) * sin(d) * cos(a), cos(d) - sin(a) * sin(b))
    return round(degrees(b), 4), round((lon + degrees(dx) + 540) % 360 - 180, 4)


def bearing(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The direction from the first point to the second at the start of the great circle (degrees, 0 north, 90 east)."""
    a, b, turn = radians(lat1), radians(lat2), radians(lon2 - lon1)
    return degrees(atan2(sin(turn) * cos(b), cos(a) * sin(b) - sin(a) * cos(b) * cos(turn))) % 360

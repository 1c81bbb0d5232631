"""The time zone of a place, where its country has one zone or its province tells which."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from incidentbook.export.resources import load
from incidentbook.model import Interval, Place


def zone_of(place: Place | None) -> str | None:
    """The zone's name in the IANA database, as `Asia/Baghdad`; None where it is not known."""
    if place is None or place.country is None:
        return None
    table = load("zones.yaml")
    units = table["units"].get(place.country)
    found = units.get(place.admin1, units.get("else")) if units else table["countries"].get(place.country)
    return None if found is None else str(found)


def zone_in_words(place: Place | None, when: Interval | None) -> str:
    """`local time, Asia/Baghdad (UTC+3)`; without the difference where day or rules are not known."""
    zone = zone_of(place)
    if zone is None:
        return "local time, zone unknown"
    offset = _offset(zone, when)
    return f"local time, {zone.replace('_', ' ')}" + (f" ({offset})" if offset else "")


def _offset(zone: str, when: Interval | None) -> str | None:
    """The difference from UTC at noon of a known day."""
    day = when.known_day if when else None
    if day is None:
        return None
    try:
        apart = datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset()
    except ZoneInfoNotFoundError:
        return None
    if apart is None:
        return None
    minutes = int(apart.total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")

"""Incidents as GeoJSON (RFC 7946): a point an incident, with the columns of the table of incidents as properties.

One without a point is not on the map; its id stands in `off_the_map` beside the features, a foreign member as the
standard allows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TextIO

from incidentbook.exchange import to_plain
from incidentbook.export.incident_table import point, row
from incidentbook.export.source import Written
from incidentbook.model import Incident

_IN_GEOMETRY = ("lat", "lon")


def write(incidents: Iterable[Incident], handle: TextIO) -> Written:
    """Writes one feature collection, a line a feature, to a text stream that is open for writing in UTF-8."""
    off: list[str] = []
    count = 0
    handle.write('{"type": "FeatureCollection", "features": [')
    for count, incident in enumerate(incidents, 1):
        if point(incident) is None:
            off.append(incident.id)
            continue
        handle.write(",\n" if count - len(off) > 1 else "\n")
        handle.write(json.dumps(feature(incident), ensure_ascii=False))
    handle.write(f'\n], "off_the_map": {json.dumps(off)}}}\n')
    return Written(count, len(off))


def feature(incident: Incident) -> dict[str, Any]:
    """One incident as a feature; its geometry is null where it has no point."""
    at = point(incident)
    properties = {name: to_plain(cell) for name, cell in row(incident).items() if name not in _IN_GEOMETRY}
    geometry = at and {"type": "Point", "coordinates": list(at)}
    return {"type": "Feature", "id": incident.id, "geometry": geometry, "properties": properties}

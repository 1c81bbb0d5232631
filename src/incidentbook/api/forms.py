"""Pages of incidents in the forms that are offered."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape

from starlette.responses import Response

from incidentbook.book.catalogue.file import Kept
from incidentbook.exchange import load_incident
from incidentbook.export import csv
from incidentbook.export.geojson import feature
from incidentbook.export.incident_table import row
from incidentbook.export.sentence import headline, sentence
from incidentbook.model import Incident

FORMS = {
    "json": "application/json",
    "geojson": "application/geo+json",
    "csv": "text/csv",
}
ATOM = "application/atom+xml"


def page(entries: Sequence[Kept], total: int, written: str | None, form: str) -> Response:
    """A page of incidents.

    Args:
        written: the cursor of the next page.
        form: a name of `FORMS`.
    """
    if form == "json":
        body = ",".join(kept.incident for kept in entries)
        said = f'{{"incidents":[{body}],"total":{total},"next":{json.dumps(written)}}}'
        return Response(said, media_type=FORMS["json"])
    incidents = [load_incident(kept.incident) for kept in entries]
    if form == "csv":
        return _table(incidents)
    features = [feature(i) for i in incidents]
    found = {"type": "FeatureCollection", "features": features, "total": total, "next": written}
    return Response(json.dumps(found, ensure_ascii=False), media_type=FORMS["geojson"])


def one(kept: Kept, form: str) -> Response:
    """One incident."""
    if form == "json":
        return Response(kept.incident, media_type=FORMS["json"])
    incident = load_incident(kept.incident)
    if form == "csv":
        return _table([incident])
    return Response(json.dumps(feature(incident), ensure_ascii=False), media_type=FORMS["geojson"])


def atom(entries: Sequence[Kept], base: str, itself: str) -> Response:
    """A feed of incidents (RFC 4287), those that changed last first.

    Args:
        base: the address of the server.
        itself: the address of the feed.
    """
    updated = max((kept.updated for kept in entries), default=0)
    parts = [
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">',
        "<title>Incidents</title>",
        f"<id>{_xml(base)}/api/incidents.atom</id><updated>{_instant(updated)}</updated>",
        f'<link rel="self" type="{ATOM}" href="{_xml(itself)}"/><author><name>incidentbook</name></author>',
        *(_entry(kept, base) for kept in entries),
        "</feed>\n",
    ]
    return Response("\n".join(parts), media_type=ATOM)


def _entry(kept: Kept, base: str) -> str:
    incident = load_incident(kept.incident)
    page, line = f"{base}/incidents/{kept.id}", f"{base}/api/incidents/{kept.id}"
    return (
        f"<entry><id>urn:incidentbook:{kept.id}</id><title>{_xml(headline(incident))}</title>"
        f"<published>{_instant(kept.since)}</published><updated>{_instant(kept.updated)}</updated>"
        f'<link type="text/html" href="{_xml(page)}"/>'
        f'<link rel="related" type="application/json" href="{_xml(line)}"/>'
        f'<category term="{_xml(incident.values.attack_type or "unknown")}"/>'
        f"<summary>{_xml(_summary(incident))}</summary></entry>"
    )


def _summary(incident: Incident) -> str:
    cells = row(incident)
    said = [f"{name}: {cells[name]}" for name in ("status", "grade") if cells[name] is not None]
    return f"{sentence(incident)} {'; '.join([*said, f'documents: {incident.sources.documents}'])}"


def _table(incidents: Sequence[Incident]) -> Response:
    handle = io.StringIO(newline="")
    csv.write(incidents, handle)
    headers = {"Content-Disposition": 'attachment; filename="incidents.csv"'}
    return Response(handle.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


def _instant(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _xml(text: str) -> str:
    """Text for XML 1.0, without the letters that it cannot hold."""
    kept = "".join(
        c
        for c in text
        if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
    return escape(kept, {'"': "&quot;"})

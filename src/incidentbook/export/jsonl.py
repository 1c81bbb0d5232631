"""Incidents as JSON lines: the exchange format, every key there, one object a line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from incidentbook.exchange import dump_incident
from incidentbook.model import Incident


def write(incidents: Iterable[Incident], handle: TextIO) -> int:
    """Writes one line an incident to a text stream that is open for writing in UTF-8; returns how many
    there were.
    """
    count = 0
    for count, incident in enumerate(incidents, 1):  # noqa: B007
        handle.write(dump_incident(incident) + "\n")
    return count

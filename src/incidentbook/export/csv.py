"""Tables as CSV (RFC 4180), in UTF-8, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from typing import TextIO

from incidentbook.export import incident_table
from incidentbook.export.cells import Column, Row, written
from incidentbook.model import Incident

_BYTE_ORDER_MARK = "\ufeff"


def write(incidents: Iterable[Incident], handle: TextIO, *, mark: bool = True) -> int:
    """Writes the head and one row an incident; returns how many incidents there were.

    Args:
        handle: a text stream that is open for writing in UTF-8 with `newline=""`.
        mark: whether the text begins with a byte order mark, by which Excel knows UTF-8.
    """
    return write_rows(incident_table.COLUMNS, map(incident_table.row, incidents), handle, mark=mark)


def write_rows(columns: Sequence[Column], rows: Iterable[Row], handle: TextIO, *, mark: bool) -> int:
    """Writes the head and the rows; returns how many rows there were. The other arguments are those of `write`."""
    if mark:
        handle.write(_BYTE_ORDER_MARK)
    writer = csv.DictWriter(handle, [column.name for column in columns], lineterminator="\r\n")
    writer.writeheader()
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007
        writer.writerow({name: written(cell) for name, cell in row.items()})
    return count

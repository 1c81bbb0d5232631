"""Incidents with their evidence as a data package (https://datapackage.org): CSV tables, and what they hold as JSON.

The tables are tied by keys: a statement names its report, a report its document and its incident. Of the documents
the package holds what is known of them and the words that statements quote; their texts only where they are asked for.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from incidentbook.errors import ExportError
from incidentbook.export import evidence_tables as evidence
from incidentbook.export import incident_table
from incidentbook.export.cells import Column, Row
from incidentbook.export.csv import write_rows
from incidentbook.export.source import Source, Written

Opened = Callable[[str], IO[bytes]]
"""Opens a file of the package for writing, by its name."""

_TYPES = {"text": "string", "day": "date", "whole": "integer", "decimal": "number", "truth": "boolean"}
_DIALECT = {
    "delimiter": ",",
    "quoteChar": '"',
    "doubleQuote": True,
    "lineTerminator": "\r\n",
    "skipInitialSpace": False,
    "header": True,
}
"""Told, since readers guess otherwise, and a few odd words mislead them."""

_FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)  # of ZIP; the same incidents make the same bytes


@dataclass(frozen=True, slots=True)
class _Table:
    name: str
    meaning: str
    columns: Sequence[Column]
    rows: Iterable[Row]
    key: tuple[str, ...]
    foreign: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = ()


def write(source: Source, path: Path, *, texts: bool = False, zipped: bool = True) -> Written:
    """Writes a ZIP file, or into a folder, which is made.

    Args:
        texts: whether the texts of the documents are in it.
        zipped: False for a folder.

    Raises:
        ExportError: the folder holds something.
    """
    if zipped:
        with zipfile.ZipFile(path, "w") as archive:
            _write(source, texts, lambda name: archive.open(_zip_entry(name), "w", force_zip64=True))
    else:
        check_folder(path)
        path.mkdir(parents=True, exist_ok=True)
        _write(source, texts, lambda name: (path / name).open("wb"))
    return Written(len(source.incidents))


def check_folder(path: Path) -> None:
    """Nothing that lies in a folder is overwritten.

    Raises:
        ExportError: the folder holds something, or is none.
    """
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise ExportError(f"{path} is there and not an empty folder; name another one, or a .zip file")


def _write(source: Source, texts: bool, opened: Opened) -> None:
    resources = [_write_table(table, opened) for table in _tables(source, texts)]
    package = {
        "name": "incidentbook",
        "title": _TITLE,
        "profile": "tabular-data-package",
        "resources": resources,
    }
    with opened("datapackage.json") as handle:
        handle.write(json.dumps(package, indent=2, ensure_ascii=False).encode() + b"\n")


_TITLE = "Incidents of armed attacks, and what was published of them"


def _tables(source: Source, texts: bool) -> list[_Table]:
    """The tables; their rows are taken from the book one after the other, never all at once."""
    tallies = source.tallies()
    documents = _documents(source, [name for name, _ in tallies])
    of_document = (("document",), "documents", ("document",))
    of_report = (("document", "report"), "reports", ("document", "report"))
    of_incident = (("incident",), "incidents", ("id",))
    tables = [
        _Table("incidents", "One row an incident", incident_table.COLUMNS, map(incident_table.row, source.incidents), ("id",)),
        _Table("documents", "One row a document, without its text", evidence.DOCUMENTS, documents.values(), ("document",)),
        _Table("reports", "One row for all that a document says of an incident", evidence.REPORTS,
               (row for entry in source.entries() for row in evidence.reports(*entry)), ("document", "report"),
               (of_document, of_incident)),
        _Table("statements", "One row a statement, with the words that say it", evidence.STATEMENTS,
               (row for entry in source.entries() for row in evidence.statements(*entry)), ("document", "report", "number"),
               (of_report, of_document, of_incident)),
        _Table("tallies", "One row for a count of incidents that a document gives without listing them", evidence.TALLIES,
               (evidence.tally_row(source.document(name), tally) for name, tally in tallies), ("document", "tally"),
               (of_document,)),
    ]  # fmt: skip
    if texts:
        rows: Iterable[Row] = ({"document": name, "text": source.document(name).text} for name in documents)
        tables.append(
            _Table("texts", "The texts of the documents", evidence.TEXTS, rows, ("document",), (of_document,))
        )
    return tables


def _documents(source: Source, counting: Iterable[str]) -> dict[str, Row]:
    """The rows of the documents that tell of the incidents, or count some, by their ids, in that order."""
    found = {
        document.id: evidence.document_row(document) for _, told in source.entries() for document, _ in told
    }
    for name in counting:
        if name not in found:
            found[name] = evidence.document_row(source.document(name))
    return dict(sorted(found.items()))


def _write_table(table: _Table, opened: Opened) -> dict[str, Any]:
    """Writes one table; gives its description."""
    with opened(f"{table.name}.csv") as raw:
        measured = _Measured(raw)
        with io.TextIOWrapper(io.BufferedWriter(measured), encoding="utf-8", newline="") as handle:
            write_rows(table.columns, table.rows, handle, mark=False)
    return _resource(table, measured)


class _Measured(io.RawIOBase):
    """Passes bytes on, and knows how many there were and their hash."""

    def __init__(self, into: IO[bytes]) -> None:
        self._into = into
        self.size = 0
        self.digest = hashlib.sha256()

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self.size += len(data)
        self.digest.update(data)
        return self._into.write(data)


def _resource(table: _Table, measured: _Measured) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [{"name": c.name, "type": _TYPES[c.kind], "description": c.meaning} for c in table.columns],
        "primaryKey": list(table.key),
    }
    if table.foreign:
        schema["foreignKeys"] = [
            {"fields": list(own), "reference": {"resource": other, "fields": list(theirs)}}
            for own, other, theirs in table.foreign
        ]
    return {
        "name": table.name,
        "description": table.meaning,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "bytes": measured.size,
        "hash": f"sha256:{measured.digest.hexdigest()}",
        "schema": schema,
    }


def _zip_entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _FIRST_MOMENT)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry

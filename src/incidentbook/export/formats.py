"""The forms that incidents are written in, how a file's name tells which, and the one way to write any of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO, get_args

from incidentbook.errors import ExportError
from incidentbook.export import acled, arrow, csv, ftm, geojson, geopackage, jsonl, package, ucdp
from incidentbook.export.forms import Form
from incidentbook.export.source import Source, Written

FORMS: tuple[Form, ...] = get_args(Form)

_ENDINGS: Mapping[str, Form] = {
    ".acled.csv": "acled",
    ".ucdp.csv": "ucdp",
    ".csv": "csv",
    ".geojson": "geojson",
    ".gpkg": "gpkg",
    ".geoparquet": "geoparquet",
    ".parquet": "parquet",
    ".ftm.json": "ftm",
    ".ftm.jsonl": "ftm",
    ".ftm": "ftm",
    ".zip": "package",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}

_WITH_REJECTED: tuple[Form, ...] = ("csv", "package", "jsonl")


@dataclass(frozen=True, slots=True)
class Wishes:
    """What may be chosen: `mark`, a byte order mark before CSV; `texts`, the documents' texts in a data package."""

    mark: bool = True
    texts: bool = False


def guessed(name: str) -> Form | None:
    """The form that a file's name tells; None where it tells none."""
    small = name.casefold()
    return next((form for ending, form in _ENDINGS.items() if small.endswith(ending)), None)


def is_text(form: Form) -> bool:
    """Whether the form is text, which can go to stdout; the others are files."""
    return form in _TEXTS


def keeps_rejected(form: Form) -> bool:
    """Whether incidents that reviewers rejected are in the form, with that status; on maps, and in tables that cannot say
    so, they would be taken for attacks."""
    return form in _WITH_REJECTED


def check(form: Form) -> None:
    """What the form needs is there.

    Raises:
        ExportError: a package is missing; the message says how to install it.
    """
    if form in ("parquet", "geoparquet"):
        arrow.library()


def write_text(form: Form, source: Source, handle: TextIO, wishes: Wishes) -> Written:
    """Writes a form that is text to a stream that is open for writing in UTF-8 with `newline=""`.

    Raises:
        ExportError: the form is a file.
    """
    if form not in _TEXTS:
        raise ExportError(f"{form} is written to a file alone")
    return _TEXTS[form](source, handle, wishes)


def write_file(form: Form, source: Source, path: Path, wishes: Wishes) -> Written:
    """Writes any form to a file that is not there yet; a data package is a ZIP file.

    Raises:
        ExportError: it cannot be written.
    """
    if form in _FILES:
        return _FILES[form](source, path, wishes)
    with path.open("w", encoding="utf-8", newline="") as handle:
        return write_text(form, source, handle, wishes)


_TEXTS: Mapping[Form, Callable[[Source, TextIO, Wishes], Written]] = {
    "csv": lambda source, handle, wishes: Written(csv.write(source.incidents, handle, mark=wishes.mark)),
    "acled": lambda source, handle, wishes: Written(acled.write(source.entries(), handle, mark=wishes.mark)),
    "ucdp": lambda source, handle, wishes: Written(ucdp.write(source.entries(), handle, mark=wishes.mark)),
    "geojson": lambda source, handle, wishes: geojson.write(source.incidents, handle),
    "ftm": lambda source, handle, wishes: Written(ftm.write(source.entries(), handle)),
    "jsonl": lambda source, handle, wishes: Written(jsonl.write(source.incidents, handle)),
}
_FILES: Mapping[Form, Callable[[Source, Path, Wishes], Written]] = {
    "gpkg": lambda source, path, wishes: geopackage.write(source, path),
    "geoparquet": lambda source, path, wishes: arrow.write_points(source, path),
    "parquet": lambda source, path, wishes: arrow.write_statements(source, path),
    "package": lambda source, path, wishes: package.write(source, path, texts=wishes.texts),
}

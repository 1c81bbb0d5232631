"""How much there is to read, for a progress bar."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable
from io import BufferedReader
from pathlib import Path, PurePosixPath
from typing import Any

from incidentbook.sources.files import fitting, is_folder
from incidentbook.sources.kinds import kind_of
from incidentbook.sources.meta import META_NAME
from incidentbook.sources.parquet import count_rows
from incidentbook.sources.warc import estimate_pages

_BYTES_A_LINE = 6000
_BYTES_A_MEMBER = 20_000


def count_inputs(paths: Iterable[Path]) -> int:
    """How many articles `read` will come to, nearly: files, lines of JSON Lines and tables, rows of Parquet,
    members of zip archives. WARC files and tar archives are not read through for it: theirs are estimated
    from their first records, or their size.
    """
    return sum(_count(f) for path in paths for f in (fitting(path) if is_folder(path) else [path]))


def _count(path: Path) -> int:
    if path.name == META_NAME:
        return 0
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            return _count_in(path, stream, size)
    except (OSError, ValueError):
        return 1


def _count_in(path: Path, stream: BufferedReader[Any], size: int) -> int:
    match kind_of(path):
        case "lines" | "table":
            return sum(block.count(b"\n") for block in iter(lambda: stream.read(1 << 20), b"")) or 1
        case "parquet":
            return count_rows(stream)
        case "warc":
            return estimate_pages(stream, size)
        case "zip":
            return _members(stream)
        case "packed":
            return max(1, size // _BYTES_A_LINE)
        case "tar":
            return max(1, size // _BYTES_A_MEMBER)
        case _:
            return 1


def _members(stream: BufferedReader[Any]) -> int:
    try:
        names = zipfile.ZipFile(stream).namelist()
    except zipfile.BadZipFile:
        return 1
    return sum(kind_of(PurePosixPath(n)) is not None and not n.endswith(META_NAME) for n in names) or 1

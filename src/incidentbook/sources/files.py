"""Files and folders to pages. One bad input is one sentence; the rest goes on."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from incidentbook.errors import SourceError
from incidentbook.sources.decode import decode
from incidentbook.sources.meta import META_NAME, MetaTable, load, names_of, over, reason
from incidentbook.sources.page import MediaType, Meta, Page, Problem
from incidentbook.sources.records import read_records

SIZE_LIMIT = 20_000_000
_TEXT = frozenset({".txt", ".md", ".text"})
_HTML = frozenset({".html", ".htm", ".xhtml"})
_LINES = frozenset({".jsonl", ".ndjson"})
_KINDS = "texts (.txt, .md), pages (.html, .htm) or JSON Lines (.jsonl, .ndjson)"
_EMPTY = "is empty; save the article there"
_LOOKS_HTML = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class _Reader:
    """What holds for all inputs of one reading: their metadata, the limit in bytes, the files already
    read.
    """

    common: tuple[MetaTable, ...]
    limit: int
    seen: set[tuple[int, int]]


def read(
    paths: Iterable[Path], meta: Path | None = None, size_limit: int = SIZE_LIMIT
) -> Iterator[Page | Problem]:
    """Pages of files and folders, and what could not be read.

    Folders are read with all below them, in the order of their names. `meta` is a file of metadata lines
    for all inputs, standing before the `meta.jsonl` of the folders read. `size_limit` is in bytes, for a
    file or for a line of JSON Lines. A file that is named twice is read once.
    """
    common: tuple[MetaTable, ...] = ()
    if meta is not None:
        table, problems = load(meta)
        yield from problems
        common = (table,)
    reader = _Reader(common, size_limit, set())
    for path in paths:
        yield from _read_one(reader, path)
    for table in common:
        yield from table.unmet()


def count_inputs(paths: Iterable[Path]) -> int:
    """How many articles `read` will come to, nearly: files, and lines of JSON Lines files.

    For a progress bar.
    """
    total = 0
    for path in paths:
        inside = [f for f in _walk(path, []) if _kind(f)] if _is_folder(path) else [path]
        total += sum(
            _count_lines(f) if f.suffix.lower() in _LINES else 1 for f in inside if f.name != META_NAME
        )
    return total


def _count_lines(path: Path) -> int:
    try:
        with path.open("rb") as handle:
            return sum(block.count(b"\n") for block in iter(lambda: handle.read(1 << 20), b"")) or 1
    except OSError:
        return 1


def shown(path: Path) -> str:
    """A path as words that every output can hold: names that are no UTF-8 lose their odd bytes."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def _read_one(reader: _Reader, path: Path) -> Iterator[Page | Problem]:
    if _is_folder(path):
        yield from _read_folder(reader, path)
    elif path.name == META_NAME:
        message = "tells of articles and is none; name its folder, or give it as metadata"
        yield Problem(shown(path), message, "skipped")
    else:
        yield from _read_file(reader, path, ())


def _read_folder(reader: _Reader, root: Path) -> Iterator[Page | Problem]:
    unreadable: list[Problem] = []
    files = list(_walk(root, unreadable))
    yield from unreadable
    tables = dict[Path, MetaTable]()
    for path in (f for f in files if f.name == META_NAME):
        tables[path.parent], problems = load(path)
        yield from problems
    fitting = [f for f in files if _kind(f) and f.name != META_NAME]
    if not fitting:
        others = f" (files of other kinds: {len(files)})" if files else ""
        yield Problem(shown(root), f"holds no articles{others}; put {_KINDS} there", "skipped")
    for path in fitting:
        yield from _read_file(reader, path, tuple(tables[d] for d in path.parents if d in tables))
    for table in tables.values():
        yield from table.unmet()


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long
        return False


def _walk(root: Path, unreadable: list[Problem]) -> Iterator[Path]:
    def note(error: OSError) -> None:
        unreadable.append(Problem(shown(Path(error.filename)), f"cannot be opened ({reason(error)})"))

    for folder, below, files in os.walk(root, onerror=note):
        below[:] = sorted(d for d in below if not d.startswith("."))
        yield from (Path(folder, name) for name in sorted(files) if not name.startswith("."))


def _kind(path: Path) -> MediaType | Literal["lines"] | None:
    suffix = path.suffix.lower()
    if suffix in _LINES:
        return "lines"
    return "text/plain" if suffix in _TEXT else "text/html" if suffix in _HTML else None


def _read_file(reader: _Reader, path: Path, tables: tuple[MetaTable, ...]) -> Iterator[Page | Problem]:
    where = shown(path)
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            yield Problem(where, "is neither a file nor a folder; save the article to a file")
        elif (found.st_dev, found.st_ino) not in reader.seen:
            reader.seen.add((found.st_dev, found.st_ino))
            yield from _content(reader, path, found.st_size, reader.common + tables)
    except FileNotFoundError:
        yield Problem(where, "is not there; check the path")
    except SourceError as error:
        yield Problem(where, str(error))
    except (OSError, ValueError) as error:
        yield Problem(where, f"cannot be read ({reason(error)}); check its name and permissions")


def _content(
    reader: _Reader, path: Path, size: int, tables: tuple[MetaTable, ...]
) -> Iterator[Page | Problem]:
    if size == 0:
        yield Problem(shown(path), _EMPTY, "skipped")
    elif _kind(path) == "lines":
        yield from read_records(path, shown(path), reader.limit, tables)
    elif size > reader.limit:
        said = f"is {size / 1e6:.0f} MB, more than an article can be (limit {reader.limit / 1e6:.0f} MB)"
        yield Problem(shown(path), f"{said}; split it into articles", "skipped")
    else:
        yield from _whole(path, tables)


def _whole(path: Path, tables: tuple[MetaTable, ...]) -> Iterator[Page | Problem]:
    found = decode(path.read_bytes())
    if not found.text.strip():
        yield Problem(shown(path), _EMPTY, "skipped")
        return
    if found.doubt:
        yield Problem(shown(path), found.doubt, "warning")
    meta: Meta | None = None
    for table in tables:
        meta = over(meta, table.find(*names_of(path)))
    yield Page(shown(path), _media_type(path, found.text), found.text, meta)


def _media_type(path: Path, text: str) -> MediaType:
    """By the ending of its name; a name that says nothing leaves it to the first characters."""
    suffix = path.suffix.lower()
    if suffix in _TEXT:
        return "text/plain"
    return "text/html" if suffix in _HTML or _LOOKS_HTML.match(text[:2000]) else "text/plain"

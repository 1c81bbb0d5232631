"""Files, folders and standard input to pages. One bad input is one sentence; the rest goes on."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path, PurePath
from typing import cast

from incidentbook.sources.beside import SEEN_ENDING, is_evidence
from incidentbook.sources.columns import ColumnMap, default_columns
from incidentbook.sources.contents import read_input
from incidentbook.sources.cursor import Cursor, beyond, head, is_same
from incidentbook.sources.inputs import STDIN, Input
from incidentbook.sources.kinds import LISTED, MANY, kind_of
from incidentbook.sources.limits import SIZE_LIMIT
from incidentbook.sources.meta import META_NAME, MetaTable, load, reason
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.streams import Stream, read_stream

_BUFFER = 1 << 16


@dataclass(frozen=True, slots=True)
class _Reader:
    """What holds for all inputs of one reading: their metadata, the limit in bytes, the columns, how far each
    file has been read before, and the files already read.
    """

    common: tuple[MetaTable, ...]
    limit: int
    columns: ColumnMap
    after: tuple[Cursor, ...]
    seen: set[tuple[int, int]]


def read(
    paths: Iterable[Path],
    meta: Path | None = None,
    size_limit: int = SIZE_LIMIT,
    *,
    columns: ColumnMap | None = None,
    after: Iterable[Cursor] = (),
) -> Iterator[Page | Problem]:
    """Pages of files and folders, and what could not be read; `-` is standard input.

    Folders are read with all below them, in the order of their names; archives in the order of their members.
    A file that is named twice is read once. Memory does not grow with the size of a file that holds many
    articles.

    Args:
        meta: a file of metadata lines for all inputs, standing before the `meta.jsonl` of the folders read.
        size_limit: in bytes, for one article, or a line of JSON Lines.
        columns: which columns of tables, or keys of JSON lines, hold what; by default the common names.
        after: how far files and standard input were read before, as `cursor_of` gave it; reading goes on from
            there. A file that has changed since is read from its beginning.
    """
    common: tuple[MetaTable, ...] = ()
    if meta is not None:
        table, problems = load(meta)
        yield from problems
        common = (table,)
    reader = _Reader(common, size_limit, columns or default_columns(), tuple(after), set())
    for path in paths:
        yield from _read_one(reader, path)
    for table in common if not reader.after else ():
        yield from table.unmet()


def shown(path: Path) -> str:
    """A path as words that every output can hold: names that are no UTF-8 lose their odd bytes."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def fitting(root: Path) -> Iterator[Path]:
    """The files below a folder that `read` takes up, in its order."""
    return (f for f in walk(root, []) if kind_of(f) and f.name != META_NAME)


def _read_one(reader: _Reader, path: Path) -> Iterator[Page | Problem]:
    if str(path) == STDIN:
        yield from _read_stdin(reader)
    elif is_folder(path):
        yield from _read_folder(reader, path)
    elif path.name == META_NAME:
        message = "tells of articles and is none; name its folder, or give it as metadata"
        yield Problem(shown(path), message, "skipped")
    else:
        yield from _read_file(reader, path, ())


def _read_stdin(reader: _Reader) -> Iterator[Page | Problem]:
    stream = Stream(STDIN, STDIN, PurePath(STDIN), cast(BufferedReader, sys.stdin.buffer), None)
    yield from read_stream(stream, reader.limit, reader.common, reader.columns, reader.after)


def _read_folder(reader: _Reader, root: Path) -> Iterator[Page | Problem]:
    unreadable: list[Problem] = []
    files = list(walk(root, unreadable))
    yield from unreadable
    tables = dict[Path, MetaTable]()
    for path in (f for f in files if f.name == META_NAME):
        tables[path.parent], problems = load(path)
        yield from problems
    held = [f for f in files if kind_of(f) and f.name != META_NAME]
    if not held:
        others = f" (files of other kinds: {len(files)})" if files else ""
        yield Problem(shown(root), f"holds no articles{others}; put {LISTED} there", "skipped")
    for path in held:
        yield from _read_file(reader, path, tuple(tables[d] for d in path.parents if d in tables))
    for table in tables.values():
        yield from table.unmet()


def is_folder(path: Path) -> bool:
    """Whether it is a folder; a name that cannot be is none."""
    try:
        return path.is_dir()
    except OSError:  # a name that is too long
        return False


def walk(root: Path, unreadable: list[Problem]) -> Iterator[Path]:
    """All files below a folder that are neither hidden nor what a book keeps beside it; folders that cannot be opened are
    added to `unreadable`."""

    def note(error: OSError) -> None:
        unreadable.append(Problem(shown(Path(error.filename)), f"cannot be opened ({reason(error)})"))

    for folder, below, files in os.walk(root, onerror=note):
        below[:] = sorted(d for d in below if not d.startswith(".") and not is_evidence(Path(folder, d)))
        yield from (
            Path(folder, n) for n in sorted(files) if not n.startswith(".") and not n.endswith(SEEN_ENDING)
        )


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
    except (OSError, ValueError) as error:
        yield Problem(where, f"cannot be read ({reason(error)}); check its name and permissions")


def _content(
    reader: _Reader, path: Path, size: int, tables: tuple[MetaTable, ...]
) -> Iterator[Page | Problem]:
    where, kind = shown(path), kind_of(path)
    if kind and kind not in MANY and size > reader.limit:
        said = f"is {size / 1e6:.0f} MB, more than an article can be (limit {reader.limit / 1e6:.0f} MB)"
        yield Problem(where, f"{said}; split it into articles", "skipped")
        return
    cursor = next((c for c in reader.after if c.source == where), None)
    done = cursor.position if cursor and is_same(cursor, path) else ""
    if done and kind != "packed" and (head(done)[1] or 0) > size:
        done = ""
    if cursor and not done:
        yield Problem(where, "has changed since it was read last; it is read from its beginning", "warning")
    with BufferedReader(FileIO(path), _BUFFER) as stream:
        source = Input(where, path, stream, size, where, reader.limit, tables, reader.columns, after=done)
        yield from beyond(read_input(source), done)

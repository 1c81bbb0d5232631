"""Every input that a user may name: files, folders, standard input and web addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from incidentbook.sources.columns import ColumnMap, default_columns
from incidentbook.sources.counting import count_inputs
from incidentbook.sources.cursor import Cursor
from incidentbook.sources.files import read
from incidentbook.sources.inputs import STDIN
from incidentbook.sources.limits import SIZE_LIMIT
from incidentbook.sources.meta import MetaTable, load
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.streams import Stream, read_stream

if TYPE_CHECKING:
    from incidentbook.sources.connect import Reach
    from incidentbook.sources.fetch import Fetcher
    from incidentbook.sources.keeping import Keeper

_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are read.

    Attributes:
        meta: a file of metadata lines for all files.
        columns: which columns of tables, or keys of JSON lines, hold what; None for the common names.
        reach: which web addresses may be read: "public", or "anywhere", this machine and its networks too.
    """

    meta: Path | None = None
    columns: ColumnMap | None = None
    reach: Reach = "public"


def local(inputs: Iterable[str | Path]) -> list[Path]:
    """The files and folders among the inputs, and standard input."""
    return [Path(name) for name in inputs if not is_address(str(name))]


def read_all(
    inputs: Iterable[str | Path],
    reading: Reading,
    *,
    after: Iterable[Cursor] = (),
    keeper: Keeper | None = None,
    fetcher: Fetcher | None = None,
) -> Iterator[Page | Problem]:
    """Pages of files, folders, archives and standard input, then those of web addresses; and what could not be
    read. Archives, tables and WARC files of the web are read as if they lay on disk.

    Args:
        inputs: paths, `-`, and web addresses; of feeds and sitemaps the stories are read.
        after: how far files, standard input and files of the web were read before.
        keeper: keeps what is read.
        fetcher: fetches; by default one with the reach of `reading`.
    """
    named, known = list(inputs), tuple(after)
    paths = local(named)
    if paths:
        pages = read(paths, reading.meta, columns=reading.columns, after=known)
        yield from (keeper.files_of(pages) if keeper else pages)
    if urls := [str(name) for name in named if is_address(str(name))]:
        table, problems = load(reading.meta) if reading.meta else (MetaTable(""), [])
        yield from problems if not paths else ()
        yield from _of_the_web(urls, reading, table, known, keeper, fetcher)
        yield from table.unmet() if not paths else ()


def _of_the_web(
    urls: Iterable[str],
    reading: Reading,
    table: MetaTable,
    after: tuple[Cursor, ...],
    keeper: Keeper | None,
    fetcher: Fetcher | None,
) -> Iterator[Page | Problem]:
    from incidentbook.sources.addresses import read_addresses
    from incidentbook.sources.fetch import Fetcher

    def read_file(stream: Stream) -> Iterator[Page | Problem]:
        return read_stream(stream, SIZE_LIMIT, (table,), reading.columns or default_columns(), after)

    keep = keeper.page if keeper else lambda found: None
    yield from read_addresses(urls, fetcher or Fetcher(reach=reading.reach), keep, read_file)


def count_all(inputs: Iterable[str | Path]) -> int | None:
    """How many articles `read_all` will come to, nearly; None where standard input or the web is among the
    inputs, of which nobody knows how much comes.
    """
    named = list(inputs)
    paths = local(named)
    return count_inputs(paths) if len(paths) == len(named) and Path(STDIN) not in paths else None


def is_address(name: str) -> bool:
    """Whether it is meant as a web address, of whatever scheme. Not of `Path("https://a")`, which is `https:/a`."""
    return _SCHEME.match(name) is not None

"""One input: a stream of bytes, where it comes from, and all that its reader needs to know."""

from __future__ import annotations

from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import PurePath
from typing import Any

from incidentbook.sources.columns import ColumnMap
from incidentbook.sources.cursor import head, rest
from incidentbook.sources.limits import Allowance
from incidentbook.sources.meta import MetaTable, names_of, over
from incidentbook.sources.page import MediaType, Meta, Page

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Input:
    """A file on disk, a member of an archive, or standard input.

    Attributes:
        shown: how outputs name it: `archive.zip!inner/name.html`.
        name: its own path, for its ending and for `meta.jsonl`.
        stream: its bytes, at their beginning.
        size: in bytes, None where it is not known.
        root: the file on disk that it is or lies in, as given; of a stream see `cursor.stream_root`.
        limit: bytes that one article may have.
        tables: metadata from beside it, the strongest first.
        columns: which column holds what.
        place: where it lies in `root`: "" for the file itself, `4/` for its fourth member.
        after: the place in it that was done last, "" to read from its beginning.
        depth: how many archives it lies in.
        allowance: what its outermost archive may still unpack.
    """

    shown: str
    name: PurePath
    stream: BufferedReader[Any]
    size: int | None
    root: str
    limit: int
    tables: tuple[MetaTable, ...]
    columns: ColumnMap
    place: str = ""
    after: str = ""
    depth: int = 0
    allowance: Allowance | None = None

    def position(self, number: int, offset: int | None = None) -> str:
        """The position of a page: its number in this input, and its first byte where that is known."""
        return f"{self.root}|{self.place}{number}" + ("" if offset is None else f"@{offset}")

    def member(self, number: int, name: str, stream: BufferedReader[Any], size: int | None) -> Input:
        """An input that lies in this one."""
        return replace(
            self,
            shown=f"{self.shown}!{name}",
            name=PurePath(name),
            stream=stream,
            size=size,
            place=f"{self.place}{number}/",
            after=rest(self.after) if head(self.after)[0] == number else "",
            depth=self.depth + 1,
        )

    def page(self, media_type: MediaType, content: str, own: Meta | None = None) -> Page:
        """The page of an input that is one article; `own` is what it says of itself."""
        meta: Meta | None = None
        for table in self.tables:
            meta = over(meta, table.find(*names_of(self.name)))
        return Page(self.shown, media_type, content, over(meta, own), self.position(1))


def printable(words: str) -> str:
    """Words that every output can hold: names that are no UTF-8 lose their odd bytes."""
    return words.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")

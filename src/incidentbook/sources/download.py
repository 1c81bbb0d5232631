"""Files of many articles that lie on the web: archives, tables, WARC files. Each is fetched to a temporary file."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BufferedReader
from pathlib import PurePath, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit

from incidentbook.sources.connect import RefusedError
from incidentbook.sources.kinds import MANY, Kind, kind_of, sniff
from incidentbook.sources.meta import reason

FILE_TYPES: Mapping[str, str] = {
    "application/zip": ".zip",
    "application/x-zip-compressed": ".zip",
    "application/x-tar": ".tar",
    "application/warc": ".warc",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/jsonlines": ".jsonl",
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.apache.parquet": ".parquet",
}
"""Media types of such files, and the ending that says the same."""

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_SNIFFED: frozenset[Kind] = frozenset({"zip", "tar", "warc", "parquet"})
_NAMED = re.compile(r"filename\s*=\s*(\"[^\"]*\"|[^;\s]+)", re.IGNORECASE)
_PACKED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileLimits:
    """How much such a file may take: bytes, and seconds for all of it."""

    size: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Spool:
    """A file that was fetched: a name that tells its kind, its bytes (from the beginning), how many they are."""

    name: PurePath
    content: BufferedReader[Any]
    size: int

    def blocks(self) -> Iterator[bytes]:
        """The bytes, block by block; afterwards `content` is at its beginning again."""
        self.content.seek(0)
        while block := self.content.read(_BLOCK):
            yield block
        self.content.seek(0)


def file_name(url: str, media_type: str, disposition: str | None) -> PurePath | None:
    """The name of a file of many articles; None for what is none, as far as its address and headers tell.

    Args:
        url: the address that answered.
        media_type: what the answer says that it is.
        disposition: its Content-Disposition (RFC 6266), which may name it.
    """
    if media_type in _PAGES:
        return None
    said = _NAMED.search(disposition or "")
    named = [said[1].strip('"')] if said else []
    for name in (*named, unquote(urlsplit(url).path)):
        path = PurePath(PurePosixPath(name).name)
        if _holds_many(path):
            return path
    return PurePath(f"file{FILE_TYPES[media_type]}") if media_type in FILE_TYPES else None


def _holds_many(path: PurePath) -> bool:
    """A packed text is a list of addresses, as of a sitemap, or one article."""
    kind = kind_of(path)
    return kind in MANY if kind != "packed" else kind_of(path.with_suffix("")) in MANY


def sniffed_name(first: bytes) -> PurePath | None:
    """The name of what begins so, where nothing else tells what it is; None where it is no such file."""
    return PurePath("file") if sniff(first) in _SNIFFED else None


def spooled(name: PurePath, blocks: Iterable[bytes], limit: int) -> Spool:
    """The blocks in a temporary file that is gone when it is closed.

    Raises:
        RefusedError: they are more than the limit, or there is no room for them.
    """
    file, size = tempfile.TemporaryFile(), 0  # noqa: SIM115 - closed with its last reader
    first = b""
    for block in blocks:
        first, size = first or block[:6], size + len(block)
        if size > limit:
            raise file_too_large(limit)
        try:
            file.write(block)
        except OSError as error:
            raise RefusedError(
                f"cannot be kept in a temporary file ({reason(error)})", lasting=False
            ) from error
    file.seek(0)
    return Spool(_as_it_is(name, first), BufferedReader(file), size)


def file_too_large(limit: int) -> RefusedError:
    """The refusal of a size."""
    return RefusedError(
        f"is a file of more than {limit / 1e6:g} MB; allow more with --max-size, or save it to a file"
    )


def _as_it_is(name: PurePath, first: bytes) -> PurePath:
    """A name whose ending says packed, of what was unpacked on its way, without that ending."""
    return name.with_suffix("") if kind_of(name) == "packed" and not first.startswith(_PACKED) else name

"""What is kept of what is read: the bytes, or their hash alone."""

from __future__ import annotations

import hashlib
import mimetypes
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, get_args

from incidentbook.errors import SourceError
from incidentbook.sources.cursor import is_stream
from incidentbook.sources.evidence import EvidenceStore, Found
from incidentbook.sources.fetch import Fetched
from incidentbook.sources.meta import reason
from incidentbook.sources.page import Page, Problem

Keep = Literal["pages", "all", "none"]
"""`pages`: the bytes of what comes from the web, which may be gone tomorrow, and the hashes of files; `all`: the
bytes of files too; `none`: hashes alone.
"""

KEEPS: tuple[Keep, ...] = get_args(Keep)
_BLOCK = 1 << 20


class Keeper:
    """Keeps what is read as `keep` says; a file that is in the ledger as it is now is not noted again."""

    def __init__(self, store: EvidenceStore, keep: Keep) -> None:
        """`store`: where to keep."""
        self._store = store
        self._keep = keep
        self._known: set[tuple[str, str, bool]] | None = None

    def page(self, found: Fetched) -> None:
        """Keeps an answer of the web.

        Raises:
            SourceError: the evidence cannot be written.
        """
        keep = self._store.note if self._keep == "none" else self._store.keep
        keep(found.body if found.file is None else found.file.blocks(), Found.of(found))

    def files_of(self, items: Iterable[Page | Problem]) -> Iterator[Page | Problem]:
        """The same items; before the first page of each file that file is kept.

        Raises:
            SourceError: the evidence cannot be written.
        """
        last = ""
        for item in items:
            root = item.position.rpartition("|")[0] if isinstance(item, Page) else ""
            if root and root != last and not is_stream(root):
                last = root
                yield from self._file(Path(root))
            yield item

    def _file(self, path: Path) -> Iterator[Problem]:
        """Keeps a file; a problem where it cannot be read any more."""
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        found = Found(str(path.absolute()), datetime.now(UTC), media_type)
        try:
            sha256, size = _hash(path)
            evidence = found.hashed(sha256, size, "bytes" if self._keep == "all" else "hash")
            mark = (sha256, found.source, evidence.kept)
            if mark in self._noted() or (sha256, found.source, True) in self._noted():
                return
            self._noted().add(mark)
            if evidence.kept:
                self._store.keep(_blocks(path), found)
                return
        except OSError as error:
            yield Problem(str(path), f"cannot be hashed for the evidence ({reason(error)})", "warning")
            return
        try:
            self._store.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(f"{self._store.folder} cannot be written ({reason(error)})") from error
        self._store.ledger.append(evidence)

    def _noted(self) -> set[tuple[str, str, bool]]:
        if self._known is None:
            self._known = {(e.sha256, e.source, e.kept) for e in self._store.ledger}
        return self._known


def _hash(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    for block in _blocks(path):
        digest.update(block)
        size += len(block)
    return digest.hexdigest(), size


def _blocks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as handle:
        while block := handle.read(_BLOCK):
            yield block

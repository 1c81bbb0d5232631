"""What was read, kept as it was found: bytes, hash, where from, when, headers.

After the Berkeley Protocol on Digital Open Source Investigations (OHCHR 2020), chapter VI: collected items
keep their address, their content as delivered, the time and the tool of collection and a hash made at that
moment; what is kept cannot be changed unnoticed. So contents are stored once under their SHA-256, written
whole or not at all and never again; the ledger only grows, and each line holds the hash of the one before.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import sys
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Literal, Protocol

from incidentbook.errors import SourceError
from incidentbook.sources.beside import FOLDER_ENDING, LEDGER_NAME
from incidentbook.sources.fetch import AGENT, Fetched
from incidentbook.sources.meta import reason

_FIRST = "0" * 64
_BLOCK = 1 << 16

FaultKind = Literal["missing", "altered", "unreadable", "ledger", "stray"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that was read.

    `sha256`: 64 hexadecimal digits, of the bytes as given (unpacked, where they came compressed over HTTP);
    `source`: the path, or the address that answered; `retrieved`: with its zone; `size`: bytes; `requested`:
    the address asked for, where a redirect led on; `peer`: the IP address that answered; `collector`: the
    program that read it; `kept`: whether the bytes are kept, or the hash alone.
    """

    sha256: str
    source: str
    retrieved: datetime
    media_type: str
    headers: tuple[tuple[str, str], ...]
    size: int
    requested: str | None = None
    status: int | None = None
    peer: str | None = None
    collector: str = AGENT
    kept: bool = True

    def __post_init__(self) -> None:
        if self.retrieved.tzinfo is None:
            raise ValueError("retrieved needs a time zone")


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of bytes before they are hashed; see `Evidence`."""

    source: str
    retrieved: datetime
    media_type: str
    headers: tuple[tuple[str, str], ...] = ()
    requested: str | None = None
    status: int | None = None
    peer: str | None = None

    @classmethod
    def of(cls, page: Fetched) -> Found:
        """What is known of an answer of the web."""
        asked = page.requested if page.requested != page.url else None
        return cls(page.url, page.retrieved, page.media_type, page.headers, asked, page.status, page.peer)

    def hashed(self, sha256: str, size: int, kept: Literal["bytes", "hash"]) -> Evidence:
        """With the hash of the bytes."""
        values = {f.name: getattr(self, f.name) for f in fields(self)}
        return Evidence(sha256=sha256, size=size, kept=kept == "bytes", **values)


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that is not as it was kept: `where` is a file, or a line of the ledger."""

    kind: FaultKind
    where: str
    message: str


class Ledger(Protocol):
    """The list of what was read. It only grows."""

    def append(self, evidence: Evidence) -> None:
        """Adds a line; it is on the disk when this returns."""
        ...

    def __iter__(self) -> Iterator[Evidence]:
        """All lines that can be read, in the order in which they were added."""
        ...

    def faults(self) -> Iterator[Fault]:
        """What was changed in it since, as far as it can tell."""
        ...


# ---------------------------------------------------------------- the ledger


class JsonlLedger:
    """A ledger in a file of JSON lines. Each line holds the SHA-256 of the line before: a line that is changed,
    put in or taken out breaks the chain. Lines cut off at the end do not; `head` is there to be noted
    elsewhere.
    """

    def __init__(self, path: Path) -> None:
        """The file; it is made with the first line."""
        self.path = path

    def append(self, evidence: Evidence) -> None:
        """Adds a line; it is on the disk when this returns. Several programs may add to one ledger.

        Raises:
            SourceError: it cannot be written.
        """
        try:
            with self.path.open("a+b") as handle, _alone(handle):
                before, torn = _last_line(handle)
                row = {"before": before, **_as_row(evidence)}
                handle.write(torn + json.dumps(row, ensure_ascii=False).encode("utf-8") + b"\n")
                handle.flush()
                os.fsync(handle.fileno())
        except OSError as error:
            raise SourceError(f"{self.path} cannot be written ({reason(error)})") from error

    def __iter__(self) -> Iterator[Evidence]:
        """All lines that can be read, in their order; `faults` tells of the others."""
        return (e for _, _, e in self._lines() if e is not None)

    def faults(self) -> Iterator[Fault]:
        """Lines that cannot be read, and lines before which something was changed, put in or taken out."""
        before = _FIRST
        for number, line, evidence in self._lines():
            where = f"{self.path}:{number}"
            if evidence is None:
                yield Fault("ledger", where, "is no line of a ledger; it was cut off or changed")
            elif _row(line).get("before") != before:
                yield Fault(
                    "ledger", where, "does not follow the line before: lines were changed or taken out"
                )
            before = hashlib.sha256(line).hexdigest()

    def head(self) -> str:
        """The hash of the last line: whoever noted it can tell whether lines were cut off since."""
        *_, last = (b"", *(line for _, line, _ in self._lines()))
        return hashlib.sha256(last).hexdigest() if last else _FIRST

    def _lines(self) -> Iterator[tuple[int, bytes, Evidence | None]]:
        try:
            with self.path.open("rb") as handle:
                for number, line in enumerate(handle, 1):
                    yield number, line.rstrip(b"\n"), _from_row(_row(line))
        except FileNotFoundError:
            return
        except OSError as error:
            raise SourceError(f"{self.path} cannot be read ({reason(error)})") from error


@contextmanager
def _alone(handle: BinaryIO) -> Iterator[None]:
    """Nobody else writes meanwhile. Windows has no such lock: there, one program at a time."""
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(handle, fcntl.LOCK_EX)
    yield


def _last_line(handle: BinaryIO) -> tuple[str, bytes]:
    """The hash of the last line, and what ends it where a kill cut it off."""
    end, step, tail = handle.seek(0, os.SEEK_END), 4096, b""
    if not end:
        return _FIRST, b""
    while b"\n" not in tail[:-1] and len(tail) < end:
        handle.seek(max(0, end - step))
        tail = handle.read()
        step *= 4
    torn = b"" if tail.endswith(b"\n") else b"\n"
    last = tail.removesuffix(b"\n").rpartition(b"\n")[2]
    return hashlib.sha256(last).hexdigest(), torn


def _as_row(evidence: Evidence) -> dict[str, Any]:
    row = {name: value for name, value in asdict(evidence).items() if value is not None}
    return {**row, "retrieved": evidence.retrieved.isoformat()}


def _row(line: bytes) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        return {}
    return row if isinstance(row, dict) else {}


def _from_row(row: dict[str, Any]) -> Evidence | None:
    known = {f.name: row[f.name] for f in fields(Evidence) if f.name in row}
    try:
        known["retrieved"] = datetime.fromisoformat(known["retrieved"])
        known["headers"] = tuple((str(name), str(value)) for name, value in known["headers"])
        evidence = Evidence(**known)
    except (KeyError, TypeError, ValueError):
        return None
    return evidence if _is_hash(evidence.sha256) and isinstance(evidence.size, int) else None


def _is_hash(text: object) -> bool:
    return isinstance(text, str) and len(text) == 64 and not set(text) - set("0123456789abcdef")


# ---------------------------------------------------------------- the contents


class EvidenceStore:
    """Contents in files named by their hash, `ab/cdef….gz`, beside a ledger."""

    def __init__(self, folder: Path, ledger: Ledger | None = None) -> None:
        """The folder is made with the first content; by default it holds its ledger too."""
        self.folder = folder
        self.ledger: Ledger = ledger if ledger is not None else JsonlLedger(folder / LEDGER_NAME)

    @classmethod
    def beside(cls, book: Path) -> EvidenceStore:
        """The one that belongs to a book in a file."""
        return cls(book.with_name(book.name + FOLDER_ENDING))

    def keep(self, content: bytes | Iterable[bytes], found: Found) -> Evidence:
        """Keeps bytes and a line about them; bytes that are there already are not written again.

        Args:
            content: all bytes, or blocks of them.
            found: where they are from.

        Raises:
            SourceError: the folder cannot be written.
        """
        try:
            sha256, size = self._write(_blocks(content))
        except OSError as error:
            raise SourceError(f"{self.folder} cannot be written ({reason(error)})") from error
        return self._noted(found.hashed(sha256, size, "bytes"))

    def note(self, content: bytes | Iterable[bytes], found: Found) -> Evidence:
        """Keeps a line with the hash, and no bytes.

        Raises:
            SourceError: the ledger cannot be written.
        """
        digest, size = hashlib.sha256(), 0
        for block in _blocks(content):
            digest.update(block)
            size += len(block)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SourceError(f"{self.folder} cannot be written ({reason(error)})") from error
        return self._noted(found.hashed(digest.hexdigest(), size, "hash"))

    def content(self, evidence: Evidence) -> Iterator[bytes]:
        """The bytes, in blocks.

        Raises:
            SourceError: they are not there, or cannot be read.
        """
        path = self.path_of(evidence.sha256)
        try:
            with gzip.open(path, "rb") as handle:
                while block := handle.read(_BLOCK):
                    yield block
        except FileNotFoundError as error:
            raise SourceError(f"{path} is not there") from error
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(f"{path} cannot be read ({' '.join(str(error).split())[:80]})") from error

    def path_of(self, sha256: str) -> Path:
        """The file of a content."""
        return self.folder / sha256[:2] / f"{sha256[2:]}.gz"

    def verify(self) -> Iterator[Fault]:
        """Hashes every content again and follows the ledger; yields what is not as it was kept."""
        yield from self.ledger.faults()
        checked: set[str] = set()
        for evidence in self.ledger:
            if evidence.kept and evidence.sha256 not in checked:
                checked.add(evidence.sha256)
                yield from self._faults_of(evidence)
        yield from self._strays(checked)

    def _faults_of(self, evidence: Evidence) -> Iterator[Fault]:
        path = self.path_of(evidence.sha256)
        if not path.exists():
            yield Fault("missing", str(path), f"is not there; it held {evidence.source}")
            return
        digest, size = hashlib.sha256(), 0
        try:
            for block in self.content(evidence):
                digest.update(block)
                size += len(block)
                if size > evidence.size:
                    break
        except SourceError as error:
            yield Fault("unreadable", str(path), f"{error}; it held {evidence.source}")
            return
        if (digest.hexdigest(), size) != (evidence.sha256, evidence.size):
            yield Fault("altered", str(path), f"is not what was read from {evidence.source}")

    def _strays(self, known: set[str]) -> Iterator[Fault]:
        """Files that no line tells of: a program that was killed leaves them, or somebody put them there."""
        for path in sorted(self.folder.glob("*/*")):
            if path.parent.name + path.name.removesuffix(".gz") not in known:
                yield Fault(
                    "stray",
                    str(path),
                    "is in no line of the ledger; a reading was broken off, or it was put there",
                )

    def _write(self, blocks: Iterable[bytes]) -> tuple[str, int]:
        """Writes a content whole under another name, then gives it its own: it is there, or it is not."""
        waiting = self.folder / "tmp"
        waiting.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(dir=waiting)
        try:
            with os.fdopen(handle, "wb") as raw:
                with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as packed:
                    for block in blocks:
                        digest.update(block)
                        size += len(block)
                        packed.write(block)
                raw.flush()
                os.fsync(raw.fileno())
            self._place(Path(name), self.path_of(digest.hexdigest()))
        finally:
            Path(name).unlink(missing_ok=True)
        return digest.hexdigest(), size

    def _place(self, written: Path, path: Path) -> None:
        if path.exists():
            return
        path.parent.mkdir(exist_ok=True)
        written.chmod(0o444)
        written.replace(path)
        _sync_folder(path.parent)

    def _noted(self, evidence: Evidence) -> Evidence:
        self.ledger.append(evidence)
        return evidence


def _blocks(content: bytes | Iterable[bytes]) -> Iterable[bytes]:
    return (content,) if isinstance(content, bytes) else content


def _sync_folder(folder: Path) -> None:
    """A file's new name is on the disk when its folder is. Windows opens no folders."""
    if sys.platform != "win32":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

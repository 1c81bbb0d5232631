"""Evidence as a web archive: ISO 28500:2017, The WARC File Format 1.1, each record packed by itself.

Answers of the web are `response` records, files `resource` records, bytes that were read before `revisit`
records, hashes without bytes `metadata` records. The same evidence gives the same file, byte for byte.
"""

from __future__ import annotations

import base64
import re
import uuid
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import BinaryIO
from urllib.parse import quote

from incidentbook.sources.evidence import Evidence, EvidenceStore
from incidentbook.sources.fetch import AGENT

_SPACE = uuid.uuid5(uuid.NAMESPACE_URL, "https://www.iso.org/standard/68004.html")
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_AS_SENT = frozenset({"content-encoding", "transfer-encoding", "content-length"})
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)

Headers = Sequence[tuple[str, str]]


def export_warc(store: EvidenceStore, handle: BinaryIO) -> int:
    """Writes all evidence of a store as one packed WARC (`.warc.gz`).

    Args:
        store: the evidence.
        handle: where to write.

    Returns:
        How many records of evidence were written.

    Raises:
        SourceError: a content is missing or broken: verify first.
        OSError: the handle cannot be written.
    """
    written: dict[str, Evidence] = {}
    count = 0
    for count, evidence in enumerate(store.ledger, 1):
        if count == 1:
            _write(handle, *_info(evidence))
        _write_evidence(handle, store, count, evidence, written.get(evidence.sha256))
        if evidence.kept:
            written.setdefault(evidence.sha256, evidence)
    return count


def _write_evidence(
    handle: BinaryIO, store: EvidenceStore, number: int, evidence: Evidence, before: Evidence | None
) -> None:
    if not evidence.kept:
        body = f"sha256: {evidence.sha256}\r\nsize: {evidence.size}\r\nkept: hash\r\n".encode()
        headers = _common(number, evidence, "metadata", "application/warc-fields")
        _write(handle, headers, len(body), [body])
        return
    is_web = evidence.status is not None
    head = _http_head(evidence) if is_web else b""
    block_type = "application/http; msgtype=response" if is_web else evidence.media_type
    kind = "revisit" if before else "response" if is_web else "resource"
    headers = [*_common(number, evidence, kind, block_type), *_payload(evidence, before)]
    if before is not None:
        _write(handle, headers, len(head), [head])
    else:
        blocks = (b for part in ([head], store.content(evidence)) for b in part)
        _write(handle, headers, len(head) + evidence.size, blocks)


def _common(number: int, evidence: Evidence, kind: str, content_type: str) -> list[tuple[str, str]]:
    name = f"{number} {kind} {evidence.sha256} {evidence.source} {evidence.retrieved.isoformat()}"
    headers = [
        ("WARC-Type", kind),
        ("WARC-Record-ID", _record_id(name)),
        ("WARC-Date", _date(evidence.retrieved)),
        ("WARC-Target-URI", _uri(evidence.source)),
        ("Content-Type", content_type or "application/octet-stream"),
    ]
    return [*headers, ("WARC-IP-Address", evidence.peer)] if evidence.peer else headers


def _payload(evidence: Evidence, before: Evidence | None) -> Headers:
    """The hash of the payload, and, where it was written before, which record holds it."""
    digest = ("WARC-Payload-Digest", _digest(evidence.sha256))
    if before is None:
        return [digest]
    return [
        digest,
        ("WARC-Profile", _REVISIT),
        ("WARC-Refers-To-Target-URI", _uri(before.source)),
        ("WARC-Refers-To-Date", _date(before.retrieved)),
    ]


def _info(first: Evidence) -> tuple[Headers, int, list[bytes]]:
    """The record that tells of the file; its date is that of the first evidence."""
    body = f"software: {AGENT}\r\nformat: WARC File Format 1.1\r\n".encode()
    headers = [
        ("WARC-Type", "warcinfo"),
        ("WARC-Record-ID", _record_id(f"info {first.sha256} {first.retrieved.isoformat()}")),
        ("WARC-Date", _date(first.retrieved)),
        ("Content-Type", "application/warc-fields"),
    ]
    return headers, len(body), [body]


def _http_head(evidence: Evidence) -> bytes:
    """The answer's head as it came. What tells of the way the body was sent would not fit the body as it is
    kept: it is set aside, as web archives do.
    """
    status = evidence.status or 200
    words = HTTPStatus(status).phrase if status in set(HTTPStatus) else ""
    kept = [(f"X-Archive-Orig-{n}" if n.lower() in _AS_SENT else n, v) for n, v in evidence.headers]
    lines = [
        f"HTTP/1.1 {status} {words}",
        *(f"{n}: {v}" for n, v in kept),
        f"Content-Length: {evidence.size}",
    ]
    return "".join(f"{_one_line(line)}\r\n" for line in [*lines, ""]).encode("utf-8")


def _write(handle: BinaryIO, headers: Headers, length: int, blocks: Iterable[bytes]) -> None:
    """One record, packed as a gzip member of its own."""
    lines = ["WARC/1.1", *(f"{n}: {_one_line(v)}" for n, v in headers), f"Content-Length: {length}", "", ""]
    packer = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    for block in _with_ends("\r\n".join(lines).encode("utf-8"), blocks):
        handle.write(packer.compress(block))
    handle.write(packer.flush())


def _with_ends(head: bytes, blocks: Iterable[bytes]) -> Iterator[bytes]:
    yield head
    yield from blocks
    yield b"\r\n\r\n"


def _record_id(name: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(_SPACE, name)}>"


def _date(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _digest(sha256: str) -> str:
    return f"sha256:{base64.b32encode(bytes.fromhex(sha256)).decode('ascii')}"


def _uri(source: str) -> str:
    safe = "/:?#[]@!$&'()*+,;=%~"
    return quote(source, safe=safe) if _SCHEME.match(source) else f"file:{quote(source, safe='/')}"


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+\s*", " ", text)

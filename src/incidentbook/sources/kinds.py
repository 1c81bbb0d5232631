"""What kind of file it is: by the ending of its name, or by its first bytes."""

from __future__ import annotations

import json
import re
import zlib
from pathlib import PurePath
from typing import Literal

Kind = Literal[
    "text", "html", "markdown", "pdf", "mail", "lines", "table", "parquet", "warc", "zip", "tar", "packed"
]
_ENDINGS: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".eml": "mail",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".csv": "table",
    ".tsv": "table",
    ".parquet": "parquet",
    ".warc": "warc",
    ".zip": "zip",
    ".tar": "tar",
    ".tgz": "tar",
    ".tbz2": "tar",
    ".txz": "tar",
}
_PACKED = frozenset({".gz", ".bz2", ".xz"})
_WHOLE = {"tar": "tar", "warc": "warc"}
LISTED = (
    "texts (.txt, .md), pages (.html, .htm), .pdf, .eml, .jsonl, .csv, .tsv, .parquet, .warc, or .zip and .tar"
    " of these"
)
ARCHIVES: frozenset[Kind] = frozenset({"zip", "tar"})
MANY: frozenset[Kind] = frozenset({"lines", "table", "parquet", "warc", "zip", "tar", "packed"})
"""Those that hold many articles, so that their size says nothing about that of an article."""

_SNIFFED: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"%PDF-", "pdf"),
    (b"PAR1", "parquet"),
    (b"WARC/", "warc"),
    (b"BZh", "packed"),
    (b"\xfd7zXZ\x00", "packed"),
)
_HTML = re.compile(
    r"^\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|\?xml)\b", re.IGNORECASE | re.DOTALL
)
_MAIL = re.compile(rb"(?:[!-9;-~]+:[ \t].*\r?\n(?:[ \t].*\r?\n)*){3}")
_MAIL_LINE = re.compile(rb"^(?:received|message-id|mime-version|return-path):", re.IGNORECASE | re.MULTILINE)


def kind_of(path: PurePath) -> Kind | None:
    """The kind that a name stands for; None where its ending is not among those that are read."""
    ending = path.suffix.lower()
    if ending not in _PACKED:
        return _ENDINGS.get(ending)
    inner = kind_of(path.with_suffix(""))
    if inner in ("tar", "warc"):
        return inner if inner == "tar" or ending == ".gz" else "packed"
    return None if inner is None else "packed"


def sniff(first: bytes) -> Kind:
    """The kind of a file by its first bytes; "text" where nothing speaks for another."""
    if first.startswith(b"\x1f\x8b"):
        return _packed(first)
    for mark, kind in _SNIFFED:
        if first.startswith(mark):
            return kind
    if first[257:262] == b"ustar":
        return "tar"
    if looks_html(first[:2000].decode("utf-8", errors="replace")):
        return "html"
    if _is_object(first):
        return "lines"
    return "mail" if _MAIL.match(first) and _MAIL_LINE.search(first) else "text"


def looks_html(text: str) -> bool:
    """Whether a text begins as an HTML page does."""
    return _HTML.match(text) is not None


def _packed(first: bytes) -> Kind:
    """What is in a gzip stream: a WARC and a tar are read as such, anything else is unpacked first."""
    try:
        inner = zlib.decompressobj(31).decompress(first, 1024)
    except zlib.error:
        return "packed"
    found = sniff(inner) if not inner.startswith(b"\x1f\x8b") else "packed"
    return found if found in ("warc", "tar") else "packed"


def _is_object(first: bytes) -> bool:
    """Whether the first line is a JSON object, or the beginning of a long one."""
    line, end, _ = first.lstrip(b"\xef\xbb\xbf").partition(b"\n")
    if not line.lstrip().startswith(b"{"):
        return False
    if not end:
        return re.match(rb'\s*\{\s*"[^"\n]*"\s*:', line) is not None
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False

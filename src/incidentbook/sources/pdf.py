"""The text layer of PDF files (ISO 32000), by pypdf: lines joined to paragraphs, running heads left out."""

from __future__ import annotations

import logging
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterable
from io import BytesIO

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from incidentbook.errors import SourceError

PAGES = 1000
_BROKEN = (
    PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError,
    NotImplementedError, OSError, AssertionError, struct.error, zlib.error,
)  # fmt: skip
"""What pypdf lets through of its own and of the libraries below it when a file is damaged."""
_LETTERS = 20
_FULL = 0.75
_DIGITS = re.compile(r"\d+")
_DIVIDED = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # its warnings are no sentences for users


def read_pdf(data: bytes) -> str:
    """The text of a PDF file.

    Raises:
        SourceError: it is encrypted, broken, has too many pages, or no text layer.
    """
    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError("is encrypted; save it without a password")
        count = len(reader.pages)
        pages = [page.extract_text().splitlines() for page in reader.pages] if count <= PAGES else []
    except _BROKEN as error:
        raise SourceError(f"is broken as PDF ({str(error)[:80]}); save it anew, or as text") from error
    if count > PAGES:
        raise SourceError(f"has {count} pages, more than an article can have; split it into articles")
    text = "\n\n".join(filter(None, map(_paragraphs, _without_heads(pages))))
    if sum(map(str.isalpha, text)) < _LETTERS:
        raise SourceError("has no text layer, it is pictures of pages; run it through text recognition (OCR)")
    return text.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", "") + "\n"


def _without_heads(pages: list[list[str]]) -> list[list[str]]:
    """Pages without the first and last lines that more than half of them share, page numbers aside."""
    if len(pages) < 3:
        return pages
    seen = Counter(key for lines in pages for key in {_mask(line) for line in _ends(lines)})
    running = {key for key, times in seen.items() if times > len(pages) / 2}
    return [[line for line in lines if _mask(line) not in running] for lines in pages]


def _ends(lines: list[str]) -> list[str]:
    held = [line for line in lines if line.strip()]
    return held[:2] + held[-2:]


def _mask(line: str) -> str:
    return _DIGITS.sub("0", line.strip())


def _paragraphs(lines: Iterable[str]) -> str:
    """Lines joined where one runs on into the next: it is nearly as wide as the widest, or its last word is
    divided.
    """
    held = [" ".join(line.split()) for line in lines]
    widths = sorted(len(line) for line in held if line)
    full = widths[int(len(widths) * 0.9)] * _FULL if widths else 0
    whole = frozenset(word.lower() for line in held for word in _WORD.findall(line))
    text = before = ""
    for line in held:
        text = _joined(text, before, line, full, whole)
        before = line
    return text.strip()


def _joined(text: str, before: str, line: str, full: float, whole: frozenset[str]) -> str:
    if not before or not line:
        return f"{text}\n{line}" if before or line else text
    if (divided := _DIVIDED.search(before)) and line[0].islower():
        first = divided.group(1) + (_WORD.match(line) or [""])[0]
        kept = f"{divided.group(1)}-{first[len(divided.group(1)) :]}".lower() in whole
        return (text if kept else text[:-1]) + line
    return f"{text} {line}" if len(before) >= full else f"{text}\n{line}"

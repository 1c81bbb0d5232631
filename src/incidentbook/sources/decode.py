"""Bytes to characters, nothing changed on the way: line ends stay as they are."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from incidentbook.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"""<(?:meta\b[^>]*?\bcharset|\?xml\b[^>]*?\bencoding)\s*=\s*["']?\s*([\w.:-]+)""", re.IGNORECASE
)
_WEB_NAMES = {
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "us-ascii": "cp1252",
    "iso-8859-9": "cp1254",
    "gb2312": "gb18030",
    "shift_jis": "cp932",
    "euc-kr": "cp949",
}
_HEAD = 4096
_FEW = 0.1
_DAMAGE = 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """Characters, a sentence where their encoding is a guess or some were lost, and the encoding."""

    text: str
    doubt: str | None = None
    encoding: str = "utf-8"


def decode(data: bytes, charset: str | None = None) -> Decoded:
    """Characters of a text or HTML file.

    Tried in this order: byte order mark, UTF-8, the `charset` that came with the bytes, the one that an HTML
    head declares, UTF-8 with a little damage, Windows-1252 where nearly all is ASCII (what browsers assume),
    and what charset-normalizer finds.

    Raises:
        SourceError: binary data, or no encoding fits.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            broken = f"starts as {encoding} and is broken further on; save it as UTF-8"
            return Decoded(_strictly(data, encoding, broken), None, encoding)
    if b"\x00" in data:
        raise SourceError("is binary, not text; give the text or HTML of the article")
    try:
        return Decoded(data.decode("utf-8"))
    except UnicodeDecodeError:
        return _not_utf8(data, charset)


def _strictly(data: bytes, encoding: str, message: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError as error:
        raise SourceError(message) from error


def _not_utf8(data: bytes, charset: str | None) -> Decoded:
    if charset and (text := _try(data, _as_browsers_read(charset))) is not None and "\x00" not in text:
        return Decoded(text, None, _as_browsers_read(charset))
    for attempt in (_declared, _damaged, _western, _guessed):
        if (found := attempt(data)) is not None and "\x00" not in found.text:
            return found
    raise SourceError("is in no encoding that could be recognised; save it as UTF-8")


def _declared(data: bytes) -> Decoded | None:
    match = _DECLARED.search(data[:_HEAD])
    charset = _as_browsers_read(match.group(1).decode("ascii", "replace")) if match else ""
    text = _try(data, charset) if match else None
    return None if text is None else Decoded(text, None, charset)


def _as_browsers_read(charset: str) -> str:
    """The encoding that a charset's name stands for on the web (WHATWG Encoding Standard, section 4.2)."""
    name = charset.strip().lower()
    return _WEB_NAMES.get(name, name)


def _damaged(data: bytes) -> Decoded | None:
    """UTF-8 with a few bad bytes among many good sequences, as a cut or a bad copy leaves it."""
    text = data.decode("utf-8", errors="replace")
    lost = text.count("\ufffd")
    wide = sum(ord(c) > 127 for c in text) - lost
    if lost > max(1.0, len(text) * _DAMAGE) or wide < 10 * lost:
        return None
    return Decoded(text, f"is UTF-8 with {lost} broken bytes; they are read as \ufffd")


def _western(data: bytes) -> Decoded | None:
    wide = sum(b > 127 for b in data)
    text = _try(data, "cp1252") if wide <= len(data) * _FEW else None
    said = "is not UTF-8; it was read as Windows-1252"
    return None if text is None else Decoded(text, said, "cp1252")


def _guessed(data: bytes) -> Decoded | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    text = _try(data, best.encoding) if best else None
    if best is None or text is None:
        return None
    return Decoded(text, f"is not UTF-8; it was read as {best.encoding}", best.encoding)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (LookupError, ValueError):
        return None

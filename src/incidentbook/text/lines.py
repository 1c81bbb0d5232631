"""A text as its lines, each knowing where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from incidentbook.model import Span

_LINE = re.compile(r"[^\r\n\u2028\u2029]+")
_LINE_END = re.compile(r"\r\n|[\r\n\u2028\u2029]")
_PREFIX = re.compile(
    r"\s*date \d{4}-\d\d-\d\d(?=\s+\S)|\s*[Ss]ource ?[»:] ?[a-z0-9.-]*[a-z0-9](?=[A-Z][a-z]*[ -])"
)
_WORD = re.compile(r"\w[\w'’.-]*")


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the blanks around it; `block` counts the stretches between blank lines."""

    span: Span
    text: str
    block: int

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(_WORD.findall(self.text))


def lines_of(text: str) -> list[Line]:
    """The lines that hold something.

    What a crawler glued before the first words, a date or a source, is a line of its own.
    """
    found = list[Line]()
    block = last = 0
    for match in _LINE.finditer(text):
        if _blank_between(text[last : match.start()]):
            block += 1
        if match.group().strip():
            last = match.end()
            found += _trimmed(text, match.start(), match.end(), block)
    return found


def _blank_between(gap: str) -> bool:
    return len(_LINE_END.findall(gap)) > 1


def _trimmed(text: str, start: int, end: int, block: int) -> list[Line]:
    prefix = _PREFIX.match(text, start, end)
    cuts = [start, prefix.end(), end] if prefix else [start, end]
    return [_line(text, a, b, block) for a, b in pairwise(cuts)]


def _line(text: str, start: int, end: int, block: int) -> Line:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return Line(Span(left, right), text[left:right], block)

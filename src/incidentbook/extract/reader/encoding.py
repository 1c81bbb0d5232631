"""A text as the reader's encoder takes it: word pieces in windows that overlap."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidentbook.model import Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_CLS, _SEP = 101, 102
_MOST = 510  # word pieces that the encoder takes at once, without the two that frame them
_OVERLAP = 128
_PARAGRAPH = re.compile(r"[^\n]+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A word piece: its number in the vocabulary and where it stands in the text; empty between paragraphs."""

    id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Window:
    """Pieces `[start, end)`, read at once; what is read of `[first, last)` counts, the rest is there as context."""

    start: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text in pieces, and the windows over them: each piece counts in one."""

    pieces: tuple[Piece, ...]
    windows: tuple[Window, ...]

    def ids(self, window: Window) -> list[int]:
        """What the encoder is given of a window."""
        return [_CLS, *(p.id for p in self.pieces[window.start : window.end]), _SEP]

    def within(self, span: Span) -> range:
        """The pieces that a span touches: empty where it touches none."""
        found = [i for i, p in enumerate(self.pieces) if p.start < span.end and p.end > span.start]
        return range(found[0], found[-1] + 1) if found else range(0)


def encoded(text: str, tokenizer: Tokenizer) -> Encoded:
    """A text in word pieces, paragraph by paragraph."""
    pieces: list[Piece] = []
    for paragraph in _PARAGRAPH.finditer(text):
        if pieces:
            pieces.append(Piece(_SEP, paragraph.start(), paragraph.start()))
        read = tokenizer.encode(paragraph[0], add_special_tokens=False)
        at = paragraph.start()
        pieces += [Piece(i, at + s, at + e) for i, (s, e) in zip(read.ids, read.offsets, strict=True)]
    return Encoded(tuple(pieces), tuple(_windows(len(pieces))))


def _windows(count: int) -> Iterator[Window]:
    """Windows over so many pieces; where two overlap, each counts on its side of the middle."""
    step = _MOST - _OVERLAP
    starts = [0, *range(step, count - _OVERLAP, step)] if count > _MOST else [0]
    for start in starts:
        end = min(start + _MOST, count)
        first = start if start == 0 else start + _OVERLAP // 2
        yield Window(start, end, first, end if end == count else end - _OVERLAP // 2)

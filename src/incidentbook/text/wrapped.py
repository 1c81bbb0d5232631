"""Texts whose lines were broken at a fixed width, as wires and mails were: their paragraphs as single lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# From the beginnings of lines alone: from each blank of a line of blanks it would cost the square of its length.
_BLOCK = re.compile(r"^[^\S\n]*+\S[^\n]*+(?:\n[^\S\n]*+\S[^\n]*+)*+", re.MULTILINE)
_BREAK = re.compile(r"(?<=\S)[ \t\r]*\n[ \t]*(?=(\S+))")
_FEWEST_BREAKS = 4
_NARROWEST, _WIDEST = 50, 100
_SHARE = 0.9
_RAGGED = 6  # columns by which wires fell short of their own width


class _Gap(NamedTuple):
    """A line break inside a block: its offsets, and whether the next word had no room on the line."""

    start: int
    end: int
    full: bool


def unwrapped(text: str) -> str:
    """The text with blanks for the line breaks inside its paragraphs, of the same length, so that offsets hold.

    A text is wrapped where nearly every line that another follows was full: the next word had no room on it.
    Only breaks after full lines go; any other text comes back as it is.
    """
    gaps = [gap for block in _BLOCK.finditer(text) for gap in _gaps(text, block)]
    full = [gap for gap in gaps if gap.full]
    if len(gaps) < _FEWEST_BREAKS or len(full) < _SHARE * len(gaps):
        return text
    return "".join(_pieces(text, full))


def _gaps(text: str, block: re.Match[str]) -> Iterator[_Gap]:
    width = max(len(line.rstrip()) for line in block.group().split("\n"))
    fits = _NARROWEST <= width <= _WIDEST
    for gap in _BREAK.finditer(text, block.start(), block.end()):
        line = gap.start() - (text.rfind("\n", 0, gap.start()) + 1)
        yield _Gap(gap.start(), gap.end(), fits and line + 1 + len(gap[1]) + _RAGGED > width)


def _pieces(text: str, gaps: list[_Gap]) -> Iterator[str]:
    last = 0
    for gap in gaps:
        yield text[last : gap.start]
        yield " " * (gap.end - gap.start)
        last = gap.end
    yield text[last:]

"""Word lists as one regular expression: a trie, so that a thousand phrases cost about as much as one."""

from __future__ import annotations

import re
from collections.abc import Iterable

# One run of blanks, or one line break in wrapped text; never the empty line between paragraphs.
GAP = r"(?:[^\S\n]+|[^\S\n]*\n(?![^\S\n]*\n)[^\S\n]*)"
_END = ""
# Length-preserving, so that offsets into the folded text hold in the text itself.
_PLAIN = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "‑": "-", "‐": "-", "\u00a0": " ", "\u202f": " ", "\u2009": " "}
)


def fold(text: str) -> str:
    """Lower-case text with plain apostrophes, hyphens and blanks, of the same length as the given one."""
    low = text.lower()
    if len(low) != len(text):  # a few letters (İ) grow when lowered
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return low.translate(_PLAIN)


def pattern(phrases: Iterable[str]) -> str:
    """A regular expression for folded text that matches the longest of the phrases at a place.

    In a phrase a blank stands for any blanks or one line break. The result has no boundaries of its own.
    Raises ValueError where there is no phrase.
    """
    trie: dict[str, dict] = {}  # type: ignore[type-arg]
    for phrase in phrases:
        node = trie
        for char in fold(phrase.strip()):
            node = node.setdefault(char, {})
        node[_END] = {}
    if not trie:
        raise ValueError("a word trie needs at least one phrase")
    return _expression(trie)


def _expression(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    branches = [_literal(char) + _expression(child) for char, child in sorted(node.items()) if char != _END]
    if not branches:
        return ""
    if len(branches) == 1 and _END not in node:
        return branches[0]
    return f"(?:{'|'.join(branches)}){'?' if _END in node else ''}"


def _literal(char: str) -> str:
    return GAP if char == " " else re.escape(char)

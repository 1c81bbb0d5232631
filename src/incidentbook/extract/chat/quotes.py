"""Where quoted words stand in a document: word for word, white space and the form of quotation marks and dashes aside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incidentbook.extract.sentences import Sentence
from incidentbook.model import Document, Span

_SAME = ("'’‘ʼ", '"“”„', "-‐‑–—")
_EDGES = re.compile(r"^[\s\"“”'‘’.,;:]+|[\s\"“”'‘’,;:.]+$")


def find_quote(document: Document, sentences: Sequence[Sentence], number: int, quote: str) -> Span | None:
    """The words of a quote in the story: in the sentence of that number, else the nearest to it; None where they are nowhere.

    Args:
        document: the document.
        sentences: all its sentences, as they are numbered from 1.
        number: of the sentence that the quote is said to be from.
        quote: the words; marks at their ends are left aside.
    """
    words = _EDGES.sub("", quote)
    if not words or not sentences:
        return None
    home = sentences[min(max(number, 1), len(sentences)) - 1].span
    found = [s for s in _everywhere(document.text, words) if _in_story(s, sentences)]
    return min(found, key=lambda s: (not home.contains(s), _away(s, home), s.start), default=None)


def _everywhere(text: str, words: str) -> Iterator[Span]:
    for match in re.finditer(_pattern(words), text):
        yield Span(*match.span())


def _pattern(words: str) -> str:
    """Whole words, in their case."""
    pattern = r"\s+".join("".join(map(_letter, part)) for part in words.split())
    before = r"(?<!\w)" if words[0].isalnum() else ""
    after = r"(?!\w)" if words[-1].isalnum() else ""
    return f"{before}{pattern}{after}"


def _letter(letter: str) -> str:
    same = next((group for group in _SAME if letter in group), None)
    return f"[{re.escape(same)}]" if same else re.escape(letter)


def _in_story(span: Span, sentences: Sequence[Sentence]) -> bool:
    """Whether it begins and ends in sentences: no caption is joined to a menu."""
    starts = any(s.span.start <= span.start < s.span.end for s in sentences)
    return starts and any(s.span.start < span.end <= s.span.end for s in sentences)


def _away(span: Span, home: Span) -> int:
    return max(home.start - span.end, span.start - home.end, 0)

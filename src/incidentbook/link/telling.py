"""The words of an article that tell its attack from others: names of people, streets and the like, and ages.

A word is a name where the article writes it with a capital and never without. Those that many articles have in common
(`resources/common_names.yaml`, learned by `training/linking.py`) tell nothing.
"""

from __future__ import annotations

import functools
import hashlib
import re
import zlib
from collections.abc import Iterable
from importlib import resources

import yaml

from incidentbook.link.compare import words
from incidentbook.model import Document, Report, Span
from incidentbook.text.story import story_spans

AGE = "aged "
"""Before the figure of an age, where the word is one."""

_WORD = re.compile(r"[^\W\d_][\w'’-]*")
_AGES = re.compile(r"\b(\d{1,3})[- ]years?[- ]old\b|, (\d{1,2}),|\baged? (\d{1,2})\b")
_ENDS = re.compile(r"[.!?]['\"”’)]*\s+(?=[A-Z“\"‘'])|\n")
_MOST = 64
_WAY = 1
"""Raised where telling words are found in another way, so that those kept are dropped."""


@functools.cache
def method() -> str:
    """What tells whether telling words that were kept were found as they would be now."""
    table = resources.files("incidentbook").joinpath("resources/common_names.yaml").read_bytes()
    return hashlib.sha256(f"{_WAY} ".encode() + table).hexdigest()[:16]


@functools.cache
def common_names() -> frozenset[str]:
    """Names that many articles have in common."""
    text = resources.files("incidentbook").joinpath("resources/common_names.yaml").read_text("utf-8")
    return frozenset(yaml.safe_load(text))


def telling_words(document: Document, reports: Iterable[Report]) -> dict[str, frozenset[str]]:
    """The telling words of each report, by its id: of the whole story for what it is about, else of the sentences that
    speak of it.

    Args:
        document: the article.
        reports: those of its reports that are asked for, with their statements.
    """
    text = document.text
    stories = story_spans(document)
    plain = plain_words(text)
    whole: frozenset[str] | None = None
    found = {}
    for report in reports:
        if report.main:
            whole = names_in((s.of(text) for s in stories), plain) if whole is None else whole
            found[report.id] = whole
        else:
            spans = sorted({_sentence(text, s.span) for s in report.statements})
            found[report.id] = names_in((s.of(text) for s in spans), plain)
    return found


def names_in(texts: Iterable[str], plain: Iterable[str] = ()) -> frozenset[str]:
    """The telling words of texts, so many at most; of more, those that come first by their hash.

    Args:
        texts: parts of an article.
        plain: words that it also writes in small letters.
    """
    telling = all_names(texts, plain) - common_names()
    return frozenset(sorted(telling, key=lambda w: (zlib.crc32(w.encode()), w))[:_MOST])


def all_names(texts: Iterable[str], plain: Iterable[str]) -> set[str]:
    """All names and ages in texts, with those that many articles have in common; see `names_in`."""
    lower, found = frozenset(plain), set[str]()
    for text in texts:
        for written in _WORD.findall(text):
            if written[0].isupper() and len(written) > 2 and written.casefold() not in lower:
                found |= words(written)
        found |= {AGE + next(filter(None, ages)) for ages in _AGES.findall(text)}
    return {w for w in found if len(w) > 2}


def plain_words(text: str) -> set[str]:
    """The words that a text writes in small letters."""
    return {w for w in _WORD.findall(text) if w[0].islower()}


def _sentence(text: str, span: Span) -> Span:
    """The sentence around a span, roughly: to the next stop or line end on both sides."""
    before = [m.end() for m in _ENDS.finditer(text, max(0, span.start - 600), span.start)]
    after = _ENDS.search(text, span.end)
    return Span(before[-1] if before else max(0, span.start - 600), after.start() if after else len(text))

"""Sentences by punctuation, for words of time and anchors: no parse is needed to tell where one may end."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidentbook.model import Document, Span
from incidentbook.text import story_spans

_END = re.compile(r"[.!?][\"'”’)\]]*(?=\s+[\"'“‘(\[]?[A-ZÀ-Þ0-9—–-])|\n[ \t]*\n|(?<=[.!?:”\"])[ \t]*\n|\n(?=[ \t]*[•*–—-] )")
_ABBREVIATION = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|Gen|Lt|Col|Maj|Brig|Capt|Sgt|Cmdr|Adm|Sen|Rep|Gov|St|No|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec"
    r"|vs|approx|Pvt|Spc|Rev|Hon|Pres|Supt|Insp)|\b[ap]\.m|\bU\.S|\bU\.K|\bU\.N)\.$"
)


def sentences_of(document: Document) -> list[Span]:
    """The sentences of title, story and captions, in the order of the text."""
    return [s for region in story_spans(document) for s in _split(document.text, region)]


def _split(text: str, region: Span) -> Iterator[Span]:
    start = region.start
    for match in _END.finditer(text, region.start, region.end):
        if "\n" not in match.group() and _ABBREVIATION.search(text, start, match.end()):
            continue
        if text[start : match.end()].strip():
            yield Span(start, match.end())
        start = match.end()
    if text[start : region.end].strip():
        yield Span(start, region.end)

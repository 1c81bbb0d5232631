"""Markdown to the words that a reader would see (CommonMark 0.31, by markdown-it-py)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token

from incidentbook.sources.days import published_of
from incidentbook.sources.meta import from_row
from incidentbook.sources.page import Meta

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_SIGNS = re.compile(r"[*_`#>\[\]<!|~\\&]|^\s*(?:[-+]|\d+[.)])\s|^\s*(?:=+|-+)\s*$", re.MULTILINE)
_KEYS = {"link": "url", "canonical": "url", "date": "published", "lang": "language", "source": "publisher"}


@dataclass(frozen=True, slots=True)
class Marked:
    """The words of a Markdown file, what its front matter says of it, and sentences on what is wrong there."""

    text: str
    meta: Meta | None = None
    wrong: tuple[str, ...] = ()


def read_markdown(source: str) -> Marked:
    """The words of a Markdown text: paragraphs, headings and list items one by one, without their signs.

    A text without signs is left as it is, to the character. Front matter in YAML becomes metadata, a first
    heading the title.
    """
    meta, wrong, body = _front(source)
    if not _SIGNS.search(body):
        return Marked(body, meta, wrong)
    tokens = _parser().parse(body)
    text = "\n\n".join(block for block in _blocks(tokens) if block.strip())
    if text.split() == body.split():
        return Marked(body, meta, wrong)
    title = _title(tokens)
    if title and (meta is None or meta.title is None):
        meta = replace(meta or Meta(), title=title)
    return Marked(text + "\n", meta, wrong)


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").enable("strikethrough")


def _front(source: str) -> tuple[Meta | None, tuple[str, ...], str]:
    match = _FRONT.match(source)
    if not match:
        return None, (), source
    try:
        values = yaml.safe_load(match.group(1))
    except (yaml.YAMLError, ValueError):
        values = None
    if not isinstance(values, dict):
        return None, (), source
    row = dict[str, Any]()
    for key, value in values.items():
        row.setdefault(_KEYS.get(str(key).lower(), str(key).lower()), value)
    meta, wrong = from_row(row, published_of)
    return meta, tuple(wrong), source[match.end() :]


def _blocks(tokens: Iterable[Token]) -> Iterator[str]:
    row: list[str] = []
    cell = False
    for token in tokens:
        if token.type in ("td_open", "th_open"):
            cell = True
        elif token.type == "inline":
            words = "".join(_words(token.children or ()))
            if cell:
                row.append(words)
            else:
                yield words
        elif token.type in ("fence", "code_block"):
            yield token.content.rstrip("\n")
        elif token.type == "tr_close":
            yield " | ".join(row)
            row, cell = [], False


def _words(children: Iterable[Token]) -> Iterator[str]:
    for child in children:
        if child.type in ("text", "code_inline"):
            yield child.content
        elif child.type in ("softbreak", "hardbreak"):
            yield "\n"


def _title(tokens: list[Token]) -> str | None:
    """The heading that a text begins with."""
    if len(tokens) > 1 and tokens[0].type == "heading_open" and tokens[0].tag == "h1":
        return "".join(_words(tokens[1].children or ())).strip() or None
    return None

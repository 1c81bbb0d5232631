"""The story in a web page: trafilatura's main text, and what the page says of itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

_FIGCAPTION = re.compile(r"<figcaption\b[^>]*>(.{0,2000}?)</figcaption>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]+>")
_SEEN = "//text()[not(ancestor::head or ancestor::script or ancestor::style or ancestor::noscript)]"
_META = re.compile(r"<meta\b[^<>]{0,1000}>", re.IGNORECASE)
_IS_SECTION = re.compile(
    r"""\b(?:property|name|itemprop)\s*=\s*["']?(?:article:section|articleSection)\b""", re.IGNORECASE
)
_CONTENT = re.compile(r"""\bcontent\s*=\s*(["'])(.*?)\1""", re.IGNORECASE | re.DOTALL)
_LANG = re.compile(r"<html\b[^>]*?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Story:
    """What was found in a page.

    `text` is the main text without the title, paragraphs on lines of their own.
    """

    text: str
    title: str | None
    author: str | None
    publisher: str | None
    language: str | None
    captions: frozenset[str]
    url: str | None = None
    section: str | None = None


def read_html(page: str, url: str | None = None) -> Story:
    """The story of a page; its text is empty where the page has none. `url` is where it stood, if known."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(
        page, url=url, fast=True, include_comments=False, favor_recall=True, with_metadata=True
    )
    declared = _LANG.search(page[:5000])
    return Story(
        text=(found.text if found else "") or _any_words(page),
        title=_without_site(_line(found and found.title), _line(found and found.sitename)),
        author=_line(found and found.author),
        publisher=_line(found and (found.sitename or found.hostname)),
        language=declared.group(1).lower() if declared else None,
        captions=frozenset(c for c in map(_words, _FIGCAPTION.findall(page)) if c),
        url=_address(found and found.url),
        section=_section(page) or _line(found and "; ".join(found.categories or ())),
    )


def main_text(page: str) -> str:
    """The main text alone, without the title and without reading the metadata."""
    from trafilatura import bare_extraction

    found: Any = bare_extraction(page, fast=True, include_comments=False, favor_recall=True)
    return (found.text if found else "") or _any_words(page)


def _address(value: object) -> str | None:
    """The canonical address that a page gives, where it is a whole one of the web."""
    line = _line(value)
    return line if line and line.startswith(("http://", "https://")) else None


def _section(page: str) -> str | None:
    """The section that a page names: Open Graph's `article:section`, or schema.org's `articleSection`."""
    for tag in _META.findall(page):
        if _IS_SECTION.search(tag) and (said := _CONTENT.search(tag)):
            return _line(unescape(said[2]))
    return None


def _without_site(title: str | None, site: str | None) -> str | None:
    """A title without the " - Site name" that pages add to it."""
    if not title or not site:
        return title
    return re.sub(rf"\s+[-–—|:»]\s+{re.escape(site)}$", "", title, flags=re.IGNORECASE) or title


def _any_words(page: str) -> str:
    """For pages without anything that looks like a story: all that can be read, a line for each element."""
    from lxml import etree, html  # type: ignore[import-untyped]

    try:
        tree = html.document_fromstring(page.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # nothing in it
        return ""
    lines = (" ".join(str(piece).split()) for piece in tree.xpath(_SEEN))
    return "\n".join(line for line in lines if line)


def _words(markup: str) -> str:
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _line(value: object) -> str | None:
    return " ".join(str(value).split()) or None if value else None

"""A page becomes a document: its text, which from here on never changes, and what the page says of itself."""

from __future__ import annotations

import hashlib

from incidentbook.model import Document, Region
from incidentbook.sources import Meta, Page
from incidentbook.text import noise
from incidentbook.text.html import Story, read_html
from incidentbook.text.language import language_of
from incidentbook.text.lines import lines_of
from incidentbook.text.origin import syndicated_from
from incidentbook.text.regions import find_regions
from incidentbook.text.wrapped import unwrapped

_NO_STORY = Story("", None, None, None, None, frozenset())


def to_document(page: Page) -> Document:
    """Text, regions, language and metadata of a page. `published` stays None: that is for `dating`.

    For plain text, `Document.text` is the page's content unchanged; for HTML it is the title, an empty line
    and the main text.
    """
    known = page.meta or Meta()
    story = read_html(page.content, known.url) if page.media_type == "text/html" else _NO_STORY
    text = _whole(story) if page.media_type == "text/html" else page.content
    regions = find_regions(unwrapped(text), story.title or known.title, story.captions)
    return Document(
        id=document_id(text),
        source=page.source,
        title=known.title or story.title or _title_in(text, regions),
        publisher=known.publisher or story.publisher,
        author=known.author or story.author or _author_in(text, regions),
        language=known.language or language_of(_body(text, regions)) or story.language,
        syndicated_from=syndicated_from(text, regions, known.author or story.author),
        published=None,
        text=text,
        regions=regions,
        url=story.url or known.url,
        section=story.section,
    )


def document_id(text: str) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the text in UTF-8.

    The same text is the same document.
    """
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def _whole(story: Story) -> str:
    """The title, an empty line, and the main text without the title that it may begin with."""
    if not story.title:
        return story.text
    first, _, rest = story.text.partition("\n")
    return f"{story.title}\n\n{rest if first.strip() == story.title else story.text}"


def _title_in(text: str, regions: tuple[Region, ...]) -> str | None:
    return next((r.span.of(text) for r in regions if r.kind == "title"), None)


def _author_in(text: str, regions: tuple[Region, ...]) -> str | None:
    lines = (line.text for r in regions if r.kind == "boilerplate" for line in lines_of(r.span.of(text)))
    return next((author for line in lines if (author := noise.byline_author(line))), None)


def _body(text: str, regions: tuple[Region, ...]) -> str:
    return "\n".join(r.span.of(text) for r in regions if r.kind in ("body", "title"))

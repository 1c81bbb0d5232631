"""Web addresses to pages: articles, and the stories that feeds and sitemaps name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from incidentbook.errors import SourceError
from incidentbook.sources.columns import default_columns
from incidentbook.sources.feeds import Entry, Feed, NoFeed, entries, read_feed
from incidentbook.sources.fetch import FEED_TYPES, PAGE_TYPES, Fetched, Fetcher, shown, to_page
from incidentbook.sources.limits import SIZE_LIMIT
from incidentbook.sources.page import Meta, Page, Problem
from incidentbook.sources.pdf import read_pdf
from incidentbook.sources.streams import Stream, read_stream
from incidentbook.sources.watch import story_key

PDF = "application/pdf"
ARTICLE_TYPES = PAGE_TYPES | {PDF}
"""The media types of single articles."""


def read_addresses(
    urls: Iterable[str],
    fetcher: Fetcher,
    keep: Callable[[Fetched], object] = lambda found: None,
    read_file: Callable[[Stream], Iterable[Page | Problem]] | None = None,
) -> Iterator[Page | Problem]:
    """The pages at web addresses, and a problem for each that could not be read.

    What an address is, is seen by what it gives: of a feed, a sitemap or a list of addresses the stories are
    read, each once; of an archive, a table or a WARC file what it holds; anything else is an article.

    Args:
        urls: addresses with http or https; what was read as a story before is not read again.
        fetcher: fetches; it keeps safe and polite.
        keep: given every article and file as it came, before it is read (for the evidence).
        read_file: reads files of many articles; by default as files on disk are read.
    """
    reader = _Reader(fetcher, keep, read_file or _as_on_disk)
    for url in urls:
        if reader.is_new(url):
            yield from _read(reader, url)


def to_article(found: Fetched, meta: Meta) -> Page | Problem:
    """The page of what was fetched, a PDF too, or why it cannot be read."""
    if found.media_type != PDF:
        return to_page(found, meta)
    try:
        return Page(shown(found.url), "text/plain", read_pdf(found.body), meta)
    except SourceError as error:
        return Problem(shown(found.url), str(error))


@dataclass(slots=True)
class _Reader:
    """What fetches and keeps, and the stories read so far."""

    fetcher: Fetcher
    keep: Callable[[Fetched], object]
    read_file: Callable[[Stream], Iterable[Page | Problem]]
    seen: set[str] = field(default_factory=set)

    def is_new(self, url: str) -> bool:
        """Whether the story was not read before; from now on it was."""
        key = story_key(url)
        new = key not in self.seen
        self.seen.add(key)
        return new


def _read(reader: _Reader, url: str) -> Iterator[Page | Problem]:
    found = reader.fetcher.fetch(url, FEED_TYPES | ARTICLE_TYPES, files="wanted")
    if isinstance(found, Problem):
        yield found
    elif isinstance(found, Fetched) and found.file is not None:
        reader.keep(found)
        with found.file.content as content:
            yield from reader.read_file(
                Stream(url, shown(found.url), found.file.name, content, found.file.size)
            )
    elif isinstance(found, Fetched):
        yield from _listed_or_article(reader, found)


def _as_on_disk(stream: Stream) -> Iterator[Page | Problem]:
    return read_stream(stream, SIZE_LIMIT, (), default_columns())


def _listed_or_article(reader: _Reader, found: Fetched) -> Iterator[Page | Problem]:
    listed = None if found.media_type == PDF else read_feed(found)
    if isinstance(listed, Feed):
        yield from _stories(reader, listed)
    elif isinstance(listed, NoFeed) or found.media_type in ARTICLE_TYPES:
        reader.is_new(found.url)
        reader.keep(found)
        yield to_article(found, Meta(url=found.url))
    elif listed is not None:
        yield listed


def _stories(reader: _Reader, feed: Feed) -> Iterator[Page | Problem]:
    yield from feed.problems
    for entry in feed.entries:
        yield from _story(reader, entry)
    for url in feed.further:
        for item in entries(url, reader.fetcher.fetch):
            yield from ([item] if isinstance(item, Problem) else _story(reader, item))


def _story(reader: _Reader, entry: Entry) -> Iterator[Page | Problem]:
    if not reader.is_new(entry.url):
        return
    found = reader.fetcher.fetch(entry.url, ARTICLE_TYPES)
    if isinstance(found, Problem):
        yield found
    elif isinstance(found, Fetched) and (
        story_key(found.url) == story_key(entry.url) or reader.is_new(found.url)
    ):
        reader.keep(found)
        yield to_article(found, replace(entry.meta(), url=found.url))

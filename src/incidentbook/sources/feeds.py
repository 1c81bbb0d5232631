"""Lists of stories: RSS and Atom feeds, sitemaps and indexes of sitemaps, plain lists of addresses.

What a list is, is seen by its content; many servers give feeds as `text/html` or `text/plain`.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin, urlsplit

import feedparser  # type: ignore[import-untyped]
from lxml import etree, html  # type: ignore[import-untyped]

from incidentbook.errors import SourceError
from incidentbook.model import Interval
from incidentbook.sources.connect import RefusedError
from incidentbook.sources.fetch import FEED_TYPES, Fetched, Refusal, Unchanged, Validators, decoded, shown
from incidentbook.sources.page import Meta, Problem
from incidentbook.sources.transfer import header_of, unpacked

UNPACKED_LIMIT = 60_000_000
"""Bytes of a sitemap: 50 MB by its protocol."""

_DEPTH = 3
_FEED_LINKS = ("application/rss+xml", "application/atom+xml", "application/rdf+xml")
_ROOTS = {"rss": "feed", "rdf": "feed", "feed": "feed", "urlset": "sitemap", "sitemapindex": "sitemap"}
_ROOT = re.compile(
    rb"^\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*<(?:\w+:)?(\w+)", re.I | re.S
)
_UNPACK_BLOCK = 65536


@dataclass(frozen=True, slots=True)
class Entry:
    """A story that a list names.

    `published`: the day that the list says, in the zone in which it says it; None where it says none (the
    day of a last change is none). `modified`: when it last changed.
    """

    url: str
    title: str | None = None
    published: Interval | None = None
    modified: datetime | None = None

    def meta(self) -> Meta:
        """What is known of the page before it is read."""
        return Meta(published=self.published, url=self.url, title=self.title)


@dataclass(frozen=True, slots=True)
class Feed:
    """A list as read: its stories, newest first where it says so; further lists that it names; the seconds
    that it asks to be left alone; what is wrong with it.
    """

    entries: tuple[Entry, ...] = ()
    further: tuple[str, ...] = ()
    pause: float | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class NoFeed(Problem):
    """A page where a list was expected. `feeds`: those that it names."""

    feeds: tuple[str, ...] = ()


Fetch = Callable[[str, frozenset[str], Validators | None], Fetched | Unchanged | Refusal]


def read_feed(found: Fetched) -> Feed | Problem:
    """The stories of a fetched list.

    Returns:
        A `NoFeed` for a web page, another problem for what is neither.
    """
    where = shown(found.url)
    try:
        data = _plain(found.body)
    except RefusedError as error:
        return Problem(where, str(error))
    match = _ROOT.match(data[:10000].removeprefix(b"\xef\xbb\xbf"))
    kind = _ROOTS.get(match.group(1).decode("ascii", "replace").lower() if match else "", "")
    if kind == "feed":
        return _of_feed(found, data)
    if kind == "sitemap":
        return _of_sitemap(where, data)
    return _of_html(found) if match else _of_lines(where, data)


def entries(url: str, fetch: Fetch) -> Iterator[Entry | Problem]:
    """All stories of a list and of the lists that it names, each address once.

    Args:
        url: of a feed, a sitemap, an index of sitemaps, or a page that names its feed.
        fetch: `Fetcher.fetch`.
    """
    seen: set[str] = set()
    for item in _walk([url], fetch, set(), _DEPTH):
        if isinstance(item, Problem) or item.url not in seen:
            yield item
        if isinstance(item, Entry):
            seen.add(item.url)


def _walk(urls: Iterable[str], fetch: Fetch, read: set[str], depth: int) -> Iterator[Entry | Problem]:
    for url in urls:
        if url in read:
            continue
        read.add(url)
        feed = fetch_feed(url, fetch, None)
        if isinstance(feed, Problem):
            yield feed
        elif not isinstance(feed, Unchanged):
            yield from feed.feed.problems
            yield from feed.feed.entries
            if depth > 1:
                yield from _walk(feed.feed.further, fetch, read, depth - 1)
            elif feed.feed.further:
                yield Problem(
                    shown(url), f"names lists {_DEPTH} deep; those further down are left out", "warning"
                )


@dataclass(frozen=True, slots=True)
class Fresh:
    """A list that was fetched and read: where it was found, what to ask with next time."""

    url: str
    feed: Feed
    validators: Validators


def fetch_feed(url: str, fetch: Fetch, known: Validators | None) -> Fresh | Unchanged | Problem:
    """Fetches a list; where the address is that of a web page, the one feed that the page names.

    Args:
        known: the validators of the last time.
    """
    found = fetch(url, FEED_TYPES, known)
    if not isinstance(found, Fetched):
        return found
    feed = read_feed(found)
    if isinstance(feed, NoFeed) and feed.feeds:
        found = fetch(feed.feeds[0], FEED_TYPES, None)
        if not isinstance(found, Fetched):
            return found
        feed = read_feed(found)
        # The validators are those of the feed, not of the page: they would not fit the page's address.
        return feed if isinstance(feed, Problem) else Fresh(found.url, feed, Validators())
    return feed if isinstance(feed, Problem) else Fresh(found.url, feed, found.validators)


def _plain(body: bytes) -> bytes:
    """The bytes of a list that may be a .gz file."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    whole = bytearray()
    for block in unpacked([body], "gzip"):
        whole += block
        if len(whole) > UNPACKED_LIMIT:
            raise RefusedError(
                f"unpacks to more than {UNPACKED_LIMIT / 1e6:g} MB, more than a sitemap may be"
            )
    return bytes(whole)


# ---------------------------------------------------------------- RSS and Atom


def _of_feed(found: Fetched, data: bytes) -> Feed | Problem:
    # As a stream: a string would be taken for the name of a file or an address, and opened.
    headers = {"content-location": found.url, "content-type": header_of(found.headers, "content-type") or ""}
    try:
        parsed: Any = feedparser.parse(io.BytesIO(data), response_headers=headers, sanitize_html=False)
    except (ValueError, LookupError, RecursionError, AssertionError) as error:
        said = " ".join(str(error).split())[:100]
        return Problem(shown(found.url), f"is a broken feed ({said}); tell its publisher")
    stories = tuple(e for e in (_of_item(item, found.url) for item in parsed.entries) if e)
    said = _damage(parsed)
    if said and not stories:
        return Problem(shown(found.url), f"is a broken feed ({said}); tell its publisher")
    cut = f"is a broken feed ({said}); it names {len(stories)} stories before"
    problems = (Problem(shown(found.url), cut, "warning"),) if said else ()
    return Feed(_once(stories), pause=_pause(parsed.feed), problems=problems)


def _damage(parsed: Any) -> str:
    """What is broken, in a few words; a type or encoding declared wrongly breaks nothing."""
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    error = parsed.get("bozo_exception")
    return "" if not parsed.bozo or isinstance(error, harmless) else " ".join(str(error).split())[:100]


def _of_item(item: Any, base: str) -> Entry | None:
    url = _link(item.get("link"), base)
    if url is None:
        return None
    words = " ".join(_without_tags(item.get("title") or "").split())
    # As of a plain dict: feedparser's own `get` gives the day of publication where there is no change.
    modified = _moment(dict.get(item, "updated")) or _moment(item.get("published"))
    said = item.get("published")
    published = _day(said) or _by_feedparser(said, item.get("published_parsed"))
    return Entry(url, words or None, published, modified)


def _without_tags(title: str) -> str:
    """A title as words; Atom and many RSS feeds write it as HTML."""
    if "<" not in title and "&" not in title:
        return title
    try:
        return str(html.fromstring(f"<p>{title}</p>").text_content())
    except (etree.LxmlError, ValueError):
        return title


def _pause(feed: Any) -> float | None:
    """The seconds of `<ttl>` (minutes) or of the syndication module (`sy:updatePeriod`)."""
    if re.fullmatch(r"\d{1,6}", ttl := str(feed.get("ttl", "")).strip()):
        return float(ttl) * 60
    periods = {"hourly": 3600, "daily": 86400, "weekly": 604800, "monthly": 2592000, "yearly": 31536000}
    period = periods.get(str(feed.get("sy_updateperiod", "")).strip().lower())
    often = str(feed.get("sy_updatefrequency", "1")).strip()
    return period / max(1, int(often)) if period and re.fullmatch(r"\d{1,6}", often) else None


# ---------------------------------------------------------------- sitemaps (sitemaps.org, Google News)


def _of_sitemap(where: str, data: bytes) -> Feed | Problem:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        return Problem(
            where, f"is a broken sitemap ({' '.join(str(error).split())[:100]}); tell its publisher"
        )
    if root is None:
        return Problem(where, "is a broken sitemap; tell its publisher")
    rows = [(_name(row), _values(row)) for row in root if isinstance(row.tag, str)]
    further = tuple(u for name, row in rows if name == "sitemap" and (u := _link(row.get("loc"), "")))
    stories = (_of_row(row) for name, row in rows if name == "url")
    cut = Problem(where, "is a broken sitemap; what could be read of it was read", "warning")
    problems = (cut,) if len(parser.error_log) else ()
    return Feed(_once(tuple(e for e in stories if e)), tuple(dict.fromkeys(further)), problems=problems)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2].lower()


def _values(row: Any) -> dict[str, str]:
    """The words inside, by the name of their element; `news:title` is `title`."""
    inside = (e for e in row.iter() if isinstance(e.tag, str) and e.text and _is_own(e))
    return {_name(e): e.text.strip() for e in inside}


def _is_own(element: Any) -> bool:
    """Whether it tells of the story, not of its pictures or films, which have titles and dates too."""
    space = str(element.tag).rpartition("}")[0].lower()
    return "image" not in space and "video" not in space


def _of_row(row: dict[str, str]) -> Entry | None:
    url = _link(row.get("loc"), "")
    return (
        Entry(url, row.get("title"), _day(row.get("publication_date")), _moment(row.get("lastmod")))
        if url
        else None
    )


# ---------------------------------------------------------------- pages and plain lists


def _of_html(found: Fetched) -> NoFeed | Problem:
    where = shown(found.url)
    try:
        feeds = _feeds_of(decoded(found).text, found.url)
    except SourceError as error:
        return Problem(where, str(error))
    if not feeds:
        return NoFeed(
            where, "is a web page, not a feed, and names none; give the address of its feed or sitemap"
        )
    return NoFeed(where, f"is a web page, not a feed; its feed is {shown(feeds[0])}", feeds=feeds)


def _feeds_of(text: str, base: str) -> tuple[str, ...]:
    """The feeds that a page names in its head (`link rel=alternate`), in their order."""
    try:
        page = html.document_fromstring(text.encode("utf-8"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return ()
    href = next((str(b.get("href")) for b in page.iter("base") if b.get("href")), "")
    links = (
        _link(link.get("href"), urljoin(base, href))
        for link in page.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and (link.get("type") or "").strip().lower() in _FEED_LINKS
    )
    return tuple(dict.fromkeys(link for link in links if link))


def _of_lines(where: str, data: bytes) -> Feed | Problem:
    """A sitemap may be a plain list: one address on each line."""
    lines = data.decode("utf-8-sig", "replace").split()
    urls = [_link(line, "") for line in lines]
    if not lines or None in urls:
        return Problem(where, "is no feed and no sitemap; give the address of an RSS or Atom feed")
    return Feed(_once(tuple(Entry(url) for url in urls if url)))


# ---------------------------------------------------------------- values


def _once(stories: tuple[Entry, ...]) -> tuple[Entry, ...]:
    first: dict[str, Entry] = {}
    for story in stories:
        first.setdefault(story.url, story)
    return tuple(first.values())


def _link(value: object, base: str) -> str | None:
    """A whole address with http or https, without its fragment."""
    if not isinstance(value, str) or not value.strip():
        return None
    try:
        url = urljoin(base, value.strip()).partition("#")[0]
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc and url.isprintable() else None


def _day(value: object) -> Interval | None:
    """The day that a date names, in its own zone: a paper's evening is not the next day."""
    moment = _parsed(value)
    if moment is None:
        return None
    day = moment.date() if isinstance(moment, datetime) else moment
    return Interval.day(day)


def _moment(value: object) -> datetime | None:
    """A date as a moment in UTC; a day is its beginning."""
    parsed = _parsed(value)
    if parsed is None:
        return None
    moment = parsed if isinstance(parsed, datetime) else datetime(parsed.year, parsed.month, parsed.day)
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _parsed(value: object) -> datetime | date | None:
    """RFC 822 (RSS) or ISO 8601 (Atom, sitemaps); a month alone is no day."""
    if not isinstance(value, str):
        return None
    text = value.strip()
    for parse in (date.fromisoformat, datetime.fromisoformat, parsedate_to_datetime):
        try:
            return parse(text)
        except (ValueError, TypeError, IndexError):
            continue
    return None


def _by_feedparser(said: object, parts: object) -> Interval | None:
    """The odd forms that feedparser knows (`parts`: what it made of them), where they name a day."""
    if not isinstance(said, str) or not isinstance(parts, time.struct_time):
        return None
    numbers, words = re.findall(r"\d+", said), re.findall(r"[^\W\d_]{3,}", said)
    if len(numbers) < (2 if words else 3):  # a year or a month alone
        return None
    try:
        return Interval.day(date(*parts[:3]))
    except ValueError:
        return None

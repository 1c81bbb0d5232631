"""Lists of stories as sites give them."""

from __future__ import annotations

import gzip
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.model import Interval
from incidentbook.sources.feeds import Entry, Feed, Fresh, NoFeed, entries, fetch_feed, read_feed
from incidentbook.sources.fetch import Fetched, Fetcher, Manners, Refusal, Unchanged
from incidentbook.sources.page import Problem

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>News</title><ttl>30</ttl>
<item><title>Rockets hit &lt;b&gt;base&lt;/b&gt; &amp;amp; airport</title><link>/news/1#top</link>
  <pubDate>Mon, 05 Jul 2021 23:30:00 -0500</pubDate></item>
<item><title>No link</title></item>
<item><title>Other scheme</title><link>javascript:alert(1)</link></item>
<item><title>Second</title><link>https://other.example/2?a=1&amp;b=2</link><pubDate>July 2021</pubDate></item>
<item><title>Again</title><link>/news/1</link></item>
</channel></rss>"""

ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>News</title>
<entry><title type="html">A &lt;i&gt;drone&lt;/i&gt;</title><link href="https://a.example/1"/>
  <published>2021-07-05T10:00:00+03:00</published><updated>2021-07-06T10:00:00Z</updated></entry>
<entry><title>Only changed</title><link rel="alternate" href="https://a.example/2"/>
  <updated>2021-07-06T10:00:00Z</updated></entry></feed>"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://a.example/1</loc><lastmod>2021-07-06</lastmod>
  <news:news><news:publication_date>2021-07-05T08:00:00+03:00</news:publication_date>
  <news:title>Rockets hit base</news:title></news:news>
  <image:image><image:loc>https://a.example/i.jpg</image:loc><image:title>A picture</image:title></image:image></url>
<url><loc>https://a.example/2</loc></url></urlset>"""


def found(
    body: str | bytes, kind: str = "application/xml", url: str = "https://a.example/feeds/all.xml"
) -> Fetched:
    data = body.encode() if isinstance(body, str) else body
    return Fetched(url, url, 200, (("Content-Type", kind),), data, kind, datetime(2021, 7, 7, tzinfo=UTC))


def feed_of(body: str | bytes, **more: Any) -> Feed:
    feed = read_feed(found(body, **more))
    assert isinstance(feed, Feed), feed
    return feed


def reader() -> Fetcher:
    return Fetcher(reach="anywhere", manners=Manners(delay=0.0))


def day(text: str) -> Interval:
    return Interval.day(date.fromisoformat(text))


# ---------------------------------------------------------------- RSS and Atom


@pytest.mark.parametrize("kind", ["application/rss+xml", "text/html", "text/plain"])
def test_rss(kind: str) -> None:
    """The day is the one of the publisher's zone; a month is no day; what is no web address is no story."""
    feed = feed_of(RSS, kind=kind)
    moment = datetime(2021, 7, 6, 4, 30, tzinfo=UTC)
    assert feed.entries == (
        Entry("https://a.example/news/1", "Rockets hit base & airport", day("2021-07-05"), moment),
        Entry("https://other.example/2?a=1&b=2", "Second", None, None),
    )
    assert feed.pause == 1800
    assert feed.problems == ()


def test_atom() -> None:
    """The day of a change is not the day of publication."""
    first, second = feed_of(ATOM).entries
    changed = datetime(2021, 7, 6, 10, tzinfo=UTC)
    assert first == Entry("https://a.example/1", "A drone", day("2021-07-05"), changed)
    assert second == Entry("https://a.example/2", "Only changed", None, changed)
    assert first.meta().published == day("2021-07-05")


def test_a_feed_that_is_cut_off_gives_what_it_has() -> None:
    feed = feed_of(RSS[: RSS.index("<item><title>No link")])
    assert [e.url for e in feed.entries] == ["https://a.example/news/1"]
    assert [p.severity for p in feed.problems] == ["warning"]


@pytest.mark.parametrize("declared", ["windows-1251", "koi8-r"])
def test_a_feed_in_another_encoding(declared: str) -> None:
    text = RSS.replace("utf-8", declared).replace("Second", "Ракета")
    assert feed_of(text.encode(declared)).entries[1].title == "Ракета"


def test_entities_of_a_stranger_open_no_file_and_unfold_to_nothing() -> None:
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = (
        f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd"><!ENTITY a0 "lol">{bomb}]>'
    )
    for body in (RSS, SITEMAP):
        evil = head + body.partition("?>")[2].replace("Second", "&f;&a11;").replace(
            "Rockets hit base", "&f;&a11;"
        )
        feed = read_feed(found(evil))
        titles = " ".join(e.title or "" for e in feed.entries) if isinstance(feed, Feed) else ""
        assert "root:" not in titles
        assert "lollol" not in titles


# ---------------------------------------------------------------- sitemaps


def test_a_sitemap_of_news() -> None:
    """Pictures have titles too; the last change is no publication."""
    changed = datetime(2021, 7, 6, tzinfo=UTC)
    expected = (
        Entry("https://a.example/1", "Rockets hit base", day("2021-07-05"), changed),
        Entry("https://a.example/2", None, None, None),
    )
    assert feed_of(SITEMAP).entries == expected
    assert feed_of(gzip.compress(SITEMAP.encode()), kind="application/gzip").entries == expected


def test_a_plain_list_of_addresses() -> None:
    feed = feed_of("https://a.example/1\nhttps://a.example/2\n", kind="text/plain")
    assert [e.url for e in feed.entries] == ["https://a.example/1", "https://a.example/2"]


def test_an_index_leads_to_its_sitemaps(site: Any) -> None:
    site.put("/one.xml", SITEMAP, "application/xml")
    second = SITEMAP.replace("https://a.example/2", "https://a.example/3")
    site.put("/two.xml.gz", gzip.compress(second.encode()), "application/octet-stream")
    places = ("/one.xml", "/two.xml.gz", "/gone.xml", "/index.xml", "/one.xml")
    locs = "".join(f"<sitemap><loc>{site.url(p)}</loc></sitemap>" for p in places)
    index = f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{locs}</sitemapindex>'
    items = list(entries(site.put("/index.xml", index, "text/xml"), reader().fetch))
    assert [e.url for e in items if isinstance(e, Entry)] == [f"https://a.example/{n}" for n in (1, 2, 3)]
    assert ["no such page" in p.message for p in items if isinstance(p, Problem)] == [True]
    assert site.paths().count("/index.xml") == 1


def test_lists_without_end_are_left(site: Any) -> None:
    for n in range(6):
        index = f"<sitemapindex><sitemap><loc>{site.url(f'/{n + 1}')}</loc></sitemap></sitemapindex>"
        site.put(f"/{n}", index, "application/xml")
    problems = [p for p in entries(site.url("/0"), reader().fetch) if isinstance(p, Problem)]
    assert site.paths() == ["/0", "/1", "/2"]
    assert [p.severity for p in problems] == ["warning"]


def test_a_sitemap_that_is_a_bomb() -> None:
    problem = read_feed(found(gzip.compress(bytes(100_000_000)), kind="application/gzip"))
    assert isinstance(problem, Problem)
    assert "60 MB" in problem.message


# ---------------------------------------------------------------- what is no feed


def test_a_page_that_names_its_feed(site: Any) -> None:
    site.put("/feed", RSS, "application/rss+xml", ETag='"f"')
    head = (
        '<link rel="stylesheet" href="/s.css"><link rel="Alternate" type="application/rss+xml" href="feed">'
    )
    page = site.put("/", f"<!doctype html><html><head><title>News</title>{head}</head><body>x</body></html>")
    fresh = fetch_feed(page, reader().fetch, None)
    assert isinstance(fresh, Fresh)
    assert fresh.url == site.url("/feed")
    assert len(fresh.feed.entries) == 2
    named = read_feed(found(f"<html><head>{head}</head></html>", kind="text/html"))
    assert isinstance(named, NoFeed)
    assert named.feeds == ("https://a.example/feeds/feed",)


def test_a_page_that_names_none_is_said(site: Any) -> None:
    problem = fetch_feed(site.put("/", "<html><body><p>News</p></body></html>"), reader().fetch, None)
    assert isinstance(problem, NoFeed)
    assert "is a web page, not a feed" in problem.message


@pytest.mark.parametrize(
    "body", ["Three rockets hit the base.", "", "{}", "<?xml version='1.0'?><svg/>", "\x00\x01"]
)
def test_what_is_no_list_is_said(body: str) -> None:
    assert isinstance(read_feed(found(body)), Problem)


def test_two_pages_that_name_each_other_are_left(site: Any) -> None:
    link = '<html><head><link rel="alternate" type="application/rss+xml" href="{}"></head></html>'
    site.put("/a", link.format("/b"))
    site.put("/b", link.format("/a"))
    assert isinstance(fetch_feed(site.url("/a"), reader().fetch, None), NoFeed)
    assert site.paths() == ["/a", "/b"]


def test_nothing_new_and_refusals_are_handed_on(site: Any) -> None:
    site.put("/feed", "", status=304)
    assert isinstance(fetch_feed(site.url("/feed"), reader().fetch, None), Unchanged)
    assert isinstance(fetch_feed(site.url("/none"), reader().fetch, None), Refusal)


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda t: f"<rss><item><link>{t}".encode()))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    assert isinstance(read_feed(found(data)), Feed | Problem)

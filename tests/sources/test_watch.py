"""Feeds read again and again: each story once, nothing lost, nobody pressed."""

from __future__ import annotations

import subprocess
import sys
import textwrap
from dataclasses import replace
from datetime import date
from http.server import BaseHTTPRequestHandler
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from incidentbook.errors import SourceError
from incidentbook.model import Interval
from incidentbook.sources.feeds import Entry, Feed, Fresh
from incidentbook.sources.fetch import Fetcher, Manners, Refusal, Unchanged, Validators
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.watch import (
    FileSeen,
    State,
    Turn,
    Wait,
    Waiting,
    feed_failed,
    feed_read,
    next_request,
    read_feed_list,
    story_failed,
    story_key,
    story_settled,
    watch,
)

FEED, OTHER = "https://a.example/feed", "https://b.example/feed"
NOBODY = lambda key: False  # noqa: E731
AT_ONCE = lambda url: 0.0  # noqa: E731


def fresh(*urls: str, **more: Any) -> Fresh:
    return Fresh(FEED, Feed(tuple(Entry(u) for u in urls), **more), Validators('"1"'))


# ---------------------------------------------------------------- the pure step


def test_stories_of_a_feed_wait_in_its_order() -> None:
    state = State((Turn(FEED, 0.0),))
    assert next_request(state, 0.0, AT_ONCE) == state.turns[0]
    after = feed_read(state, state.turns[0], fresh("https://a.example/1", "https://a.example/2"), NOBODY, 0.0)
    assert [w.entry.url for w in after.queue] == ["https://a.example/1", "https://a.example/2"]
    assert after.turns[0].due == state.interval
    assert next_request(after, 0.0, AT_ONCE) == after.queue[0]
    done = story_settled(story_settled(after, after.queue[0]), after.queue[1])
    assert next_request(done, 100.0, AT_ONCE) == Wait(state.interval - 100.0)


def test_a_host_that_waits_holds_up_no_other() -> None:
    stories = (
        Waiting(Entry("https://a.example/1"), FEED, 0.0),
        Waiting(Entry("https://b.example/1"), OTHER, 0.0),
    )
    state = State((), stories)
    busy = {"https://a.example/1": 30.0}
    assert next_request(state, 5.0, lambda url: busy.get(url, 0.0)) == stories[1]
    assert next_request(State((), stories[:1]), 5.0, lambda url: busy.get(url, 0.0)) == Wait(25.0)


def test_a_story_waits_once() -> None:
    state = State((Turn(FEED, 0.0),))
    one, marked = "https://a.example/1?id=7", "https://a.example/1?id=7&utm_source=rss"
    after = feed_read(state, state.turns[0], fresh(one, marked), NOBODY, 0.0)
    again = feed_read(after, after.turns[0], fresh(marked), NOBODY, 0.0)
    assert [w.entry.url for w in again.queue] == [one]
    assert feed_read(state, state.turns[0], fresh(one), lambda key: key == story_key(one), 0.0).queue == ()


def test_a_feed_that_fails_is_asked_ever_more_rarely() -> None:
    state, dues = State((Turn(FEED, 0.0),)), []
    for _ in range(10):
        state = feed_failed(state, state.turns[0], Problem(FEED, "is out of order"), 0.0)
        dues.append(state.turns[0].due)
    assert dues[:3] == [1800.0, 3600.0, 7200.0]
    assert dues[-1] == 86400.0
    assert feed_read(state, state.turns[0], Unchanged(FEED, None), NOBODY, 0.0).turns[0].due == 900.0  # type: ignore[arg-type]


def test_a_feed_is_left_as_long_as_it_asks() -> None:
    state = State((Turn(FEED, 0.0),))
    assert feed_read(state, state.turns[0], fresh(pause=7200.0), NOBODY, 0.0).turns[0].due == 7200.0
    assert feed_read(state, state.turns[0], fresh(pause=60.0), NOBODY, 0.0).turns[0].due == 900.0
    asked = Refusal(FEED, "asks to come back later", lasting=False, retry_after=5000.0)
    assert feed_failed(state, state.turns[0], asked, 0.0).turns[0].due == 5000.0


def test_a_story_that_fails_is_tried_again_and_dropped_in_the_end() -> None:
    story = Waiting(Entry("https://a.example/1"), FEED, 0.0)
    state = State((Turn(FEED, 0.0),), (story,))
    pauses = []
    while state.queue:
        state = story_failed(state, state.queue[0], 0.0, None)
        pauses += [w.due for w in state.queue]
    assert pauses == [60.0, 600.0, 3600.0, 21600.0, 86400.0]
    assert state.dropped == {FEED}
    assert story_failed(State((Turn(FEED, 0.0, left=0),), (story,)), story, 0.0, None).queue == ()
    assert feed_read(state, state.turns[0], fresh(), NOBODY, 0.0).dropped == frozenset()


def test_lists_below_a_list_are_read_so_deep() -> None:
    state = State((Turn(FEED, 0.0),))
    after = feed_read(state, state.turns[0], fresh(further=(OTHER, FEED)), NOBODY, 0.0)
    assert [(t.feed, t.depth) for t in after.turns] == [(FEED, 0), (OTHER, 1)]
    deep = replace(state.turns[0], depth=3)
    assert len(feed_read(State((deep,)), deep, fresh(further=(OTHER,)), NOBODY, 0.0).turns) == 1


def test_no_feed_left_is_the_end() -> None:
    assert next_request(State((Turn(FEED, 0.0, left=0),)), 0.0, AT_ONCE) is None


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("HTTP://A.example:80/x#top", "http://a.example/x"),
        ("https://a.example", "https://a.example/"),
        ("https://a.example/x?utm_source=a&id=1&fbclid=z", "https://a.example/x?id=1"),
        ("https://a.example:8443/x?b=&a=1", "https://a.example:8443/x?b=&a=1"),
    ],
)
def test_what_names_a_story(url: str, key: str) -> None:
    assert story_key(url) == key


# ---------------------------------------------------------------- the loop, over a real server


def listing(site: Any, *paths: str) -> str:
    items = "".join(
        f"<item><title>Story</title><link>{site.url(p)}</link>"
        "<pubDate>Mon, 05 Jul 2021 10:00:00 GMT</pubDate></item>"
        for p in paths
    )
    return f"<rss version='2.0'><channel><title>News</title>{items}</channel></rss>"


def with_etag(site: Any, path: str, body: str, tag: str) -> str:
    """A feed that answers 304 where it is known."""
    data = body.encode()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == tag
        handler.send_response(304 if known else 200)
        for name, value in {"ETag": tag, "Content-Type": "application/rss+xml"}.items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", "0" if known else str(len(data)))
        handler.end_headers()
        handler.wfile.write(b"" if known else data)

    site.answers[path] = answer
    return str(site.url(path))


def stories(site: Any, *paths: str) -> None:
    for path in paths:
        site.put(path, f"<html><body><p>Story {path}</p></body></html>")


def run(site: Any, clock: Any, seen: FileSeen, **more: Any) -> Any:
    fetcher = Fetcher(reach="anywhere", manners=Manners(delay=2.0), clock=clock)
    return watch([site.url("/feed")], fetcher, seen, clock, **more)


def test_each_story_once_and_politely(site: Any, clock: Any, tmp_path: Path) -> None:
    with_etag(site, "/feed", listing(site, "/1", "/2", "/1?utm_medium=rss"), '"1"')
    stories(site, "/1", "/2", "/3")
    kept: list[str] = []
    items = run(site, clock, FileSeen(tmp_path / "seen"), keep=lambda found: kept.append(found.url))
    pages = list(islice(items, 2))
    assert all(isinstance(p, Page) for p in pages)
    assert [p.source for p in pages] == [site.url("/1"), site.url("/2")] == kept
    assert pages[0].meta.published == Interval.day(date(2021, 7, 5))
    begun = clock.at
    with_etag(site, "/feed", listing(site, "/1", "/2", "/3"), '"2"')
    assert next(items).source == site.url("/3")
    assert clock.at - begun == pytest.approx(900.0, abs=10.0)
    assert site.paths() == ["/feed", "/1", "/2", "/feed", "/3"]
    assert min(s for s in clock.slept) > 1.9


def test_what_has_not_changed_is_asked_for_and_not_sent(site: Any, clock: Any, tmp_path: Path) -> None:
    with_etag(site, "/feed", listing(site, "/1"), '"1"')
    stories(site, "/1")
    items = list(run(site, clock, FileSeen(tmp_path / "seen"), rounds=3))
    assert len(items) == 1
    asked = [headers.get("if-none-match") for path, headers in site.requests if path == "/feed"]
    assert asked == [None, '"1"', '"1"']
    assert list(run(site, clock, FileSeen(tmp_path / "seen"), rounds=1)) == []
    assert site.requests[-1][1]["if-none-match"] == '"1"'


def test_a_program_that_stops_loses_no_story(site: Any, clock: Any, tmp_path: Path) -> None:
    """It stops with one story read of three, and the feed says 304 to who has seen it."""
    with_etag(site, "/feed", listing(site, "/1", "/2", "/3"), '"1"')
    stories(site, "/1", "/2", "/3")
    items = run(site, clock, FileSeen(tmp_path / "seen"))
    assert [next(items).source, next(items).source] == [site.url("/1"), site.url("/2")]
    items.close()  # the second one was handed over, and nobody said that it was taken
    rest = [p.source for p in run(site, clock, FileSeen(tmp_path / "seen"), rounds=1)]
    assert rest == [site.url("/2"), site.url("/3")]


def test_a_story_that_cannot_be_read_now_is_read_later(site: Any, clock: Any, tmp_path: Path) -> None:
    with_etag(site, "/feed", listing(site, "/1", "/gone"), '"1"')
    site.put("/1", "", status=503)
    items = run(site, clock, FileSeen(tmp_path / "seen"))
    gone = next(items)
    assert "no such page" in gone.message
    stories(site, "/1")
    assert next(items).source == site.url("/1")
    assert site.paths() == ["/feed", "/1", "/gone", "/1"]


def test_what_was_dropped_comes_back_with_the_next_run(site: Any, clock: Any, tmp_path: Path) -> None:
    with_etag(site, "/feed", listing(site, "/1"), '"1"')
    site.put("/1", "", status=503)
    problems = list(run(site, clock, FileSeen(tmp_path / "seen"), rounds=1))
    assert ["503" in p.message for p in problems] == [True]
    stories(site, "/1")
    assert [p.source for p in run(site, clock, FileSeen(tmp_path / "seen"), rounds=1)] == [site.url("/1")]


def test_two_addresses_of_one_page_are_one_story(site: Any, clock: Any, tmp_path: Path) -> None:
    with_etag(site, "/feed", listing(site, "/short", "/1"), '"1"')
    site.put("/short", "", status=301, Location="/1")
    stories(site, "/1")
    assert [p.source for p in run(site, clock, FileSeen(tmp_path / "seen"), rounds=1)] == [site.url("/1")]


def test_a_feed_that_is_gone_is_said_and_the_others_go_on(site: Any, clock: Any, tmp_path: Path) -> None:
    with_etag(site, "/good", listing(site, "/1"), '"1"')
    stories(site, "/1")
    fetcher = Fetcher(reach="anywhere", clock=clock)
    feeds = [site.url("/gone"), site.url("/good")]
    items = list(watch(feeds, fetcher, FileSeen(tmp_path / "seen"), clock, rounds=1))
    assert [type(i) for i in items] == [Refusal, Page]


# ---------------------------------------------------------------- what is remembered


def test_a_torn_line_costs_one_line(tmp_path: Path) -> None:
    path = tmp_path / "seen"
    seen = FileSeen(path)
    seen.mark("https://a.example/1")
    seen.keep_validators(FEED, Validators('"1"', None))
    with path.open("a") as handle:
        handle.write('{"story": "https://a.exa')
    again = FileSeen(path)
    again.mark("https://a.example/3")
    last = FileSeen(path)
    assert [last.is_seen(f"https://a.example/{n}") for n in (1, 2, 3)] == [True, False, True]
    assert last.validators(FEED) == Validators('"1"', None)


def test_a_kill_loses_nothing_that_was_marked(tmp_path: Path) -> None:
    script = f"""
        import os, signal
        from pathlib import Path
        from incidentbook.sources.watch import FileSeen
        seen = FileSeen(Path({str(tmp_path / "seen")!r}))
        for n in range(100):
            seen.mark(f"https://a.example/{{n}}")
        os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run(
        [sys.executable, "-c", textwrap.dedent(script)], check=False, env={"PYTHONPATH": "src"}, timeout=60
    )
    assert FileSeen(tmp_path / "seen").is_seen("https://a.example/99")


def test_the_list_of_feeds(tmp_path: Path) -> None:
    path = tmp_path / "feeds.txt"
    path.write_text(f"# papers\n{FEED}  # daily\n\nfile:///etc/passwd\n{OTHER}\n{FEED}\n")
    feeds, problems = read_feed_list(path)
    assert feeds == [FEED, OTHER]
    assert [p.source for p in problems] == [f"{path}:4"]
    path.write_text("# none yet\n")
    with pytest.raises(SourceError, match="names no feed"):
        read_feed_list(path)
    with pytest.raises(SourceError, match="cannot be read"):
        read_feed_list(tmp_path / "none.txt")

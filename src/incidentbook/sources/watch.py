"""`incidentbook watch`: feeds read again and again, each story once.

What to ask next is a pure function of a state and the time (`next_request`), what an answer changes another
(`feed_read`, `feed_failed`, `story_settled`, `story_failed`); `watch` does the asking and the waiting.

A story counts as seen when whoever takes it has come back for the next one, and a feed's validators are
kept when all its stories are: a program that is killed loses no story.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from incidentbook.errors import SourceError
from incidentbook.sources.feeds import Entry, Fresh, fetch_feed
from incidentbook.sources.fetch import (
    PAGE_TYPES,
    Clock,
    Fetched,
    Fetcher,
    Refusal,
    Unchanged,
    Validators,
    address,
    shown,
    to_page,
)
from incidentbook.sources.meta import reason
from incidentbook.sources.page import Meta, Page, Problem

INTERVAL = 900.0
"""Seconds between two readings of a feed that asks for nothing else."""

_LONGEST = 86400.0
_RETRIES = (60.0, 600.0, 3600.0, 6 * 3600.0, 24 * 3600.0)
_DEPTH = 3
_TRACKING = frozenset({"fbclid", "gclid", "mc_cid", "mc_eid", "igshid"})


class SeenStore(Protocol):
    """What is remembered from one run to the next."""

    def is_seen(self, story: str) -> bool:
        """Whether a story (its `story_key`) was read."""
        ...

    def mark(self, story: str) -> None:
        """It was read."""
        ...

    def validators(self, feed: str) -> Validators | None:
        """What to ask a feed with; None where it was never read."""
        ...

    def keep_validators(self, feed: str, validators: Validators) -> None:
        """All stories of this state of the feed were read."""
        ...


def story_key(url: str) -> str:
    """An address without what does not name the story: fragment, marks of campaigns, the default port."""
    parts = urlsplit(url)
    kept = [(k, v) for k, v in parse_qsl(parts.query, keep_blank_values=True) if not _is_mark(k.lower())]
    host = parts.netloc.lower().removesuffix({"http": ":80", "https": ":443"}.get(parts.scheme, ":"))
    return urlunsplit((parts.scheme, host, parts.path or "/", urlencode(kept), ""))


def _is_mark(name: str) -> bool:
    return name.startswith("utm_") or name in _TRACKING


# ---------------------------------------------------------------- the state, and what changes it


@dataclass(frozen=True, slots=True)
class Turn:
    """A feed: when it is due, its validators, failures in a row, readings that are left (None: no end), how
    many lists lie above it.
    """

    feed: str
    due: float
    validators: Validators | None = None
    failures: int = 0
    left: int | None = None
    depth: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """A story to be read: when, of which feed, how often that failed."""

    entry: Entry
    feed: str
    due: float
    failures: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """The feeds, the stories that wait, and the feeds of which a story was dropped since they last changed."""

    turns: tuple[Turn, ...]
    queue: tuple[Waiting, ...] = ()
    dropped: frozenset[str] = frozenset()
    interval: float = INTERVAL

    def has(self, story: Waiting) -> bool:
        """Whether the story waits."""
        return any(w.entry.url == story.entry.url for w in self.queue)


@dataclass(frozen=True, slots=True)
class Wait:
    """Nothing is to be done for so many seconds."""

    seconds: float


Request = Turn | Waiting | Wait


def next_request(state: State, now: float, ready_at: Callable[[str], float]) -> Request | None:
    """What is to be done: the feed or story that can be asked soonest, or waiting for it; None: all is done.

    Args:
        now: seconds of a monotonic clock.
        ready_at: when the host of an address may be asked again.
    """
    asks: list[tuple[float, Turn | Waiting]]
    asks = [(max(t.due, ready_at(t.feed)), t) for t in state.turns if t.left != 0]
    asks += [(max(w.due, ready_at(w.entry.url)), w) for w in state.queue]
    soonest = min(asks, key=lambda ask: ask[0], default=None)
    if soonest is None:
        return None
    return Wait(soonest[0] - now) if soonest[0] > now else soonest[1]


def feed_read(
    state: State, turn: Turn, fresh: Fresh | Unchanged, is_seen: Callable[[str], bool], now: float
) -> State:
    """The feed was read: its new stories wait, lists that it names are read too."""
    if isinstance(fresh, Unchanged):
        return _next_turn(state, replace(turn, failures=0), now, 0.0)
    new = _new(state, fresh.feed.entries, is_seen)
    queue = (*state.queue, *(Waiting(e, turn.feed, now) for e in new))
    known = {t.feed for t in state.turns}
    below = fresh.feed.further if turn.depth < _DEPTH else ()
    further = tuple(Turn(u, now, left=turn.left, depth=turn.depth + 1) for u in below if u not in known)
    turn = replace(turn, failures=0, validators=fresh.validators)
    dropped = state.dropped - {turn.feed}
    grown = replace(state, turns=(*state.turns, *further), queue=queue, dropped=dropped)
    return _next_turn(grown, turn, now, fresh.feed.pause or 0.0)


def _new(state: State, entries: Sequence[Entry], is_seen: Callable[[str], bool]) -> list[Entry]:
    """The stories that were not seen and do not wait, each once, in their order."""
    taken, new = {story_key(w.entry.url) for w in state.queue}, list[Entry]()
    for entry in entries:
        key = story_key(entry.url)
        if key not in taken and not is_seen(key):
            taken.add(key)
            new.append(entry)
    return new


def feed_failed(state: State, turn: Turn, problem: Problem, now: float) -> State:
    """The feed was not read: it is asked more and more rarely."""
    pause = state.interval * 2 ** min(turn.failures + 1, 10)
    asked = problem.retry_after if isinstance(problem, Refusal) else None
    return _next_turn(state, replace(turn, failures=turn.failures + 1), now, max(pause, asked or 0.0))


def _next_turn(state: State, turn: Turn, now: float, pause: float) -> State:
    due = now + max(state.interval, min(pause, _LONGEST))
    after = replace(turn, due=due, left=None if turn.left is None else turn.left - 1)
    return replace(state, turns=tuple(after if t.feed == turn.feed else t for t in state.turns))


def story_settled(state: State, story: Waiting) -> State:
    """The story was read, or never can be."""
    return replace(state, queue=tuple(w for w in state.queue if w.entry.url != story.entry.url))


def story_failed(state: State, story: Waiting, now: float, retry_after: float | None) -> State:
    """The story could not be read now: it waits longer each time. In the end it is dropped, and counts as
    new when the feed names it again.
    """
    rest = story_settled(state, story)
    if story.failures >= len(_RETRIES) or not _has_time(state, story.feed):
        return replace(rest, dropped=rest.dropped | {story.feed})
    due = now + max(_RETRIES[story.failures], retry_after or 0.0)
    return replace(rest, queue=(*rest.queue, replace(story, due=due, failures=story.failures + 1)))


def _has_time(state: State, feed: str) -> bool:
    """Whether the feed will be read again: the last reading waits for nobody."""
    return any(t.feed == feed and t.left != 0 for t in state.turns)


# ---------------------------------------------------------------- asking and waiting

ReadBody = Callable[[Fetched, Meta], Page | Problem]
Steps = Generator[Page | Problem, None, State]


@dataclass(frozen=True, slots=True)
class _Loop:
    """What the loop works with."""

    fetcher: Fetcher
    seen: SeenStore
    clock: Clock
    read_body: ReadBody
    keep: Callable[[Fetched], object]
    accept: frozenset[str]


def watch(
    feeds: Sequence[str],
    fetcher: Fetcher,
    seen: SeenStore,
    clock: Clock,
    *,
    interval: float = INTERVAL,
    rounds: int | None = None,
    keep: Callable[[Fetched], object] = lambda found: None,
    read_body: ReadBody = to_page,
    accept: frozenset[str] = PAGE_TYPES,
) -> Iterator[Page | Problem]:
    """The stories of feeds as they appear, each once, without end.

    Args:
        feeds: addresses of feeds, sitemaps, or pages that name their feed.
        fetcher: fetches; it keeps the manners.
        seen: what was read before.
        clock: the one of the fetcher.
        interval: seconds between two readings of one feed; a feed that asks for more gets it.
        rounds: how often each feed is read; None: again and again.
        keep: given every story as it came, before it is read (for the evidence).
        read_body, accept: turns what was fetched into a page, and the media types that it can read.

    Yields:
        Pages, and a problem for each feed or story that could not be read. A story counts as seen when the
        next item is asked for.
    """
    loop = _Loop(fetcher, seen, clock, read_body, keep, accept)
    now = clock.monotonic()
    turns = (Turn(f, now, seen.validators(f), left=rounds) for f in dict.fromkeys(feeds))
    state = State(tuple(turns), interval=interval)
    while (request := next_request(state, clock.monotonic(), fetcher.ready_at)) is not None:
        if isinstance(request, Wait):
            clock.sleep(request.seconds)
        elif isinstance(request, Turn):
            state = yield from _read_feed(loop, state, request)
        else:
            state = yield from _read_story(loop, state, request)


def _read_feed(loop: _Loop, state: State, turn: Turn) -> Steps:
    found = fetch_feed(turn.feed, loop.fetcher.fetch, turn.validators)
    now = loop.clock.monotonic()
    if isinstance(found, Problem):
        yield found
        return feed_failed(state, turn, found, now)
    if isinstance(found, Fresh):
        yield from found.feed.problems
    after = feed_read(state, turn, found, loop.seen.is_seen, now)
    _keep_validators(loop, after, turn.feed)
    return after


def _read_story(loop: _Loop, state: State, story: Waiting) -> Steps:
    found = loop.fetcher.fetch(story.entry.url, loop.accept)
    if isinstance(found, Refusal) and not found.lasting:
        after = story_failed(state, story, loop.clock.monotonic(), found.retry_after)
        if not after.has(story):
            yield found
        return after
    yield from _taken(loop, story, found)
    for key in _keys(story, found):
        loop.seen.mark(key)
    after = story_settled(state, story)
    _keep_validators(loop, after, story.feed)
    return after


def _taken(loop: _Loop, story: Waiting, found: Fetched | Unchanged | Refusal) -> Iterator[Page | Problem]:
    """The page of a story; nothing where its address leads to one that was read before."""
    if isinstance(found, Refusal):
        yield found
    elif isinstance(found, Fetched) and not any(loop.seen.is_seen(k) for k in _keys(story, found)):
        loop.keep(found)
        yield loop.read_body(found, replace(story.entry.meta(), url=found.url))


def _keys(story: Waiting, found: Fetched | Unchanged | Refusal) -> list[str]:
    ends = [found.url] if isinstance(found, Fetched) else []
    return list(dict.fromkeys(map(story_key, (story.entry.url, *ends))))


def _keep_validators(loop: _Loop, state: State, feed: str) -> None:
    turn = next(t for t in state.turns if t.feed == feed)
    settled = feed not in state.dropped and not any(w.feed == feed for w in state.queue)
    if settled and turn.validators and turn.validators != loop.seen.validators(feed):
        loop.seen.keep_validators(feed, turn.validators)


# ---------------------------------------------------------------- what is remembered, and the list of feeds


class FileSeen:
    """What was seen, in a file of JSON lines that only grows. A last line that was cut off is left out."""

    def __init__(self, path: Path) -> None:
        """Reads the file; there need be none.

        Raises:
            SourceError: it cannot be read.
        """
        self._path = path
        self._stories: set[str] = set()
        self._validators: dict[str, Validators] = {}
        self._torn = ""
        try:
            text = path.read_text("utf-8") if path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(
                f"{path} cannot be read ({reason(error)}); move it away to begin anew"
            ) from error
        for line in text.splitlines():
            self._take(line)
        self._torn = "\n" if text and not text.endswith("\n") else ""

    def _take(self, line: str) -> None:
        try:
            row = json.loads(line)
        except ValueError:
            return
        if isinstance(row, dict) and "story" in row:
            self._stories.add(str(row["story"]))
        elif isinstance(row, dict) and "feed" in row:
            self._validators[str(row["feed"])] = Validators(row.get("etag"), row.get("last_modified"))

    def _write(self, row: dict[str, str | None]) -> None:
        try:
            with self._path.open("a", encoding="utf-8") as handle:
                handle.write(f"{self._torn}{json.dumps(row)}\n")
        except OSError as error:
            raise SourceError(f"{self._path} cannot be written ({reason(error)})") from error
        self._torn = ""

    def is_seen(self, story: str) -> bool:
        """Whether a story was read."""
        return story in self._stories

    def mark(self, story: str) -> None:
        """It was read.

        Raises:
            SourceError: the file cannot be written.
        """
        if story not in self._stories:
            self._stories.add(story)
            self._write({"story": story})

    def validators(self, feed: str) -> Validators | None:
        """What to ask a feed with; None where it was never read."""
        return self._validators.get(feed)

    def keep_validators(self, feed: str, validators: Validators) -> None:
        """All stories of this state of the feed were read.

        Raises:
            SourceError: the file cannot be written.
        """
        self._validators[feed] = validators
        self._write({"feed": feed, "etag": validators.etag, "last_modified": validators.last_modified})


def read_feed_list(path: Path) -> tuple[list[str], list[Problem]]:
    """The addresses of a file with one on each line (`#` begins a remark), and a problem for each that is
    none.

    Raises:
        SourceError: the file cannot be read, or names no feed.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(
            f"{path} cannot be read ({reason(error)}); give a file of feed addresses"
        ) from error
    feeds, problems = list[str](), list[Problem]()
    for number, line in enumerate(lines, 1):
        if not (url := re.sub(r"(^|\s)#.*", "", line).strip()):
            continue
        try:
            address(url)
            feeds.append(url)
        except SourceError as error:
            problems.append(Problem(f"{path}:{number}", f"{shown(url)!r} {error}"))
    if not feeds and not problems:
        raise SourceError(f"{path} names no feed; write one address on each line")
    return list(dict.fromkeys(feeds)), problems

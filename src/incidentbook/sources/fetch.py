"""Pages of the web, fetched safely and politely.

Safe: http and https alone; no address of this machine or its networks, whatever redirects and name services
say; limits on size (also of what compressed bytes unfold to), time and redirects; the kind of content
checked. Polite: a name and version, robots.txt, a pause between requests to one host, nothing fetched twice
that has not changed. Every refusal is one sentence.
"""

from __future__ import annotations

import functools
import re
import ssl
import time
from collections.abc import Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Literal, Protocol

import httpx

from incidentbook import __version__
from incidentbook.errors import SourceError
from incidentbook.sources.connect import Deadline, Guard, Reach, RefusedError, Resolver, resolve_by_system
from incidentbook.sources.decode import Decoded, decode
from incidentbook.sources.download import FILE_TYPES, FileLimits, Spool
from incidentbook.sources.page import Meta, Page, Problem
from incidentbook.sources.robots import NOTHING, READ_AT_MOST, Rules, rules_of
from incidentbook.sources.transfer import (
    REDIRECTS,
    Answer,
    Wanted,
    declared_type,
    get,
    header_of,
    kind_of,
    wrong_kind,
)

PRODUCT = "incidentbook"
AGENT = f"{PRODUCT}/{__version__}"
PAGE_TYPES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
FEED_TYPES = PAGE_TYPES | {
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
    "application/gzip",
    "application/x-gzip",
}
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_WORDS = {
    401: "asks for a password",
    403: "forbids it",
    404: "has no such page",
    410: "took it down",
    429: "asks to come back later",
}
_ROBOTS_HOLD, _ROBOTS_RETRY = 24 * 3600.0, 600.0
_UNKNOWN = "application/octet-stream"
_CHARSET = re.compile(r"""charset\s*=\s*["']?([\w.:-]+)""", re.IGNORECASE)


class Clock(Protocol):
    """The time of day, a clock that only goes forward (seconds), and waiting."""

    def now(self) -> datetime:
        """The time, with its zone."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment."""
        ...

    def sleep(self, seconds: float) -> None:
        """Waits."""
        ...


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Waits."""
        time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one address may take: bytes (after unpacking), seconds for each request, redirects.

    `file_size`, `file_seconds`: for a file of many articles, of which each block may take `seconds` to come.
    """

    size: int = 20_000_000
    seconds: float = 30.0
    redirects: int = 5
    file_size: int = 2_000_000_000
    file_seconds: float = 6 * 3600.0


@dataclass(frozen=True, slots=True)
class Manners:
    """How a host is treated: seconds between requests, the longest that is waited for one, and whether
    robots.txt is obeyed.
    """

    delay: float = 1.0
    longest_wait: float = 120.0
    robots: Literal["obeyed", "ignored"] = "obeyed"


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask whether something has changed since (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The headers that ask."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: its bytes (unpacked where they came compressed), headers as they came.

    `requested`: the address asked for; `url`: the one that answered, after redirects; `peer`: its IP address;
    `file`: the bytes of a file of many articles, where one was wanted: `body` is empty then.
    """

    requested: str
    url: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    media_type: str
    retrieved: datetime
    peer: str | None = None
    file: Spool | None = None

    @property
    def validators(self) -> Validators:
        """What to ask with next time."""
        return Validators(header_of(self.headers, "etag"), header_of(self.headers, "last-modified"))


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The address has nothing new since the validators were given."""

    requested: str
    retrieved: datetime


@dataclass(frozen=True, slots=True)
class Refusal(Problem):
    """An address that was not read. `lasting`: later it will be the same; `retry_after`: seconds that the
    server asks to wait; `inside`: it leads to this machine or its networks, and what it says names their address.
    """

    lasting: bool = True
    retry_after: float | None = None
    inside: bool = False


class Fetcher:
    """Fetches addresses one after the other; remembers when hosts were asked, and their robots.txt.

    One thread at a time.
    """

    def __init__(
        self,
        *,
        reach: Reach = "public",
        limits: Limits | None = None,
        manners: Manners | None = None,
        clock: Clock | None = None,
        resolve: Resolver = resolve_by_system,
    ) -> None:
        """`resolve` gives the addresses of a host; for the others see their types."""
        self._reach: Reach = reach
        self._limits = limits or Limits()
        self._manners = manners or Manners()
        self._clock = clock or SystemClock()
        self._resolve = resolve
        self._asked: dict[str, float] = {}
        self._shut: dict[str, float] = {}
        self._delays: dict[str, float] = {}
        self._rules: dict[str, tuple[float, Rules]] = {}

    def fetch(
        self,
        url: str,
        accept: Set[str] = PAGE_TYPES,
        known: Validators | None = None,
        *,
        files: Literal["wanted", "refused"] = "refused",
    ) -> Fetched | Unchanged | Refusal:
        """What an address gives.

        Args:
            url: an address with http or https.
            accept: the media types that are read.
            known: validators of the last time; `Unchanged` where the server says that nothing has changed.
            files: "wanted" where a file of many articles may come too (archives, tables, WARC files), up to the
                limits for those.

        Returns:
            What came, or one sentence that says why nothing did. Nothing is raised for what the net does.
        """
        try:
            return self._follow(url, frozenset(accept), known or Validators(), files == "wanted")
        except RefusedError as error:
            return Refusal(
                shown(url),
                str(error),
                lasting=error.lasting,
                retry_after=error.retry_after,
                inside=error.inside,
            )

    def ready_at(self, url: str) -> float:
        """When (seconds of the clock's `monotonic`) the host of an address may be asked again."""
        host = host_of(url)
        after = self._asked.get(host, float("-inf")) + self._delays.get(host, self._manners.delay)
        return max(after, self._shut.get(host, 0.0), 0.0)

    # ------------------------------------------------------------ one address and where it leads

    def _follow(
        self, url: str, accept: frozenset[str], known: Validators, files: bool
    ) -> Fetched | Unchanged:
        here = address(url)
        roomy = FileLimits(self._limits.file_size, self._limits.file_seconds) if files else None
        for _ in range(self._limits.redirects + 1):
            self._ask_robots(here)
            answer = self._get(Wanted(here, known.headers(), accept, self._limits.size, roomy))
            if answer.status not in REDIRECTS:
                return self._judged(url, answer, accept)
            here = _target(here, answer)
        raise self._too_many_redirects()

    def _too_many_redirects(self) -> RefusedError:
        most = self._limits.redirects
        return RefusedError(f"is redirected more than {most} times; give the address that it ends at")

    def _judged(self, url: str, answer: Answer, accept: frozenset[str]) -> Fetched | Unchanged:
        if answer.status == 304:
            return Unchanged(url, answer.retrieved)
        if answer.status not in (200, 203):
            raise self._not_ok(answer)
        if not answer.body and not (answer.file and answer.file.size):
            raise RefusedError("is empty", lasting=False)
        stated = answer.header("content-type")
        kind = kind_of(stated, answer.body) if answer.file is None else declared_type(stated) or _UNKNOWN
        if kind not in accept and answer.file is None:
            raise wrong_kind(kind)
        return Fetched(
            url,
            answer.url,
            answer.status,
            answer.headers,
            answer.body,
            kind,
            answer.retrieved,
            answer.peer,
            answer.file,
        )

    def _not_ok(self, answer: Answer) -> RefusedError:
        host = host_of(answer.url)
        again = _retry_after(answer.header("retry-after"), answer.retrieved)
        if again:
            self._shut[host] = self._clock.monotonic() + again
        words = _WORDS.get(answer.status, "is out of order" if answer.status >= 500 else "does not give it")
        lasting = answer.status not in _TRY_AGAIN
        message = (
            f"{host} {words} (HTTP {answer.status}); {'check the address' if lasting else 'try again later'}"
        )
        return RefusedError(message, lasting=lasting, retry_after=again)

    def _get(self, wanted: Wanted) -> Answer:
        self._wait(str(wanted.url))
        seconds, monotonic = self._limits.seconds, self._clock.monotonic
        guard = Guard(self._reach, self._resolve, Deadline(monotonic() + seconds, seconds, monotonic))
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip, deflate", **wanted.headers}
        accepted = (
            ()
            if wanted.accept is None
            else sorted(wanted.accept | (FILE_TYPES.keys() if wanted.files else set()))
        )
        headers["Accept"] = ", ".join(accepted) or "*/*"
        asked = replace(wanted, headers=headers)
        try:
            return get(asked, guard, _tls(), self._clock.now())
        finally:
            self._asked[wanted.url.host] = monotonic()

    def _wait(self, url: str) -> None:
        wait = self.ready_at(url) - self._clock.monotonic()
        if wait > self._manners.longest_wait:
            message = f"{host_of(url)} asks to be left alone for {wait:.0f} seconds; try again later"
            raise RefusedError(message, lasting=False, retry_after=wait)
        if wait > 0:
            self._clock.sleep(wait)

    # ------------------------------------------------------------ robots.txt

    def _ask_robots(self, url: httpx.URL) -> None:
        if self._manners.robots == "ignored":
            return
        rules = self._rules_for(url)
        if rules is NOTHING:
            raise RefusedError(f"the robots.txt of {url.host} cannot be read; try again later", lasting=False)
        if not rules.allows(str(url)):
            raise RefusedError(f"the robots.txt of {url.host} asks programs not to read it; it is left out")

    def _rules_for(self, url: httpx.URL) -> Rules:
        origin = str(url.copy_with(raw_path=b"/", fragment=None))
        until, rules = self._rules.get(origin, (0.0, NOTHING))
        if until > self._clock.monotonic():
            return rules
        rules = self._fetch_rules(url.copy_with(raw_path=b"/robots.txt", fragment=None))
        hold = _ROBOTS_RETRY if rules is NOTHING else _ROBOTS_HOLD
        self._rules[origin] = (self._clock.monotonic() + hold, rules)
        if rules.delay is not None:
            asked = max(rules.delay, self._manners.delay)
            self._delays[url.host] = min(asked, max(self._manners.longest_wait, self._manners.delay))
        return rules

    def _fetch_rules(self, url: httpx.URL) -> Rules:
        """The rules of a site. One that does not answer says no for now (RFC 9309, 2.3.1.4).

        Raises:
            RefusedError: the site lies where nothing is read.
        """
        here = url
        for _ in range(self._limits.redirects + 1):
            try:
                answer = self._get(Wanted(here, {}, None, READ_AT_MOST))
            except RefusedError as error:
                if error.lasting or error.retry_after:
                    raise
                raise RefusedError(f"{error} (asked for robots.txt)", lasting=False) from error
            if answer.status not in REDIRECTS:
                return rules_of(answer.status, answer.body, PRODUCT)
            here = _target(here, answer)
        return rules_of(404, b"", PRODUCT)


@functools.cache
def _tls() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


# ---------------------------------------------------------------- addresses


def address(url: str) -> httpx.URL:
    """A web address as typed, without its fragment.

    Raises:
        RefusedError: it is none, of another scheme than http and https, or holds a user's name.
    """
    try:
        found = httpx.URL(url.strip())
        port = found.port
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError("is no web address; give one like https://example.org/article") from error
    if found.scheme not in ("http", "https"):
        said = f"begins with {found.scheme[:20]}:" if found.scheme else "has no scheme"
        raise RefusedError(
            f"{said}; only http and https are read, give an address like https://example.org/a"
        )
    if not found.host or (port is not None and not 0 < port < 65536):
        raise RefusedError("names no host; give one like https://example.org/article")
    if found.userinfo:
        raise RefusedError(
            "holds a user's name or password; give it without, they would be kept with the page"
        )
    return found.copy_with(fragment=None)


def host_of(url: str) -> str:
    """The host of an address; empty where it is none."""
    try:
        return address(url).host
    except RefusedError:
        return ""


def shown(url: str) -> str:
    """An address as one short line."""
    return "".join(c if c.isprintable() else "?" for c in url.strip())[:500]


def _target(here: httpx.URL, answer: Answer) -> httpx.URL:
    """Where a redirect leads."""
    said = answer.header("location")
    if not said:
        raise RefusedError(f"redirects without saying where (HTTP {answer.status})")
    try:
        return address(str(here.join(said)))
    except RefusedError as error:
        raise RefusedError(f"is redirected to {shown(said)[:200]}, which {error}") from error
    except (httpx.InvalidURL, ValueError) as error:
        raise RefusedError(f"is redirected to {shown(said)[:200]!r}, which is no web address") from error


def _retry_after(value: str | None, now: datetime) -> float | None:
    """Seconds that a Retry-After header asks for (RFC 9110, 10.2.3), None where it asks for none."""
    said = (value or "").strip()
    if said.isdecimal():
        return float(said[:9])
    try:
        when = parsedate_to_datetime(said)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=UTC)
    return max(0.0, (when - now).total_seconds()) or None


# ---------------------------------------------------------------- pages


def to_page(found: Fetched, meta: Meta | None = None) -> Page | Problem:
    """The page that was fetched, or why it cannot be read as one. `Meta.url` is the address that answered
    unless `meta` names one.
    """
    where = shown(found.url)
    try:
        text = decoded(found).text
    except SourceError as error:
        return Problem(where, str(error))
    if not text.strip():
        return Problem(where, "is empty", "skipped")
    kind = "text/plain" if found.media_type == "text/plain" else "text/html"
    known = meta or Meta()
    known = Meta(
        known.published, known.url or found.url, known.publisher, known.title, known.author, known.language
    )
    return Page(where, "text/plain" if kind == "text/plain" else "text/html", text, known)


def decoded(found: Fetched) -> Decoded:
    """The characters: by a byte order mark, the charset of the header where it fits, else as files are read.

    Raises:
        SourceError: binary data, or no encoding fits.
    """
    match = _CHARSET.search(header_of(found.headers, "content-type") or "")
    marked = found.body[:3] == b"\xef\xbb\xbf" or found.body[:2] in (b"\xff\xfe", b"\xfe\xff")
    if match and not marked and match.group(1).lower() not in ("utf-8", "utf8"):
        try:
            text = found.body.decode(match.group(1))
        except (LookupError, UnicodeError, TypeError):
            return decode(found.body)
        return Decoded(text) if "\x00" not in text else decode(found.body)
    return decode(found.body)

"""The web as it can be: every server here is real and runs on the loopback; nothing else is contacted."""

from __future__ import annotations

import gzip
import shutil
import ssl
import subprocess
import time
import zlib
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.sources.connect import is_public
from incidentbook.sources.fetch import (
    FEED_TYPES,
    PAGE_TYPES,
    Fetched,
    Fetcher,
    Limits,
    Manners,
    Refusal,
    Unchanged,
    Validators,
    to_page,
)
from incidentbook.sources.page import Page, Problem
from incidentbook.sources.robots import parse, rules_of

ARTICLE = "<!doctype html><html><body><p>Three rockets hit the base on Monday.</p></body></html>"
QUICK = Manners(delay=0.0)


def fetcher(**more: Any) -> Fetcher:
    """One that may read the loopback."""
    return Fetcher(**{"reach": "anywhere", "manners": QUICK, **more})


def refused(found: object) -> Refusal:
    assert isinstance(found, Refusal), found
    assert "\n" not in found.message
    return found


# ---------------------------------------------------------------- where it goes


def test_a_page_comes_with_what_is_known_of_it(site: Any) -> None:
    url = site.put("/a", ARTICLE, "text/html; charset=utf-8", ETag='"1"')
    found = fetcher().fetch(url)
    assert isinstance(found, Fetched)
    assert (found.requested, found.url, found.status, found.media_type) == (url, url, 200, "text/html")
    assert found.body == ARTICLE.encode()
    assert found.peer == "127.0.0.1"
    assert found.retrieved.tzinfo is not None
    assert found.validators == Validators('"1"', None)
    agent = next(headers["user-agent"] for path, headers in site.requests if path == "/a")
    assert agent.startswith("incidentbook/")


def test_the_loopback_is_refused_by_default(site: Any) -> None:
    found = refused(Fetcher(manners=QUICK).fetch(site.put("/a", ARTICLE)))
    assert "private network" in found.message
    assert "--allow-private" in found.message
    assert found.lasting
    assert site.requests == []


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://localhost/",
        "http://[::1]/",
        "http://2130706433/",
        "http://0x7f.1/",
        "http://0177.0.0.1/",
        "http://127.1/",
        "http://0.0.0.0/",
        "http://[::ffff:127.0.0.1]/",
        "http://169.254.169.254/latest/meta-data",
        "http://10.0.0.1:8080/",
    ],
)
def test_every_spelling_of_a_private_address_is_refused(url: str) -> None:
    found = refused(Fetcher(manners=QUICK).fetch(url))
    assert "private network" in found.message or "no web address" in found.message


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("file:///etc/passwd", "file"),
        ("ftp://example.org/a", "ftp"),
        ("gopher://example.org", "gopher"),
        ("javascript:alert(1)", "javascript"),
        ("example.org/a", "scheme"),
        ("", "scheme"),
        ("http://", "host"),
        ("http://user:secret@example.org/", "password"),
        ("http://exa mple.org/", ""),
        ("http://example.org:99999/", ""),
        ("http://a\nb/", ""),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, word: str) -> None:
    assert word in refused(Fetcher().fetch(url)).message


def test_a_name_that_answers_with_a_private_address_is_refused() -> None:
    """All addresses must be open ones: with one private among them, none is met."""
    for answer in (["127.0.0.1"], ["8.8.8.8", "10.0.0.1"], ["::ffff:10.0.0.1"], ["fe80::1%eth0"]):
        found = refused(
            Fetcher(manners=QUICK, resolve=lambda host, port, a=answer: a).fetch("http://news.example/")
        )
        assert "news.example" in found.message
        assert "private network" in found.message


def test_the_address_that_was_checked_is_the_one_that_is_met(site: Any) -> None:
    """A name service that says something else each time is asked once for each connection."""
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    site.put("/a", ARTICLE)
    port = site.server.server_address[1]
    manners = Manners(delay=0.0, robots="ignored")
    found = fetcher(resolve=rebinding, manners=manners).fetch(f"http://news.example:{port}/a")
    assert isinstance(found, Fetched)
    assert (found.peer, asked) == ("127.0.0.1", ["news.example"])


def test_a_name_without_address_is_said(site: Any) -> None:
    found = refused(Fetcher(resolve=lambda host, port: []).fetch("http://nowhere.invalid/"))
    assert "has no address" in found.message
    assert not found.lasting


def test_a_name_service_that_hangs_is_left(site: Any) -> None:
    def hang(host: str, port: int) -> list[str]:
        time.sleep(1.0)
        return []

    begun = time.monotonic()
    assert not refused(
        fetcher(resolve=hang, limits=Limits(seconds=0.1)).fetch("http://slow.example/")
    ).lasting
    assert time.monotonic() - begun < 0.8


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808"])
def test_addresses_of_the_open_internet(address: str) -> None:
    assert is_public(address)


@given(st.ip_addresses(v=4, network="10.0.0.0/8") | st.ip_addresses(v=4, network="127.0.0.0/8"))
def test_a_private_address_hides_in_no_other(address: Any) -> None:
    hexed = f"{int(address):08x}"
    tail = f"{hexed[:4]}:{hexed[4:]}"
    forms = (str(address), f"::ffff:{address}", f"64:ff9b::{address}", f"2002:{tail}::1", f"::{address}")
    assert [form for form in forms if is_public(form)] == []


# ---------------------------------------------------------------- certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for news.example that signs itself, with its key."""
    program = shutil.which("openssl")
    if program is None:
        pytest.skip("openssl is not installed")
    path = tmp_path_factory.mktemp("tls") / "site.pem"
    asked = "req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=news.example -addext subjectAltName=DNS:news.example"
    files = ["-keyout", str(path), "-out", str(path.with_name("cert.pem"))]
    subprocess.run([program, *asked.split(), *files], check=True, capture_output=True, timeout=60)
    path.write_text(path.read_text() + path.with_name("cert.pem").read_text())
    return path


@pytest.mark.parametrize(
    ("host", "trusted", "comes"),
    [("news.example", True, True), ("news.example", False, False), ("other.example", True, False)],
)
def test_the_certificate_is_that_of_the_name_asked_for(
    site: Any, certificate: Path, monkeypatch: pytest.MonkeyPatch, host: str, trusted: bool, comes: bool
) -> None:
    """The name counts, though the connection goes to a checked address."""
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(certificate)
    site.server.socket = server.wrap_socket(site.server.socket, server_side=True)
    site.put("/a", ARTICLE)
    if trusted:
        context = ssl.create_default_context(cafile=str(certificate))
        monkeypatch.setattr("incidentbook.sources.fetch._tls", lambda: context)
    url = f"https://{host}:{site.server.server_address[1]}/a"
    manners = Manners(delay=0.0, robots="ignored")
    found = fetcher(resolve=lambda name, port: ["127.0.0.1"], manners=manners).fetch(url)
    assert isinstance(found, Fetched) == comes, found
    if not comes:
        assert "certificate" in refused(found).message


# ---------------------------------------------------------------- redirects


def test_redirects_are_followed(site: Any) -> None:
    site.put("/new", ARTICLE)
    url = site.put("/old", "", status=301, Location="/new")
    found = fetcher().fetch(url)
    assert isinstance(found, Fetched)
    assert (found.requested, found.url) == (url, site.url("/new"))


def test_a_redirect_into_the_private_network_is_refused(site: Any) -> None:
    """The first host is met (its name stands for an open address), the address it leads to is not."""
    port = site.server.server_address[1]
    site.put("/old", "", status=302, Location=f"http://10.0.0.1:{port}/secret")
    site.put("/secret", ARTICLE)

    found = _with_open_loopback(site.url("/old"))
    assert "10.0.0.1" in found.message
    assert "private network" in found.message
    assert site.paths() == ["/old"]


def _with_open_loopback(url: str) -> Refusal:
    """Fetches with 127.0.0.1 alone taken for an open address, as the first host of a redirect."""
    from incidentbook.sources import connect

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connect, "is_public", lambda a: a == "127.0.0.1" or is_public(a))
        return refused(Fetcher(manners=QUICK).fetch(url))


@pytest.mark.parametrize(
    ("target", "word"),
    [("file:///etc/passwd", "file"), ("ftp://example.org/", "ftp"), ("http://u:p@example.org/", "password")],
)
def test_a_redirect_to_another_scheme_is_refused(site: Any, target: str, word: str) -> None:
    found = refused(fetcher().fetch(site.put("/old", "", status=302, Location=target)))
    assert "redirected" in found.message
    assert word in found.message


def test_redirects_end(site: Any) -> None:
    found = refused(fetcher().fetch(site.put("/round", "", status=302, Location="/round")))
    assert "redirected more than 5 times" in found.message
    assert site.paths() == ["/round"] * 6


def test_a_redirect_to_nowhere_is_said(site: Any) -> None:
    assert "without saying where" in refused(fetcher().fetch(site.put("/old", "", status=302))).message


# ---------------------------------------------------------------- size, time, compression, kind


def test_an_endless_page_is_cut(site: Any) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.end_headers()
        while True:
            handler.wfile.write(b"<p>more</p>" * 1000)

    site.answers["/endless"] = endless
    found = refused(fetcher(limits=Limits(size=200_000)).fetch(site.url("/endless")))
    assert "more than 0.2 MB" in found.message


def test_a_page_that_says_it_is_too_large_is_not_begun(site: Any) -> None:
    def large(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "4000000000")
        handler.end_headers()

    site.answers["/large"] = large
    assert "MB" in refused(fetcher().fetch(site.url("/large"))).message


@pytest.mark.parametrize("where", ["headers", "body"])
def test_a_page_that_drips_is_left(site: Any, where: str) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        if where == "body":
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.end_headers()
        for _ in range(200):
            handler.wfile.write(b"a")
            handler.wfile.flush()
            time.sleep(0.02)

    site.answers["/drip"] = drip
    begun = time.monotonic()
    found = refused(fetcher(limits=Limits(seconds=0.3)).fetch(site.url("/drip")))
    assert "0.3 seconds" in found.message or "too slow" in found.message
    assert not found.lasting
    assert time.monotonic() - begun < 2.0


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda data: zlib.compress(data)[2:-4]),
    ],
)
def test_compressed_pages_are_unpacked(site: Any, coding: str, pack: Any) -> None:
    data = ARTICLE.encode() * 3000
    found = fetcher().fetch(site.put("/a", pack(data), Content_Encoding=coding))
    assert isinstance(found, Fetched)
    assert found.body == data


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_bomb_is_defused(site: Any, coding: str) -> None:
    packed = gzip.compress(bytes(60_000_000)) if coding == "gzip" else zlib.compress(bytes(60_000_000))
    assert len(packed) < 100_000
    found = refused(
        fetcher(limits=Limits(size=1_000_000)).fetch(site.put("/bomb", packed, Content_Encoding=coding))
    )
    assert "more than 1 MB unpacked" in found.message


@pytest.mark.parametrize(
    ("coding", "body", "word"),
    [
        ("br", b"x", "br"),
        ("gzip, gzip", b"x", "gzip, gzip"),
        ("gzip", b"no gzip at all", "broken compression"),
        ("gzip", gzip.compress(ARTICLE.encode() * 100)[:-20], "breaks off"),
    ],
)
def test_strange_compression_is_refused(site: Any, coding: str, body: bytes, word: str) -> None:
    assert word in refused(fetcher().fetch(site.put("/a", body, Content_Encoding=coding))).message


@pytest.mark.parametrize("kind", ["video/mp4", "image/png", "application/zip", "application/json"])
def test_other_kinds_of_content_are_refused_unread(site: Any, kind: str) -> None:
    assert kind in refused(fetcher().fetch(site.put("/a", b"x" * 100, kind))).message


@pytest.mark.parametrize(
    ("kind", "body", "expected"),
    [
        ("", ARTICLE.encode(), "text/html"),
        ("application/octet-stream", b"Three rockets.", "text/plain"),
        ("application/octet-stream", b"\x7fELF\x00\x00", None),
        ("text/html", b"%PDF-1.7 ...", None),
        ("TEXT/HTML; charset=x", b"<p>a</p>", "text/html"),
    ],
)
def test_the_kind_is_seen_where_it_is_not_said(
    site: Any, kind: str, body: bytes, expected: str | None
) -> None:
    found = fetcher().fetch(site.put("/a", body, kind))
    assert (found.media_type if isinstance(found, Fetched) else None) == expected


@pytest.mark.parametrize(
    ("status", "lasting", "word"),
    [
        (404, True, "no such page"),
        (403, True, "forbids"),
        (503, False, "out of order"),
        (429, False, "later"),
    ],
)
def test_statuses_are_said(site: Any, status: int, lasting: bool, word: str) -> None:
    found = refused(fetcher().fetch(site.put("/a", "sorry", status=status)))
    assert word in found.message
    assert str(status) in found.message
    assert found.lasting == lasting


def test_a_server_that_is_no_server_is_said(site: Any) -> None:
    site.answers["/a"] = lambda handler: handler.wfile.write(b"SSH-2.0-OpenSSH\r\n\r\n")
    assert "broke" in refused(fetcher().fetch(site.url("/a"))).message
    site.server.shutdown()
    site.server.server_close()
    assert "does not answer" in refused(fetcher().fetch(site.url("/a"))).message


# ---------------------------------------------------------------- manners


def test_one_host_is_asked_slowly(site: Any, clock: Any) -> None:
    urls = [site.put(f"/{n}", ARTICLE) for n in range(3)]
    patient = fetcher(manners=Manners(delay=5.0), clock=clock)
    assert all(isinstance(patient.fetch(url), Fetched) for url in urls)
    assert len(clock.slept) == 3  # robots.txt comes first
    assert all(pause == pytest.approx(5.0, abs=0.01) for pause in clock.slept)
    assert patient.ready_at(urls[0]) == pytest.approx(clock.at + 5.0)
    assert patient.ready_at("http://other.example/") == 0.0


def test_what_has_not_changed_is_not_sent_again(site: Any) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        known = handler.headers.get("If-None-Match") == '"7"'
        handler.send_response(304 if known else 200)
        handler.send_header("ETag", '"7"')
        handler.send_header("Content-Type", "text/html")
        handler.send_header("Content-Length", "0" if known else "8")
        handler.end_headers()
        if not known:
            handler.wfile.write(b"<p>a</p>")

    site.answers["/a"] = answer
    reader = fetcher()
    first = reader.fetch(site.url("/a"))
    assert isinstance(first, Fetched)
    assert isinstance(reader.fetch(site.url("/a"), known=first.validators), Unchanged)


def test_robots_are_asked_once_and_obeyed(site: Any) -> None:
    site.put("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open\n", "text/plain")
    allowed, open_page = site.put("/a", ARTICLE), site.put("/private/open", ARTICLE)
    reader = fetcher()
    assert "robots.txt" in refused(reader.fetch(site.put("/private/a", ARTICLE))).message
    assert isinstance(reader.fetch(allowed), Fetched)
    assert isinstance(reader.fetch(open_page), Fetched)
    assert [path for path, _ in site.requests] == ["/robots.txt", "/a", "/private/open"]


def test_a_redirect_does_not_lead_around_robots(site: Any) -> None:
    site.put("/robots.txt", "User-agent: incidentbook\nDisallow: /no\n", "text/plain")
    site.put("/no", ARTICLE)
    assert "robots.txt" in refused(fetcher().fetch(site.put("/a", "", status=302, Location="/no"))).message


def test_a_site_whose_robots_cannot_be_read_is_not_read(site: Any) -> None:
    site.put("/robots.txt", "", status=500)
    found = refused(fetcher().fetch(site.put("/a", ARTICLE)))
    assert "robots.txt" in found.message
    assert not found.lasting


def test_a_crawl_delay_is_kept(site: Any, clock: Any) -> None:
    site.put("/robots.txt", "User-agent: *\nCrawl-delay: 7\n", "text/plain")
    fetcher(clock=clock).fetch(site.put("/a", ARTICLE))
    assert clock.slept == [pytest.approx(7.0, abs=0.01)]


def test_a_host_that_asks_to_wait_is_left_alone(site: Any, clock: Any) -> None:
    reader = fetcher(clock=clock)
    found = refused(reader.fetch(site.put("/a", "", status=503, Retry_After="3600")))
    assert found.retry_after == 3600.0
    site.put("/a", ARTICLE)
    assert "left alone for 3600 seconds" in refused(reader.fetch(site.url("/a"))).message
    clock.at += 3600
    assert isinstance(reader.fetch(site.url("/a")), Fetched)


# ---------------------------------------------------------------- robots.txt by itself

ROBOTS = """\
User-agent: Incidentbook/2.0
User-agent: other
Disallow: /*.pdf$
Disallow: /search?*q=
Allow: /search?q=news
Disallow: /%7Ejoe/
Disallow:

User-agent: *
Disallow: /

User-agent: incidentbook
Disallow: /second # the groups of one name are one
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/search?a=1&q=b", False),
        ("/search?q=news", True),
        ("/~joe/a", False),
        ("/%7ejoe/a", False),
        ("/second/a", False),
    ],
)
def test_rules(path: str, allowed: bool) -> None:
    assert parse(ROBOTS, "incidentbook").allows(f"http://a.example{path}") == allowed


def test_rules_for_others() -> None:
    assert not parse(ROBOTS, "somebody").allows("http://a.example/b")
    assert parse("", "incidentbook").allows("http://a.example/b")
    assert rules_of(404, b"", "incidentbook").allows("http://a.example/")
    assert not rules_of(503, b"", "incidentbook").allows("http://a.example/")


@given(st.text(max_size=60), st.text(max_size=30))
def test_no_robots_txt_breaks_the_reader(text: str, path: str) -> None:
    parse(f"User-agent: *\nDisallow: {text}\n{text}", "incidentbook").allows(f"http://a.example/{path}")


def test_a_pattern_of_a_stranger_takes_no_time() -> None:
    rules = parse("User-agent: *\nDisallow: /" + "*a" * 5000 + "b", "incidentbook")
    begun = time.monotonic()
    assert rules.allows("http://a.example/" + "a" * 20000)
    assert time.monotonic() - begun < 0.5


# ---------------------------------------------------------------- pages


def test_a_fetched_page_becomes_a_page(site: Any) -> None:
    found = fetcher().fetch(
        site.put("/a", "<p>Фронт</p>".encode("cp1251"), "text/html; charset=windows-1251")
    )
    assert isinstance(found, Fetched)
    page = to_page(found)
    assert isinstance(page, Page)
    assert (page.content, page.media_type, page.source) == ("<p>Фронт</p>", "text/html", site.url("/a"))
    assert page.meta is not None
    assert page.meta.url == site.url("/a")


def test_what_is_no_text_becomes_a_problem(site: Any) -> None:
    found = fetcher().fetch(site.put("/a", b"\x00\x01\x02", "text/html"))
    assert isinstance(found, Fetched)
    assert isinstance(to_page(found), Problem)


def test_feeds_accept_more_than_pages() -> None:
    assert PAGE_TYPES < FEED_TYPES

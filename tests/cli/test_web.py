"""`add` and `watch` on web addresses, with a real server; and the evidence that they leave."""

from __future__ import annotations

import gzip
import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from fastwarc import ArchiveIterator

from incidentbook.book import Place, Store
from incidentbook.resume import Track
from incidentbook.sources import Page, cursor_of
from incidentbook.sources.anywhere import Reading, read_all
from incidentbook.sources.fetch import Fetcher

from .site import Site, feed, page, serving
from .test_sources import warc

ROCKETS = (
    "Two rockets hit Balad air base, north of Baghdad, on Sunday, the Iraqi military said. Nobody was hurt.",
    "It was not clear who fired the rockets at the base, where American contractors work on Iraqi jets.",
)
MARKET = (
    "A car bomb killed three people at a market in Mosul on Saturday, police said. Seven others were injured.",
    "No group has claimed responsibility for the bombing, which struck the east of the city at noon.",
)
GARDEN = (
    "The roses of the town garden are in flower, and visitors come from the whole valley to see them. ",
) * 9


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as under_way:
        yield under_way


def documents(here, *more: str) -> list[dict]:
    lines = here("extract", *more).out.splitlines()
    return [json.loads(line)["document"] for line in lines]


def test_a_private_address_is_refused_unless_allowed(here, site: Site) -> None:
    url = site.put("/a", page("Rockets hit Balad base", *ROCKETS))
    refused = here("add", url)
    assert refused.code == 1
    assert len(refused.err.splitlines()) == 1
    assert "127.0.0.1" in refused.err
    assert site.asked == []
    allowed = here("add", url, "--allow-private")
    assert (allowed.code, allowed.err) == (0, "")
    assert allowed.out.startswith("1 document read: 1 added, 0 known, 0 updated; 0 told of no attack;")
    assert here("list").out.count("IB-") == 1


def test_a_feed_is_read_as_its_stories_and_a_missing_one_is_a_line(here, site: Site) -> None:
    stories = site.put("/a", page("Rockets hit Balad base", *ROCKETS)), site.put("/b", page("Roses", *GARDEN))
    url = site.put("/feed", feed(*stories, f"http://127.0.0.1:{site.port}/gone"), "application/rss+xml")
    done = here("add", url, stories[0], "--allow-private")
    assert done.code == 1
    assert site.asked == ["/feed", "/a", "/b", "/gone"]
    assert done.out.startswith("1 document read: 1 added, 0 known, 0 updated; 1 told of no attack; 0 inputs")
    assert "/gone: " in done.err
    assert len(done.err.splitlines()) == 1


@pytest.mark.parametrize("url", ["ftp://example.org/a", "http://", "https://ann:secret@example.org/a"])
def test_an_address_that_is_none_is_a_line(here, url: str) -> None:
    done = here("extract", url)
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "[failed]" in done.err
    assert "secret" not in done.err


def test_the_evidence_of_a_page_is_kept_and_a_change_is_seen(here, site: Site, tmp_path: Path) -> None:
    body = page("Rockets hit Balad base", *ROCKETS)
    url = site.put("/a", body)
    assert here("add", url, "--allow-private").code == 0
    assert here("evidence", "export", "kept.warc.gz").out == "1 record of evidence written to kept.warc.gz\n"
    with gzip.open("kept.warc.gz") as handle:
        records = [
            (r.headers["WARC-Type"], r.headers.get("WARC-Target-URI"), r.reader.read())
            for r in ArchiveIterator(handle)
        ]
    assert [kind for kind, _, _ in records] == ["warcinfo", "response"]
    assert records[1][1:] == (url, body.encode())
    well = here("evidence", "verify")
    assert (well.code, well.err) == (0, "")
    assert well.out == "incidents.db.evidence: 1 record, 1 with their bytes; 0 faults\n"
    (kept,) = (tmp_path / "incidents.db.evidence").glob("??/*.gz")
    kept.chmod(0o644)
    kept.write_bytes(gzip.compress(body.replace("Two", "Six").encode()))
    bad = here("evidence", "verify")
    assert bad.code == 1
    assert "is not what was read from" in bad.err
    assert bad.out.endswith("1 fault\n")


@pytest.mark.parametrize(("keep", "kept"), [("pages", 0), ("all", 1), ("none", 0)])
def test_what_is_kept_of_files(here, articles: Path, tmp_path: Path, keep: str, kept: int) -> None:
    for _ in range(2):
        assert here("add", articles / "d01.txt", "--keep", keep, "--workers", "1").code == 0
    (line,) = (tmp_path / "incidents.db.evidence" / "ledger.jsonl").read_text().splitlines()
    row = json.loads(line)
    assert row["sha256"] == hashlib.sha256((articles / "d01.txt").read_bytes()).hexdigest()
    assert row["source"] == str(articles / "d01.txt")
    assert row["kept"] is bool(kept)
    assert len(list((tmp_path / "incidents.db.evidence").glob("??/*.gz"))) == kept


def test_a_book_without_evidence_says_so(here, articles: Path, tmp_path: Path) -> None:
    assert here("evidence", "verify").code == 3
    assert here("extract", articles / "d01.txt").code == 0
    assert here("add", "nowhere.txt").code == 1
    done = here("evidence", "verify")
    assert (done.code, len(done.err.splitlines())) == (4, 1)
    assert "has no evidence" in done.err


def test_watch_reads_each_story_once(here, site: Site, tmp_path: Path) -> None:
    first, second = (
        site.put("/a", page("Rockets hit Balad base", *ROCKETS)),
        site.put("/b", page("Bomb in Mosul", *MARKET, day="2021-05-08")),
    )
    (tmp_path / "feeds.txt").write_text(f"# ours\n{site.put('/feed', feed(first), 'application/rss+xml')}\n")
    command = ("watch", "feeds.txt", "--once", "--allow-private")
    once = here(*command)
    assert (once.code, once.err) == (0, "")
    assert once.out.splitlines()[0] == f"{first}: 1 report"
    assert "1 document read: 1 added" in once.out
    site.put("/feed", feed(second, first), "application/rss+xml")
    again = here(*command)
    assert again.out.splitlines()[0].startswith(f"{second}: ")
    assert "1 document read: 1 added" in again.out
    assert site.asked.count("/a") == site.asked.count("/b") == 1
    assert (tmp_path / "incidents.db.seen.jsonl").exists()
    assert here("evidence", "verify").out.startswith(
        "incidents.db.evidence: 2 records, 2 with their bytes; 0"
    )


@pytest.mark.parametrize(
    ("listed", "code", "said"),
    [
        ("# nothing\n", 4, "names no feed"),
        ("not an address\n", 1, "feeds.txt:1: "),
        ("http://127.0.0.1:1/feed\n", 1, "127.0.0.1"),
    ],
)
def test_bad_feeds_are_lines(here, tmp_path: Path, listed: str, code: int, said: str) -> None:
    (tmp_path / "feeds.txt").write_text(listed)
    done = here("watch", "feeds.txt", "--once")
    assert (done.code, len(done.err.splitlines())) == (code, 1)
    assert said in done.err


def test_a_feed_that_is_a_web_page_is_a_line(here, site: Site, tmp_path: Path) -> None:
    (tmp_path / "feeds.txt").write_text(site.put("/page", page("Roses", *GARDEN)))
    done = here("watch", "feeds.txt", "--once", "--allow-private")
    assert done.code == 1
    assert "is a web page, not a feed" in done.err


def test_a_web_archive_on_the_web(here, site: Site, tmp_path: Path) -> None:
    bodies = [page("Rockets hit Balad base", *ROCKETS), page("Roses", *GARDEN), page("A bomb", *MARKET)]
    url = site.put("/crawl.warc.gz", warc(*bodies), "application/octet-stream")
    done = here("add", url, "--allow-private", "--workers", "1")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("2 documents read: 2 added, 0 known, 0 updated; 1 told of no attack;")
    assert here("evidence", "verify").out == "incidents.db.evidence: 1 record, 1 with their bytes; 0 faults\n"
    with closing(sqlite3.connect(tmp_path / "incidents.db")) as connection:
        assert connection.execute("SELECT * FROM cursors").fetchall() == []


def test_a_file_of_the_web_that_was_broken_off_goes_on(here, site: Site, tmp_path: Path) -> None:
    rows = [
        {"text": f"Two rockets hit Balad air base on April {n}, 2021, the army said."} for n in range(1, 5)
    ]
    url = site.put("/a.jsonl", "".join(json.dumps(row) + "\n" for row in rows), "application/jsonl")
    (line, *_) = (
        p for p in read_all([url], Reading(), fetcher=Fetcher(reach="anywhere")) if isinstance(p, Page)
    )
    cursor = cursor_of(line)
    assert cursor is not None
    with Store.open(tmp_path / "incidents.db", create=True) as store:
        way = Track(store, [url], Reading(reach="anywhere"))._how
        store.set_place(Place(url, way, cursor.fingerprint, "2"))
    done = here("add", url, "--allow-private", "--workers", "1")
    assert done.out.startswith("2 documents read: 2 added")
    assert here("add", url, "--allow-private", "--workers", "1").out.startswith(
        "4 documents read: 2 added, 2 known"
    )


def test_a_file_of_the_web_may_be_so_large(here, site: Site) -> None:
    rows = "".join(
        json.dumps({"text": f"{n} " + "The roses are in flower. " * 50}) + "\n" for n in range(1000)
    )
    url = site.put("/a.jsonl", rows, "application/jsonl")
    done = here("extract", url, "--allow-private", "--max-size", "1")
    assert (done.code, done.out, len(done.err.splitlines())) == (1, "", 1)
    assert "is a file of more than 1 MB; allow more with --max-size" in done.err

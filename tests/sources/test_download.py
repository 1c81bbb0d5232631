"""Archives, tables and WARC files on the web are read as if they lay on disk. Every server here is on the loopback."""

from __future__ import annotations

import gzip
import tempfile
import time
from http.server import BaseHTTPRequestHandler
from pathlib import Path, PurePath
from typing import Any

import pytest
from tests.sources.made import packed, records, tarred, write, zipped

from incidentbook.sources import Page, Problem, read
from incidentbook.sources.addresses import read_addresses
from incidentbook.sources.anywhere import Reading, read_all
from incidentbook.sources.connect import RefusedError
from incidentbook.sources.cursor import cursor_of
from incidentbook.sources.download import file_name, spooled
from incidentbook.sources.evidence import EvidenceStore
from incidentbook.sources.fetch import Fetcher, Limits, Manners
from incidentbook.sources.keeping import Keeper

ROWS = b"".join(b'{"text": "Rockets hit base %d."}\n' % n for n in range(7))
TABLE = b"id,text,date\n" + b"".join(b'%d,"Rockets hit base %d.",2021-04-05\n' % (n, n) for n in range(7))
FILES = {
    "a.jsonl": (ROWS, "text/plain"),
    "b.jsonl.gz": (gzip.compress(ROWS), "application/gzip"),
    "c.csv": (TABLE, "text/csv"),
    "d.warc": (b"".join(records(6)), "application/octet-stream"),
    "e.warc.gz": (packed(records(6)), "application/gzip"),
    "f.zip": (
        zipped({"a.txt": b"words", "b.csv": TABLE, "meta.jsonl": b'{"file": "a.txt", "title": "T"}'}),
        "",
    ),
    "g.tar.gz": (tarred({"a.txt": b"words", "b.jsonl": ROWS}, "w:gz"), "application/x-gzip"),
    "damaged.warc.gz": (packed(records(3)) + b"\x00" * 99 + packed(records(3)), "application/octet-stream"),
}


def fetcher(**limits: Any) -> Fetcher:
    return Fetcher(reach="anywhere", manners=Manners(delay=0.0), limits=Limits(**limits))


def parts(items: Any) -> list[Any]:
    return [
        (i.media_type, i.content, i.meta) if isinstance(i, Page) else (i.message, i.severity) for i in items
    ]


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_web_is_read_as_one_on_disk(site: Any, tmp_path: Path, name: str) -> None:
    data, kind = FILES[name]
    url = site.put(f"/data/{name}?version=2", data, kind)
    found = list(read_addresses([url], fetcher()))
    assert parts(found) == parts(read([write(tmp_path / name, data)]))
    assert all(item.source.startswith(url) for item in found)
    assert len(found) >= 6


def test_parquet_of_the_web(site: Any, tmp_path: Path) -> None:
    pyarrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    file = tmp_path / "a.parquet"
    parquet.write_table(pyarrow.table({"text": [f"t{n}" for n in range(10)]}), file, row_group_size=3)
    url = site.put("/a.parquet", file.read_bytes(), "application/octet-stream")
    assert parts(read_addresses([url], fetcher())) == parts(read([file]))


@pytest.mark.parametrize("name", ["a.jsonl", "b.jsonl.gz", "e.warc.gz", "f.zip"])
def test_after_any_page_the_rest_is_read(site: Any, name: str) -> None:
    url = site.put(f"/{name}", *FILES[name])
    found = list(read_all([url], Reading(), fetcher=fetcher()))
    for number, page in enumerate(found, 1):
        assert isinstance(page, Page)
        cursor = cursor_of(page)
        assert cursor is not None
        assert cursor.source == url
        assert list(read_all([url], Reading(), after=[cursor], fetcher=fetcher())) == found[number:]


def test_metadata_and_columns_hold_for_it_too(site: Any, tmp_path: Path) -> None:
    meta = write(tmp_path / "known.jsonl", b'{"file": "in/a.txt", "publisher": "Post"}\n')
    url = site.put("/a.zip", zipped({"in/a.txt": b"words"}), "application/zip")
    (page,) = read_all([url], Reading(meta), fetcher=fetcher())
    assert isinstance(page, Page)
    assert page.meta is not None
    assert page.meta.publisher == "Post"


@pytest.mark.parametrize(
    ("url", "kind", "disposition", "name"),
    [
        ("https://a.org/x/crawl.warc.gz?y=1", "application/octet-stream", None, "crawl.warc.gz"),
        ("https://a.org/get?id=7", "application/zip", None, "file.zip"),
        ("https://a.org/get?id=7", "text/csv", None, "file.csv"),
        (
            "https://a.org/get",
            "application/octet-stream",
            'attachment; filename="../../news.jsonl"',
            "news.jsonl",
        ),
        ("https://a.org/a%20b.tsv", "text/plain", "inline", "a b.tsv"),
        ("https://a.org/a.zip", "text/html", None, None),
        ("https://a.org/news/rockets-hit-base", "text/plain", None, None),
        ("https://a.org/sitemap.xml.gz", "application/gzip", None, None),
        ("https://a.org/list.txt.gz", "application/gzip", None, None),
        ("https://a.org/report.pdf", "application/pdf", None, None),
    ],
)
def test_what_is_a_file_of_many_articles(
    url: str, kind: str, disposition: str | None, name: str | None
) -> None:
    assert file_name(url, kind, disposition) == (name and PurePath(name))


def test_it_is_told_by_its_first_bytes_where_nothing_else_tells(site: Any) -> None:
    url = site.put("/get?id=7", zipped({"a.txt": b"words"}), "application/octet-stream")
    warc = site.put("/get?id=8", packed(records(2)), "application/gzip")
    assert [p.content for p in read_addresses([url], fetcher()) if isinstance(p, Page)] == ["words"]
    assert len(list(read_addresses([warc], fetcher()))) == 2


def test_what_was_unpacked_on_its_way_is_read(site: Any) -> None:
    url = site.put("/a.jsonl.gz", gzip.compress(ROWS), "application/json", Content_Encoding="gzip")
    assert len([p for p in read_addresses([url], fetcher()) if isinstance(p, Page)]) == 7


@pytest.mark.parametrize("way", ["stated", "endless", "bomb"])
def test_too_large_a_file_is_one_line(site: Any, way: str) -> None:
    def endless(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/zip")
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65536)

    url = site.put("/a.zip", b"x" * 600_000, "application/zip")
    if way == "bomb":
        bomb = gzip.compress(b"x" * 50_000_000)
        url = site.put("/a.jsonl", bomb, "application/jsonl", Content_Encoding="gzip")
    elif way == "endless":
        site.answers["/a.zip"] = endless
    (problem,) = read_addresses([url], fetcher(file_size=500_000))
    assert isinstance(problem, Problem)
    assert "is a file of more than 0.5 MB" in problem.message
    assert "--max-size" in problem.message


def test_one_that_does_not_come_on_is_left(site: Any) -> None:
    def stuck(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/zip")
        handler.end_headers()
        handler.wfile.write(b"PK")
        handler.wfile.flush()
        time.sleep(2)

    site.answers["/a.zip"] = stuck
    begun = time.monotonic()
    (problem,) = read_addresses([site.url("/a.zip")], fetcher(seconds=0.3))
    assert time.monotonic() - begun < 1.5
    assert isinstance(problem, Problem)


def test_a_long_one_may_take_longer_than_a_page_but_not_for_ever(site: Any) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/jsonl")
        handler.end_headers()
        for line in ROWS.splitlines(keepends=True):
            handler.wfile.write(line)
            handler.wfile.flush()
            time.sleep(0.3)

    site.answers["/a.jsonl"] = drip
    url = site.url("/a.jsonl")
    assert len(list(read_addresses([url], fetcher(seconds=1.5)))) == 7
    (problem,) = read_addresses([url], fetcher(seconds=1.5, file_seconds=0.5))
    assert isinstance(problem, Problem)
    assert "try again later" in problem.message


def test_its_bytes_are_evidence(site: Any, tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path / "kept")
    data, kind = FILES["e.warc.gz"]
    url = site.put("/e.warc.gz", data, kind)
    assert len(list(read_all([url], Reading(), keeper=Keeper(store, "pages"), fetcher=fetcher()))) == 6
    (line,) = store.ledger
    assert (line.source, line.size, line.kept, line.status, line.media_type) == (
        url,
        len(data),
        True,
        200,
        kind,
    )
    assert b"".join(store.content(line)) == data
    assert list(store.verify()) == []


def test_private_addresses_are_refused_for_files_too(site: Any) -> None:
    site.put("/a.zip", zipped({"a.txt": b"words"}), "application/zip")
    (problem,) = read_addresses([site.url("/a.zip")], Fetcher())
    assert isinstance(problem, Problem)
    assert "private network" in problem.message
    assert site.paths() == []


def test_a_story_of_a_feed_is_no_archive(site: Any) -> None:
    archive = site.put("/a.zip", zipped({"a.txt": b"words"}), "application/zip")
    rss = f"<rss version='2.0'><channel><item><link>{archive}</link></item></channel></rss>"
    (problem,) = read_addresses([site.put("/feed", rss, "application/rss+xml")], fetcher())
    assert isinstance(problem, Problem)


def test_a_full_disk_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    class Full:
        def write(self, data: bytes) -> None:
            raise OSError(28, "No space left on device")

        def close(self) -> None:
            pass

    monkeypatch.setattr(tempfile, "TemporaryFile", Full)
    with pytest.raises(RefusedError, match="temporary file"):
        spooled(PurePath("a.zip"), [b"x"], 10)

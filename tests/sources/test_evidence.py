"""What is kept stays as it was, and whoever touches it is seen."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from fastwarc import ArchiveIterator as FastIterator
from hypothesis import given
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from incidentbook.errors import SourceError
from incidentbook.sources.evidence import Evidence, EvidenceStore, Fault, Found, JsonlLedger
from incidentbook.sources.fetch import Fetched, Fetcher, Manners
from incidentbook.sources.warc_export import export_warc

WHEN = datetime(2021, 7, 5, 18, 27, tzinfo=timezone(timedelta(hours=3)))
BODY = b"<p>Three rockets hit the base.</p>"
SHA = hashlib.sha256(BODY).hexdigest()


def found(source: str = "articles/a.html", **more: Any) -> Found:
    return Found(source, WHEN, "text/html", **more)


def web(url: str = "https://a.example/1", **more: Any) -> Found:
    headers = (
        ("Content-Type", "text/html"),
        ("Content-Encoding", "gzip"),
        ("Content-Length", "9"),
        ("X", "ü"),
    )
    return found(url, headers=headers, status=200, peer="203.0.113.9", **more)


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    return EvidenceStore.beside(tmp_path / "incidents.db")


def kinds(store: EvidenceStore) -> list[str]:
    return [fault.kind for fault in store.verify()]


# ---------------------------------------------------------------- keeping


def test_bytes_are_kept_with_what_is_known_of_them(store: EvidenceStore, tmp_path: Path) -> None:
    evidence = store.keep(BODY, web(requested="https://a.example/old"))
    assert (evidence.sha256, evidence.size, evidence.kept) == (SHA, len(BODY), True)
    assert b"".join(store.content(evidence)) == BODY
    assert list(store.ledger) == [evidence]
    path = tmp_path / "incidents.db.evidence" / SHA[:2] / f"{SHA[2:]}.gz"
    assert gzip.decompress(path.read_bytes()) == BODY
    assert path.stat().st_mode & 0o222 == 0
    assert list(store.verify()) == []


def test_a_content_is_kept_once(store: EvidenceStore) -> None:
    first, second = store.keep(BODY, found("a.html")), store.keep([BODY[:5], BODY[5:]], found("b.html"))
    assert first.sha256 == second.sha256
    assert [e.source for e in store.ledger] == ["a.html", "b.html"]
    assert len(list(store.folder.rglob("*.gz"))) == 1
    assert list((store.folder / "tmp").iterdir()) == []


def test_the_hash_stays_where_the_bytes_are_not_kept(store: EvidenceStore) -> None:
    evidence = store.note(BODY, found())
    assert (evidence.sha256, evidence.size, evidence.kept) == (SHA, len(BODY), False)
    assert list(store.ledger) == [evidence]
    assert list(store.folder.rglob("*.gz")) == []
    assert list(store.verify()) == []


def test_what_the_web_gave_is_kept(site: Any, store: EvidenceStore) -> None:
    site.put("/1", gzip.compress(BODY), Content_Encoding="gzip", ETag='"1"')
    page = Fetcher(reach="anywhere", manners=Manners(delay=0)).fetch(
        site.put("/old", "", status=302, Location="/1")
    )
    assert isinstance(page, Fetched)
    evidence = store.keep(page.body, Found.of(page))
    assert (evidence.source, evidence.requested) == (site.url("/1"), site.url("/old"))
    assert (evidence.sha256, evidence.status, evidence.peer) == (SHA, 200, "127.0.0.1")
    assert ("etag", '"1"') in [(name.lower(), value) for name, value in evidence.headers]
    assert evidence.collector.startswith("incidentbook/")
    assert list(store.ledger) == [evidence]


@given(
    st.binary(max_size=300),
    st.text(max_size=40),
    st.lists(st.tuples(st.text(max_size=10), st.text(max_size=10)), max_size=3),
)
def test_what_goes_in_comes_out(tmp_path_factory: Any, body: bytes, source: str, headers: Any) -> None:
    store = EvidenceStore(tmp_path_factory.mktemp("e"))
    try:
        json.dumps([source, headers], ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return
    evidence = store.keep(body, found(source, headers=tuple(headers)))
    assert list(store.ledger) == [evidence]
    assert b"".join(store.content(evidence)) == body
    assert list(store.verify()) == []


def test_a_time_without_zone_is_none() -> None:
    with pytest.raises(ValueError, match="zone"):
        Evidence(SHA, "a", datetime(2021, 7, 5), "text/html", (), 1)


# ---------------------------------------------------------------- verifying


def test_what_was_changed_is_seen(store: EvidenceStore) -> None:
    bodies = {
        name: store.keep(name.encode() * 50, found(name)) for name in ("fine", "gone", "new", "torn", "long")
    }
    paths = {name: store.path_of(e.sha256) for name, e in bodies.items()}
    for path in paths.values():
        path.chmod(0o644)
    paths["gone"].unlink()
    paths["new"].write_bytes(gzip.compress(b"NEW" * 50))
    paths["torn"].write_bytes(paths["torn"].read_bytes()[:-9])
    paths["long"].write_bytes(gzip.compress(bytes(10_000_000)))
    (store.folder / "ab").mkdir(exist_ok=True)
    (store.folder / "ab" / "stray.gz").write_bytes(b"x")
    faults = {(f.kind, Path(f.where)) for f in store.verify()}
    assert faults == {
        ("missing", paths["gone"]),
        ("altered", paths["new"]),
        ("unreadable", paths["torn"]),
        ("altered", paths["long"]),
        ("stray", store.folder / "ab" / "stray.gz"),
    }
    assert all("\n" not in f.message for f in store.verify())


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda lines: [lines[0], lines[1].replace(b"b.html", b"c.html"), lines[2]], [3]),
        (lambda lines: [lines[0], lines[2]], [2]),
        (lambda lines: [lines[1], lines[0], lines[2]], [1, 2, 3]),
        (lambda lines: [lines[0], lines[1][:30], lines[2]], [2, 3]),
        (lambda lines: [lines[0], b"[" * 100_000, lines[2]], [2, 3]),
    ],
)
def test_a_changed_ledger_is_seen(store: EvidenceStore, change: Any, where: list[int]) -> None:
    for name in ("a.html", "b.html", "c.html"):
        store.note(name.encode(), found(name))
    path = store.folder / "ledger.jsonl"
    path.write_bytes(b"\n".join(change(path.read_bytes().splitlines())) + b"\n")
    faults = list(store.ledger.faults())
    assert [(f.kind, f.where) for f in faults] == [("ledger", f"{path}:{n}") for n in where]


def test_lines_cut_off_change_the_head(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    ledger = JsonlLedger(tmp_path / "ledger.jsonl")
    assert ledger.head() == "0" * 64
    store.note(b"a", found("a"))
    first = ledger.head()
    store.note(b"b", found("b" * 10_000))
    store.note(b"c", found("c"))
    assert ledger.head() != first
    assert list(ledger.faults()) == []
    ledger.path.write_bytes(ledger.path.read_bytes().splitlines(keepends=True)[0])
    assert ledger.head() == first


def test_a_line_cut_off_by_a_kill_costs_that_line(store: EvidenceStore) -> None:
    store.note(b"a", found("a"))
    path = store.folder / "ledger.jsonl"
    with path.open("ab") as handle:
        handle.write(b'{"before": "00')
    store.note(b"b", found("b"))
    assert [e.source for e in store.ledger] == ["a", "b"]
    assert [f.where for f in store.verify()] == [f"{path}:2"]


def test_a_kill_in_the_middle_leaves_nothing_half(store: EvidenceStore) -> None:
    """Killed while it writes: what the ledger tells of is whole, the rest is a stray."""
    script = f"""
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from incidentbook.sources.evidence import EvidenceStore, Found
        store = EvidenceStore(Path({str(store.folder)!r}))
        for n in range(100000):
            store.keep(str(n).encode() * 20000, Found(str(n), datetime.now(UTC), "text/plain"))
            print(n, flush=True)
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    with subprocess.Popen(command, env={"PYTHONPATH": "src"}, stdout=subprocess.PIPE) as program:
        assert program.stdout is not None
        said = [program.stdout.readline() for _ in range(5)]
        time.sleep(0.01)
        program.kill()
    assert said[-1] == b"4\n"
    assert len(list(store.ledger)) >= 5
    assert {f.kind for f in store.verify()} <= {"stray", "ledger"}
    for evidence in store.ledger:
        assert hashlib.sha256(b"".join(store.content(evidence))).hexdigest() == evidence.sha256


def test_two_programs_write_one_ledger(store: EvidenceStore) -> None:
    script = f"""
        import sys
        from datetime import UTC, datetime
        from pathlib import Path
        from incidentbook.sources.evidence import EvidenceStore, Found
        store = EvidenceStore(Path({str(store.folder)!r}))
        for n in range(40):
            store.keep(str(n).encode(), Found(f"{{sys.argv[1]}}-{{n}}", datetime.now(UTC), "text/plain"))
    """
    command = [sys.executable, "-c", textwrap.dedent(script)]
    both = [subprocess.Popen([*command, name], env={"PYTHONPATH": "src"}) for name in ("a", "b")]
    assert [p.wait(timeout=60) for p in both] == [0, 0]
    assert len(list(store.ledger)) == 80
    assert list(store.verify()) == []


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    store = EvidenceStore(tmp_path / "file" / "book.evidence")
    for put in (store.keep, store.note):
        with pytest.raises(SourceError, match="cannot be written"):
            put(BODY, found())


# ---------------------------------------------------------------- WARC


def exported(store: EvidenceStore) -> bytes:
    handle = io.BytesIO()
    export_warc(store, handle)
    return handle.getvalue()


def filled(store: EvidenceStore) -> None:
    store.keep(BODY, web())
    store.keep(b"Three rockets.\r\n\r\n" * 5000, replace(found("my articles/ü.txt"), media_type="text/plain"))
    store.keep(BODY, web("https://b.example/ü?a=b c"))
    store.keep(BODY, found("copy.html"))
    store.note(b"not kept", found("secret.html"))


def test_an_export_is_read_by_others(store: EvidenceStore) -> None:
    filled(store)
    rows = []
    for record in ArchiveIterator(io.BytesIO(exported(store)), check_digests="raise"):
        head = record.rec_headers.get_header
        rows.append((record.rec_type, head("WARC-Target-URI"), record.content_stream().read()))
        if record.rec_type == "response":
            assert record.http_headers.get_statuscode() == "200"
            assert record.http_headers.get_header("X-Archive-Orig-Content-Encoding") == "gzip"
            assert record.http_headers.get_header("Content-Length") == str(len(BODY))
            assert head("WARC-Date") == "2021-07-05T15:27:00Z"
            assert head("WARC-IP-Address") == "203.0.113.9"
        if record.rec_type == "revisit":
            assert head("WARC-Refers-To-Target-URI") == "https://a.example/1"
    kinds_and_places = [(kind, uri) for kind, uri, _ in rows]
    assert kinds_and_places == [
        ("warcinfo", None),
        ("response", "https://a.example/1"),
        ("resource", "file:my%20articles/%C3%BC.txt"),
        ("revisit", "https://b.example/%C3%BC?a=b%20c"),
        ("revisit", "file:copy.html"),
        ("metadata", "file:secret.html"),
    ]
    assert rows[1][2] == BODY
    assert rows[2][2] == b"Three rockets.\r\n\r\n" * 5000


def test_a_second_reader_agrees(store: EvidenceStore) -> None:
    filled(store)
    records = [(r.headers["WARC-Type"], r.reader.read()) for r in FastIterator(io.BytesIO(exported(store)))]
    assert [kind for kind, _ in records] == [
        "warcinfo",
        "response",
        "resource",
        "revisit",
        "revisit",
        "metadata",
    ]
    assert records[1][1] == BODY


def test_the_same_evidence_gives_the_same_file(store: EvidenceStore) -> None:
    filled(store)
    assert exported(store) == exported(store)


def test_a_header_cannot_begin_a_new_one(store: EvidenceStore) -> None:
    store.keep(
        BODY, replace(web("https://a.example/\r\nWARC-Type: x"), headers=(("A", "b\r\n\r\n<p>new body"),))
    )
    records = list(ArchiveIterator(io.BytesIO(exported(store)), check_digests="raise"))
    assert [r.rec_type for r in records] == ["warcinfo", "response"]


def test_nothing_kept_is_nothing_written(store: EvidenceStore) -> None:
    assert export_warc(store, io.BytesIO()) == 0


def test_what_is_missing_stops_the_export(store: EvidenceStore) -> None:
    evidence = store.keep(BODY, found())
    store.path_of(evidence.sha256).unlink()
    with pytest.raises(SourceError, match="is not there"):
        exported(store)
    assert [type(f) for f in store.verify()] == [Fault]


def test_keeping_is_quick(store: EvidenceStore) -> None:
    begun = time.monotonic()
    for n in range(100):
        store.keep(f"{n}{'text ' * 500}".encode(), Found(str(n), datetime.now(UTC), "text/plain"))
    assert time.monotonic() - begun < 5.0

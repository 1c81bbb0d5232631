"""A long web archive through `incidentbook add`: time, peak memory, and whether a kill changes the book.

The archive is made here: pages of everyday news, one in `_EVERY` of them with an attack.
It takes minutes, so it runs only where it is asked for: `python -m benchmarks stream`, or by itself:
`python -m benchmarks.stream --pages 50000`.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

PAGES = 50_000
_EVERY = 200
_TOWNS = ("Mosul", "Tikrit", "Ramadi", "Falluja", "Baquba", "Kirkuk", "Samarra", "Basra", "Najaf", "Hilla")
_TEXT = """
garden market school river bridge council budget harvest museum season concert library summer teacher bakery
railway village festival weather tourist kitchen painting orchard holiday letter winter morning neighbour
company minister student doctor window street station ticket theatre football island harbour coffee
"""
_WORDS = _TEXT.split()


def run(bench: Path, out: Path) -> dict[str, Any]:
    """The figures for an archive of 50,000 pages; `bench` is not needed."""
    with tempfile.TemporaryDirectory(dir=out) as folder:
        return measure(Path(folder), PAGES)


def measure(folder: Path, pages: int) -> dict[str, Any]:
    """Reads an archive of so many pages as a whole, then again with a kill half-way; peak memory in MB."""
    archive = folder / "crawl.warc.gz"
    size = write_archive(archive, pages)
    start = time.monotonic()
    whole, peak = _add(archive, folder / "whole.db", None)
    seconds = time.monotonic() - start
    held = _rows(folder / "whole.db", "SELECT count(*) FROM documents")[0][0]
    _add(archive, folder / "killed.db", held // 2)
    left = _rows(folder / "killed.db", "SELECT count(*) FROM documents")[0][0]
    again, _ = _add(archive, folder / "killed.db", None)
    return {
        "pages": pages,
        "megabytes packed": round(size / 1e6, 1),
        "documents": held,
        "pages/s": round(pages / seconds, 1),
        "seconds to read": round(seconds, 1),
        "peak memory, MB, all processes": round(peak),
        "documents when killed": left,
        "pages read after it": _pages_read(again),
        "same book": int(_book(folder / "whole.db") == _book(folder / "killed.db")),
        "said": whole.splitlines()[0],
    }


def write_archive(path: Path, pages: int) -> int:
    """Writes the archive; its size in bytes."""
    chance = random.Random(20210705)
    with path.open("wb") as handle:
        for number in range(pages):
            handle.write(gzip.compress(_record(number, _page(number, chance)), 3, mtime=0))
        return handle.tell()


def _page(number: int, chance: random.Random) -> bytes:
    title = " ".join(chance.choices(_WORDS, k=6)).capitalize()
    menu = "".join(f'<li><a href="/{w}">{w}</a></li>' for w in chance.sample(_WORDS, 30))
    paragraphs = "".join(f"<p>{_sentences(chance)}</p>\n" for _ in range(12))
    if number % _EVERY == 0:
        town, day = chance.choice(_TOWNS), number // _EVERY % 28 + 1
        paragraphs = (
            f"<p>A car bomb killed {chance.randint(2, 40)} people at a market in {town} on May {day}, 2021, police said.</p>"
            f"<p>No group has claimed responsibility for the bombing in {town}.</p>\n{paragraphs}"
        )
    head = f'<title>{title}</title><meta property="article:published_time" content="2021-06-01T10:00:00Z">'
    return (
        f'<!doctype html><html lang="en"><head>{head}<script>var a = {list(range(200))};</script></head><body>'
        f"<nav><ul>{menu}</ul></nav><article><h1>{title}</h1>{paragraphs}</article></body></html>"
    ).encode()


def _sentences(chance: random.Random) -> str:
    return " ".join(f"{' '.join(chance.choices(_WORDS, k=12)).capitalize()}." for _ in range(4))


def _record(number: int, body: bytes) -> bytes:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
        f"WARC-Date: 2021-07-05T00:00:00Z\r\nWARC-Target-URI: http://news.test/{number}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def _add(archive: Path, book: Path, kill_at: int | None) -> tuple[str, float]:
    """Runs `incidentbook add`, kills it when the book has so many documents; its words, and the peak in MB."""
    command = [sys.executable, "-m", "incidentbook.cli", "add", str(archive), "--book", str(book)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True) as process:
        peaks = [0.0]
        watcher = threading.Thread(target=lambda: peaks.extend(_memory(process)), daemon=True)
        watcher.start()
        while kill_at is not None and process.poll() is None:
            if _rows(book, "SELECT count(*) FROM documents")[0][0] >= kill_at:
                os.killpg(process.pid, signal.SIGKILL)
                break
            time.sleep(0.05)
        said = process.stdout.read() if process.stdout else ""
        process.wait()
        watcher.join()
    return said, max(peaks)


def _memory(process: subprocess.Popen[str]) -> Iterator[float]:
    """The memory of the process and its children from time to time, in MB: what is theirs alone, and shares."""
    while process.poll() is None:
        yield sum(_proportional(pid) for pid in _group(process.pid))
        time.sleep(0.25)


def _group(leader: int) -> list[int]:
    pids = [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit()]
    return [pid for pid in pids if _group_of(pid) == leader]


def _group_of(pid: int) -> int | None:
    try:
        return os.getpgid(pid)
    except OSError:
        return None


def _proportional(pid: int) -> float:
    try:
        found = re.search(r"^Pss:\s+(\d+)", Path(f"/proc/{pid}/smaps_rollup").read_text(), re.MULTILINE)
    except OSError:
        return 0.0
    return int(found[1]) / 1024 if found else 0.0


def _rows(book: Path, query: str) -> list[Any]:
    try:
        with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.OperationalError:
        return [(0,)]


def _book(book: Path) -> list[Any]:
    tables = ("documents", "reports", "statements", "tallies", "incidents", "incident_reports", "stories")
    return [_rows(book, f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


def _pages_read(said: str) -> int:
    """Documents and pages without attack that `add` says it read."""
    found = re.match(r"(\d+) documents? read: .*; (\d+) told of no attack", said)
    return sum(map(int, found.groups())) if found else 0


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.stream", description=__doc__)
    parser.add_argument("--pages", type=int, default=PAGES)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(measure(Path(folder), asked.pages), indent=2))


if __name__ == "__main__":
    main()

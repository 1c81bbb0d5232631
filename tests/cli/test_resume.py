"""A long file whose reading is killed and begun again: nothing is read twice, and the book is the same."""

from __future__ import annotations

import io
import os
import re
import shlex
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from incidentbook import Book
from incidentbook.resume import Track
from incidentbook.sources.anywhere import Reading

from .site import page
from .test_sources import GARDEN, warc

TOWNS = ("Mosul", "Tikrit", "Ramadi", "Falluja", "Baquba", "Kirkuk", "Samarra", "Basra", "Najaf", "Hilla")
PAGES = 80


def crawl(path: Path) -> None:
    """A web archive in which every fourth page tells of an attack."""
    bodies = []
    for number in range(PAGES):
        day, town = number % 28 + 1, TOWNS[number % len(TOWNS)]
        bomb = (
            f"A car bomb killed {number % 9 + 2} people at a market in {town} on Saturday, police said in note {number}. "
            f"No group has claimed responsibility for the bombing in the centre of {town}."
        )
        words = bomb if number % 4 == 0 else f"{GARDEN} That was visit {number}."
        bodies.append(page(f"Page {number}", words, day=f"2021-05-{day:02}"))
    path.write_bytes(warc(*bodies))


def rows(book: Path, query: str) -> list[tuple]:
    try:
        with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True, timeout=5)) as connection:
            return connection.execute(query).fetchall()
    except sqlite3.OperationalError:
        return []


Shell = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def shell(program_environment: dict[str, str], tmp_path: Path) -> Shell:
    """Begins a line of bash in the temporary folder, in which `incidentbook` is the program."""
    begin = f'incidentbook() {{ {shlex.quote(sys.executable)} -m incidentbook.cli "$@"; }}; '

    def started(line: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            ["bash", "-c", begin + line],
            cwd=tmp_path,
            env=program_environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    return started


@pytest.mark.parametrize(
    ("line", "source"),
    [
        ("incidentbook add crawl.warc.gz --workers 1", "crawl.warc.gz"),
        ("cat crawl.warc.gz | incidentbook add - --workers 1", "- "),
        ("incidentbook add - --workers 1 < crawl.warc.gz", "- "),
    ],
    ids=["file", "pipe", "redirected"],
)
def test_killed_within_a_web_archive(shell: Shell, tmp_path: Path, line: str, source: str) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    with shell(f"export INCIDENTBOOK_URL=whole.db; {line}") as process:
        whole, said = process.communicate()
    assert whole.startswith("20 documents read: 20 added, 0 known, 0 updated; 60 told of no attack;"), said

    book = tmp_path / "killed.db"
    with shell(f"export INCIDENTBOOK_URL=killed.db; {line}") as process:
        deadline = time.monotonic() + 60
        while len(rows(book, "SELECT id FROM documents")) < 4 and time.monotonic() < deadline:
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    kept = len(rows(book, "SELECT id FROM documents"))
    assert 4 <= kept < 20
    ((where,),) = rows(book, "SELECT source FROM cursors")
    assert where.removeprefix(f"{tmp_path}/").startswith(source)

    with shell(f"export INCIDENTBOOK_URL=killed.db; {line}") as process:
        again, said = process.communicate()
    assert (process.returncode, said) == (0, "")
    found = re.match(r"(\d+) documents? read: (\d+) added, 0 known, 0 updated; (\d+) told", again)
    assert found, again
    read, added, others = map(int, found.groups())
    assert read == added == 20 - kept
    assert others <= 60 - 3 * (kept - 1)
    assert rows(book, "SELECT * FROM cursors") == []
    for name in ("documents", "reports", "statements", "incidents", "incident_reports", "stories"):
        query = f"SELECT * FROM {name} ORDER BY 1, 2"
        assert rows(book, query) == rows(tmp_path / "whole.db", query)
    assert again.splitlines()[1].replace("killed", "whole") == whole.splitlines()[1]


def test_what_was_read_to_its_end_is_read_anew(here, tmp_path: Path) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    for how in ("20 added, 0 known", "0 added, 20 known"):
        done = here("add", "crawl.warc.gz", "--workers", "1")
        assert done.out.startswith(f"20 documents read: {how}, 0 updated; 60 told of no attack;")


def test_a_place_in_another_stream_stays(here, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    assert here("extract", "crawl.warc.gz").code == 0
    with Book.open(tmp_path / "incidents.db") as book:
        way = Track(book._store, ["-"], Reading())._how
    others = [("- 9:00", way, "9:00", "5@100"), ("- 9:11", "another way", "9:11", "5@100")]
    with closing(sqlite3.connect(tmp_path / "incidents.db")) as connection, connection:
        connection.executemany("INSERT INTO cursors VALUES (?, ?, ?, ?)", others)
    with (tmp_path / "crawl.warc.gz").open("rb") as handle:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(handle))
        done = here("add", "-", "--workers", "1")
    assert done.out.startswith("20 documents read: 20 added, 0 known")
    assert rows(tmp_path / "incidents.db", "SELECT * FROM cursors ORDER BY source") == others


def test_a_reading_of_another_kind_begins_anew(here, tmp_path: Path) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    assert here("add", "crawl.warc.gz", "--workers", "1").code == 0
    place = (str(tmp_path / "crawl.warc.gz"), "another way", "10:ab", "5@100")
    with closing(sqlite3.connect(tmp_path / "incidents.db")) as connection, connection:
        connection.execute("INSERT INTO cursors VALUES (?, ?, ?, ?)", place)
    done = here("add", "crawl.warc.gz", "--workers", "1")
    assert done.err == ""
    assert done.out.startswith("20 documents read: 0 added, 20 known")

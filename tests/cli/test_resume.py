"""A long file whose reading is killed and begun again: nothing is read twice, and the book is the same."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

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


def test_killed_within_a_web_archive(
    here, program, program_environment: dict[str, str], tmp_path: Path
) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    add = ("add", "crawl.warc.gz", "--workers", "1")
    whole = here(*add, "--book", "whole.db")
    assert whole.out.startswith("20 documents read: 20 added, 0 known, 0 updated; 60 told of no attack;")

    book = tmp_path / "killed.db"
    command = [sys.executable, "-m", "incidentbook.cli", *add, "--book", "killed.db"]
    with subprocess.Popen(command, cwd=tmp_path, env=program_environment, start_new_session=True) as process:
        deadline = time.monotonic() + 60
        while len(rows(book, "SELECT id FROM documents")) < 4 and time.monotonic() < deadline:
            time.sleep(0.002)
        os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == -signal.SIGKILL
    kept = len(rows(book, "SELECT id FROM documents"))
    assert 4 <= kept < 20
    assert rows(book, "SELECT source FROM cursors") == [(str(tmp_path / "crawl.warc.gz"),)]

    again = program(*add, "--book", "killed.db", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (0, "")
    found = re.match(r"(\d+) documents? read: (\d+) added, 0 known, 0 updated; (\d+) told", again.stdout)
    assert found, again.stdout
    read, added, others = map(int, found.groups())
    assert read == added == 20 - kept
    assert others <= 60 - 3 * (kept - 1)
    assert rows(book, "SELECT * FROM cursors") == []
    for name in ("documents", "reports", "statements", "incidents", "incident_reports", "stories"):
        query = f"SELECT * FROM {name} ORDER BY 1, 2"
        assert rows(book, query) == rows(tmp_path / "whole.db", query)
    assert again.stdout.splitlines()[1].replace("killed", "whole") == whole.out.splitlines()[1]
    third = here(*add, "--book", "killed.db")
    assert third.out.startswith("20 documents read: 0 added, 20 known, 0 updated; 60 told of no attack;")


def test_a_reading_of_another_kind_begins_anew(here, tmp_path: Path) -> None:
    crawl(tmp_path / "crawl.warc.gz")
    assert here("add", "crawl.warc.gz", "--workers", "1").code == 0
    place = (str(tmp_path / "crawl.warc.gz"), "another way", "10:ab", "5@100")
    with closing(sqlite3.connect(tmp_path / "incidents.db")) as connection, connection:
        connection.execute("INSERT INTO cursors VALUES (?, ?, ?, ?)", place)
    done = here("add", "crawl.warc.gz", "--workers", "1")
    assert done.err == ""
    assert done.out.startswith("20 documents read: 0 added, 20 known")

"""`incidentbook add`: the same book however often, in whatever pieces and after whatever accident."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest


def documents_in(book: Path) -> int:
    """How many documents were committed to a book file by now."""
    try:
        with closing(sqlite3.connect(f"file:{book}?mode=ro", uri=True, timeout=5)) as connection:
            return int(connection.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


@contextmanager
def adding(
    book: Path, articles: Path, environment: dict[str, str], workers: int
) -> Iterator[subprocess.Popen[str]]:
    """`incidentbook add` under way, in a process group of its own; some documents are committed."""
    command = [sys.executable, "-m", "incidentbook.cli", "add", str(articles), "--book", str(book)]
    process = subprocess.Popen(
        [*command, "--workers", str(workers)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 60
        while documents_in(book) < 3 and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.005)
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def test_counts_and_nothing_new_the_second_time(
    here, articles: Path, example_book: Path, tmp_path: Path
) -> None:
    first = here("add", articles, "--book", "twice.db", "--workers", "1")
    assert (first.code, first.err) == (0, "")
    assert first.out.startswith(
        "31 documents read: 31 added, 0 known, 0 updated; 0 told of no attack; 0 inputs skipped, 0 failed\n"
    )
    exported = here("export", "--book", "twice.db").out
    second = here("add", articles, "--book", "twice.db", "--workers", "1")
    assert second.out.startswith("31 documents read: 0 added, 31 known, 0 updated;")
    assert second.out.splitlines()[1] == first.out.splitlines()[1]
    assert here("export", "--book", "twice.db").out == exported
    assert here("export", "--book", example_book).out == exported


def test_bad_inputs_are_counted(here, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = here("add", articles / "d01.txt", "empty.txt", "nowhere.txt")
    assert done.code == 1
    assert (
        "1 document read: 1 added, 0 known, 0 updated; 0 told of no attack; 1 input skipped, 1 failed"
        in done.out
    )
    empty, nowhere = done.err.splitlines()
    assert empty.startswith("empty.txt: is empty")
    assert empty.endswith("[skipped]")
    assert nowhere == "nowhere.txt: is not there; check the path [failed]"
    assert (tmp_path / "incidents.db").exists()


def test_killed_in_the_middle_and_given_again(
    here, articles: Path, example_book: Path, program_environment: dict[str, str], tmp_path: Path
) -> None:
    book = tmp_path / "killed.db"
    with adding(book, articles, program_environment, workers=1) as process:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert process.returncode == -signal.SIGKILL
    kept = documents_in(book)
    assert 0 < kept < 31
    again = here("add", articles, "--book", book, "--workers", "1")
    assert again.code == 0, again.err
    assert f"{31 - kept} added, {kept} known, 0 updated" in again.out
    assert here("export", "--book", book).out == here("export", "--book", example_book).out


@pytest.mark.parametrize("workers", [1, 2])
def test_interrupted_by_the_user(
    articles: Path, program_environment: dict[str, str], tmp_path: Path, workers: int
) -> None:
    book = tmp_path / "interrupted.db"
    with adding(book, articles, program_environment, workers) as process:
        os.killpg(process.pid, signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    kept = documents_in(book)
    assert 0 < kept < 31
    assert errors == f"interrupted: {book} holds {kept} documents by now; give the command again to go on\n"


def test_a_file_that_is_no_book_stays_as_it_is(here, articles: Path, tmp_path: Path) -> None:
    notes = tmp_path / "notes.db"
    notes.write_bytes(b"my notes\n" * 50)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as connection:
        connection.execute("CREATE TABLE mine (a)")
        connection.commit()
    for path in (notes, other):
        before = path.read_bytes()
        for command in (("add", articles / "d01.txt"), ("list",), ("show", "IB-1"), ("export",)):
            done = here(*command, "--book", path)
            assert done.code == 3
            assert done.err == f"incidentbook: {path} is no incident book: it was left as it is\n"
        assert path.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir()) == ["notes.db", "other.db"]


def test_a_book_of_a_newer_program(here, articles: Path, tmp_path: Path) -> None:
    assert here("add", articles / "d01.txt").code == 0
    with closing(sqlite3.connect(tmp_path / "incidents.db")) as connection:
        connection.execute("PRAGMA user_version=999")
    before = (tmp_path / "incidents.db").read_bytes()
    for command in (("add", articles / "d02.txt"), ("list",)):
        done = here(*command)
        assert done.code == 3
        assert "update incidentbook" in done.err
    assert (tmp_path / "incidents.db").read_bytes() == before


def test_a_book_in_a_folder_that_is_not_there(here, articles: Path) -> None:
    done = here("add", articles / "d01.txt", "--book", "nowhere/book.db")
    assert (done.code, len(done.err.splitlines())) == (3, 1)


def test_the_book_may_be_named_by_the_variable(
    here, articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INCIDENTBOOK_URL", f"sqlite:///{tmp_path}/named.db")
    assert here("add", articles / "d01.txt").code == 0
    assert [p.name for p in tmp_path.glob("*.db")] == ["named.db"]
    assert here("list").code == 0

"""`incidentbook review`: the queue as a list, and a sitting with keys."""

from __future__ import annotations

import json
import os
import pty
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tests.cli.conftest import Here

from incidentbook.cli.reviewing import Session
from incidentbook.export.compared import compared
from incidentbook.model import Actor, Count, Interval, Place, Values
from incidentbook.pipeline import Book
from incidentbook.review import Question


@pytest.fixture
def copy(example_book: Path, tmp_path: Path) -> Path:
    """A copy of the book of examples."""
    target = tmp_path / "copy.db"
    shutil.copyfile(example_book, target)
    return target


class Sitting:
    """A session whose keys and words are given before."""

    def __init__(self, book: Book, keys: str, words: list[str]) -> None:
        self.keys, self.words = iter(keys), iter(words)
        self.screen = StringIO()
        console = Console(file=self.screen, width=200)
        self.session = Session(
            book, book.review, "ann", lambda _: next(self.keys), lambda _: next(self.words), console.print
        )

    @property
    def kinds(self) -> list[str]:
        return [decision.kind for decision in self.session.made]


@pytest.fixture
def book(copy: Path) -> Iterator[Book]:
    """The copy, open."""
    with Book.open(copy, create=False) as opened:
        yield opened


def questions(book: Book, kind: str, count: int = 3) -> list[Question]:
    return [q for q in book.review.questions() if q.kind == kind][:count]


def test_the_queue_is_listed_the_least_certain_first(here: Here, example_book: Path) -> None:
    done = here("review", "--list", "--limit", "5", "--book", example_book)
    assert done.code == 0
    assert [line.split()[0] for line in done.out.splitlines()[2:]] == ["pair"] * 5
    assert done.err.endswith("more\n")
    rows = [json.loads(line) for line in here("review", "--json", "--book", example_book).out.splitlines()]
    doubts = [row["doubt"] for row in rows if row["kind"] == "pair"]
    assert doubts == sorted(doubts)
    assert {row["kind"] for row in rows} == {"pair", "conflict"}


def test_without_a_terminal_it_is_a_list(here: Here, example_book: Path) -> None:
    assert here("review", "--book", example_book).out == here("review", "--list", "--book", example_book).out


def test_what_is_decided_leaves_the_queue(book: Book) -> None:
    asked = questions(book, "pair")
    sitting = Sitting(book, "sdu", [])
    sitting.session.run(asked)
    assert sitting.kinds == ["same", "different", "unsure"]
    left = {frozenset(q.reports) for q in book.review.questions()}
    assert not left & {frozenset(q.reports) for q in asked}
    assert "Nothing is left to be looked at" in sitting.screen.getvalue()


def test_two_reports_stand_side_by_side(book: Book) -> None:
    asked = questions(book, "pair", 20)
    sitting = Sitting(book, "n" * len(asked), [])
    sitting.session.run(asked)
    shown = sitting.screen.getvalue()
    assert all(r.report in shown for question in asked for r in question.reports)
    assert "≠" in shown
    assert "one attack?" in shown
    assert sitting.session.made == []


def test_an_undo_goes_back_to_the_question(book: Book) -> None:
    asked = questions(book, "pair", 2)
    sitting = Sitting(book, "zszdnq", [])
    sitting.session.run(asked)
    assert sitting.kinds == ["different"]
    assert "Nothing was decided in this sitting" in sitting.screen.getvalue()
    states = [s.state for s in book.review.standings()]
    assert sorted(states) == ["in force", "in force", "undone"]


def test_whole_incidents_are_merged_split_confirmed_and_rejected(book: Book) -> None:
    two = next(q for q in book.review.questions() if len(q.incidents) == 2)
    sitting = Sitting(book, "m", ["one attack"])
    sitting.session.run([two])
    kept = book.incident(two.incidents[0])
    assert kept.id == book.incident(two.incidents[1]).id
    assert set(two.reports) <= set(kept.reports)
    conflicts = questions(book, "conflict", 3)
    sitting = Sitting(book, "kr", ["", "an exercise"])
    sitting.session.run(conflicts[:2])
    statuses = [book.incident(q.incidents[0]).status for q in conflicts[:2]]
    assert statuses == ["reviewed", "rejected"]
    last = conflicts[2].incidents[0]
    out = book.incident(last).reports[-1]
    Sitting(book, "xq", [out.report, "another"]).session.run([conflicts[2]])
    assert out not in book.incident(last).reports


def test_a_value_is_corrected(book: Book) -> None:
    question = next(q for q in questions(book, "conflict", 20) if q.properties == ("munitions",))
    sitting = Sitting(book, "c", ["", "17", "the base's own count"])
    sitting.session.run([question])
    incident = book.incident(question.incidents[0])
    assert incident.values.munitions == Count.exactly(17)
    assert incident.review[0].why == "the base's own count"


def test_a_wrong_value_is_told_and_asked_for_again(book: Book) -> None:
    question = next(q for q in questions(book, "conflict", 20) if q.properties == ("munitions",))
    sitting = Sitting(book, "c?cq", ["", "lots", "", "17", ""])
    sitting.session.run([question])
    shown = sitting.screen.getvalue()
    assert "write 3, 3-5, 3+" in shown
    assert "say for which reason" in shown
    assert sitting.session.made == []


def test_values_are_compared() -> None:
    base = Place("Balad Air Base", "IQ", None, 33.9, 44.3, 1, "base:balad")
    actor = Actor("Houthis", "houthis", "armed_group", "YE")
    first = Values(
        date=Interval(None, None), killed=Count.exactly(3), place=base, injured=Count(2, None, None)
    )
    second = Values(killed=Count.exactly(4), place=base, injured=Count.exactly(7), claimed_by=actor)
    assert [(name, mark) for name, mark, _, _ in compared(first, second)] == [
        ("date", ""), ("place", "="), ("killed", "≠"), ("injured", "~"), ("claimed_by", ""),
    ]  # fmt: skip


def test_keys_are_read_on_a_terminal(copy: Path, program_environment: dict[str, str]) -> None:
    """The real program on a terminal of its own: same, then undo, then quit."""
    shown, code = _on_terminal(
        ["review", "--book", str(copy), "--by", "ann", "--limit", "2"], "szq", program_environment
    )
    assert code == 0, shown
    assert "1 of 2" in shown
    assert "are one attack" in shown
    assert "is undone" in shown
    with Book.open(copy, create=False) as book:
        assert [s.state for s in book.review.standings()] == ["undone", "in force"]


def _on_terminal(arguments: list[str], keys: str, environment: dict[str, Any]) -> tuple[str, int]:
    """What a command shows on a terminal where a key is pressed each time it waits for one."""
    ours, its = pty.openpty()
    command = [sys.executable, "-m", "incidentbook.cli", *arguments]
    running = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, env={**environment, "TERM": "xterm", "COLUMNS": "160"}
    )
    os.close(its)
    shown, left, until = "", list(keys), time.monotonic() + 60
    while time.monotonic() < until:
        try:
            part = os.read(ours, 65536).decode(errors="replace")
        except OSError:
            break
        shown += part
        if "[q]uit" in part and left:
            time.sleep(0.1)
            os.write(ours, left.pop(0).encode())
    os.close(ours)
    return shown, running.wait(timeout=10)

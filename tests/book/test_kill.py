"""A program that is killed while it adds loses nothing that it was told is kept, and doubles nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from incidentbook import exchange
from incidentbook.book import Store
from incidentbook.link import cluster
from incidentbook.model import Extraction, Interval, Report

ADDER = """
import sys
from pathlib import Path
from incidentbook import exchange
from incidentbook.book import Store
from incidentbook.link import cluster

lines = Path(sys.argv[2]).read_text("utf-8").splitlines()
with Store.open(sys.argv[1], create=True) as store:
    for number, line in enumerate(lines):
        extraction = exchange.load_extraction(line)
        store.add(extraction)
        print(extraction.document.id, flush=True)
        if number % 10 == 9:
            items = store.link_items()
            store.set_clusters([[items[n].ref for n in group] for group in cluster(items)])
"""
DOCUMENTS, ROUNDS = 120, 4


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system cannot kill so")
def test_nothing_is_lost_and_nothing_doubled(
    tmp_path: Path, extraction: Callable[..., Extraction], report: Callable[..., Report]
) -> None:
    wanted = [_article(n, extraction, report) for n in range(DOCUMENTS)]
    lines = tmp_path / "lines.jsonl"
    lines.write_text("".join(exchange.dump_extraction(e) + "\n" for e in wanted), "utf-8")
    book, rng = tmp_path / "book.db", random.Random(7)
    told: set[str] = set()
    ends: set[int] = set()
    for number in range(ROUNDS):
        said, end = _add_and_kill(book, lines, number and rng.uniform(0.0, 0.2))
        told |= set(said)
        ends.add(end)
        with Store.open(book, create=True) as store:
            held = store.document_ids()
            assert told <= set(held)
            for name in held:
                assert store.extraction(name) == wanted[int(name[1:])]
    assert told
    assert -signal.SIGKILL in ends
    _finish(book, wanted)


def _article(number: int, extraction: Callable[..., Extraction], report: Callable[..., Report]) -> Extraction:
    """Three articles on each of many attacks, a week apart, each with a mention of no date."""
    attack = report("r1", date=Interval.day(date(2021, 7, 5) + timedelta(days=number // 3 * 7)))
    return extraction(f"d{number:03}", attack, report("r2", main=False, at=20, date=None, place=None))


def _add_and_kill(book: Path, lines: Path, after: float) -> tuple[list[str], int]:
    """Runs the program, kills it `after` seconds from its first words.

    Gives the documents that it said are kept, and its exit status.
    """
    source = str(Path(exchange.__file__).parents[1])
    environment = os.environ | {"PYTHONPATH": source}
    command = [sys.executable, "-c", ADDER, str(book), str(lines)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        first = program.stdout.readline()
        time.sleep(after)
        program.kill()
        said = (first + program.stdout.read()).split("\n")[:-1]
        end = program.wait()
    return [name for name in said if name], end


def _finish(book: Path, wanted: list[Extraction]) -> None:
    with Store.open(book, create=False) as store:
        outcomes = [store.add(e) for e in wanted]
        assert set(outcomes) == {"known", "added"}
        items = store.link_items()
        store.set_clusters([[items[n].ref for n in group] for group in cluster(items)])
        counts = store.counts()
        assert (counts.documents, counts.reports, counts.tallies) == (DOCUMENTS, 2 * DOCUMENTS, DOCUMENTS)
        held = [ref for incident in store.incidents() for ref in incident.reports]
        assert len(held) == len(set(held)) == 2 * DOCUMENTS

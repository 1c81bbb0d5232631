"""Documents that repeat one another speak with one voice; how far files were read is kept with the documents."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from incidentbook.book import Member, Place, Store, consolidate, schema
from incidentbook.errors import BookError
from incidentbook.link.items import Likeness, Mark
from incidentbook.model import Count, Extraction, Interval, Report, ReportRef, Values

exactly = Count.exactly


def member(
    name: str,
    killed: int | None = None,
    *,
    day: int | None = 5,
    story: str | None = None,
    version: int = 0,
    publisher: str | None = None,
    agency: str | None = None,
) -> Member:
    values = Values(killed=None if killed is None else exactly(killed))
    when = Interval.day(date(2021, 7, day)) if day else None
    return Member(f"d-{name}", Report(name, True, values, ()), when, publisher, agency, story, version)


def test_a_text_in_three_papers_counts_once() -> None:
    papers = [
        member(p, 6, story="s", version=n, publisher=f"{p}.com")
        for n, p in enumerate(("post", "times", "sun"))
    ]
    own = [member("own1", 9, publisher="a.org"), member("own2", 9, publisher="b.org")]
    incident = consolidate("IB-1", [*papers, *own])
    assert incident.values.killed == Count(6, 9, 9)
    assert (incident.sources.documents, incident.sources.independent) == (5, 3)


def test_a_paper_that_prints_anothers_text_still_has_a_voice_of_its_own() -> None:
    wire = [
        member("reuters", story="s", version=1, publisher="reuters.com", day=4),
        member("copy", story="s", publisher="post.com"),
    ]
    own = member("own", publisher="post.com", day=6)
    assert consolidate("IB-1", [*wire, own]).sources.independent == 2
    other = member("other", agency="Reuters", publisher="sun.com")
    assert consolidate("IB-1", [*wire, other]).sources.independent == 1


def test_one_text_that_names_the_agency_speaks_for_the_others() -> None:
    wire = [member("a", story="s", publisher="x.com", day=4), member("b", story="s", version=1, agency="AFP")]
    assert consolidate("IB-1", [*wire, member("c", agency="AFP")]).sources.independent == 1


@pytest.mark.parametrize("day", [5, None])
def test_of_one_day_the_newest_version_outranks_the_older_ones(day: int | None) -> None:
    versions = [
        member("z", 6, story="s", version=2, day=day),
        member("y", 7, story="s", version=1, day=day),
        member("a", 9, story="s", version=0, day=day),
    ]
    for seed in range(6):
        random.Random(seed).shuffle(versions)
        assert consolidate("IB-1", versions).values.killed == exactly(9)


def test_stories_are_kept_and_go_with_their_documents(
    store: Store, extraction: Callable[..., Extraction], report: Callable[..., Report]
) -> None:
    for name in ("d1", "d2", "d3"):
        store.add(extraction(name, report("r1"), publisher=f"{name}.com"))
    everyone = [[ReportRef(name, "r1") for name in ("d1", "d2", "d3")]]
    store.set_clusters(everyone, [["d2", "d1"], ["d3"]])
    assert store.stories(["d1", "d2", "d3"]) == [["d2", "d1"]]
    assert store.stories(["d1", "d3"]) == []
    assert [i.sources.independent for i in store.incidents()] == [2]
    store.add(extraction("d2", report("r1", killed=exactly(1))))
    assert store.stories(["d1", "d2", "d3"]) == []
    assert [d.id for d in store.unmarked("way", 2)] == ["d1", "d2"]
    store.set_clusters(everyone)
    assert [i.sources.independent for i in store.incidents()] == [3]


def test_the_place_in_a_file_is_kept_with_the_document(
    store: Store, extraction: Callable[..., Extraction], report: Callable[..., Report]
) -> None:
    first, second = Place("/a/b.warc", "way", "9:ab", "1@0"), Place("/a/b.warc", "way", "9:ab", "2@99")
    store.add(extraction("d1", report("r1")), first)
    assert store.places() == [first]
    store.add(extraction("d1", report("r1")), second)
    assert store.places() == [second]
    wrong = extraction("d2", report("r1"), report("r1"))
    with pytest.raises(BookError):
        store.add(wrong, Place("/a/b.warc", "way", "9:ab", "3@150"))
    assert store.places() == [second]
    store.forget_places(["/a/b.warc", "/nowhere"])
    assert store.places() == []


CAME_WITH = {
    2: (("cursors", "stories"), ()),
    3: (("story_marks", "story_pairs"), ("documents.url", "documents.section")),
    4: (("redated",), ()),
    5: ((), ("documents.read_by",)),
    6: (
        ("decisions",),
        ("documents.added", "incidents.keeper_document", "incidents.keeper_report"),
    ),
    7: (("remarks",), ()),
    8: ((), ("statements.found_by",)),
    9: (("link_reports", "link_gone"), ()),
    10: (("link_changed", "link_bonds", "near_pages", "story_changed", "story_gone", "story_marks"), ()),
}
"""The tables, and the columns, that each format brought."""
_LINKED_AS_TODAY = 10  # the first format whose links are those of today


@pytest.mark.parametrize("old", [1, 2, 3, 4, 5, 6, 7, 8, 9])
def test_a_book_of_an_older_format_is_brought_up_and_linked_again(
    tmp_path: Path, extraction: Callable[..., Extraction], report: Callable[..., Report], old: int
) -> None:
    path = tmp_path / "old.db"
    with Store.open(path, create=True) as store:
        store.add(extraction("d1", report("r1")))
        store.set_clusters([[ReportRef("d1", "r1")]])
        assert not store.stale
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("DROP INDEX ix_incidents_keeper")
        for tables, columns in (CAME_WITH[n] for n in CAME_WITH if n > old):
            for name in tables:
                connection.execute(f"DROP TABLE IF EXISTS {name}")
            for table, name in (c.split(".") for c in columns):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        connection.execute(f"UPDATE alembic_version SET version_num = '000{old}'")
        connection.execute(f"UPDATE book SET format = {old}")
        connection.execute(f"PRAGMA user_version = {old}")
    with Store.open(path, create=False) as store:
        assert store.stale == (old < _LINKED_AS_TODAY)
        assert store.document_ids() == ["d1"]
        assert (store.places(), store.story_marks(), store.redated()) == ([], [], {})
        assert store.ledger.decisions() == []
        assert len(store.incidents()) == 1
        assert {s.found_by for r in store.extraction("d1").reports for s in r.statements} == {"rules"}
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT format FROM book").fetchone() == (schema.FORMAT,)


def test_what_was_compared_is_kept_and_goes_with_its_documents(
    store: Store, extraction: Callable[..., Extraction], report: Callable[..., Report]
) -> None:
    for name in ("d1", "d2"):
        store.add(extraction(name, report("r1")))
    store.add(extraction("d3"))
    marks = [Mark(name, f"words of {name}", 7, bytes(range(16))) for name in ("d1", "d2")]
    said = {("d1", "d2"): Likeness(one=True, holder=2, strangers=False)}
    assert [d.id for d in store.unmarked("way", 9)] == ["d1", "d2"]
    for _ in range(2):
        store.set_marks("way", marks)
        store.set_pairs(said)
    assert [replace(m, published=None) for m in store.story_marks()] == marks
    assert store.story_pairs() == said
    assert store.unmarked("way", 9) == []
    store.add(extraction("d2", report("r1", killed=exactly(1))))
    assert [m.id for m in store.story_marks()] == ["d1"]
    assert store.story_pairs() == {}
    assert [d.id for d in store.unmarked("way", 9)] == ["d2"]
    assert [d.id for d in store.unmarked("another way", 9)] == ["d1", "d2"]
    assert store.story_marks() == []

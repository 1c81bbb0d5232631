"""The same book in a PostgreSQL server: documents, incidents, decisions, days. Left out where no server can be started."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from incidentbook.book import Store, schema
from incidentbook.book.catalogue import Asked
from incidentbook.exchange import dump_incident
from incidentbook.model import Count, Extraction, Report
from incidentbook.pipeline import Book
from incidentbook.review.desk import Said

pytest.importorskip("psycopg")
pgserver = pytest.importorskip("pgserver")
_NEW = (
    "DROP TABLE decisions",
    "DROP TABLE remarks",
    "DROP TABLE link_reports",
    "DROP TABLE link_gone",
    "DROP TABLE link_changed",
    "DROP TABLE link_bonds",
    "DROP TABLE near_pages",
    "DROP TABLE story_changed",
    "DROP TABLE story_gone",
    "DROP INDEX ix_incidents_keeper",
    "ALTER TABLE statements DROP COLUMN found_by",
    "ALTER TABLE documents DROP COLUMN added",
    "ALTER TABLE incidents DROP COLUMN keeper_document",
    "ALTER TABLE incidents DROP COLUMN keeper_report",
    "UPDATE alembic_version SET version_num = '0005'",
    "UPDATE book SET format = 5",
)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server's database."""
    running = pgserver.get_server(tmp_path_factory.mktemp("server"))
    yield running.get_uri().replace("postgresql://", "postgresql+psycopg://")
    running.cleanup()


def test_a_book_in_a_server_is_the_same_as_in_a_file(
    server: str, tmp_path: Path, extraction: Callable[..., Extraction], report: Callable[..., Report]
) -> None:
    documents = [
        extraction("d1", report("d1-1", killed=Count.exactly(2)), published="2021-07-05"),
        extraction("d2", report("d2-1", killed=Count.exactly(3)), published="2021-07-08"),
        extraction("d3", report("d3-1", attack_type="shooting"), published="2021-07-08"),
    ]
    for place in (server, tmp_path / "book.db"):
        with Store.open(place, create=True) as store:
            for document in documents:
                store.add(document)
    with Book.open(server, create=False) as one, Book.open(tmp_path / "book.db", create=False) as other:
        before = one.incidents()
        assert before == other.incidents()
        assert one.incidents(as_of=date(2021, 7, 6)) == other.incidents(as_of=date(2021, 7, 6))
        desk, ann = one.review, Said("ann", "seen")
        assert desk.questions() == other.review.questions()
        made = [
            desk.pair("different", desk.find("d1-1"), desk.find("d2.txt-1"), ann),
            desk.correct(before[0].id, "killed", Count.exactly(4), ann),
        ]
        lines = [_line(d) for d in made]
        assert other.review.take(lines).new == tuple(made)
        assert one.incidents() == other.incidents() != before
        for decision in made:
            desk.undo(decision.id, ann)
        assert one.incidents() == before


def _line(decision: object) -> str:
    from incidentbook.book.decisions import Decision, dump

    assert isinstance(decision, Decision)
    return dump(decision)


def test_a_book_of_the_format_before_is_brought_up(server: str) -> None:
    engine = create_engine(server)
    with engine.begin() as connection:
        for command in _NEW:
            connection.execute(text(command))
    with Book.open(server, create=False) as book:
        assert len(book.incidents()) == 2
        assert book.review.standings() == ()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), schema.metadata) == []
    engine.dispose()


def test_its_catalogue_and_its_pages(
    server: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    extraction: Callable[..., Extraction],
    report: Callable[..., Report],
) -> None:
    monkeypatch.chdir(tmp_path)
    with Book.open(server, create=True) as book:
        book.add_extractions(extraction(f"p{n}", report(f"p{n}-1"), publisher="Paper") for n in range(3))
        page = book.catalogue.snapshot().page(Asked(words="rockets", limit=1000))
        assert [kept.incident for kept in page.entries] == [dump_incident(i) for i in book.incidents()]
        seen: list[str] = []
        after: tuple[object, ...] = ()
        while True:
            part = book.listing.statements({"property": "munitions"}, after, 1)
            seen += [f"{q.document} {q.words}" for q in part.items]
            if part.next is None:
                break
            after = part.next
        assert len(seen) == len(set(seen)) == book.counts().reports
        assert book.listing.documents("Paper", (), 9).next is None
        assert len(book.listing.reports(None, book.incidents()[0].id, (), 9).items) >= 1
        assert len(book.listing.tallies("p1", (), 9).items) == 1
    assert list(tmp_path.glob("*.catalogue"))

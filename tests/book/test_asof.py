"""The book as it was known on a day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import update

from incidentbook.book import Anchor, Store, View, changes, schema
from incidentbook.book.decisions import made
from incidentbook.book.rows import Redating
from incidentbook.errors import UnknownIncidentError
from incidentbook.link import cluster
from incidentbook.link.dating import BookDating
from incidentbook.model import Count, Extraction, Incident, Interval, Published, Report, ReportRef

Make = Callable[..., Extraction]
MakeReport = Callable[..., Report]


def link(store: Store) -> None:
    items = store.link_items()
    store.set_clusters([[items[n].ref for n in group] for group in cluster(items, store.ledger.bonds())])


def on(store: Store, day: str) -> list[Incident]:
    return store.incidents(view=View(as_of=date.fromisoformat(day)))


@pytest.fixture
def growing(store: Store, extraction: Make, report: MakeReport) -> Store:
    """Two papers on one attack, the second one three days later with another toll."""
    store.add(extraction("d1", report("d1-1", killed=Count.exactly(2)), published="2021-07-05"))
    store.add(extraction("d2", report("d2-1", killed=Count.exactly(3)), published="2021-07-08"))
    link(store)
    return store


def test_only_what_was_published_by_then_is_known(growing: Store) -> None:
    assert on(growing, "2021-07-04") == []
    (early,) = on(growing, "2021-07-07")
    (late,) = on(growing, "2021-07-08")
    assert early.values.killed == Count.exactly(2)
    assert late.values.killed == Count(2, 3, 3)
    assert early.id == late.id == growing.incidents()[0].id
    assert [late] == growing.incidents()


def test_an_incident_of_later_is_told_not_to_be_known(growing: Store) -> None:
    (now,) = growing.incidents()
    assert growing.incident(now.id, View(as_of=date(2021, 7, 6))).values.killed == Count.exactly(2)
    with pytest.raises(UnknownIncidentError, match="was not known on 2021-07-01; leave --as-of out"):
        growing.incident(now.id, View(as_of=date(2021, 7, 1)))


def test_what_has_no_date_is_known_since_it_was_added(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    store.add(extraction("d1", report("d1-1"), published=None))
    link(store)
    assert on(store, "2021-07-08") == []
    assert len(on(store, datetime.now(UTC).date().isoformat())) == 1
    store.add(extraction("d1", report("d1-1", killed=Count.exactly(1)), published=None))
    with store._writing() as connection:
        connection.execute(update(schema.documents).values(added=date(2021, 7, 6)))
    store.add(extraction("d1", report("d1-1", killed=Count.exactly(2)), published=None))
    link(store)
    assert [i.values.killed for i in on(store, "2021-07-06")] == [Count.exactly(2)]


def test_decisions_hold_from_the_day_on_which_they_were_made(growing: Store) -> None:
    one, other = (Anchor.of(n, growing.extraction(n).reports[0]) for n in ("d1", "d2"))
    apart = made("different", "ann", at=datetime(2021, 7, 10, 12, tzinfo=UTC), subjects=((one,), (other,)))
    growing.ledger.add([apart])
    link(growing)
    assert len(growing.incidents()) == 2
    assert len(on(growing, "2021-07-09")) == 1
    assert len(on(growing, "2021-07-10")) == 2
    back = made("undo", "ann", at=datetime(2021, 7, 12, tzinfo=UTC), undoes=apart.id)
    growing.ledger.add([back])
    link(growing)
    assert [len(on(growing, d)) for d in ("2021-07-09", "2021-07-11", "2021-07-12")] == [1, 2, 1]


def test_a_merged_incident_had_its_own_id_before(store: Store, extraction: Make, report: MakeReport) -> None:
    store.add(extraction("d1", report("d1-1"), published="2021-07-05"))
    later = Interval.day(date(2021, 7, 20))
    store.add(extraction("d2", report("d2-1", date=later), published="2021-07-21"))
    link(store)
    before = store.incidents()
    anchors = [(Anchor.of(n, store.extraction(n).reports[0]),) for n in ("d1", "d2")]
    at = datetime(2021, 8, 1, tzinfo=UTC)
    store.ledger.add(
        [made("merge", "ann", at=at, subjects=tuple(anchors), incidents=tuple(i.id for i in before))]
    )
    link(store)
    assert len(store.incidents()) == 1
    assert on(store, "2021-07-31") == before
    assert on(store, "2021-08-01") == store.incidents()
    gone = before[1].id
    assert store.incident(gone).id == before[0].id
    assert store.incident(gone, View(as_of=date(2021, 7, 31))) == before[1]


def test_what_others_date_counts_by_its_own_words_until_they_are_out(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    own = extraction("d1", report("d1-1", date=None), published=None)
    told = Published(Interval.day(date(2021, 7, 6)), "inferred", ())
    dated = replace(own, document=replace(own.document, published=told), reports=(report("d1-1"),))
    store.add(own)
    store.add(extraction("d2", report("d2-1"), published="2021-07-09"))
    with store._writing() as connection:
        changes.redate(connection, Redating(own, BookDating(told, "why", ("d2",))), dated)
    link(store)
    first = ReportRef("d1", "d1-1")
    (early,) = (i for i in on(store, "2021-07-07") if first in i.reports)
    (late,) = (i for i in on(store, "2021-07-09") if first in i.reports)
    assert early.values.date is None
    assert late.values.date == Interval.day(date(2021, 7, 5))

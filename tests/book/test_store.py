"""What goes into a book comes out of it: documents, reports, incidents and their ids."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.book.conftest import ASAD

from incidentbook.book import IncidentFilter, Store
from incidentbook.errors import BookError, UnknownIncidentError
from incidentbook.link import cluster
from incidentbook.model import (
    Actor,
    Count,
    Distance,
    Extraction,
    Interval,
    Place,
    ReadBy,
    Report,
    ReportRef,
    Span,
    Trend,
)

Make = Callable[..., Extraction]
MakeReport = Callable[..., Report]


def link(store: Store) -> None:
    items = store.link_items()
    store.set_clusters([[items[n].ref for n in group] for group in cluster(items)])


def together(*pairs: tuple[str, str]) -> list[ReportRef]:
    return [ReportRef(document, report) for document, report in pairs]


def test_a_document_comes_back_as_it_went_in(store: Store, extraction: Make, report: MakeReport) -> None:
    made = extraction("d1", report("r2"), report("r1", main=False, date=Interval(None, date(2021, 6, 1))))
    assert store.add(made) == "added"
    assert store.extraction("d1") == made
    assert store.document("d1") == made.document
    assert store.tallies() == [("d1", made.tallies[0])]
    assert store.document_ids() == ["d1"]


def test_who_read_a_document_is_kept(store: Store, extraction: Make, report: MakeReport) -> None:
    made = extraction("d1", report("r1"))
    store.add(made)
    assert store.extraction("d1").read_by == ReadBy("built-in")
    by_model = replace(made, read_by=ReadBy("openai:small", not_in_text=2))
    assert store.add(by_model) == "updated"
    assert store.extraction("d1") == by_model


def test_who_found_a_statement_is_kept(store: Store, extraction: Make, report: MakeReport) -> None:
    plain = report("r1")
    first, second = plain.statements
    store.add(extraction("d1", plain))
    said = (replace(first, found_by="both"), replace(second, found_by="reader"))
    assert store.add(extraction("d1", replace(plain, statements=said))) == "updated"
    assert store.extraction("d1").reports[0].statements == said


def test_remarks_are_kept_and_give_way_to_those_of_another_reading(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    said = Trend("t", "rose", "attacks", None, None, None, None, None, Span(0, 5))
    apart = Distance("d", ASAD, ASAD, Count(80, 85, 90), "north", False, None, Span(6, 9))
    made = replace(extraction("d1", report("r1")), remarks=(apart, said))
    store.add(made)
    assert store.extraction("d1") == made
    assert store.remarks() == [("d1", apart), ("d1", said)]
    assert store.add(replace(made, remarks=(said,))) == "updated"
    assert store.remarks() == [("d1", said)]


def test_a_document_without_date_or_reports(store: Store, extraction: Make) -> None:
    made = extraction("d1", published=None)
    store.add(made)
    assert store.extraction("d1") == made


def test_the_same_text_again_is_known(store: Store, extraction: Make, report: MakeReport) -> None:
    made = extraction("d1", report("r1"))
    store.add(made)
    elsewhere = replace(made, document=replace(made.document, source="other/folder/d1.txt"))
    assert [store.add(made), store.add(elsewhere)] == ["known", "known"]
    assert store.counts().documents == 1
    assert store.document("d1").source == "d1.txt"


def test_a_text_read_differently_is_updated(store: Store, extraction: Make, report: MakeReport) -> None:
    store.add(extraction("d1", report("r1")))
    better = extraction("d1", report("r1", killed=Count.exactly(2)), report("r2", at=20))
    assert store.add(better) == "updated"
    assert store.extraction("d1") == better
    assert store.counts().reports == 2


def test_what_is_not_there_is_told(store: Store) -> None:
    with pytest.raises(BookError, match="no document nine"):
        store.document("nine")
    with pytest.raises(BookError, match="no document nine"):
        store.extraction("nine")


def test_a_book_is_stale_until_it_is_linked(store: Store, extraction: Make, report: MakeReport) -> None:
    assert not store.stale
    made = extraction("d1", report("r1"))
    store.add(made)
    assert store.stale
    link(store)
    assert not store.stale
    store.add(made)
    assert not store.stale
    store.add(extraction("d1", report("r1", main=False)))
    assert store.stale


def test_a_report_that_linking_did_not_see_keeps_the_book_stale(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    store.add(extraction("d1", report("r1")))
    store.add(extraction("d2", report("r2")))
    store.set_clusters([together(("d1", "r1"), ("d9", "gone"))])
    assert store.stale
    assert [i.reports for i in store.incidents()] == [(ReportRef("d1", "r1"),)]


def test_two_papers_are_one_incident(store: Store, extraction: Make, report: MakeReport) -> None:
    store.add(extraction("d1", report("r1", killed=Count.exactly(0))))
    store.add(extraction("d2", report("r2", munitions=Count.exactly(3))))
    link(store)
    (incident,) = store.incidents()
    assert incident.values.killed == Count.exactly(0)
    assert incident.values.munitions == Count.exactly(3)
    assert incident.sources.documents == 2
    assert incident.status == "machine"
    assert store.counts().incidents == 1


# ---------------------------------------------------------------- ids


def ids(store: Store) -> dict[str, str]:
    """The incident of each report id."""
    return {ref.report: incident.id for incident in store.incidents() for ref in incident.reports}


def four(store: Store, extraction: Make, report: MakeReport, order: str = "1234") -> None:
    for n in order:
        store.add(extraction(f"d{n}", report(f"r{n}"), published=f"2021-07-0{n}"))


def test_ids_are_short_and_the_same_in_every_rebuild(
    tmp_path: Path, extraction: Make, report: MakeReport
) -> None:
    found = []
    for name, order in (("a", "1234"), ("b", "4231")):
        with Store.open(tmp_path / name, create=True) as book:
            four(book, extraction, report, order)
            book.set_clusters(
                [together(("d1", "r1"), ("d3", "r3")), together(("d4", "r4"), ("d2", "r2"))][
                    :: 1 if name == "a" else -1
                ]
            )
            found.append(ids(book))
    assert found[0] == found[1]
    assert all(len(i) == 9 and i.startswith("IB-") for i in found[0].values())


def test_an_incident_keeps_its_id_when_reports_join(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    four(store, extraction, report)
    store.set_clusters([together(("d2", "r2"))])
    first = ids(store)["r2"]
    store.set_clusters([together(("d1", "r1"), ("d2", "r2"), ("d3", "r3"))])
    assert set(ids(store).values()) == {first}


def test_a_merged_incident_redirects_to_the_older_one(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    four(store, extraction, report)
    store.set_clusters([together(("d3", "r3"))])
    old = ids(store)["r3"]
    store.set_clusters([together(("d1", "r1")), together(("d2", "r2")), together(("d3", "r3"))])
    before = ids(store)
    store.set_clusters([together(("d1", "r1"), ("d2", "r2"), ("d3", "r3"))])
    assert set(ids(store).values()) == {old}
    assert store.incident(before["r1"]).id == store.incident(before["r2"]).id == old


def test_redirects_reach_the_last_of_several_merges(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    four(store, extraction, report)
    one, two, three = (together((f"d{n}", f"r{n}")) for n in (1, 2, 3))
    store.set_clusters([one, two, three])
    before = ids(store)
    store.set_clusters([one, two + three])
    store.set_clusters([one + two + three])
    assert {store.incident(i).id for i in before.values()} == {before["r1"]}


def test_a_split_leaves_the_id_with_the_founder_and_revives_the_other(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    four(store, extraction, report)
    one, two, three = (together((f"d{n}", f"r{n}")) for n in (1, 2, 3))
    store.set_clusters([one, two, three])
    before = ids(store)
    store.set_clusters([one + two + three])
    store.set_clusters([two + three, one])
    after = ids(store)
    assert after["r1"] == before["r1"]
    assert after["r2"] == after["r3"] == before["r2"]
    assert store.incident(before["r3"]).id == before["r1"]


def test_an_update_keeps_the_incident_of_the_report_on_the_same_words(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    store.add(extraction("d1", report("old", at=0), report("other", at=40)))
    store.set_clusters([together(("d1", "old")), together(("d1", "other"))])
    before = ids(store)
    store.add(extraction("d1", report("new", at=1), report("far", at=80)))
    assert ids(store) == {"new": before["old"]}
    link(store)
    assert ids(store)["new"] == before["old"]
    with pytest.raises(UnknownIncidentError, match="no report any more"):
        store.incident(before["other"])


def test_an_id_may_be_shortened_and_a_wrong_one_names_near_ones(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    four(store, extraction, report)
    store.set_clusters([together((f"d{n}", f"r{n}")) for n in (1, 2, 3, 4)])
    name = ids(store)["r1"]
    assert {store.incident(n).id for n in (name, name.lower(), name[3:], name[:-1])} == {name}
    with pytest.raises(UnknownIncidentError, match=f"do you mean .*{name}"):
        store.incident(name[:-1] + "U")
    with pytest.raises(UnknownIncidentError, match="several incidents begin with"):
        store.incident("IB-")


# ---------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (IncidentFilter(), {"r1", "r2", "r3"}),
        (IncidentFilter(country="iq"), {"r1", "r3"}),
        (IncidentFilter(since=date(2021, 7, 6)), {"r2"}),
        (IncidentFilter(until=date(2021, 7, 5)), {"r1"}),
        (IncidentFilter(since=date(2021, 7, 5), until=date(2021, 7, 5)), {"r1"}),
        (IncidentFilter(kind="drone"), {"r2"}),
        (IncidentFilter(actor="hezboll"), {"r2"}),
        (IncidentFilter(actor="kh"), {"r2"}),
        (IncidentFilter(text="ASAD rocket"), {"r1", "r3"}),
        (IncidentFilter(country="IQ", kind="drone"), set()),
    ],
)
def test_filters(
    store: Store, extraction: Make, report: MakeReport, asked: IncidentFilter, found: set[str]
) -> None:
    syria = Place("al-Tanf", "SY", None, None, None, 1, None)
    blamed = Actor("Kataib Hezbollah", "kh", "armed_group", "IQ")
    later = Interval(date(2021, 7, 6), date(2021, 7, 8))
    reports = [
        report("r1"),
        report("r2", place=syria, date=later, attack_type="drone", perpetrator=blamed),
        report("r3", date=None),
    ]
    store.add(extraction("d1", *reports))
    store.set_clusters([together(("d1", r.id)) for r in reports])
    assert {i.reports[0].report for i in store.incidents(asked)} == found


def test_incidents_come_in_the_order_of_their_dates(
    store: Store, extraction: Make, report: MakeReport
) -> None:
    days = [
        Interval.day(date(2021, 7, 9)),
        None,
        Interval.day(date(2021, 7, 1)),
        Interval(None, date(2021, 7, 4)),
    ]
    reports = [report(f"r{n}", date=when) for n, when in enumerate(days)]
    store.add(extraction("d1", *reports))
    store.set_clusters([together(("d1", r.id)) for r in reports])
    assert [i.reports[0].report for i in store.incidents()] == ["r2", "r3", "r0", "r1"]

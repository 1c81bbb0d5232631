"""What reviewers decided of pairs of reports comes before all evidence."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.link.test_cluster import ASAD, BALAD, day, item, items_of_some_documents

from incidentbook.link import Bonds, LinkItem, cluster
from incidentbook.model import Count, Interval, ReportRef


def bonds(together: str = "", apart: str = "") -> Bonds:
    """Of words such as `ab cd`: each letter is a document of one report."""
    return Bonds(*(frozenset(pair(*word) for word in words.split()) for words in (together, apart)))


def pair(one: str, other: str) -> tuple[ReportRef, ReportRef]:
    first, second = sorted((one, other))
    return ReportRef(first, f"{first}-1"), ReportRef(second, f"{second}-1")


def groups(decided: Bonds, *items: LinkItem) -> set[frozenset[str]]:
    return {frozenset(items[n].document for n in group) for group in cluster(items, decided)}


def attack(document: str, when: str = "2021-07-05") -> LinkItem:
    return item(document, date=day(when), place=ASAD, attack_type="rocket", munitions=Count.exactly(3))


def test_reports_that_nothing_else_joins() -> None:
    other = item("b", date=day("2021-07-09"), place=BALAD, attack_type="stabbing")
    assert groups(bonds("ab"), attack("a"), other) == {frozenset("ab")}


def test_two_reports_of_one_document() -> None:
    first = attack("a")
    second = replace(first, report=replace(first.report, id="a-2"))
    decided = Bonds(together=frozenset({(first.ref, second.ref)}))
    assert groups(decided, first, second) == {frozenset("a")}


def test_like_reports_that_are_two_attacks() -> None:
    assert groups(bonds(apart="ab"), attack("a"), attack("b")) == {frozenset("a"), frozenset("b")}


def test_a_third_report_does_not_bring_together_what_is_apart() -> None:
    vague = item("c", date=Interval(day("2021-07-01").earliest, day("2021-07-31").latest), place=ASAD)
    assert groups(bonds(apart="ab"), attack("a"), attack("b"), vague) == {
        frozenset("a"),
        frozenset("b"),
        frozenset("c"),
    }


def test_a_chain_does_not_bring_together_what_is_apart() -> None:
    found = groups(bonds("ab bc", apart="ac"), attack("a"), attack("b"), attack("c"))
    assert not any(group >= set("ac") for group in found)
    assert any(len(group) == 2 for group in found)


def test_two_incidents_that_are_one_keep_all_their_reports() -> None:
    earlier, later = [attack(d) for d in "ab"], [attack(d, "2021-07-09") for d in "cd"]
    assert groups(bonds("ac"), *earlier, *later) == {frozenset("abcd")}


def test_a_report_of_a_document_that_is_in_the_incident_stays_out() -> None:
    earlier, later = attack("a"), attack("b", "2021-07-09")
    second = replace(later, document="a", report=replace(later.report, id="a-2"))
    found = cluster([earlier, later, second], bonds("ab"))
    assert sorted(map(sorted, found)) == [[0, 1], [2]]


def test_what_is_said_of_reports_that_are_not_here() -> None:
    assert groups(bonds("ax", apart="xy"), attack("a"), attack("b")) == {frozenset("ab")}


@settings(max_examples=60, deadline=None)
@given(items_of_some_documents, st.data())
def test_bonds_hold_and_the_order_says_nothing(items: list[LinkItem], data: st.DataObject) -> None:
    pairs = sorted(((a.ref, b.ref) for a in items for b in items if a.ref.report < b.ref.report), key=str)
    some = st.frozensets(st.sampled_from(pairs), max_size=4) if pairs else st.just(frozenset())
    decided = Bonds(data.draw(some), data.draw(some))
    shuffled = list(items)
    data.draw(st.randoms(use_true_random=False)).shuffle(shuffled)
    found = {frozenset(items[n].ref for n in group) for group in cluster(items, decided)}
    assert found == {frozenset(shuffled[n].ref for n in group) for group in cluster(shuffled, decided)}
    assert not any(group >= {a, b} for group in found for a, b in decided.apart)
    if not decided.apart:
        assert all(any(group >= {a, b} for group in found) for a, b in decided.together)


def test_no_bonds_are_the_same_as_none() -> None:
    items = [attack(d) for d in "abc"]
    random.Random(1).shuffle(items)
    assert cluster(items, Bonds()) == cluster(items)

"""Ids over any history of clusterings: each incident one id, each id an incident or a way to one."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentbook.book.identity import Founding, Plan, full_id, make_id, plan
from incidentbook.errors import UnknownIncidentError
from incidentbook.model import ReportRef

REFS = [ReportRef(f"d{n}", f"r{n}") for n in range(8)]
RANK = {ref: (f"2021-07-0{n % 4 + 1}", ref.document, ref.report) for n, ref in enumerate(REFS)}

# One clustering: the group of each report.
_labels = st.lists(st.integers(0, 4), min_size=len(REFS), max_size=len(REFS))


def grouped(labels: list[int]) -> list[list[ReportRef]]:
    return [[ref for ref, label in zip(REFS, labels, strict=True) if label == which] for which in set(labels)]


class History:
    """A book's identities, as the store keeps them."""

    def __init__(self) -> None:
        self.held: dict[ReportRef, str] = {}
        self.known: list[Founding] = []
        self.redirects: dict[str, str] = {}

    def then(self, clusters: list[list[ReportRef]]) -> Plan:
        made = plan(clusters, RANK, self.held, self.known, self.redirects)
        self.held, self.redirects = dict(made.members), dict(made.redirects)
        self.known += made.founded
        return made


@settings(max_examples=200, deadline=None)
@given(st.lists(_labels, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_every_history_leaves_the_ids_in_order(clusterings: list[list[int]], rng: random.Random) -> None:
    history = History()
    for labels in clusterings:
        clusters = grouped(labels)
        shuffled = [rng.sample(c, len(c)) for c in rng.sample(clusters, len(clusters))]
        before = history.held, history.known, history.redirects
        again = plan(shuffled, RANK, before[0], list(before[1]), before[2])
        made = history.then(clusters)
        assert made == again
        alive = set(made.members.values())
        assert {frozenset(r for r in REFS if made.members[r] == i) for i in alive} == set(
            map(frozenset, clusters)
        )
        assert set(made.redirects.values()) <= alive
        assert alive.isdisjoint(made.redirects)
        ever = [f.id for f in history.known]
        assert len(set(ever)) == len(ever)
        assert set(ever) == alive | set(made.redirects)
        assert [f.seq for f in history.known] == list(range(1, len(ever) + 1))


@settings(max_examples=100, deadline=None)
@given(_labels)
def test_the_same_clustering_again_changes_nothing(labels: list[int]) -> None:
    history = History()
    first = history.then(grouped(labels))
    second = history.then(grouped(labels))
    assert second.members == first.members
    assert second.founded == ()


@settings(max_examples=100, deadline=None)
@given(_labels)
def test_reports_that_come_one_by_one_in_order_get_the_ids_of_a_rebuild(labels: list[int]) -> None:
    rebuilt = History().then(grouped(labels))
    history, seen = History(), set()
    for ref in sorted(REFS, key=RANK.__getitem__):
        seen.add(ref)
        history.then([[r for r in group if r in seen] for group in grouped(labels)])
    assert history.held == dict(rebuilt.members)


def test_an_id_that_another_report_holds_is_made_longer() -> None:
    one, other = REFS[:2]
    short = make_id(one, {})
    taken = {short: Founding(short, 1, other, other)}
    longer = make_id(one, taken)
    assert longer.startswith(short)
    assert len(longer) == len(short) + 1
    assert make_id(one, {short: Founding(short, 1, one, one)}) == short
    assert make_id(one, {short: Founding(short, 1, one, one)}, living={short}) == longer


def test_an_exact_id_is_no_prefix() -> None:
    assert full_id("IB-ABCDEF", ["IB-ABCDEF", "IB-ABCDEF7"]) == "IB-ABCDEF"
    with pytest.raises(UnknownIncidentError, match="several"):
        full_id("IB-ABCDE", ["IB-ABCDEF", "IB-ABCDEF7"])
    with pytest.raises(UnknownIncidentError, match="no incident zz"):
        full_id("zz", [])


def test_ids_hold_no_letter_that_is_misread() -> None:
    digits = "".join(make_id(ReportRef(f"d{n}", "r"), {})[3:] for n in range(300))
    assert set(digits).isdisjoint("ILOU")
    assert set(digits) == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ")

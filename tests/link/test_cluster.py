"""Which reports are joined, which never are, and that neither their order nor a repetition says anything."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentbook.link import LinkItem, cluster, compare
from incidentbook.link.evidence import possible, profile
from incidentbook.model import Actor, Count, Interval, Place, Report, Target, Values

ASAD = Place("Ain al-Asad Airbase", "IQ", "Anbar", 33.786, 42.441, 1, "base:asad")
BALAD = Place("Balad Air Base", "IQ", "Salah ad Din", 33.94, 44.361, 1, "base:balad")
BAGHDAD = Place("Baghdad", "IQ", "Baghdad", 33.315, 44.366, 2, "geonames:98182")
AIRPORT = Place("Baghdad International Airport", "IQ", "Baghdad", 33.262, 44.234, 1, "icao:ORBI")
ANBAR = Place("Anbar", "IQ", "Anbar", 33.0, 42.0, 4, None)
US = Actor("United States", "us", "state", "US")


def day(text: str) -> Interval:
    return Interval.day(date.fromisoformat(text))


def month(year: int, number: int) -> Interval:
    first = date(year, number, 1)
    return Interval(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def item(document: str, main: bool = True, published: Interval | None = None, **values: Any) -> LinkItem:
    return LinkItem(document, Report(f"{document}-1", main, Values(**values), ()), published)


def groups(*items: LinkItem) -> set[frozenset[str]]:
    """The clusters as sets of document ids."""
    return {frozenset(items[n].document for n in group) for group in cluster(items)}


def joined(*items: LinkItem) -> bool:
    return len(cluster(items)) == 1


def test_nothing_gives_nothing() -> None:
    assert cluster([]) == []


def test_two_papers_on_one_attack() -> None:
    one = item("a", date=day("2021-07-05"), place=ASAD, attack_type="rocket", munitions=Count.exactly(3))
    two = item("b", date=day("2021-07-05"), place=ASAD, attack_type="rocket", killed=Count.exactly(0))
    assert joined(one, two)


def test_a_mention_of_the_month_finds_the_attack_of_a_day() -> None:
    attack = item("a", date=day("2021-05-04"), place=ASAD, attack_type="rocket")
    mention = item("b", main=False, date=month(2021, 5), place=ASAD)
    assert joined(attack, mention)


def test_a_mention_that_fits_two_attacks_joins_neither() -> None:
    first = item("a", date=day("2021-05-04"), place=ASAD, attack_type="rocket")
    second = item("b", date=day("2021-05-24"), place=ASAD, attack_type="rocket")
    mention = item("c", main=False, date=month(2021, 5), place=ASAD, attack_type="rocket")
    assert groups(first, second, mention) == {frozenset("a"), frozenset("b"), frozenset("c")}


def test_a_mention_pulls_no_two_incidents_together() -> None:
    killing = {"place": BAGHDAD, "attack_type": "airstrike", "perpetrator": US}
    reports = [item(f"x{n}", date=day("2020-01-03"), **killing) for n in range(2)]
    reports += [item(f"y{n}", date=day("2020-01-20"), **killing) for n in range(2)]
    mention = item("z", main=False, date=month(2020, 1), **killing)
    found = groups(*reports, mention)
    assert not any({"x0", "y0"} <= group for group in found)
    assert any({"x0", "x1"} <= group for group in found)


def test_many_vague_mentions_of_one_killing() -> None:
    killed = Count(2, None, None)
    vague = {"killed": killed, "perpetrator": US, "main": False}
    assert joined(
        item("a", date=month(2020, 1), place=BAGHDAD, **vague),
        item("b", date=day("2020-01-03"), place=AIRPORT, attack_type="airstrike", **vague),
        item("c", date=day("2020-01-03"), place=BAGHDAD, attack_type="airstrike", **vague),
        item("d", date=Interval(None, date(2020, 1, 31)), place=BAGHDAD, attack_type="airstrike", **vague),
    )


def test_an_undated_report_joins_by_a_name() -> None:
    dead = (Target("Qasem Soleimani", "person", None, "killed"),)
    known = item("a", date=day("2020-01-03"), place=BAGHDAD, attack_type="airstrike", target=dead)
    later = item("b", main=False, target=(Target("General Soleimani", "person", None, "killed"),),
                 perpetrator=US, attack_type="airstrike")  # fmt: skip
    assert joined(known, later)


def test_an_undated_report_joins_by_place_kind_and_counts() -> None:
    known = item(
        "a", date=day("2019-01-17"), place=ASAD, attack_type="vehicle_bomb", killed=Count.exactly(21)
    )
    assert joined(known, item("b", place=ASAD, attack_type="vehicle_bomb", killed=Count.exactly(21)))


def test_an_undated_report_does_not_join_by_country_and_kind() -> None:
    country = replace(ANBAR, name="Iraq", precision=6, lat=None, lon=None)
    known = item("a", date=day("2021-07-05"), place=ASAD, attack_type="rocket")
    assert not joined(known, item("b", place=country, attack_type="rocket"))


def test_nothing_is_reported_before_it_happens() -> None:
    attack = item("a", date=day("2021-07-05"), place=ASAD, attack_type="rocket", munitions=Count.exactly(14))
    older = item(
        "b", published=day("2021-06-20"), place=ASAD, attack_type="rocket", munitions=Count.exactly(14)
    )
    assert not joined(attack, older)


@pytest.mark.parametrize(
    "other",
    [
        item("b", date=day("2021-07-07"), place=ASAD, attack_type="rocket", munitions=Count.exactly(14)),
        item("b", date=day("2021-07-05"), place=BALAD, attack_type="rocket", munitions=Count.exactly(14)),
        item("b", date=day("2021-07-05"), place=ASAD, attack_type="stabbing", munitions=Count.exactly(14)),
        item("a", date=day("2021-07-05"), place=ASAD, attack_type="rocket", munitions=Count.exactly(14)),
    ],
    ids=["two days apart", "another base", "another kind", "the same document"],
)
def test_what_cannot_be_one_is_never_joined(other: LinkItem) -> None:
    one = item("a", date=day("2021-07-05"), place=ASAD, attack_type="rocket", munitions=Count.exactly(14))
    twin = replace(other, report=replace(other.report, id="other"))
    assert not joined(one, twin)


def test_a_day_apart_over_midnight_may_be_one() -> None:
    one = item("a", date=day("2024-01-27"), place=ASAD, attack_type="drone", killed=Count.exactly(3))
    assert joined(
        one, item("b", date=day("2024-01-28"), place=ASAD, attack_type="drone", killed=Count.exactly(3))
    )


def test_an_attack_in_the_province_may_be_the_one_on_the_base() -> None:
    one = item("a", date=day("2021-07-05"), place=ASAD, attack_type="rocket", munitions=Count.exactly(3))
    assert joined(one, item("b", date=day("2021-07-05"), place=ANBAR, attack_type="rocket"))


def test_the_kind_may_be_called_by_a_related_word() -> None:
    one = item("a", date=day("2021-07-05"), place=ASAD, attack_type="bombing", killed=Count.exactly(6))
    assert joined(one, item("b", date=day("2021-07-05"), place=ASAD, attack_type="suicide_bomb"))


# ---------------------------------------------------------------- properties

_days = st.dates(date(2021, 5, 1), date(2021, 5, 12)).map(Interval.day)
_values = st.builds(
    Values,
    date=st.none() | _days | st.just(month(2021, 5)),
    place=st.sampled_from([None, ASAD, BALAD, BAGHDAD, AIRPORT, ANBAR]),
    attack_type=st.sampled_from([None, "rocket", "missile", "drone", "bombing", "shooting", "other"]),
    killed=st.none() | st.integers(0, 4).map(Count.exactly),
    munitions=st.none() | st.integers(1, 4).map(Count.exactly),
    perpetrator=st.sampled_from([None, US]),
)
items_of_some_documents = st.lists(
    st.tuples(st.integers(0, 7), _values, st.booleans(), st.none() | _days), max_size=14
).map(
    lambda rows: [
        LinkItem(f"d{document}", Report(f"r{n:02}", main, values, ()), published)
        for n, (document, values, main, published) in enumerate(rows)
    ]
)


def as_refs(items: list[LinkItem]) -> set[frozenset[Any]]:
    return {frozenset(items[n].ref for n in group) for group in cluster(items)}


@settings(max_examples=60, deadline=None)
@given(items_of_some_documents, st.randoms(use_true_random=False))
def test_the_order_of_the_reports_says_nothing(items: list[LinkItem], rng: random.Random) -> None:
    shuffled = list(items)
    rng.shuffle(shuffled)
    assert as_refs(shuffled) == as_refs(items)


@settings(max_examples=60, deadline=None)
@given(items_of_some_documents)
def test_every_report_has_one_cluster_and_all_in_it_may_be_one_attack(items: list[LinkItem]) -> None:
    found = cluster(items)
    assert sorted(n for group in found for n in group) == list(range(len(items)))
    for group in found:
        profiles = [profile(items[n]) for n in group]
        assert all(possible(a, b) for i, a in enumerate(profiles) for b in profiles[:i])


def test_the_rules_name_only_kinds_that_there_are() -> None:
    from typing import get_args

    from incidentbook.model import AttackType, Site

    kinds, sites = set(get_args(AttackType)), set(get_args(Site))
    rules = compare.rules()
    assert set().union(*rules.families) <= kinds
    for name, known in (("attack_type", kinds), ("site", sites)):
        table = rules.refines[name]
        assert set(table) | set().union(*table.values()) <= known
    assert set(rules.radius_km) == set(range(1, 8))

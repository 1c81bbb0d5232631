"""Mentions that do not know their day find the incident they tell of, or wait."""

from __future__ import annotations

from datetime import date

from tests.link.test_bonds import groups
from tests.link.test_cluster import ASAD, BAGHDAD, day, item, month

from incidentbook.link import Bonds
from incidentbook.model import Count, Interval, Target

DECEMBER = month(2019, 12)


def alone(*names: str) -> set[frozenset[str]]:
    return {frozenset(name) for name in names}


def test_two_attacks_stay_two_when_a_vague_mention_fits_both() -> None:
    rockets = {"place": ASAD, "attack_type": "rocket"}
    first = [item(d, date=day("2019-12-03"), munitions=Count.exactly(5), **rockets) for d in "ab"]
    second = [item(d, date=day("2019-12-09"), munitions=Count.exactly(5), **rockets) for d in "cd"]
    vague = [item(d, main=False, date=DECEMBER, munitions=Count.exactly(5), **rockets) for d in "ef"]
    found = groups(Bonds(), *first, *second, *vague)
    assert {frozenset("ab"), frozenset("cd")} <= found


def test_one_that_fits_better_is_not_told_from_another_by_a_hair() -> None:
    first = item("a", date=day("2019-12-03"), place=ASAD, attack_type="rocket", killed=Count.exactly(1))
    second = item("b", date=day("2019-12-09"), place=ASAD, attack_type="rocket", killed=Count.exactly(2))
    vague = item("c", main=False, date=DECEMBER, place=ASAD, attack_type="rocket", site="air_base")
    assert groups(Bonds(), first, second, vague) == alone("a", "b", "c")


def test_a_name_tells_which_of_two_it_was() -> None:
    dead = (Target("Brigadier Salim Haddad", "person", None, "killed"),)
    first = item("a", date=day("2019-12-03"), place=BAGHDAD, attack_type="shooting", target=dead)
    second = item("b", date=day("2019-12-09"), place=BAGHDAD, attack_type="shooting")
    vague = item("c", main=False, date=DECEMBER, place=BAGHDAD, attack_type="shooting", target=dead)
    assert groups(Bonds(), first, second, vague) == {frozenset("ac"), frozenset("b")}


def test_mentions_of_one_document_are_two_incidents() -> None:
    attack = item("a", date=day("2019-12-03"), place=ASAD, attack_type="rocket")
    strong = item("b", main=False, date=DECEMBER, place=ASAD, attack_type="rocket")
    weak = item("b", main=False, date=Interval(date(2019, 1, 1), date(2019, 12, 31)), place=ASAD)
    found = groups(Bonds(), attack, strong, weak)
    assert found == {frozenset("ab"), frozenset("b")}


def test_a_bond_puts_a_mention_where_the_evidence_does_not() -> None:
    rockets = {"place": ASAD, "attack_type": "rocket"}
    first, second = (item(d, date=day(w), **rockets) for d, w in (("a", "2019-12-03"), ("b", "2019-12-09")))
    vague = item("c", main=False, date=DECEMBER, **rockets)
    bond = Bonds(together=frozenset({(second.ref, vague.ref)}))
    assert groups(bond, first, second, vague) == {frozenset("a"), frozenset("bc")}

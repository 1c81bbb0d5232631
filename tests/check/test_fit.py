"""Which incidents count for a count of the press: yes, perhaps, no."""

from __future__ import annotations

import pytest
from tests.check.small_books import BAGHDAD, ERBIL, HOMS, IRAQ, US, day, entry, on, span

from incidentbook import extract
from incidentbook.check.fit import Fit, Scope, fits, scope_of
from incidentbook.model import Actor, Attribution, Place

JUNE = span("2021-06-01", "2021-06-30")
IN_IRAQ = Scope(JUNE, (IRAQ,))


def scope(sentence: str, said: str) -> Scope:
    (tally,) = extract(sentence, published=said).tallies
    return scope_of(tally)


@pytest.mark.parametrize(
    ("when", "fit"),
    [
        (day("2021-06-12"), Fit.YES),
        (day("2021-07-01"), Fit.NO),
        (span("2021-05-20", "2021-06-02"), Fit.MAY),
        (span(None, "2021-06-20"), Fit.MAY),
        (span(None, "2021-05-20"), Fit.NO),
        (span(None, None), Fit.MAY),
    ],
)
def test_days_that_may_lie_outside_leave_it_open(when: object, fit: Fit) -> None:
    assert fits(IN_IRAQ, entry("a", when, place=ERBIL))[0] is fit  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("place", "fit"), [(ERBIL, Fit.YES), (IRAQ, Fit.YES), (HOMS, Fit.NO), (None, Fit.MAY)]
)
def test_a_place_counts_in_its_country(place: Place | None, fit: Fit) -> None:
    assert fits(IN_IRAQ, entry("a", day("2021-06-12"), place=place))[0] is fit


def test_a_country_may_be_the_city_that_is_asked_for() -> None:
    asked = Scope(JUNE, (BAGHDAD,))
    assert fits(asked, entry("a", day("2021-06-12"), place=IRAQ)) == (Fit.MAY, ("place",))
    assert fits(asked, entry("a", day("2021-06-12"), place=ERBIL))[0] is Fit.NO
    assert fits(asked, entry("a", day("2021-06-12"), place=BAGHDAD))[0] is Fit.YES


def test_whose_people_were_hit_is_known_or_left_open_or_excluded() -> None:
    asked = scope(
        "There have been 12 attacks on American interests in Iraq since the start of June.", "2021-06-30"
    )
    assert asked.sides == {"US"}
    when = day("2021-06-12")
    assert fits(asked, entry("a", when, place=ERBIL, target=on("a US convoy")))[0] is Fit.YES
    assert fits(asked, entry("a", when, place=ERBIL, site="military_base")) == (Fit.MAY, ("target",))
    assert fits(asked, entry("a", when, place=ERBIL, site="market"))[0] is Fit.NO
    assert fits(asked, entry("a", when, place=ERBIL, perpetrator=US, site="military_base"))[0] is Fit.NO


def test_who_is_blamed_may_be_who_did_it() -> None:
    group, other = (Actor(n, n, "armed_group", None) for n in ("Harakat Ansar", "Jaysh Fulan"))
    asked = Scope(JUNE, perpetrator=group)
    when = day("2021-06-12")
    assert fits(asked, entry("a", when, claimed_by=group))[0] is Fit.YES
    assert fits(asked, entry("a", when, attributed_to=(Attribution(US, group),)))[0] is Fit.MAY
    assert fits(asked, entry("a", when, perpetrator=other))[0] is Fit.NO
    assert fits(asked, entry("a", when))[0] is Fit.MAY


def test_the_army_of_a_state_is_the_state() -> None:
    asked = Scope(JUNE, perpetrator=US)
    army = Actor("US military", "us-military", "military", "US")
    assert fits(asked, entry("a", day("2021-06-12"), perpetrator=army))[0] is Fit.YES


def test_a_foiled_attack_is_not_counted() -> None:
    assert fits(IN_IRAQ, entry("a", day("2021-06-12"), place=ERBIL, stage="foiled"))[0] is Fit.NO


def test_two_countries_in_one_breath_are_both_counted() -> None:
    asked = scope("A total of 45 attacks have hit US troops in Iraq and Syria since January.", "2021-07-05")
    assert {p.country for p in asked.places} == {"IQ", "SY"}
    assert asked.sides == {"US"}


def test_kinds_are_those_of_the_words() -> None:
    asked = scope("The province saw 9 drone strikes in June 2021.", "2021-07-05")
    assert asked.kinds == {"drone"}
    assert fits(asked, entry("a", day("2021-06-12"), attack_type="shooting"))[0] is Fit.NO

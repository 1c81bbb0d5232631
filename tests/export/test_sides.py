"""Whom an attack was on, who did it, and the tables that say so."""

from __future__ import annotations

from typing import Any, get_args

import pytest
from tests.export.made import GROUP, US

from incidentbook.export.resources import at_most, load
from incidentbook.export.sides import doer, killed_of, side_of, side_of_words
from incidentbook.model import ActorKind, AttackType, Count, Site, Target, Values, Victims


def hurt(*groups: str) -> tuple[Victims, ...]:
    return tuple(Victims(group, Count.exactly(2), None) for group in groups)


@pytest.mark.parametrize(
    ("values", "side"),
    [
        ({}, None),
        ({"victims": hurt("two Iraqi civilians")}, "civilians"),
        ({"victims": hurt("SOLDIERS", "a policeman")}, "state_forces"),
        ({"victims": hurt("people", "others")}, None),
        ({"victims": hurt("soldiers", "children")}, None),
        ({"victims": hurt("civilians"), "site": "air_base"}, None),
        ({"site": "street"}, None),
        ({"site": "school"}, "civilians"),
        ({"target": (Target("militants", "group", None, None),)}, "fighters"),
        ({"target": (Target("a police station", "facility", None, None),)}, None),
    ],
)
def test_the_one_side_that_words_and_site_speak_for(values: dict[str, Any], side: str | None) -> None:
    assert side_of(Values(**values)) == side


def test_words_of_two_sides_are_of_none() -> None:
    assert side_of_words("students of the police academy") is None
    assert side_of_words("policemen-like") is None


def test_a_figure_of_a_side_is_that_of_its_one_group() -> None:
    assert killed_of(Values(victims=hurt("soldiers", "people")), "state_forces") == 2
    assert killed_of(Values(victims=hurt("soldiers", "marines")), "state_forces") is None
    assert killed_of(Values(victims=(Victims("soldiers", Count(1, None, 3), None),)), "state_forces") is None


def test_who_did_it_is_not_who_is_blamed_or_denies() -> None:
    assert doer(Values(perpetrator=US, claimed_by=GROUP)) == US
    assert doer(Values(claimed_by=GROUP)) == GROUP
    assert doer(Values(claimed_by=GROUP, denied_by=GROUP)) is None
    assert doer(Values(denied_by=GROUP)) is None


def test_the_tables_speak_of_what_there_is() -> None:
    acled, ucdp, sides = load("acled.yaml"), load("ucdp.yaml"), load("sides.yaml")
    assert {*acled["kinds"], *acled["close"]} <= {*get_args(AttackType)}
    assert {*acled["close_on"]} == {*ucdp["violence"]} == {*sides}
    assert {kind for on in ucdp["violence"].values() for kind in on} | {*ucdp["governments"]} <= {
        *get_args(ActorKind)
    }
    assert {site for side in sides.values() for site in side["sites"]} <= {*get_args(Site)}
    types = [*acled["kinds"].values(), *acled["close_on"].values(), acled["disrupted"]]
    assert {event for event, _ in types} == {*acled["disorder"]}
    words = [word for side in sides.values() for word in side["words"]]
    assert len(words) == len({*words})


@pytest.mark.parametrize(("number", "code"), [(1, 1), (2, 2), (7, 2), (8, 3), (32, None), (None, None)])
def test_codes_by_steps(number: int | None, code: int | None) -> None:
    assert at_most({31: 3, 1: 1, 7: 2}, number) == code

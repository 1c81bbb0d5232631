"""The map of an incident as an image."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from tests.export.made import FEW, INCIDENT, NOWHERE, PLACE, incidents

from incidentbook.export.static_map import HEIGHT, WIDTH, draw, outline
from incidentbook.model import Incident, Place

SQUARE = [[40.0, 30.0], [50.0, 30.0], [50.0, 40.0], [40.0, 40.0], [40.0, 30.0]]
FIJI = [[178.0, -20.0], [180.0, -20.0], [180.0, -15.0], [178.0, -15.0], [178.0, -20.0]]
WORLD = outline([SQUARE, FIJI], [[[44.0, 30.0], [44.0, 40.0]]], [("Iraq", 35.5, 44.0)])
SVG = "{http://www.w3.org/2000/svg}"


def parsed(incident: Incident) -> Any:
    return ElementTree.fromstring(draw(incident, WORLD))


def at(place: Place | None, launched: Place | None = None) -> Incident:
    return replace(INCIDENT, values=replace(INCIDENT.values, place=place, launched_from=launched))


def test_it_shows_the_place_in_the_middle_and_whose_data_it_is() -> None:
    found = parsed(at(PLACE))
    (spot,) = found.findall(f"{SVG}circle")
    assert abs(float(spot.get("cx")) - WIDTH / 2) < 1
    words = [t.text for t in found.iter(f"{SVG}text")]
    assert "Harir Air Base" in words
    assert "IRAQ" in words
    assert any("Natural Earth" in w and "GeoNames" in w for w in words)


def test_a_coarse_place_has_a_soft_circle_as_large_as_it_is_vague() -> None:
    def radius(precision: int) -> float:
        circles = parsed(at(replace(PLACE, precision=precision))).findall(f"{SVG}circle")
        return max(float(c.get("r")) for c in circles)

    assert radius(1) < radius(2) < radius(4)
    assert radius(4) < HEIGHT / 2


def test_launch_and_impact_are_both_in_the_picture_with_a_line() -> None:
    far = Place("Far away", "IR", None, 34.0, 52.0, 2, None)
    found = parsed(at(PLACE, far))
    assert "Launched from: Far away" in [t.text for t in found.iter(f"{SVG}text")]
    for spot in found.findall(f"{SVG}circle"):
        assert 0 < float(spot.get("cx")) < WIDTH
        assert 0 < float(spot.get("cy")) < HEIGHT


def test_over_the_antimeridian_both_ends_of_the_world_are_seen() -> None:
    found = parsed(at(Place("Taveuni", "FJ", None, -16.8, -179.95, 1, None)))
    land = found.find(f"{SVG}path").get("d")
    assert land.startswith("M")


def test_an_unknown_place_is_said_to_be_unknown() -> None:
    assert "The place is unknown" in [t.text for t in parsed(NOWHERE).iter(f"{SVG}text")]


@pytest.mark.parametrize("name", ['"><script>alert(1)</script>', "]]>&amp;<", "\x00\x0b", "سامراء"])
def test_names_are_text(name: str) -> None:
    told = draw(at(replace(PLACE, name=name)), WORLD)
    assert "<script" not in told
    assert "style=" not in told
    ElementTree.fromstring(told)


@FEW
@given(incidents)
def test_every_incident_can_be_drawn(incident: Incident) -> None:
    parsed(incident)

"""Weapons in news English, and the table behind them."""

from __future__ import annotations

from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.model import AttackType
from incidentbook.normalise.weapon import find, keys, weapon

CASES: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "weapon_cases.yaml").read_text("utf-8"))
TABLE: dict[str, Any] = yaml.safe_load((files("incidentbook.resources") / "weapons.yaml").read_text("utf-8"))
GUARDED = {word for words in TABLE["guarded"] for word in words.split(", ")}
# ACLED Codebook (2023), sub-event types of battles, explosions and violence against civilians.
ACLED = {
    "Armed clash", "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
    "Remote explosive/landmine/IED", "Grenade", "Attack",
}  # fmt: skip
# GTD Codebook (2021), weapon types.
GTD = {
    "Biological", "Chemical", "Radiological", "Nuclear", "Firearms", "Explosives", "Fake Weapons",
    "Incendiary", "Melee",
    "Vehicle (not to include vehicle-borne explosives, i.e., car or truck bombs)", "Sabotage Equipment",
}  # fmt: skip
# PLOVER and POLECAT codebooks, modes of ASSAULT that a weapon can settle.
PLOVER = {
    "primitive",
    "firearms",
    "explosives",
    "suicide-attack",
    "heavy-weapons",
    "aerial",
    "drone",
    "unconventional",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_find(case: dict[str, Any]) -> None:
    found = [
        [m.text, m.weapon.key, m.weapon.name, m.plural, *(["compound"] if m.compound else [])]
        for m in find(case["text"])
    ]
    assert found == case["found"]


@pytest.mark.parametrize(
    ("phrase", "attack_type", "munition"),
    [
        ("Katyusha rockets", "rocket", True),
        ("a booby-trapped drone", "drone", True),
        ("a van full of explosives", "vehicle_bomb", True),
        ("a suicide vest", "suicide_bomb", True),
        ("an assault rifle", "shooting", False),
        ("a kitchen knife", "stabbing", False),
        ("a lorry", None, False),
        ("petrol bombs", "arson", True),
        ("warplanes", "airstrike", False),
    ],
)
def test_attack_type(phrase: str, attack_type: str | None, munition: bool) -> None:
    found = weapon(phrase)
    assert found is not None
    assert (found.attack_type, found.munition) == (attack_type, munition)


@pytest.mark.parametrize("phrase", ["the base", "a bombshell", "missile defence", ""])
def test_no_weapon(phrase: str) -> None:
    assert weapon(phrase) is None


@pytest.mark.parametrize("key", TABLE["weapons"])
def test_rows_are_complete(key: str) -> None:
    row = TABLE["weapons"][key]
    code = TABLE["codes"][row["codes"]]
    assert set(row) == {"codes", "attack", "munition", "names"}
    assert set(code) == {"acled", "gtd", "gtd_sub", "plover"}
    assert row["attack"] in {None, *get_args(AttackType)}
    assert isinstance(row["munition"], bool)
    assert row["names"]
    assert code["acled"] in ACLED | {None}
    assert code["gtd"] in GTD | {None}
    assert code["plover"] in PLOVER | {None}


def test_each_name_stands_once() -> None:
    names = [name for row in TABLE["weapons"].values() for name in row["names"]]
    assert sorted(names) == sorted(set(names))


def test_families_and_laden_heads_have_a_row() -> None:
    assert {*TABLE["families"], *TABLE["laden_key"].values(), TABLE["laden_default"]} <= keys()


@pytest.mark.parametrize("key", TABLE["weapons"])
def test_every_name_is_found_with_its_key(key: str) -> None:
    for name in set(TABLE["weapons"][key]["names"]) - GUARDED:
        found = find(f"It was a {name}.")
        assert [(m.text, m.weapon.key) for m in found] == [(name, key)]


@given(
    st.lists(
        st.sampled_from(["rocket", "a drone", "Shahed-136", "İ", "car bomb", "’s", "\n", "107 mm"]),
        max_size=12,
    )
)
def test_spans_are_in_order_and_true(words: list[str]) -> None:
    text = " ".join(words)
    found = find(text)
    assert all(m.span.of(text) == m.text for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))

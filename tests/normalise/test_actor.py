"""Names and descriptions of actors, alone and in running text."""

from __future__ import annotations

import time
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.model import Actor
from incidentbook.normalise.actor import ActorMention, actor, find_actors, localised, state_of, umbrella_of
from incidentbook.normalise.actor_table import table

PHRASES = yaml.safe_load(Path(__file__).with_name("actors.yaml").read_text(encoding="utf-8"))


def mentions(text: str) -> dict[str, ActorMention]:
    """The mentions of a text by their words; of equal words the last."""
    return {m.text: m for m in find_actors(text)}


@pytest.mark.parametrize(("words", "name", "key", "kind", "country"), PHRASES)
def test_phrase(words: str, name: str, key: str | None, kind: str, country: str | None) -> None:
    assert actor(words) == Actor(name, key, kind, country)  # type: ignore[arg-type]


def test_table_holds_enough_and_its_parents_exist() -> None:
    entries = table().entries
    ids = entries.keys() | {s.actor.id for s in table().states.values()}
    assert len(entries) >= 500
    assert len(table().states) >= 249
    assert [e.actor.id for e in entries.values() if e.parent and e.parent not in ids] == []
    assert [e.actor.id for e in entries.values() if (e.actor.country or "US") not in table().states] == []


def test_no_canonical_name_means_another_entry() -> None:
    found = {e.actor.id: actor(e.actor.name).id for e in table().entries.values()}
    assert [(key, other) for key, other in found.items() if other not in (None, key)] == []


def test_every_canonical_name_means_its_entry() -> None:
    """But for names that need evidence or that two entries share."""
    wrong = [e.actor.name for e in table().entries.values() if actor(e.actor.name).id != e.actor.id]
    assert len(wrong) / len(table().entries) < 0.05


def test_acronym_needs_its_capitals() -> None:
    assert not find_actors("He told us that it is over.")
    assert [m.actor.name for m in find_actors("US and IS forces fought.")] == [
        "United States",
        "Islamic State",
    ]


def test_several_actors_with_one_acronym() -> None:
    congo = "The ADF attacked a village near Beni in the Democratic Republic of Congo, killing nine."
    assert mentions(congo)["ADF"].actor.name == "Allied Democratic Forces"
    jihad = "Rockets were fired from Gaza. Islamic Jihad, a Palestinian group, claimed them."
    assert mentions(jihad)["Islamic Jihad"].actor.name == "Palestinian Islamic Jihad"


def test_weak_name_without_evidence_is_left_alone() -> None:
    assert "Tigers" not in mentions("The Tigers beat the Lions by three runs.")
    assert mentions("Sri Lanka's navy said the Tigers attacked.")["Tigers"].actor.id == "ltte"


def test_names_that_the_text_introduces() -> None:
    text = "A group calling itself the Sons of the South (SOS) fired. The SOS said so on Friday."
    assert [m.actor.name for m in find_actors(text) if m.text == "SOS"] == ["Sons of the South"] * 2


def test_the_group_is_the_one_named_before() -> None:
    text = "Tashkil al-Waritheen claimed the attack. The group said it had fired four drones."
    assert mentions(text)["group"].actor.id == "tashkil-al-waritheen"
    assert mentions("The group fled.")["group"].actor.id is None


def test_the_ministry_is_the_one_named_once() -> None:
    one = "Russia's Defence Ministry denied it. The ministry gave no figures."
    two = one.replace("The", "Ukraine's interior ministry did not. The")
    assert mentions(one)["ministry"].actor.country == "RU"
    assert mentions(two)["ministry"].actor.country is None


def test_persons_and_whom_they_act_for() -> None:
    text = "Rockets fell, said Zailani Bappah, special assistant to the governor. Bappah gave no toll."
    found = mentions(text)
    assert found["Zailani Bappah"].person
    assert found["Bappah"].actor.name == "Zailani Bappah"
    spoken = mentions('"It failed," Taliban spokesman Zabihullah Mujahid said.')
    person = spoken["Taliban spokesman Zabihullah Mujahid"]
    assert person.organisation is not None
    assert person.organisation.id == "taliban"


def test_a_comma_parts_names_that_hold_none() -> None:
    assert find_actors("Iraqi army, police and Hamas fought.")[0].actor.name == "Iraqi army"
    assert "CPI (Maoist)" in mentions("The CPI (Maoist) attacked in India.")


def test_places_and_things_are_no_actors() -> None:
    text = "BAGHDAD, July 5 - A rocket hit an Iraqi military base in Iraq near a police station of Sadr City."
    assert find_actors(text) == ()


def test_states_by_their_capitals_and_adjectives() -> None:
    text = "Washington blamed Tehran after a Turkish air strike."
    assert [(m.actor.id, m.metonym) for m in find_actors(text)] == [("us", True), ("ir", True), ("tr", False)]


def test_old_wire_copy_in_capitals() -> None:
    text = "THE FMLN CLAIMED THE ATTACK ON THE BASE. IT TOLD US SO, POLICE SAID."
    assert [m.actor.name for m in find_actors(text)] == [
        "Farabundo Marti National Liberation Front",
        "police",
    ]


@pytest.mark.parametrize(
    ("words", "state"),
    [("US forces", "United States"), ("Pentagon", "United States"), ("Iraqi army", "Iraq")],
)
def test_state_of_its_bodies(words: str, state: str) -> None:
    found = state_of(actor(words))
    assert found is not None
    assert found.name == state


def test_groups_have_no_state() -> None:
    assert state_of(actor("Hamas")) is None
    assert state_of(actor("unknown gunmen")) is None


def test_umbrella_by_year() -> None:
    nusra = actor("Nusra Front")
    assert umbrella_of(nusra, 2014) == actor("al-Qaeda")
    assert umbrella_of(nusra, 2018) is None
    assert umbrella_of(actor("US Army")) == actor("United States")


def test_localised_bodies() -> None:
    assert localised(actor("police"), "PE").name == "Peruvian police"
    assert localised(actor("Iraqi army"), "PE").name == "Iraqi army"
    assert localised(actor("unknown gunmen"), "PE").name == "unknown gunmen"
    assert localised(actor("police"), None).name == "police"


def test_fast_enough() -> None:
    text = "Iraq's Security Media Cell said militias backed by Iran fired at US forces on Monday. " * 27
    find_actors(text)
    start = time.process_time()
    find_actors(text)
    assert (
        time.process_time() - start < 0.05
    )  # measured 0.004 s on 400 words; ten times that for a busy machine


@given(
    st.lists(
        st.sampled_from([p[0] for p in PHRASES] + ["said", ",", ".", "the", "of", "(", ")", "\n\n"]),
        max_size=12,
    )
)
def test_mentions_lie_in_order_in_the_text(words: list[str]) -> None:
    text = " ".join(words)
    found = find_actors(text)
    assert all(m.span.of(text) == m.text for m in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    assert isinstance(actor(text).name, str)

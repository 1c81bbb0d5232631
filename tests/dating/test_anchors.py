"""Which events, wars, offices and names a text mentions, and how it speaks of them."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook.dating.anchor_table import table
from incidentbook.dating.anchors import Mention, find_anchors
from incidentbook.model import Span


def mentions(text: str) -> list[Mention]:
    return find_anchors(text, [Span(0, len(text))])


def roles(text: str) -> dict[str, str]:
    return {m.anchor.id: m.role for m in mentions(text)}


@pytest.mark.parametrize(
    "text",
    [
        "Attacks have grown since the killing of Iran's top general Qassem Soleimani in Baghdad.",
        "A drone killed General Qasem Suleimani and nine others near the airport.",
        "Soleimani and Abu Mahdi al-Muhandis were assassinated in a strike on their convoy.",
        "Thousands marked Soleimani's death in Kerman.",
    ],
)
def test_a_death_is_told_in_many_ways(text: str) -> None:
    assert roles(text)["death of qasem soleimani"] == "happened"


@pytest.mark.parametrize(
    "text",
    [
        "Soleimani said that five of his soldiers were killed.",
        "The raid killed three fighters loyal to Soleimani.",
        "Rockets killed two guards close to Soleimani, officials said.",
        "General Soleimani visited the front near Tikrit.",
    ],
)
def test_another_persons_death_is_not_his(text: str) -> None:
    assert roles(text)["death of qasem soleimani"] == "named"


@pytest.mark.parametrize(
    "text",
    [
        "Bush wanted Osama bin Laden, dead or alive.",
        "The force was set up to kill Osama bin Laden.",
        "The court upheld the death sentence for Osama bin Laden.",
    ],
)
def test_an_aim_is_no_deed(text: str) -> None:
    assert roles(text)["death of osama bin laden"] == "named"


def test_a_deed_may_stand_behind_to() -> None:
    assert roles("They went on to assassinate Qassem Soleimani.")["death of qasem soleimani"] == "happened"


def test_a_threat_is_no_death() -> None:
    assert "death of hassan nasrallah" not in roles("Ministers have threatened to kill Hassan Nasrallah.")


def test_a_surname_after_another_given_name_is_somebody_else() -> None:
    assert not roles("Spokesman Officer Stephen McNulty said a suspect was held.")
    assert not roles("President Misael Pastrana spoke in Bogota.")


def test_a_given_name_is_no_surname() -> None:
    found = roles("President Petro Poroshenko said the shelling went on.")
    assert found == {"president petro poroshenko": "current"}


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("President Joe Biden spoke at noon.", "current"),
        ("Officials of the Biden administration spoke at noon.", "current"),
        ("Former President Joe Biden spoke at noon.", "former"),
        ("The deal was signed by then-President Joe Biden.", "held"),
        ("President-elect Joe Biden spoke at noon.", "elect"),
    ],
)
def test_how_an_office_is_held(text: str, role: str) -> None:
    assert roles(text) == {"president joe biden": role}


def test_a_vice_president_is_no_president() -> None:
    assert roles("Vice President Joe Biden spoke at noon.") == {"vice president joe biden": "current"}


def test_the_title_may_follow_the_name() -> None:
    found = roles("Wayne Marotto, the coalition's spokesman, said nobody was hurt.")
    assert found == {"spokesperson wayne marotto": "current"}


def test_spellings_and_accents() -> None:
    assert "prime minister mustafa al-kadhimi" in roles("Prime Minister Mustafa al-Kadhemi was at home.")
    assert "president ivan duque" in roles("El presidente: President Iván Duque declared mourning.")


def test_a_war_goes_on_or_is_named() -> None:
    assert roles("It came amid the war in Gaza.")["war in Gaza"] == "ongoing"
    assert roles("They are the first deaths since the war in Gaza began.")["war in Gaza"] == "ongoing"
    assert roles("He fought in the war in Gaza.")["war in Gaza"] == "happened"


def test_events_need_all_their_words() -> None:
    assert "fall of Mosul" in roles("Islamic State fighters captured Mosul in a day.")
    assert "fall of Mosul" not in roles("Islamic State fighters fled from Mosul in a day.")
    assert "attack on Tower 22" in roles("Three soldiers were killed at Tower 22, a post in Jordan.")


def test_words_that_keep_an_event_away() -> None:
    assert "storming of the US embassy in Baghdad" not in roles(
        "In 1979 students stormed the US embassy in Tehran, not the one in Baghdad."
    )


def test_the_span_holds_the_words() -> None:
    text = "Last week the assassination of Ismail Haniyeh in Tehran was avenged."
    (mention,) = [m for m in mentions(text) if m.anchor.kind == "death"]
    assert mention.span.of(text) == "assassination of Ismail Haniyeh"


# the table itself ------------------------------------------------------------------------------------------


def anchors() -> set[object]:
    return {a for found in table().by_key.values() for a in found}


def test_every_period_has_a_beginning_and_runs_forward() -> None:
    for found in table().by_key.values():
        for anchor in found:
            starts = [d.earliest for d in anchor.days]
            assert all(s is not None for s in starts), anchor.id
            assert starts == sorted(s for s in starts if s), anchor.id


def test_every_office_has_a_title() -> None:
    offices = {a.office for found in table().by_key.values() for a in found if a.office}
    assert offices <= set().union(*table().titles.values())


def test_no_event_lies_before_the_calendar_or_is_foretold() -> None:
    for found in table().by_key.values():
        for anchor in found:
            if anchor.kind in ("event", "death"):
                assert all(date(1945, 1, 1) < d.earliest for d in anchor.days if d.earliest), anchor.id


def test_names_of_anchors_are_unique() -> None:
    found = list({id(a): a for listed in table().by_key.values() for a in listed}.values())
    ids = [a.id for a in found if a.kind != "name"]
    assert len(ids) - len(set(ids)) == 0

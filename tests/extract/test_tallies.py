"""Counts over a period that the text gives without listing what it counts, and figures that are none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from incidentbook import extract
from incidentbook.extract.extractor import read_scenes
from incidentbook.extract.tallies import find_tallies
from incidentbook.model import Count, Tally

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "tallies.yaml").read_text(encoding="utf-8")
)


def tallies(text: str) -> tuple[Tally, ...]:
    document = extract(text, published=date(2024, 5, 6)).document
    return find_tallies(document, read_scenes(document))


def plain(count: Count) -> str:
    return f"{count.low}..{'' if count.high is None else count.high}"


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_the_tallies_are_those_of_the_sentence(case: dict[str, Any]) -> None:
    found = tallies(case["text"])
    assert [plain(t.count) for t in found] == [w["count"] for w in case["tallies"]]
    for tally, want in zip(found, case["tallies"], strict=True):
        if "from" in want:
            assert tally.period is not None
            assert tally.period.earliest == want["from"]
        assert (tally.killed == tally.count) == (want.get("of") == "killed")
        assert (tally.injured == tally.count) == (want.get("of") == "injured")


def test_a_tally_stands_on_its_words() -> None:
    text = "The Pentagon said there have been 43 attacks on American bases in Iraq since January."
    (tally,) = tallies(text)
    assert tally.span.of(text) == "43 attacks"
    assert tally.speaker is not None
    assert tally.speaker.name == "Pentagon"
    assert tally.target == "American bases"
    assert tally.killed is None
    assert tally.injured is None


def test_the_killers_are_named() -> None:
    (tally,) = tallies("Boko Haram has killed more than 300 people since January.")
    assert tally.perpetrator is not None
    assert tally.perpetrator.name == "Boko Haram"


def test_a_figure_said_twice_is_one_tally() -> None:
    text = "There were 43 attacks since January. The 43 attacks since January hit bases."
    assert len(tallies(text)) == 1


def test_who_counts_attacks_does_not_commit_them() -> None:
    (tally,) = tallies("Police recorded 14 shootings in Gothenburg this year.")
    assert tally.perpetrator is None
    (tally,) = tallies("American forces in Iraq have come under attack 12 times in the past two weeks.")
    assert tally.perpetrator is None
    assert tally.target == "American forces"


def test_how_people_died_is_told_with_them() -> None:
    (tally,) = tallies("Suicide bombers have killed 63 aid workers in Kabul since January.")
    assert tally.what == "aid workers killed by Suicide bombers"


def test_a_place_without_a_country_is_known_by_its_name() -> None:
    (tally,) = tallies("Rockets have hit Sderot nine times since Friday.")
    assert tally.place is not None
    assert tally.place.name == "Sderot"

"""Sentences, and who claims, is blamed, denies, cannot confirm or did it by them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from incidentbook import extract
from incidentbook.extract.extractor import read_scenes
from incidentbook.extract.mentions import find_mentions
from incidentbook.extract.roles import statements
from incidentbook.extract.scene import Scene
from incidentbook.extract.voices import voice_statements
from incidentbook.model import Attribution, Statement

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "voices.yaml").read_text(encoding="utf-8")
)


def said_in(scene: Scene) -> list[Statement]:
    """All statements of a sentence, those of its attacks included."""
    of_attacks = [s for m in find_mentions(scene)[0] for s in statements(m, alone=True)]
    return [*of_attacks, *voice_statements(scene)]


def said(text: str) -> list[Statement]:
    document = extract(text, published=date(2024, 5, 6)).document
    return [s for scene in read_scenes(document) for s in said_in(scene)]


def names(found: list[Statement], prop: str) -> set[str]:
    """The names of the actors that a property is given, those blamed for `attributed_to`."""
    values = [s.value for s in found if s.property == prop and s.value is not None]
    return {v.to.name if isinstance(v, Attribution) else getattr(v, "name", "") for v in values}


@pytest.mark.parametrize("case", CASES, ids=[c["text"][:60] for c in CASES])
def test_who_is_held_to_it_by_whom(case: dict[str, Any]) -> None:
    found = said(case["text"])
    for prop in ("claimed_by", "attributed_to", "denied_by", "not_confirmed_by", "perpetrator"):
        if prop in case:
            assert names(found, prop) == ({case[prop]} if case[prop] else set()), prop
    if "by" in case:
        blamers = {s.value.by.name if s.value.by else None for s in found if isinstance(s.value, Attribution)}
        assert blamers == {case["by"]}
    if "nobody" in case:
        assert [s for s in found if s.property == "claimed_by"], "a statement that nobody has claimed it"
        assert not names(found, "claimed_by")


@pytest.mark.parametrize("case", [c for c in CASES if c.get("claimed_by")], ids=lambda c: c["text"][:60])
def test_a_claim_is_told_as_one(case: dict[str, Any]) -> None:
    claims = [s for s in said(case["text"]) if s.property == "claimed_by"]
    assert {s.stance for s in claims} == {"claimed"}
    assert all(s.speaker is not None for s in claims)


@pytest.mark.parametrize(
    ("text", "speaker", "channel"),
    [
        ("Two rockets hit the base, the Iraqi military said.", "Iraqi military", None),
        ("According to the Taliban, a bomb killed three soldiers.", "Taliban", None),
        ("The Houthis said on Telegram that they attacked the ship.", "Houthis", "Telegram"),
        ("Two rockets hit the base.", None, None),
        ("Two rockets hit the base, Anna Kovac of the interior ministry said.", "Anna Kovac", None),
        ("A bomb killed two people, said the city police commander, Pedro Alcazar.", "Pedro Alcazar", None),
        ("A bomb killed two people, Reuters said, quoting the Lebanese army.", "Lebanese army", None),
        ("A bomb killed two people, Iraqi police were quoted as saying.", "Iraqi police", None),
    ],
)
def test_the_speaker_and_the_channel(text: str, speaker: str | None, channel: str | None) -> None:
    found = said(text)
    assert found
    assert {s.speaker.name if s.speaker else None for s in found} == {speaker}
    assert {s.channel for s in found} == {channel}

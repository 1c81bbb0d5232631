"""Who speaks in a sentence, with the trained reader beside the rules."""

from __future__ import annotations

import pytest

from incidentbook.extract.extractor import read_scenes
from incidentbook.extract.reader.model import reader_of
from incidentbook.model import Document
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page


def document(text: str) -> Document:
    return dated(Page("a", "text/plain", text, Meta()))[0]


def speaker(text: str, *, reader: bool) -> str | None:
    reading = reader_of(None).read(text) if reader else None
    (scene,) = read_scenes(document(text), reading)
    return scene.said.speaker.name if scene.said is not None and scene.said.speaker is not None else None


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Spokesman Karl Munro complained that the rockets had wounded three soldiers at the base near Erbil.",
            "Karl Munro",
        ),
        ("Per the interior ministry, the car bomb in Basra killed nine people.", "interior ministry"),
    ],
)
def test_the_reader_hears_whom_the_rules_do_not(text: str, who: str) -> None:
    assert speaker(text, reader=False) is None
    assert speaker(text, reader=True) == who


def test_whom_the_rules_hear_speaks() -> None:
    text = "Police said a grenade thrown at a bus in Quetta wounded six passengers."
    assert speaker(text, reader=True) == speaker(text, reader=False) == "police"


def test_nobody_is_made_to_speak() -> None:
    assert speaker("Gunmen killed a mayor in Durango on Friday.", reader=True) is None

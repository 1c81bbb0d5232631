"""How many were killed and injured, sentence by sentence: `harm_cases.yaml` holds the sentences and what they say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentbook.extract.extractor import read_scenes
from incidentbook.extract.harm import Harm, find_harm
from incidentbook.model import Count, Span
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "harm_cases.yaml").read_text(encoding="utf-8")
)


def harm_of(text: str) -> list[Harm]:
    document, _ = dated(Page("sentence.txt", "text/plain", text, Meta(published=None)))
    return [h for scene in read_scenes(document) for h in find_harm(scene)]


def written(count: Count) -> str:
    return f"{count.low}..{'' if count.high is None else count.high}"


def said(harm: list[Harm], effect: str) -> str | None:
    """The one figure of an effect, zeros beside figures left out; all of them where they differ, so that the test fails."""
    found = {written(h.count) for h in harm if h.effect == effect}
    some = found - {"0..0"} or found
    return " ".join(sorted(some)) if some else None


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:60])
def test_the_figures_of_a_sentence(case: dict[str, Any]) -> None:
    harm = harm_of(case["text"])
    assert {e: said(harm, e) for e in ("killed", "injured")} == {e: case[e] for e in ("killed", "injured")}


def test_there_are_enough_cases() -> None:
    assert len({c["text"] for c in CASES}) >= 80


@pytest.mark.parametrize(
    "case", [c for c in CASES if c["killed"] or c["injured"]], ids=lambda c: c["text"][:60]
)
def test_every_figure_stands_on_its_words(case: dict[str, Any]) -> None:
    for harm in harm_of(case["text"]):
        assert Span(0, len(case["text"])).contains(harm.span)
        assert harm.span.of(case["text"]).strip()


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 900), st.integers(2, 900))
def test_any_two_figures_keep_their_sides(dead: int, hurt: int) -> None:
    """Whatever the figures: the dead stay the dead, and a total is never the sum of both."""
    said_twice = (
        f"A bomb killed {dead} people and wounded {hurt}.",
        f"The blast left {dead} people dead and {hurt} injured.",
    )
    for text in said_twice:
        harm = harm_of(text)
        assert (said(harm, "killed"), said(harm, "injured")) == (f"{dead}..{dead}", f"{hurt}..{hurt}")


def test_several_victims_have_their_own_figures() -> None:
    (harm,) = harm_of("Four guards and a nurse were killed by the bomb.")
    assert written(harm.count) == "5..5"
    assert [(p.group, written(p.count)) for p in harm.parts] == [("guards", "4..4"), ("a nurse", "1..1")]

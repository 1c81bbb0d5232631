"""Learned weights: each decision has its part in the file, and a part that is not there is an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidentbook.errors import ResourceError
from incidentbook.extract import weights as module
from incidentbook.extract.weights import flags, score, step, weights


@pytest.mark.parametrize("part", ["join", "found", "place"])
def test_each_decision_has_weights(part: str) -> None:
    assert weights(part)
    assert all(isinstance(w, float) and w for w in weights(part).values())


def test_a_part_that_is_not_there_is_an_error() -> None:
    with pytest.raises(ResourceError, match="guess"):
        weights("guess")


@pytest.mark.parametrize(
    "text", ["join:\n", "join: [1, 2]\n", "join: {focus: much}\n", "found: {bare: 1}\n", ""]
)
def test_a_part_of_the_wrong_form_is_an_error(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "assembly.yaml").write_text(text, encoding="utf-8")
    monkeypatch.setattr(module, "files", lambda package: tmp_path)
    with pytest.raises(ResourceError, match="join"):
        weights.__wrapped__("join")


def test_weights_add_up_and_what_has_none_counts_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "weights", lambda part: {"join": {"focus": 0.5, "days conflict": -2.0}}[part])
    assert score("join", ["focus", "days conflict"]) == -1.5
    assert score("join", ["focus", "no such feature"]) == 0.5
    assert score("join", []) == 0


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("days same", "days conflict"),
        ("places same", "places far town town"),
        ("kinds same", "kinds conflict"),
        ("doers same", "doers conflict"),
        ("focus & same", "focus & other"),
    ],
)
def test_what_agrees_speaks_more_for_one_attack_than_what_does_not(better: str, worse: str) -> None:
    assert score("join", [better]) > score("join", [worse])


def test_a_day_and_a_place_speak_for_a_new_attack_and_nothing_said_against_it() -> None:
    assert score("found", ["day_and_place"]) > 0 > score("found", ["bare"])


def test_names_of_features() -> None:
    assert flags(lead=True, alone=False, focus=True) == ["lead", "focus"]
    assert [step(n, (0, 2, 8)) for n in (0, 1, 2, 8, 9)] == ["≤0", "≤2", "≤2", "≤8", ">8"]

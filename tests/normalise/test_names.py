"""Spellings of one name are told from names that only look alike."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.normalise.names import name_key, name_similarity, name_tokens, same_name

PAIRS = yaml.safe_load(Path(__file__).with_name("names.yaml").read_text(encoding="utf-8"))
NAMES = [name for pairs in PAIRS.values() for pair in pairs for name in pair]


def f1(same: list[list[str]], different: list[list[str]]) -> float:
    """F1 of `same_name` over pairs that are and are not one name."""
    hits = sum(same_name(a, b) for a, b in same)
    wrong = sum(same_name(a, b) for a, b in different)
    return 2 * hits / (hits + wrong + len(same))


def test_spellings_of_one_name() -> None:
    assert len(PAIRS["same"]) >= 80
    assert len(PAIRS["different"]) >= 80
    assert f1(PAIRS["same"], PAIRS["different"]) >= 0.95


def test_pairs_not_tuned_on() -> None:
    assert f1(PAIRS["same_unseen"], PAIRS["different_unseen"]) >= 0.90


def test_blocking_key_keeps_spellings_together() -> None:
    pairs = PAIRS["same"] + PAIRS["same_unseen"]
    assert sum(name_key(a) == name_key(b) for a, b in pairs) / len(pairs) >= 0.95


def test_blocking_key_parts_most_other_names() -> None:
    pairs = PAIRS["different"] + PAIRS["different_unseen"]
    assert sum(name_key(a) == name_key(b) for a, b in pairs) / len(pairs) <= 0.35


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ain al-Asad", ("ain", "asad")),
        ("Deir ez-Zor", ("deir", "zor")),
        ("Abou Bakr ibn Ali", ("abu", "bakr", "bin", "ali")),
        ("Al", ("al",)),
        ("", ()),
    ],
)
def test_tokens(text: str, expected: tuple[str, ...]) -> None:
    assert name_tokens(text) == expected


@pytest.mark.parametrize("text", ["", "—", "  "])
def test_nothing_is_like_nothing(text: str) -> None:
    assert name_similarity(text, text) == 0.0
    assert not same_name(text, "Asad")


def test_figures_are_no_spelling() -> None:
    assert not same_name("Battalion 3", "Battalion 4")
    assert same_name("Battalion 3", "Batalion 3")


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_similarity_is_symmetric_and_bounded(a: str, b: str) -> None:
    assert name_similarity(a, b) == pytest.approx(name_similarity(b, a))
    assert 0.0 <= name_similarity(a, b) <= 1.0


@given(st.text(alphabet="abdefghijklmnoqrstuwyz -'", max_size=25))
def test_a_name_is_like_itself(name: str) -> None:
    if name_tokens(name):
        assert name_similarity(name, name) == 1.0
        assert name_key(name) == name_key(name.upper())

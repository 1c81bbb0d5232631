"""Numbers in news English."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.model import Count, Span
from incidentbook.normalise import quantity
from incidentbook.normalise.wordtrie import fold, pattern

CASES: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "quantity_cases.yaml").read_text("utf-8"))
UNITS = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["-", "-", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spelt(number: int) -> str:
    """The number in British words."""
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    if number < 1000:
        rest = f" and {spelt(number % 100)}" if number % 100 else ""
        return f"{UNITS[number // 100]} hundred{rest}"
    scale, name = (1_000_000, "million") if number >= 1_000_000 else (1000, "thousand")
    joint = " and " if 0 < number % scale < 100 else " "
    return f"{spelt(number // scale)} {name}" + (joint + spelt(number % scale) if number % scale else "")


@pytest.mark.parametrize("phrase", CASES["phrases"])
def test_phrase_to_count(phrase: str) -> None:
    expected = CASES["phrases"][phrase]
    assert quantity.count(phrase) == (Count(*expected) if expected else None)


@pytest.mark.parametrize("case", CASES["texts"], ids=lambda case: case["text"][:40])
def test_find_classifies(case: dict[str, Any]) -> None:
    found = [(q.text, q.kind, q.hedge) for q in quantity.find(case["text"])]
    assert found == [(text, kind, *(hedge or [None])) for text, kind, *hedge in case["found"]]


@pytest.mark.parametrize(
    ("text", "additional"),
    [
        ("another three soldiers", True),
        ("three more soldiers", True),
        ("five others", True),
        ("a further 12", True),
        ("three soldiers", False),
    ],
)
def test_additional(text: str, additional: bool) -> None:
    assert quantity.find(text)[0].additional is additional


@pytest.mark.parametrize(
    ("text", "noun", "article"),
    [
        ("hit by a booby-trapped drone", "booby-trapped drone", "a"),
        ("an old Katyusha rocket fell", "rocket", "an"),
        ("A rocket fell", "rocket", "A"),
        ("a convoy with rocket parts", "rocket", None),
        ("the rocket fell", "rocket", None),
    ],
)
def test_article_as_one(text: str, noun: str, article: str | None) -> None:
    start = text.index(noun)
    found = quantity.quantified_a(text, Span(start, start + len(noun)))
    assert (found.text if found else None) == article


@given(st.integers(min_value=1, max_value=999_999_999))
def test_spelt_out_and_back(number: int) -> None:
    assert quantity.count(f"{spelt(number)} people") == Count.exactly(number)


@given(st.integers(min_value=1, max_value=10**9))
def test_grouped_figures_and_back(number: int) -> None:
    assert quantity.count(f"{number:,} people") == Count.exactly(number)


@given(st.integers(min_value=1, max_value=5000), st.sampled_from(["at least", "more than", "no fewer than"]))
def test_floors_are_open(number: int, hedge: str) -> None:
    assert quantity.count(f"{hedge} {number:,} people") == Count(number, None, None)


@given(st.text(alphabet="aben otwhrd-13 ,.()İ’\n$%", max_size=60))
def test_spans_are_in_order_and_true(text: str) -> None:
    found = quantity.find(text)
    assert all(q.span.of(text) == q.text and q.text for q in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))


@given(st.text(max_size=40))
def test_folding_keeps_length(text: str) -> None:
    assert len(fold(text)) == len(text)


def test_trie_needs_a_phrase() -> None:
    with pytest.raises(ValueError, match="at least one"):
        pattern([])


@pytest.mark.parametrize("digits", ["9" * 16, "9" * 400, "9" * 5000, "1," * 400 + "1"])
@pytest.mark.parametrize(
    "words", ["killing {} people", "{} million people", "the {}th attack", "5 May {}", "Nov {}"]
)
def test_a_row_of_digits_longer_than_any_count_counts_nothing(digits: str, words: str) -> None:
    found = quantity.find(words.format(digits) + ", and three guards were hurt")
    assert all(q.count.low < 10**15 for q in found)
    assert 3 in [q.count.low for q in found]

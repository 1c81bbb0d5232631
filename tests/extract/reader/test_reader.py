"""The trained reader on texts of our own: what it finds, what it leaves alone, and how it joins the rules."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from incidentbook import extract
from incidentbook.errors import ExtractorError
from incidentbook.extract.interface import BuiltIn, WithReader, named
from incidentbook.extract.reader.model import reader_of
from incidentbook.extract.reader.reading import Reading
from incidentbook.model import Interval, Span

TWO = (
    "Two rockets hit a police station in Kirkuk on Monday evening and killed a guard, officials said.\n\n"
    "A week earlier gunmen had shot dead three farmers near Hawija.\n\n"
    "The governor will meet the cabinet on Thursday to talk about the budget."
)


@pytest.fixture(scope="module")
def read() -> Reading:
    return reader_of(None).read(TWO)


def at(words: str) -> Span:
    return Span(TWO.index(words), TWO.index(words) + len(words))


def test_triggers_are_told_from_other_verbs(read: Reading) -> None:
    assert read.chance(at("hit"), "trigger") > 0.9
    assert read.chance(at("shot dead"), "trigger") > 0.9
    assert read.chance(at("meet"), "trigger") < 0.1


def test_words_of_roles_are_found(read: Reading) -> None:
    found = {label: [f.span.of(TWO) for f in read.found(label)] for label in ("date", "killed", "weapon")}
    assert "Monday" in " ".join(found["date"])
    assert found["weapon"] == ["rockets"]
    assert "three" in found["killed"]


def test_words_go_with_their_own_attack(read: Reading) -> None:
    hit, shot = read.together(at("three"), "killed", [at("hit"), at("shot dead")])
    assert shot > 0.5 > hit


def test_chances_of_kinds_add_up(read: Reading) -> None:
    chances = read.kind_chances([at("shot dead")])
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)
    assert max(chances, key=lambda k: chances[k]) in ("shooting", "armed_assault")
    assert read.kind_chances([Span(5000, 5004)]) == {}


def test_no_words_have_no_chance(read: Reading) -> None:
    assert read.chance(Span(5000, 5004), "trigger") == 0
    assert read.together(Span(5000, 5004), "date", [at("hit")]) == [0]
    assert reader_of(None).read("").found("trigger") == []


def test_a_long_article_is_read_to_its_end() -> None:
    text = "The council met and spoke of roads.\n\n" * 120 + TWO
    words = at("hit").shifted(len(text) - len(TWO))
    assert reader_of(None).read(text).chance(words, "trigger") > 0.8


def test_extractions_say_that_the_reader_took_part() -> None:
    found = extract(TWO, published=date(2021, 3, 10), extractor=WithReader())
    assert found.read_by.name == "reader"
    first = found.reports[0]
    assert first.values.date == Interval.day(date(2021, 3, 8))
    assert all(0 <= s.confidence <= 1 and s.span.of(TWO) for r in found.reports for s in r.statements)
    assert extract(TWO, published=date(2021, 3, 10), extractor=BuiltIn()).read_by.name == "built-in"


def test_without_weights_it_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(
        ExtractorError, match=r"no encoder.onnx and no pairs.onnx .*; read with --extractor built-in"
    ):
        reader_of(tmp_path)


def test_it_is_named_on_the_command_line() -> None:
    assert named("reader") == WithReader()

"""The trained reader without the rules."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook import extract
from incidentbook.extract.interface import ReaderAlone, named
from incidentbook.extract.reader.alone import groups
from incidentbook.extract.reader.model import reader_of
from incidentbook.model import Count, Extraction, Interval, Span

TEXT = (
    "Two rockets hit a police station in Kirkuk on Monday evening, killing three guards, officials said.\n\n"
    "The blasts wounded five passers-by.\n\n"
    "A week earlier gunmen had shot dead a farmer in Mosul."
)


@pytest.fixture(scope="module")
def read() -> Extraction:
    return extract(TEXT, published=date(2021, 3, 10), extractor=ReaderAlone())


def test_attacks_have_their_own_words(read: Extraction) -> None:
    assert read.read_by.name == "reader-alone"
    first, second = (r.values for r in read.reports)
    assert first.place is not None
    assert first.place.name == "Kirkuk"
    assert first.date == Interval.day(date(2021, 3, 8))
    assert (first.killed, first.injured) == (Count.exactly(3), Count.exactly(5))
    assert second.place is not None
    assert second.place.name == "Mosul"


def test_everything_is_found_by_the_reader_in_the_text(read: Extraction) -> None:
    said = [s for r in read.reports for s in r.statements]
    assert {s.found_by for s in said} == {"reader"}
    assert all(s.span.of(TEXT) and 0 <= s.confidence <= 1 for s in said)


def test_triggers_of_one_attack_are_one_group() -> None:
    reading = reader_of(None).read(TEXT)
    hit, blasts, shot = (Span(TEXT.index(w), TEXT.index(w) + len(w)) for w in ("hit", "blasts", "shot dead"))
    assert groups(reading, [hit, blasts, shot]) == [(hit, blasts), (shot,)]
    assert groups(reading, []) == []


def test_an_article_without_an_attack_has_no_report() -> None:
    text = "The council will meet on Thursday to talk about the price of bombs of perfume."
    assert extract(text, published=date(2021, 3, 10), extractor=ReaderAlone()).reports == ()


def test_it_is_named_on_the_command_line() -> None:
    assert named("reader-alone") == ReaderAlone()

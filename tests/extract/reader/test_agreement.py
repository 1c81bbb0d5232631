"""Who found a statement: the rules, the trained reader, or both."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook import extract
from incidentbook.extract.extractor import traced
from incidentbook.extract.interface import WithReader
from incidentbook.extract.reader.model import reader_of
from incidentbook.model import Extraction, FoundBy, Property, Statement
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page

TEXT = (
    "Gunmen shot dead three traders near Baqubah on Sunday and burned their lorry, police said.\n\n"
    "The assault came at dawn. The town's market was shut."
)


@pytest.fixture(scope="module")
def read() -> Extraction:
    return extract(TEXT, published=date(2021, 5, 4), extractor=WithReader())


def said(read: Extraction, prop: Property) -> list[Statement]:
    return [s for r in read.reports for s in r.statements if s.property == prop]


@pytest.mark.parametrize(
    ("prop", "words", "found_by"),
    [
        ("date", "Sunday", "both"),
        ("killed", "three traders", "both"),
        ("attack_type", "shot", "both"),
    ],
)
def test_words_that_the_reader_labels_too_are_by_both(
    read: Extraction, prop: Property, words: str, found_by: FoundBy
) -> None:
    assert (words, found_by) in [(s.span.of(TEXT), s.found_by) for s in said(read, prop)]


def test_what_the_reader_alone_found_is_no_statement_of_the_rules(read: Extraction) -> None:
    rules = {
        (s.property, s.span) for r in extract(TEXT, published=date(2021, 5, 4)).reports for s in r.statements
    }
    for report in read.reports:
        for s in report.statements:
            assert (s.found_by == "reader") == ((s.property, s.span) not in rules)


def test_without_a_reader_all_is_by_the_rules() -> None:
    found = extract(TEXT, published=date(2021, 5, 4))
    assert {s.found_by for r in found.reports for s in r.statements} == {"rules"}


def test_the_statements_of_sentences_are_those_of_the_attacks() -> None:
    document, _ = dated(Page("a", "text/plain", TEXT, Meta()))
    trace = traced(document, reader_of(None))
    told = {id(s) for t in trace.told for m in t.mentions for s in m.statements}
    kept = {id(s) for d in trace.drafts for m in d.mentions for s in m.statements}
    assert kept
    assert kept <= told  # `explain` knows them by identity

"""Texts with marks: every character once, every mark on its own words, whatever overlaps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from incidentbook.export.marked import MarkedText, how_dated, marked
from incidentbook.model import (
    Actor,
    Count,
    Document,
    Extraction,
    Interval,
    Published,
    Region,
    Report,
    Span,
    Statement,
    Tally,
    Trend,
    Values,
)

TEXT = "Bombs in Suva\n\nTwo men were killed on Sunday, a spokesman said. 🚀 It was the 9th attack.\n\nSign up now"
POLICE = Actor("Police", None, "state", None)


def said(words: str, **more: object) -> Statement:
    start = TEXT.index(words)
    made = Statement(
        "killed", Count.exactly(2), "reported", POLICE, None, Span(start, start + len(words)), 0.9
    )
    return replace(made, **more)  # type: ignore[arg-type]


def article(*reports: tuple[Statement, ...], text: str = TEXT, evidence: tuple[Span, ...] = ()) -> Extraction:
    end = text.index("Sign up") if "Sign up" in text else len(text)
    regions = (Region("title", Span(0, 13)), Region("boilerplate", Span(end, len(text))))
    published = Published(Interval.day(date(2021, 9, 6)), "inferred", evidence)
    document = Document("d", "d.txt", "Bombs", None, None, "en", None, published, text, regions)
    tally = Tally(
        "t", Count.exactly(9), None, "attacks", None, None, None, None, None, None, _at("the 9th attack")
    )
    trend = Trend("r", "rose", "attacks", None, None, None, None, None, _at("the 9th attack"))
    told = tuple(Report(f"d-{n}", n == 1, Values(), s) for n, s in enumerate(reports, 1))
    return Extraction(document, told, (tally,), remarks=(trend,))


def _at(words: str) -> Span:
    return Span(TEXT.index(words), TEXT.index(words) + len(words))


def text_of(found: MarkedText, number: int) -> str:
    return "".join(p.text for g in found.paragraphs for p in g.pieces if number in p.marks)


def test_marks_that_overlap_lie_beside_one_another() -> None:
    first, second = said("Two men were killed"), said("killed on Sunday", property="date", value=None)
    found = marked(article((first,), (second,)))
    pieces = found.paragraphs[1].pieces
    assert [(p.text, p.marks, p.begins, p.ends) for p in pieces][:4] == [
        ("Two men were ", (1,), True, ()),
        ("killed", (1, 2), True, ("report-1",)),
        (" on Sunday", (2,), False, ("report-2",)),
        (", a spokesman said. 🚀 It was ", (), False, ()),
    ]
    mark = found.marks[0]
    assert (mark.name, mark.said, mark.who, mark.confidence) == ("killed", "2", "reported by Police", 90)
    assert found.marks[1].said == "not on the calendar"


def test_what_stands_behind_a_letter_of_two_units_is_marked_true() -> None:
    found = marked(article())
    assert [(m.kind, m.words, text_of(found, m.number)) for m in found.marks] == [
        ("count", "the 9th attack", "the 9th attack"),
        ("trend", "the 9th attack", "the 9th attack"),
    ]


def test_what_is_no_story_is_dim() -> None:
    found = marked(article())
    assert [p.kind for p in found.paragraphs] == ["title", "body", "boilerplate"]
    assert [[p.is_dim for p in g.pieces] for g in found.paragraphs][::2] == [[False], [True]]


def test_the_stretch_that_is_asked_for_stands_out_once() -> None:
    found = marked(article((said("Two men were killed"),)), Span(TEXT.index("men"), 10_000))
    told = [p.at for g in found.paragraphs for p in g.pieces if p.at != "no"]
    assert (told[0], set(told[1:])) == ("first", {"on"})
    assert {p.at for g in marked(article(), Span(5_000, 6_000)).paragraphs for p in g.pieces} == {"no"}


def test_how_it_was_dated_is_marked() -> None:
    told = article(evidence=(_at("Sunday"), Span(2, 2), Span(90, 5_000)))
    found = marked(told)
    assert [(m.said, m.words) for m in found.groups["published"]] == [("2021-09-06", "Sunday")]
    assert "office" in how_dated(told.document)
    assert how_dated(replace(told.document, published=None)) == ""


@given(st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99)), max_size=12), st.integers(0, 99))
def test_every_character_is_there_once_and_every_mark_on_its_words(
    ends: list[tuple[int, int]], at: int
) -> None:
    spans = [Span(min(a, b), max(a, b)) for a, b in ends]
    statements = tuple(said("killed", span=span) for span in spans)
    found = marked(article(statements), Span(at, at + 7))
    lines = ["".join(p.text for p in g.pieces) for g in found.paragraphs]
    assert lines == [line for line in TEXT.split("\n") if line.strip()]
    for mark in found.marks:
        assert text_of(found, mark.number) == mark.span.of(TEXT).replace("\n", "")
    assert all(p.text for g in found.paragraphs for p in g.pieces)

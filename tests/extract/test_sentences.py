from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from incidentbook.extract.sentences import _cut_line, sentences
from incidentbook.model import Document, Region, Span


def document(text: str) -> Document:
    region = Region("body", Span(0, len(text)))
    return Document("x", "x", None, None, None, None, None, None, text, (region,))


def cut(text: str) -> list[str]:
    return [s.text for s in sentences(document(text))]


def test_ranks_initials_and_clock_times_end_no_sentence() -> None:
    text = "Col. Wayne B. Marotto said so at 2:45 p.m. local time. The U.S. Army agreed."
    assert cut(text) == ["Col. Wayne B. Marotto said so at 2:45 p.m. local time.", "The U.S. Army agreed."]


def test_a_full_stop_without_a_blank_ends_one() -> None:
    assert cut("They hit the coalition.Washington blames militias.") == [
        "They hit the coalition.",
        "Washington blames militias.",
    ]


def test_quotes_stay_with_their_sentence() -> None:
    assert cut("“It fell here.” Nobody was hurt.") == ["“It fell here.”", "Nobody was hurt."]


def test_lines_are_cut() -> None:
    assert cut("A headline without a stop\n\nThe story.") == ["A headline without a stop", "The story."]


@given(st.text(max_size=200))
def test_spans_hold_their_words_in_order(text: str) -> None:
    found = sentences(document(text))
    assert all(s.span.of(text) == s.text for s in found)
    assert [s.span for s in found] == sorted(s.span for s in found)


def test_a_row_of_stops_costs_no_more_than_its_length() -> None:
    begun = time.monotonic()
    assert len(list(_cut_line("a" + "." * 40_000 + "b", Span(0, 40_002)))) > 1
    assert time.monotonic() - begun < 5

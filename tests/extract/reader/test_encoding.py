"""Texts in word pieces: every piece counts in one window, and stands where its letters do."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from incidentbook.extract.reader.encoding import encoded
from incidentbook.model import Span


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    folder = Path(str(files("incidentbook.resources").joinpath("reader")))
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_truncation()
    found.no_padding()
    return found


@given(
    words=st.lists(st.sampled_from(["rockets", "hit", "Tikrit", "a", "\n\n", "2021", "ʿAyn"]), max_size=1600)
)
def test_each_piece_counts_once(words: list[str], tokenizer: Tokenizer) -> None:
    read = encoded(" ".join(words), tokenizer)
    counted = [i for w in read.windows for i in range(w.first, w.last)]
    assert counted == list(range(len(read.pieces)))
    assert all(w.start <= w.first <= w.last <= w.end and w.end - w.start <= 510 for w in read.windows)


def test_pieces_stand_where_their_letters_do(tokenizer: Tokenizer) -> None:
    text = "Mortars fell.\n\nThree guards died in Ḥalabja."
    read = encoded(text, tokenizer)
    inside = read.within(Span(text.index("Three"), text.index("Three") + 5))
    assert [text[p.start : p.end] for p in read.pieces[inside.start : inside.stop]] == ["Three"]
    breaks = [p.start for p in read.pieces if p.start == p.end]
    assert breaks == [text.index("Three")]  # between the paragraphs


def test_words_that_no_piece_bears_have_none(tokenizer: Tokenizer) -> None:
    assert not encoded("Shells fell.", tokenizer).within(Span(40, 44))

"""Cells: what a spreadsheet would run is defused, and can be had back."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.export.made import texts

from incidentbook.export.cells import defused, plain, written

RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@given(texts | st.text())
def test_any_text_comes_back_and_starts_no_formula(text: str) -> None:
    assert not defused(text).startswith(RUNS)
    assert plain(defused(text)) == text


@pytest.mark.parametrize("start", RUNS)
def test_what_would_run_gets_an_apostrophe(start: str) -> None:
    assert defused(f"{start}HYPERLINK(1)") == f"'{start}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["", "'tis", "a=b", "18 rockets", "“=”"])
def test_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text) == text


def test_cells_are_written_by_their_kind() -> None:
    assert [written(c) for c in (True, False, date(2021, 7, 5), -12.05, 3, None, "-3")] == [
        "true", "false", "2021-07-05", -12.05, 3, None, "'-3",
    ]  # fmt: skip

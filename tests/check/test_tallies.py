"""Counts of the press against a book: verdicts, gaps, and the reason in a sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.check.small_books import ERBIL, HOMS, IRAQ, day, entry, on, span

from incidentbook import extract
from incidentbook.check.record import Record
from incidentbook.check.tallies import TallyCheck, check_tally
from incidentbook.model import Count, Span, Tally

SENTENCE = "There have been {} attacks on US bases in Iraq since the beginning of the year."


def against(sentence: str, said: str, record: Record) -> TallyCheck:
    (tally,) = extract(sentence, published=said).tallies
    return check_tally(tally, record)


def bases(number: int) -> list:
    return [
        entry(f"n{n}", day(f"2021-03-{n + 1:02d}"), place=ERBIL, target=on("a US base"), site="military_base")
        for n in range(number)
    ]


@pytest.mark.parametrize(
    ("said", "sure", "vague", "verdict", "gap"),
    [
        (5, 5, 0, "matches", None),
        (5, 2, 1, "book has fewer", Count(2, None, 3)),
        (3, 6, 1, "book has more", Count(3, None, 4)),
        (5, 4, 3, "cannot say", None),
        (7, 4, 3, "cannot say", None),
        (3, 0, 0, "book has fewer", Count(3, None, 3)),
    ],
)
def test_a_verdict_holds_however_the_open_ones_turn_out(
    said: int, sure: int, vague: int, verdict: str, gap: Count | None
) -> None:
    undated = [
        entry(f"v{n}", span(None, "2021-06-01"), place=ERBIL, target=on("US troops"), site="military_base")
        for n in range(vague)
    ]
    found = against(SENTENCE.format(said), "2021-07-05", Record([*bases(sure), *undated], []))
    assert (found.verdict, found.gap) == (verdict, gap)
    assert found.counted == tuple(f"n{n}" for n in range(sure))
    assert [p.open for p in found.possible] == [("date",)] * vague


def test_other_countries_and_years_are_left_out() -> None:
    others = [
        entry("syria", day("2021-03-02"), place=HOMS, target=on("a US base")),
        entry("before", day("2020-12-30"), place=ERBIL, target=on("a US base")),
        entry("after", day("2021-08-01"), place=ERBIL, target=on("a US base")),
    ]
    found = against(SENTENCE.format(3), "2021-07-05", Record([*bases(3), *others], []))
    assert (found.verdict, found.counted, found.possible) == ("matches", ("n0", "n1", "n2"), ())


def test_the_dead_are_added_up_and_those_of_whom_nobody_tells_leave_it_open() -> None:
    killed = [Count.exactly(4), Count(2, None, 3), None]
    entries = [
        entry(f"k{n}", day(f"2021-02-{n + 1:02d}"), place=IRAQ, killed=k) for n, k in enumerate(killed)
    ]
    found = against(
        "At least 40 people have been killed in attacks in Iraq so far this year.",
        "2021-07-05",
        Record(entries, []),
    )
    assert (found.of, found.book, found.verdict) == ("killed", Count(6, None, None), "cannot say")
    assert "Of 1 incident no report gives the dead." in found.reason


def test_a_count_without_days_or_without_a_place_is_left_open() -> None:
    tally = Tally("t", Count.exactly(5), None, "5 attacks", IRAQ, None, None, None, None, None, Span(0, 1))
    found = check_tally(tally, Record(bases(5), []))
    assert (found.verdict, found.counted) == ("cannot say", ())
    assert "over which days" in found.reason


def test_the_reason_names_figures_days_and_how_little_was_read() -> None:
    found = against(SENTENCE.format(5), "2021-07-05", Record(bases(2), []))
    assert found.reason == (
        "The text counts 5 attacks on US bases in Iraq from 1 January 2021 to 5 July 2021; the book has 2 that count. "
        "That is 3 fewer. The book has no document of that time."
    )


@given(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12))
def test_more_incidents_never_turn_more_into_fewer(said: int, sure: int, more: int) -> None:
    order = ["book has fewer", "cannot say", "matches", "book has more"]
    tally = Tally(
        "t",
        Count.exactly(said),
        span("2021-01-01", "2021-07-05"),
        "attacks",
        IRAQ,
        None,
        None,
        None,
        None,
        None,
        Span(0, 1),
    )
    entries = [entry(f"e{n}", day("2021-03-01"), place=ERBIL) for n in range(sure + more)]
    before = check_tally(tally, Record(entries[:sure], [])).verdict
    after = check_tally(tally, Record(entries, [])).verdict
    assert order.index(after) >= order.index(before)

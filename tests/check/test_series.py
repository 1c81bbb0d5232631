"""Counts that follow each other: what is new between two, and counts that cannot fall."""

from __future__ import annotations

from tests.check.small_books import ERBIL, day, entry, on

from incidentbook import extract
from incidentbook.check.record import Record
from incidentbook.check.series import Series, series_of
from incidentbook.check.tallies import check_tally
from incidentbook.model import Count

TEXT = "There have been {} attacks on US forces in {} since January."


def series(*said: tuple[int, str, str]) -> list[Series]:
    entries = [
        entry(f"e{n}", day(f"2021-06-{n:02d}"), place=ERBIL, target=on("US troops")) for n in (3, 14, 25)
    ]
    record = Record(entries, [])
    found = []
    for number, where, when in said:
        (tally,) = extract(TEXT.format(number, where), published=when).tallies
        found.append(check_tally(tally, record, when))
    return series_of(found, {e.id: e.when for e in entries})


def test_what_is_new_lies_between_the_two_days() -> None:
    (found,) = series((43, "Iraq", "2021-06-10"), (45, "Iraq", "2021-06-20"))
    (step,) = found.steps
    assert (step.new, step.incidents) == (Count(2, None, 2), ("e14",))
    assert step.note.startswith(
        "From 43 to 45: 2 new between 10 June 2021 and 20 June 2021; the book has 1 incident"
    )


def test_a_growing_count_cannot_fall() -> None:
    (found,) = series((45, "Iraq", "2021-06-10"), (43, "Iraq", "2021-06-20"))
    assert found.steps[0].new is None
    assert "falls from 45 to 43" in found.steps[0].note


def test_other_places_make_other_series_and_wider_ones_are_told() -> None:
    assert series((43, "Iraq", "2021-06-10"), (45, "Mali", "2021-06-20")) == []
    (found,) = series((43, "Iraq", "2021-06-10"), (45, "Iraq and Syria", "2021-06-20"))
    assert "do not count the same places" in found.steps[0].note

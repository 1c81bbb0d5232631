"""Counts as the press gives them, read by the whole program and held against small books: what a careful reader would find."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from incidentbook import extract
from incidentbook.check.fit import Entry
from incidentbook.check.record import Record
from incidentbook.check.tallies import TallyCheck, check_tally
from incidentbook.model import Attribution, Count, Interval, Place, Target, Values, Victims
from incidentbook.normalise.actor import actor
from incidentbook.normalise.place import place

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "sentences.yaml").read_text(encoding="utf-8")
)
RIGHT = 0.95


def entries(rows: Sequence[Mapping[str, Any]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(f"{row['is']}{n}", when, values(row)) for row in rows for n, when in enumerate(times(row), 1)
    )


def times(row: Mapping[str, Any]) -> Iterator[Interval]:
    if "told" in row:
        yield from [Interval(None, row["told"])] * row.get("times", 1)
    elif "between" in row:
        yield Interval(*row["between"])
    else:
        yield from map(Interval.day, row["days"])


def values(row: Mapping[str, Any]) -> Values:
    return Values(
        place=where(row["at"]) if "at" in row else None,
        site=row.get("site"),
        attack_type=row["type"],
        stage=row.get("stage"),
        target=tuple(Target(n, None, None, None) for n in row["hit"]) if "hit" in row else None,
        killed=count(row, "killed"),
        injured=count(row, "injured"),
        victims=(Victims(row["hurt"], count(row, "killed"), count(row, "injured")),)
        if "hurt" in row
        else None,
        perpetrator=actor(row["by"]) if "by" in row else None,
        claimed_by=actor(row["claimed"]) if "claimed" in row else None,
        attributed_to=(Attribution(None, actor(row["blamed"])),) if "blamed" in row else None,
    )


def count(row: Mapping[str, Any], name: str) -> Count | None:
    return Count.exactly(row[name]) if name in row else None


def where(name: str) -> Place:
    head, _, country = name.partition(", ")
    found = place(head, country=country or None)
    assert found is not None, name
    assert found.country == (country or None), name
    return found


@cache
def checked(number: int) -> TallyCheck | None:
    """The check of the count that a case asks about; None where the text is not read as giving it."""
    case = CASES[number]
    found = [
        t
        for t in extract(case["text"], published=case["published"]).tallies
        if case["figure"] in range_of(t.count)
    ]
    record = Record(entries(case["book"]), [case["published"]] * 20)
    return check_tally(found[0], record) if found else None


def range_of(said: Count) -> range:
    return range(said.low, said.low + 2 if said.high is None else said.high + 1)


def verdict(number: int) -> str | None:
    found = checked(number)
    return found.verdict if found else None


def test_the_verdicts_are_those_of_a_careful_reader() -> None:
    wrong = [
        f"{c['text']} {c['verdict']}, found {verdict(n)}"
        for n, c in enumerate(CASES)
        if verdict(n) != c["verdict"]
    ]
    assert 1 - len(wrong) / len(CASES) >= RIGHT, "\n".join(wrong)


def test_each_verdict_is_asked_for_often() -> None:
    assert min(Counter(c["verdict"] for c in CASES).values()) >= 12


def test_gaps_and_incidents_are_the_right_ones() -> None:
    told = [n for n, c in enumerate(CASES) if "gap" in c or "counts" in c]
    wrong = [
        f"{CASES[n]['text']} {CASES[n].get('gap')} {CASES[n].get('counts')}, found {found_in(n)}"
        for n in told
        if not as_told(n)
    ]
    assert 1 - len(wrong) / len(told) >= RIGHT, "\n".join(wrong)


def as_told(number: int) -> bool:
    case = CASES[number]
    gap, rows = found_in(number)
    return ("gap" not in case or gap == case["gap"]) and ("counts" not in case or rows == set(case["counts"]))


def found_in(number: int) -> tuple[str | None, set[str]]:
    """The gap, and the rows that count for sure."""
    check = checked(number)
    if check is None:
        return None, set()
    gap = f"{check.gap.low}..{check.gap.high}" if check.gap is not None else None
    return gap, {i.rstrip("0123456789") for i in check.counted}


def test_every_day_of_a_book_is_a_day() -> None:
    assert all(isinstance(d, date) for c in CASES for r in c["book"] for d in r.get("days", ()))

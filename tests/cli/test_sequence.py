"""`incidentbook sequence`: events that the texts tell of, against the incidents of the book."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

STORY = (
    "{city}, {day} (News) - Gunmen attacked a police station in {city} on {weekday}, killing {dead} officers, police said.\n\n"
    "On {threat}, the group threatened to attack the police.\n"
)
CITIES = (
    "Kirkuk",
    "Mosul",
    "Ramadi",
    "Tikrit",
    "Samarra",
    "Baquba",
    "Fallujah",
    "Kut",
    "Hilla",
    "Najaf",
    "Amarah",
    "Nasiriyah",
)


@pytest.fixture
def book(here, tmp_path: Path) -> Path:
    """A book of attacks each of which a threat came before, two days earlier, some weeks apart."""
    folder = tmp_path / "articles"
    folder.mkdir()
    lines = []
    for n, city in enumerate(CITIES):
        day = date(2021, 1, 14) + timedelta(days=28 * n + n * n % 7)
        text = STORY.format(
            city=city, day=f"{day:%B} {day.day}, {day.year}", weekday=f"{day:%A}", dead=n + 3,
            threat=f"{day - timedelta(days=2):%B} {(day - timedelta(days=2)).day}",
        )  # fmt: skip
        (folder / f"{n}.txt").write_text(text, encoding="utf-8")
        lines.append(json.dumps({"file": f"{n}.txt", "published": day.isoformat()}) + "\n")
    (folder / "meta.jsonl").write_text("".join(lines), encoding="utf-8")
    assert here("add", folder, "--book", tmp_path / "made.db").code == 0
    return tmp_path / "made.db"


def test_threats_that_attacks_follow_are_told_from_chance(here, book: Path) -> None:
    done = here("sequence", "threat", "--within", "4", "--json", "--book", book)
    assert done.code == 0
    found = json.loads(done.out)
    assert found["events"] >= 10
    assert found["followed"]["seen"] == found["events"]
    assert found["followed"]["p_more"] < 0.05 < found["preceded"]["p_more"]
    said = here("sequence", "threat", "--within", "4", "--book", book)
    assert "were followed by an attack within 4 days" in said.out


def test_without_such_events_it_says_what_to_do(here, book: Path) -> None:
    done = here("sequence", "anniversary", "--book", book)
    assert (done.code, done.out) == (0, "")
    assert "tell of no anniversary whose days are known" in done.err


def test_an_unknown_kind_of_event_is_refused(here, book: Path) -> None:
    done = here("sequence", "weather", "--book", book)
    assert done.code == 2
    assert "threat" in done.err

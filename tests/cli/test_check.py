"""`incidentbook check` on a book of real articles, on drafts and on sentences."""

from __future__ import annotations

import json
import re
from pathlib import Path

RIGHT = (
    "There have been {} attacks on American bases in Iraq since the beginning of the year, officials said."
)


def test_the_counts_of_the_book_are_held_against_it(here, example_book: Path) -> None:
    done = here("check", "--book", example_book)
    assert done.code == 0
    assert "«6th Attack» This Year" in done.out
    assert "The text counts 6 attacks in Caño Limón from 1 January 2019 to 31 December 2019" in done.out


def test_a_sentence_is_checked_for_its_day(here, example_book: Path) -> None:
    done = here("check", "--text", RIGHT.format(500), "--on", "2021-07-05", "--book", example_book)
    assert done.code == 0
    assert done.out.startswith("book has fewer\n")
    assert "from 1 January 2021 to 5 July 2021" in done.out
    assert len(re.findall(r"IB-\w{6}", done.out)) > 5


def test_drafts_are_files(here, example_book: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(
        "BAGHDAD, July 5, 2021 - " + RIGHT.format(500) + "\n", encoding="utf-8"
    )
    done = here("check", "draft.txt", "--json", "--book", example_book)
    (found,) = json.loads(done.out)["checks"]
    assert (found["kind"], found["verdict"]) == ("count", "book has fewer")
    assert found["sentence"].endswith(RIGHT.format(500))
    assert {*found["incidents"], *found["may"]}


def test_a_missing_draft_is_named_and_others_are_checked(here, example_book: Path, tmp_path: Path) -> None:
    (tmp_path / "draft.txt").write_text(RIGHT.format(500), encoding="utf-8")
    done = here("check", "nothing.txt", "draft.txt", "--markdown", "--book", example_book)
    assert done.code == 1
    assert "nothing.txt" in done.err
    assert "**500 attacks**" in done.out


def test_what_cannot_be_checked_is_said_to_be_so(here, example_book: Path) -> None:
    done = here("check", "--text", "The mayor opened a bridge.", "--book", example_book)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("The text says nothing that can be checked")


def test_two_forms_at_once_are_refused(here, example_book: Path) -> None:
    done = here("check", "--json", "--markdown", "--book", example_book)
    assert done.code == 2
    assert "give --json or --markdown, not both" in done.err


def test_the_report_stands_alone_and_shows_texts_as_text(here, example_book: Path, tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script> There have been 500 attacks on US bases in Iraq since January."
    done = here(
        "check", "--text", nasty, "--on", "2021-07-05", "--report", "out.html", "--book", example_book
    )
    assert done.code == 0
    page = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "<mark>500 attacks</mark>" in page
    assert page.count("<svg") == 1
    assert not re.search(r"(?:src|href)=|url\(", page)
    assert 'class="check fewer"' in page

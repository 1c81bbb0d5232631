"""`incidentbook list`, `show`, `export` and `schema` on a book of real articles."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from incidentbook.exchange import schema


@pytest.fixture
def ask(here, example_book: Path):
    """`list --json` with conditions: the incidents."""

    def run(*conditions: str) -> list[dict[str, Any]]:
        done = here("list", "--json", "--book", example_book, *conditions)
        assert done.code == 0
        return [json.loads(line) for line in done.out.splitlines()]

    return run


def test_the_table_has_a_row_an_incident(here, ask, example_book: Path) -> None:
    done = here("list", "--book", example_book)
    assert (done.code, done.err) == (0, "")
    head, _, *rows = done.out.splitlines()
    assert " ".join(head.split()) == "id date place kind munitions killed injured by whom sources"
    assert [row.split()[0] for row in rows] == [incident["id"] for incident in ask()]
    taji = next(row for row in rows if row.split()[1] == "2020-03-11" and "Taji" in row)
    assert "rocket" in taji
    assert "\x1b" not in done.out


def test_conditions_hold_for_every_incident_found(ask) -> None:
    iraq, rockets, day = (
        ask("--country", "iq"),
        ask("--kind", "rocket"),
        ask("--from", "2021-07-05", "--to", "2021-07-05"),
    )
    for found in (iraq, rockets, day):
        assert 0 < len(found) < len(ask())
    assert {incident["values"]["place"]["country"] for incident in iraq} == {"IQ"}
    assert {incident["values"]["attack_type"] for incident in rockets} == {"rocket"}
    for incident in day:
        when = incident["values"]["date"]
        assert (when["earliest"] or "") <= "2021-07-05" <= (when["latest"] or "9")


def test_an_actor_is_found_by_part_of_the_name(ask) -> None:
    claimed = next(i for i in ask() if i["values"]["claimed_by"])
    found = ask("--actor", claimed["values"]["claimed_by"]["name"][:5].upper())
    assert claimed in found
    assert len(found) < len(ask())


def test_nothing_found_says_what_to_try(here, example_book: Path) -> None:
    done = here("list", "--country", "AQ", "--from", "1900-01-01", "--book", example_book)
    assert (done.code, done.out) == (0, "")
    assert "none of them meets --country, --from" in done.err
    assert here("list", "--json", "--country", "AQ", "--book", example_book).out == ""


def test_no_book_is_made_by_looking(here, tmp_path: Path) -> None:
    for command in (("list",), ("show", "IB-1"), ("export",)):
        done = here(*command)
        assert done.code == 3
        assert done.err == "incidentbook: there is no book at incidents.db: `incidentbook add` makes one\n"
    assert not list(tmp_path.iterdir())


def test_show_marks_the_words_that_say_it(here, ask, example_book: Path, articles: Path) -> None:
    day = {"earliest": "2020-03-11", "latest": "2020-03-11"}
    incident = next(
        i for i in ask("--kind", "rocket") if i["values"]["date"] == day and i["values"]["munitions"]
    )
    done = here("show", incident["id"], "--book", example_book)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(incident["id"])
    assert "«About 18 rockets» crashed into «Camp Taji»" in done.out
    assert re.search(r"munitions +18 — .*“About 18 rockets”", done.out)
    assert f"{articles / 'd05.txt'} · latimes.com · 2020-03-11" in done.out
    assert "\x1b" not in done.out


def test_show_quotes_whole_sentences_of_the_articles(here, ask, example_book: Path) -> None:
    """What stands between two marks is in the article, and so is the sentence around them."""
    texts = {}
    for incident in ask()[:20]:
        source = None
        for line in here("show", incident["id"], "--book", example_book).out.splitlines():
            if " · " in line and line.split(" · ")[0].endswith(".txt"):
                source = line.split(" · ")[0]
                texts[source] = " ".join(Path(source).read_text(encoding="utf-8").split())
            elif "«" in line:
                assert " ".join(re.sub("[«»]", "", line).split()) in texts[source]


def test_show_takes_the_beginning_of_an_id(here, ask, example_book: Path) -> None:
    incident = ask()[0]["id"]
    whole = here("show", incident, "--book", example_book).out
    assert here("show", incident.removeprefix("IB-").lower(), "--book", example_book).out == whole


def test_an_unknown_id_is_wrong_usage(here, example_book: Path) -> None:
    done = here("show", "IB-NONE", "--book", example_book)
    assert (done.code, done.out) == (2, "")
    assert "IB-NONE" in done.err


def test_export_is_valid_and_the_same_as_list(here, ask, example_book: Path) -> None:
    lines = here("export", "--book", example_book).out.splitlines()
    validator = jsonschema.Draft202012Validator(schema("incident"))
    for line in lines:
        validator.validate(json.loads(line))
    assert [json.loads(line) for line in lines] == ask()


def test_export_csv(here, ask, example_book: Path, tmp_path: Path) -> None:
    done = here("export", "--format", "csv", "--book", example_book, "--out", "incidents.csv")
    assert (done.code, done.out, done.err) == (0, "", "")
    raw = (tmp_path / "incidents.csv").read_bytes()
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"), newline="")))
    assert [row["id"] for row in rows] == [incident["id"] for incident in ask()]
    assert here("export", "--format", "csv", "--book", example_book).out.encode() == raw


@pytest.mark.parametrize("kind", ["extraction", "incident", "meta"])
def test_schema_is_printed(here, kind: str) -> None:
    done = here("schema", kind)
    assert done.code == 0
    assert json.loads(done.out) == schema(kind)  # type: ignore[arg-type]


def test_a_day_without_its_year_is_said_to_be_on_no_calendar(here, tmp_path: Path) -> None:
    text = "A car bomb exploded at a market in Kirkuk on Friday, May 14, killing nine people, police said.\n"
    (tmp_path / "undated.txt").write_text(text)
    added = here("add", "undated.txt", "--book", "b.db")
    assert (added.code, added.err) == (0, "")
    assert added.out.splitlines()[-1].startswith("1 document says on which day, and not in which year")
    (incident,) = (json.loads(line) for line in here("list", "--json", "--book", "b.db").out.splitlines())
    assert incident["values"]["date"] is None
    shown = here("show", incident["id"], "--book", "b.db").out
    assert "undated.txt · year not known" in shown
    assert "«Friday, May 14»" in shown
    assert "not on the calendar — reported by police: “Friday, May 14”" in shown

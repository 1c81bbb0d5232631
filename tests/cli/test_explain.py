"""The command `explain`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Here

ARTICLE = """Grenade thrown at tax office in Tripoli

Two men threw a grenade at a tax office in Tripoli on Friday and wounded a guard.
The group threatened to bomb the port.
Clouds moved in from the sea.
"""


def article(folder: Path) -> Path:
    path = folder / "a.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    return path


def test_it_shows_what_was_found_and_what_was_held_back(here: Here, tmp_path: Path) -> None:
    done = here("explain", article(tmp_path))
    assert done.code == 0, done.err
    assert "+ threw — frames.yaml: verbs: throw (launch) → report 1" in done.out
    assert "- bomb — frames.yaml: verbs: bomb (attack, bombing): held back: told as a threat" in done.out
    assert "by “threatened” [frames.yaml: unreal_heads: threat]" in done.out
    assert "4 body · passed over" in done.out
    assert "\x1b[" not in done.out


def test_one_sentence_or_those_held_back(here: Here, tmp_path: Path) -> None:
    path = article(tmp_path)
    assert "Clouds" not in here("explain", path, "--sentence", "3").out
    held = here("explain", path, "--held").out
    assert "3 body" in held
    assert "Clouds" not in held
    beyond = here("explain", path, "--sentence", "9")
    assert beyond.code == 0
    assert "has 4 sentences" in beyond.err


def test_json_is_one_line_an_article(here: Here, tmp_path: Path) -> None:
    done = here("explain", article(tmp_path), "--json", "--sentence", "3")
    (line,) = done.out.splitlines()
    (passage,) = json.loads(line)["passages"]
    assert passage["findings"][0]["outcome"] == "held"


def test_with_the_reader_it_says_what_that_found_too(here: Here, tmp_path: Path) -> None:
    path = article(tmp_path)
    assert "(reader" not in here("explain", path).out
    done = here("explain", path, "--extractor", "reader")
    assert done.code == 0, done.err
    assert "“grenade” (reader too)" in done.out
    (line,) = here("explain", path, "--extractor", "reader", "--json", "--sentence", "2").out.splitlines()
    (passage,) = json.loads(line)["passages"]
    found = {s["statement"]["property"]: s["statement"]["found_by"] for s in passage["said"]}
    assert found["weapon"] == "both"


def test_no_other_extractor_is_explained(here: Here, tmp_path: Path) -> None:
    done = here("explain", article(tmp_path), "--extractor", "openai:small")
    assert done.code == 2
    assert "reader" in done.err


def test_what_cannot_be_read_is_told(here: Here) -> None:
    done = here("explain", "nowhere.txt")
    assert done.code == 1
    assert "nowhere.txt" in done.err

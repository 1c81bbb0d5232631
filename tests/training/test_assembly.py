"""What marked-up articles teach of mentions and places, and the file of weights that is made of them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from training.assembly import PENALTY, PRIOR, choices, learn, write
from training.logit import Choice
from training.markup import Article, read, read_folder

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = """\
@id mosul-1
@published 2024-03-09
@report r1 main incident=MOSUL-20240304 type=vehicle_bomb
@report r2 incident=KIRKUK-20240306 type=shooting
@text
A ⟦r1.trigger|car bomb⟧ ⟦r1.trigger|killed⟧ ⟦r1.killed=6|six⟧ people in ⟦r1.place=Mosul/IQ/36.335/43.119|Mosul⟧ on \
⟦r1.date=2024-03-04|Monday⟧. ⟦r1.trigger|The blast⟧ wounded ⟦r1.injured=20|20⟧ others. On ⟦r2.date=2024-03-06|Wednesday⟧, \
gunmen ⟦r2.trigger|shot⟧ dead ⟦r2.killed=2|two⟧ policemen in ⟦r2.place=Kirkuk/IQ/35.468/44.392|Kirkuk⟧. \
Police in Baghdad said two men had been killed in fights that day.
"""


def article(folder: Path, text: str = ARTICLE) -> Article:
    path = folder / "article.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)


def part(choice: Choice) -> str:
    """Which decision it is: on a mention, or on a place."""
    return "place" if choice.options[1][0].startswith("place") else "mention"


def test_marks_tell_which_mention_founds_which_joins_and_which_is_none(tmp_path: Path) -> None:
    made = [c for c in choices(article(tmp_path)) if part(c) == "mention"]
    founds, joins, other, unmarked = made
    assert [len(c.options) for c in made] == [2, 3, 3, 4]
    assert [c.right for c in (founds, joins, other)] == [frozenset({1}), frozenset({2}), frozenset({1})]
    assert 0 in unmarked.right
    assert 1 not in unmarked.right
    assert all(c.options[0] == [] for c in made)
    assert all(f.startswith("found: ") for f in founds.options[1])
    assert all(f.startswith("join: ") for f in joins.options[2])
    assert "join: days conflict" in other.options[2]


def test_an_attack_missed_counts_more_than_one_too_many(tmp_path: Path) -> None:
    founds, *_, unmarked = [c for c in choices(article(tmp_path)) if part(c) == "mention"]
    assert founds.weight > unmarked.weight


def test_marks_tell_where_each_attack_was(tmp_path: Path) -> None:
    mosul, kirkuk = [c for c in choices(article(tmp_path)) if part(c) == "place"]
    assert (len(mosul.options), mosul.right) == (4, frozenset({1}))
    assert (len(kirkuk.options), kirkuk.right) == (4, frozenset({2}))


def test_an_attack_at_a_place_that_is_not_named_was_at_none_of_them(tmp_path: Path) -> None:
    text = ARTICLE.replace("⟦r2.place=Kirkuk/IQ/35.468/44.392|Kirkuk⟧", "a village")
    _, elsewhere = [c for c in choices(article(tmp_path, text)) if part(c) == "place"]
    assert elsewhere.right == frozenset({0})


def test_the_prior_names_decisions_that_there_are() -> None:
    prior = yaml.safe_load(PRIOR.read_text(encoding="utf-8"))
    assert {name.partition(": ")[0] for name in prior} <= {"join", "found", "place"}
    assert all(isinstance(weight, float) for weight in prior.values())


def test_weights_are_written_by_decision(tmp_path: Path) -> None:
    write({"join: days same": 2.0, "found: bare": -1.5, "place: at in verb": 0.25}, tmp_path / "out.yaml")
    text = (tmp_path / "out.yaml").read_text(encoding="utf-8")
    assert text.startswith("#")
    assert yaml.safe_load(text) == {
        "join": {"days same": 2.0},
        "found": {"bare": -1.5},
        "place": {"at in verb": 0.25},
    }


# ------------------------------------------------------------------ the command


def run(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "training.assembly", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Six articles on the same events in other towns."""
    (tmp_path / "articles").mkdir()
    for town in ("Mosul", "Basra", "Tikrit", "Samarra", "Ramadi", "Fallujah"):
        text = ARTICLE.replace("Mosul/IQ/36.335/43.119|Mosul", f"{town}/IQ|{town}").replace(
            "@id mosul", f"@id {town}"
        )
        (tmp_path / "articles" / f"{town}.txt").write_text(text, encoding="utf-8")
    return tmp_path / "articles"


def test_the_same_articles_give_the_same_file(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "--out", tmp_path / "weights.yaml")
    assert done.returncode == 0, done.stderr
    assert "written to weights.yaml" in done.stdout
    write(learn([choices(a) for a in read_folder(folder)], PENALTY), tmp_path / "again.yaml")
    assert (tmp_path / "weights.yaml").read_bytes() == (tmp_path / "again.yaml").read_bytes()
    learnt = yaml.safe_load((tmp_path / "weights.yaml").read_text(encoding="utf-8"))
    assert learnt["join"]["days conflict"] < 0 < learnt["join"]["days same"]
    assert learnt["place"]["said_first"] > 0


def test_a_folder_without_articles_is_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    done = run(tmp_path, "--out", tmp_path / "weights.yaml")
    assert done.returncode == 2
    assert "no marked-up articles" in done.stderr
    assert not (tmp_path / "weights.yaml").exists()

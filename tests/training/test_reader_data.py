"""Marked-up articles as the reader's network is taught them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from incidentbook.extract.reader.schema import LABELS
from training.markup import read, read_fold
from training.reader.data import Example, example, pairs, token_targets

MARKED = """\
@id t-1
@published 2020-05-05
@style wire
@report r1 main incident=A-20200504 type=mortar
@report r2 incident=B-2019 type=ied
@text
⟦r1.munitions=2|Two⟧ ⟦r1.weapon|mortar shells⟧ ⟦r1.trigger|hit⟧ ⟦r1.place="Sinjar"/IQ/36.3/41.9|Sinjar⟧ in Nineveh.

A ⟦r2.weapon|bomb⟧ ⟦r2.trigger|exploded⟧ there last year; ⟦x.threat|more will follow⟧, it says.
"""


@pytest.fixture(scope="module")
def taught(tmp_path_factory: pytest.TempPathFactory) -> Example:
    path = tmp_path_factory.mktemp("marked") / "001.txt"
    path.write_text(MARKED, encoding="utf-8")
    folder = Path(str(files("incidentbook.resources").joinpath("reader")))
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return example(read(path), tokenizer)


def test_marks_become_targets(taught: Example) -> None:
    targets = token_targets(taught.spans, len(taught.encoded.pieces))
    weapon = LABELS.index("weapon")
    assert [row[weapon] for row in targets][:4] == [0, 1, 2, 0]
    assert sum(row[LABELS.index("aside_threat")] == 1 for row in targets) == 1


def test_pairs_are_right_within_one_report(taught: Example) -> None:
    every = [*taught.spans, *taught.unmarked]
    made = {(LABELS[every[i].label], LABELS[every[t].label], same) for i, t, same in pairs(taught)}
    assert ("weapon", "trigger", 1) in made
    assert ("weapon", "trigger", 0) in made
    assert ("trigger", "trigger", 0) in made
    assert ("trigger", "trigger", 1) not in made
    assert ("aside_threat", "trigger", 1) not in made


def test_names_without_a_mark_belong_to_nothing(taught: Example) -> None:
    assert taught.unmarked
    assert all(not m.owners for m in taught.unmarked)


def test_folds_part_each_folder(tmp_path: Path) -> None:
    for place in ("a", "b"):
        (tmp_path / place).mkdir()
        for i in range(5):
            text = MARKED.replace("t-1", f"{place}-{i}")
            (tmp_path / place / f"{i}.txt").write_text(text, encoding="utf-8")
    folds = [[a.id for a in read_fold(tmp_path, n)] for n in range(4)]
    assert folds[0] == ["a-0", "a-4", "b-0", "b-4"]
    assert sorted(x for f in folds for x in f) == [f"{p}-{i}" for p in "ab" for i in range(5)]

"""One text in several papers, and a corrected one: what `list` counts and `show` says, in any order of arrival."""

from __future__ import annotations

import json
import re
from itertools import permutations
from pathlib import Path

import pytest

FIRST = """Rockets hit Iraqi air base

BALAD, Iraq — Two rockets hit Balad air base, north of Baghdad, on Sunday, the Iraqi military said. One rocket
struck an empty field inside the base and the other one damaged the wall of a dining hall, a statement said.
Six Iraqi soldiers were injured in the attack, a police colonel in the town of Balad told reporters by telephone.
The base hosts American contractors who look after the F-16 jets of the Iraqi air force. No group has claimed
responsibility for the attack, the third on the base since the beginning of the year.
"""
CORRECTED = FIRST.replace("Six Iraqi soldiers", "Nine Iraqi soldiers")
OTHER = """Attack on base in Iraq

Two projectiles landed at the Balad air base in Iraq on Sunday, April 4, and wounded some of the guards there,
officials in Salahuddin province said. Investigators found a launcher in a field of the village of al-Rawashid.
"""
META = {
    "first.txt": ("2021-04-05", "post.com"),
    "copy.txt": ("2021-04-05", "times.com"),
    "corrected.txt": ("2021-04-06", "post.com"),
    "other.txt": ("2021-04-05", "sun.com"),
}


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    texts = (FIRST, "Base in Iraq under fire\n" + FIRST.partition("\n")[2], CORRECTED, OTHER)
    for name, text in zip(META, texts, strict=True):
        (folder / name).write_text(text)
    lines = (
        {"file": name, "published": day, "publisher": publisher} for name, (day, publisher) in META.items()
    )
    (folder.parent / "known.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def test_a_repeated_text_counts_once_and_show_says_so(here, papers: Path) -> None:
    exports, shows = set(), set()
    for number, order in enumerate(list(permutations(META))[::5]):
        for name in order:
            assert here("add", f"papers/{name}", "--meta", "known.jsonl", "--book", f"{number}.db").code == 0
        exported = here("export", "--book", f"{number}.db").out
        incident = json.loads(exported.splitlines()[0])
        # The id alone tells which report came first: an incident keeps it whatever comes later.
        exports.add(re.sub(r"IB-\w+", "IB", exported))
        shows.add(re.sub(r"IB-\w+", "IB", here("show", incident["id"], "--book", f"{number}.db").out))
    assert len(exports) == len(shows) == 1
    assert incident["sources"] == {"documents": 4, "independent": 2}
    assert incident["values"]["injured"]["best"] == 9
    (shown,) = shows
    said = [" ".join(line.split()) for line in shown.splitlines()]
    assert "Documents that repeat one another" in said
    assert "papers/first.txt another version of papers/corrected.txt" in said
    assert "papers/copy.txt another version of papers/corrected.txt" in said
    assert "4 documents, 2 independent" in shown


def test_a_book_without_repeats_says_nothing_of_them(here, papers: Path) -> None:
    assert here("add", papers / "first.txt", papers / "other.txt").code == 0
    incident = json.loads(here("list", "--json").out.splitlines()[0])
    assert "repeat one another" not in here("show", incident["id"]).out

"""Features in words."""

from __future__ import annotations

import pytest

from incidentbook.extract.merge import Choice
from incidentbook.extract.weighing import meaning, most_against
from incidentbook.extract.weights import weights


@pytest.mark.parametrize(
    ("feature", "words"),
    [
        ("lacks place", "no place is told"),
        ("trigger word raid", "its word is “raid”"),
        ("trigger noun weak", "its word is a weak noun"),
        ("first & says after", "no attack is told before it and the sentence says “after”"),
        ("days conflict & places same", "the days are others and the places are the same"),
        ("no_such_name", "no such name"),
    ],
)
def test_a_feature_is_told_in_words(feature: str, words: str) -> None:
    assert meaning(feature) == words


def test_names_of_the_learned_weights_have_words() -> None:
    parts = {part for table in ("found", "join") for name in weights(table) for part in name.split(" & ")}
    bare = {p for p in parts if meaning(p) == p.replace("_", " ")} - {"found", "join"}
    assert len(bare) < len(parts) / 20, sorted(bare)


def test_the_heaviest_against_a_choice_come_first() -> None:
    table = weights("found")
    names = sorted((n for n in table if table[n] < 0 and n != "found"), key=lambda n: table[n])
    choice = Choice("found", 0, ("found", *reversed(names[:5])), -1.0)
    assert [w.feature for w in most_against(choice)] == names[:3]


def test_what_speaks_for_it_is_left_out() -> None:
    table = weights("join")
    choice = Choice("join", 0, tuple(n for n in table if table[n] > 0), 1.0)
    assert most_against(choice) == ()

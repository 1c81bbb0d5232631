"""What counts as a clue: the year in which a car was made is no time of the attack."""

from __future__ import annotations

import pytest

from incidentbook.extract.clues import gather
from incidentbook.extract.sentences import sentences
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page


def times(text: str) -> list[str]:
    document, _ = dated(Page("sentence.txt", "text/plain", text, Meta(published=None)))
    clues = gather(document.text, sentences(document), None)
    return [t.span.of(document.text) for c in clues for t in c.times]


@pytest.mark.parametrize(
    ("text", "want"),
    [
        ("The bomb had been hidden in a 1984 white Toyota pickup, the police of Cali said.", []),
        ("Gunmen fled in a 1979 van after the murder of the judge in Cali.", []),
        ("The guerrillas recalled a 1984 attack on a convoy of the army near Cali.", ["1984"]),
    ],
)
def test_the_year_of_a_car_is_no_time(text: str, want: list[str]) -> None:
    assert times(text) == want

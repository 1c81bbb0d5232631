"""Where and on whom counts are: places of things that are told beside others narrow nothing."""

from __future__ import annotations

import pytest

from incidentbook import extract


@pytest.mark.parametrize(
    ("text", "place", "target"),
    [
        (
            "It was the ninth against Turkish interests – soldiers, the consulate in Basra or Turkish convoys – since May.",
            None,
            None,
        ),
        (
            "The rocket attack on Friday was the 9th against Turkish interests since May.",
            None,
            "Turkish interests",
        ),
        ("There have been 12 attacks on Turkish soldiers in Basra since May.", "Basra", "Turkish soldiers"),
        ("Since May there have been 12 attacks – most by night – in Iraq.", "Iraq", None),
        ("There have been 12 attacks (and many threats) in Iraq since May.", "Iraq", None),
    ],
)
def test_places_of_what_is_told_beside_narrow_nothing(
    text: str, place: str | None, target: str | None
) -> None:
    (tally,) = extract(text, published="2024-07-14").tallies
    assert (tally.place.name if tally.place else None) == place
    assert target is None or tally.target == target

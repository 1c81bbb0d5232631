"""An attack that one text tells of elsewhere than the others."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from incidentbook import extract
from incidentbook.check.misplaced import Telling, misplaced

ELSEWHERE = (
    "In December 2019 a rocket attack killed an American contractor at Camp Taji, the ministry recalled."
)
RIGHT = (
    "Rockets hit the K1 base outside Kirkuk on 27 December 2019. One US contractor was killed and four troops were hurt.",
    "On Friday, December 27, 2019, rockets were fired at the K-1 base near Kirkuk, killing an American civilian contractor.",
)


def tellings(*texts: str) -> list[Telling]:
    read = [extract(t, published=date(2020, 7, 28)) for t in texts]
    return [Telling(e.document, r) for e in read for r in e.reports]


def test_a_place_that_two_others_contradict_is_flagged_with_both_sides() -> None:
    (flag,) = misplaced(tellings(ELSEWHERE, *RIGHT))
    assert (flag.kind, flag.said, flag.known) == ("place", "Camp Taji", "2 others: K1 Air Base")
    assert flag.text == ELSEWHERE
    assert flag.span.of(ELSEWHERE) == "Camp Taji"
    assert any("K1 base" in e.words for e in flag.evidence)
    assert any("contractor was killed" in e.words for e in flag.evidence)


def test_one_other_is_not_enough() -> None:
    assert misplaced(tellings(ELSEWHERE, RIGHT[0])) == ()


def test_another_that_tells_of_the_same_place_speaks_for_it() -> None:
    also = "A rocket killed a contractor at Camp Taji on 27 December 2019, officials said."
    assert not [f for f in misplaced(tellings(ELSEWHERE, also, *RIGHT)) if f.said == "Camp Taji"]


def test_other_victims_are_another_attack() -> None:
    other = "In December 2019 a rocket attack killed two Iraqi cooks at Camp Taji, the ministry recalled."
    assert misplaced(tellings(other, *RIGHT)) == ()


def test_other_days_are_another_attack() -> None:
    other = "In March 2020 a rocket attack killed an American contractor at Camp Taji, the ministry recalled."
    assert misplaced(tellings(other, *RIGHT)) == ()


def test_of_one_incident_the_place_alone_is_asked() -> None:
    other = "In December 2019 a rocket attack hit Camp Taji, the ministry recalled."
    found = tellings(other, *RIGHT)
    assert misplaced(found) == ()
    assert [f.said for f in misplaced([replace(t, incident="i1") for t in found])] == ["Camp Taji"]

"""Which of several figures an attack is given."""

from __future__ import annotations

from datetime import date

from incidentbook import extract
from incidentbook.model import Count, Report


def reports(text: str) -> tuple[Report, ...]:
    return extract(text, published=date(2024, 5, 6)).reports


def test_the_dead_of_a_period_are_those_of_no_attack() -> None:
    text = "Gunmen attacked a village near Kano on Sunday. The gang has killed 90 people since January."
    assert all(r.values.killed is None for r in reports(text))


def test_many_is_no_figure_of_the_injured() -> None:
    text = "A car bomb killed 14 people in Baghdad on Sunday. Many were wounded in the blast."
    (report,) = reports(text)
    assert report.values.killed == Count.exactly(14)
    assert report.values.injured is None


def test_a_participle_tells_the_outcome() -> None:
    text = "On Sunday a bomb exploded in Basra and another went off in Mosul, causing no casualties."
    assert any(r.values.killed == Count.exactly(0) for r in reports(text))

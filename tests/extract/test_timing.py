"""The day of an attack, chosen among all that its document names."""

from __future__ import annotations

from datetime import date

import pytest

from incidentbook.model import Interval
from incidentbook.pipeline import extract

TUESDAY = date(2019, 5, 14)


def days(text: str) -> Interval | None:
    """The days of the main report of an article published on a Tuesday."""
    (main, *_) = [r for r in extract(text, published=TUESDAY).reports if r.main]
    return main.values.date


@pytest.mark.parametrize(
    ("text", "day"),
    [
        (
            "Man charged over bakery shooting\n\nA 30-year-old man was charged Monday over a shooting that killed a baker in "
            "Millbrook.\n\nTwo men opened fire inside the bakery on April 27, according to the complaint.\n",
            date(2019, 4, 27),
        ),
        (
            "Two wounded in shooting outside bowling alley\n\nTwo men were wounded in a shooting outside a bowling alley.\n\n"
            "Officers were called to Harbor Road just after 9 p.m. Sunday.\n\nNo arrests had been made as of Monday.\n",
            date(2019, 5, 12),
        ),
    ],
)
def test_day_of_what_happened_not_of_what_came_after(text: str, day: date) -> None:
    assert days(text) == Interval.day(day)


def test_day_of_the_page_is_none_of_the_attack() -> None:
    text = (
        "Three shot at car wash Posted: Tuesday, May 14, 2019 6:10 AM Updated: Tuesday, May 14, 2019 7:20 AM\n\n"
        "Gunmen shot three people at a car wash late Sunday, police said.\n"
    )
    assert days(text) == Interval.day(date(2019, 5, 12))


def test_day_of_another_attack_is_not_taken() -> None:
    text = (
        "A rocket fell on the Ain al-Asad base in Anbar province.\n\nThe attack on Balad air base took place on May 2 with three "
        "drones, one of which was shot down.\n\nThe rocket at Ain al-Asad did not explode.\n"
    )
    assert days(text) is None

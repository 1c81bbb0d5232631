"""What linking looks at in a report, and how little room that takes."""

from __future__ import annotations

from datetime import date

from incidentbook.link import LinkItem
from incidentbook.link.evidence import profile
from incidentbook.link.telling import AGE
from incidentbook.model import Interval, Place, Report, Values

NICE = Place("Nice", "FR", "Alpes-Maritimes", 43.703, 7.266, 2, None)


def told(*telling: str) -> LinkItem:
    values = Values(date=Interval.day(date(2016, 7, 14)), place=NICE)
    return LinkItem("a", Report("a-1", True, values, ()), None, frozenset(telling))


def test_telling_words_are_without_ages_and_the_names_of_the_place() -> None:
    one = profile(told("promenade", "nice", "alpe", "lahouaiej", AGE + "31"))
    assert (one.telling, one.ages) == ({"promenade", "lahouaiej"}, {AGE + "31"})


def test_telling_words_of_which_none_is_left_out_are_not_copied() -> None:
    item = told("promenade", "lahouaiej")
    assert profile(item).telling is item.telling


def test_profiles_without_words_share_one_empty_set() -> None:
    one, other = profile(told("promenade")), profile(told("nice"))
    assert one.names is one.people is one.weapon is one.ages is other.names is other.telling
    assert not one.names

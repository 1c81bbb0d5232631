"""Undated articles are put on the calendar by what they say; what they do not say stays open."""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.dating.dayset import ALL_DAYS, DaySet
from incidentbook.dating.inference import Contradiction, infer_published
from incidentbook.dating.invert import written_on
from incidentbook.model import Document, Interval, Published
from incidentbook.normalise.time import find, resolve
from incidentbook.sources import Page
from incidentbook.text import to_document

FILLER = "Officials gave no further details of the incident, and nobody has said who was behind it so far."


def document(*paragraphs: str) -> Document:
    return to_document(Page("a.txt", "text/plain", "\n\n".join([*paragraphs, FILLER]), None))


def inferred(*paragraphs: str) -> tuple[str | None, str | None] | None:
    published = infer_published(document(*paragraphs))[0]
    if published is None:
        return None
    ends = published.interval.earliest, published.interval.latest
    return tuple(end and end.isoformat() for end in ends)  # type: ignore[return-value]


def test_nothing_said_is_nothing_inferred() -> None:
    assert inferred("Rockets hit the base on Monday, the army said, and two guards were hurt.") is None


def test_a_past_date_bounds_from_below_alone() -> None:
    assert inferred("The village was burnt down on June 10, 2021, and has been empty ever since.") == (
        "2021-06-10",
        None,
    )


def test_a_date_ahead_is_no_past_one() -> None:
    found = inferred("The two sides will hold talks in October 2021, the minister said on Monday.")
    assert found == (None, "2021-10-31")


def test_years_that_are_names_or_counts_say_nothing() -> None:
    assert inferred("The army counted 2019 rounds, and the 2024 election is near, a spokesman said.") is None


def test_an_event_bounds_from_below() -> None:
    text = "Attacks have grown since the United States assassinated the general Qasem Soleimani in Baghdad."
    assert inferred(text) == ("2020-01-03", None)


def test_a_term_of_office_bounds_on_both_sides() -> None:
    assert inferred("President Joe Biden said on Monday that the raid had failed.") == (
        "2021-01-20",
        "2025-02-19",
    )


def test_two_terms_meet() -> None:
    text = "President Donald Trump called Prime Minister Mustafa al-Kadhimi on Monday after the rockets fell."
    assert inferred(text) == ("2020-05-07", "2021-02-19")


def test_a_former_president_is_out_of_office() -> None:
    assert inferred("Former President Barack Obama condemned the attack on Monday.") == ("2017-01-20", None)


def test_a_president_told_of_the_past_bounds_from_below_alone() -> None:
    text = "The strike that killed Qasem Soleimani was ordered by President Donald Trump, and many mourned."
    assert inferred(text) == ("2020-01-03", None)


def test_two_presidents_who_followed_each_other_bound_from_below_alone() -> None:
    text = "President Barack Obama sent the troops. President George W. Bush had begun the mission."
    assert inferred(text) == ("2009-01-20", None)


def test_last_year_beside_an_event() -> None:
    text = "Soleimani and the militia chief Muhandis were killed near the airport of Baghdad on January 3 last year."
    assert inferred(text) == ("2021-01-01", "2021-12-31")


def test_a_day_without_a_year_beside_an_event_is_of_the_year_after_it() -> None:
    text = "Tension is high since a drone hit a convoy on Jan. 3, killing Qassem Soleimani, the commander."
    assert inferred(text) == ("2020-01-03", "2021-01-01")


def test_a_month_that_is_not_the_events_joins_nothing() -> None:
    text = "In March the killing of Qassem Soleimani was still on all lips."
    assert inferred(text) == ("2020-01-03", None)


def test_a_dateline_picks_its_day_among_the_years() -> None:
    found = inferred(
        "Rockets damage army helicopter near Baghdad",
        "BAGHDAD, July 27 (Xinhua) -- Three rockets hit a camp on Monday evening, the Iraqi military said in a statement.",
        "Tension is high since a drone hit a convoy on Jan. 3, killing Qassem Soleimani, the commander.",
    )
    assert found == ("2020-07-27", "2020-07-29")


def test_a_weekday_picks_the_year_of_a_date() -> None:
    found = inferred(
        "The base was last hit on Monday, July 5, a spokesman said.",
        "Prime Minister Mustafa al-Kadhimi promised an inquiry.",
    )
    assert found == ("2021-07-04", "2022-07-04")


def test_comes_a_week_after() -> None:
    text = "The attack comes a week after the US strikes on militias in Syria and Iraq, said Colonel Wayne Marotto."
    assert inferred(text) == ("2021-07-02", "2021-07-13")


def test_came_a_week_after_is_the_past() -> None:
    text = "That raid came a week after the killing of Qassem Soleimani, and was soon forgotten."
    assert inferred(text) == ("2020-01-08", None)


def test_the_attack_of_a_leading_sentence_came_a_week_after() -> None:
    strikes = "a week after the US strikes on militias in Syria and Iraq, said Colonel Wayne Marotto."
    assert inferred(f"Rockets hit a base on Monday. The attack came {strikes}") == (
        "2021-07-02",
        "2021-07-13",
    )
    assert inferred(f"Rockets hit a base. {FILLER} {FILLER} {FILLER} The attack came {strikes}") != (
        "2021-07-02",
        "2021-07-13",
    )


def test_less_than_two_weeks_are_thirteen_days() -> None:
    text = "The attack on the port comes less than two weeks after the killing of Qassem Soleimani."
    assert inferred(text) == ("2020-01-04", "2020-01-24")


@pytest.mark.parametrize(
    ("words", "earliest"),
    [
        ("The gassing recalled the chemical attack on Halabja.", "1988-03-16"),
        ("He served in the Falklands war.", "1982-04-02"),
        ("Nobody has forgotten the Amman hotel bombings.", "2005-11-09"),
        ("She was hurt in the bombing of the Hipercor market.", "1987-06-19"),
        ("The shelling of the Markale market killed his brother.", "1994-02-05"),
    ],
)
def test_events_of_the_years_before_2010(words: str, earliest: str) -> None:
    assert inferred(words) == (earliest, None)


def test_until_last_year_meets_since_a_summer() -> None:
    found = inferred(
        "Until last year, the bases were attacked with rockets many times.",
        "Since the summer of 2022, the attacks have stopped.",
    )
    assert found == ("2023-01-01", "2023-12-31")


def test_a_month_then_an_event() -> None:
    found = inferred(
        "Last December, a rocket killed an American at the base.",
        "The United States then killed the general Qasem Soleimani in Baghdad.",
    )
    assert found == ("2020-01-03", "2020-12-30")


@pytest.mark.parametrize(
    "again", ["The attack at Victory base, on June 10, hurt nobody.", "Victory base was attacked on June 10."]
)
def test_an_event_retold_by_its_name(again: str) -> None:
    found = inferred(
        "The rocket fire comes less than two weeks after drones were flown at the Victory base by the airport.",
        again,
        "It coincides with the talks in Vienna of Tehran and Washington on reviving the Iranian nuclear deal.",
    )
    assert found is not None
    assert found[0] == "2021-06-11"


def test_a_weekday_counted_from_an_event() -> None:
    found = inferred(
        "Rockets hit the camp late on Monday, the army said.",
        "On Friday, rockets hit Besmaya, one day before the coalition handed that base over to Iraqi forces.",
    )
    assert found == ("2020-07-25", "2020-07-31")


def test_a_quoted_post_of_the_day_that_is_told() -> None:
    found = inferred(
        "Three rockets hit the air base on Monday, a military spokesman said in a statement.",
        "— OIR Spokesperson (@OIRSpox) July 5, 2021",
    )
    assert found == ("2021-07-05", "2021-07-12")


def test_the_news_of_the_week() -> None:
    found = inferred(
        "Car bomb at police academy in Bogota kills eight", "It went off on Thursday, the police said."
    )
    assert found == ("2019-01-17", "2019-01-24")


def test_a_date_that_is_a_name_says_nothing_of_the_year() -> None:
    text = "They are the first soldiers killed since the Hamas terror attack of Oct. 7, officials said."
    assert inferred(text) == ("2023-10-07", None)


def test_an_anniversary() -> None:
    found = inferred("Crowds marked the second anniversary of the killing of Qassem Soleimani.")
    assert found == ("2021-11-04", "2022-03-04")


def test_the_evidence_is_what_binds() -> None:
    doc = document(
        "Prime Minister Mustafa al-Kadhimi promised an inquiry on Monday.",
        "In 2003 the country was invaded, and Islamic State fighters captured Mosul in 2014.",
    )
    published = infer_published(doc)[0]
    assert published is not None
    assert published.method == "inferred"
    assert [s.of(doc.text) for s in published.evidence] == ["Prime Minister Mustafa al-Kadhimi"]


def test_known_days_are_narrowed() -> None:
    doc = document("President Joe Biden said on Monday that the raid had failed.")
    known = Interval(date(2024, 6, 1), None)
    published = infer_published(doc, known)[0]
    assert published == Published(
        Interval(date(2024, 6, 1), date(2025, 2, 19)), "inferred", published.evidence if published else ()
    )


def test_known_days_that_stay_the_same_are_no_finding() -> None:
    doc = document("Attacks have grown since the United States assassinated Qasem Soleimani in Baghdad.")
    assert infer_published(doc, Interval(date(2021, 7, 5), date(2021, 7, 9))) == (None, ())


def test_what_cannot_hold_is_told() -> None:
    doc = document("Attacks have grown since the United States assassinated Qasem Soleimani in Baghdad.")
    published, told = infer_published(doc, Interval(date(2015, 1, 1), date(2015, 12, 31)))
    assert published is None
    assert [type(t) for t in told] == [Contradiction]
    assert told[0].message == "after death of qasem soleimani does not fit the days that are known"
    assert told[0].dropped[0].of(doc.text) == "assassinated Qasem Soleimani"


def test_the_stronger_words_hold() -> None:
    doc = document(
        "The report of March 12, 2022 was read out on Monday, a spokesman said.",
        "Soleimani and the militia chief Muhandis were killed near the airport of Baghdad on January 3 last year.",
    )
    published, told = infer_published(doc)
    assert published is not None
    assert published.interval == Interval(date(2022, 3, 12), None)
    assert "does not fit told of March 12, 2022" in told[0].message
    assert [s.of(doc.text) for s in told[0].against] == ["March 12, 2022"]


# there and back --------------------------------------------------------------------------------------------

RELATIVE = (
    "last year", "this year", "two years ago", "last month", "three months ago", "last week", "two weeks ago", "five days ago",
    "yesterday", "on Monday", "last Friday", "on Jan. 3", "on 14 August", "in March", "last December", "early last year",
    "January 3 last year", "June 5 this year", "in early March",
)  # fmt: skip


@given(st.sampled_from(RELATIVE), st.dates(date(1972, 1, 1), date(2080, 12, 31)))
def test_the_day_of_writing_is_among_those_that_its_words_allow(words: str, written: date) -> None:
    (expression,) = find(f"It happened {words}.")
    meant = resolve(expression, Interval.day(written)).interval
    assert meant is not None
    assert expression.meaning is not None
    if meant.earliest and meant.earliest > written:  # "January 3 this year" of the spring is not yet past
        return
    allowed = written_on(expression.meaning, meant)
    assert allowed is not None
    assert allowed & DaySet.of(Interval.day(written)), (words, meant)


@given(st.dates(date(1950, 1, 1), date(2070, 1, 1)), st.integers(0, 4000))
def test_a_set_of_days_is_its_interval(start: date, length: int) -> None:
    interval = Interval(start, start + timedelta(length))
    assert DaySet.of(interval).hull == interval


@given(
    st.lists(
        st.tuples(st.dates(date(1950, 1, 1), date(2070, 1, 1)), st.integers(0, 900)), min_size=2, max_size=2
    )
)
def test_sets_meet_as_intervals_do(pairs: list[tuple[date, int]]) -> None:
    one, other = (Interval(start, start + timedelta(length)) for start, length in pairs)
    both = one.intersection(other)
    assert bool(DaySet.of(one) & DaySet.of(other)) == (both is not None)
    if both:
        assert (DaySet.of(one) & DaySet.of(other)).hull == both


def test_open_ends_stay_open() -> None:
    assert DaySet.of(Interval(date(2020, 1, 3), None)).hull == Interval(date(2020, 1, 3), None)
    assert ALL_DAYS.hull == Interval(None, None)
    with pytest.raises(ValueError, match="empty"):
        _ = DaySet(0).hull


# whole articles --------------------------------------------------------------------------------------------

NEWS = Path(os.environ.get("BENCH", Path(__file__).parents[3] / "shared" / "bench")) / "news"


@pytest.mark.skipif(not NEWS.is_dir(), reason="the benchmark is not here")
def test_the_truth_lies_inside_for_the_benchmarks_undated_articles() -> None:
    import json

    missed, answered, widths = [], 0, list[int]()
    for folder in ("seeds", "dev"):
        for article in json.loads((NEWS / folder / "gold.json").read_text("utf-8"))["articles"]:
            text = (NEWS / folder / "articles" / article["file"]).read_text("utf-8")
            truth = Interval(
                *(date.fromisoformat(article["published"]["interval"][k]) for k in ("earliest", "latest"))
            )
            published = infer_published(to_document(Page(article["file"], "text/plain", text, None)))[0]
            answered += published is not None
            if published and not published.interval.meets(truth):
                missed.append(article["id"])
            if folder == "seeds":
                widths.append((published and published.interval.days) or 10**6)
    assert missed == []
    assert answered >= 34
    assert sorted(widths)[2] <= 14
    assert max(widths) <= 366

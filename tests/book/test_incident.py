"""One entry out of several reports: the stated policy, case by case."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentbook.book import Member, consolidate
from incidentbook.book.policy import source_name
from incidentbook.model import (
    Actor,
    Attribution,
    Count,
    Interval,
    Place,
    Report,
    Target,
    Values,
)

BAGHDAD = Place("Baghdad", "IQ", "Baghdad", 33.315, 44.366, 2, "geonames:98182")
GREEN_ZONE = Place("Green Zone", "IQ", "Baghdad", 33.304, 44.391, 1, "zone:green")
ERBIL = Place("Erbil", "IQ", "Erbil", 36.19, 44.01, 2, "geonames:95446")
IRAQ = Place("Iraq", "IQ", None, 33.0, 44.0, 6, "geonames:99237")
ISIS = Actor("Islamic State", "islamic-state", "armed_group", None)
HOUTHIS = Actor("Houthis", None, "armed_group", None)
exactly = Count.exactly


def at_least(low: int) -> Count:
    return Count(low, None, None)


def day(number: int) -> Interval:
    return Interval.day(date(2021, 7, number))


def member(
    name: str, *, main: bool = True, day_published: int | None = 5, agency: str | None = None,
    publisher: str | None = None, **values: Any,
) -> Member:  # fmt: skip
    published = day(day_published) if day_published else None
    return Member(f"d-{name}", Report(name, main, Values(**values), ()), published, publisher, agency)


def value(name: str, *members: Member) -> Any:
    return getattr(consolidate("IB-1", members).values, name)


def counted(*counts: Count) -> Count:
    found: Count = value("killed", *(member(f"r{n}", killed=c) for n, c in enumerate(counts)))
    return found


def conflicts(*members: Member) -> dict[str, list[tuple[Any, tuple[str, ...]]]]:
    found = consolidate("IB-1", members).conflicts
    return {c.property: [(v.value, v.reports) for v in c.values] for c in found}


@pytest.mark.parametrize(
    ("given_counts", "shown"),
    [
        ([exactly(3)], exactly(3)),
        ([exactly(3), exactly(3)], exactly(3)),
        ([exactly(18), exactly(15), exactly(18)], Count(15, 18, 18)),
        ([exactly(21), at_least(8)], exactly(21)),
        ([at_least(2), exactly(2)], exactly(2)),
        ([at_least(30), at_least(63)], Count(30, None, None)),
        ([exactly(30), at_least(63)], Count(30, 30, None)),
        ([Count(3, 3, 5), exactly(7)], Count(3, 7, 7)),
        ([exactly(0), exactly(0)], exactly(0)),
    ],
)
def test_counts_show_the_range_over_the_sources(given_counts: list[Count], shown: Count) -> None:
    assert counted(*given_counts) == shown


def test_of_two_figures_the_later_one_is_shown() -> None:
    early, late = (
        member("a", killed=exactly(6), day_published=5),
        member("b", killed=exactly(9), day_published=6),
    )
    assert value("killed", early, late) == value("killed", late, early) == Count(6, 9, 9)


def test_what_one_agency_says_in_many_papers_counts_once() -> None:
    wire = [member(f"w{n}", killed=exactly(6), agency="Reuters", publisher=f"paper {n}") for n in range(3)]
    own = [
        member("own1", killed=exactly(9), publisher="a.com"),
        member("own2", killed=exactly(9), publisher="b.com"),
    ]
    incident = consolidate("IB-1", [*wire, *own])
    assert incident.values.killed == Count(6, 9, 9)
    assert (incident.sources.documents, incident.sources.independent) == (5, 3)


def test_the_agency_itself_and_a_paper_that_takes_from_it_are_one_source() -> None:
    incident = consolidate("IB-1", [member("a", publisher="www.reuters.com"), member("b", agency="Reuters")])
    assert incident.sources.independent == 1


def test_a_source_takes_back_its_earlier_figure() -> None:
    early = member("a", killed=exactly(6), agency="AFP", day_published=5)
    late = member("b", killed=exactly(9), agency="AFP", day_published=6)
    assert value("killed", late, early) == exactly(9)


def test_documents_of_no_known_source_are_independent() -> None:
    assert consolidate("IB-1", [member("a"), member("b")]).sources.independent == 2


def test_reports_on_the_attack_outrank_mentions_of_it() -> None:
    mentions = [member(f"m{n}", main=False, killed=exactly(2)) for n in range(3)]
    assert value("killed", *mentions, member("a", killed=exactly(3))) == exactly(3)
    assert value("killed", *mentions) == exactly(2)


def test_the_date_is_cut_to_what_all_allow() -> None:
    assert value(
        "date", member("a", date=Interval(date(2021, 7, 1), date(2021, 7, 31))), member("b", date=day(4))
    ) == day(4)
    mention = member("m", main=False, date=day(4))
    assert value("date", member("a", date=Interval(None, date(2021, 7, 5))), mention) == day(4)
    overlapping = [Interval(date(2021, 7, 1), date(2021, 7, 4)), Interval(date(2021, 7, 3), date(2021, 7, 9))]
    assert value("date", *(member(f"r{n}", date=d) for n, d in enumerate(overlapping))) == Interval(
        date(2021, 7, 3), date(2021, 7, 4)
    )


def test_the_day_that_most_sources_give_is_shown() -> None:
    days = [member("a", date=day(4)), member("b", date=day(5)), member("c", date=day(4))]
    assert value("date", *days) == day(4)
    assert conflicts(*days) == {"date": [(day(4), ("a", "c")), (day(5), ("b",))]}


def test_the_exact_place_that_the_others_agree_with_is_shown() -> None:
    places = [member("a", place=BAGHDAD), member("b", place=GREEN_ZONE), member("c", place=BAGHDAD)]
    assert value("place", *places) == GREEN_ZONE
    assert conflicts(*places) == {}
    assert value("place", member("a", place=IRAQ), member("m", main=False, place=GREEN_ZONE)) == GREEN_ZONE


def test_places_that_exclude_each_other_are_a_conflict() -> None:
    places = [member("a", place=BAGHDAD), member("b", place=ERBIL), member("c", place=BAGHDAD)]
    assert value("place", *places) == BAGHDAD
    assert conflicts(*places)["place"] == [(BAGHDAD, ("a", "c")), (ERBIL, ("b",))]


def test_a_narrower_word_wins_over_the_general_one_it_agrees_with() -> None:
    kinds = [
        member("a", attack_type="bombing"),
        member("b", attack_type="bombing"),
        member("c", attack_type="ied"),
    ]
    assert value("attack_type", *kinds) == "ied"
    assert conflicts(*kinds) == {}


def test_kinds_that_differ_are_voted_on_and_listed() -> None:
    kinds = [
        member("a", attack_type="rocket"),
        member("b", attack_type="mortar"),
        member("c", attack_type="rocket"),
    ]
    assert value("attack_type", *kinds) == "rocket"
    assert conflicts(*kinds) == {"attack_type": [("rocket", ("a", "c")), ("mortar", ("b",))]}


def test_the_hour_wins_over_the_part_of_the_day() -> None:
    told = [member("a", time_of_day="afternoon"), member("b", time_of_day="14:45")]
    assert value("time_of_day", *told) == "14:45"
    assert conflicts(*told) == {}
    assert "time_of_day" in conflicts(*told, member("c", time_of_day="morning"))


def test_at_least_two_and_two_are_no_conflict_two_and_three_are() -> None:
    assert conflicts(member("a", killed=at_least(2)), member("b", killed=exactly(2))) == {}
    found = conflicts(member("a", killed=exactly(2)), member("b", killed=exactly(3)))
    assert found == {"killed": [(exactly(2), ("a",)), (exactly(3), ("b",))]}


def test_claims_by_two_groups_are_a_conflict() -> None:
    claims = [member("a", claimed_by=ISIS), member("b", claimed_by=HOUTHIS)]
    assert list(conflicts(*claims)) == ["claimed_by"]


def test_lists_are_collected_without_doubles() -> None:
    convoy, soldiers = Target("convoy", "vehicle", exactly(2), None), Target("soldiers", None, None, None)
    found = value(
        "target",
        member("a", target=(Target("the convoy", None, None, None),)),
        member("b", target=(convoy, soldiers)),
    )
    assert found == (convoy, soldiers)
    blame = (Attribution(None, ISIS),)
    assert value("attributed_to", member("a", attributed_to=blame), member("b", attributed_to=blame)) == blame


def test_what_nobody_says_is_unknown() -> None:
    incident = consolidate("IB-1", [member("a")])
    assert incident.values == Values()
    assert incident.conflicts == ()


def test_reports_are_listed_in_the_order_of_publication() -> None:
    members = [member("c", day_published=6), member("b", day_published=5), member("a", day_published=None)]
    assert [r.report for r in consolidate("IB-1", members).reports] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Reuters", "https://www.reuters.com/world"),
        ("AFP", "afp"),
        ("The Guardian", "Guardian"),
        ("Xinhua", "xinhua.net"),
    ],
)
def test_names_of_one_source(one: str, other: str) -> None:
    assert source_name(one) == source_name(other)


def test_names_of_two_sources() -> None:
    assert (
        len({source_name(n) for n in ("Reuters", "AP", "rudaw.net", "kurdistan24.net", "New York Times")})
        == 5
    )


_counts = (
    st.integers(0, 9).map(exactly)
    | st.integers(0, 9).map(at_least)
    | st.tuples(st.integers(0, 4), st.integers(5, 9)).map(lambda ends: Count(ends[0], None, ends[1]))
)
_values = st.builds(
    Values,
    date=st.none() | st.integers(1, 9).map(day),
    place=st.sampled_from([None, BAGHDAD, GREEN_ZONE, ERBIL, IRAQ]),
    attack_type=st.sampled_from([None, "rocket", "missile", "drone", "other"]),
    killed=st.none() | _counts,
    claimed_by=st.sampled_from([None, ISIS, HOUTHIS]),
    target=st.sampled_from(
        [None, (Target("convoy", None, None, None),), (Target("a convoy", "vehicle", None, None),)]
    ),
)
_members = st.lists(
    st.tuples(_values, st.booleans(), st.none() | st.integers(1, 9), st.sampled_from([None, "AP", "AFP"])),
    min_size=1, max_size=6,
).map(
    lambda rows: [
        Member(f"d{n}", Report(f"r{n}", main, values, ()), day(when) if when else None, None, agency)
        for n, (values, main, when, agency) in enumerate(rows)
    ]
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(_members, st.randoms(use_true_random=False))
def test_the_order_of_the_reports_says_nothing(members: list[Member], rng: random.Random) -> None:
    shuffled = list(members)
    rng.shuffle(shuffled)
    assert consolidate("IB-1", shuffled) == consolidate("IB-1", members)


@settings(max_examples=150, deadline=None)
@given(_members)
def test_nothing_is_made_up(members: list[Member]) -> None:
    incident = consolidate("IB-1", members)
    for name, shown in incident.values.items():
        said = [getattr(m.report.values, name) for m in members]
        if name == "killed":
            lows = [c.low for c in said if c is not None]
            assert min(lows) <= shown.low <= max(lows)
            assert shown.best is None or shown.best in {c.best for c in said if c is not None}
        elif name == "date":
            assert any(d is not None and d.meets(shown) for d in said)
        elif name == "target":
            assert set(shown) <= {t for targets in said if targets for t in targets}
        else:
            assert shown in said


@settings(max_examples=100, deadline=None)
@given(_members)
def test_every_conflict_names_every_report_that_speaks(members: list[Member]) -> None:
    for conflict in consolidate("IB-1", members).conflicts:
        named = sorted(r for v in conflict.values for r in v.reports)
        assert named == [
            m.report.id for m in members if getattr(m.report.values, conflict.property) is not None
        ]
        assert len(conflict.values) > 1

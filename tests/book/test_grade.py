"""Who is quoted, how well an incident is attested, and which value a policy shows."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import pytest

from incidentbook.book import POLICIES, Member, Policy, consolidate
from incidentbook.book.voices import Voice, source_of
from incidentbook.cli import options
from incidentbook.model import Actor, Attribution, Count, Grade, Interval, Report, Values

POLICE = Actor("Iraqi police", "iq-police", "police", "IQ")
MAYOR = Actor("Ali Hasan", None, "state", "IQ")
WITNESSES = Actor("witnesses", None, "civilian", None)
HOUTHIS = Actor("Houthis", "houthis", "armed_group", "YE")
ISIS = Actor("Islamic State", "islamic-state", "armed_group", None)
exactly = Count.exactly


def member(name: str, day: int = 5, quoted: Actor | None = None, main: bool = True, **values: Any) -> Member:
    """A report of a paper of that name, all of whose values one speaker gives, if any."""
    voices = tuple(Voice(n, "reported", quoted) for n in values) if quoted else ()
    report = Report(f"{name}-1", main, Values(**values), ())
    return Member(name, report, Interval.day(date(2021, 7, day)), name, None, voices=voices)


def grade(*members: Member) -> Grade | None:
    return consolidate("IB-1", members).grade


def killed(policy: Policy, *members: Member) -> Count | None:
    return consolidate("IB-1", members, policy).values.killed


# ---------------------------------------------------------------- voices


@pytest.mark.parametrize(
    ("speaker", "shared"),
    [
        (POLICE, True),
        (MAYOR, True),
        (Actor("Pentagon", "pentagon", "military", "US"), True),
        (WITNESSES, False),
        (Actor("US officials", None, "state", "US"), False),
        (Actor("security source", None, "police", None), False),
        (Actor("military spokesman", None, "military", None), False),
        (Actor("governor", None, "state", None), False),
        (None, False),
    ],
)
def test_named_speakers_and_institutions_are_one_voice_in_all_papers(
    speaker: Actor | None, shared: bool
) -> None:
    assert (source_of(speaker) is not None) == shared


def test_papers_that_quote_one_spokesman_are_one_source_for_a_value() -> None:
    quoting = [member(n, quoted=MAYOR, killed=exactly(9)) for n in ("a", "b", "c")]
    own = [member(n, killed=exactly(5)) for n in ("d", "e")]
    assert killed("most-independent", *quoting, *own) == Count(5, 5, 9)
    several = [member(n, quoted=WITNESSES, killed=exactly(9)) for n in ("a", "b", "c")]
    assert killed("most-independent", *several, *own) == Count(5, 9, 9)


def test_a_spokesman_takes_back_an_earlier_figure_in_another_paper() -> None:
    early = member("a", 5, POLICE, killed=exactly(3))
    assert killed("most-independent", early, member("b", 6, POLICE, killed=exactly(4))) == exactly(4)
    assert killed("most-independent", early, member("b", 6, killed=exactly(4))) == Count(3, 4, 4)


# ---------------------------------------------------------------- grades


def test_one_source_is_weak_and_two_are_fair() -> None:
    assert grade(member("a")) == "weak"
    assert grade(member("a"), member("b")) == "fair"


def test_two_papers_with_one_spokesman_are_one_source() -> None:
    same = [member(n, quoted=POLICE, killed=exactly(3), place=None) for n in ("a", "b")]
    assert grade(*same) == "weak"
    assert grade(*same, member("c")) == "fair"
    assert grade(same[0], member("b", quoted=MAYOR, killed=exactly(3))) == "fair"


def test_a_claim_confirms_what_two_sources_tell() -> None:
    claim = member("a", claimed_by=HOUTHIS)
    assert grade(claim) == "fair"
    assert grade(claim, member("b")) == "confirmed"
    assert grade(claim, member("b", perpetrator=HOUTHIS)) == "confirmed"


def test_two_parties_named_as_responsible_are_contested() -> None:
    assert grade(member("a", claimed_by=HOUTHIS), member("b", claimed_by=ISIS)) == "contested"
    assert grade(member("a", perpetrator=HOUTHIS), member("b", claimed_by=ISIS)) == "contested"
    described = Actor("gunmen", None, "unknown", None)
    assert grade(member("a", perpetrator=HOUTHIS), member("b", perpetrator=described)) == "fair"


def test_a_denial_of_whoever_is_blamed_is_contested_where_nobody_claims_it() -> None:
    blamed = member("a", attributed_to=(Attribution(None, HOUTHIS),))
    assert grade(blamed, member("b", denied_by=HOUTHIS)) == "contested"
    assert grade(blamed, member("b", denied_by=ISIS)) == "fair"
    assert grade(blamed, member("b", denied_by=HOUTHIS), member("c", claimed_by=ISIS)) == "confirmed"


# ---------------------------------------------------------------- policies


def test_the_option_offers_every_policy() -> None:
    assert get_args(options.Policy) == POLICIES


FIVE = (
    member("a", 5, killed=exactly(3)),
    member("b", 5, killed=exactly(3)),
    member("c", 6, POLICE, killed=exactly(4)),
    member("d", 7, killed=exactly(9)),
    member("e", 8, killed=exactly(6)),
)


@pytest.mark.parametrize(
    ("policy", "best"),
    [("most-independent", 3), ("latest", 6), ("official-first", 4), ("highest", 9), ("median", 4)],
)
def test_each_policy_takes_its_figure_and_none_changes_the_range(policy: Policy, best: int) -> None:
    assert killed(policy, *FIVE) == killed(policy, *reversed(FIVE)) == Count(3, best, 9)


def test_of_two_figures_in_the_middle_the_lower_one_is_taken() -> None:
    assert killed("median", *FIVE[1:]) == Count(3, 4, 9)


@pytest.mark.parametrize("policy", POLICIES)
def test_one_source_is_shown_as_it_is_by_every_policy(policy: Policy) -> None:
    only = member("a", killed=exactly(3), attack_type="rocket", date=Interval.day(date(2021, 7, 4)))
    assert consolidate("IB-1", [only], policy).values == only.report.values
    open_ended = member("a", killed=Count(3, None, None))
    assert killed(policy, open_ended) == Count(3, None, None)


def test_other_values_go_by_the_policy_too() -> None:
    papers = [
        member("a", 5, attack_type="rocket"),
        member("b", 5, attack_type="rocket"),
        member("c", 6, POLICE, attack_type="mortar"),
        member("d", 7, attack_type="drone"),
    ]
    shown = {p: consolidate("IB-1", papers, p).values.attack_type for p in POLICIES}
    assert shown == {
        "most-independent": "rocket",
        "latest": "drone",
        "official-first": "mortar",
        "highest": "rocket",
        "median": "rocket",
    }

"""What each stretch of an article is: real shapes of pages, in our own words."""

from __future__ import annotations

import os
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.sources import Page
from incidentbook.text import story_spans, to_document
from incidentbook.text.regions import find_regions

BODY = "Three rockets landed near the air base in the western province of Anbar on Monday, the army said."
MORE = "Nobody was hurt and no group has said that it was behind the attack, a spokesman told reporters."
BENCH = Path(os.environ.get("BENCH", "../shared/bench"))


def marked(*lines: str) -> list[tuple[str, str]]:
    text = "\n\n".join(lines)
    return [(r.kind, r.span.of(text)) for r in find_regions(text)]


def kind_below_story(line: str) -> str:
    """The region of a line that stands amid the story."""
    text = "\n\n".join(["Rockets hit base", BODY, MORE, line, MORE])
    at = text.index(line, len(BODY))
    return next(r.kind for r in find_regions(text) if r.span.start <= at and r.span.end >= at + len(line))


@pytest.mark.parametrize(
    "line",
    [
        "Share:",
        "Share it...",
        "Leave a Reply",
        "Your email address will not be published. Required fields are marked *",
        "Select Language:",
        "Related News",
        "Comments (18)",
        "{{ comment.comment.Text }}",
        "Most Read Articles",
        "Read More: 'More sophisticated weapons' used against US forces by militias",
        "You May Be Interested",
        "You appear to be using an ad blocker",
        "Please support us by switching off your ad blocker for this website.",
        "Updated 6:27pm",
        "2 min read",
        "Story Code : 876409",
        "News ID: 88807",
        "— OIR Spokesperson (@OIRSpox) July 5, 2021",
        "Skip to main content",
        "Follow us on Facebook and Twitter for more.",
        "Home » World » Middle East",
        "Copyright 2023 The Associated Press. All rights reserved.",
        "(Reporting by Ahmed Rasheed; Editing by Jane Roe)",
        "By Colin McMahon and Andrew Zajac, Tribune correspondents",
        "0 Shares 290 Views",
    ],
)
def test_page_noise(line: str) -> None:
    assert kind_below_story(line) == "boilerplate"


@pytest.mark.parametrize(
    "line",
    [
        "The roadblock was set up by gunmen who stopped cars outside the town.",
        "On June 26, the Kurdistan Region was attacked by three drones.",
        "“Share this with your people,” the commander told them, “and subscribe to no truce.”",
        "Friday -",
        "January 5, 2020",
        "The source of the fire was not known.",
        "This report was disputed by the Taliban.",
        "Reporters saw three bodies near the market.",
        "Comment was not available from the coalition.",
        "Police followed the men to a house in the Tribune district.",
        "More than 100 people were killed there last year.",
        "Follow-on strikes hit the convoy an hour later.",
        "Update on Victims",
        "Iraq: Two killed.",
        "How the other victims are was not said.",
        "The boy went into the bedroom and took the gun from a drawer without permission.",
        "Relatives have set up an account for the family of the dead. Click here to donate.",
        "A man of 57 was shot dead inside his home on Friday. | Facebook photo",
    ],
)
def test_story_is_never_noise(line: str) -> None:
    assert kind_below_story(line) == "body"


@pytest.mark.parametrize(
    "line",
    [
        "Ain al-Asad airbase from the air, in the desert of Anbar province. (Photo: Archive)",
        "No troops are based at Balad, the Pentagon says, but contractors are [File: Reuters]",
        "(Getty Images)",
        "FILE PHOTO: A pipeline destroyed by militants",
        "A charred vehicle from which rockets were fired in Kabul on July 20, 2021. (AFP)",
        "Iran_militias_attack",
    ],
)
def test_captions(line: str) -> None:
    assert kind_below_story(line) == "caption"


def test_a_line_above_a_credit_and_doubled_lines_are_captions() -> None:
    above = "The camp\nA recruit at the camp.\n(Getty Images)"
    text = f"Rockets hit base\n\n{above}\n\nThe General\n\nThe General\n\n{BODY}"
    kinds = [(r.kind, r.span.of(text)) for r in find_regions(text)]
    assert kinds[1] == ("caption", text[text.index("The camp") : text.rindex("The General") + 11])


@pytest.mark.parametrize(
    "head",
    [
        "BAGHDAD, July 27 (Xinhua) --",
        "ERBIL (Kurdistan 24) -",
        "ERBIL, Kurdistan Region —",
        "WASHINGTON –",
        "(Reuters) -",
        "NAIROBI/WASHINGTON-",
        "Peshawar, Jan 30:",
        "AFP, Beirut -",
        "BELGOROD, March 19. /TASS/.",
        "SAN SALVADOR, 26 NOV 91 (ACAN-EFE) --",
        "MOSCOW, (Sputnik) -",
        "Prague, 19 December 1996 (RFE/RL) --",
        "QUETTA:",
    ],
)
def test_datelines(head: str) -> None:
    assert marked("Rockets hit base", f"{head} {BODY}", MORE)[1] == ("dateline", head)


@pytest.mark.parametrize(
    "start",
    [
        "Islamic State (IS) has claimed",
        "US Central Command (CENTCOM) had earlier said",
        "BREAKING:",
        "Tuesday (Oct. 1) saw",
        "The Defence Minister (Mr Denis Healey) told the House",
        "UPDATE:",
    ],
)
def test_what_only_looks_like_a_dateline_is_story(start: str) -> None:
    assert [kind for kind, _ in marked("Rockets hit base", f"{start} {BODY}", MORE)] == ["title", "body"]


def test_the_title_is_the_first_line_that_reads_like_one() -> None:
    assert marked("English", "Society", "Rockets hit Iraqi base once more, army says", BODY)[1] == (
        "title",
        "Rockets hit Iraqi base once more, army says",
    )
    assert marked(BODY, MORE)[0][0] == "body"
    assert marked("UPDATE | Bombing near embassies leaves 90 dead", BODY, MORE)[0][0] == "title"


def test_headlines_below_a_list_opener_are_noise_until_prose_returns() -> None:
    found = marked(
        "Rockets hit base", BODY, "Featured Stories", "Convoy attacked in Iraq", "22 July 2020", MORE
    )
    assert [kind for kind, _ in found] == ["title", "body", "boilerplate", "body"]


def test_a_source_glued_to_the_next_title_is_cut_from_it() -> None:
    line = "Source » theportal-centerPro-Iran militias attack US bases in Iraq again"
    found = marked("Rockets hit base", BODY, line, MORE)
    assert ("source_line", "Source » theportal-center") in found
    assert any(kind == "body" and "Pro-Iran militias attack" in words for kind, words in found)


def test_the_date_that_a_crawler_put_first_is_no_part_of_the_story() -> None:
    text = f" date 2020-03-13 WASHINGTON – {BODY}\n{MORE}"
    first = find_regions(text)[0]
    assert (first.kind, first.span.of(text)) == ("dateline", "date 2020-03-13 WASHINGTON –")


def test_a_posts_signature_is_noise_and_the_post_is_not() -> None:
    post = (
        "The base was hit by three rockets at 2:45 pm today, no one was hurt. — OIR (@OIRSpox) July 5, 2021"
    )
    found = marked("Rockets hit base", BODY, post, MORE)
    assert ("boilerplate", "— OIR (@OIRSpox) July 5, 2021") in found
    assert any("2:45 pm today" in words for kind, words in found if kind == "body")


def test_the_author_told_of_below_is_noise() -> None:
    blurb = "Alaina is a young author who is keen on telling the world of her work."
    assert marked("Rockets hit base", BODY, MORE, "author", blurb)[-1][0] == "boilerplate"


def test_a_list_at_the_end_of_the_story_stays() -> None:
    days = [f"June {day} — rockets at the airport" for day in range(3, 8)]
    assert marked("Rockets hit base", BODY, MORE, *days)[-1][0] == "body"


WORDS = st.sampled_from(
    [
        BODY,
        MORE,
        "Share:",
        "Rockets hit base",
        "\r\n",
        "\n\n",
        "\r",
        " ",
        "(Reuters) - ",
        "12:30",
        "Comments",
        "— x (@y) 2021",
    ]
)


@given(st.lists(WORDS, max_size=12).map("".join) | st.text(max_size=300))
def test_regions_are_sorted_apart_and_cover_every_word(text: str) -> None:
    regions = find_regions(text)
    covered = set[int]()
    for before, after in pairwise(regions):
        assert before.span.end <= after.span.start
    for region in regions:
        words = region.span.of(text)
        assert words == words.strip()
        assert words
        covered.update(range(*region.span))
    missed = {c for at, c in enumerate(text) if at not in covered}
    assert all(c.isspace() for c in missed)


@pytest.mark.skipif(not (BENCH / "news" / "seeds").exists(), reason="the benchmark data is not there")
def test_the_articles_as_found_lose_their_noise_and_no_word_of_story() -> None:
    folder = BENCH / "news" / "seeds" / "articles"
    for path in sorted(folder.glob("*.txt")):
        text = path.read_bytes().decode()
        document = to_document(Page(path.name, "text/plain", text))
        assert document.text == text
        story = " ".join(span.of(text) for span in story_spans(document))
        for noise in ("Leave a Reply", "Share it", "Select Language", "Source »", "Alaina", "You May Be"):
            assert noise not in story
        longest = [line for line in text.splitlines() if len(line) > 250]
        assert all(line in story for line in longest)


@pytest.mark.parametrize(
    ("title", "site"),
    [
        ("Two wounded outside bakery - KXQZ 9 News Millbrook, Ohio", "- KXQZ 9 News Millbrook, Ohio"),
        ("Two wounded outside bakery | Millbrook Herald", "| Millbrook Herald"),
        ("Two wounded outside bakery - Mayor calls for calm", None),
    ],
)
def test_name_of_the_site_behind_the_title(title: str, site: str | None) -> None:
    tail = [words for kind, words in marked(title, BODY, MORE) if kind == "boilerplate"]
    assert tail == ([site] if site else [])

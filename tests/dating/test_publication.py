"""When a document was published, and how that is known."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from incidentbook.dating import date_document
from incidentbook.model import Document, Interval, Published
from incidentbook.sources import Meta, Page, Problem, read
from incidentbook.text import to_document

BENCH = Path(os.environ.get("BENCH", "../shared/bench"))
TITLE = "Three rockets hit Iraqi base, army says"
BODY = "Three rockets landed near the air base in the western province of Anbar on Monday, the army said."
MORE = "Nobody was hurt and no group has said that it was behind the attack, a spokesman told reporters."


def dated(text: str, **meta: object) -> tuple[Document, list[str]]:
    page = Page("a.txt", "text/plain", text, Meta(**meta) if meta else None)  # type: ignore[arg-type]
    document, warnings = date_document(to_document(page), page)
    return document, [w.message for w in warnings]


def published(text: str, **meta: object) -> Published | None:
    return dated(text, **meta)[0].published


def story(*lines: str) -> str:
    return "\n\n".join(lines)


def day(words: str) -> Interval:
    return Interval.day(date.fromisoformat(words))


@pytest.mark.parametrize(
    ("text", "interval", "evidence"),
    [
        (story(TITLE, "November 7, 2021, Sunday", BODY, MORE), day("2021-11-07"), "November 7, 2021"),
        (story("Saturday 25 July 2020 - 08:16", TITLE, BODY, MORE), day("2020-07-25"), "25 July 2020"),
        (story(TITLE, "Publish Date: 04 April 2021 - 21:57", BODY, MORE), day("2021-04-04"), "04 April 2021"),
        (f" date 2020-03-11 {BODY}\n\n{MORE}", day("2020-03-11"), "2020-03-11"),
        (story(TITLE, BODY, MORE, "ZeroHedge January 28th 2024"), day("2024-01-28"), "January 28th 2024"),
        (
            story(TITLE, "Source: Xinhua| 2020-07-28 05:28:03|Editor: h", BODY, MORE),
            day("2020-07-28"),
            "2020-07-28",
        ),
        (
            story(TITLE, f"KABUL, July 27, 2020 (Xinhua) -- {BODY}", MORE),
            Interval(date(2020, 7, 27), date(2020, 7, 28)),
            "July 27, 2020",
        ),
        (
            story("Tuesday 11th of August 2020 | News", TITLE, BODY, MORE),
            Interval(None, date(2020, 8, 11)),
            "11th of August 2020",
        ),
        (
            story(TITLE, "Updated: May 02, 2022, 8:52 AM", BODY, MORE),
            Interval(None, date(2022, 5, 2)),
            "May 02, 2022",
        ),
    ],
)
def test_what_the_page_says_of_itself(text: str, interval: Interval, evidence: str) -> None:
    document = dated(text)[0]
    assert document.published is not None
    assert (document.published.interval, document.published.method) == (interval, "dateline")
    assert [span.of(text) for span in document.published.evidence] == [evidence]


def test_a_quoted_post_bounds_it_from_below() -> None:
    found = published(
        story(TITLE, BODY, "— OIR (@OIRSpox) July 5, 2021", BODY, "— OIR (@OIRSpox) June 20, 2021", BODY)
    )
    assert found is not None
    assert (found.interval, found.method) == (Interval(date(2021, 7, 5), None), "inferred")


def test_clues_are_taken_together() -> None:
    text = story("Tuesday 20 April 2021", TITLE, "Publish Date: 04 April 2021 - 21:57", BODY, MORE)
    found = published(text)
    assert found is not None
    assert found.interval == day("2021-04-04")
    assert len(found.evidence) == 2


@pytest.mark.parametrize(
    "text",
    [
        story(TITLE, f"BAGHDAD, July 27 (Xinhua) -- {BODY}", MORE),
        story(TITLE, f"{BODY} It was the worst since January 3, 2020.", BODY),
        story(TITLE, BODY, MORE, "Featured Stories", "Convoy attacked in Iraq", "22 July 2020"),
        story(TITLE, BODY, MORE, "Copyright AFP, 18.06.2017. All rights reserved"),
    ],
)
def test_where_nothing_is_said_nothing_is_guessed(text: str) -> None:
    assert published(text) is None


def test_metadata_stands_before_address_and_words() -> None:
    text = story(TITLE, "07 November, 2021", BODY, MORE)
    found = published(text, published=day("2021-11-07"), url="https://x.com/2021/11/08/a")
    assert found is not None
    assert (found.interval, found.method) == (day("2021-11-07"), "metadata")
    by_url = published(story(TITLE, BODY, MORE), url="https://x.com/2021/11/08/a")
    assert by_url == Published(day("2021-11-08"), "url", ())


def test_words_narrow_metadata_that_leaves_room() -> None:
    given = Interval(date(2021, 11, 1), date(2021, 11, 30))
    found = published(story(TITLE, "07 November, 2021", BODY, MORE), published=given)
    assert found is not None
    assert found.interval == day("2021-11-07")


def test_a_contradiction_keeps_both_and_is_reported() -> None:
    document, warnings = dated(story(TITLE, "07 November, 2021", BODY, MORE), published=day("2019-11-07"))
    assert document.published is not None
    assert document.published.interval == Interval(date(2019, 11, 7), date(2021, 11, 7))
    assert len(warnings) == 1
    assert "2019-11-07" in warnings[0]
    assert "2021-11-07" in warnings[0]


def test_a_dateline_of_another_season_is_reported_and_the_given_day_kept() -> None:
    text = story(TITLE, f"BAGHDAD, July 27 (Xinhua) -- {BODY}", MORE)
    document, warnings = dated(text, published=day("2021-03-01"))
    assert document.published == Published(day("2021-03-01"), "metadata", ())
    assert "Jul 27" in warnings[0]
    assert dated(text, published=day("2020-07-28"))[1] == []


def test_a_page_tells_its_date_in_its_markup() -> None:
    head = '<meta property="article:published_time" content="2021-07-05T10:00:00Z">'
    paragraphs = f"<p>{BODY}</p>" * 5
    page = Page(
        "a.html", "text/html", f"<html><head>{head}</head><body><article>{paragraphs}</article></body></html>"
    )
    document, _ = date_document(to_document(page), page)
    assert document.published == Published(day("2021-07-05"), "metadata", ())


@pytest.mark.skipif(not (BENCH / "news" / "dev").exists(), reason="the benchmark data is not there")
@pytest.mark.parametrize(("part", "least"), [("dev", 15), ("world", 20)])
def test_no_interval_of_the_benchmark_misses_the_day(part: str, least: int) -> None:
    gold = {
        a["file"]: a["published"]["interval"]
        for a in json.loads((BENCH / "news" / part / "gold.json").read_text())["articles"]
    }
    said = 0
    for page in read([BENCH / "news" / part / "articles"]):
        assert not isinstance(page, Problem)
        found = date_document(to_document(page), page)[0].published
        true = gold[Path(page.source).name]
        if found is not None and true:
            said += 1
            ends = [date.fromisoformat(d) if d else None for d in (true["earliest"], true["latest"])]
            assert found.interval.meets(Interval(*ends)), page.source
    assert said >= least

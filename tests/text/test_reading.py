"""Pages to documents: what is kept, what is found, what is not guessed."""

from __future__ import annotations

import hashlib
import socket

import pytest

from incidentbook.model import Span
from incidentbook.sources import Meta, Page
from incidentbook.text import language as language_module
from incidentbook.text import story_spans, to_document
from incidentbook.text.language import language_of

BODY = "Three rockets landed near the air base in the western province of Anbar on Monday, the army said."
MORE = "Nobody was hurt and no group has said that it was behind the attack, a spokesman told reporters."
PAGE = """<!DOCTYPE html><html lang="en"><head><title>Rockets hit base in Anbar - Desert Post</title>
<meta property="og:site_name" content="Desert Post"><meta name="author" content="Jane Roe">
<meta property="article:published_time" content="2021-07-05T10:00:00Z"></head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Rockets hit base in Anbar</h1>
<figure><img src="a.jpg"><figcaption>The base seen from the air</figcaption></figure>
<p>BAGHDAD, July 5 (Reuters) - {body}</p><p>Nobody was hurt, and no group has said that it fired them.</p>
<p>{body} A second spokesman confirmed it and said that the damage was being assessed by engineers.</p>
<p>The base is home to coalition troops, and it has been the target of such attacks several times.</p>
</article>
<footer>Copyright 2021 Desert Post</footer></body></html>""".replace("{body}", BODY)


def document(text: str, meta: Meta | None = None):  # type: ignore[no-untyped-def]
    return to_document(Page("a.txt", "text/plain", text, meta))


@pytest.mark.parametrize(
    "text", [f"Title of it\r\n\r\n{BODY}\r\n", " \t x ", "", f"{BODY}\x0c{BODY}", "🚀 " + BODY]
)
def test_plain_text_stays_as_it_is(text: str) -> None:
    found = document(text)
    assert found.text == text
    assert found.id == hashlib.sha256(text.encode()).hexdigest()[:16]
    assert all(span.of(text).strip() for span in story_spans(found))


def test_a_page_becomes_title_and_story() -> None:
    found = to_document(Page("a.html", "text/html", PAGE))
    assert found.text.startswith("Rockets hit base in Anbar\n\n")
    assert (found.title, found.publisher, found.author) == (
        "Rockets hit base in Anbar",
        "Desert Post",
        "Jane Roe",
    )
    assert (found.language, found.syndicated_from, found.published) == ("en", "Reuters", None)
    assert "Home" not in found.text
    kinds = {r.kind: r.span.of(found.text) for r in found.regions}
    assert kinds["title"] == "Rockets hit base in Anbar"
    assert kinds["dateline"] == "BAGHDAD, July 5 (Reuters) -"
    assert found.text.count(BODY) == 2


def test_the_same_text_is_the_same_document_wherever_it_lies() -> None:
    one, two = document(BODY), to_document(Page("b.txt", "text/plain", BODY, Meta(title="x")))
    assert one.id == two.id != document(BODY + " ").id


@pytest.mark.parametrize(
    "page", ["", "<html></html>", "<p>hi</p><script>bad()</script>", "just words", "<" * 500]
)
def test_pages_without_a_story_give_the_words_there_are(page: str) -> None:
    found = to_document(Page("a.html", "text/html", page))
    assert "bad()" not in found.text
    assert ("hi" in found.text) == ("hi" in page)


def test_what_is_known_from_elsewhere_stands_before_what_the_page_says() -> None:
    meta = Meta(publisher="given.com", title="Given", author="A. B.", language="ar")
    found = to_document(Page("a.html", "text/html", PAGE, meta))
    assert (found.publisher, found.title, found.author, found.language) == (
        "given.com",
        "Given",
        "A. B.",
        "ar",
    )
    assert next(r for r in found.regions if r.kind == "title").span == Span(0, 25)


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"Rockets hit base\n\nBAGHDAD, July 27 (Xinhua) -- {BODY}\n\n{MORE}", "Xinhua"),
        (
            f"Rockets hit base\n\nSource: Xinhua| 2020-07-28 05:28:03|Editor: huaxia\n\n{BODY}\n\n{MORE}",
            "Xinhua",
        ),
        (f"{BODY}\n\n{MORE}\n\nSource » theportal-center", "theportal-center"),
        (f"Rockets hit base\n\nAFP, Beirut - {BODY}\n\n{MORE}", "AFP"),
        (f"Rockets hit base\n\nAssociated Press\n\n{BODY}\n\n{MORE}", "AP"),
        (f"Rockets hit base\n\nGROZNY, August 1. /TASS/. {BODY}\n\n{MORE}", "TASS"),
        (f"Rockets hit base\n\n{BODY} A source told AFP that it was a drone.\n\n{BODY}", None),
        (f"{BODY}\n\n{MORE}\n\nSource: agencies", None),
        (f"Rockets hit base\n\nBAGHDAD (Dispatches) – {BODY}\n\n{MORE}", None),
    ],
)
def test_the_agency_that_a_text_comes_from(text: str, agency: str | None) -> None:
    assert document(text).syndicated_from == agency


def test_the_author_of_a_byline() -> None:
    found = document(f"Rockets hit base\n\nBy Colin McMahon, Tribune correspondent\n\n{BODY}\n\n{MORE}")
    assert found.author == "Colin McMahon"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (BODY, "en"),
        ("سقطت ثلاثة صواريخ على قاعدة عين الأسد الجوية في محافظة الأنبار", "ar"),
        ("Tres cohetes cayeron cerca de la base aérea en la provincia de Anbar", "es"),
        ("Ракеты упали рядом с авиабазой в провинции Анбар в понедельник", "ru"),
        ("Rockets hit", None),
        ("12:30 - 14 / 5 . . . 2021", None),
    ],
)
def test_languages(text: str, code: str | None) -> None:
    assert language_of(text) == code


def test_the_language_is_found_without_a_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    language_module._detector.cache_clear()
    assert language_of(BODY) == "en"


def test_what_a_page_says_of_itself() -> None:
    head = (
        '<title>Rockets hit base - The Post</title><link rel="canonical" href="https://post.test/a/rockets">'
        '<meta property="og:site_name" content="The Post"><meta name="author" content="Ann Reed">'
        '<meta content="Middle East &amp; Africa" property="article:section">'
    )
    story = (
        "Three rockets hit the base in the west of the country on Monday, the army said in a statement. " * 4
    )
    markup = f'<html lang="en"><head>{head}</head><body><article><h1>Rockets hit base</h1><p>{story}</p></article></body></html>'
    found = to_document(Page("a.html", "text/html", markup, Meta(url="https://post.test/amp/rockets?x=1")))
    assert (found.title, found.publisher, found.author) == ("Rockets hit base", "The Post", "Ann Reed")
    assert (found.language, found.section) == ("en", "Middle East & Africa")
    assert found.url == "https://post.test/a/rockets"


def test_without_a_canonical_address_the_known_one_is_taken() -> None:
    known = Meta(url="https://post.test/a")
    for kind in ("text/plain", "text/html"):
        found = to_document(
            Page("a", kind, "<html><body><p>Three rockets hit the base.</p></body></html>", known)
        )
        assert (found.url, found.section) == ("https://post.test/a", None)

"""PDF, e-mail and Markdown."""

from __future__ import annotations

import contextlib
import io
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from tests.sources.made import pages, pdf, problems, write, zipped

from incidentbook.errors import SourceError
from incidentbook.model import Interval
from incidentbook.sources.markdown import read_markdown
from incidentbook.sources.pdf import read_pdf

LINES = [
    "Three rockets hit the Ain al-Asad air base in western Iraq late on Monday, secu-",
    "rity officials said. No group has claimed the attack, which came a day after",
    "another one on the airport.",
    "",
    "Nobody was hurt. Long-range rockets were used before.",
]


def test_the_text_of_a_pdf_comes_in_paragraphs(tmp_path: Path) -> None:
    (page,) = pages(write(tmp_path / "a.pdf", pdf(LINES)))
    assert page.media_type == "text/plain"
    assert "late on Monday, security officials said. No group" in page.content
    assert "the airport.\n" in page.content
    assert "Long-range" in page.content


def test_what_every_page_repeats_is_left_out(tmp_path: Path) -> None:
    sheets = [
        [f"Gulf Daily, page {len(n)}", f"Rockets hit the {n} base in the night."]
        for n in ("first", "second", "third", "fourth")
    ]
    (page,) = pages(write(tmp_path / "a.pdf", pdf(*sheets)))
    assert "Gulf Daily" not in page.content
    assert "the third base" in page.content


def locked(data: bytes) -> bytes:
    writer, held = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(held)
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (pdf([], []), "no text layer"),
        (locked(pdf(LINES)), "encrypted"),
        (pdf(LINES)[:300], ""),
        (b"%PDF-1.7\nnonsense", "broken"),
        (b"no pdf", "broken"),
    ],
)
def test_a_pdf_that_gives_no_text_is_one_sentence(tmp_path: Path, data: bytes, says: str) -> None:
    (problem,) = problems(write(tmp_path / "a.pdf", data))
    assert says in problem.message
    assert "\n" not in problem.message


@given(st.integers(0, 800), st.binary(min_size=1, max_size=30))
def test_damage_to_a_pdf_never_stops_a_reading(at: int, noise: bytes) -> None:
    data = pdf(LINES, LINES)
    with contextlib.suppress(SourceError):
        assert isinstance(read_pdf(data[:at] + noise + data[at + len(noise) :]), str)


def mail(text: str | None = "Rockets hit the base.", html: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = "Fwd: RE: Rockets hit Iraqi air base – officials"
    message["From"] = "News Desk <desk@paper.test>"
    message["Date"] = "Mon, 05 Jul 2021 23:30:00 +0300"
    if text is not None:
        message.set_content(text)
    if html is not None:
        message.add_alternative(html, subtype="html") if text is not None else message.set_content(
            html, subtype="html"
        )
    return message


def test_a_mail_gives_its_words_and_what_its_head_says(tmp_path: Path) -> None:
    (page,) = pages(write(tmp_path / "a.eml", mail().as_bytes()))
    assert (page.media_type, page.content.strip()) == ("text/plain", "Rockets hit the base.")
    assert page.meta is not None
    assert page.meta.title == "Rockets hit Iraqi air base – officials"
    assert page.meta.author == "News Desk"
    assert page.meta.published == Interval.day(date(2021, 7, 5))


def test_html_is_taken_where_the_plain_text_is_a_stub(tmp_path: Path) -> None:
    web = "<p>" + "Rockets hit the base. " * 30 + "</p>"
    (page,) = pages(write(tmp_path / "a.eml", mail("See the web version.", web).as_bytes()))
    assert page.media_type == "text/html"
    (page,) = pages(write(tmp_path / "b.eml", mail("Rockets hit the base again. " * 30, web).as_bytes()))
    assert page.media_type == "text/plain"
    (page,) = pages(write(tmp_path / "c.eml", mail(None, web).as_bytes()))
    assert page.media_type == "text/html"


def test_articles_that_are_attached_are_read_too(tmp_path: Path) -> None:
    message = mail()
    message.add_attachment(pdf(LINES), maintype="application", subtype="pdf", filename="report.pdf")
    message.add_attachment(b"\xff\xd8", maintype="image", subtype="jpeg", filename="photo.jpg")
    message.add_attachment(
        zipped({"in.txt": b"words"}), maintype="application", subtype="zip", filename="a.zip"
    )
    message.add_attachment(mail("Forwarded words of an attack."))
    file = write(tmp_path / "a.eml", message.as_bytes())
    assert [p.source.removeprefix(str(file)) for p in pages(file)] == [
        "",
        "!report.pdf",
        "!a.zip!in.txt",
        "!4.eml",
    ]
    assert problems(file) == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "cp1256"])
def test_the_charset_of_a_mail_is_believed(tmp_path: Path, encoding: str) -> None:
    words = "قصف صاروخي على القاعدة" if encoding == "cp1256" else "Kata’ib – struck"
    head = f"From: a@b.test\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset={encoding}\n"
    data = (head + "Content-Transfer-Encoding: 8bit\n\n").encode() + words.encode(encoding)
    assert pages(write(tmp_path / "a.eml", data))[0].content == words


@pytest.mark.parametrize("data", [b"no head at all", b"\n\n", mail(" ").as_bytes(), b"\xff\xfe\x00"])
def test_a_mail_without_words_is_one_sentence(tmp_path: Path, data: bytes) -> None:
    (problem,) = problems(write(tmp_path / "a.eml", data))
    assert "\n" not in problem.message


MARKDOWN = """---
title: Rockets hit air base
date: 2021-07-05
author: A B
tags: [iraq]
---
# Rockets *hit* air base

Three **rockets** hit the [Ain al-Asad](https://x.test/a_b) base,
officials said.[^1]

- No one was hurt
- Two drones were shot down

> "We know of no claim," he said &amp; left.
"""


def test_markdown_is_read_as_a_reader_sees_it() -> None:
    found = read_markdown(MARKDOWN)
    assert found.text.startswith(
        "Rockets hit air base\n\nThree rockets hit the Ain al-Asad base,\nofficials said."
    )
    assert (
        '\n\nNo one was hurt\n\nTwo drones were shot down\n\n"We know of no claim," he said & left.\n'
        in found.text
    )
    assert found.meta is not None
    assert (found.meta.title, found.meta.author) == ("Rockets hit air base", "A B")
    assert found.meta.published == Interval.day(date(2021, 7, 5))


@given(st.lists(st.text("abc .,’\n(ق"), max_size=8).map("\n".join))
def test_markdown_without_signs_is_left_as_it_is(text: str) -> None:
    assert read_markdown(text).text == text


def test_a_heading_is_the_title_where_nothing_else_is() -> None:
    found = read_markdown("# Rockets hit\n\nThree rockets.")
    assert found.meta is not None
    assert found.meta.title == "Rockets hit"


@given(st.text())
def test_any_text_is_markdown(text: str) -> None:
    assert isinstance(read_markdown(text).text, str)

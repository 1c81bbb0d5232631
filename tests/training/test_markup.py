"""Marked-up articles: what the text is without its tags, and which words each label is on."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.model import Interval, Span
from training import markup
from training.markup import Article, Mark, read, read_folder

HEAD = """\
@id kano-1
@published 2024-03-05
@report r1 main incident=KANO-20240304 type=bombing
@tally t1 count=12 what="bombs in Kano"
@text
"""
TAGGED = """\
⟦r1.trigger|Bomb⟧ at ⟦r1.place="Kano, Nigeria"/NG/12.0/8.5 r1.site=market|Kano market⟧

It killed ⟦r1.killed=2|two⟧ and hurt ⟦r1.injured|seven⟧.
"""
PLAIN = "Bomb at Kano market\n\nIt killed two and hurt seven.\n"


def article(folder: Path, text: str) -> Article:
    path = folder / "article.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_a_marked_up_article_is_its_text_and_its_marks(tmp_path: Path) -> None:
    found = article(tmp_path, HEAD + TAGGED)
    assert (found.id, found.published, found.text) == ("kano-1", Interval.day(date(2024, 3, 5)), PLAIN)
    assert found.reports == {"r1": {"main": "", "incident": "KANO-20240304", "type": "bombing"}}
    assert [(m.property, m.value, m.span.of(PLAIN)) for m in found.marks] == [
        ("trigger", None, "Bomb"),
        ("place", "Kano, Nigeria/NG/12.0/8.5", "Kano market"),
        ("site", "market", "Kano market"),
        ("killed", "2", "two"),
        ("injured", None, "seven"),
    ]
    assert {m.owner for m in found.marks} == {"r1"}


@pytest.mark.parametrize(
    "text", ["@id a\nA bomb exploded.\n", "@published 2024-03-05\n@text\nA bomb exploded.\n", ""]
)
def test_an_article_without_id_or_text_is_an_error(text: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"article\.txt: no @id or no @text"):
        article(tmp_path, text)


@pytest.mark.parametrize("published", ["", "@published 2024\n", "@published unknown\n"])
def test_an_article_of_no_known_day_has_none(published: str, tmp_path: Path) -> None:
    assert article(tmp_path, f"@id a\n{published}@text\nA bomb exploded.\n").published is None


def test_a_folder_is_read_in_the_order_of_names_with_all_below_it(tmp_path: Path) -> None:
    for name in ("b/2.txt", "a/9.txt", "b/1.txt", "b/notes.md"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"@id {name}\n@text\nNothing.\n", encoding="utf-8")
    assert [a.id for a in read_folder(tmp_path)] == ["a/9.txt", "b/1.txt", "b/2.txt"]


WORDS = st.text(st.characters(exclude_characters="⟦⟧|", exclude_categories=["Cs"]), min_size=1, max_size=12)
PIECES = st.lists(st.tuples(WORDS, st.one_of(st.none(), st.sampled_from(["trigger", "killed", "place"]))))


@given(PIECES)
def test_without_tags_the_text_is_whole_and_each_mark_covers_its_words(
    pieces: list[tuple[str, str | None]],
) -> None:
    tagged = "".join(f"⟦r1.{label}|{words}⟧" if label else words for words, label in pieces)
    text, marks = markup._plain(tagged)
    assert text == "".join(words for words, _ in pieces)
    assert [(m.property, m.span.of(text)) for m in marks] == [
        (label, words) for words, label in pieces if label
    ]


def test_several_labels_on_the_same_words() -> None:
    _, marks = markup._plain("in ⟦r1.date=2024-03-04 r2.date=2024-03-04 x.context=law|March⟧")
    span = Span(3, 8)
    assert marks == [
        Mark(span, "r1", "date", "2024-03-04"),
        Mark(span, "r2", "date", "2024-03-04"),
        Mark(span, "x", "context", "law"),
    ]

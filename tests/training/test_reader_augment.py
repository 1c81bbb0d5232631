"""Articles made different for training: what changes, and that every mark stays on its words."""

from __future__ import annotations

import random
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.extract.reader.schema import KINDS, label_of
from incidentbook.model import Span
from training import markup
from training.markup import Article, Mark, read
from training.reader.augment import (
    Chances,
    Material,
    augmented,
    background,
    edited,
    name_edits,
    number_edits,
    with_background,
    without_headline,
)
from training.reader.stock import Stock

STOCK = Stock(
    {"NG": ("Kano", "Zaria"), "IQ": ("Tikrit",)},
    {"armed_group": ("Boko Haram", "Ansaru"), "military": ("Nigerian Air Force",)},
    ("Musa Bello",),
    frozenset({"colonel", "police chief"}),
)
MARKED = """\
@id t-1
@published 2020-05-05
@report r1 main incident=A-20200504 type=shooting
@report r2 incident=B-2019 type=bombing
@text
⟦r1.perpetrator="Boko Haram"|Boko Haram⟧ ⟦r1.trigger|raids⟧ ⟦r1.place="Kano, Nigeria"/NG/12.0/8.5|Kano market⟧

Gunmen ⟦r1.trigger|killed⟧ ⟦r1.killed=12|twelve⟧ ⟦r1.victim|traders⟧ in Kano, Colonel ⟦r1.speaker|Ali Hassan⟧ said.

Hassan blamed Boko Haram.

A ⟦r2.weapon|bomb⟧ ⟦r2.trigger|killed⟧ ⟦r2.killed=1|one⟧ there last year; ⟦x.threat|more may follow⟧.
"""

PASSAGE = """\
@id passages
@report a type=drone
@text
Guns shot down ⟦a.intercepted=2|two⟧ drones ⟦a.trigger|sent⟧ from ⟦a.launched_from="Zaria"/NG|Zaria⟧.
"""
PASSAGES = Path(__file__).parents[2] / "training" / "passages"


@pytest.fixture
def article(tmp_path: Path) -> Article:
    return made(tmp_path, MARKED)


def made(folder: Path, text: str) -> Article:
    path = folder / "001.txt"
    path.write_text(text, encoding="utf-8")
    return read(path)


def marked(article: Article) -> list[tuple[str, str, str]]:
    return [(m.owner, m.property, m.span.of(article.text)) for m in article.marks]


def test_names_are_swapped_all_through_the_article(article: Article) -> None:
    order = random.Random(0)
    swapped = article
    while "Kano" in swapped.text or "Boko" in swapped.text:  # a name may be drawn for itself
        swapped = edited(article, name_edits(article, STOCK, order))
    assert "Ansaru raids Zaria market" in swapped.text
    assert "traders in Zaria, Colonel Musa Bello said.\n\nBello blamed Ansaru." in swapped.text
    assert ("r1", "speaker", "Musa Bello") in marked(swapped)
    assert ("r1", "place", "Zaria market") in marked(swapped)


def test_a_name_without_a_title_and_a_town_of_another_country_stay(tmp_path: Path) -> None:
    text = MARKED.replace("Colonel ", "").replace("/NG/", "/IQ/").replace("Boko Haram", "the gang")
    assert not name_edits(made(tmp_path, text), STOCK, random.Random(1))


def test_numbers_are_varied_as_they_were_written(article: Article) -> None:
    varied = [edited(article, number_edits(article, random.Random(n))) for n in range(40)]
    words = {m.span.of(a.text) for a in varied for m in a.marks if (m.owner, m.property) == ("r1", "killed")}
    assert len(words) > 3
    assert all(w.isalpha() or int(w) > 20 for w in words)
    assert all(("r2", "killed", "one") in marked(a) for a in varied)


def test_a_value_is_kept_only_where_its_words_are(article: Article) -> None:
    changed = edited(article, number_edits(article, random.Random(3)))
    assert [m.value for m in changed.marks if m.property == "killed"] == [None, "1"]


def test_the_headline_goes_where_all_attacks_are_told_below_it(article: Article, tmp_path: Path) -> None:
    cut = without_headline(article)
    assert cut.text.startswith("Gunmen killed twelve")
    assert marked(cut) == marked(article)[3:]
    alone = made(tmp_path, MARKED.replace("⟦r1.trigger|killed⟧", "killed"))
    assert without_headline(alone) == alone


def test_background_of_one_article_is_put_behind_another(article: Article, tmp_path: Path) -> None:
    (paragraph,) = background([article])
    assert paragraph.text == "A bomb killed one there last year; more may follow."
    other = made(tmp_path, MARKED.replace("t-1", "t-2").replace("B-2019", "C-2018"))
    longer = with_background(other, paragraph)
    assert longer.text.endswith("more may follow.\n\nA bomb killed one there last year; more may follow.\n")
    assert marked(longer)[: len(other.marks)] == marked(other)
    assert marked(longer)[len(other.marks) :] == [
        ("r_2_r2", "weapon", "bomb"),
        ("r_2_r2", "trigger", "killed"),
        ("r_2_r2", "killed", "one"),
        ("x", "threat", "more may follow"),
    ]
    assert longer.reports["r_2_r2"] == {"incident": "B-2019", "type": "bombing"}


def test_background_on_the_same_incident_or_of_the_article_itself_is_not(
    article: Article, tmp_path: Path
) -> None:
    (paragraph,) = background([article])
    same = made(tmp_path, MARKED.replace("t-1", "t-2"))
    assert with_background(article, paragraph) is article
    assert with_background(same, paragraph) is same


@given(st.integers(0, 10_000))
def test_the_same_seed_makes_the_same_article_and_marks_stay_on_words(seed: int) -> None:
    text, marks = markup._plain(MARKED.partition("@text\n")[2])
    article = Article("t", None, text, {"r1": {"main": ""}, "r2": {}}, tuple(marks))
    one, two = (
        augmented(article, Material(STOCK), Chances(1, 1, 0.5, 0), random.Random(seed)) for _ in range(2)
    )
    assert one == two
    for _, prop, words in marked(one):
        if prop in {"trigger", "weapon", "victim", "threat"}:
            assert words in {"raids", "killed", "traders", "bomb", "more may follow"}
        if prop == "perpetrator":
            assert words in STOCK.actors["armed_group"]
        if prop == "place":
            assert words in {"Kano market", "Zaria market"}


def test_background_and_passages_are_put_behind_before_names_are_swapped(tmp_path: Path) -> None:
    first = made(tmp_path, MARKED.replace("t-1", "t-2").replace("B-2019", "C-2018"))
    (passage,) = background([made(tmp_path, PASSAGE)])
    longer = augmented(first, Material(STOCK, [passage], [passage]), Chances(1, 0, 0, 1, 1), random.Random(1))
    assert len(longer.reports) == 4
    assert [words for owner, prop, words in marked(longer) if prop == "intercepted"] == ["two", "two"]
    towns = {words for _, prop, words in marked(longer) if prop == "launched_from"}
    assert len(towns) == 1
    assert towns <= set(STOCK.towns["NG"])


@pytest.mark.parametrize("path", sorted(PASSAGES.glob("*.txt")), ids=lambda p: p.stem)
def test_each_passage_of_the_project_may_stand_behind_any_article(path: Path) -> None:
    found = read(path)
    paragraphs = background([found])
    assert len(paragraphs) == found.text.strip().count("\n\n") + 1
    assert not re.search("[⟦⟧|]", found.text)
    assert all(label_of(m.owner, m.property) for m in found.marks)
    assert all(r["type"] in KINDS and "incident" not in r for r in found.reports.values())


PARTS = st.lists(st.tuples(st.text("abc", min_size=1, max_size=6), st.text("xyz", max_size=6)), max_size=6)
EDITS = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 5), st.text("uvw", max_size=7)), max_size=6)


@given(PARTS, EDITS)
def test_edits_leave_every_mark_on_its_words(
    parts: list[tuple[str, str]], wanted: list[tuple[int, int, str]]
) -> None:
    """Marked words are of a, b and c alone, all others of x, y and z, and what is put in of u, v and w."""
    text, marks = "", list[Mark]()
    for words, between in parts:
        marks.append(Mark(Span(len(text), len(text) + len(words)), "r1", "place", "v"))
        text += words + between
    edits = [(Span(start, start + n), new) for start, n, new in wanted if start + n <= len(text)]
    changed = edited(Article("t", None, text, {}, tuple(marks)), edits)
    outside = changed.text
    for before, after in zip(reversed(marks), reversed(changed.marks), strict=True):
        now = after.span.of(changed.text)
        assert set(now) <= set("abcuvw")
        assert (now == before.span.of(text)) or after.value is None
        outside = outside[: after.span.start] + outside[after.span.end :]
    assert not set(outside) & set("abc")

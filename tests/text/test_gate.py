"""What may tell of an attack passes; what surely tells of none is turned away."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.text.gate import may_page_tell_of_attack, may_tell_of_attack

ATTACKS = [
    "Three Katyusha rockets landed near the perimeter of Ain al-Asad air base on Monday night.",
    "GUERRILLAS DYNAMITED TWO ELECTRIC TOWERS IN SAN MIGUEL LAST NIGHT, THE ARMY SAID.",
    "A 24-year-old man was in hospital on Sunday after he was\nshot outside a bar, police said.",
    "The priest was taken from his parish by armed men; the diocese says that he was abducted.",
    "Two policemen died when attackers fired on their patrol from a car and fled.",
    "Villagers said raiders set fire to huts and killed a herder.",
]
OTHERS = [
    "The striker scored twice as the visitors won 3-0; the coach praised the attack.",
    "The central bank left its rate at 4 per cent on Thursday, as economists had expected.",
    "Six people have died of cholera and forty are in hospital, the ministry of health said. "
    "Deaths were reported in two districts; four of the dead were children, and more may die.",
    "The company named Ana Ruiz its chief executive. Shares rose by 2 per cent.",
    "Officials signed a treaty on fishing; the ministers posed for photographs.",
]


@pytest.mark.parametrize("text", ATTACKS)
def test_an_attack_passes(text: str) -> None:
    assert may_tell_of_attack(text)
    assert may_tell_of_attack(text.upper())


@pytest.mark.parametrize("text", OTHERS)
def test_other_news_is_turned_away(text: str) -> None:
    assert not may_tell_of_attack(text)


def test_a_word_counts_once() -> None:
    assert not may_tell_of_attack("They died. " * 50)


def test_words_go_together_over_the_end_of_a_line() -> None:
    assert may_tell_of_attack("They found him shot\n   dead.")


def test_the_beginning_of_a_word_is_not_the_word() -> None:
    assert not may_tell_of_attack("bombastic iedge shotgunned".replace("shotgunned", "begun"))


def test_it_reads_thousands_of_articles_a_second() -> None:
    article = " ".join(OTHERS) * 5
    start = time.process_time()
    for _ in range(300):
        may_tell_of_attack(article)
    assert 300 / (time.process_time() - start) > 3000


@given(st.text(), st.sampled_from(ATTACKS), st.text())
def test_an_attack_passes_whatever_stands_around_it(before: str, attack: str, after: str) -> None:
    assert may_tell_of_attack(f"{before} {attack} {after}")


def test_the_articles_of_the_examples_pass(articles: Path) -> None:
    texts = [path.read_text("utf-8") for path in articles.glob("*.txt")]
    assert texts
    assert all(may_tell_of_attack(text) for text in texts)


MENU = (
    "<nav><a>Bombing kills three</a> <a>Gunmen storm hotel</a></nav><script>var rocket = 'missile';</script>"
)
CALM = "<p>" + "The central bank left its rate as it was on Thursday. " * 40 + "</p>"


def test_menus_and_programs_of_a_page_say_nothing() -> None:
    assert not may_page_tell_of_attack(f"<html><body>{MENU}{CALM}</body></html>")
    assert may_page_tell_of_attack(
        f"<html><body>{CALM}<p>Three <b>rockets</b> hit the base.</p></body></html>"
    )


def test_a_page_without_paragraphs_is_read_whole() -> None:
    calm = "The central bank left its rate as it was. " * 10
    assert not may_page_tell_of_attack(f"<body>{MENU}<div>{calm}</div></body>")
    assert may_page_tell_of_attack(f"<body>{MENU}<div>{calm} Three&nbsp;rockets hit the base.</div></body>")


def test_a_page_without_words_passes() -> None:
    assert may_page_tell_of_attack("<html><script>window.story = {text: 'later'}</script></html>")


@pytest.mark.parametrize("hostile", ["<nav ", "<script>", "<!--", "<p", "<p><b", "<", "</", "<p>x"])
def test_a_hostile_page_takes_no_longer(hostile: str) -> None:
    start = time.process_time()
    may_page_tell_of_attack(hostile * (2_000_000 // len(hostile)))
    assert time.process_time() - start < 3


def test_a_sentence_that_counts_over_a_period_passes() -> None:
    assert may_tell_of_attack("There have been three explosions in the town this week.")
    assert not may_tell_of_attack("There have been explosions of laughter in the town this week.")

"""Which texts are one story. The articles are those of the examples: reports of the same attacks by different papers."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from datetime import date
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidentbook.link.duplicates import Story, relation, story_groups
from incidentbook.link.minhash import candidates
from incidentbook.link.shingles import sequences, shingles

BULLETIN = (
    "Gunmen on motorcycles opened fire on a police checkpoint in {place} district on {day} night, killing {n} "
    "officers, {who} police spokesman {name} said. The attackers fled before reinforcements arrived. Nobody "
    "claimed the attack."
)


@pytest.fixture(scope="module")
def stories(articles_folder: Path) -> dict[str, Story]:
    return {p.stem: _story(p.stem, p.read_text("utf-8")) for p in sorted(articles_folder.glob("*.txt"))}


@pytest.fixture(scope="module")
def articles_folder() -> Path:
    return Path(__file__).resolve().parents[2] / "examples" / "articles"


def _story(name: str, text: str) -> Story:
    title, _, body = text.partition("\n")
    return Story(name, body.strip(), title)


def changed(story: Story, *changes: tuple[str, str]) -> Story:
    text = story.text
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return replace(story, id=f"{story.id} changed", text=text)


def cut(story: Story, share: float) -> Story:
    """Cut from the end, at a word."""
    text = story.text[: round(len(story.text) * share)].rpartition(" ")[0]
    return replace(story, id=f"{story.id} cut", text=text)


# ---------------------------------------------------------------- two texts


def test_a_copy_is_the_same(stories: dict[str, Story]) -> None:
    story = stories["d01"]
    paragraphs = story.text.split("\n\n")
    reordered = "\n\n".join([paragraphs[0], *reversed(paragraphs[1:])])
    assert relation(story, replace(story, title="Rockets rain on base in Anbar")) == "same"
    assert relation(story, cut(story, 0.5)) == "same"
    assert relation(cut(story, 0.6), story) == "same"
    assert relation(story, replace(story, text=reordered)) == "same"
    assert relation(story, replace(story, text=story.text.upper().replace("’", "'"))) == "same"


def test_other_figures_make_a_version(stories: dict[str, Story]) -> None:
    story = stories["d01"]
    assert relation(story, changed(story, ("three rockets", "14 rockets"))) == "version"
    assert relation(story, changed(story, ("2:45pm", "3:45pm"))) == "version"
    assert relation(cut(story, 0.5), changed(story, ("three rockets", "five rockets"))) == "version"


@pytest.mark.parametrize(
    "cue",
    [
        "Correction: the base lies in Anbar province.",
        "(Adds details, quotes)",
        "An earlier version of this article misstated the name of the base.",
        "This story has been updated.",
    ],
)
def test_a_text_that_says_that_it_was_changed_is_a_version(stories: dict[str, Story], cue: str) -> None:
    story = stories["d01"]
    assert relation(story, replace(story, text=f"{story.text}\n\n{cue}")) == "version"


def test_more_on_a_later_day_is_a_version(stories: dict[str, Story]) -> None:
    story = stories["d01"]
    first = replace(cut(story, 0.6), published=date(2021, 7, 5))
    assert relation(first, replace(story, published=date(2021, 7, 6))) == "version"
    assert (
        relation(replace(first, published=date(2021, 7, 7)), replace(story, published=date(2021, 7, 6)))
        == "same"
    )
    assert relation(first, replace(story, published=date(2021, 7, 5))) == "same"


def test_no_two_articles_are_one_story(stories: dict[str, Story]) -> None:
    """Many of them tell of the same attacks; some are by the same paper."""
    wrong = [(a, b) for a, b in combinations(stories, 2) if relation(stories[a], stories[b]) != "none"]
    assert wrong == []


def test_bulletins_of_one_pattern_are_different_news() -> None:
    first = BULLETIN.format(place="Mastung", day="Monday", n="two", who="provincial", name="Ahmad Khan")
    second = BULLETIN.format(place="Bannu", day="Friday", n="four", who="district", name="Gul Zaman")
    recount = BULLETIN.format(place="Mastung", day="Monday", n="three", who="provincial", name="Ahmad Khan")
    assert relation(Story("a", first), Story("b", second)) == "none"
    assert relation(Story("a", first), Story("c", recount)) == "version"


def test_old_background_makes_no_old_story(stories: dict[str, Story]) -> None:
    """A new lead over the end of an older article."""
    old, new = stories["d01"], stories["d05"]
    half = old.text[len(old.text) // 2 :]
    mixed = Story("mixed", f"{new.text}\n\n{half}")
    assert relation(mixed, old) == "none"
    assert relation(mixed, new) != "none"


def test_texts_of_a_few_words() -> None:
    assert relation(Story("a", ""), Story("b", "")) == "same"
    assert relation(Story("a", "Rockets hit"), Story("b", "Rockets hit.")) == "same"
    assert relation(Story("a", "Rockets hit"), Story("b", "Drones hit")) == "none"
    assert relation(Story("a", ""), Story("b", BULLETIN)) == "none"


def test_text_without_spaces() -> None:
    chinese = "周一晚间三枚火箭弹击中伊拉克西部一处空军基地没有人员伤亡联军发言人在推特上说调查正在进行"
    assert relation(Story("a", chinese), Story("b", f"{chinese}。更多新闻")) == "same"
    assert (
        relation(
            Story("a", chinese), Story("b", "周二上午警方在首都逮捕了两名嫌疑人缴获武器和爆炸物调查仍在继续")
        )
        == "none"
    )


@given(st.text(max_size=200), st.text(max_size=200))
def test_it_does_not_matter_which_comes_first(one: str, other: str) -> None:
    a, b = Story("a", one), Story("b", other)
    assert relation(a, b) == relation(b, a)
    assert relation(a, a) == "same"


# ---------------------------------------------------------------- groups


def test_copies_are_found_among_all(stories: dict[str, Story]) -> None:
    rng = random.Random(1)
    documents = list(stories.values())
    copies = [cut(s, rng.uniform(0.4, 0.9)) for s in documents]
    mixed = [(s, n) for n, s in enumerate(documents)] + [(s, n) for n, s in enumerate(copies)]
    rng.shuffle(mixed)
    groups = story_groups([s for s, _ in mixed])
    assert sorted(sorted(mixed[i][1] for i in g) for g in groups) == [[n, n] for n in range(len(documents))]


def test_the_newest_is_read_first(stories: dict[str, Story]) -> None:
    story = stories["d01"]
    first = replace(story, id="first", published=date(2021, 7, 5))
    undated = replace(cut(story, 0.7), id="undated")
    newest = replace(
        changed(story, ("three rockets", "five rockets")), id="newest", published=date(2021, 7, 7)
    )
    short = replace(cut(story, 0.6), id="short", published=date(2021, 7, 5))
    documents = [undated, short, stories["d05"], first, newest]
    assert story_groups(documents) == [[4, 3, 1, 0], [2]]


def test_a_roundup_makes_no_group_of_its_stories(stories: dict[str, Story]) -> None:
    items = [cut(stories[name], 0.4) for name in ("d01", "d05", "d10", "d20")]
    roundup = Story("roundup", "\n\n".join(s.text for s in items))
    groups = story_groups([roundup, *items, *(stories[s.id.split()[0]] for s in items)])
    assert sorted(map(sorted, groups)) == [[0], [1, 5], [2, 6], [3, 7], [4, 8]]


def test_a_thousand_copies_are_one_group(stories: dict[str, Story]) -> None:
    story = stories["d01"]
    documents = [replace(story, text=f"{story.text}\n\nPublished by paper number {n}") for n in range(1000)]
    begun = time.process_time()
    assert len(story_groups([*documents, *stories.values()])[0]) == 1001
    assert time.process_time() - begun < 8.0


def test_nothing_and_empty_texts() -> None:
    assert story_groups([]) == []
    assert story_groups([Story("a", "")]) == [[0]]
    assert story_groups([Story("a", "Rockets hit the base"), Story("b", "")]) == [[0], [1]]


@given(
    st.lists(st.sampled_from(["", "a b c d e f", "a b c d e g", BULLETIN, "x" * 50, "1 2 3 4 5"]), max_size=8)
)
def test_every_document_is_in_one_group(texts: list[str]) -> None:
    groups = story_groups([Story(str(n), t) for n, t in enumerate(texts)])
    assert sorted(n for g in groups for n in g) == list(range(len(texts)))
    assert [min(g) for g in groups] == sorted(min(g) for g in groups)


def test_many_texts_are_quick() -> None:
    rng = random.Random(3)
    words = ["".join(rng.choices("abcdefghijklmnop", k=6)) for _ in range(5000)]
    texts = [" ".join(rng.choices(words, k=60)) for _ in range(5000)]
    begun = time.process_time()
    assert list(candidates([*texts, texts[7] + " more"])) == [(7, 5000)]
    assert time.process_time() - begun < 3.0


# ---------------------------------------------------------------- sequences


def test_one_text_or_many_give_the_same_sequences() -> None:
    texts = ["Three rockets hit the base on Monday", "", "two words", "14 rockets hit the base on Monday"]
    flat, offsets = sequences(texts)
    parts = [set(flat[a:b].tolist()) for a, b in pairwise(offsets)]
    assert parts[0] == parts[3] == set(shingles(texts[0]).all.tolist())
    assert [len(p) for p in parts] == [4, 1, 1, 4]
    assert shingles(texts[0]).figures != shingles(texts[3]).figures

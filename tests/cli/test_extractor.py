"""`--extractor openai:MODEL` for `extract`, `add` and `watch`, against a chat endpoint of this machine."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.cli.conftest import Here
from tests.cli.site import feed, page, serving
from tests.extract.chatting import Chat, chat, fault, found, quoted, says

from incidentbook import Book
from incidentbook.model import ReadBy

ROAD = "Bomb kills two\n\nA roadside bomb killed two drivers near Bakhmut on Sunday, the governor said.\n"
BARGE = "Barge hijacked\n\nPirates hijacked a barge off Lagos on Friday and took four sailors.\n"
SCHOOL = "School shelled\n\nShells hit a school in Idlib on Monday and wounded six pupils.\n"
BOMB = quoted("killed", 2, "two drivers", speaker="the governor")
PUPILS = [quoted("injured", 2, "six pupils"), quoted("place", 2, "Damascus"), quoted("site", 2, "Monday")]


def articles(folder: Path) -> Path:
    home = folder / "articles"
    home.mkdir()
    for name, text in (("a", ROAD), ("b", BARGE), ("c", SCHOOL)):
        (home / f"{name}.txt").write_text(text, encoding="utf-8")
    return home


def by_model(here: Chat) -> tuple[str, ...]:
    return ("--extractor", "openai:small", "--base-url", here.base_url)


REPLIES = (says(found([BOMB])), fault(403, "not for you"), says(found(PUPILS)))


def test_one_article_that_fails_does_not_lose_the_others(here: Here, tmp_path: Path) -> None:
    with chat(*REPLIES) as model:
        done = here("extract", articles(tmp_path), *by_model(model))
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert [len(line["reports"]) for line in lines] == [1, 1]
    assert [line["read_by"] for line in lines] == [
        {"name": "openai:small", "not_in_text": 0, "no_value": 0},
        {"name": "openai:small", "not_in_text": 1, "no_value": 1},
    ]
    assert done.code == 1
    failed, thrown = done.err.splitlines()
    assert failed.endswith(
        f"b.txt: {model.base_url}: refuses the key (403: not for you); set OPENAI_API_KEY [failed]"
    )
    assert thrown.startswith("2 values were thrown away")


def test_the_book_holds_what_was_read_and_by_whom(here: Here, tmp_path: Path) -> None:
    with chat(*REPLIES) as model:
        done = here("add", articles(tmp_path), *by_model(model))
    assert done.code == 1
    assert "2 documents read: 2 added" in done.out
    assert "0 inputs skipped, 1 failed" in done.out
    assert "2 values were thrown away" in done.out
    with Book.open(tmp_path / "incidents.db", create=False) as book:
        (school,) = [i for i in book.incidents() if i.values.injured]
        ((document, _),) = book.reports(school)
        read_by = book._store.extraction(document.id).read_by
    assert read_by == ReadBy("openai:small", not_in_text=1, no_value=1)


def test_the_key_is_read_from_the_environment(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sesame")
    (tmp_path / "a.txt").write_text(ROAD, encoding="utf-8")
    with chat(says(found([BOMB]))) as model:
        assert here("extract", "a.txt", *by_model(model)).code == 0
    assert model.keys == ["Bearer sesame"]


def test_an_extractor_that_is_none_is_wrong_usage(
    here: Here, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    for wrong in (("--extractor", "openai:small"), ("--extractor", "oracle"), ("--extractor", "openai:")):
        done = here("extract", tmp_path, *wrong)
        assert done.code == 2
        assert len(done.err.splitlines()) == 1


def test_many_articles_are_read_by_several_processes(here: Here, tmp_path: Path) -> None:
    for n in range(30):
        (tmp_path / f"{n:02}.txt").write_text(ROAD.replace("killed two", f"killed {n + 2}"), encoding="utf-8")
    with chat(says(found([quoted("date", 2, "Sunday"), quoted("place", 2, "Bakhmut")]))) as model:
        done = here("extract", tmp_path, "--workers", "2", *by_model(model))
    assert done.code == 0, done.err
    assert len(done.out.splitlines()) == 30
    assert len(model.questions) == 30


def test_watch_reads_a_story_again_that_the_model_could_not_read(here: Here, tmp_path: Path) -> None:
    with serving() as site, chat(fault(403, "no"), says(found([BOMB]))) as model:
        story = site.put("/a", page("Bomb kills two", *[ROAD.split("\n\n")[1]] * 3))
        (tmp_path / "feeds.txt").write_text(site.put("/feed", feed(story), "application/rss+xml"))
        watch = ("watch", "feeds.txt", "--once", "--allow-private", *by_model(model))
        first, second, third = here(*watch), here(*watch), here(*watch)
    assert (first.code, second.code, third.code) == (1, 0, 0)
    assert "refuses the key" in first.err
    assert "/a: 1 report" in second.out
    assert "0 documents read" in third.out

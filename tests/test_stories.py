"""Stories of a book that grows: the same as of one that is built from nothing, and cheap."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterable
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from incidentbook import stories
from incidentbook.book import Store
from incidentbook.link import duplicates
from incidentbook.link.shingles import shingles
from incidentbook.model import Document, Extraction, Interval, Published, Region, Report, Span, Values
from incidentbook.stories import find_stories

ARTICLES = Path(__file__).resolve().parents[1] / "examples" / "articles"
NAMES = ("d01", "d05", "d10", "d20")


def telling(text: str, day: date | None = None) -> Extraction:
    """A document with a report."""
    name = hashlib.sha256(text.encode()).hexdigest()[:12]
    when = Published(Interval.day(day), "metadata", ()) if day else None
    body = (Region("body", Span(0, len(text))),)
    document = Document(name, f"{name}.txt", None, None, None, "en", None, when, text, body)
    return Extraction(document, (Report("r1", True, Values(), ()),), ())


def made(seed: int) -> list[Extraction]:
    """Articles, each cut, re-ordered, corrected and surrounded; roundups of several; one with a day."""
    rng, found = random.Random(seed), []
    bodies = {n: (ARTICLES / f"{n}.txt").read_text("utf-8").partition("\n")[2].strip() for n in NAMES}
    for body in bodies.values():
        paragraphs = body.split("\n\n")
        turned = [paragraphs[0], *rng.sample(paragraphs[1:], len(paragraphs) - 1)]
        cut = body[: int(len(body) * rng.uniform(0.4, 0.9))].rpartition(" ")[0]
        found += [telling(t) for t in (body, f"{body} ", "\n\n".join(turned), f"{body}\n\nPaper {seed}.")]
        found += [telling(cut, date(2021, 7, rng.randint(1, 28))), telling(cut.replace("three", "five"))]
    parts = [body[: int(len(body) * 0.4)] for body in bodies.values()]
    found += [telling("\n\n".join(parts)), telling("\n\n".join(parts[:2]))]
    return list({e.document.id: e for e in found}.values())


def in_one_go(extractions: Iterable[Extraction], path: Path) -> list[list[str]]:
    with Store.open(path, create=True) as store:
        for extraction in extractions:
            store.add(extraction)
        return told(store)


def told(store: Store) -> list[list[str]]:
    """The stories as they are now: told again, each with its newest document first, and those that are alone."""
    find_stories(store)
    alike = store.stories(store.document_ids())
    alone = {m.id for m in store.story_marks()} - {n for story in alike for n in story}
    return sorted([*alike, *([n] for n in alone)])


@settings(max_examples=12, deadline=None, phases=(Phase.generate,))
@given(st.integers(0, 99), st.randoms(use_true_random=False), st.lists(st.integers(0, 25), max_size=5))
def test_a_book_that_grows_has_the_stories_of_one_built_from_nothing(
    tmp_path_factory: pytest.TempPathFactory, seed: int, rng: random.Random, stops: list[int]
) -> None:
    folder, extractions = tmp_path_factory.mktemp("books"), made(seed)
    whole = in_one_go(extractions, folder / "whole.db")
    rng.shuffle(extractions)
    with Store.open(folder / "grown.db", create=True) as store:
        for start, end in pairwise(sorted({0, *stops, len(extractions)})):
            for extraction in extractions[start:end]:
                store.add(extraction)
            grown = told(store)
    assert grown == whole
    assert any(len(story) > 3 for story in whole)


def test_a_crowd_that_grows_one_by_one(tmp_path: Path) -> None:
    """More copies than are all compared with each other."""
    body = made(1)[0].document.text
    extractions = [telling(f"{body}\n\nPublished by paper number {n}") for n in range(60)]
    with Store.open(tmp_path / "grown.db", create=True) as store:
        for extraction in extractions:
            store.add(extraction)
            grown = told(store)
    assert grown == in_one_go(extractions, tmp_path / "whole.db")
    assert [len(story) for story in grown] == [60]


def test_a_document_that_is_read_anew_is_compared_anew(tmp_path: Path) -> None:
    extractions = made(2)
    noise = extractions[0].document
    shut = Extraction(
        Document(
            noise.id,
            noise.source,
            None,
            None,
            None,
            "en",
            None,
            None,
            noise.text,
            (Region("boilerplate", Span(0, 9)),),
        ),
        extractions[0].reports,
        (),
    )
    with Store.open(tmp_path / "grown.db", create=True) as store:
        for extraction in extractions:
            store.add(extraction)
        before = told(store)
        assert store.add(shut) == "updated"
        after = told(store)
    assert [noise.id] not in before
    assert [noise.id] in after
    assert after == in_one_go([shut, *extractions[1:]], tmp_path / "whole.db")


def test_one_more_document_leaves_the_others_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    extractions = made(3)
    far = [
        telling(" ".join(random.Random(n).choices("abcdefghijklmnopqrstuvwxyz", k=200))) for n in range(40)
    ]
    read: list[str] = []
    with Store.open(tmp_path / "grown.db", create=True) as store:
        for extraction in [*extractions[1:], *far]:
            store.add(extraction)
        find_stories(store)
        monkeypatch.setattr(stories, "marks", lambda texts: read.extend(t for _, t in texts) or _marks(texts))
        monkeypatch.setattr(duplicates, "shingles", lambda text: read.append(text) or shingles(text))
        store.add(extractions[0])
        find_stories(store)
        own = {e.document.text for e in extractions}
        assert extractions[0].document.text in read
        assert set(read) <= own
        read.clear()
        find_stories(store)
        assert read == []


def test_marks_of_another_method_are_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(tmp_path / "grown.db", create=True) as store:
        for extraction in made(4):
            store.add(extraction)
        before = told(store)
        pairs = store.story_pairs()
        store.set_pairs(dict.fromkeys(pairs, next(p for p in pairs.values() if not p.one)))
        assert told(store) == before
        monkeypatch.setattr(stories, "method", lambda: "another")
        assert told(store) == before
        assert store.story_pairs() == pairs


_marks = stories.marks

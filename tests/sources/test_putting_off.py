"""A story that is put off counts as not seen, and so does the state of its feed."""

from __future__ import annotations

from pathlib import Path

from incidentbook.sources.fetch import Validators
from incidentbook.sources.putting_off import SeenWhenRead
from incidentbook.sources.watch import FileSeen

FEED = "https://a.example/feed"


def test_only_the_story_that_is_put_off_is_not_seen(tmp_path: Path) -> None:
    path = tmp_path / "seen.jsonl"
    stories = SeenWhenRead(FileSeen(path))
    for name, put_off in (("one", False), ("two", True), ("three", False)):
        assert not stories.is_seen(name)
        stories.came_to(put_off=put_off)
        stories.mark(name)
        stories.mark(f"{name} under another address")
    stories.keep_validators(FEED, Validators("e"))
    later = FileSeen(path)
    assert [later.is_seen(n) for n in ("one", "two", "three")] == [True, False, True]
    assert not later.is_seen("two under another address")
    assert later.validators(FEED) is None


def test_where_nothing_is_put_off_all_is_passed_on(tmp_path: Path) -> None:
    stories = SeenWhenRead(FileSeen(tmp_path / "seen.jsonl"))
    stories.came_to(put_off=False)
    stories.mark("one")
    stories.keep_validators(FEED, Validators("e"))
    assert stories.is_seen("one")
    assert stories.validators(FEED) == Validators("e")

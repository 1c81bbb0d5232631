"""Files and folders as people have them, bad ones among the good."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path

import pytest

from incidentbook.model import Interval
from incidentbook.sources import Page, Problem, count_inputs, read


def pages(*paths: Path, meta: Path | None = None) -> list[Page]:
    return [x for x in read(paths, meta) if isinstance(x, Page)]


def problems(*paths: Path, meta: Path | None = None) -> list[Problem]:
    return [x for x in read(paths, meta) if isinstance(x, Problem)]


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_a_folder_is_read_with_all_below_it_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path / "b.txt", "two")
    write(tmp_path / "a.html", "<p>one</p>")
    write(tmp_path / "sub" / "c.md", "three")
    write(tmp_path / "notes.doc", "x")
    write(tmp_path / ".hidden.txt", "no")
    found = pages(tmp_path)
    assert [(Path(p.source).name, p.media_type) for p in found] == [
        ("a.html", "text/html"),
        ("b.txt", "text/plain"),
        ("c.md", "text/plain"),
    ]
    assert problems(tmp_path) == []


@pytest.mark.parametrize("text", ["one\r\ntwo\r\n", "one\rtwo", " \tone\n\n", "Kata’ib قصف\u2028x"])
def test_a_text_is_its_characters_unchanged(tmp_path: Path, text: str) -> None:
    assert pages(write(tmp_path / "a.txt", text))[0].content == text


@pytest.mark.parametrize(
    ("name", "content", "severity", "says"),
    [
        ("empty.txt", b"", "skipped", "is empty"),
        ("blank.txt", b" \n\n", "skipped", "is empty"),
        ("nul.txt", b"abc\x00def", "failed", "binary"),
        ("cut.txt", b"\xff\xfea\x00b", "failed", "broken further on"),
    ],
)
def test_what_is_no_article_is_one_sentence(
    tmp_path: Path, name: str, content: bytes, severity: str, says: str
) -> None:
    (problem,) = read([write(tmp_path / name, content)])
    assert isinstance(problem, Problem)
    assert (problem.severity, problem.source) == (severity, str(tmp_path / name))
    assert says in problem.message
    assert "\n" not in problem.message


def test_a_bad_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", b"\x00")
    write(tmp_path / "b.txt", "Rockets hit the base.")
    assert [type(x) for x in read([tmp_path])] == [Problem, Page]


def test_a_file_above_the_limit_is_skipped_unread(tmp_path: Path) -> None:
    (problem,) = read([write(tmp_path / "big.txt", b"a" * 2_000_001)], size_limit=2_000_000)
    assert isinstance(problem, Problem)
    assert (problem.severity, "limit 2 MB" in problem.message) == ("skipped", True)


def test_paths_that_lead_nowhere_are_named(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    os.mkfifo(tmp_path / "pipe.txt")
    said = problems(tmp_path / "no.txt", tmp_path / ("x" * 300), tmp_path, Path("a\0b"))
    assert [p.severity for p in said] == ["failed"] * 5
    assert "is not there" in said[0].message
    assert "neither a file nor a folder" in said[3].message


def test_a_folder_that_may_not_be_opened_is_named(tmp_path: Path) -> None:
    shut = tmp_path / "shut"
    write(shut / "a.txt", "words")
    shut.chmod(0)
    try:
        if os.access(shut, os.R_OK):
            pytest.skip("this user may open everything")
        assert "cannot be opened" in problems(tmp_path)[0].message
    finally:
        shut.chmod(0o700)


def test_a_folder_without_articles_says_what_it_wants(tmp_path: Path) -> None:
    write(tmp_path / "a.doc", "x")
    (problem,) = problems(tmp_path)
    assert ".jsonl" in problem.message


def test_a_named_file_of_unknown_kind_is_sniffed(tmp_path: Path) -> None:
    page = write(tmp_path / "page", "<!DOCTYPE html><html><body>x</body></html>")
    text = write(tmp_path / "text.asc", "Rockets hit <the> base.")
    assert [p.media_type for p in pages(page, text)] == ["text/html", "text/plain"]


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "a.txt", "words")
    assert len(pages(file, tmp_path, tmp_path / "." / "a.txt")) == 1


def test_json_lines_give_a_page_a_line_and_name_the_bad_ones(tmp_path: Path) -> None:
    rows = [
        json.dumps({"text": "a b", "id": "x1", "published": "2021-07-05", "publisher": "rudaw.net"}),
        "{broken",
        json.dumps(["a"]),
        json.dumps({"html": "<p>c</p>"}),
        json.dumps({"text": "d", "published": "2021-02-30", "colour": 1}),
        json.dumps({"title": "no words"}),
        '{"text": "\\ud800"}',
        "",
    ]
    file = write(tmp_path / "all.jsonl", "\n".join(rows).encode() + b"\n\xff\n")
    found = list(read([file]))
    good = [x for x in found if isinstance(x, Page)]
    assert [p.source for p in good] == [f"{file}#x1", f"{file}#4", f"{file}#5"]
    assert good[0].meta is not None
    assert good[0].meta.published == Interval.day(date(2021, 7, 5))
    assert good[2].meta is not None
    assert good[2].meta.published is None
    said = {x.source: x.severity for x in found if isinstance(x, Problem)}
    assert said == {
        f"{file}:2": "failed",
        f"{file}:3": "failed",
        f"{file}:5": "warning",
        f"{file}:6": "failed",
        f"{file}:7": "failed",
        f"{file}:9": "failed",
    }


def test_a_line_above_the_limit_is_skipped_and_the_next_is_read(tmp_path: Path) -> None:
    rows = [json.dumps({"text": "a" * 500}), json.dumps({"text": "short"})]
    found = list(read([write(tmp_path / "a.ndjson", "\n".join(rows))], size_limit=100))
    assert [type(x) for x in found] == [Problem, Page]


def test_meta_beside_the_texts_is_taken(tmp_path: Path) -> None:
    write(tmp_path / "012.txt", "words")
    write(tmp_path / "deep" / "a.txt", "words")
    write(tmp_path / "all.jsonl", '{"id": "x9", "text": "t", "publisher": "own", "title": "own"}')
    lines = [
        {"id": "012", "published": "2021-07-05..2021-07-07", "publisher": "rudaw.net"},
        {"file": "deep/a.txt", "published": {"earliest": None, "latest": "2021-01-01"}},
        {"id": "x9", "publisher": "given"},
    ]
    write(tmp_path / "meta.jsonl", "\n".join(map(json.dumps, lines)))
    found = {Path(p.source).name: p.meta for p in pages(tmp_path)}
    first, deep, row = found["012.txt"], found["a.txt"], found["all.jsonl#x9"]
    assert first is not None
    assert first.published == Interval(date(2021, 7, 5), date(2021, 7, 7))
    assert deep is not None
    assert deep.published == Interval(None, date(2021, 1, 1))
    assert row is not None
    assert (row.publisher, row.title) == ("given", "own")


def test_what_is_wrong_in_meta_is_named_with_its_line_and_the_article_is_read(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "words")
    lines = [
        '{"file": "a.txt", "published": "5 July", "color": "red"}',
        '{"file": "gone.txt"}',
        "{no",
        '{"publisher": "x"}',
        '{"file": "a.txt"}',
    ]
    meta = write(tmp_path / "meta.jsonl", "\n".join(lines))
    found = list(read([tmp_path]))
    assert sum(isinstance(x, Page) for x in found) == 1
    said = [(x.source, x.severity) for x in found if isinstance(x, Problem)]
    assert sorted(said) == [(f"{meta}:{n}", "warning") for n in (1, 1, 2, 3, 4, 5)]
    assert any("color" in x.message for x in found if isinstance(x, Problem))


def test_a_given_meta_file_stands_before_the_folders_own(tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "words")
    write(tmp_path / "in" / "meta.jsonl", '{"id": "a", "publisher": "folder", "title": "t"}')
    given = write(tmp_path / "m.jsonl", '{"file": "in/a.txt", "publisher": "given"}')
    (page,) = pages(tmp_path / "in", meta=given)
    assert page.meta is not None
    assert (page.meta.publisher, page.meta.title) == ("given", "t")
    assert problems(tmp_path / "in", meta=given) == []


def test_a_meta_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "words")
    assert "read without it" in problems(tmp_path, meta=tmp_path / "no.jsonl")[0].message


def test_inputs_are_counted_for_a_progress_bar(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "x")
    write(tmp_path / "b.jsonl", '{"text": "1"}\n{"text": "2"}\n')
    write(tmp_path / "meta.jsonl", '{"id": "a"}\n')
    assert count_inputs([tmp_path, tmp_path / "gone.txt"]) == 4


def test_what_a_book_keeps_beside_it_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Two rockets hit a base.", encoding="utf-8")
    kept = tmp_path / "x.db.evidence"
    kept.mkdir()
    (kept / "ledger.jsonl").write_text('{"sha256": "00"}\n', encoding="utf-8")
    (tmp_path / "x.db.seen.jsonl").write_text('{"url": "https://example.org/"}\n', encoding="utf-8")
    assert [item.source for item in read([tmp_path])] == [str(tmp_path / "a.txt")]

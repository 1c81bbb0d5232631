"""`incidentbook extract` on real articles and on bad input."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from incidentbook.exchange import schema

ARTICLE = (
    "Two rockets hit Balad air base, north of Baghdad, on Sunday, the Iraqi military said. Nobody was hurt.\n"
)


@pytest.fixture
def three(articles: Path, tmp_path: Path) -> Path:
    """A folder with three articles and what is known of them."""
    folder = tmp_path / "three"
    folder.mkdir()
    for name in ("d01.txt", "d02.txt", "d05.txt", "meta.jsonl"):
        shutil.copy(articles / name, folder / name)
    lines = (folder / "meta.jsonl").read_text().splitlines(keepends=True)
    (folder / "meta.jsonl").write_text(
        "".join(line for line in lines if json.loads(line)["id"] in ("d01", "d02", "d05"))
    )
    return folder


def lines_of(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_is_valid_holds_the_file_unchanged_and_is_the_same_of_several_processes(
    here, articles: Path
) -> None:
    done = here("extract", articles, "--workers", "1")
    assert (done.code, done.err) == (0, "")
    several = here("extract", articles, "--workers", "2")
    assert several.out == done.out
    validator = jsonschema.Draft202012Validator(schema("extraction"))
    found = lines_of(done.out)
    assert len(found) == 31
    for line in found:
        validator.validate(line)
        document = line["document"]
        assert document["text"] == Path(document["source"]).read_bytes().decode("utf-8")
        for report in line["reports"]:
            for statement in report["statements"]:
                start, end = statement["span"]
                assert 0 <= start < end <= len(document["text"])


def test_values_and_their_words(here, three: Path) -> None:
    found = {Path(line["document"]["source"]).name: line for line in lines_of(here("extract", three).out)}
    main = next(r for r in found["d01.txt"]["reports"] if r["main"])
    assert main["values"]["date"] == {"earliest": "2021-07-05", "latest": "2021-07-05"}
    assert main["values"]["munitions"] == {"low": 3, "best": 3, "high": 3}
    said = next(s for s in main["statements"] if s["property"] == "munitions")
    assert "three" in found["d01.txt"]["document"]["text"][slice(*said["span"])]


def test_out_is_whole_or_not_there(here, three: Path, tmp_path: Path) -> None:
    done = here("extract", three, "--out", "reports.jsonl")
    assert (done.code, done.out) == (0, "")
    assert len(lines_of((tmp_path / "reports.jsonl").read_text(encoding="utf-8"))) == 3
    assert here("extract", three, "--out", "missing/reports.jsonl").code == 4
    assert not [p for p in tmp_path.rglob("*") if "part" in p.name]


def test_meta_from_elsewhere(here, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(ARTICLE)
    (tmp_path / "known.jsonl").write_text(
        '{"file": "a.txt", "published": "2021-04-05", "publisher": "example.org"}\n'
    )
    document = lines_of(here("extract", "a.txt", "--meta", "known.jsonl").out)[0]["document"]
    assert document["publisher"] == "example.org"
    assert document["published"]["interval"] == {"earliest": "2021-04-05", "latest": "2021-04-05"}
    assert here("extract", "a.txt", "--meta", "unknown.jsonl").code == 2


def test_a_web_page_is_read_as_its_article(here, articles: Path, tmp_path: Path) -> None:
    title, *paragraphs = [p for p in (articles / "d05.txt").read_text(encoding="utf-8").split("\n") if p]
    story = "".join(f"<p>{p}</p>\n" for p in paragraphs)
    head = f'<title>{title}</title><meta property="article:published_time" content="2020-03-11T20:15:00Z">'
    menu = "<nav><a href='/'>Home</a> <a href='/sport'>Sport</a></nav>"
    body = f"{menu}<article><h1>{title}</h1>{story}</article>"
    page = f"<!doctype html><html><head>{head}</head><body>{body}</body></html>"
    (tmp_path / "page.html").write_text(page, encoding="utf-8")
    line = lines_of(here("extract", "page.html").out)[0]
    assert line["document"]["title"] == title
    assert line["document"]["published"]["interval"] == {"earliest": "2020-03-11", "latest": "2020-03-11"}
    main = next(r for r in line["reports"] if r["main"])
    assert main["values"]["date"] == {"earliest": "2020-03-11", "latest": "2020-03-11"}
    assert main["values"]["killed"]["best"] == 3


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("empty.txt", b"", "empty.txt: is empty"),
        ("blank.txt", b" \n\t\n", "blank.txt: is empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00", "picture.txt: is binary"),
        ("broken.txt", b"\xff\xfeR\x00o\x00c\x00k\x00e\x00t\x00s", "broken.txt: starts as utf-16"),
    ],
)
def test_bad_file_is_one_line_and_the_rest_goes_on(
    here, three: Path, name: str, data: bytes, said: str
) -> None:
    (three / name).write_bytes(data)
    done = here("extract", three)
    assert done.code == 1
    assert len(lines_of(done.out)) == 3
    assert len(done.err.splitlines()) == 1
    assert said in done.err


def test_misencoded_file_is_read_with_a_warning(here, tmp_path: Path) -> None:
    (tmp_path / "latin.txt").write_bytes(ARTICLE.replace("Nobody", "José").encode("latin-1"))
    done = here("extract", "latin.txt")
    assert done.code == 0
    assert "José" in lines_of(done.out)[0]["document"]["text"]
    assert done.err.startswith("latin.txt: is not UTF-8")
    assert done.err.endswith("[warning]\n")


def test_a_file_too_big_to_be_an_article(here, tmp_path: Path) -> None:
    with (tmp_path / "dump.txt").open("wb") as handle:
        handle.truncate(50_000_000)
    done = here("extract", "dump.txt")
    assert (done.code, done.out) == (1, "")
    assert "dump.txt: is 50 MB" in done.err


def test_what_is_no_file(here, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "away.txt").symlink_to("gone.txt")
    (tmp_path / "folder").mkdir()
    done = here("extract", "pipe.txt", "away.txt", "nowhere", "folder")
    assert done.code == 1
    assert [line.split(": ")[0] for line in done.err.splitlines()] == [
        "pipe.txt",
        "away.txt",
        "nowhere",
        "folder",
    ]
    assert "holds no articles" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_that_may_not_be_read(here, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(ARTICLE)
    (tmp_path / "secret.txt").chmod(0)
    done = here("extract", "secret.txt")
    assert done.code == 1
    assert "secret.txt: cannot be read (Permission denied)" in done.err


def test_a_broken_json_line_is_named_by_its_number(here, tmp_path: Path) -> None:
    good = json.dumps({"text": ARTICLE, "published": "2021-04-05"})
    (tmp_path / "news.jsonl").write_text(f'{good}\n{{"text": "Two rock\n{{"headline": "no words"}}\n')
    done = here("extract", "news.jsonl")
    assert done.code == 1
    assert len(lines_of(done.out)) == 1
    failed = [line for line in done.err.splitlines() if line.endswith("[failed]")]
    assert [line.split(": ")[0] for line in failed] == ["news.jsonl:2", "news.jsonl:3"]


def test_a_date_that_is_none_is_named_by_its_line(here, three: Path) -> None:
    with (three / "meta.jsonl").open("a") as handle:
        handle.write('{"file": "d31.txt", "published": "2021-02-30"}\n')
    (three / "d31.txt").write_text(ARTICLE)
    done = here("extract", three)
    assert done.code == 0
    assert len(lines_of(done.out)) == 4
    assert f"{three / 'meta.jsonl'}:4: published is '2021-02-30', no date" in done.err

"""The commands on every kind of input, on standard input, and on text that tells of no attack."""

from __future__ import annotations

import gzip
import io
import json
import sys
import zipfile
from pathlib import Path

import pytest

from .site import page

ROCKETS = (
    "Two rockets hit Balad air base, north of Baghdad, on Sunday, the Iraqi military said. Nobody was hurt."
)
GARDEN = (
    "The roses of the town garden are in flower, and visitors come from the whole valley to see them. " * 9
)
BERLIN = (
    "Der Rat der Stadt hat am Montag den Haushalt beschlossen. Die Schulen bekommen mehr Geld als bisher. "
    * 4
)


def texts(out: str) -> list[str]:
    return [json.loads(line)["document"]["text"] for line in out.splitlines()]


def warc(*bodies: str) -> bytes:
    """A web archive of pages, each record packed by itself."""
    made = b""
    for number, body in enumerate(bodies):
        http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:{number:032d}>\r\n"
            f"WARC-Date: 2021-07-05T00:00:00Z\r\nWARC-Target-URI: http://news.test/{number}\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        made += gzip.compress(head.encode() + http + b"\r\n\r\n")
    return made


def test_columns_are_named(here, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text(f'when,words\n2021-04-05,"{ROCKETS}"\n')
    assert here("extract", "t.csv").code == 1
    done = here("extract", "t.csv", "--columns", "text=words,published=when")
    assert (done.code, done.err, texts(done.out)) == (0, "", [ROCKETS])
    published = json.loads(done.out)["document"]["published"]["interval"]
    assert published == {"earliest": "2021-04-05", "latest": "2021-04-05"}
    wrong = here("extract", "t.csv", "--columns", "words")
    assert (wrong.code, len(wrong.err.splitlines())) == (2, 1)
    assert "FIELD=COLUMN" in wrong.err


def test_standard_input(here, monkeypatch: pytest.MonkeyPatch) -> None:
    line = json.dumps({"text": ROCKETS, "published": "2021-04-05"}) + "\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(line.encode()))))
    done = here("extract", "-")
    assert (done.code, done.err, texts(done.out)) == (0, "", [ROCKETS])


def test_archives_and_web_archives(here, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("in/one.txt", ROCKETS)
        archive.writestr("in/two.md", f"# Rockets\n\n{ROCKETS}\n")
    (tmp_path / "crawl.warc.gz").write_bytes(warc(page("Rockets", ROCKETS), page("Roses", GARDEN)))
    done = here("add", "a.zip", "crawl.warc.gz", "--workers", "1")
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith("3 documents read: 3 added, 0 known, 0 updated; 1 told of no attack; 0 inputs")


def test_no_parser_sees_a_page_without_attack(here, tmp_path: Path) -> None:
    (tmp_path / "roses.html").write_text(page("Roses", GARDEN))
    done = here("extract", "roses.html")
    assert (done.code, done.out) == (0, "")
    assert done.err == "roses.html: tells of no attack; there is no line for it\n"


def test_a_text_without_attack_is_counted(here, tmp_path: Path) -> None:
    (tmp_path / "roses.txt").write_text(GARDEN)
    assert here("add", "roses.txt").out.startswith(
        "1 document read: 1 added, 0 known, 0 updated; 1 told of no attack"
    )


@pytest.mark.parametrize("name", ["berlin.txt", "berlin.html"])
def test_another_language_is_kept_and_said_to_be_unread(here, tmp_path: Path, name: str) -> None:
    body = BERLIN if name.endswith(".txt") else page("Haushalt", BERLIN, language="de")
    (tmp_path / name).write_text(body)
    done = here("add", name)
    assert (done.code, done.err) == (0, "")
    first, second, _ = done.out.splitlines()
    assert first.startswith("1 document read: 1 added, 0 known, 0 updated; 0 told of no attack;")
    assert second == "1 document is in other languages than English: kept, but nothing is read from them yet"


def test_a_page_without_words_is_a_line(here, tmp_path: Path) -> None:
    (tmp_path / "blank.html").write_text("<!doctype html><html><body><img src='a.png'></body></html>")
    done = here("add", "blank.html")
    assert done.code == 1
    assert done.err == "blank.html: it holds no article text; skipped [skipped]\n"


def test_metadata_of_many_for_one_file_is_one_warning(here, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(ROCKETS)
    lines = [{"file": f"{n}.txt", "published": "2021-04-05"} for n in ("one", "two", "three", "four")]
    (tmp_path / "known.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    done = here("extract", "one.txt", "--meta", "known.jsonl")
    assert done.code == 0
    assert done.err == (
        "known.jsonl:2: 3 of its 4 lines tell of articles that are not among those read; "
        "the first is 'two.txt' [warning]\n"
    )

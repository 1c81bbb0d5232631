"""WARC files, whole and damaged."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest
from tests.sources.made import PAGE, packed, pages, peak_of_reading, problems, record, records, write

from incidentbook.sources import Page, Problem, count_inputs, read

FIVE = records(5)
GZIP = [gzip.compress(part, mtime=0) for part in FIVE]
GARBAGE = b"\x00garbage\r\n\r\n" * 40


def numbers(path: Path) -> list[int]:
    return [int(page.source.rpartition("/")[2]) for page in pages(path)]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.warc", b"".join(FIVE)),
        ("a.warc.gz", b"".join(GZIP)),
        ("whole.warc.gz", gzip.compress(b"".join(FIVE))),
        ("unnamed", b"".join(GZIP)),
    ],
)
def test_every_page_is_read_with_its_address(tmp_path: Path, name: str, data: bytes) -> None:
    file = write(tmp_path / name, data)
    found = pages(file)
    assert numbers(file) == [1, 2, 3, 4, 5]
    assert "Rockets hit base 3." in found[2].content
    assert found[2].meta is not None
    assert found[2].meta.url == "http://news.test/3"
    assert found[2].meta.published is None
    assert problems(file) == []


def test_only_pages_that_were_fetched_well_are_read(tmp_path: Path) -> None:
    body = PAGE.format("Rockets hit.").encode()
    parts = [
        record(1, body),
        record(2, body, status="404 Not Found"),
        record(3, b"\x89PNG", kind="image/png"),
        record(4, b"Rockets hit.", kind="text/plain"),
        record(5, body).replace(b"WARC-Type: response", b"WARC-Type: request "),
        record(6, gzip.compress(body), more="Content-Encoding: gzip\r\n"),
        record(7, b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body), more="Transfer-Encoding: chunked\r\n"),
    ]
    file = write(tmp_path / "a.warc.gz", packed(parts))
    assert [(p.source[-1], p.media_type) for p in pages(file)] == [
        ("1", "text/html"),
        ("4", "text/plain"),
        ("6", "text/html"),
        ("7", "text/html"),
    ]
    assert {p.content for p in pages(file)} == {body.decode(), "Rockets hit."}


def test_a_resource_is_a_page_too(tmp_path: Path) -> None:
    head = "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Record-ID: <urn:uuid:1>\r\nWARC-Date: 2021-07-05T00:00:00Z\r\n"
    body = "Rockets hit the café.".encode()
    head += f"WARC-Target-URI: <http://news.test/r>\r\nContent-Type: text/plain\r\nContent-Length: {len(body)}\r\n\r\n"
    (page,) = pages(write(tmp_path / "a.warc", head.encode() + body + b"\r\n\r\n"))
    assert page.content == "Rockets hit the café."
    assert page.meta is not None
    assert page.meta.url == "http://news.test/r"


def test_an_answer_that_is_no_http_does_not_stop_the_rest(tmp_path: Path) -> None:
    odd = FIVE[1].replace(b"HTTP/1.1 200 OK", b"\xff\xfe\x00 nonsense")
    assert numbers(write(tmp_path / "a.warc.gz", packed([FIVE[0], odd, FIVE[2]]))) == [1, 3]


@pytest.mark.parametrize(
    ("said", "written"),
    [("utf-8", "cp1252"), ("iso-8859-1", "utf-8"), ("nonsense", "utf-8"), ("windows-1256", "cp1256")],
)
def test_a_charset_may_be_declared_wrongly(tmp_path: Path, said: str, written: str) -> None:
    words = "قصف صاروخي على قاعدة" if written == "cp1256" else "Kata’ib struck the café – two hurt."
    body = PAGE.format(words).encode(written)
    file = write(tmp_path / "a.warc", record(1, body, kind=f"text/html; charset={said}"))
    assert words in pages(file)[0].content


@pytest.mark.parametrize(
    ("name", "data", "left"),
    [
        ("garbage.warc", FIVE[0] + GARBAGE + FIVE[1] + FIVE[2] + GARBAGE + FIVE[3], [1, 2, 3, 4]),
        ("garbage.warc.gz", GZIP[0] + GARBAGE + GZIP[1] + GZIP[2] + GARBAGE + GZIP[3], [1, 2, 3, 4]),
        ("broken.warc.gz", GZIP[0] + GZIP[1][:90] + bytes(30) + GZIP[1][120:] + GZIP[2] + GZIP[3], [1, 3, 4]),
        ("swapped.warc.gz", GZIP[0] + GZIP[1][: len(GZIP[1]) // 2] + GZIP[2] + GZIP[3], [1, 3, 4]),
        ("cut.warc.gz", b"".join(GZIP)[:-60], [1, 2, 3, 4]),
        ("cut.warc", b"".join(FIVE)[:-60], [1, 2, 3, 4]),
        ("cut whole.warc.gz", gzip.compress(b"".join(FIVE), 0)[:-90], [1, 2, 3, 4]),
        ("length.warc", FIVE[0] + FIVE[1].replace(b"response\r\nContent-Length: ", b"response\r\nContent-Length: 9")
         + FIVE[2] + FIVE[3], [1, 3, 4]),
    ],
)  # fmt: skip
def test_after_damage_reading_goes_on(tmp_path: Path, name: str, data: bytes, left: list[int]) -> None:
    file = write(tmp_path / name, data)
    assert numbers(file) == left
    said = problems(file)
    assert said
    assert all(str(file) in p.source and "\n" not in p.message for p in said)


def test_a_file_without_pages_says_so(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path / "a.warc", record(1, b"x", status="301 Moved")))
    assert "records: 1" in problem.message


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00" + b"x" * 50, b"nothing of the kind"])
def test_what_is_no_warc_is_said(tmp_path: Path, data: bytes) -> None:
    assert problems(write(tmp_path / "a.warc", data))


def test_a_page_above_the_limit_is_skipped(tmp_path: Path) -> None:
    file = write(tmp_path / "a.warc", record(1, b"<p>" + b"a" * 5000) + FIVE[1])
    (problem, page) = read([file], size_limit=1000)
    assert isinstance(problem, Problem)
    assert isinstance(page, Page)


def test_pages_are_estimated_from_the_first_records(tmp_path: Path) -> None:
    file = write(tmp_path / "a.warc.gz", packed(records(3000)))
    assert 2700 <= count_inputs([file]) <= 3300


def test_fifty_thousand_pages_take_no_more_memory_than_a_few(tmp_path: Path) -> None:
    file = tmp_path / "big.warc.gz"
    one = packed(records(100))
    with file.open("wb") as handle:
        for _ in range(500):
            handle.write(one)
    start = time.monotonic()
    count, megabytes = peak_of_reading(file)
    assert (count, megabytes < 150) == (50_000, True)
    assert time.monotonic() - start < 20

"""Zip and tar archives as people have them, broken and hostile ones too."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from tests.sources.made import packed, pages, problems, records, tarred, write, zipped

TEXT = b"Rockets hit the base on Monday."


def names(path: Path) -> list[str]:
    return [page.source.removeprefix(str(path)) for page in pages(path)]


@pytest.mark.parametrize("mode", ["w", "w:gz", "w:bz2", "w:xz"])
def test_a_tar_gives_its_members_by_path(tmp_path: Path, mode: str) -> None:
    members = {
        "a/one.txt": TEXT,
        "a/two.html": b"<p>x</p>",
        "a/photo.jpg": b"\xff\xd8",
        "./.hidden.txt": TEXT,
    }
    file = write(tmp_path / f"all.tar{mode[1:].replace(':', '.')}", tarred(members, mode))
    assert names(file) == ["!a/one.txt", "!a/two.html"]
    assert problems(file) == []


def test_a_zip_holds_files_of_all_kinds(tmp_path: Path) -> None:
    rows = json.dumps({"text": "a", "id": "x"}).encode() + b"\n" + json.dumps({"text": "b"}).encode()
    members = {
        "n/one.txt": TEXT,
        "__MACOSX/n/one.txt": b"no",
        "rows.jsonl": rows,
        "web.warc.gz": packed(records(2)),
        "table.csv": b"title,body\nT,Rockets hit.\n",
        "packed.jsonl.gz": gzip.compress(rows),
    }
    file = write(tmp_path / "all.zip", zipped(members))
    assert names(file) == [
        "!n/one.txt",
        "!rows.jsonl#x",
        "!rows.jsonl#2",
        "!web.warc.gz#http://news.test/1",
        "!web.warc.gz#http://news.test/2",
        "!table.csv#2",
        "!packed.jsonl.gz#x",
        "!packed.jsonl.gz#2",
    ]


def test_archives_are_read_one_level_deep(tmp_path: Path) -> None:
    inner = zipped({"in.txt": TEXT, "deep.zip": zipped({"no.txt": TEXT})})
    outer = {"a.zip": inner, "b.tar.gz": tarred({"c.txt": TEXT})}
    for file in (
        write(tmp_path / "outer.zip", zipped(outer)),
        write(tmp_path / "outer.tar.gz", tarred(outer)),
    ):
        assert names(file) == ["!a.zip!in.txt", "!b.tar.gz!c.txt"]
        (problem,) = problems(file)
        assert (problem.source, problem.severity) == (f"{file}!a.zip!deep.zip", "skipped")


@pytest.mark.parametrize("ending", ["zip", "tar.gz"])
def test_meta_in_an_archive_tells_of_its_members(tmp_path: Path, ending: str) -> None:
    meta = b'{"file": "n/one.txt", "publisher": "rudaw.net"}\n{"id": "gone"}'
    members = {"n/one.txt": TEXT, "n/meta.jsonl": meta}
    file = write(tmp_path / f"a.{ending}", zipped(members) if ending == "zip" else tarred(members))
    (page,) = pages(file)
    assert page.meta is not None
    assert page.meta.publisher == "rudaw.net"
    (problem,) = problems(file)
    assert (problem.source, "gone" in problem.message) == (f"{file}!n/meta.jsonl:2", True)


def test_a_member_that_is_broken_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    data = bytearray(
        zipped({"a.txt": b"A" * 9 + TEXT, "b.txt": os.urandom(200).hex().encode(), "c.txt": TEXT})
    )
    begin = data.index(b"b.txt") + 5
    data[begin + 20 : begin + 40] = bytes(20)
    file = write(tmp_path / "bad.zip", bytes(data))
    assert names(file) == ["!a.txt", "!c.txt"]
    (problem,) = problems(file)
    assert problem.source == f"{file}!b.txt"


def test_an_encrypted_member_is_named(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT}))
    central = data.index(b"PK\x01\x02")
    data[central + 8] |= 1
    file = write(tmp_path / "locked.zip", bytes(data))
    assert names(file) == ["!b.txt"]
    assert "encrypted" in problems(file)[0].message


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.98])
def test_of_a_truncated_zip_what_is_whole_is_read(tmp_path: Path, cut: float) -> None:
    members = {f"{n}.txt": os.urandom(400).hex().encode() for n in range(10)}
    data = zipped(members)
    file = write(tmp_path / "cut.zip", data[: int(len(data) * cut)])
    whole = names(file)
    assert whole == [f"!{n}.txt" for n in range(len(whole))]
    assert len(whole) >= int(10 * cut) - 1
    said = problems(file)
    assert any("cut off" in p.message for p in said)
    assert all("\n" not in p.message for p in said)


@pytest.mark.parametrize("mode", ["w", "w:gz"])
def test_of_a_truncated_tar_what_is_whole_is_read(tmp_path: Path, mode: str) -> None:
    data = tarred({f"{n}.txt": os.urandom(4000).hex().encode() for n in range(10)}, mode)
    file = write(tmp_path / "cut.tar", data[: len(data) // 2])
    whole = names(file)
    assert len(whole) in (3, 4, 5)
    said = problems(file)
    assert any(f"{len(whole)}.txt" in p.source + p.message for p in said)


def test_garbage_between_the_members_of_a_tar_is_said(tmp_path: Path) -> None:
    data = tarred({"a.txt": TEXT}, "w")[:1024] + b"x" * 1024 + tarred({"b.txt": TEXT}, "w")
    file = write(tmp_path / "a.tar", data)
    assert names(file) == ["!a.txt"]
    assert "a.txt" in problems(file)[0].message


def test_a_bomb_is_left_out_and_the_rest_is_read(tmp_path: Path) -> None:
    file = tmp_path / "bomb.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("bomb.jsonl", "w") as member:
            for _ in range(100):
                member.write(b" " * 1_000_000)
        archive.writestr("a.txt", TEXT)
    assert names(file) == ["!a.txt"]
    (problem,) = problems(file)
    assert (problem.source, problem.severity) == (f"{file}!bomb.jsonl", "skipped")
    assert "bomb" in problem.message


def test_a_bomb_of_many_layers_ends_its_archive(tmp_path: Path) -> None:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w:gz") as archive:
        for name in ("a.jsonl", "b.txt"):
            info = tarfile.TarInfo(name)
            info.size = 100_000_000 if name == "a.jsonl" else 5
            archive.addfile(info, io.BytesIO(b" " * info.size))
    file = write(tmp_path / "bomb.tar.gz", held.getvalue())
    assert pages(file) == []
    assert any("bomb" in p.message for p in problems(file))


def test_a_packed_bomb_is_stopped(tmp_path: Path) -> None:
    file = write(tmp_path / "bomb.jsonl.gz", gzip.compress(b" " * 100_000_000))
    (problem,) = problems(file)
    assert "bomb" in problem.message


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", b"not a zip at all"),
        ("a.tar", b"not a tar at all"),
        ("a.tar.gz", gzip.compress(b"not a tar at all")),
        ("a.jsonl.gz", b"not packed"),
        ("a.jsonl.gz", gzip.compress(b'{"text": "a"}\n' * 99)[:-20]),
        ("a.txt.gz", gzip.compress(TEXT)[:-6]),
        ("a.zip", zipped({})),
        ("a.zip", zipped({"a.jpg": b"x"})),
    ],
)
def test_what_is_no_archive_is_one_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    (problem,) = problems(write(tmp_path / name, data))
    assert "\n" not in problem.message


def test_standard_input_is_told_by_its_first_bytes(tmp_path: Path) -> None:
    script = (
        "from pathlib import Path; from incidentbook.sources import Page, read\n"
        "for x in read([Path('-')]): print(type(x).__name__, x.source, getattr(x, 'media_type', ''))"
    )

    def piped(data: bytes) -> list[str]:
        done = subprocess.run([sys.executable, "-c", script], input=data, capture_output=True, check=True)
        return done.stdout.decode().splitlines()

    web = "Page -#http://news.test/{} text/html"
    assert piped(packed(records(2))) == [web.format(1), web.format(2)]
    assert piped(b'{"text": "a"}\n{"text": "b", "id": "x"}\n') == [
        "Page -#1 text/plain",
        "Page -#x text/plain",
    ]
    assert piped(gzip.compress(b'{"text": "a"}\n')) == ["Page -#1 text/plain"]
    assert piped(TEXT) == ["Page - text/plain"]
    assert piped(zipped({"a.txt": TEXT})) == ["Page -!a.txt text/plain"]
    assert piped(b"") == ["Problem - "]

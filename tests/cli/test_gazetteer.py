"""`incidentbook gazetteer`: national gazetteers come, are used, and go; what goes wrong changes nothing."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from contextlib import closing
from pathlib import Path

import pytest


def line(ident: int, name: str, country: str = "IQ") -> str:
    where = f"{30 + ident % 700 / 100}\t{40 + ident % 800 / 100}"
    return f"{ident}\t{name}\t{name}\t\t{where}\tP\tPPL\t{country}\t\t07\t\t\t\t500\t\t\tAsia/Baghdad\t2020-01-01\n"


def dump(path: Path, lines: list[str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{path.stem}.txt", "".join(lines))
    return path


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the user's gazetteer is looked for in this test."""
    monkeypatch.delenv("INCIDENTBOOK_GAZETTEER", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    return tmp_path / "data" / "incidentbook" / "gazetteer.sqlite"


def test_add_list_find_remove(here, own: Path, tmp_path: Path) -> None:
    dump(tmp_path / "IQ.zip", [line(1, "Zzyzx al Kabir"), line(2, "Qqyqx")])
    added = here("gazetteer", "add", "IQ.zip", "--country", "IQ")
    assert (added.code, added.err) == (0, "")
    assert added.out.startswith("IQ: 2 places with 2 names, from GeoNames\n")
    assert own.is_file()
    listed = here("gazetteer", "list").out.splitlines()
    assert listed[0].split() == ["source", "format", "country", "places", "names", "added"]
    assert listed[2].split()[:5] == ["IQ", "GeoNames", "IQ", "2", "2"]
    found = here("gazetteer", "find", "Zzyzx al-Kabir").out.splitlines()
    assert found[0].split()[:3] == ["place", "kind", "province"]
    assert {"city", "IQ", "30.0100", "40.0100", "geonames:1", "1.00"} <= set(found[2].split())
    assert here("gazetteer", "remove", "IQ").out == "IQ: 2 places removed\n"
    gone = here("gazetteer", "find", "Zzyzx al-Kabir")
    assert (gone.code, gone.out) == (0, "")
    assert gone.err.startswith("Zzyzx al-Kabir: unknown; ")
    assert here("gazetteer", "list").err.startswith("none at ")


def test_find_weighs_namesakes(here, own: Path) -> None:
    near = here("gazetteer", "find", "Tripoli", "--near", "Beirut").out.splitlines()[2].split()
    assert {"LB", "geonames:266826"} <= set(near)
    assert "LY" in here("gazetteer", "find", "Tripoli", "--country", "LY").out.splitlines()[2].split()
    assert here("gazetteer", "find", "Tripoli", "--near", "Qwertzuiopia").code == 2


def test_an_unclear_name_is_told_to_be_unresolved(here, own: Path) -> None:
    done = here("gazetteer", "find", "San Luis")
    assert done.code == 0
    assert len(done.out.splitlines()) > 5
    assert "San Luis: unresolved" in done.err


@pytest.mark.parametrize(
    ("name", "content", "options", "reason"),
    [
        ("IQ.zip", b"PK\x03\x04 and no more", (), "cut off"),
        ("IQ.txt", line(1, "Hit").encode()[:-4], (), "cut off"),
        ("admin-iq.tar.xz", b"\xfd7zXZ\x00 and no more", (), "cut off"),
        ("places.csv", b"name,lat,lon\nHit,33.6,42.8\n", (), "is no gazetteer"),
        ("here.txt", line(1, "Lyon", "FR").encode(), ("--country", "IQ"), "is not of IQ"),
        ("FR.txt", line(1, "Hit").encode(), ("--country", "IQ"), "is not of IQ"),
        ("IQ.txt", line(1, "Lyon", "FR").encode(), (), "is not of IQ"),
    ],
)
def test_what_does_not_fit_leaves_the_old_one(
    here, own: Path, tmp_path: Path, name: str, content: bytes, options: tuple[str, ...], reason: str
) -> None:
    dump(tmp_path / "SY.zip", [line(1, "Zzyzx", "SY")])
    assert here("gazetteer", "add", "SY.zip").code == 0
    before = own.read_bytes()
    (tmp_path / name).write_bytes(content)
    done = here("gazetteer", "add", name, *options)
    assert (done.code, done.out) == (3, "")
    assert reason in done.err
    assert done.err.count("\n") == 1
    assert own.read_bytes() == before
    assert [p.name for p in own.parent.iterdir()] == [own.name]


def test_a_missing_file_is_told(here, own: Path) -> None:
    done = here("gazetteer", "add", "IQ.zip")
    assert (done.code, done.err) == (3, "incidentbook: no file at IQ.zip\n")
    assert here("gazetteer", "remove", "IQ").code == 3


def records_in(part: Path) -> int:
    try:
        with closing(sqlite3.connect(f"file:{part}?mode=ro", uri=True, timeout=5)) as db:
            return int(db.execute("SELECT value FROM meta WHERE key = 'done'").fetchone()[0])
    except (sqlite3.Error, TypeError):
        return 0


def content(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as db:
        return list(db.iterdump())


def test_killed_half_way_and_begun_again(tmp_path: Path, program_environment: dict[str, str]) -> None:
    lines = [line(i, f"Village {i:x} {i % 97:x}") for i in range(1, 20_001)]
    source, old = dump(tmp_path / "IQ.zip", lines), dump(tmp_path / "SY.zip", [line(1, "Zzyzx", "SY")])
    broken, whole = tmp_path / "broken.sqlite", tmp_path / "whole.sqlite"

    def adding(file: Path, target: Path) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "incidentbook.cli", "gazetteer", "add", str(file)]
        return subprocess.Popen(
            command,
            env={**program_environment, "INCIDENTBOOK_GAZETTEER": str(target)},
            stdout=subprocess.PIPE,
        )

    for target in (broken, whole):
        adding(old, target).communicate(timeout=60)
    before, part = broken.read_bytes(), tmp_path / "broken.sqlite.part"
    process = adding(source, broken)
    deadline = time.monotonic() + 60
    while not records_in(part) >= 5_000 and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.002)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert broken.read_bytes() == before
    assert 5_000 <= records_in(part) < 20_000
    for target in (broken, whole):
        process = adding(source, target)
        process.communicate(timeout=60)
        assert process.returncode == 0
    assert not part.exists()
    assert content(broken) == content(whole)

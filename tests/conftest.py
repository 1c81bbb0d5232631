"""What tests of several stages share: the articles of the examples, the program itself, a book built once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

Program = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def articles() -> Path:
    """The folder of example articles, with its meta.jsonl."""
    return ROOT / "examples" / "articles"


@pytest.fixture(scope="session")
def program_environment() -> dict[str, str]:
    """The variables that the program runs with: those of this process without the user's settings of it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INCIDENTBOOK_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8", "XDG_DATA_HOME": os.devnull}


@pytest.fixture(scope="session")
def program(program_environment: dict[str, str]) -> Program:
    """Runs `incidentbook` in a process of its own."""

    def run(
        *arguments: str | Path, cwd: Path | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "incidentbook.cli", *map(str, arguments)],
            cwd=cwd,
            env={**program_environment, **variables},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture(scope="session")
def example_book(program: Program, articles: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book of the example articles; tests read it and never write to it."""
    location = tmp_path_factory.mktemp("book") / "examples.db"
    done = program("add", articles, "--book", location, "--workers", "1")
    assert done.returncode == 0, done.stderr
    return location

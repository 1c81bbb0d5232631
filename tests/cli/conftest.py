"""Running the command line inside the test's own process: quick, since the parser is loaded once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from incidentbook.cli.frame import run


@dataclass(frozen=True, slots=True)
class Done:
    """What a command line ended with and wrote."""

    code: int
    out: str
    err: str


Here = Callable[..., Done]


@pytest.fixture
def here(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Here:
    """Runs one command line in a temporary folder."""
    for name in ("INCIDENTBOOK_URL", "INCIDENTBOOK_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def run_here(*arguments: str | Path) -> Done:
        capfd.readouterr()
        code = run([str(a) for a in arguments])
        return Done(code, *capfd.readouterr())

    return run_here

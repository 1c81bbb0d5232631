"""The part that runs in the browser: its types are right, and its own tests pass."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

CLIENT = Path(__file__).parents[2] / "client"
NPM = shutil.which("npm")
needs_node = pytest.mark.skipif(
    NPM is None or not (CLIENT / "node_modules").is_dir(),
    reason="no npm, or nothing installed in client/: install Node.js 20 and run make pages",
)


@needs_node
@pytest.mark.parametrize("task", ["check", "test"])
def test_its_own_checks_pass(task: str) -> None:
    assert NPM is not None
    done = subprocess.run([NPM, "run", "--silent", task], cwd=CLIENT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-1000:]


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (CLIENT / "package-lock.json").read_text("utf-8")

"""The command line: a thin face over `Book` and `extract`. `incidentbook --help` says what it can do."""

from __future__ import annotations

import sys


def main() -> None:
    """The program: runs the command given and ends with one of the codes of `codes.ExitCode`."""
    from incidentbook.cli.frame import run

    sys.exit(run(sys.argv[1:]))

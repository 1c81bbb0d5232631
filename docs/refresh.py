"""Writes what is generated in the docs: docs/cli.md, and the outputs below the commands of `console` blocks.

`make docs` runs it. `tests/test_docs.py` uses the same functions to see that the commands still end as said.

A line of a block that begins with `$ ` is a command, run by bash in a folder that holds `examples/`; one that
ends with `# exit 3` must end with that code, any other with 0. The blocks of a page are run in order.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from incidentbook.cli.app import app
from incidentbook.cli.codes import MEANING

ROOT = Path(__file__).resolve().parent.parent
CLI_PAGE = ROOT / "docs" / "cli.md"
_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```$)", re.MULTILINE | re.DOTALL)
_EXIT = re.compile(r"#\s*exit (\d+)\s*$")


@dataclass(frozen=True, slots=True)
class Ran:
    """A command, the code that the page says it ends with, and what came of it."""

    command: str
    said: int
    code: int
    output: str


def pages() -> list[Path]:
    """README.md and the pages of docs/."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def commands(page: str) -> list[str]:
    """The commands of all console blocks of a page, in their order."""
    return [
        line[2:] for block in _BLOCK.findall(page) for line in block.splitlines() if line.startswith("$ ")
    ]


def run_all(listed: list[str], folder: Path) -> Iterator[Ran]:
    """Runs commands one after the other in `folder`."""
    environment = prepare(folder)
    for command in listed:
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        said = _EXIT.search(command)
        lines = (line.rstrip() for line in done.stdout.splitlines())
        yield Ran(
            command, int(said[1]) if said else 0, done.returncode, "".join(f"{line}\n" for line in lines)
        )


def prepare(folder: Path) -> Mapping[str, str]:
    """Puts the examples and the program into `folder`; gives the environment to run commands in."""
    (folder / "examples").symlink_to(ROOT / "examples")
    program = folder / ".bin" / "incidentbook"
    program.parent.mkdir()
    program.write_text(
        f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m incidentbook.cli "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INCIDENTBOOK_")}
    path = f"{program.parent}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{kept.get('PATH', '')}"
    return {**kept, "PATH": path, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}


def refreshed(page: str) -> str:
    """The page with the outputs that its commands give now."""
    with tempfile.TemporaryDirectory() as folder:
        ran = list(run_all(commands(page), Path(folder)))
    outputs = iter(ran)

    def block(match: re.Match[str]) -> str:
        count = sum(line.startswith("$ ") for line in match[0].splitlines())
        parts = [next(outputs) for _ in range(count)]
        return "".join(f"$ {part.command}\n{part.output}" for part in parts)

    return _BLOCK.sub(block, page)


def cli_page() -> str:
    """docs/cli.md: every command, its arguments and options, its example; the exit codes."""
    parts = [_HEAD, "| code | meaning |\n|---|---|\n"]
    parts += [f"| {code.value} | {meaning} |\n" for code, meaning in MEANING.items()]
    parts += [_command(name, command) for name, command in every_command().items()]
    return "".join(parts)


def every_command() -> dict[str, Any]:
    """Every command by the words that call it: `list`, `evidence verify`."""
    group: Any = typer.main.get_command(app)
    return dict(_below("", group))


def _below(above: str, group: Any) -> Iterator[tuple[str, Any]]:
    for name, command in group.commands.items():
        if hasattr(command, "commands"):
            yield from _below(f"{above}{name} ", command)
        else:
            yield f"{above}{name}", command


def _command(name: str, command: Any) -> str:
    prose, _, example = str(command.help).partition("\b\nExample:\n")
    rows = "".join(_row(p) for p in command.params if p.name != "help")
    table = f"| argument or option | what it is |\n|---|---|\n{rows}\n" if rows else ""
    shown = f"Example:\n\n```sh\n{_dedented(example)}\n```\n"
    return f"\n## incidentbook {name}\n\n{prose.strip()}\n\n{table}{shown}"


def _row(parameter: Any) -> str:
    option = parameter.param_type_name == "option"
    names = ", ".join(f"`{n}`" for n in parameter.opts) if option else ""
    metavar = parameter.metavar or ("" if option else parameter.name.upper())
    called = f"{names} {metavar}".strip().replace("|", "\\|")
    default = parameter.default
    usual = f" Default: `{default}`." if isinstance(default, str) and default else ""
    variable = f" Or the variable `{parameter.envvar}`." if parameter.envvar else ""
    return f"| {called} | {parameter.help}{usual}{variable} |\n"


def _dedented(example: str) -> str:
    return "\n".join(line.strip() for line in example.strip().splitlines())


_HEAD = """<!-- generated by docs/refresh.py: `make docs` -->
# The command line

`incidentbook --help` lists the commands, `incidentbook COMMAND --help` explains one. Results go to stdout;
problems, one line each as `file:line: what; way out [severity]`, and progress bars go to stderr. Where
stdout is no terminal there are no colours, and tables are as wide as they need be.

| variable | what it is for |
|---|---|
| `INCIDENTBOOK_URL` | The book, where `--book` is not given: a file, or the URL of a database. |
| `INCIDENTBOOK_DEBUG` | Set to anything, an error shows where in the program it arose. |

## Exit codes

"""


def main() -> None:
    """Rewrites the pages that have changed."""
    wanted = {CLI_PAGE: cli_page()}
    for page in pages():
        if page != CLI_PAGE:
            wanted[page] = refreshed(page.read_text(encoding="utf-8"))
    for path, text in wanted.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            print(f"written: {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

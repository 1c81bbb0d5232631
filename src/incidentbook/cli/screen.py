"""Where words go: results to stdout, problems and progress to stderr; plain text where no one looks on."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

_UNWRAPPED = 10_000

Tick = Callable[[], None]


def complain(where: str, *what: str) -> None:
    """One problem as one line on stderr: `where: what`."""
    line = without_password(" ".join(": ".join((where, *what)).split()))
    errors = console_for("stderr")
    errors.print(
        line, style="red" if errors.is_terminal else None, markup=False, highlight=False, soft_wrap=True
    )


def write(line: str, *, at_once: bool = False) -> None:
    """A line of plain text on stdout; `at_once` where somebody waits for it."""
    sys.stdout.write(f"{line}\n")
    if at_once:
        sys.stdout.flush()


def without_password(words: str) -> str:
    """The same words, with `***` for the password of any URL among them."""
    starred = re.sub(r"(://[^\s:/@]*):\S*@", r"\1:***@", words)
    return re.sub(r"([?&]password=)[^&\s]*", r"\1***", starred, flags=re.IGNORECASE)


def number(count: int, noun: str, plural: str | None = None) -> str:
    """`1 document`, `2 documents`."""
    return f"{count} {noun if count == 1 else plural or noun + 's'}"


def remark(words: str) -> None:
    """A line of advice on stderr."""
    console_for("stderr").print(words, markup=False, highlight=False, soft_wrap=True)


def show(*items: RenderableType) -> None:
    """Tables and text on stdout: styled and wrapped on a terminal, elsewhere plain in long lines."""
    out = console_for("stdout")
    if out.is_terminal:
        for item in items:
            out.print(item)
        return
    with out.capture() as kept:
        for item in items:
            out.print(item)
    lines = [line.rstrip() for line in kept.get().strip("\n").splitlines()]
    sys.stdout.write("".join(f"{line}\n" for line in lines))


def on_terminal() -> bool:
    """Whether someone looks on at stdout."""
    return sys.stdout.isatty()


def in_terminal() -> bool:
    """Whether someone looks on at stdout and can press keys."""
    return sys.stdout.isatty() and sys.stdin.isatty()


@contextmanager
def progress(what: str, total: Callable[[], int | None], *, stdout_free: bool = True) -> Iterator[Tick]:
    """A bar on stderr while documents are read; nothing where stderr is no terminal.

    Args:
        what: the word before the bar.
        total: counts what is to be done, None where that is not known; called only where a bar is shown.
        stdout_free: False where lines go to stdout at the same time: on a terminal a bar would tear them.
    """
    if not sys.stderr.isatty() or (on_terminal() and not stdout_free):
        yield lambda: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console_for("stderr"), transient=True) as bar:
        task = bar.add_task(what, total=total())
        yield lambda: bar.advance(task)


def console_for(stream: str) -> Console:
    """A console on what `sys.stdout` or `sys.stderr` is at this moment."""
    from rich.console import Console

    file = sys.stderr if stream == "stderr" else sys.stdout
    return Console(file=file, width=None if file.isatty() else _UNWRAPPED, highlight=False)

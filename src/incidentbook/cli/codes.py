"""What the program ends with; scripts can rely on it."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of every command."""

    WELL = 0
    LEFT_OUT = 1
    USAGE = 2
    BOOK = 3
    FAULT = 4
    INTERRUPTED = 130
    PIPE_CLOSED = 141


MEANING = {
    ExitCode.WELL: "all well",
    ExitCode.LEFT_OUT: "done, but something was left out: an input was skipped or failed, or decisions clash",
    ExitCode.USAGE: "wrong usage: an option, a date, an id that the book does not have",
    ExitCode.BOOK: "the book cannot be used: missing, no book, newer, locked",
    ExitCode.FAULT: "the program failed: an output that cannot be written, a fault of its own",
    ExitCode.INTERRUPTED: "interrupted by Ctrl-C; what is in the book stays",
    ExitCode.PIPE_CLOSED: "the reader of the output went away",
}

HELP = "\b\nExit codes:\n" + "\n".join(f"  {code.value:<4} {meaning}" for code, meaning in MEANING.items())

"""What surrounds every command: exit codes, one line for each fault, Ctrl-C and closed pipes."""

from __future__ import annotations

import io
import logging
import os
import signal
import sys
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import FrameType

import typer

from incidentbook.cli.codes import ExitCode
from incidentbook.cli.screen import complain
from incidentbook.errors import (
    AccountError,
    BookError,
    DecisionError,
    IncidentBookError,
    ServeError,
    UnknownIncidentError,
)

DEBUG_VARIABLE = "INCIDENTBOOK_DEBUG"


def run(arguments: Sequence[str]) -> int:
    """Runs one command line, without the program's name. An error leaves it as a line on stderr and a code.

    Returns:
        The exit code.
    """
    _quiet_libraries()
    _speak_utf8()
    with _interrupts_end_this_process_alone():
        try:
            code = _command(arguments)
            sys.stdout.flush()
            return code
        except typer.Exit as end:
            return end.exit_code
        except typer.TyperException as error:
            return _wrong_usage(error)
        except KeyboardInterrupt as stop:
            complain("interrupted", *map(str, stop.args))
            return ExitCode.INTERRUPTED
        except BrokenPipeError:
            _forget_stdout()
            return ExitCode.PIPE_CLOSED
        except Exception as error:  # noqa: BLE001  the outermost frame: a user meets a line, never a traceback
            return _failed(error)


def code_of(error: Exception) -> ExitCode:
    """The exit code that an error stands for."""
    if isinstance(error, AccountError | DecisionError | ServeError | UnknownIncidentError):
        return ExitCode.USAGE
    return ExitCode.BOOK if isinstance(error, BookError) else ExitCode.FAULT


def _command(arguments: Sequence[str]) -> int:
    # Not by calling the app: Typer would give a closed pipe the code 1, which means something else here.
    from incidentbook.cli.app import app

    command = typer.main.get_command(app)
    with command.make_context("incidentbook", list(arguments)) as context:
        return int(command.invoke(context) or ExitCode.WELL)


def _wrong_usage(error: typer.TyperException) -> ExitCode:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "incidentbook"
    said = error.format_message().replace("Value error, ", "")
    if "\n" in said:  # the whole help, where no command was given
        sys.stderr.write(said + "\n")
    else:
        complain(path, f"{said.rstrip('.')}; see `{path} --help`")
    return ExitCode.USAGE


def _failed(error: Exception) -> ExitCode:
    if os.environ.get(DEBUG_VARIABLE):
        raise error
    if isinstance(error, IncidentBookError):
        complain("incidentbook", str(error))
    elif isinstance(error, OSError) and error.filename:
        complain(
            str(error.filename),
            f"{error.strerror}; check the path, its permissions and the space on the disk",
        )
    else:
        said = " ".join(str(error).split()) or "no further words"
        complain("incidentbook", f"unexpected {type(error).__name__}: {said}; {DEBUG_VARIABLE}=1 shows where")
    return code_of(error)


@contextmanager
def _interrupts_end_this_process_alone() -> Iterator[None]:
    """Ctrl-C reaches every process of the terminal; those that read for this one must not each complain."""
    owner = os.getpid()

    def handle(number: int, frame: FrameType | None) -> None:
        if os.getpid() == owner:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _quiet_libraries() -> None:
    """What libraries mutter is no problem of the user's: each real problem has a line of our own."""
    if not os.environ.get(DEBUG_VARIABLE):
        warnings.simplefilter("ignore")
        logging.lastResort = None


def _speak_utf8() -> None:
    """Files and pipes get UTF-8 whatever the locale; a terminal that lacks a letter gets a mark for it."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="replace")


def _forget_stdout() -> None:
    """What is still to be flushed has no reader; Python would complain of it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

"""The commands `serve` and `accounts`: the book over HTTP, and who may use it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incidentbook.cli import options, screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.options import DEFAULT_BOOK, Role

if TYPE_CHECKING:
    from incidentbook.api.settings import Settings
    from incidentbook.book.accounts import Accounts
    from incidentbook.pipeline import Book

accounts = typer.Typer(
    help="Who may use a served book: accounts with a role, and tokens for programs. See docs/api.md.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AccountName = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.")]


@dataclass(frozen=True, slots=True)
class Served:
    """How `serve` was asked to serve; `tls` are the files of certificate and key."""

    host: str
    port: int
    names: tuple[str, ...]
    with_accounts: bool
    https: bool
    tls: tuple[Path, Path] | None
    by: str | None


def serve_book(location: str, asked: Served) -> ExitCode:
    """Serves a book until Ctrl-C.

    Raises:
        ServeError: it cannot be served so; the message tells the way out.
    """
    from incidentbook.pipeline import Book

    with _extra(), Book.open(location, create=False) as book:
        from incidentbook.api.server import Tls, serve
        from incidentbook.web import create_app

        settings = _settings(book, asked)
        tls = Tls(*asked.tls) if asked.tls else None
        if settings.accounts is not None and not settings.https:
            screen.remark(
                "Passwords and tokens go over the network as they are: give --tls-cert and --tls-key, or --https with a "
                "proxy in front that speaks HTTPS"
            )
        try:
            serve(create_app(book, settings), book, settings, asked.port, _tell, tls)
        except KeyboardInterrupt:
            screen.remark("Served no more")
    return ExitCode.WELL


def describe() -> ExitCode:
    """Prints the OpenAPI document."""
    import json

    with _extra():
        from incidentbook.api.app import description

    screen.write(json.dumps(description(), indent=2, ensure_ascii=False))
    return ExitCode.WELL


def _tell(address: str) -> None:
    screen.write(address, at_once=True)


def _settings(book: Book, asked: Served) -> Settings:
    from incidentbook.api.settings import Settings, is_loopback
    from incidentbook.errors import ServeError

    wanted = asked.with_accounts or asked.names or not is_loopback(asked.host)
    found = _accounts_of(book) if wanted else None
    if found is not None and not found.all():
        raise ServeError(
            "others than this machine's user may reach it and there is no account: make one first, "
            "incidentbook accounts add NAME --role editor"
        )
    user = asked.by or _user()
    return Settings(asked.host, asked.names, found, user, asked.https or asked.tls is not None)


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "reviewer"


@contextmanager
def _extra() -> Iterator[None]:
    """Says what to install where the packages of the extra are missing."""
    from incidentbook.errors import ServeError

    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("fastapi", "jinja2", "starlette", "uvicorn"):
            raise
        raise ServeError(
            f"serving needs the package {error.name}, which is not there: pip install 'incidentbook[serve]'"
        ) from error


@accounts.command()
def add(
    name: AccountName,
    role: Annotated[
        Role,
        typer.Option(
            "--role",
            metavar="reader|reviewer|editor",
            help="A reader looks; a reviewer decides too, and takes back what they decided; an editor takes back what others "
            "decided, and adds articles.",
        ),
    ] = "reader",
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Make an account. The password is asked for, or read from the first line of standard input.

    It is kept beside the book, in BOOK.accounts, as a hash by scrypt.

    \b
    Example:
      incidentbook accounts add ann --role reviewer
    """
    with _accounts(book) as found:
        made = found.add(name, role, _password())
    article = "an" if made.role == "editor" else "a"
    screen.write(f"{made.name} is {article} {made.role}")
    return ExitCode.WELL


@accounts.command()
def password(name: AccountName, book: options.BookAt = DEFAULT_BOOK) -> int:
    """Set another password. Sessions and tokens of the account end.

    \b
    Example:
      incidentbook accounts password ann
    """
    with _accounts(book) as found:
        found.set_password(name, _password())
    screen.write(f"{name} has another password; its sessions and tokens have ended")
    return ExitCode.WELL


@accounts.command()
def token(name: AccountName, book: options.BookAt = DEFAULT_BOOK) -> int:
    """Make a token by which a program uses an account. It is shown this once, and only a hash of it is kept.

    \b
    Example:
      incidentbook accounts token ann
    """
    with _accounts(book) as found:
        screen.write(found.make_token(name))
    return ExitCode.WELL


@accounts.command("list")
def list_(book: options.BookAt = DEFAULT_BOOK) -> int:
    """Show the accounts and their roles.

    \b
    Example:
      incidentbook accounts list
    """
    with _accounts(book) as found:
        known = found.all()
    for account in known:
        screen.write(f"{account.name}  {account.role}")
    if not known:
        screen.remark("There is no account yet: incidentbook accounts add NAME --role reviewer")
    return ExitCode.WELL


@accounts.command()
def remove(name: AccountName, book: options.BookAt = DEFAULT_BOOK) -> int:
    """End an account, its sessions and its tokens. What it decided stays.

    \b
    Example:
      incidentbook accounts remove ann
    """
    with _accounts(book) as found:
        found.remove(name)
    screen.write(f"{name} has no account any more")
    return ExitCode.WELL


@contextmanager
def _accounts(location: str) -> Iterator[Accounts]:
    from incidentbook.pipeline import Book

    with Book.open(location, create=False) as book:
        yield _accounts_of(book)


def _accounts_of(book: Book) -> Accounts:
    from incidentbook.book.accounts import Accounts

    return Accounts.beside(book.home)


def _password() -> str:
    """The password as it was typed twice, or the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    typed: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    return typed

"""The commands. Each loads what it needs when it runs, so that help is quick."""

from __future__ import annotations

import json
from typing import Annotated, Literal, get_args

import typer

from incidentbook import __version__
from incidentbook.cli import gazetteer, options, screen
from incidentbook.cli.codes import HELP, ExitCode
from incidentbook.cli.options import DEFAULT_BOOK
from incidentbook.cli.output import writer
from incidentbook.model import AttackType

app = typer.Typer(
    help="Reads news reports of armed attacks and keeps a book of incidents, "
    "every value tied to its words and its source.",
    epilog=f"{HELP}\n\n\b\nStart with:\n  incidentbook add articles/\n  incidentbook list",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"incidentbook {__version__}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version and exit.", callback=_tell_version, is_eager=True),
    ] = False,
) -> None:
    pass


@app.command()
def extract(
    paths: options.Paths, meta: options.Meta = None, out: options.Out = None, workers: options.Workers = None
) -> int:
    """Write what articles say of attacks, one JSON line a document.

    Nothing is kept: no book is needed. The lines are described in docs/format.md.

    \b
    Example:
      incidentbook extract articles/ --out reports.jsonl
    """
    from incidentbook.cli.reading import extract_to

    with writer(out) as handle:
        return extract_to(handle, paths, meta, workers, to_stdout=out is None)


@app.command()
def add(
    paths: options.Paths,
    book: options.BookAt = DEFAULT_BOOK,
    meta: options.Meta = None,
    workers: options.Workers = None,
) -> int:
    """Read articles into the book, which is made where there is none.

    What the book holds already stays as it is; the same command can be given again after Ctrl-C or a crash.

    \b
    Example:
      incidentbook add articles/ more/page.html --book iraq.db
    """
    from incidentbook.cli.reading import add_to

    return add_to(book, paths, meta, workers)


@app.command("list")
def list_(
    country: options.Country = None,
    since: options.Since = None,
    until: options.Until = None,
    kind: Annotated[
        AttackType | None,
        typer.Option("--kind", metavar="KIND", help=f"Kind of attack: {', '.join(get_args(AttackType))}."),
    ] = None,
    actor: Annotated[
        str | None,
        typer.Option(
            "--actor", metavar="NAME", help="Part of the name of who did, claimed or is blamed for it."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line an incident, as `export` writes.")
    ] = False,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Show the incidents of the book as a table, by date.

    Every condition given must hold. Figures are low–high over independent sources; an empty cell is
    unknown. The last column counts the documents, and those of them that repeat no other.

    \b
    Example:
      incidentbook list --country IQ --from 2021-06-01 --to 2021-07-31 --kind rocket
    """
    from incidentbook.cli.looking import Asked, list_incidents

    return list_incidents(book, Asked(country, since, until, kind, actor), "jsonl" if as_json else "table")


@app.command()
def show(
    incident: Annotated[str, typer.Argument(metavar="ID", help="The incident's id, or the beginning of it.")],
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Show one incident: its values, where reports disagree, who says what and in which words.

    The words that say it are bold and underlined on a terminal, and stand between « and » elsewhere.

    \b
    Example:
      incidentbook show IB-7K2M9Q
    """
    from incidentbook.cli.looking import show_incident

    return show_incident(book, incident)


@app.command()
def export(
    form: Annotated[
        Literal["jsonl", "csv"],
        typer.Option("--format", metavar="jsonl|csv", help="JSON Lines, or a table for spreadsheets."),
    ] = "jsonl",
    out: options.Out = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Write all incidents of the book for other programs.

    \b
    Example:
      incidentbook export --format csv --out incidents.csv
    """
    from incidentbook.cli.looking import export_incidents

    with writer(out) as handle:
        return export_incidents(book, form, handle)


@app.command()
def schema(
    of: Annotated[
        Literal["extraction", "incident", "meta"],
        typer.Argument(
            metavar="extraction|incident|meta", help="A line of `extract`, of `export`, or of meta.jsonl."
        ),
    ] = "extraction",
) -> int:
    """Print the JSON Schema of the lines that the program writes or reads.

    \b
    Example:
      incidentbook schema incident
    """
    from incidentbook.exchange import schema as schema_of

    screen.write(json.dumps(schema_of(of), indent=2, ensure_ascii=False))
    return ExitCode.WELL


app.add_typer(gazetteer.app, name="gazetteer")

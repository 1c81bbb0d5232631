"""The commands of `decide` and `decisions`: each act of a reviewer as a command of its own, and the ledger of them."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incidentbook.cli import options, screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.options import DEFAULT_BOOK
from incidentbook.cli.output import writer

if TYPE_CHECKING:
    from collections.abc import Callable

    from incidentbook.book import Decision
    from incidentbook.model import DecisionKind
    from incidentbook.review import Desk
    from incidentbook.review.desk import Said

decide = typer.Typer(
    help="Decide of reports and incidents: what is one attack, what is none, which value is right. See docs/reviewing.md.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
decisions = typer.Typer(
    help="What reviewers decided: shown, written out, and merged with another reviewer's.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

ReportName = Annotated[
    str,
    typer.Argument(
        metavar="REPORT",
        help="A report: its id, as `show` ends its heading with, or the file's name and its number: d05.txt-1.",
    ),
]
OtherReport = Annotated[str, typer.Argument(metavar="REPORT", help="The other report.")]
IncidentName = Annotated[str, typer.Argument(metavar="ID", help="The incident's id, or the beginning of it.")]
By = Annotated[
    str | None,
    typer.Option("--by", metavar="NAME", help="Who decides; by default the name you are logged in as."),
]
Why = Annotated[str | None, typer.Option("--why", metavar="TEXT", help="The reason.")]
Source = Annotated[
    str | None,
    typer.Option("--source", metavar="TEXT", help="What it rests on: a source, a quote, an address."),
]


def reviewer(by: str | None) -> str:
    """Who decides: who is named, else who is logged in.

    Raises:
        typer.BadParameter: nobody is.
    """
    if by is not None:
        return by
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError) as error:
        raise typer.BadParameter("nobody is logged in by name; give --by NAME") from error


@decide.command()
def same(
    first: ReportName,
    second: OtherReport,
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Two reports are of one attack.

    \b
    Example:
      incidentbook decide same d05.txt-1 d11.txt-2 --why "the same night, the same base"
    """
    return _pair(book, "same", first, second, (by, why, source))


@decide.command()
def different(
    first: ReportName,
    second: OtherReport,
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Two reports are of two attacks.

    \b
    Example:
      incidentbook decide different d05.txt-1 d11.txt-2 --why "one was in the morning"
    """
    return _pair(book, "different", first, second, (by, why, source))


@decide.command()
def unsure(
    first: ReportName,
    second: OtherReport,
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Nothing tells whether two reports are of one attack: `review` asks for them no more.

    \b
    Example:
      incidentbook decide unsure d05.txt-1 d11.txt-2
    """
    return _pair(book, "unsure", first, second, (by, why, source))


@decide.command()
def merge(
    incidents: Annotated[
        list[str], typer.Argument(metavar="ID...", help="The incidents, two or more, by their ids.")
    ],
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Several incidents are one. The oldest id stays, the others lead to it.

    \b
    Example:
      incidentbook decide merge IB-7K2M9Q IB-P95G51 --why "both tell of the airport strike"
    """
    return _act(book, (by, why, source), lambda desk, said: desk.merge(incidents, said))


@decide.command()
def split(
    incident: IncidentName,
    reports: Annotated[
        list[str],
        typer.Argument(metavar="REPORT...", help="The reports that are another attack, all of them one."),
    ],
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Take reports out of an incident: they are another one. The id stays with the report that it was made from.

    \b
    Example:
      incidentbook decide split IB-7K2M9Q d11.txt-2 --why "that was the day before"
    """
    return _act(
        book, (by, why, source), lambda desk, said: desk.split(incident, list(map(desk.find, reports)), said)
    )


@decide.command()
def correct(
    incident: IncidentName,
    prop: Annotated[str, typer.Argument(metavar="PROPERTY", help="As `show` names it: killed, date, place.")],
    value: Annotated[
        str,
        typer.Argument(
            metavar="VALUE",
            help="3, 3-5 or 3+; 2021-07-04 or 2021-07-04..2021-07-05; `Camp Taji, IQ`; a name; none; or as in "
            "docs/format.md, in JSON.",
        ),
    ],
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Correct a value of an incident. It takes a reason or a source; what the reports say stays there to be seen.

    \b
    Example:
      incidentbook decide correct IB-7K2M9Q killed 3 --source "the hospital's list of 6 July"
    """
    from incidentbook.review import written

    name = written.property_named(prop)
    wanted = written.value(name, value)
    return _act(book, (by, why, source), lambda desk, said: desk.correct(incident, name, wanted, said))


@decide.command()
def reject(
    what: Annotated[
        str, typer.Argument(metavar="ID|REPORT", help="An incident, by its id with IB-; or a report.")
    ],
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """An incident, or one report of it, is no attack. It takes a reason or a source.

    `list` leaves rejected incidents out, `export` gives them that status. A rejected report has no say in its incident.

    \b
    Example:
      incidentbook decide reject IB-7K2M9Q --why "an exercise"
    """

    def act(desk: Desk, said: Said) -> Decision:
        whole = what.strip().upper().startswith("IB-")
        return desk.reject(what, said) if whole else desk.reject_report(desk.find(what), said)

    return _act(book, (by, why, source), act)


@decide.command()
def confirm(
    incident: IncidentName,
    why: Why = None,
    source: Source = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """An incident is right as the book has it.

    \b
    Example:
      incidentbook decide confirm IB-7K2M9Q
    """
    return _act(book, (by, why, source), lambda desk, said: desk.confirm(incident, said))


@decide.command()
def undo(
    decision: Annotated[
        str,
        typer.Argument(
            metavar="D-ID|last", help="The decision's id, or the beginning of it; `last`: your last one."
        ),
    ],
    why: Why = None,
    by: By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Take a decision back. Nothing is deleted: an undo can be undone, and brings back what was.

    \b
    Example:
      incidentbook decide undo D-4N7QX2
      incidentbook decide undo last
    """
    return _act(book, (by, why, None), lambda desk, said: desk.undo(decision, said))


@decisions.command("list")
def list_(
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line a decision, with how it stands.")
    ] = False,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Show every decision that was made, and how it stands: in force, undone, overruled, or an orphan.

    An orphan is about a report that is not in the book now; it is in force again when the report is back.

    \b
    Example:
      incidentbook decisions list --book iraq.db
    """
    from incidentbook.cli import ledger

    return ledger.list_decisions(book, as_json=as_json)


@decisions.command()
def export(out: options.Out = None, book: options.BookAt = DEFAULT_BOOK) -> int:
    """Write every decision as one JSON line, for another book of the same articles, or another reviewer.

    \b
    Example:
      incidentbook decisions export --out ann.jsonl
    """
    from incidentbook.cli import ledger

    with writer(out) as handle:
        return ledger.export_decisions(book, handle)


@decisions.command("import")
def import_(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="What `decisions export` wrote."),
    ],
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Read another reviewer's decisions into the book. What is there already is left as it is, and nothing is lost.

    Ends with 1 where two reviewers contradict each other: each clash is told by their names. The later decision holds
    until one of both is undone.

    \b
    Example:
      incidentbook decisions import ben.jsonl
    """
    from incidentbook.cli import ledger

    return ledger.import_decisions(book, file)


def _pair(
    book: str, kind: DecisionKind, first: str, second: str, said: tuple[str | None, str | None, str | None]
) -> int:
    return _act(book, said, lambda desk, who: desk.pair(kind, desk.find(first), desk.find(second), who))


def _act(
    book: str,
    said: tuple[str | None, str | None, str | None],
    act: Callable[[Desk, Said], Decision],
) -> ExitCode:
    """One act: what was decided goes to stdout, what it overrules to stderr."""
    from incidentbook.export.decisions import in_words
    from incidentbook.pipeline import Book
    from incidentbook.review.desk import Said

    by, why, source = said
    with Book.open(book, create=False) as opened:
        decision = act(opened.review, Said(reviewer(by), why, source))
        overruled = opened.review.overruled_by(decision)
    screen.write(f"{decision.id}: {in_words(decision)}")
    for earlier in overruled:
        screen.remark(f"It overrules {earlier.id} of {earlier.by}: {in_words(earlier)}")
    return ExitCode.WELL

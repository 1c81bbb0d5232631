"""The commands. Each loads what it needs when it runs, so that help is quick."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Literal, get_args

import typer

from incidentbook import __version__
from incidentbook.cli import deciding, gazetteer, options, screen, serving
from incidentbook.cli.codes import HELP, ExitCode
from incidentbook.cli.options import DEFAULT_BOOK
from incidentbook.cli.output import writer
from incidentbook.export.forms import Form
from incidentbook.model import BUILT_IN, ContextKind

app = typer.Typer(
    help="Reads news reports of armed attacks and keeps a book of incidents, "
    "every value tied to its words and its source.",
    epilog=f"{HELP}\n\n\b\nStart with:\n  incidentbook add articles/\n  incidentbook list",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
)


evidence = typer.Typer(
    help="What was read, as it was found: written out, and checked. See docs/reading.md.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
app.add_typer(evidence, name="evidence")


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
    paths: options.Paths,
    meta: options.Meta = None,
    columns: options.Columns = None,
    out: options.Out = None,
    workers: options.Workers = None,
    extractor: options.ExtractorName = BUILT_IN,
    base_url: options.BaseUrl = None,
    private: options.Private = False,
    max_size: options.MaxSize = None,
) -> int:
    """Write what articles say of attacks, one JSON line a document.

    Nothing is kept: no book is needed. The lines are described in docs/format.md. A web page whose words tell
    of no attack gives no line.

    \b
    Example:
      incidentbook extract articles/ --out reports.jsonl
      incidentbook extract articles/ --extractor openai:qwen3 --base-url http://localhost:8080/v1
    """
    from incidentbook.cli.reading import Inputs, extract_to

    reader = options.chosen(extractor, base_url)
    asked = Inputs(paths, meta, columns, "anywhere" if private else "public", workers, max_size, reader)
    with writer(out) as handle:
        return extract_to(handle, asked, to_stdout=out is None)


@app.command()
def add(
    paths: options.Paths,
    book: options.BookAt = DEFAULT_BOOK,
    meta: options.Meta = None,
    columns: options.Columns = None,
    keep: options.KeepAs = "pages",
    workers: options.Workers = None,
    extractor: options.ExtractorName = BUILT_IN,
    base_url: options.BaseUrl = None,
    private: options.Private = False,
    max_size: options.MaxSize = None,
) -> int:
    """Read articles into the book, which is made where there is none.

    What the book holds already stays as it is. After Ctrl-C or a crash give the same command again: within a
    long file it goes on where it stopped.

    \b
    Example:
      incidentbook add articles/ crawl.warc.gz https://example.org/news --book iraq.db
      incidentbook add articles/ --extractor openai:qwen3 --base-url http://localhost:8080/v1
    """
    from incidentbook.cli.reading import Inputs, add_to

    reader = options.chosen(extractor, base_url)
    asked = Inputs(paths, meta, columns, "anywhere" if private else "public", workers, max_size, reader)
    return add_to(book, asked, keep)


@app.command()
def watch(
    feeds: Annotated[
        Path,
        typer.Argument(
            metavar="FEEDS",
            exists=True,
            dir_okay=False,
            help="A file with one address of a feed or sitemap on each line; `#` begins a remark.",
        ),
    ],
    book: options.BookAt = DEFAULT_BOOK,
    once: Annotated[bool, typer.Option("--once", help="Read each feed once and end.")] = False,
    interval: Annotated[
        float,
        typer.Option(
            "--interval", metavar="SECONDS", min=1, help="Seconds between two readings of a feed: 900."
        ),
    ] = 900.0,
    keep: options.KeepAs = "pages",
    extractor: options.ExtractorName = BUILT_IN,
    base_url: options.BaseUrl = None,
    private: options.Private = False,
) -> int:
    """Read the stories of feeds into the book as they appear, each once, until Ctrl-C.

    Politely: nothing is fetched twice that has not changed, each host is asked once a second at most, and
    robots.txt is obeyed. Which stories were read is kept beside the book.

    \b
    Example:
      incidentbook watch feeds.txt --once --book iraq.db
    """
    from incidentbook.cli.reading import Rounds, watch_to

    reader = options.chosen(extractor, base_url)
    rounds = Rounds(1 if once else None, interval, "anywhere" if private else "public", keep, reader)
    return watch_to(book, feeds, rounds)


@app.command()
def explain(
    paths: options.Paths,
    sentence: Annotated[
        list[int] | None,
        typer.Option(
            "--sentence", metavar="N", min=1, help="Show this sentence alone; may be given several times."
        ),
    ] = None,
    held: Annotated[
        bool, typer.Option("--held", help="Show the sentences alone in which something was held back.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line an article.")] = False,
    meta: options.Meta = None,
    columns: options.Columns = None,
    extractor: options.Explained = "built-in",
    private: options.Private = False,
) -> int:
    """Show, sentence by sentence, what was found in articles, by which entry of which table, and what was held back.

    A line with `+` is a word that stands for an attack, with its frame and the report that it went to; one with `-`
    has a frame and was held back, with the reason and, in brackets, where under resources/ the rule stands. Below
    are the statements (`=`: the report has this value) and the words that the tables know. With the trained reader a
    statement says whether that found it too, or alone.

    \b
    Example:
      incidentbook explain article.txt --held
    """
    from incidentbook.cli.explain import explain_to_screen
    from incidentbook.cli.reading import Inputs

    asked = Inputs(paths, meta, columns, "anywhere" if private else "public")
    with_reader = options.chosen(extractor, None) is not None
    return explain_to_screen(
        asked, sentence or (), missed_alone=held, as_json=as_json, with_reader=with_reader
    )


@app.command("list")
def list_(
    country: options.Country = None,
    since: options.Since = None,
    until: options.Until = None,
    kind: options.Kind = None,
    actor: options.Blamed = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line an incident, as `export` writes.")
    ] = False,
    policy: options.ByPolicy = "most-independent",
    as_of: options.AsOf = None,
    rejected: Annotated[
        bool, typer.Option("--rejected", help="Show the incidents too that reviewers rejected.")
    ] = False,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Show the incidents of the book as a table, by date.

    Every condition given must hold. Figures are low–high over independent sources; an empty cell is
    unknown. The last column counts the documents, and those of them that repeat no other. What reviewers rejected is
    left out.

    \b
    Example:
      incidentbook list --country IQ --from 2021-06-01 --to 2021-07-31 --kind rocket
      incidentbook list --as-of 2021-07-06 --policy latest
    """
    from incidentbook.cli.looking import Asked, Seen, list_incidents

    asked = Asked(country, since, until, kind, actor)
    return list_incidents(book, asked, Seen(policy, as_of, rejected), "jsonl" if as_json else "table")


@app.command()
def show(
    incident: Annotated[str, typer.Argument(metavar="ID", help="The incident's id, or the beginning of it.")],
    policy: options.ByPolicy = "most-independent",
    as_of: options.AsOf = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Show one incident: its values, where reports disagree, what reviewers decided, who says what and in which words.

    The words that say it are bold and underlined on a terminal, and stand between « and » elsewhere.

    \b
    Example:
      incidentbook show IB-7K2M9Q
    """
    from incidentbook.cli.looking import Seen, show_incident

    return show_incident(book, incident, Seen(policy, as_of))


@app.command()
def export(
    form: Annotated[
        Form | None,
        typer.Option(
            "--format",
            metavar="FORMAT",
            help=f"One of {', '.join(get_args(Form))}; by default the one that the ending of --out tells, else jsonl.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            metavar="FILE",
            help="Write to this file, when all is done, not to stdout; a data package also to a folder.",
        ),
    ] = None,
    country: options.Country = None,
    since: options.Since = None,
    until: options.Until = None,
    kind: options.Kind = None,
    actor: options.Blamed = None,
    policy: options.ByPolicy = "most-independent",
    as_of: options.AsOf = None,
    texts: Annotated[
        bool, typer.Option("--with-texts", help="Put the full texts of the documents into a data package.")
    ] = False,
    unmarked: Annotated[
        bool,
        typer.Option("--no-bom", help="Begin CSV without the byte order mark, by which Excel knows UTF-8."),
    ] = False,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Write incidents of the book for other programs; the conditions are those of `list`.

    Tables (csv, and acled and ucdp with columns like those of these projects), maps (geojson, gpkg, geoparquet),
    one row a statement (parquet), FollowTheMoney entities (ftm), a data package with the evidence (package), and
    the exchange format (jsonl). Their columns are told in docs/exports.md.

    Incidents that reviewers rejected are kept in csv, package and jsonl, with that status, and left out of all others.

    \b
    Example:
      incidentbook export --out incidents.csv
      incidentbook export --country IQ --from 2021-01-01 --out iraq.gpkg
      incidentbook export --format acled --out incidents.csv
    """
    from incidentbook.cli.exporting import export_incidents, form_of
    from incidentbook.cli.looking import Asked, Seen
    from incidentbook.export.formats import Wishes

    asked = Asked(country, since, until, kind, actor)
    wishes = Wishes(not unmarked, texts)
    return export_incidents(book, form_of(form, out, wishes), asked, Seen(policy, as_of), out, wishes)


@app.command()
def review(
    as_list: Annotated[
        bool, typer.Option("--list", help="Only list what is to be looked at; so it is without a terminal.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="List it, one JSON line each.")] = False,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="N", min=1, help="So many at most; by default all.")
    ] = None,
    by: deciding.By = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Go through what is least certain: pairs of reports that may be one attack, and incidents whose reports disagree.

    Two reports stand side by side, what differs is marked; a key decides, and the next ones come. Every act is a command
    of its own too: see `incidentbook decide`.

    \b
    Example:
      incidentbook review --book iraq.db
      incidentbook review --list --limit 10
    """
    from incidentbook.cli.reviewing import list_questions, review_book

    if as_list or as_json or not screen.in_terminal():
        return list_questions(book, limit, as_json=as_json)
    return review_book(book, deciding.reviewer(by), limit)


@app.command()
def diff(
    before: Annotated[
        str,
        typer.Argument(
            metavar="BEFORE",
            help="A day, by which the book is taken as it was known; or a book; or a JSONL export.",
        ),
    ],
    after: Annotated[str, typer.Argument(metavar="AFTER", help="The same of the later state.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON line a change.")] = False,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Show what changed: incidents that are new, gone, merged or split, and values, status and grade.

    \b
    Example:
      incidentbook diff 2021-07-05 2021-07-31 --book iraq.db
      incidentbook diff old.db new.db
    """
    from incidentbook.cli.changes import diff as print_diff

    return print_diff(book, before, after, as_json=as_json)


app.add_typer(deciding.decide, name="decide")
app.add_typer(deciding.decisions, name="decisions")


@app.command()
def check(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[DRAFTS]", help="Texts that are not in the book; without them its own texts are checked."
        ),
    ] = None,
    text: Annotated[str | None, typer.Option("--text", metavar="WORDS", help="Check this sentence.")] = None,
    on: options.On = None,
    as_json: Annotated[bool, typer.Option("--json", help="All findings as one JSON object.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="All findings as Markdown.")] = False,
    report: Annotated[
        Path | None,
        typer.Option(
            "--report",
            metavar="FILE.html",
            dir_okay=False,
            help="Also write a page with plots that needs nothing beside it.",
        ),
    ] = None,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Hold what texts say against the book: counts of attacks, lulls and rates, what came after what.

    A count matches the book, or the book has fewer or more, whatever comes of the incidents that only may count: those
    without a day, or of which no report says who was hit. Where it hangs on them, nothing can be said.

    \b
    Example:
      incidentbook check
      incidentbook check draft.txt --report checks.html
      incidentbook check --text "45 attacks on US interests in Iraq and Syria since the beginning of the year" --on 2021-07-05
    """
    from incidentbook.cli.check import Drafts, check_to_screen

    if as_json and markdown:
        raise typer.BadParameter("give --json or --markdown, not both")
    form: Literal["screen", "json", "markdown"] = "json" if as_json else "markdown" if markdown else "screen"
    return check_to_screen(book, Drafts(paths or (), text, on), form, report)


@app.command()
def sequence(
    event: Annotated[
        ContextKind,
        typer.Argument(metavar="EVENT", help=f"Kind of event: {', '.join(get_args(ContextKind))}."),
    ],
    within: Annotated[
        int, typer.Option("--within", metavar="DAYS", min=1, help="Days before and after an event.")
    ] = 7,
    country: options.Country = None,
    since: options.Since = None,
    until: options.Until = None,
    actor: options.Blamed = None,
    as_json: Annotated[bool, typer.Option("--json", help="The figures as one JSON object.")] = False,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Show how many events of a kind an attack followed, or came before, and how many would be by chance.

    Events are those that the texts tell of; attacks are the incidents that meet the conditions.

    \b
    Example:
      incidentbook sequence threat --within 7 --country IQ
    """
    from incidentbook.cli.looking import Asked
    from incidentbook.cli.sequence import sequence_to_screen

    asked = Asked(country, since, until, None, actor)
    return sequence_to_screen(book, event, within, asked, "json" if as_json else "screen")


@evidence.command("export")
def export_evidence(
    out: Annotated[
        Path, typer.Argument(metavar="FILE.warc.gz", dir_okay=False, help="The web archive to write.")
    ],
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Write all that was read as one web archive (WARC 1.1): bytes or hash, where from, when, headers.

    \b
    Example:
      incidentbook evidence export evidence.warc.gz --book iraq.db
    """
    from incidentbook.cli import proofs

    return proofs.export_evidence(book, out)


@evidence.command("verify")
def verify_evidence(book: options.BookAt = DEFAULT_BOOK) -> int:
    """Recompute the hash of all that is kept, and see whether the list of it was changed.

    Ends with 1 where something is not as it was kept.

    \b
    Example:
      incidentbook evidence verify --book iraq.db
    """
    from incidentbook.cli import proofs

    return proofs.verify_evidence(book)


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


@app.command()
def serve(
    host: Annotated[
        str,
        typer.Option(
            "--host",
            metavar="ADDRESS",
            help="The address to listen on. By another than the loopback address others can reach it, and accounts are needed.",
        ),
    ] = "127.0.0.1",
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="The port: 8765; 0 takes a free one.")
    ] = 8765,
    name: Annotated[
        list[str] | None,
        typer.Option(
            "--name",
            metavar="HOST",
            help="A name by which it is called, behind a proxy too; calls by other names are refused. Accounts are needed.",
        ),
    ] = None,
    accounts: Annotated[
        bool, typer.Option("--accounts", help="Ask for an account on the loopback address too.")
    ] = False,
    certificate: Annotated[
        Path | None,
        typer.Option("--tls-cert", metavar="FILE", exists=True, dir_okay=False, help="A certificate in PEM."),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option("--tls-key", metavar="FILE", exists=True, dir_okay=False, help="Its key in PEM."),
    ] = None,
    https: Annotated[
        bool, typer.Option("--https", help="A proxy in front speaks HTTPS: sessions are for HTTPS alone.")
    ] = False,
    by: deciding.By = None,
    openapi: Annotated[
        bool, typer.Option("--openapi", help="Print the OpenAPI document and end; no book is needed.")
    ] = False,
    book: options.BookAt = DEFAULT_BOOK,
) -> int:
    """Serve the book over HTTP, for programs and browsers, until Ctrl-C. See docs/api.md.

    On the loopback address, for whoever sits at this machine, without a password. Elsewhere for accounts alone: see
    `incidentbook accounts`. What can be written are decisions and articles. Needs `pip install 'incidentbook[serve]'`.

    \b
    Example:
      incidentbook serve --book iraq.db
      incidentbook serve --host 0.0.0.0 --name incidents.example.org --tls-cert cert.pem --tls-key key.pem
      incidentbook serve --openapi > openapi.json
    """
    if openapi:
        return serving.describe()
    if (certificate is None) != (key is None):
        raise typer.BadParameter("--tls-cert and --tls-key go together")
    tls = (certificate, key) if certificate and key else None
    asked = serving.Served(host, port, tuple(name or ()), accounts, https, tls, by)
    return serving.serve_book(book, asked)


app.add_typer(serving.accounts, name="accounts")
app.add_typer(gazetteer.app, name="gazetteer")

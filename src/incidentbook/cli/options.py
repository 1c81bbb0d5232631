"""The arguments and options that commands share, and how their words are read."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import typer

from incidentbook.model import BUILT_IN, AttackType

if TYPE_CHECKING:
    from incidentbook.extract.interface import Extractor
    from incidentbook.sources.columns import ColumnMap
else:
    ColumnMap = Any  # loading it takes longer than help may

Keep = Literal["pages", "all", "none"]
Policy = Literal["most-independent", "latest", "official-first", "highest", "median"]
Role = Literal["reader", "reviewer", "editor"]
DEFAULT_BOOK = "incidents.db"
BOOK_VARIABLE = "INCIDENTBOOK_URL"


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        raise typer.BadParameter(f"{written!r} is no day; write it as 2021-07-05") from error


def _columns(written: str) -> ColumnMap:
    from incidentbook.errors import SourceError
    from incidentbook.sources.columns import parse_columns

    try:
        return parse_columns(written)
    except SourceError as error:
        raise typer.BadParameter(str(error)) from error


def chosen(extractor: str, base_url: str | None) -> Extractor | None:
    """The extractor asked for; None for the built-in one.

    Raises:
        typer.BadParameter: there is none of that name, or its endpoint is missing.
    """
    if extractor == BUILT_IN:
        return None
    from incidentbook.errors import ExtractorError
    from incidentbook.extract.interface import named

    try:
        return named(extractor, base_url)
    except ExtractorError as error:
        raise typer.BadParameter(str(error)) from error


def _country(written: str) -> str:
    if not re.fullmatch("[A-Za-z]{2}", written):
        raise typer.BadParameter(f"{written!r} is no country; give two letters of ISO 3166-1, as IQ or SY")
    return written.upper()


Paths = Annotated[
    list[str],
    typer.Argument(
        metavar="PATHS",
        help="Articles: texts, web pages, PDF, mail, JSON Lines, CSV, Parquet, WARC, archives of them, folders; "
        "addresses of pages, feeds and sitemaps; `-` is standard input.",
    ),
]
Meta = Annotated[
    Path | None,
    typer.Option(
        "--meta",
        metavar="FILE",
        exists=True,
        dir_okay=False,
        help="What is known of the articles from elsewhere, one JSON line each; "
        "by default meta.jsonl in their folder.",
    ),
]
Columns = Annotated[
    ColumnMap | None,
    typer.Option(
        "--columns",
        metavar="MAP",
        parser=_columns,
        help="Which column of tables, or key of JSON lines, holds what, where the common names do not fit: "
        "text=body,published=date.",
    ),
]
Private = Annotated[
    bool,
    typer.Option(
        "--allow-private", help="Read web addresses of this machine and its networks too; refused otherwise."
    ),
]
MaxSize = Annotated[
    int | None,
    typer.Option(
        "--max-size",
        metavar="MB",
        min=1,
        help="Megabytes that an archive, table or WARC file may have that is fetched from the web; 2000 by default.",
    ),
]
KeepAs = Annotated[
    Keep,
    typer.Option(
        "--keep",
        metavar="pages|all|none",
        help="What is kept as it was found, beside the book: the bytes of web pages and the hashes of files; "
        "the bytes of both; hashes alone.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", metavar="N", min=1, help="Processes that read; by default one for each core."),
]
ExtractorName = Annotated[
    str,
    typer.Option(
        "--extractor",
        metavar="built-in|reader|openai:MODEL",
        help="What reads the articles: the built-in extractor; the same with a trained reader beside its rules, which "
        "finds more and takes longer; or a model behind an OpenAI-compatible chat endpoint. That one finds words; what "
        "it does not quote word for word is thrown away. The first two need no network.",
    ),
]
Explained = Annotated[
    Literal["built-in", "reader"],
    typer.Option(
        "--extractor",
        metavar="built-in|reader",
        help="What reads the articles: the built-in extractor, or the same with a trained reader beside its rules.",
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        envvar="OPENAI_BASE_URL",
        help="The endpoint of openai:MODEL, as http://localhost:8080/v1: articles are sent there. Its key, where "
        "it wants one, is read from OPENAI_API_KEY.",
    ),
]
Out = Annotated[
    Path | None,
    typer.Option(
        "--out", metavar="FILE", dir_okay=False, help="Write to this file, when all is done, not to stdout."
    ),
]
BookAt = Annotated[
    str,
    typer.Option(
        "--book",
        metavar="FILE",
        envvar=BOOK_VARIABLE,
        help="The book: a file, or the URL of a database.",
    ),
]
Country = Annotated[
    str | None,
    typer.Option("--country", metavar="CC", parser=_country, help="Country, two letters of ISO 3166-1: IQ."),
]
Since = Annotated[
    date | None,
    typer.Option("--from", metavar="DATE", parser=_day, help="First day: 2021-07-01."),
]
Until = Annotated[
    date | None,
    typer.Option("--to", metavar="DATE", parser=_day, help="Last day: 2021-07-31."),
]
Kind = Annotated[
    AttackType | None,
    typer.Option("--kind", metavar="KIND", help=f"Kind of attack: {', '.join(get_args(AttackType))}."),
]
Blamed = Annotated[
    str | None,
    typer.Option("--actor", metavar="NAME", help="Part of the name of who did, claimed or is blamed for it."),
]
ByPolicy = Annotated[
    Policy,
    typer.Option(
        "--policy",
        metavar="POLICY",
        help="Which value is shown where sources differ: most-independent, latest, official-first, highest or median; see "
        "docs/reviewing.md. Ranges are over all independent sources.",
    ),
]
AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        metavar="DATE",
        parser=_day,
        help="The book as it was known at the end of that day: 2021-07-06.",
    ),
]
On = Annotated[
    date | None,
    typer.Option(
        "--on",
        metavar="DATE",
        parser=_day,
        help="The day on which --text is said: 2021-07-05; today by default.",
    ),
]

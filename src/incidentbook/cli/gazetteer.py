"""`incidentbook gazetteer`: national gazetteers over the one that comes with the program."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from incidentbook.cli import options, screen
from incidentbook.cli.codes import ExitCode
from incidentbook.errors import GazetteerError

if TYPE_CHECKING:
    from rich.table import Table

    from incidentbook.normalise.place import Candidate

app = typer.Typer(
    help="""Add national gazetteers, so that villages are found; see what a name may mean.

    What is added lies in ~/.local/share/incidentbook/gazetteer.sqlite, or in the file that
    INCIDENTBOOK_GAZETTEER names, and is used by every command from then on.

    \b
    Example:
      incidentbook gazetteer add IQ.zip admin-sy.tar.xz
      incidentbook gazetteer list
      incidentbook gazetteer find "Saba al-Bour" --near Baghdad
      incidentbook gazetteer remove IQ
    """,
    no_args_is_help=True,
    rich_markup_mode=None,
)
_SHOWN = 10
_CLEAR = 0.6


@app.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...",
            help="GeoNames dumps (allCountries.zip, IQ.zip, IQ.txt) or Who's On First archives (admin-iq.tar.xz).",
        ),
    ],
    country: options.Country = None,
) -> int:
    """Add national gazetteers: GeoNames dumps or Who's On First archives.

    The file's places are there when all of it was read; one that is cut off, of another format or of
    another country than --country says changes nothing. The same command can be given again after
    Ctrl-C or a crash: it goes on where it was. A file of the same name replaces the one before.

    \b
    Example:
      incidentbook gazetteer add IQ.zip --country IQ
    """

    def work() -> None:
        from incidentbook.normalise.gazetteer.importers import add as add_file
        from incidentbook.normalise.gazetteer.store import own_path

        for file in files:
            with screen.progress(f"adding {file.name}", lambda: 100) as tick:
                made = add_file(file, own_path(), country, _percent(tick))
            places, names = screen.number(made.places, "place"), screen.number(made.names, "name")
            screen.write(f"{made.name}: {places} with {names}, from {made.form}")
        screen.write(f"{own_path()}: {own_path().stat().st_size / 1e6:.1f} MB")

    return _guarded(work)


@app.command("list")
def list_() -> int:
    """Show which gazetteers were added: source, format, country, places, names, day.

    \b
    Example:
      incidentbook gazetteer list
    """

    def work() -> None:
        from incidentbook.normalise.gazetteer.importers import installed
        from incidentbook.normalise.gazetteer.store import own_path

        found = installed(own_path())
        if not found:
            screen.remark(f"none at {own_path()}; add one: incidentbook gazetteer add IQ.zip")
            return
        rows = [(s.name, s.form, s.country or "", f"{s.places}", f"{s.names}", s.added) for s in found]
        screen.show(_table(("source", "format", "country", "places", "names", "added"), rows))

    return _guarded(work)


@app.command()
def remove(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The source, as `gazetteer list` shows it.")],
) -> int:
    """Take out a gazetteer that was added.

    \b
    Example:
      incidentbook gazetteer remove IQ
    """

    def work() -> None:
        from incidentbook.normalise.gazetteer.importers import remove as remove_source
        from incidentbook.normalise.gazetteer.store import own_path

        gone = remove_source(name, own_path())
        screen.write(f"{gone.name}: {screen.number(gone.places, 'place')} removed")

    return _guarded(work)


@app.command()
def find(
    name: Annotated[str, typer.Argument(metavar="NAME", help='A place name as written: "Balad airbase".')],
    near: Annotated[
        str | None,
        typer.Option("--near", metavar="PLACE", help="A place in whose neighbourhood it should be."),
    ] = None,
    country: options.Country = None,
) -> int:
    """Show the places that a name may mean, weighed, the likeliest first.

    Share is how much speaks for a place against the others. Precision is how exact the point is: 1 exact,
    2 within 25 km, 3 district, 4 province, 5 border, 6 country, 7 open sea.

    \b
    Example:
      incidentbook gazetteer find Tripoli --near Beirut
    """

    def work() -> None:
        from incidentbook.normalise.place import candidates, place

        around = place(near) if near else None
        if near and around is None:
            raise typer.BadParameter(f"no place {near!r} is known", param_hint="--near")
        found = candidates(name, around, country)
        if not found:
            screen.remark(
                f"{name}: unknown; add the gazetteer of its country: incidentbook gazetteer add FILE"
            )
            return
        screen.show(_table(_COLUMNS, [_cells(c) for c in found[:_SHOWN]]))
        _say_unclear(name, found)

    return _guarded(work)


_COLUMNS = (
    "place",
    "kind",
    "province",
    "country",
    "latitude",
    "longitude",
    "precision",
    "source",
    "share",
    "km",
)
_FIGURES = ("places", "names", "latitude", "longitude", "precision", "share", "km")


def _cells(found: Candidate) -> tuple[str, ...]:
    place = found.place
    return (
        place.name, found.kind, place.admin1 or "", place.country or "", f"{place.lat:.4f}", f"{place.lon:.4f}",
        f"{place.precision or ''}", place.gazetteer or "", f"{found.share:.2f}",
        "" if found.km is None else f"{found.km:.0f}",
    )  # fmt: skip


def _say_unclear(name: str, found: Sequence[Candidate]) -> None:
    if len(found) > _SHOWN:
        screen.remark(f"{len(found) - _SHOWN} more")
    if found[0].share < _CLEAR:
        screen.remark(f"{name}: unresolved, none stands out; --near or --country tells which")


def _percent(tick: screen.Tick) -> Callable[[float], None]:
    """Makes ticks of a hundredth from shares."""
    told = 0

    def watch(share: float) -> None:
        nonlocal told
        while told < int(share * 100):
            told += 1
            tick()

    return watch


def _table(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    made = Table(
        box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False, collapse_padding=True, show_edge=False
    )
    for name in columns:
        made.add_column(name, justify="right" if name in _FIGURES else "left")
    for row in rows:
        made.add_row(*(Text(cell) for cell in row))
    return made


def _guarded(work: Callable[[], None]) -> ExitCode:
    """A gazetteer that cannot be used or read ends with the code of a book that cannot be used."""
    try:
        work()
    except GazetteerError as error:
        screen.complain("incidentbook", str(error))
        return ExitCode.BOOK
    return ExitCode.WELL

"""The command `export`: incidents of a book in a form for other programs."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import typer

from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.looking import Asked, Seen
from incidentbook.cli.output import writer
from incidentbook.export import formats, package
from incidentbook.export.formats import Wishes
from incidentbook.export.forms import Form
from incidentbook.export.source import Source, Written
from incidentbook.model import Incident, Tally
from incidentbook.pipeline import Book


def form_of(form: Form | None, out: Path | None, wishes: Wishes) -> Form:
    """The form asked for, or the one that the file's name tells; JSON lines where there is neither.

    Raises:
        typer.BadParameter: the name tells none, the form cannot go to stdout, or it has no texts that are wished for.
    """
    found = form or (formats.guessed(out.name) if out else None)
    if found is None and out is not None and out.is_dir():
        found = "package"
    if found is None and out is not None and out.suffix:
        raise typer.BadParameter(
            f"'{out.name}' does not tell the format; give --format, one of {', '.join(formats.FORMS)}"
        )
    found = found or "jsonl"
    if out is not None and out.exists() and not out.is_file() and not _may_be(found, out):
        raise typer.BadParameter(f"'{out}' is no file, and {found} is written to one; give another --out")
    if out is None and not formats.is_text(found):
        raise typer.BadParameter(f"{found} is written to a file alone; give --out")
    if wishes.texts and found != "package":
        raise typer.BadParameter(f"--with-texts is for a data package, and this is {found}; leave it out")
    return found


def _may_be(form: Form, out: Path) -> bool:
    """Whether the form can be written to what is there and is no file: a folder, a device, a pipe."""
    return form == "package" if out.is_dir() else formats.is_text(form)


def export_incidents(
    location: str, form: Form, asked: Asked, seen: Seen, out: Path | None, wishes: Wishes
) -> ExitCode:
    """Writes the incidents that meet the conditions. A file appears under its name when all is written.

    What reviewers rejected is written in forms that keep it, whatever `seen` says.

    Raises:
        ExportError: a package is missing, or the place is taken.
    """
    formats.check(form)
    with Book.open(location, create=False) as book:
        every = book.incidents(**asdict(asked), policy=seen.policy, as_of=seen.as_of)
        found = every if formats.keeps_rejected(form) else [i for i in every if i.status != "rejected"]
        everything = all(condition is None for condition in (*asdict(asked).values(), seen.as_of))
        source = Source(found, book.reports, lambda: _tallies(book, found, everything), book.document)
        written = _write(form, source, out, wishes)
    if len(found) < len(every):
        screen.remark(_told_of_rejected(form, len(every) - len(found)))
    if written.off_the_map:
        screen.remark(_told_of_map(form, written))
    return ExitCode.WELL


def _tallies(book: Book, incidents: list[Incident], everything: bool) -> list[tuple[str, Tally]]:
    """All counts of the book, or those in the documents of the incidents asked for."""
    documents = {ref.document for incident in incidents for ref in incident.reports}
    return [(name, tally) for name, tally in book.tallies() if everything or name in documents]


def _write(form: Form, source: Source, out: Path | None, wishes: Wishes) -> Written:
    if out is None or formats.is_text(form):
        with writer(out) as handle:
            return formats.write_text(form, source, handle, wishes)
    if form == "package" and (out.is_dir() or not out.suffix):
        package.check_folder(out)
        with _part_of(out) as part:
            return package.write(source, part, texts=wishes.texts, zipped=False)
    with _part_of(out) as part:
        return formats.write_file(form, source, part, wishes)


@contextmanager
def _part_of(out: Path) -> Iterator[Path]:
    """A name beside a file or an empty folder, which takes its place when all is written."""
    target = out.resolve()
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        yield part
        if target.is_dir():
            target.rmdir()
        part.replace(target)
    finally:
        if part.is_dir():
            shutil.rmtree(part)
        part.unlink(missing_ok=True)


def _told_of_rejected(form: Form, number: int) -> str:
    return f"{screen.number(number, 'incident')} that reviewers rejected left out of {form}"


def _told_of_map(form: Form, written: Written) -> str:
    incidents = screen.number(written.incidents, "incident")
    missing = f"{written.off_the_map} of {incidents} {'has' if written.off_the_map == 1 else 'have'} no point"
    return f"{missing}: {'left out of the map' if form == 'geojson' else 'written without a geometry'}"

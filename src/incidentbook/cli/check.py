"""The command `check`: what texts say against the incidents of the book."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from rich.padding import Padding
from rich.text import Text

from incidentbook.check.findings import Findings
from incidentbook.check.phrases import day, figure
from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.output import writer
from incidentbook.export import checks
from incidentbook.export.checks_html import as_html
from incidentbook.model import Extraction
from incidentbook.pipeline import Book, extract, extract_all
from incidentbook.sources import Problem

Form = Literal["screen", "json", "markdown"]
_STYLE = {
    "matches": "green",
    "book agrees": "green",
    "book has fewer": "blue",
    "book has more": "red",
    "book disagrees": "red",
    "does not fit": "red",
}


@dataclass(frozen=True, slots=True)
class Drafts:
    """Texts that are not in the book: files, or a sentence with the day on which it is said."""

    paths: Sequence[str] = ()
    text: str | None = None
    on: date | None = None

    @property
    def given(self) -> bool:
        """Whether there are any; without them the texts of the book are checked."""
        return bool(self.paths) or self.text is not None


def check_to_screen(location: str, drafts: Drafts, form: Form, report: Path | None) -> ExitCode:
    """Prints what came of the checks, and writes the report where one is asked for."""
    problems: list[Problem] = []
    with Book.open(location, create=False) as book:
        findings = book.check(list(_read(drafts, problems)) if drafts.given else None)
    if report is not None:
        with writer(report) as handle:
            handle.write(as_html(findings))
    _print(findings, form)
    if findings.is_empty:
        screen.remark(_nothing(findings, drafts))
    return ExitCode.LEFT_OUT if problems else ExitCode.WELL


def _read(drafts: Drafts, problems: list[Problem]) -> Iterator[Extraction]:
    if drafts.text is not None:
        yield extract(drafts.text, drafts.on or date.today(), source="--text")
    for outcome in extract_all(drafts.paths) if drafts.paths else ():
        if isinstance(outcome, Extraction):
            yield outcome
        elif isinstance(outcome, Problem):
            screen.complain(outcome.source, outcome.message)
            problems.append(outcome)


def _nothing(findings: Findings, drafts: Drafts) -> str:
    if not drafts.given:
        return "No text of the book gives a count, tells of a lull, or says what came after what"
    what = "The text says" if len(findings.documents) < 2 else "The texts say"
    return (
        f"{what} nothing that can be checked: no count of attacks with its time, no lull, no order of events"
    )


def _print(findings: Findings, form: Form) -> None:
    if form == "json":
        screen.write(checks.as_json(findings))
    elif form == "markdown":
        screen.write(checks.as_markdown(findings).rstrip("\n"))
    else:
        screen.show(*_shown(findings))


def _shown(findings: Findings) -> Iterator[Text | Padding]:
    """What came of it; of lulls and orders only those of which the book can say something, and how many are left out."""
    shown: str | None = None
    every = checks.lines(findings)
    told = [line for line in every if line.kind == "count" or line.verdict != "cannot say"]
    for line in told:
        if line.document.id != shown:
            shown = line.document.id
            yield Text(f"{checks.title(line.document)}\n" if line.document.source != "--text" else "", "bold")
        yield _verdict(line)
        yield Padding(_sentence(line), (0, 0, 0, 2))
        yield Padding(Text(line.reason), (0, 0, 0, 2))
        for name, ids in (("counts", line.sure), ("may count", line.open)):
            if ids:
                yield Padding(Text(f"{name}: {', '.join(ids)}", "dim"), (0, 0, 0, 2))
        yield Text("")
    for series in findings.series:
        for step in series.steps:
            yield Text(step.note)
    for figures in findings.figures:
        stated = ", ".join(
            f"{figure(s.figure.count)} ({day(s.day) if s.day != date.max else 'no day'})"
            for s in figures.stated
        )
        yield Text(f"{figures.what}: {stated}")
    if len(told) < len(every):
        left = screen.number(len(every) - len(told), "lull or order", "lulls and orders")
        yield Text(f"Of {left} the book cannot say; --markdown and --report show them.", "dim")


def _verdict(line: checks.Line) -> Text:
    return Text(line.verdict, f"bold {_STYLE.get(line.verdict, 'yellow')}")


def _sentence(line: checks.Line) -> Text:
    left, right = ("", "") if screen.on_terminal() else ("«", "»")
    return Text.assemble(line.before, (f"{left}{line.words}{right}", "bold underline"), line.after)

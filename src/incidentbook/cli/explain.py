"""The command `explain`: what was found in articles, sentence by sentence, and what was held back."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from textwrap import shorten
from typing import TYPE_CHECKING

from incidentbook.cli import screen
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.page import heading, two_columns
from incidentbook.cli.reading import Inputs, tell
from incidentbook.exchange import to_plain
from incidentbook.export import words
from incidentbook.export.remarks import remark_in_words
from incidentbook.export.statements import in_words
from incidentbook.model import Report
from incidentbook.pipeline import explain_all
from incidentbook.sources import Problem

if TYPE_CHECKING:
    from rich.console import RenderableType

    from incidentbook.extract.explain import Explanation, Finding, Passage, Said
    from incidentbook.extract.tables import Word

_HELD = {
    "held": "held back", "too_weak": "too weak", "silent": "says too little", "outdone": "not needed",
    "no_attack": "no attack",
}  # fmt: skip
_STYLES = {
    "report": "green", "held": "yellow", "too_weak": "yellow", "silent": "yellow", "outdone": "dim",
    "no_attack": "dim",
}  # fmt: skip
_STATUS = {
    "passed_over": "passed over: no word in it of attack, harm, claim or blame",
    "beyond": "not read: it stands too far behind",
    "left_out": "no part of the story",
    "turned_away": "not read",
}
_LONGEST = 300  # characters of what is no part of the story

Numbering = Callable[[str | None], str]


def explain_to_screen(
    asked: Inputs, numbers: Collection[int], *, missed_alone: bool, as_json: bool, with_reader: bool = False
) -> ExitCode:
    """Prints the explanation of each article.

    Args:
        asked: the articles.
        numbers: the sentences to show; none: all.
        missed_alone: shows the sentences alone in which something was held back.
        as_json: one JSON line an article.
        with_reader: read with the trained reader beside the rules.
    """
    from incidentbook.extract.explain import only

    code = ExitCode.WELL
    for outcome in explain_all(
        asked.names, asked.meta, columns=asked.columns, reach=asked.reach, with_reader=with_reader
    ):
        if isinstance(outcome, Problem):
            tell(outcome)
            code = ExitCode.LEFT_OUT if outcome.severity in ("skipped", "failed") else code
            continue
        shown = only(outcome, numbers, missed=missed_alone)
        if as_json:
            screen.write(json.dumps(to_plain(shown.plain()), ensure_ascii=False))
        else:
            screen.show(*explanation_page(shown))
        if not shown.passages:
            screen.remark(_nothing(outcome, numbers))
    return code


def _nothing(explanation: Explanation, numbers: Collection[int]) -> str:
    last = max((p.number or 0 for p in explanation.passages), default=0)
    if numbers and max(numbers) > last:
        return f"{explanation.document.source} has {screen.number(last, 'sentence')}; give one of them"
    return f"{explanation.document.source}: nothing was held back"


def explanation_page(explanation: Explanation) -> list[RenderableType]:
    """An article: its reports, and its sentences with what was found in them."""
    numbers = {r.id: str(n) for n, r in enumerate(explanation.reports, 1)}

    def numbered(report: str | None) -> str:
        return f"→ report {numbers[report]}" if report in numbers else "→ no report"

    parts: list[RenderableType] = [heading(_head(explanation))]
    if explanation.turned_away:
        parts.append(_line(explanation.turned_away, "yellow", 2))
    parts.append(two_columns(_report(n, r) for n, r in enumerate(explanation.reports, 1)))
    for passage in explanation.passages:
        parts += _passage(passage, explanation.document.text, numbered)
    return parts


def _head(explanation: Explanation) -> str:
    document = explanation.document
    published = document.published
    when = f"{words.days(published.interval)} ({published.method})" if published else "no date known"
    counted = screen.number(len(explanation.reports), "report")
    tallied = screen.number(len(explanation.tallies), "tally", "tallies")
    return f"{document.source} · {when} · {counted}, {tallied}"


def _report(number: int, report: Report) -> tuple[str, str]:
    values = report.values
    known = (words.kind(values) or "attack", words.place(values.place), words.days(values.date))
    rank = "" if report.main else "background"
    return f"report {number}", " · ".join(part for part in (*known, rank) if part)


def _passage(passage: Passage, text: str, numbered: Numbering) -> Iterator[RenderableType]:
    status = f"read for “{passage.cue}”" if passage.cue else _STATUS.get(passage.status, "read")
    read = passage.status == "read"
    head = f"{f'{passage.number} ' if passage.number else ''}{passage.region} · {status}"
    yield heading(head) if read else _line(f"\n{head}", "dim")
    yield _quote(passage) if read else _line(_in_short(passage), "dim", 2)
    for finding in passage.findings:
        yield _finding(finding, numbered)
    if passage.said:
        yield two_columns(((s.statement.property, _said(s, text, numbered)) for s in passage.said), indent=6)
    for tally in passage.tallies:
        yield _line(f"tally: {words.count(tally.count)} {tally.what or 'attacks'}", indent=4)
    for remark in passage.remarks:
        yield _line(remark_in_words(remark, text), indent=4)
    if passage.words:
        yield _line(f"known: {'; '.join(map(_word, passage.words))}", "dim", 4)


def _in_short(passage: Passage) -> str:
    """A sentence whole; of what is no part of the story the beginning."""
    told = " ".join(passage.text.split())
    return told if passage.number else shorten(told, _LONGEST, placeholder=" …")


def _quote(passage: Passage) -> RenderableType:
    """The sentence, with the words that have a frame in the colours of what became of them."""
    from rich.padding import Padding
    from rich.text import Text

    quoted = Text(passage.text)
    for finding in passage.findings:
        start, end = finding.span.shifted(-passage.span.start)
        quoted.stylize(f"bold {_STYLES[finding.outcome]}", start, end)
    return Padding(quoted, (0, 0, 0, 2), expand=False)


def _finding(finding: Finding, numbered: Numbering) -> RenderableType:
    entry = f"{finding.table}: {finding.entry}" if finding.entry else finding.table
    traits = [t for t in (finding.cls, finding.kind, "weak" if finding.weak else None) if t]
    frame = f"{entry} ({', '.join(traits).replace('_', ' ')})" if traits else entry
    style = _STYLES[finding.outcome]
    if finding.outcome == "report":
        return _line(f"+ {finding.words} — {frame} {numbered(finding.report)}", style, 4)
    mend = f" [{finding.mend}]" if finding.mend else ""
    return _line(f"- {finding.words} — {frame}: {_HELD[finding.outcome]}: {finding.why}{mend}", style, 4)


def _said(said: Said, text: str, numbered: Numbering) -> str:
    table = f" [{said.table}]" if said.table else ""
    chosen = " =" if said.chosen else ""
    return f"{in_words(text, said.statement)}{table} {numbered(said.report)}{chosen}"


def _word(word: Word) -> str:
    meant = words.in_short(word.value) if word.value is not None else "?"
    return f"“{word.words}” {meant} [{word.table}]"


def _line(said: str, style: str = "", indent: int = 0) -> RenderableType:
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(said, style), (0, 0, 0, indent), expand=False)

"""The command `explain`: what was found in articles, sentence by sentence, and what was held back."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator
from textwrap import shorten
from typing import TYPE_CHECKING

from incidentbook.cli import screen, words
from incidentbook.cli.codes import ExitCode
from incidentbook.cli.page import heading, in_words, two_columns
from incidentbook.cli.reading import Inputs, tell
from incidentbook.exchange import to_plain
from incidentbook.model import Report
from incidentbook.pipeline import explain_all
from incidentbook.sources import Problem

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

    from incidentbook.extract.explain import Explanation, Finding, Passage, Said
    from incidentbook.extract.tables import Word

_OUTCOMES = {
    "held": ("held back", "yellow"),
    "too_weak": ("too weak", "yellow"),
    "outdone": ("not needed", "dim"),
    "no_attack": ("no attack", "dim"),
}
_STATUS = {
    "passed_over": "passed over: no word in it of attack, harm, claim or blame",
    "beyond": "not read: it stands too far behind",
    "left_out": "no part of the story",
    "turned_away": "not read",
}
_LONGEST = 300  # characters of what is no part of the story

Numbering = Callable[[str | None], str]


def explain_to_screen(
    asked: Inputs, numbers: Collection[int], *, missed_alone: bool, as_json: bool
) -> ExitCode:
    """Prints the explanation of each article.

    Args:
        asked: the articles.
        numbers: the sentences to show; none: all.
        missed_alone: shows the sentences alone in which something was held back.
        as_json: one JSON line an article.
    """
    from incidentbook.extract.explain import only

    code = ExitCode.WELL
    for outcome in explain_all(asked.names, asked.meta, columns=asked.columns, reach=asked.reach):
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
        parts.append(_line(f"  {explanation.turned_away}", "yellow"))
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
    number = f"{passage.number} " if passage.number else ""
    yield (
        heading(f"{number}{passage.region} · {status}")
        if read
        else _line(f"\n{number}{passage.region} · {status}", "dim")
    )
    told = " ".join(passage.text.split())
    yield _line(
        f"  {told if passage.number else shorten(told, _LONGEST, placeholder=' …')}", "" if read else "dim"
    )
    for finding in passage.findings:
        yield _finding(finding, numbered)
    if passage.said:
        yield two_columns(((s.statement.property, _said(s, text, numbered)) for s in passage.said), indent=6)
    for tally in passage.tallies:
        yield _line(f"    tally: {words.count(tally.count)} {tally.what or 'attacks'}")
    if passage.words:
        yield _line(f"    known: {'; '.join(map(_word, passage.words))}", "dim")


def _finding(finding: Finding, numbered: Numbering) -> Text:
    entry = f"{finding.table}: {finding.entry}" if finding.entry else finding.table
    traits = [t for t in (finding.cls, finding.kind, "weak" if finding.weak else None) if t]
    frame = f"{entry} ({', '.join(traits).replace('_', ' ')})" if traits else entry
    if finding.outcome == "report":
        return _line(f"    + {finding.words} — {frame} {numbered(finding.report)}", "green")
    outcome, style = _OUTCOMES[finding.outcome]
    mend = f" [{finding.mend}]" if finding.mend else ""
    return _line(f"    - {finding.words} — {frame}: {outcome}: {finding.why}{mend}", style)


def _said(said: Said, text: str, numbered: Numbering) -> str:
    table = f" [{said.table}]" if said.table else ""
    chosen = " =" if said.chosen else ""
    return f"{in_words(text, said.statement)}{table} {numbered(said.report)}{chosen}"


def _word(word: Word) -> str:
    meant = words.in_short(word.value) if word.value is not None else "?"
    return f"“{word.words}” {meant} [{word.table}]"


def _line(said: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(said, style)

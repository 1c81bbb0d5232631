"""Checks as one HTML file that needs nothing beside it: when the attacks of the book were, counts against it, every verdict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from importlib import resources
from itertools import groupby
from string import Template

from incidentbook.check.findings import Findings
from incidentbook.check.phrases import day, figure, listed, plural
from incidentbook.export.checks import Line, lines, title
from incidentbook.export.checks_plots import VERDICTS, SeriesPlot, series_plots, summary, timeline


def as_html(findings: Findings) -> str:
    """All findings as a page."""
    page = Template(resources.files("incidentbook").joinpath("resources/checks.html").read_text("utf-8"))
    every = lines(findings)
    return page.substitute(
        summary=f"<p>{escape(summary(findings, every))}</p>",
        timeline=_timeline(findings),
        series="".join(map(_series, series_plots(findings))),
        checks="".join(_texts(every)),
        figures="".join(_figures(findings)),
    )


# ------------------------------------------------------------------ plots


def _timeline(findings: Findings) -> str:
    found = timeline(findings)
    if found.plot is None:
        return "<p>No incident of the book is dated to a month or closer.</p>"
    note = f"<p>{plural(found.vague, 'incident')} without a day are not shown.</p>" if found.vague else ""
    return f"{found.plot}{note}"


def _series(series: SeriesPlot) -> str:
    notes = "".join(f"<li>{escape(s.note)} {_ids(s.incidents)}</li>" for s in series.steps)
    return f"<section><h3>{series.name}</h3>{series.plot}<ul>{notes}</ul></section>"


# ------------------------------------------------------------------ verdicts


def _texts(every: Sequence[Line]) -> Iterator[str]:
    for _, group in groupby(every, key=lambda line: line.document.id):
        own = list(group)
        document = own[0].document
        when = document.published.interval if document.published else None
        dated = f" <small>{day(when.latest)}</small>" if when and when.latest else ""
        yield f"<section><h3>{escape(title(document))}{dated}</h3>{''.join(map(_check, own))}</section>"


def _check(line: Line) -> str:
    sentence = f"{escape(line.before)}<mark>{escape(line.words)}</mark>{escape(line.after)}"
    named = f" Counts: {_ids(line.sure)}" if line.sure else ""
    named += f" May count: {_ids(line.open)}" if line.open else ""
    return (
        f'<div class="check {VERDICTS.get(line.verdict, "open")}"><span class="verdict">{escape(line.verdict)}</span>'
        f"<blockquote>{sentence}</blockquote><p>{escape(line.reason)}{named}</p></div>"
    )


def _ids(names: Sequence[str]) -> str:
    shown = [f"<code>{escape(n)}</code>" for n in names[:_MOST_NAMED]]
    rest = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"{listed(shown)}{rest}" if not rest else f"{', '.join(shown)}{rest}"


_MOST_NAMED = 40


def _figures(findings: Findings) -> Iterator[str]:
    for series in findings.figures:
        rows = "".join(
            f"<tr><td>{day(s.day) if s.day != date.max else 'no day'}</td><td>{figure(s.figure.count)}</td>"
            f"<td>{escape(s.figure.what)}</td><td>{escape(title(findings.documents[s.document or '']))}</td></tr>"
            for s in series.stated
        )
        yield (
            f"<section><h3>{escape(series.what)}</h3><table><tr><th>day</th><th>figure</th><th>of what</th>"
            f"<th>said in</th></tr>{rows}</table></section>"
        )

"""Checks as one HTML file that needs nothing beside it: when the attacks of the book were, counts against it, every verdict."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from html import escape
from importlib import resources
from string import Template

from incidentbook.check.findings import Findings
from incidentbook.check.phrases import day, figure, listed, plural
from incidentbook.check.series import Series
from incidentbook.check.tallies import TallyCheck
from incidentbook.export.checks import Line, lines, title
from incidentbook.export.plot import Bar, Plot, Point, Rows, bars, months, step_plot

_CLASS = {
    "matches": "good",
    "book agrees": "good",
    "book has fewer": "fewer",
    "book has more": "more",
    "book disagrees": "more",
    "does not fit": "more",
    "cannot say": "open",
}


def as_html(findings: Findings) -> str:
    """All findings as a page."""
    page = Template(resources.files("incidentbook").joinpath("resources/checks.html").read_text("utf-8"))
    return page.substitute(
        summary=_summary(findings),
        timeline=_timeline(findings),
        series="".join(_series(s, findings) for s in findings.series),
        checks="".join(_texts(findings)),
        figures="".join(_figures(findings)),
    )


def _summary(findings: Findings) -> str:
    verdicts = Counter(line.verdict for line in lines(findings))
    told = ", ".join(f"{n} × {escape(v)}" for v, n in verdicts.most_common()) or "nothing that can be checked"
    held = f"{plural(len(findings.record.entries), 'incident')}, {plural(len(findings.record.published), 'dated document')}"
    return f"<p>{plural(len(findings.documents), 'text')} held against a book of {held}: {told}.</p>"


# ------------------------------------------------------------------ plots


def _timeline(findings: Findings) -> str:
    """Attacks and documents of the book, month by month: where it has few documents it has few attacks for that alone."""
    attacks = [e.when.earliest for e in findings.record.entries if _is_close(e.when.earliest, e.when.latest)]
    vague = len(findings.record.entries) - len(attacks)
    known = [d for d in attacks if d is not None]
    if not known:
        return "<p>No incident of the book is dated to a month or closer.</p>"
    first, last = min(known), max(known)
    printed = [d for d in findings.record.published if first <= d <= last]
    plot = bars(
        [
            Bar("attacks of the book", months(known, first, last)),
            Bar("documents", months(printed, first, last)),
        ],
        first,
    )
    note = f"<p>{plural(vague, 'incident')} without a day are not shown.</p>" if vague else ""
    return f"{plot}{note}"


def _is_close(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and (last - first).days <= _CLOSE_DAYS


_CLOSE_DAYS = 31


def _series(series: Series, findings: Findings) -> str:
    """What the press counted, day by day, against what the book has by then."""
    last = series.checks[-1]
    said = [
        Point(c.scope.period.latest, c.tally.count.low)
        for c in series.checks
        if c.scope.period and c.scope.period.latest
    ]
    begin = last.scope.period.earliest if last.scope.period else None
    if begin is None:
        return ""
    plot = step_plot(
        Plot(begin, max(p.day for p in said)),
        Rows(
            {"counted by the press": said},
            {"in the book, counting surely": _grown(last, findings, last.counted)},
            {
                "in the book, at most": _grown(
                    last, findings, (*last.counted, *(p.incident for p in last.possible))
                )
            },
        ),
    )
    notes = "".join(f"<li>{escape(s.note)} {_ids(s.incidents)}</li>" for s in series.steps)
    name = f"{figure(series.checks[0].tally.count)} → {figure(last.tally.count)}"
    return f"<section><h3>{name}</h3>{plot}<ul>{notes}</ul></section>"


def _grown(check: TallyCheck, findings: Findings, names: Sequence[str]) -> list[Point]:
    """How many of some incidents there were by each day."""
    when = {e.id: e.when for e in findings.record.entries}
    begin = check.scope.period.earliest if check.scope.period else None
    days_of = sorted(
        max(d, begin) if begin else d for n in names if (d := when[n].earliest or begin) is not None
    )
    return [Point(d, n) for n, d in enumerate(days_of, 1)]


# ------------------------------------------------------------------ verdicts


def _texts(findings: Findings) -> Iterator[str]:
    every = lines(findings)
    for name, document in findings.documents.items():
        own = [line for line in every if line.document.id == name]
        if own:
            when = document.published.interval if document.published else None
            dated = f" <small>{day(when.latest)}</small>" if when and when.latest else ""
            yield f"<section><h3>{escape(title(document))}{dated}</h3>{''.join(map(_check, own))}</section>"


def _check(line: Line) -> str:
    sentence = f"{escape(line.before)}<mark>{escape(line.words)}</mark>{escape(line.after)}"
    named = f" Counts: {_ids(line.sure)}" if line.sure else ""
    named += f" May count: {_ids(line.open)}" if line.open else ""
    return (
        f'<div class="check {_CLASS.get(line.verdict, "open")}"><span class="verdict">{escape(line.verdict)}</span>'
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

"""What came of checks as both the report and the page of a served book show it: in a sentence, and as plots."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from incidentbook.check.findings import Findings
from incidentbook.check.phrases import figure, plural
from incidentbook.check.series import Series, Step
from incidentbook.check.tallies import TallyCheck
from incidentbook.export.checks import Line
from incidentbook.export.plot import Bar, Plot, Point, Rows, bars, months, step_plot

VERDICTS = {
    "matches": "good",
    "book agrees": "good",
    "book has fewer": "fewer",
    "book has more": "more",
    "book disagrees": "more",
    "does not fit": "more",
    "cannot say": "open",
}
"""Each verdict and the class of those that are shown alike."""
_CLOSE_DAYS = 31


@dataclass(frozen=True, slots=True)
class Timeline:
    """Attacks and documents of the book, month by month: where it has few documents it has few attacks for that alone.

    `plot` is SVG, None where no incident is dated to a month or closer; `vague`: how many incidents are not in it.
    """

    plot: str | None
    vague: int


@dataclass(frozen=True, slots=True)
class SeriesPlot:
    """What the press counted, day by day, against what the book has by then, as SVG; and what each step says."""

    name: str
    plot: str
    steps: tuple[Step, ...]


def summary(findings: Findings, lines: Sequence[Line]) -> str:
    """How much was held against how much, and how often there was which verdict."""
    verdicts = Counter(line.verdict for line in lines)
    told = ", ".join(f"{n} × {v}" for v, n in verdicts.most_common()) or "nothing that can be checked"
    incidents = plural(len(findings.record.entries), "incident")
    held = f"{incidents}, {plural(len(findings.record.published), 'dated document')}"
    return f"{plural(len(findings.documents), 'text')} held against a book of {held}: {told}."


def timeline(findings: Findings) -> Timeline:
    """The attacks of the book, and how much it has read."""
    every = findings.record.entries
    known = [d for e in every if _is_close(d := e.when.earliest, e.when.latest) and d is not None]
    vague = len(every) - len(known)
    if not known:
        return Timeline(None, vague)
    first, last = min(known), max(known)
    printed = [d for d in findings.record.published if first <= d <= last]
    rows = [
        Bar("attacks of the book", months(known, first, last)),
        Bar("documents", months(printed, first, last)),
    ]
    return Timeline(bars(rows, first), vague)


def _is_close(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and (last - first).days <= _CLOSE_DAYS


def series_plots(findings: Findings) -> list[SeriesPlot]:
    """Each series of counts whose period has a beginning."""
    found = (_series(series, findings) for series in findings.series)
    return [plot for plot in found if plot is not None]


def _series(series: Series, findings: Findings) -> SeriesPlot | None:
    last = series.checks[-1]
    begin = last.scope.period.earliest if last.scope.period else None
    if begin is None:
        return None
    said = [
        Point(c.scope.period.latest, c.tally.count.low)
        for c in series.checks
        if c.scope.period and c.scope.period.latest
    ]
    most = (*last.counted, *(p.incident for p in last.possible))
    rows = Rows(
        {"counted by the press": said},
        {"in the book, counting surely": _grown(last, findings, last.counted)},
        {"in the book, at most": _grown(last, findings, most)},
    )
    name = f"{figure(series.checks[0].tally.count)} → {figure(last.tally.count)}"
    return SeriesPlot(name, step_plot(Plot(begin, max(p.day for p in said)), rows), series.steps)


def _grown(check: TallyCheck, findings: Findings, names: Sequence[str]) -> list[Point]:
    """How many of some incidents there were by each day."""
    when = {e.id: e.when for e in findings.record.entries}
    begin = check.scope.period.earliest if check.scope.period else None
    days_of = sorted(
        max(d, begin) if begin else d for n in names if (d := when[n].earliest or begin) is not None
    )
    return [Point(d, n) for n, d in enumerate(days_of, 1)]

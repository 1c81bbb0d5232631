"""What came of checking a book, kept for those who look at it again and again, without the texts that say nothing."""

from __future__ import annotations

from dataclasses import dataclass

from incidentbook.check.figures import FigureSeries
from incidentbook.check.findings import Findings
from incidentbook.export.checks import Line, as_json, lines, title
from incidentbook.export.checks_plots import SeriesPlot, Timeline, series_plots, summary, timeline


@dataclass(frozen=True, slots=True)
class Checked:
    """The findings as they are shown.

    Attributes:
        json: all of them, as `check --json` writes them.
        summary: how much was held against how much.
        titles: of the documents that `figures` names, by their ids.
    """

    json: str
    summary: str
    lines: tuple[Line, ...]
    timeline: Timeline
    series: tuple[SeriesPlot, ...]
    figures: tuple[FigureSeries, ...]
    titles: dict[str, str]

    @classmethod
    def of(cls, findings: Findings) -> Checked:
        """What is kept of findings."""
        every = lines(findings)
        named = {s.document for series in findings.figures for s in series.stated if s.document is not None}
        return cls(
            as_json(findings),
            summary(findings, every),
            tuple(every),
            timeline(findings),
            tuple(series_plots(findings)),
            findings.figures,
            {name: title(findings.documents[name]) for name in named},
        )

"""What linking is given: a report, and what its document adds to it."""

from __future__ import annotations

from dataclasses import dataclass

from incidentbook.model import Interval, Report, ReportRef


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A report to be linked, the id of its document, and when that was published."""

    document: str
    report: Report
    published: Interval | None

    @property
    def ref(self) -> ReportRef:
        """The place of the report."""
        return ReportRef(self.document, self.report.id)

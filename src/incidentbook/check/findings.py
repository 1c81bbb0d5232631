"""All checks of some texts against one record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incidentbook.check.figures import FigureSeries, Stated, series_of_figures
from incidentbook.check.fit import Scope
from incidentbook.check.flags import Flag
from incidentbook.check.orders import OrderCheck, check_order
from incidentbook.check.record import Record
from incidentbook.check.series import Series, series_of
from incidentbook.check.tallies import TallyCheck, check_tally
from incidentbook.check.trends import TrendCheck, check_trend
from incidentbook.model import (
    Actor,
    Document,
    Extraction,
    Figure,
    Interval,
    Order,
    Place,
    Remark,
    Tally,
    Trend,
    Values,
)


@dataclass(frozen=True, slots=True)
class Said:
    """What one text says that can be held against a record.

    Attributes:
        document: without it nothing can be quoted.
        days: when its own attacks and events were, by the ids of reports and remarks.
        about: which attacks it is about.
        own: the incidents of the record that are its subject: what it says of earlier ones is not said of these.
    """

    document: Document
    tallies: tuple[Tally, ...]
    remarks: tuple[Remark, ...]
    days: Mapping[str, Interval]
    about: Scope | None
    own: frozenset[str] = frozenset()

    @property
    def published(self) -> Interval | None:
        """When it was published."""
        return self.document.published.interval if self.document.published else None


@dataclass(frozen=True, slots=True)
class Findings:
    """What came of holding texts against a record, in the order of the texts."""

    record: Record
    documents: Mapping[str, Document]
    tallies: tuple[TallyCheck, ...]
    series: tuple[Series, ...]
    trends: tuple[TrendCheck, ...]
    orders: tuple[OrderCheck, ...]
    figures: tuple[FigureSeries, ...]
    flags: tuple[Flag, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the texts say nothing that can be checked, and nothing that does not fit."""
        return not (self.tallies or self.trends or self.orders or self.figures or self.flags)


def said_in(
    extraction: Extraction, days: Mapping[str, Interval] | None = None, subject: Iterable[str] = ()
) -> Said:
    """What a text says that can be checked.

    Args:
        subject: the incidents of the record that it is about.
        days: when its reports were by the incidents that they belong to; by default what the text itself says.
    """
    own = {r.id: r.values.date for r in extraction.reports if r.values.date is not None}
    events = {r.id: when for r in extraction.remarks if (when := getattr(r, "date", None)) is not None}
    return Said(
        extraction.document,
        extraction.tallies,
        extraction.remarks,
        {**own, **events, **(days or {})},
        _about([r.values for r in extraction.reports if r.main]),
        frozenset(subject),
    )


def _about(main: Sequence[Values]) -> Scope | None:
    """The attacks that a text is about: those in the country of its subject, by whoever did it."""
    lands = [v.place for v in main if v.place is not None and v.place.country is not None]
    doers = [d for v in main if (d := v.perpetrator or v.claimed_by) is not None]
    if not lands:
        return None
    country = lands[0].country or ""
    doer: Actor | None = doers[0] if doers else None
    return Scope(None, (Place(country, country, None, None, None, 6, None),), perpetrator=doer)


def check_all(texts: Iterable[Said], record: Record, flags: Iterable[Flag] = ()) -> Findings:
    """Holds all that texts say against a record.

    Args:
        flags: what in them does not fit, as `plausibility` and `misplaced` find it.
    """
    every = list(texts)
    tallies = [check_tally(t, record, s.document.id) for s in every for t in s.tallies]
    when = {e.id: e.when for e in record.entries}
    trends = [
        check_trend(r, (s.published, s.about), record.without(s.own), s.document.id)
        for s in every
        for r in s.remarks
        if isinstance(r, Trend)
    ]
    orders = [
        check_order(r, s.document.text, s.days, s.document.id)
        for s in every
        for r in s.remarks
        if isinstance(r, Order)
    ]
    figures = [
        Stated(s.document.id, r, s.published) for s in every for r in s.remarks if isinstance(r, Figure)
    ]
    return Findings(
        record,
        {s.document.id: s.document for s in every},
        tuple(tallies),
        tuple(series_of(tallies, when)),
        tuple(trends),
        tuple(orders),
        tuple(series_of_figures(figures)),
        tuple(flags),
    )

"""Figures that are said to stand, as troops in a country: who said which when, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from incidentbook.link import compare
from incidentbook.model import Figure, Interval


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure, the document that gives it, and when that was published."""

    document: str | None
    figure: Figure
    published: Interval | None

    @property
    def day(self) -> date:
        """The day that the figure is of, else the one when it was published; the last of all days where neither is known."""
        for known in (self.figure.date, self.published):
            if known is not None and (known.latest or known.earliest):
                return known.latest or known.earliest or date.max
        return date.max


@dataclass(frozen=True, slots=True)
class FigureSeries:
    """Figures of one thing, the earliest first; `what` is the word that all have in common."""

    what: str
    stated: tuple[Stated, ...]


def series_of_figures(found: Iterable[Stated]) -> list[FigureSeries]:
    """The figures of each thing that two documents at least give, or one document on two days."""
    groups: list[list[Stated]] = []
    for one in sorted(found, key=lambda s: (s.day, s.document or "", s.figure.id)):
        group = next((g for g in groups if _is_of_one(g[0].figure, one.figure)), None)
        if group is None:
            groups.append([one])
        else:
            group.append(one)
    return [FigureSeries(g[0].figure.what, tuple(g)) for g in groups if _differs(g)]


def _differs(group: Sequence[Stated]) -> bool:
    return len({(s.document, s.day) for s in group}) > 1


def _is_of_one(a: Figure, b: Figure) -> bool:
    if not compare.words(a.what) & compare.words(b.what):
        return False
    if a.actor is not None and b.actor is not None and not compare.same_actor(a.actor, b.actor):
        return False
    return a.place is None or b.place is None or compare.place_agreement(a.place, b.place) is not None

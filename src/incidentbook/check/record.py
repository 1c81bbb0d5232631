"""The book as checks look at it: incidents by day and country, and how many documents it has of each time."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from incidentbook.check.fit import Entry, Scope
from incidentbook.model import Incident, Interval

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


def entry(incident: Incident, published: Iterable[Interval | None]) -> Entry:
    """An incident with the days on which it may have been.

    Args:
        published: when the documents were that tell of it; nothing is told before it happens.
    """
    said = incident.values.date or Interval(None, None)
    told = [i.latest for i in published if i is not None and i.latest is not None]
    if not told or (said.latest is not None and said.latest <= min(told)):
        return Entry(incident.id, said, incident.values)
    first = min(told)
    # A day after the first publication is a slip or a time zone: the words count.
    late = said.earliest is not None and said.earliest > first
    return Entry(incident.id, said if late else Interval(said.earliest, first), incident.values)


@dataclass(frozen=True)
class Record:
    """Incidents and the days on which the documents of the book were published."""

    entries: Sequence[Entry]
    published: Sequence[date]

    def candidates(self, scope: Scope) -> list[Entry]:
        """The incidents that the days and the countries of a scope leave open, in the order of the record."""
        found = np.ones(len(self.entries), dtype=bool)
        if scope.period is not None:
            start, end = _ends(scope.period)
            found &= (self._last >= start) & (self._first <= end)
        lands = {p.country for p in scope.places}
        if lands and None not in lands:
            codes = [self._countries[c] for c in lands if c in self._countries]
            found &= np.isin(self._country, [*codes, self._countries[None]])
        return [self.entries[int(i)] for i in np.flatnonzero(found)]

    def without(self, incidents: Collection[str]) -> Record:
        """The same without some incidents."""
        if not incidents:
            return self
        return Record([e for e in self.entries if e.id not in incidents], self.published)

    def documents(self, period: Interval) -> int:
        """How many documents were published in a period."""
        start, end = _ends(period)
        left, right = np.searchsorted(self._days, [start, end + 1])
        return int(right - left)

    @cached_property
    def _first(self) -> NDArray[np.int64]:
        return np.array([_ends(e.when)[0] for e in self.entries], dtype=np.int64)

    @cached_property
    def _last(self) -> NDArray[np.int64]:
        return np.array([_ends(e.when)[1] for e in self.entries], dtype=np.int64)

    @cached_property
    def _days(self) -> NDArray[np.int64]:
        return np.array(sorted(d.toordinal() for d in self.published), dtype=np.int64)

    @cached_property
    def _countries(self) -> Mapping[str | None, int]:
        named = dict.fromkeys(_country(e) for e in self.entries)
        return {c: i for i, c in enumerate({None: None, **named})}

    @cached_property
    def _country(self) -> NDArray[np.int64]:
        return np.array([self._countries[_country(e)] for e in self.entries], dtype=np.int64)


def _country(found: Entry) -> str | None:
    return found.values.place.country if found.values.place is not None else None


def _ends(when: Interval) -> tuple[int, int]:
    first = when.earliest.toordinal() if when.earliest else _FIRST
    return first, when.latest.toordinal() if when.latest else _LAST

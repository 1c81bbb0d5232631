"""The book as checks look at it: incidents by day and country, and how many documents it has of each time."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from incidentbook.check.fit import PARTS, Entry, Fit, Part, Scope
from incidentbook.model import Incident, Interval, Values

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


@dataclass(frozen=True, slots=True)
class Judged:
    """The incidents that count, and those that may with what leaves it open."""

    sure: tuple[Entry, ...]
    open: tuple[tuple[Entry, tuple[str, ...]], ...]


def _names(bits: int) -> tuple[str, ...]:
    return tuple(name for i, name in enumerate(("date", *(p.name for p in PARTS))) if bits >> i & 1)


@dataclass(frozen=True)
class Record:
    """Incidents and the days on which the documents of the book were published."""

    entries: Sequence[Entry]
    published: Sequence[date]

    def judged(self, scope: Scope) -> Judged:
        """Which incidents are of a scope, which may be, and why only may, in the order of the record: as `fit.fits` says of each.

        Those that share what a part looks at are judged once, and a part looks at those alone that the parts before it left.
        """
        at = self._candidates(scope)
        open_ = np.zeros(len(at), dtype=np.int64)  # a bit for each part that leaves an incident open
        if scope.period is not None:
            start, end = _ends(scope.period)
            open_ |= (self._first[at] < start) | (self._last[at] > end)
        else:
            open_ |= 1
        for number, part in enumerate(PARTS, 1):
            if part.asks(scope):
                fit = self._fit(part, number - 1, scope, at)
                keep = fit > Fit.NO
                open_ = (open_ | ((fit == Fit.MAY).astype(np.int64) << number))[keep]
                at = at[keep]
        sure = tuple(self.entries[i] for i in at[open_ == 0])
        may = open_ > 0
        why = {int(bits): _names(int(bits)) for bits in np.unique(open_[may])}
        return Judged(
            sure,
            tuple(
                (self.entries[i], why[bits])
                for i, bits in zip(at[may].tolist(), open_[may].tolist(), strict=True)
            ),
        )

    def _fit(self, part: Part, number: int, scope: Scope, at: NDArray[np.int64]) -> NDArray[np.int64]:
        codes, examples = self._codes[number]
        mine = codes[at]
        kinds = np.flatnonzero(np.bincount(mine, minlength=len(examples)))
        fits = np.zeros(len(examples), dtype=np.int64)
        fits[kinds] = [part.fit(scope, examples[k]) for k in kinds.tolist()]
        return fits[mine]

    def _candidates(self, scope: Scope) -> NDArray[np.int64]:
        """The incidents that the days and the countries of a scope leave open."""
        found = np.ones(len(self.entries), dtype=bool)
        if scope.period is not None:
            start, end = _ends(scope.period)
            found &= (self._last >= start) & (self._first <= end)
        lands = {p.country for p in scope.places}
        if lands and None not in lands:
            asked = np.zeros(len(self._countries), dtype=bool)
            asked[[self._countries[c] for c in (*lands, None) if c in self._countries]] = True
            found &= asked[self._country]
        return np.flatnonzero(found)

    @cached_property
    def _codes(self) -> Sequence[tuple[NDArray[np.int64], Sequence[Values]]]:
        """For each part a number for each incident, the same where the part looks at the same, and an example of each number."""
        return [self._coded(p) for p in PARTS]

    def _coded(self, part: Part) -> tuple[NDArray[np.int64], Sequence[Values]]:
        known: dict[Hashable, int] = {}
        codes = np.array(
            [known.setdefault(part.looks_at(e.values), len(known)) for e in self.entries], dtype=np.int64
        )
        _, first = np.unique(codes, return_index=True)
        return codes, [self.entries[i].values for i in first.tolist()]

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

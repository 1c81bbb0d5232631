"""From conditions to a page: which incidents of a snapshot meet them, and which of these come next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from incidentbook.book.catalogue.asked import Asked
from incidentbook.book.catalogue.columns import Columns, Mask, Points, Rows, united
from incidentbook.book.catalogue.file import CatalogueFile, Kept
from incidentbook.book.catalogue.terms import ACTOR, DOCUMENT, SOURCE, WORD, asked_words, folded, place_term
from incidentbook.errors import QueryError
from incidentbook.model import Incident

_MOST_BEGINNINGS = 5000


@dataclass(frozen=True, slots=True)
class Page:
    """Incidents of one page as they are kept, how many meet the conditions in all, and the key to go on behind.

    `next` is None on the last page.
    """

    entries: tuple[Kept, ...]
    total: int
    next: tuple[Any, ...] | None


@dataclass(frozen=True, slots=True)
class Beside:
    """The incidents at one place around one of them, each list by date, and how many there are besides it in all."""

    earlier: tuple[Kept, ...]
    later: tuple[Kept, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A catalogue at one state of the book; `names` keeps the folded terms of a kind once they were asked for."""

    state: str
    file: CatalogueFile
    columns: Columns
    names: dict[str, list[tuple[str, str, int]]] = field(default_factory=dict)

    def page(self, asked: Asked) -> Page:
        """The incidents that meet the conditions, from the key asked for on.

        Raises:
            QueryError: a condition cannot be understood.
        """
        found = self._found(asked)
        total = int(np.count_nonzero(found))
        positions = self._next(found, asked)
        more = len(positions) > asked.limit
        positions = positions[: asked.limit]
        entries = self.file.kept([int(n) for n in self.columns.n[positions]])
        key = self.columns.key(int(positions[-1]), asked.sort) if more else None
        return Page(tuple(entries), total, key)

    def points(self, asked: Asked) -> tuple[Points, int]:
        """The incidents that meet the conditions as a map needs them, in the order of dates, and how many meet them; where
        these are more than the limit, the latest of them, and those without a date only as far as there is room.

        Raises:
            QueryError: a condition cannot be understood.
        """
        positions = np.flatnonzero(self._found(asked)).astype(np.int32)
        dated = positions[self.columns.dated[positions]][-asked.limit :]
        undated = positions[~self.columns.dated[positions]][: asked.limit - len(dated)]
        return self.columns.points(np.concatenate([dated, undated])), len(positions)

    def _backwards(self, found: Mask, end: int | None) -> Rows:
        """Positions from before `end` on, None: from the beginning, the latest first; undated incidents come last here too."""
        dated = int(np.count_nonzero(self.columns.dated))
        if end is not None and end >= dated:
            return (np.flatnonzero(found[dated:end])[::-1] + dated).astype(np.int32)
        first = np.flatnonzero(found[: dated if end is None else end])[::-1]
        return np.concatenate([first, np.flatnonzero(found[dated:])[::-1] + dated]).astype(np.int32)

    def __len__(self) -> int:
        return len(self.columns)

    def countries(self) -> list[str]:
        """The codes of the countries that incidents are in, in order."""
        return sorted(code for code in self.columns.values["country"] if code)

    def beside(self, incident: Incident, most: int) -> Beside:
        """The dated incidents at the same place that came next before and after one, without those that reviewers rejected.

        It takes the place's own list and no other of the catalogue: with a million incidents as with a hundred.

        Args:
            most: how many before, and how many after.
        """
        place, columns = incident.values.place, self.columns
        if place is None:
            return Beside((), (), 0)
        numbers = self.file.rows(place_term(place))
        positions = np.sort(columns.position[numbers[numbers < len(columns.position)]])
        positions = positions[positions >= 0]
        shown = columns.codes["status"][positions] != columns.values["status"].get("rejected", -1)
        positions = positions[shown & columns.dated[positions]]
        is_it = columns.ids[positions] == incident.id.encode()
        at = int(np.argmax(is_it)) if is_it.any() else len(positions)
        others = positions[~is_it]
        before, after = others[max(at - most, 0) : at], others[at : at + most]
        return Beside(self._kept(before), self._kept(after), len(others))

    def _kept(self, positions: Rows) -> tuple[Kept, ...]:
        return tuple(self.file.kept([int(n) for n in self.columns.n[positions]]))

    def _found(self, asked: Asked) -> Mask:
        found = self.columns.mask(asked)
        for rows in self._leads(asked):
            found &= self._mask(rows)
        return found

    def named(self, kind: str, part: str | None) -> list[tuple[str, int]]:
        """The terms of a kind whose words hold a part, and how many incidents each leads to, in order."""
        sought = folded(part or "")
        return [(term, count) for inside, term, count in self._terms(kind) if sought in inside]

    def _terms(self, kind: str) -> list[tuple[str, str, int]]:
        if kind not in self.names:
            self.names[kind] = [(folded(term), term, count) for term, count in self.file.terms(kind)]
        return self.names[kind]

    def _leads(self, asked: Asked) -> Iterable[Rows]:
        """For each condition on terms the incidents that it leads to."""
        if asked.document is not None:
            yield self.file.rows(DOCUMENT + asked.document)
        if asked.source is not None:
            yield united(self.file.rows(SOURCE + name) for name, _ in self.named(SOURCE, asked.source))
        if asked.actor is not None:
            yield united(self.file.rows(ACTOR + name) for name in self._actors(asked.actor))
        for word, is_beginning in asked_words(asked.words) if asked.words is not None else ():
            yield self._beginning(word) if is_beginning else self.file.rows(WORD + word)

    def _actors(self, part: str) -> list[str]:
        return [term for term, _ in self.named(ACTOR, part) if _is_named(term, folded(part))]

    def _beginning(self, word: str) -> Rows:
        found = self.file.rows_of_beginning(WORD + word, _MOST_BEGINNINGS)
        if found is None:
            raise QueryError("q", f"too many words begin with {word}; give more of its letters")
        return united(found)

    def _mask(self, numbers: Rows) -> Mask:
        columns = self.columns
        found = np.zeros(len(columns), dtype=bool)
        positions = columns.position[numbers[numbers < len(columns.position)]]
        found[positions[positions >= 0]] = True
        return found

    def _next(self, found: Mask, asked: Asked) -> Rows:
        """Positions in the order asked for, behind the key, one more than the page holds."""
        columns, key, most = self.columns, asked.after, asked.limit + 1
        if asked.sort == "date":
            start = columns.behind(key) if key else 0
            return _first(
                lambda a, b: np.flatnonzero(found[start + a : start + b]) + (start + a),
                most,
                len(found) - start,
            )
        if asked.sort == "-date":
            return self._backwards(found, columns.behind(key, or_at=True) if key else None)[:most]
        ordered = columns.by_update[columns.behind_update(key) if key else 0 :]
        return _first(lambda a, b: ordered[a:b][found[ordered[a:b]]], most, len(ordered))


def _first(part: Callable[[int, int], Any], most: int, size: int) -> Rows:
    """The first of what stretches give, each four times as long as the one before: of many hits the first are near."""
    parts, count, at, step = [np.empty(0, dtype=np.int32)], 0, 0, 4096
    while at < size and count < most:
        parts.append(part(at, at + step))
        count += len(parts[-1])
        at, step = at + step, step * 4
    return np.concatenate(parts)[:most].astype(np.int32)


def _is_named(term: str, sought: str) -> bool:
    """Whether the name or the id of an actor holds the part, not its kind or country."""
    import json

    name, key, *_ = json.loads(term)
    return sought in folded(name) or sought in folded(key or "")

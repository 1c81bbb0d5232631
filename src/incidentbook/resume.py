"""How far long files have been read, so that a reading that was broken off goes on where it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from incidentbook import __version__
from incidentbook.book import Place, Store
from incidentbook.model import BUILT_IN
from incidentbook.sources import Cursor, Page, cursor_of
from incidentbook.sources.anywhere import Reading

_NOTED_EVERY = 200


class Track:
    """How far the files of one reading have come: noted in the book with the documents, forgotten at the end."""

    def __init__(
        self, store: Store, paths: Sequence[Path], reading: Reading, extractor: str = BUILT_IN
    ) -> None:
        """The book, the files and folders as they are given, how they are read, and the name of the extractor."""
        self._store = store
        self._paths = paths
        self._how = f"{__version__} {reading.meta and reading.meta.absolute()} {reading.columns}"
        self._how += "" if extractor == BUILT_IN else f" {extractor}"
        self._files: dict[str, Place | None] = {}
        self._sources: set[str] = set()
        self._waiting = 0

    def after(self) -> list[Cursor]:
        """How far this reading came before, its files named as they are given now."""
        found = []
        for place in self._store.places():
            named = next((n for p in self._paths if (n := _as_given(p, Path(place.source)))), None)
            if named and place.reading == self._how:
                self._sources.add(place.source)
                found.append(Cursor(named, place.fingerprint, place.position))
        return found

    def at(self, position: str) -> Place | None:
        """The place of a page, where its file holds many."""
        source, _, where = position.rpartition("|")
        if not source or where == "1":
            return None
        if source not in self._files:
            self._files[source] = self._place(position)
        known = self._files[source]
        return replace(known, position=where) if known else None

    def passed(self, place: Place | None) -> None:
        """A page is done with; now and then that is noted, since many give no document to be noted with."""
        self._waiting += place is not None
        if place is not None and self._waiting >= _NOTED_EVERY:
            self._store.set_place(place)
            self._waiting = 0

    def end(self) -> None:
        """All was read: the next time everything is read anew, by a better program perhaps."""
        if self._sources:
            self._store.forget_places(sorted(self._sources))

    def _place(self, position: str) -> Place | None:
        cursor = cursor_of(Page("", "text/plain", "", None, position))
        if cursor is None:
            return None
        source = str(Path(cursor.source).absolute())
        self._sources.add(source)
        return Place(source, self._how, cursor.fingerprint, "")


def _as_given(path: Path, file: Path) -> str | None:
    """The name by which `read` calls a file that is `path` or lies below it; None where it does not."""
    whole = path.absolute()
    if file == whole:
        return str(path)
    return str(path / file.relative_to(whole)) if file.is_relative_to(whole) else None

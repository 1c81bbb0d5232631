"""How far long inputs have been read, so that a reading that was broken off goes on where it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from incidentbook import __version__
from incidentbook.book import Place, Store
from incidentbook.model import BUILT_IN
from incidentbook.sources import Cursor, Page, cursor_of
from incidentbook.sources.anywhere import Reading, is_address
from incidentbook.sources.inputs import STDIN

_NOTED_EVERY = 200
_OF_STDIN = f"{STDIN} "
"""What the source of a place begins with that is one in standard input; its fingerprint follows."""


class Track:
    """How far the inputs of one reading have come: noted in the book with the documents, forgotten at the end."""

    def __init__(
        self, store: Store, inputs: Iterable[str | Path], reading: Reading, extractor: str = BUILT_IN
    ) -> None:
        """The book, the inputs as they are given, how they are read, and the name of the extractor."""
        self._store = store
        self._inputs = tuple(inputs)
        self._how = f"{__version__} {reading.meta and reading.meta.absolute()} {reading.columns}"
        self._how += "" if extractor == BUILT_IN else f" {extractor}"
        self._files: dict[str, Place | None] = {}
        self._sources: set[str] = set()
        self._streams: set[str] = set()
        self._waiting = 0

    def after(self) -> list[Cursor]:
        """How far this reading came before, its files named as they are given now."""
        found = []
        for place in self._store.places():
            named = next((n for i in self._inputs if (n := _as_given(i, place.source))), None)
            if named and place.reading == self._how:
                (self._streams if named == STDIN else self._sources).add(place.source)
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
        """All was read: the next time everything is read anew, by a better program perhaps.

        Of standard input that is what came this time; where nothing came after the place at which it was broken
        off, which of the streams known it was cannot be told, and none is held back.
        """
        came = any(source.startswith(_OF_STDIN) for source in self._sources)
        if done := self._sources | (set() if came else self._streams):
            self._store.forget_places(sorted(done))

    def _place(self, position: str) -> Place | None:
        cursor = cursor_of(Page("", "text/plain", "", None, position))
        if cursor is None:
            return None
        source = _kept_as(cursor)
        self._sources.add(source)
        return Place(source, self._how, cursor.fingerprint, "")


def _kept_as(cursor: Cursor) -> str:
    """The name under which the place in an input is kept: the whole path, the address, or which stream it is."""
    if cursor.source == STDIN:
        return f"{_OF_STDIN}{cursor.fingerprint}"
    return cursor.source if is_address(cursor.source) else str(Path(cursor.source).absolute())


def _as_given(given: str | Path, source: str) -> str | None:
    """The name by which `read` calls an input that is `given` or lies below it; None where it does not."""
    name = str(given)
    if name == STDIN or source.startswith(_OF_STDIN):
        return name if name == STDIN and source.startswith(_OF_STDIN) else None
    if is_address(name):
        return name if name == source else None
    path, whole, file = Path(given), Path(given).absolute(), Path(source)
    if file == whole:
        return str(path)
    return str(path / file.relative_to(whole)) if file.is_relative_to(whole) else None

"""Keeping catalogues true to a book: what changed in the book is computed anew, and nothing else."""

from __future__ import annotations

import hashlib
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, func, select

from incidentbook import __version__
from incidentbook.book import identity, schema, surveying
from incidentbook.book.catalogue.columns import load
from incidentbook.book.catalogue.file import FORMAT, CatalogueFile, Entry, Kept
from incidentbook.book.catalogue.finding import Snapshot
from incidentbook.book.catalogue.terms import terms_of
from incidentbook.book.entries import TODAY, View
from incidentbook.book.surveying import Described, Survey
from incidentbook.errors import UnknownIncidentError
from incidentbook.exchange import dump_incident

FOLDER_ENDING = ".catalogue"
_MOST_VIEWS = 8
_SAMPLE = 1000
Connect = Callable[[], AbstractContextManager[Connection]]


class Catalogue:
    """The incidents of a book, computed once and kept in files beside it, one for each view that is asked for.

    Args:
        reading: a connection to the book.
        home: the book's file; the catalogues lie beside it, or in a temporary folder where nothing can be written there.
        link: links the reports of the book again where something changed.
    """

    def __init__(self, reading: Connect, home: Path, link: Callable[[], None]) -> None:
        self._reading = reading
        self._home = home
        self._link = link
        self._held: OrderedDict[View, Snapshot] = OrderedDict()
        self._lock = threading.RLock()
        self._temporary: tempfile.TemporaryDirectory[str] | None = None

    def snapshot(self, view: View = TODAY) -> Snapshot:
        """The catalogue of a view. Where the book changed it is brought up to date first; while another thread does
        that, the one from before the change is given.

        Raises:
            BookError: the book cannot be read.
        """
        held, state = self._usable(view), self._state()
        if held is not None and held.state == state:
            return held
        if not self._lock.acquire(blocking=held is None):
            assert held is not None  # or the lock would have been waited for
            return held
        try:
            return self._refreshed(view)
        finally:
            self._lock.release()

    @contextmanager
    def changing(self) -> Iterator[None]:
        """While the book is changed by this process: no catalogue is made meanwhile; that of today is true afterwards."""
        with self._lock:
            yield
            self._refreshed(TODAY)

    def incident(self, name: str, view: View = TODAY) -> Kept:
        """The incident of that id, of the only id that begins so, or the one that it was merged into.

        Raises:
            UnknownIncidentError: there is none, or several ids begin so.
        """
        file, key = self.snapshot(view).file, identity.plain_id(name)
        found = file.named(key, 4)
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(kept.id for kept in found[:3])
            raise UnknownIncidentError(f"several incidents begin with {key}: {some}; give the whole id")
        with self._reading() as connection:
            to = connection.execute(
                select(schema.redirects.c.new).where(schema.redirects.c.old == key)
            ).scalar()
        led = file.named(to, 1) if to else []
        if not led:
            when = f" as it was known on {view.as_of}" if view.as_of else ""
            raise UnknownIncidentError(f"this book has no incident {key}{when}; see the list of incidents")
        return led[0]

    def close(self) -> None:
        """Closes the files."""
        for held in self._held.values():
            held.file.close()
        self._held.clear()
        if self._temporary is not None:
            self._temporary.cleanup()

    def _state(self) -> str:
        with self._reading() as connection:
            return str(connection.execute(select(schema.book.c.revision)).scalar_one())

    def _usable(self, view: View) -> Snapshot | None:
        """The catalogue that is held; None where its file is gone or damaged: it is made again."""
        held = self._held.get(view)
        return held if held is not None and held.file.is_well else None

    def _refreshed(self, view: View) -> Snapshot:
        held = self._usable(view)
        self._link()
        state = self._state()
        if held is None or held.state != state:
            held = self._made(view, state, held)
            self._held[view] = held
        self._held.move_to_end(view)
        while len(self._held) > _MOST_VIEWS:
            self._held.popitem(last=False)[1].file.close()
        return held

    def _made(self, view: View, state: str, held: Snapshot | None) -> Snapshot:
        file = held.file if held else self._open(view)
        mark = self._mark()
        if (file.about("state"), file.about("mark")) != (state, mark):
            with self._reading() as connection:
                seen = surveying.survey(connection, view)
                known = file.fingerprints()
                changed = [name for name, mark in seen.fingerprints.items() if known.get(name) != mark]
                now = datetime.now(UTC) if known else None
                entries = (to_entry(one, now) for one in surveying.described(connection, seen, changed))
                file.write(entries, _gone(known, seen), {"state": state, "mark": mark})
        with file.reading() as connection:
            return Snapshot(state, file, load(connection))

    def _open(self, view: View) -> CatalogueFile:
        folder = self._folder()
        path = folder / f"{view.policy}@{view.as_of or 'today'}.db"
        others = sorted(folder.glob("*.db"), key=lambda p: p.stat().st_mtime)
        in_use = {f"{v.policy}@{v.as_of or 'today'}.db" for v in self._held}
        for other in others[: -_MOST_VIEWS or None]:
            if other != path and other.name not in in_use:
                other.unlink(missing_ok=True)
        return CatalogueFile.open(path, {"format": FORMAT, "program": __version__})

    def _folder(self) -> Path:
        folder = self._home.with_name(self._home.name + FOLDER_ENDING)
        if self._temporary is not None:
            return Path(self._temporary.name)
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            with tempfile.TemporaryFile(dir=folder):
                return folder
        except OSError:
            self._temporary = tempfile.TemporaryDirectory(prefix="incidentbook-")
            return Path(self._temporary.name)

    def _mark(self) -> str:
        """What tells this book from another one of as many changes that once lay at its place."""
        table = schema.documents.c
        with self._reading() as connection:
            size = connection.execute(select(func.count()).select_from(schema.documents)).scalar_one()
            sample = connection.execute(
                select(table.id, table.digest).order_by(table.id).limit(_SAMPLE)
            ).all()
        said = repr((size, [tuple(row) for row in sample]))
        return hashlib.sha256(said.encode("utf-8", "replace")).hexdigest()[:16]


def to_entry(one: Described, now: datetime | None) -> Entry:
    """An incident as a catalogue keeps it.

    Args:
        now: when it changed, where a catalogue is brought up to date; None where one is made.
    """
    incident, values = one.incident, one.incident.values
    when, place = values.date, values.place
    return Entry(
        id=incident.id,
        fingerprint=one.fingerprint,
        earliest=when.earliest.toordinal() if when and when.earliest else None,
        latest=when.latest.toordinal() if when and when.latest else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        precision=place.precision if place else None,
        country=place.country if place else None,
        kind=values.attack_type,
        status=incident.status,
        grade=incident.grade,
        since=int(one.since.timestamp()),
        updated=int(max(one.touched, now or one.touched).timestamp()),
        incident=dump_incident(incident),
        terms=terms_of(one),
    )


def _gone(known: dict[str, str], seen: Survey) -> list[str]:
    return [name for name in known if name not in seen.fingerprints]

"""What texts say held against a book: its own texts, or drafts that are not in it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from incidentbook.book import Store
from incidentbook.check.findings import Findings, Said, check_all, said_in
from incidentbook.check.record import Record, entry
from incidentbook.model import Extraction, Interval


def record_of(store: Store) -> Record:
    """The incidents of a book and the days of its documents.

    Raises:
        BookError: the book cannot be read.
    """
    published = store.published()
    held = [i for i in store.incidents() if i.status != "rejected"]
    entries = [entry(i, (published[r.document] for r in i.reports)) for i in held]
    return Record(entries, [p.latest for p in published.values() if p is not None and p.latest is not None])


def check_book(store: Store) -> Findings:
    """What the texts of a book say, against its incidents.

    Raises:
        BookError: the book cannot be read.
    """
    return check_all(_own(store), record_of(store))


def check_drafts(store: Store, drafts: Iterable[Extraction]) -> Findings:
    """What texts that are not in a book say, against its incidents.

    Raises:
        BookError: the book cannot be read.
    """
    return check_all(map(said_in, drafts), record_of(store))


def _own(store: Store) -> Iterator[Said]:
    """The texts of a book that say something to check, in the order of their days."""
    telling = {name for name, _ in (*store.tallies(), *store.remarks())}
    days: dict[str, dict[str, Interval]] = defaultdict(dict)
    for incident in store.incidents():
        for ref in incident.reports:
            if ref.document in telling and incident.values.date is not None:
                days[ref.document][ref.report] = incident.values.date
    published = store.published()
    last = {name: when.latest for name, when in published.items() if when is not None}
    for name in sorted(telling, key=lambda n: (str(last.get(n)), n)):
        yield said_in(store.extraction(name), days[name])

"""Which reports of a book are one incident. What was found of each report stays in the book: a new document costs little."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from incidentbook.book import Store
from incidentbook.link import LinkItem, cluster
from incidentbook.link.dating import COARSE
from incidentbook.link.items import Kept
from incidentbook.link.shelf import kept, linked_again, method, near_places
from incidentbook.link.telling import telling_words
from incidentbook.model import ReportRef
from incidentbook.redating import redate
from incidentbook.stories import find_stories

_AT_ONCE = 500
_MOSTLY = 0.5
"""The share of reports that may be new or gone; with more, linking all is quicker."""


def link(store: Store) -> None:
    """Suggests again which reports are one incident; looked at are those near to what is new, changed or gone.

    The same as linking all from nothing, in whatever order documents came. Where reviewers decided anything all are looked
    at, since a decision may hold together, or keep apart, what is near to nothing new.

    Raises:
        BookError: the book cannot be read or written.
    """
    _keep(store)
    known, fresh, gone = store.kept()
    if _redated(store, known):
        _keep(store)
        known, fresh, gone = store.kept()
    held = store.memberships()
    decided = bool(store.ledger.decisions())
    if decided or len(fresh) + len(gone) > _MOSTLY * len(known):
        items, bonds = store.link_items(), store.ledger.bonds()
        found = [[items[n].ref for n in group] for group in cluster(items, bonds)]
        store.set_clusters(found, find_stories(store))
        return

    def items_of(refs: Collection[ReportRef]) -> dict[ReportRef, LinkItem]:
        return {item.ref: item for item in store.link_items({ref.document for ref in refs})}

    found = linked_again(known, held, fresh, gone, items_of)
    store.set_clusters(found, find_stories(store), partly=True)


def _keep(store: Store) -> None:
    """Works out what is to be kept of new and changed reports."""
    while waiting := store.without_kept(method(), _AT_ONCE):
        made: dict[ReportRef, Kept] = {}
        bare = {item.ref: item for item in store.link_items(waiting)}
        for name in waiting:
            extraction = store.extraction(name)
            told = telling_words(extraction.document, extraction.reports)
            for report in extraction.reports:
                ref = ReportRef(name, report.id)
                made[ref] = kept(replace(bare[ref], telling=told[report.id]))
        store.set_kept(method(), made)


def _redated(store: Store, known: dict[ReportRef, Kept]) -> bool:
    """Dates documents by others, as far as some are undated; whether one changed."""
    undated = store.undated(COARSE)
    if not undated:
        return False
    near = near_places(known, undated)
    return redate(store, store.link_items({ref.document for ref in near}))

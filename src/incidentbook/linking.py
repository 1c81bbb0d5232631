"""Which reports of a book are one incident. What was found of each report stays in the book: a new document costs little."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace

from incidentbook.book import Store
from incidentbook.link import LinkItem, cluster
from incidentbook.link.dating import COARSE
from incidentbook.link.items import Kept
from incidentbook.link.shelf import kept, linked_again, method, near_places
from incidentbook.link.telling import telling_words
from incidentbook.model import Extraction, ReportRef
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


def joining(store: Store, extraction: Extraction) -> dict[str, str | None]:
    """Which incident each report of an article would join, were it in the book: nothing is stored.

    Other documents may be dated by the article, and then find each other: that is seen when it is stored.

    Returns:
        By the id of the report; None: an incident of its own.

    Raises:
        BookError: the book cannot be read.
    """
    held = store.memberships()
    own = _items_of(extraction)
    if own.keys() <= held.keys():
        return {ref.report: held[ref] for ref in own}

    def items_of(refs: Collection[ReportRef]) -> dict[ReportRef, LinkItem]:
        others = {ref.document for ref in refs} - {extraction.document.id}
        return own | {item.ref: item for item in store.link_items(others)}

    known = {ref: one for ref, one in store.kept()[0].items() if ref.document != extraction.document.id}
    made = known | {ref: kept(item) for ref, item in own.items()}
    groups = linked_again(made, held, own.keys(), (), items_of, store.ledger.bonds())
    return {ref.report: _most_held(group, held) for group in groups for ref in group if ref in own}


def _items_of(extraction: Extraction) -> dict[ReportRef, LinkItem]:
    document = extraction.document
    published = document.published.interval if document.published else None
    told = telling_words(document, extraction.reports)
    items = [
        LinkItem(document.id, replace(report, statements=()), published, told[report.id])
        for report in extraction.reports
    ]
    return {item.ref: item for item in items}


def _most_held(group: Collection[ReportRef], held: dict[ReportRef, str]) -> str | None:
    """The incident that most of a group are in."""
    counted = Counter(held[ref] for ref in group if ref in held)
    return min(counted, key=lambda name: (-counted[name], name)) if counted else None


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

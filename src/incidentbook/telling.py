"""The words that tell the attacks of a book's reports from others; what was found stays in the book."""

from __future__ import annotations

from incidentbook.book import Store
from incidentbook.link.telling import method, telling_words
from incidentbook.model import ReportRef

_AT_ONCE = 500


def find_telling(store: Store) -> None:
    """Finds the telling words of new and changed reports. It must be called before reports are linked.

    Raises:
        BookError: the book cannot be read or written.
    """
    while waiting := store.without_telling(method(), _AT_ONCE):
        told: dict[ReportRef, frozenset[str]] = {}
        for name in waiting:
            extraction = store.extraction(name)
            found = telling_words(extraction.document, extraction.reports)
            told |= {ReportRef(name, report): words for report, words in found.items()}
        store.set_telling(method(), told)

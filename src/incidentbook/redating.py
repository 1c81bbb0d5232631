"""Which documents of a book are dated by others, and how they read with that day."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from incidentbook.book import Redating, Store
from incidentbook.link import LinkItem
from incidentbook.link.dating import BookDating, dates_from_others, own_items
from incidentbook.model import BUILT_IN, Extraction


def redate(store: Store, items: Sequence[LinkItem], of: Collection[str]) -> bool:
    """Dates undated documents by the others, and takes back days whose ground is gone; whether a document changed.

    It goes always by what all say by themselves, so the order in which they came says nothing. Read are those documents
    alone of which another may know the day.

    Args:
        store: the book.
        items: those of its reports that may have a say, as they stand there.
        of: the documents that may be dated, or were.

    Raises:
        BookError: the book cannot be read or written.
    """
    before = store.redated({item.document for item in items} | set(of))
    own = {name: redating.own for name, redating in before.items()}

    def alone_of(name: str) -> Extraction:
        return own.get(name) or store.extraction(name)

    alone = [i for i in items if i.document not in own]
    alone += [item for extraction in own.values() for item in own_items(extraction)]
    dated = dates_from_others(alone, alone_of)
    told = {n: t for n, t in dated.items() if n in of and alone_of(n).read_by.name == BUILT_IN}
    changed = {n: t for n, t in told.items() if n not in before or before[n].told != t}
    found = [_redated(alone_of(n), t) for n, t in changed.items()]
    lost = sorted(own.keys() & set(of) - told.keys())
    if found or lost:
        store.set_redated(found, [own[name] for name in lost])
    return bool(found or lost)


def _redated(own: Extraction, told: BookDating) -> tuple[Redating, Extraction]:
    """What a document says by itself, and what it says with the day that others give it."""
    from incidentbook.extract.extractor import extract

    return Redating(own, told), extract(replace(own.document, published=told.published))

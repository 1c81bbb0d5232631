"""Which documents of a book are one story. What was found of each text stays in the book: a new document costs little."""

from __future__ import annotations

from collections.abc import Collection

from incidentbook.book import Store
from incidentbook.link.duplicates import Story, grouped
from incidentbook.link.minhash import marks, method
from incidentbook.link.retold import retold
from incidentbook.model import Document
from incidentbook.text.story import story_spans

_AT_ONCE = 1000


def story_of(document: Document) -> Story:
    """What is compared of a document: its body and captions, without its title and what surrounds it."""
    titles = {r.span for r in document.regions if r.kind == "title"}
    text = "\n".join(s.of(document.text) for s in story_spans(document) if s not in titles)
    when = document.published.interval if document.published else None
    return Story(document.id, text, document.title, (when.latest or when.earliest) if when else None)


def find_stories(store: Store) -> None:
    """Tells which documents with reports repeat one another, as far as something changed.

    It is a function of the documents, in whatever order they came. Read are the texts of new documents, and of
    those that may repeat them.

    Raises:
        BookError: the book cannot be read or written.
    """
    while waiting := store.unmarked(method(), _AT_ONCE):
        store.set_marks(method(), marks([(s.id, s.text) for s in map(story_of, waiting)]))

    def texts_of(names: Collection[str]) -> dict[str, str]:
        wanted = sorted(names)
        parts = (wanted[n : n + _AT_ONCE] for n in range(0, len(wanted), _AT_ONCE))
        return {d.id: story_of(d).text for part in parts for d in store.documents(part)}

    shelf = store.tellings
    changes = shelf.changes()
    if not changes.changed:
        return
    if not changes.most:
        shelf.retell(retold(shelf, changes.changed, changes.gone, texts_of), changes)
        return
    marked = store.story_marks()
    groups, compared = grouped(marked, store.story_pairs(), texts_of)
    store.set_pairs(compared)
    shelf.tell([[marked[n].id for n in group] for group in groups], marked, changes)

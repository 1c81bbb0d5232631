"""Which parts of a document are to be read for what happened."""

from __future__ import annotations

from incidentbook.model import Document, Span

STORY_KINDS = ("title", "body", "caption")


def story_spans(document: Document) -> tuple[Span, ...]:
    """Title, body and captions, in the order of the text.

    Boilerplate, datelines and source lines are left out.
    """
    return tuple(r.span for r in document.regions if r.kind in STORY_KINDS)

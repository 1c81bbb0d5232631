"""Page to document: the text with its regions, its language, and what the page says of itself."""

from incidentbook.text.reading import document_id, to_document
from incidentbook.text.story import story_spans

__all__ = ["document_id", "story_spans", "to_document"]

"""Document and page to publication date: an interval, the way it is known, and the words that say so."""

from incidentbook.dating.publication import date_document

__all__ = ["date_document"]

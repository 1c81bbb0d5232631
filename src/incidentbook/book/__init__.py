"""The book: documents and what they say go in, incidents come out. The only package that speaks SQL."""

from incidentbook.book.filters import IncidentFilter
from incidentbook.book.incident import Member, consolidate
from incidentbook.book.queries import BookCounts, Place
from incidentbook.book.rows import Redating
from incidentbook.book.store import Outcome, Store

__all__ = ["BookCounts", "IncidentFilter", "Member", "Outcome", "Place", "Redating", "Store", "consolidate"]

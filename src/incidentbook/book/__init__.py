"""The book: documents and what they say go in, incidents come out. The only package that speaks SQL."""

from incidentbook.book.decisions import Anchor, Decision
from incidentbook.book.entries import TODAY, View
from incidentbook.book.filters import IncidentFilter
from incidentbook.book.incident import Member, consolidate
from incidentbook.book.linkage import Changes, Linkage
from incidentbook.book.policy import POLICIES, Policy
from incidentbook.book.queries import BookCounts, Place
from incidentbook.book.rows import Redating
from incidentbook.book.store import Outcome, Store

__all__ = [
    "POLICIES", "TODAY", "Anchor", "BookCounts", "Changes", "Decision", "IncidentFilter", "Linkage", "Member", "Outcome",
    "Place", "Policy", "Redating", "Store", "View", "consolidate",
]  # fmt: skip

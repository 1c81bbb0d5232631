"""The incidents of a book, computed once and kept where they are found quickly: see `keeping.Catalogue`."""

from incidentbook.book.catalogue.asked import Asked, Box, cursor, read_cursor
from incidentbook.book.catalogue.finding import Beside, Page, Snapshot
from incidentbook.book.catalogue.keeping import Catalogue
from incidentbook.book.catalogue.terms import ACTOR, PLACE, SOURCE

__all__ = [
    "ACTOR",
    "PLACE",
    "SOURCE",
    "Asked",
    "Beside",
    "Box",
    "Catalogue",
    "Page",
    "Snapshot",
    "cursor",
    "read_cursor",
]

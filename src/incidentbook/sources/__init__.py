"""Pages, feeds and archives as they are found: the first stage.

It gives pages and, for what it could not read, problems.
"""

from incidentbook.sources.columns import ColumnMap, default_columns, parse_columns
from incidentbook.sources.counting import count_inputs
from incidentbook.sources.cursor import Cursor, cursor_of
from incidentbook.sources.files import read
from incidentbook.sources.limits import SIZE_LIMIT
from incidentbook.sources.page import MediaType, Meta, Page, Problem, Severity

__all__ = [
    "SIZE_LIMIT",
    "ColumnMap",
    "Cursor",
    "MediaType",
    "Meta",
    "Page",
    "Problem",
    "Severity",
    "count_inputs",
    "cursor_of",
    "default_columns",
    "parse_columns",
    "read",
]

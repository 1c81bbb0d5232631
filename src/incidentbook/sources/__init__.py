"""Pages, feeds and archives as they are found: the first stage.

It gives pages and, for what it could not read, problems.
"""

from incidentbook.sources.files import count_inputs, read
from incidentbook.sources.page import MediaType, Meta, Page, Problem, Severity

__all__ = ["MediaType", "Meta", "Page", "Problem", "Severity", "count_inputs", "read"]

"""incidentbook: reads news reports of armed attacks and keeps a book of incidents.

>>> import incidentbook
>>> extraction = incidentbook.extract(text, published="2021-07-05")
>>> with incidentbook.Book.open("incidents.db") as book:
...     book.add("articles/")
...     book.incidents(country="IQ")
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import incidentbook.extract as _stage  # noqa: F401 -- bound before the function of that name, which then keeps it

if TYPE_CHECKING:
    from incidentbook.extract.interface import Extractor
    from incidentbook.model import Extraction, Interval
    from incidentbook.outcomes import AddResult
    from incidentbook.pipeline import Book

__version__ = "0.1.0"
__all__ = ["AddResult", "Book", "__version__", "extract"]


def extract(
    text: str,
    published: date | str | Interval | None = None,
    *,
    source: str = "text",
    extractor: Extractor | None = None,
) -> Extraction:
    """What one article says of attacks: see `incidentbook.pipeline.extract`, which loads the stages when first called."""
    from incidentbook import pipeline

    return pipeline.extract(text, published, source=source, extractor=extractor)


def __getattr__(name: str) -> Any:
    """Loads the stages when they are first asked for: `import incidentbook` stays quick."""
    if name in ("AddResult", "Book"):
        from incidentbook import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'incidentbook' has no attribute {name!r}")

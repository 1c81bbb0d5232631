"""incidentbook: reads news reports of armed attacks and keeps a book of incidents.

    >>> import incidentbook
    >>> extraction = incidentbook.extract(text, published="2021-07-05")
    >>> with incidentbook.Book.open("incidents.db") as book:
    ...     book.add("articles/")
    ...     book.incidents(country="IQ")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from incidentbook.pipeline import AddResult, Book, extract

__version__ = "0.1.0"
__all__ = ["AddResult", "Book", "__version__", "extract"]


def __getattr__(name: str) -> Any:
    """Loads the stages when they are first asked for: `import incidentbook` stays quick."""
    if name in ("AddResult", "Book", "extract"):
        from incidentbook import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'incidentbook' has no attribute {name!r}")

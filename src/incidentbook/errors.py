"""The errors that a caller can meet: one root, one line each, every message names the thing, the place and the way out."""


class IncidentBookError(Exception):
    """Root of every error that this package raises on purpose."""


class SourceError(IncidentBookError):
    """A file, folder or line that could not be read as an article."""


class MetaError(IncidentBookError):
    """A `meta.jsonl` line that is no JSON object or holds a date that is none."""


class GazetteerError(IncidentBookError):
    """The gazetteer is missing, damaged or of another version."""


class ResourceError(IncidentBookError):
    """A YAML table of `resources/` that does not hold what its reader needs."""


class ExtractorError(IncidentBookError):
    """An extractor that there is not, or a model's endpoint that gave no answer that can be used."""


class ExportError(IncidentBookError):
    """An export that cannot be written: the place is taken, or a package is missing."""


class BookError(IncidentBookError):
    """A book that cannot be opened, read or written."""


class NotABookError(BookError):
    """The file is there and is no incident book."""


class NewerBookError(BookError):
    """The book was written by a newer version of this program."""


class UnknownIncidentError(BookError):
    """No incident of this book has that id."""


class DecisionError(BookError):
    """A decision of a reviewer that cannot be made, or that cannot be read."""


class QueryError(IncidentBookError):
    """A condition of a question to the book that cannot be understood: `field` names it, the message says the way out."""

    def __init__(self, field: str, way_out: str) -> None:
        super().__init__(f"{field}: {way_out}")
        self.field = field
        self.way_out = way_out


class AccountError(IncidentBookError):
    """An account that there is not, or that cannot be made so."""


class ServeError(IncidentBookError):
    """A server that cannot be started so."""

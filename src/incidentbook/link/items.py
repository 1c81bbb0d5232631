"""What linking is given: a report and what its document adds to it; of texts, what is kept to find their like."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from incidentbook.model import Interval, Report, ReportRef


def number_of(*name: str) -> int:
    """A number of 63 bits for a report, by its document and its id, or for a document: a hash. Even choices go by it, since no
    other report has a say in it.
    """
    said = "\n".join(name).encode("utf-8", "surrogatepass")
    return int.from_bytes(hashlib.blake2b(said, digest_size=8).digest(), "big") >> 1


@dataclass(frozen=True, slots=True)
class LinkItem:
    """A report to be linked, the id of its document, when that was published, and the words that tell it from others.

    Of the report the values alone are looked at. `telling`: see `link.telling`.
    """

    document: str
    report: Report
    published: Interval | None
    telling: frozenset[str] = frozenset()

    @property
    def ref(self) -> ReportRef:
        """The place of the report."""
        return ReportRef(self.document, self.report.id)

    @property
    def number(self) -> int:
        """The number of the report."""
        return number_of(self.document, self.report.id)


@dataclass(frozen=True, slots=True)
class Bonds:
    """What reviewers decided of pairs of reports: those that are one incident, and those that are two.

    Where the two contradict each other, `apart` holds.
    """

    together: frozenset[tuple[ReportRef, ReportRef]] = frozenset()
    apart: frozenset[tuple[ReportRef, ReportRef]] = frozenset()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept of a report for linking it.

    Attributes:
        telling: the words that tell it from others, in order.
        screen: its row of `link.screen`.
        offers, seeks: its keys of `link.blocking`, eight bytes each, in order.
    """

    telling: tuple[str, ...]
    screen: bytes
    offers: bytes
    seeks: bytes


@dataclass(frozen=True, slots=True)
class Mark:
    """What is kept of a text to find those that are like it.

    Attributes:
        id: the text's.
        words: a hash of its words; the same for texts that are word for word the same.
        size: its length in characters.
        bands: a key of eight bytes for each band of its MinHash; texts with a key in common are compared.
        published: the day it was published (the latest it can be), where that is known.
    """

    id: str
    words: str
    size: int
    bands: bytes
    published: date | None = None

    @property
    def number(self) -> int:
        """The number of the text."""
        return number_of(self.id)


@dataclass(frozen=True, slots=True)
class Likeness:
    """What a comparison of two texts says: whether they are one story, which of them holds the other one and much
    more (0: neither, 1: the first, 2: the second), and whether they have little to do with each other.
    """

    one: bool
    holder: int
    strangers: bool

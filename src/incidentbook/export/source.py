"""What an export is made of: incidents, and what stands behind them where a form tells that."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from incidentbook.model import Document, Incident, Report, Tally

Told = Sequence[tuple[Document, Report]]


@dataclass(frozen=True, slots=True)
class Source:
    """The incidents to write, and ways to what is said of them, which are taken only where a form needs it.

    Args:
        incidents: those to write, in order.
        told: the reports of an incident, each with its document.
        tallies: (document id, tally) of the counts that are to be written.
        document: a document by its id.
    """

    incidents: Sequence[Incident]
    told: Callable[[Incident], Told]
    tallies: Callable[[], Sequence[tuple[str, Tally]]]
    document: Callable[[str], Document]

    def entries(self) -> Iterator[tuple[Incident, Told]]:
        """Each incident with its reports, one after the other."""
        for incident in self.incidents:
            yield incident, self.told(incident)


@dataclass(frozen=True, slots=True)
class Written:
    """What came of an export: how many incidents there were, and how many have no point and are not on the map."""

    incidents: int
    off_the_map: int = 0

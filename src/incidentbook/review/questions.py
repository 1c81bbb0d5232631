"""What a reviewer should look at first: the links that are least certain, and the incidents whose reports disagree.

A pair of reports is uncertain where the evidence that both are one attack is near the sum at which linking joins them
(`merge_at` of `resources/link.yaml`): that is uncertainty sampling (Lewis and Gale 1994). Of two incidents only their closest
pair is asked for, of one incident only the pairs that hold it together (the edges of a maximum spanning tree).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Self

from incidentbook.link.cluster import weighed_from
from incidentbook.link.compare import rules
from incidentbook.link.components import Graph
from incidentbook.link.evidence import profile
from incidentbook.link.items import Bonds, LinkItem
from incidentbook.model import Incident, Property, ReportRef

DOUBT = 2.5
"""How far from the sum at which reports are joined a pair may be: with 2.5, odds of 1 to 12 that it is otherwise."""

Pair = tuple[ReportRef, ReportRef]
Edge = tuple[float, int, int]
"""How much speaks for two reports being of one attack, and the numbers of the two."""


@dataclass(frozen=True, slots=True)
class Question:
    """Something to be looked at.

    Attributes:
        kind: `pair`: are two reports of one attack? `conflict`: which values of an incident are right?
        incidents: the incident of each report of a pair (one where it is the same), or the one whose reports disagree.
        reports: the pair; nothing for a conflict.
        score: the evidence for a pair being one attack.
        doubt: how far it is from the sum at which reports are joined: the smaller, the less certain.
        properties: those on which reports disagree.
        documents: how many documents tell of an incident whose reports disagree.
    """

    kind: Literal["pair", "conflict"]
    incidents: tuple[str, ...]
    reports: tuple[ReportRef, ...] = ()
    score: float | None = None
    doubt: float | None = None
    properties: tuple[Property, ...] = ()
    documents: int | None = None

    @property
    def key(self) -> tuple[int, float, str]:
        """Where it stands among all: pairs, the least certain first, then conflicts, those of many documents first."""
        if self.kind == "pair":
            return 0, float(self.doubt or 0), " ".join(f"{r.document}/{r.report}" for r in self.reports)
        return 1, -float(self.documents or 0), self.incidents[0]

    @property
    def name(self) -> str:
        """By what it is known as long as it is asked: its reports, or its incident."""
        return self.key[2]


def questions(
    items: Sequence[LinkItem],
    held: Mapping[ReportRef, str],
    answered: Collection[frozenset[ReportRef]],
    incidents: Iterable[Incident],
) -> list[Question]:
    """All questions: pairs, the least certain first, then conflicts, those of many documents first.

    Args:
        items: every report.
        held: the incident of each.
        answered: pairs that somebody decided.
        incidents: all entries.
    """
    asked = pairs(Weighed.of([item for item in items if item.ref in held]), held, answered)
    return [*asked, *conflicts(incidents)]


def answered_by(bonds: Bonds, unsure: Iterable[Pair]) -> set[frozenset[ReportRef]]:
    """The pairs that need no more to be asked for."""
    return {frozenset(pair) for pair in (*bonds.together, *bonds.apart, *unsure)}


@dataclass(frozen=True, slots=True)
class Weighed:
    """The pairs whose evidence is no further below the sum at which reports are joined than may be asked for.

    They follow from what the texts say alone, whatever was decided.
    """

    refs: tuple[ReportRef, ...]
    graph: Graph

    @classmethod
    def of(cls, items: Sequence[LinkItem]) -> Self:
        """Those of some reports."""
        graph = weighed_from([profile(item) for item in items], rules().merge_at - DOUBT)
        return cls(tuple(item.ref for item in items), graph)

    def order(self, edge: Edge) -> tuple[float, str, str]:
        """The closer pair is greater; of two that are as close, by the names of their reports."""
        return edge[0], self.refs[edge[1]].report, self.refs[edge[2]].report


def pairs(
    known: Weighed, held: Mapping[ReportRef, str], answered: Collection[frozenset[ReportRef]]
) -> list[Question]:
    """The pairs of which to ask, the least certain first.

    Args:
        known: the pairs that may be asked for, and all that are closer.
        held: the incident of each report; pairs of others are left out.
        answered: pairs that somebody decided.
    """
    least = rules().merge_at
    found = []
    for weight, a, b in _asked(known, held):
        first, second = known.refs[a], known.refs[b]
        if abs(weight - least) <= DOUBT and frozenset((first, second)) not in answered:
            names = tuple(dict.fromkeys((held[first], held[second])))
            doubt = round(abs(weight - least), 2)
            found.append(Question("pair", names, (first, second), round(weight, 2), doubt))
    return sorted(found, key=lambda q: q.key)


def _asked(known: Weighed, held: Mapping[ReportRef, str]) -> Iterator[Edge]:
    """Of two incidents their closest pair, of one those that hold it together, the weights of the pairs with both numbers."""
    numbers: dict[str, int] = {}
    incident = [numbers.setdefault(held[r], len(numbers)) if r in held else -1 for r in known.refs]
    between: dict[tuple[int, int], Edge] = {}
    within: dict[int, list[Edge]] = defaultdict(list)
    for edge in known.graph.pairs():
        a, b = incident[edge[1]], incident[edge[2]]
        if a < 0 or b < 0:
            continue
        if a == b:
            within[a].append(edge)
            continue
        key = (a, b) if a < b else (b, a)
        before = between.get(key)
        if (
            before is None
            or edge[0] > before[0]
            or (edge[0] == before[0] and known.order(edge) > known.order(before))
        ):
            between[key] = edge
    yield from between.values()
    for group in within.values():
        yield from _holding(group, known)


def _holding(group: list[Edge], known: Weighed) -> Iterator[Edge]:
    """The strongest pairs that hold the reports of an incident together (Kruskal)."""
    above: dict[int, int] = {}

    def root(number: int) -> int:
        while number in above:
            number = above[number]
        return number

    for edge in sorted(group, key=known.order, reverse=True) if len(group) > 1 else group:
        a, b = root(edge[1]), root(edge[2])
        if a != b:
            above[a] = b
            yield edge


def conflicts(incidents: Iterable[Incident]) -> list[Question]:
    """Incidents that nobody has confirmed or rejected, with a conflict that nobody has settled."""
    found = [question for incident in incidents if (question := conflict(incident)) is not None]
    return sorted(found, key=lambda q: q.key)


def conflict(incident: Incident) -> Question | None:
    """What is to be asked of an incident whose reports disagree; None where they do not, or a reviewer has settled it."""
    settled = {r.property for r in incident.review}
    if any(r.kind in ("confirm", "reject") and r.property is None for r in incident.review):
        return None
    open_ones = tuple(c.property for c in incident.conflicts if c.property not in settled)
    if not open_ones:
        return None
    return Question("conflict", (incident.id,), properties=open_ones, documents=incident.sources.documents)

"""What a reviewer should look at first: the links that are least certain, and the incidents whose reports disagree.

A pair of reports is uncertain where the evidence that both are one attack is near the sum at which linking joins them
(`merge_at` of `resources/link.yaml`): that is uncertainty sampling (Lewis and Gale 1994). Of two incidents only their closest
pair is asked for, of one incident only the pairs that hold it together (the edges of a maximum spanning tree).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from incidentbook.link.blocking import candidate_arrays, keys
from incidentbook.link.compare import rules
from incidentbook.link.evidence import profile, weigh
from incidentbook.link.items import Bonds, LinkItem
from incidentbook.model import Incident, Property, ReportRef

DOUBT = 2.5
"""How far from the sum at which reports are joined a pair may be: with 2.5, odds of 1 to 12 that it is otherwise."""

Pair = tuple[ReportRef, ReportRef]
Edge = tuple[float, ReportRef, ReportRef]
"""How much speaks for two reports being of one attack, and which two."""


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
    asked = pairs(edges([item for item in items if item.ref in held]), held, answered)
    return [*asked, *conflicts(incidents)]


def answered_by(bonds: Bonds, unsure: Iterable[Pair]) -> set[frozenset[ReportRef]]:
    """The pairs that need no more to be asked for."""
    return {frozenset(pair) for pair in (*bonds.together, *bonds.apart, *unsure)}


def edges(items: Sequence[LinkItem]) -> list[Edge]:
    """The pairs whose evidence is no further below the sum at which reports are joined than may be asked for.

    They follow from what the texts say alone, whatever was decided.
    """
    profiles = [profile(item) for item in items]
    least = rules().merge_at - DOUBT
    found: list[Edge] = []
    first, second = candidate_arrays(profiles, [keys(p) for p in profiles])
    for a, b in zip(first.tolist(), second.tolist(), strict=True):
        weight = weigh(profiles[a], profiles[b])
        if weight is not None and weight >= least:
            found.append((weight, items[a].ref, items[b].ref))
    return found


def pairs(
    known: Iterable[Edge], held: Mapping[ReportRef, str], answered: Collection[frozenset[ReportRef]]
) -> list[Question]:
    """The pairs of which to ask, the least certain first.

    Args:
        known: what `edges` gives.
        held: the incident of each report; pairs of others are left out.
        answered: pairs that somebody decided.
    """
    between: dict[frozenset[str], Edge] = {}
    within: dict[str, list[Edge]] = defaultdict(list)
    for edge in known:
        first, second = held.get(edge[1]), held.get(edge[2])
        if first is None or second is None:
            continue
        if first == second:
            within[first].append(edge)
        else:
            names = frozenset((first, second))
            between[names] = max(edge, between.get(names, edge), key=_closest)
    every = [*between.values(), *(edge for group in within.values() for edge in _holding(group))]
    least = rules().merge_at
    near = [e for e in every if abs(e[0] - least) <= DOUBT and frozenset(e[1:]) not in answered]
    return sorted((_question(edge, held, least) for edge in near), key=lambda q: q.key)


def _closest(edge: Edge) -> tuple[float, list[str]]:
    return edge[0], [edge[1].report, edge[2].report]


def _holding(edges: Sequence[Edge]) -> list[Edge]:
    """The strongest pairs that hold the reports of an incident together (Kruskal)."""
    above: dict[ReportRef, ReportRef] = {}

    def root(ref: ReportRef) -> ReportRef:
        while ref in above:
            ref = above[ref]
        return ref

    found = []
    for edge in sorted(edges, key=_closest, reverse=True):
        a, b = root(edge[1]), root(edge[2])
        if a != b:
            above[a] = b
            found.append(edge)
    return found


def _question(edge: Edge, held: Mapping[ReportRef, str], least: float) -> Question:
    weight, first, second = edge
    names = tuple(dict.fromkeys((held[first], held[second])))
    return Question("pair", names, (first, second), round(weight, 2), round(abs(weight - least), 2))


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

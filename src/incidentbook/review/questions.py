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

from incidentbook.link.blocking import candidates
from incidentbook.link.compare import rules
from incidentbook.link.evidence import profile, weigh
from incidentbook.link.items import Bonds, LinkItem
from incidentbook.model import Incident, Property, ReportRef

DOUBT = 2.5
"""How far from the sum at which reports are joined a pair may be: with 2.5, odds of 1 to 12 that it is otherwise."""

Pair = tuple[ReportRef, ReportRef]
_Edge = tuple[float, ReportRef, ReportRef]


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
    """

    kind: Literal["pair", "conflict"]
    incidents: tuple[str, ...]
    reports: tuple[ReportRef, ...] = ()
    score: float | None = None
    doubt: float | None = None
    properties: tuple[Property, ...] = ()


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
    return [*_pairs(items, held, answered), *_conflicts(incidents)]


def answered_by(bonds: Bonds, unsure: Iterable[Pair]) -> set[frozenset[ReportRef]]:
    """The pairs that need no more to be asked for."""
    return {frozenset(pair) for pair in (*bonds.together, *bonds.apart, *unsure)}


def _pairs(
    items: Sequence[LinkItem], held: Mapping[ReportRef, str], answered: Collection[frozenset[ReportRef]]
) -> list[Question]:
    between: dict[frozenset[str], _Edge] = {}
    within: dict[str, list[_Edge]] = defaultdict(list)
    for edge in _edges([item for item in items if item.ref in held]):
        first, second = held[edge[1]], held[edge[2]]
        if first == second:
            within[first].append(edge)
        else:
            names = frozenset((first, second))
            between[names] = max(edge, between.get(names, edge), key=_closest)
    edges = [edge for group in within.values() for edge in _holding(group)]
    least = rules().merge_at
    asked = [e for e in (*between.values(), *edges) if frozenset(e[1:]) not in answered]
    found = [_question(edge, held, least) for edge in asked if abs(edge[0] - least) <= DOUBT]
    return sorted(found, key=lambda q: (q.doubt, [(r.document, r.report) for r in q.reports]))


def _edges(items: Sequence[LinkItem]) -> Iterable[_Edge]:
    profiles = [profile(item) for item in items]
    for a, b in sorted(candidates(profiles)):
        weight = weigh(profiles[a], profiles[b])
        if weight is not None:
            yield weight, items[a].ref, items[b].ref


def _closest(edge: _Edge) -> tuple[float, list[str]]:
    return edge[0], [edge[1].report, edge[2].report]


def _holding(edges: Sequence[_Edge]) -> list[_Edge]:
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


def _question(edge: _Edge, held: Mapping[ReportRef, str], least: float) -> Question:
    weight, first, second = edge
    names = tuple(dict.fromkeys((held[first], held[second])))
    return Question("pair", names, (first, second), round(weight, 2), round(abs(weight - least), 2))


def _conflicts(incidents: Iterable[Incident]) -> list[Question]:
    """Incidents that nobody has confirmed or rejected, with a conflict that nobody has settled."""
    found: list[tuple[int, Question]] = []
    for incident in incidents:
        settled = {r.property for r in incident.review}
        judged = any(r.kind in ("confirm", "reject") and r.property is None for r in incident.review)
        open_ones = tuple(c.property for c in incident.conflicts if c.property not in settled)
        if open_ones and not judged:
            question = Question("conflict", (incident.id,), properties=open_ones)
            found.append((-incident.sources.documents, question))
    return [question for _, question in sorted(found, key=lambda pair: (pair[0], pair[1].incidents))]

"""Which reports are one incident: agglomerative clustering, the closest first, that never joins what cannot
be one.

First the reports that know their day, each connected part of what may be one for itself, in two passes: what the evidence
alone carries, then what has some evidence and no rival. Then the mentions that do not ("a rocket attack last December"):
each goes to the incident that it fits, where that is the only one, and waits where there are two; it never brings two
together. Those left over are joined with one another, by the same two passes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

import numpy as np

from incidentbook.link.blocking import Integers, Pair, candidate_arrays
from incidentbook.link.compare import rules
from incidentbook.link.components import Edges, Graph
from incidentbook.link.evidence import Profile, profile, weigh
from incidentbook.link.groups import Group, Groups
from incidentbook.link.items import Bonds, LinkItem
from incidentbook.link.mentions import attached
from incidentbook.model import ReportRef

_NO_BONDS = Bonds()
_AT_ONCE = 1 << 16


def cluster(reports: Sequence[LinkItem], bonds: Bonds = _NO_BONDS) -> list[list[int]]:
    """The reports of each incident, as indices into `reports`; every report is in one of the lists.

    The order of the reports says nothing. It is a suggestion: the book decides.

    Args:
        reports: what linking is to look at.
        bonds: what reviewers decided: reports that are one incident, joined first, and those that are two, which never
            come together. Pairs of which a report is not here say nothing.
    """
    order = sorted(range(len(reports)), key=lambda n: reports[n].number)
    places = {reports[n].ref: place for place, n in enumerate(order)} if bonds != _NO_BONDS else {}
    found = gathered(
        [profile(reports[n]) for n in order],
        together=_placed(bonds.together, places),
        apart=_placed(bonds.apart, places),
    )
    return sorted([order[n] for n in group] for group in found)


def gathered(
    profiles: Sequence[Profile], together: Collection[Pair] = (), apart: Collection[Pair] = ()
) -> list[tuple[int, ...]]:
    """The groups of profiles that are one incident each, as indices.

    Args:
        profiles: in the order of their numbers, by which even choices are made.
        together, apart: pairs that are one incident, and two, the smaller index first.
    """
    bound = {n for pair in together for n in pair}
    vague = np.array([p.vague and n not in bound for n, p in enumerate(profiles)], np.bool_)
    kept_apart, held, parted = frozenset(apart), by_member(together), by_member(apart)
    graph = weighed(profiles, kept_apart)
    groups = [
        group
        for part, edges in graph.parts(~vague, together)
        for group in joined(part, edges, profiles, held, parted, dated_bar())
    ]
    wanted = attached(profiles, groups, graph.near(vague, ~vague), kept_apart)
    left = vague.copy()
    left[[n for members in wanted.values() for n in members]] = False
    waiting = [
        group.members
        for part, edges in graph.parts(left)
        for group in joined(part, edges, profiles, {}, parted, waiting_bar())
    ]
    return [(*group.members, *wanted.get(number, ())) for number, group in enumerate(groups)] + waiting


def _placed(pairs: Iterable[tuple[ReportRef, ReportRef]], places: Mapping[ReportRef, int]) -> list[Pair]:
    known = ((places[a], places[b]) for a, b in pairs if a in places and b in places)
    return sorted((min(pair), max(pair)) for pair in known)


def by_member(pairs: Iterable[Pair]) -> dict[int, list[Pair]]:
    """Pairs by their smaller number."""
    found: dict[int, list[Pair]] = {}
    for pair in pairs:
        found.setdefault(pair[0], []).append(pair)
    return found


def weighed(profiles: Sequence[Profile], apart: Collection[Pair]) -> Graph:
    """Those pairs that may be joined, or be a rival to others that may, with their log-odds."""
    return weighed_from(profiles, rules().merge_alone_at - rules().rival_margin, apart)


def weighed_from(profiles: Sequence[Profile], least: float, apart: Collection[Pair] = ()) -> Graph:
    """Those pairs whose log-odds of being one attack are so great at least, without those that are apart."""
    first, second = candidate_arrays(profiles)
    found = (
        None if pair in apart else weigh(profiles[pair[0]], profiles[pair[1]])
        for pair in _listed(first, second)
    )
    weights = np.fromiter((-np.inf if w is None else w for w in found), np.float64, len(first))
    kept = weights >= least
    return Graph(len(profiles), first[kept], second[kept], weights[kept])


def _listed(first: Integers, second: Integers) -> Iterator[Pair]:
    """Pairs of two arrays, some at once, for Python's numbers take many times the room of numpy's."""
    for start in range(0, len(first), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        yield from zip(first[part].tolist(), second[part].tolist(), strict=True)


@dataclass(frozen=True, slots=True)
class Bar:
    """From where on two groups are joined.

    Attributes:
        alone_at: if neither has a rival.
        subjects_at: if both are the subject of documents. Two documents that are about an attack each, and do not say when,
            tell of two more often than a mention and what it mentions do.
        undated_at: if one of them says nothing of its days.
    """

    alone_at: float
    subjects_at: float
    undated_at: float


def dated_bar() -> Bar:
    """For reports that know their day and their place."""
    return Bar(*[rules().merge_alone_at] * 3)


def waiting_bar() -> Bar:
    """For those that do not, and fit no incident of the others."""
    sure = rules().merge_at + rules().waiting_margin
    return Bar(rules().waiting_alone_at, sure, sure)


def joined(
    part: Sequence[int],
    edges: Edges,
    profiles: Sequence[Profile] | Mapping[int, Profile],
    together: Mapping[int, Sequence[Pair]],
    apart: Mapping[int, Sequence[Pair]],
    bar: Bar,
) -> list[Group]:
    """The groups of one connected part.

    Args:
        part: its numbers, in order.
        edges: weights of pairs, of others too.
        profiles: by number.
        together, apart: what reviewers hold for one and for two, by the smaller number of each pair.
        bar: from where on two are joined.
    """
    if len(part) == 1:
        return [Group(tuple(part), False)]
    tied, parted = ([pair for n in part for pair in bonds.get(n, ())] for bonds in (together, apart))
    groups = Groups({n: profiles[n] for n in part}, edges, tied, parted)
    _join_strong(groups, bar)
    while _join_unrivalled(groups, bar):
        pass
    return groups.found()


def _join_strong(groups: Groups, bar: Bar) -> None:
    """Joins the closest two groups until no two are close enough; one that fits two others equally waits."""
    least, tie = rules().merge_at, rules().tie_margin
    heap = [(-closeness, a, b, groups.size(a, b)) for closeness, a, b in groups.pairs(least)]
    heapify(heap)
    while heap:
        negative, a, b, size = heappop(heap)
        current = groups.alive(a) and groups.alive(b) and groups.size(a, b) == size
        if not current or _is_barred(groups, a, b, -negative, bar):
            continue
        if _is_rivalled(groups, a, b, -negative - tie, None):
            continue
        joined = groups.join(a, b)
        for other in groups.near(joined):
            closeness = groups.closeness(joined, other)
            if closeness is not None and closeness >= least:
                pair = (min(joined, other), max(joined, other))
                heappush(heap, (-closeness, *pair, groups.size(joined, other)))


def _join_unrivalled(groups: Groups, bar: Bar) -> bool:
    """Joins groups that are fairly close where neither has another to go to; whether there were any.

    One round over the groups as they are, the closest first; a group that has grown waits for the next round.
    """
    margin = rules().rival_margin
    grown: set[int] = set()
    for closeness, a, b in sorted(groups.pairs(bar.alone_at), key=lambda pair: (-pair[0], pair[1:])):
        if not grown.isdisjoint((a, b)) or _is_barred(groups, a, b, closeness, bar):
            continue
        if not _is_rivalled(groups, a, b, closeness - margin, 0.0):
            groups.join(a, b)
            grown |= {a, b}
    return bool(grown)


def _is_barred(groups: Groups, a: int, b: int, closeness: float, bar: Bar) -> bool:
    subjects = not (groups.is_mentioned(a) or groups.is_mentioned(b))
    undated = not (groups.is_dated(a) and groups.is_dated(b))
    return (subjects and closeness < bar.subjects_at) or (undated and closeness < bar.undated_at)


def _is_rivalled(groups: Groups, a: int, b: int, above: float, apart: float | None) -> bool:
    return _has_rival(groups, a, b, above, apart) or _has_rival(groups, b, a, above, apart)


def _has_rival(groups: Groups, group: int, partner: int, above: float, apart: float | None) -> bool:
    """Whether a third group is nearly as close as the partner and is another incident than the partner.

    Another incident: one that the partner cannot be, or, where `apart` is given, is not even so close to. A group
    that reviewers made of reports which exclude each other has room for both.
    """
    if groups.is_overruled(group):
        return False
    for other in groups.near(group):
        closeness = None if other == partner else groups.closeness(group, other)
        if closeness is not None and closeness > above:
            between = groups.closeness(other, partner)
            if between is None or (apart is not None and between < apart):
                return True
    return False

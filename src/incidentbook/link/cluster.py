"""Which reports are one incident: agglomerative clustering, the closest first, that never joins what cannot
be one.

Two passes. The first joins what the evidence alone carries. The second joins what has some evidence and no
rival: an undated mention of a rocket attack on a base goes to the only such attack that is known, and to
none where there are two.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush

from incidentbook.link.blocking import Pair
from incidentbook.link.compare import rules
from incidentbook.link.evidence import profile
from incidentbook.link.groups import Groups
from incidentbook.link.items import Bonds, LinkItem
from incidentbook.model import ReportRef

_NO_BONDS = Bonds()


def cluster(reports: Sequence[LinkItem], bonds: Bonds = _NO_BONDS) -> list[list[int]]:
    """The reports of each incident, as indices into `reports`; every report is in one of the lists.

    The order of the reports says nothing. It is a suggestion: the book decides.

    Args:
        reports: what linking is to look at.
        bonds: what reviewers decided: reports that are one incident, joined first, and those that are two, which never
            come together. Pairs of which a report is not here say nothing.
    """
    order = sorted(range(len(reports)), key=lambda n: (reports[n].document, reports[n].report.id))
    places = {reports[n].ref: place for place, n in enumerate(order)} if bonds != _NO_BONDS else {}
    groups = Groups(
        [profile(reports[n]) for n in order],
        together=_placed(bonds.together, places),
        apart=_placed(bonds.apart, places),
    )
    _join_strong(groups)
    while _join_unrivalled(groups):
        pass
    return [[order[n] for n in group] for group in groups.members()]


def _placed(pairs: Iterable[tuple[ReportRef, ReportRef]], places: Mapping[ReportRef, int]) -> list[Pair]:
    return [(places[a], places[b]) for a, b in pairs if a in places and b in places]


def _join_strong(groups: Groups) -> None:
    """Joins the closest two groups until no two are close enough; one that fits two others equally waits."""
    least, tie = rules().merge_at, rules().tie_margin
    heap = [(-closeness, a, b, groups.size(a, b)) for closeness, a, b in groups.pairs(least)]
    heapify(heap)
    while heap:
        negative, a, b, size = heappop(heap)
        current = groups.alive(a) and groups.alive(b) and groups.size(a, b) == size
        if not current or _is_rivalled(groups, a, b, -negative - tie, None):
            continue
        joined = groups.join(a, b)
        for other in groups.near(joined):
            closeness = groups.closeness(joined, other)
            if closeness is not None and closeness >= least:
                pair = (min(joined, other), max(joined, other))
                heappush(heap, (-closeness, *pair, groups.size(joined, other)))


def _join_unrivalled(groups: Groups) -> bool:
    """Joins groups that are fairly close where neither has another to go to; whether there were any.

    One round over the groups as they are, the closest first; a group that has grown waits for the next round.
    """
    least, margin = rules().merge_alone_at, rules().rival_margin
    grown: set[int] = set()
    for closeness, a, b in sorted(groups.pairs(least), key=lambda pair: (-pair[0], pair[1:])):
        if grown.isdisjoint((a, b)) and not _is_rivalled(groups, a, b, closeness - margin, 0.0):
            groups.join(a, b)
            grown |= {a, b}
    return bool(grown)


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

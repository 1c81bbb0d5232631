"""The clusters while they grow: how close each is to its neighbours, and what becomes of that when two are
joined.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from incidentbook.link.blocking import Pair
from incidentbook.link.components import Edges
from incidentbook.link.evidence import Profile, weigh

Sides = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Group:
    """The numbers of reports that are one incident, in order; `overruled`: reviewers put together what cannot be one."""

    members: tuple[int, ...]
    overruled: bool


class Groups:
    """Disjoint groups of reports. A group is known by the smallest index in it.

    Neighbours are those close enough to be joined or to be a rival; joining never brings any closer than
    their closest members are.

    The closeness of two groups is the mean over both of how well a member is matched by its best partner on
    the other side. It is kept for each pair of neighbours and brought up to date when groups are joined,
    which keeps the work at the square of the reports of one incident. A pair that holds two reports which
    cannot be one attack has no closeness.

    Reviewers may have decided otherwise. Those that they hold for one are one group from the beginning. Where such a
    group holds reports that cannot be one attack, their values are no ground any more: with it goes what can be one
    attack with any of its reports, save another report of its documents.

    Args:
        profiles: the reports, by their numbers.
        edges: the weights of pairs, of others too.
        together: pairs of them that are one incident.
        apart: pairs of them that are two; where the two contradict each other, this holds.
    """

    def __init__(
        self,
        profiles: Mapping[int, Profile],
        edges: Edges,
        together: Iterable[Pair] = (),
        apart: Iterable[Pair] = (),
    ) -> None:
        self._profiles = profiles
        self._members: dict[int, tuple[int, ...]] = {n: (n,) for n in sorted(profiles)}
        self._near: dict[int, set[int]] = defaultdict(set)
        self._sides: dict[Pair, Sides | None] = {}
        self._apart = {_key(*pair) for pair in apart if profiles.keys() >= {*pair}}
        self._overruled: set[int] = set()
        for a in profiles:
            for b, weight in edges.get(a, {}).items():
                if a < b and b in profiles:
                    self._sides[a, b] = weight, weight
                    self._link(a, b)
        self._bind(sorted(_key(*pair) for pair in together if profiles.keys() >= {*pair}))

    def found(self) -> list[Group]:
        """The groups, by their smallest member."""
        return [Group(self._members[n], n in self._overruled) for n in sorted(self._members)]

    def alive(self, group: int) -> bool:
        """Whether the group was not joined to a smaller one."""
        return group in self._members

    def is_overruled(self, group: int) -> bool:
        """Whether reviewers put reports in it that cannot be one attack by their values."""
        return group in self._overruled

    def size(self, a: int, b: int) -> int:
        """How many reports two groups hold together."""
        return len(self._members[a]) + len(self._members[b])

    def near(self, group: int) -> list[int]:
        """The neighbours of a group, in order."""
        return sorted(self._near[group])

    def pairs(self, least: float) -> Iterator[tuple[float, int, int]]:
        """(closeness, smaller, larger) of all neighbours that are at least so close."""
        for a in sorted(self._members):
            for b in self._near[a]:
                closeness = self.closeness(a, b) if a < b else None
                if closeness is not None and closeness >= least:
                    yield closeness, a, b

    def closeness(self, a: int, b: int) -> float | None:
        """How close two groups are; None where they cannot be one."""
        sides = self._both(a, b)
        return None if sides is None else (sides[0] + sides[1]) / 2

    def join(self, a: int, b: int) -> int:
        """Makes one group of two; gives its name."""
        keep, gone = min(a, b), max(a, b)
        if gone in self._overruled:
            self._overruled.add(keep)
        for other in (self._near[keep] | self._near[gone]) - {keep, gone}:
            self._set(keep, other, self._merged(keep, gone, other))
        self._members[keep] = tuple(sorted(self._members[keep] + self._members.pop(gone)))
        for other in self._near.pop(gone):
            self._near[other].discard(gone)
            self._sides.pop(_key(other, gone), None)
            if other != keep:
                self._link(keep, other)
        return keep

    def _bind(self, together: Iterable[Pair]) -> None:
        """Makes groups of what reviewers hold for one incident, as far as nothing in them is to be apart."""
        holder = {n: n for n in self._profiles}
        for pair in together:
            a, b = (holder[n] for n in pair)
            if a != b and not self._are_apart(a, b):
                self._overrule(a, b)
                for member in self._members[max(a, b)]:
                    holder[member] = min(a, b)
                self.join(a, b)

    def _are_apart(self, a: int, b: int) -> bool:
        return any(_key(one, other) in self._apart for one in self._members[a] for other in self._members[b])

    def _overrule(self, a: int, b: int) -> None:
        """Notes that the evidence is against these two groups, if it is, and what that changes for their neighbours."""
        if self.closeness(a, b) is None or not self._overruled.isdisjoint((a, b)):
            self._overruled |= {a, b}
            for other in self._near[a] | self._near[b]:
                self._sides.pop(_key(a, other), None)
                self._sides.pop(_key(b, other), None)

    def _link(self, a: int, b: int) -> None:
        self._near[a].add(b)
        self._near[b].add(a)

    def _merged(self, keep: int, gone: int, other: int) -> Sides | None:
        """(side of the joined group, side of the other one): the latter is at least the better of its two
        matches.
        """
        first, second = self._both(keep, other), self._both(gone, other)
        if first is None or second is None:
            loose = not self._overruled.isdisjoint((keep, gone, other))
            return (
                self._matched(self._members[keep] + self._members[gone], self._members[other])
                if loose
                else None
            )
        n, m = len(self._members[keep]), len(self._members[gone])
        return (first[0] * n + second[0] * m) / (n + m), max(first[1], second[1])

    def _both(self, a: int, b: int) -> Sides | None:
        key = _key(a, b)
        if key not in self._sides:
            self._sides[key] = self._measured(*key)
        sides = self._sides[key]
        return sides if sides is None or a < b else (sides[1], sides[0])

    def _set(self, a: int, b: int, sides: Sides | None) -> None:
        self._sides[_key(a, b)] = sides if sides is None or a < b else (sides[1], sides[0])

    def _measured(self, a: int, b: int) -> Sides | None:
        """From the reports themselves: at the beginning, and for groups that shared no key."""
        return self._matched(self._members[a], self._members[b], loose=not self._overruled.isdisjoint((a, b)))

    def _matched(self, first: Sequence[int], second: Sequence[int], loose: bool = True) -> Sides | None:
        """How well each side is matched; `loose`: reports whose values exclude each other are left out."""
        best: dict[int, float] = {}
        for one in first:
            for other in second:
                weight = weigh(self._profiles[one], self._profiles[other])
                if _key(one, other) in self._apart or (
                    weight is None and (not loose or self._of_one_document(one, other))
                ):
                    return None
                if weight is not None:
                    best[one] = max(weight, best.get(one, weight))
                    best[other] = max(weight, best.get(other, weight))
        if not best:
            return None
        return _mean(best, first), _mean(best, second)

    def _of_one_document(self, one: int, other: int) -> bool:
        return self._profiles[one].item.document == self._profiles[other].item.document


def _mean(best: Mapping[int, float], side: Iterable[int]) -> float:
    """Of those that have a match."""
    found = [best[n] for n in side if n in best]
    return sum(found) / len(found)


def _key(a: int, b: int) -> Pair:
    return (a, b) if a < b else (b, a)

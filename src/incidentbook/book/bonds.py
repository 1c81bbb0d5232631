"""Decisions on which reports are one incident, as pairs that do not contradict each other.

The latest decision is taken first; an earlier one gives way where it contradicts what was taken, by way of others too:
with A and B one, and B and C two, A and C cannot be one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from incidentbook.book.decisions import Decision
from incidentbook.link.items import Bonds
from incidentbook.model import ReportRef

Together = Sequence[ReportRef]
Pair = tuple[ReportRef, ReportRef]
Told = tuple[Decision, Together, Sequence[Pair]]
"""A decision, the reports that it holds for one incident, and the pairs that it holds for two."""
Blame = dict[str, tuple[str, ...]]
_NAMED = 3


def bonds_of(told: Iterable[Told]) -> tuple[Bonds, Blame, Blame]:
    """The bonds; the decisions that are overruled, and those that are so in part, each with those that overrule it."""
    taken = _Taken()
    overruled: Blame = {}
    in_part: Blame = {}
    for decision, together, apart in sorted(told, key=lambda t: t[0].order, reverse=True):
        held, against = taken.unite(decision.id, together)
        for pair in apart:
            kept, by = taken.part(decision.id, pair)
            held, against = held or kept, against | by
        named = tuple(sorted(against - {decision.id})[:_NAMED])
        if named:
            (in_part if held else overruled)[decision.id] = named
    return Bonds(frozenset(taken.together), frozenset(taken.apart)), overruled, in_part


class _Taken:
    """What was taken so far: sets of reports that are one (union-find), and which of the sets are kept apart."""

    def __init__(self) -> None:
        self.together: set[Pair] = set()
        self.apart: set[Pair] = set()
        self._above: dict[ReportRef, ReportRef] = {}
        self._made_by: dict[ReportRef, set[str]] = defaultdict(set)
        self._parted: dict[ReportRef, dict[ReportRef, str]] = defaultdict(dict)

    def unite(self, name: str, refs: Together) -> tuple[bool, set[str]]:
        """Makes the reports one, each with the first before it that it may be with; whether any were, and who is
        against the others.
        """
        held, against = False, set[str]()
        for at, ref in enumerate(refs[1:], 1):
            blocked = set[str]()
            for other in refs[:at]:
                by = self._parted[self._root(ref)].get(self._root(other))
                if by is None:
                    self._join(name, other, ref)
                    held = True
                    break
                blocked.add(by)
            against |= blocked
        return held, against

    def part(self, name: str, pair: Pair) -> tuple[bool, set[str]]:
        """Keeps two reports apart; whether they can be, and who is against it."""
        a, b = (self._root(ref) for ref in pair)
        if a == b:
            return False, set(self._made_by[a])
        self._parted[a].setdefault(b, name)
        self._parted[b].setdefault(a, name)
        self.apart.add(_ordered(*pair))
        return True, set()

    def _join(self, name: str, first: ReportRef, second: ReportRef) -> None:
        self.together.add(_ordered(first, second))
        keep, gone = self._root(first), self._root(second)
        self._made_by[keep].add(name)
        if keep == gone:
            return
        self._above[gone] = keep
        self._made_by[keep] |= self._made_by.pop(gone, set())
        for other, by in self._parted.pop(gone, {}).items():
            self._parted[other].pop(gone, None)
            self._parted[other].setdefault(keep, by)
            self._parted[keep].setdefault(other, by)

    def _root(self, ref: ReportRef) -> ReportRef:
        while ref in self._above:
            ref = self._above[ref]
        return ref


def _ordered(a: ReportRef, b: ReportRef) -> Pair:
    return (a, b) if (a.document, a.report) <= (b.document, b.report) else (b, a)

"""What changes when reports come or go: only what is connected with them is linked again, as linking all would.

Reports that know their day: the connected parts of the graph that hold a changed one. Mentions that do not: those that may tell
of an incident made anew; then those that compete with them for an incident, and those left over that are connected with one that
was or is left over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np

from incidentbook.link.blocking import Index, Pair
from incidentbook.link.cluster import by_member, joined
from incidentbook.link.compare import rules
from incidentbook.link.evidence import Profile, weigh
from incidentbook.link.groups import Group
from incidentbook.link.mentions import admitted, target

Load = Callable[[Collection[int]], Mapping[int, Profile]]
NEW = -1


def relinked(
    index: Index,
    labels: Sequence[int],
    changed: Collection[int],
    load: Load,
    together: Collection[Pair] = (),
    apart: Collection[Pair] = (),
) -> list[tuple[int, ...]]:
    """The groups that take the place of those that their reports were in; all others stay as they are.

    Args:
        index: the keys of all reports there are now, numbered in the order of their documents and reports.
        labels: which group each was in, and `NEW` for one that was in none.
        changed: the numbers of new reports, and of those whose keys met a report that is gone.
        load: gives the profiles of numbers.
        together, apart: all pairs that reviewers hold for one, and for two, the smaller number first. Reports of a pair that
            is new or gone are among the changed.
    """
    work = _Work(index, labels, load, together, apart)
    core, groups = work.core_of(changed)
    first = {n for n in changed if work.vague[n]} | work.mentions_of(core)
    work.place(groups)
    wanted = work.wanted(first)
    for mention in first:
        work.place_stored(mention)
    second = work.mentions_of([n for g in work.touched(first, wanted, groups) for n in g]) - first
    touched = work.touched(first, wanted, groups)
    competing = {m: fit for m, fit in work.wanted(second).items() if work.placed[fit[1]].members in touched}
    taken = work.taken({**wanted, **competing}, touched)
    mentions = first | competing.keys()
    left = mentions.difference(*taken.values()) if taken else mentions
    return [(*members, *taken.get(members, ())) for members in sorted(touched)] + work.waiting(mentions, left)


class _Work:
    """The graph as far as it was looked at."""

    def __init__(
        self,
        index: Index,
        labels: Sequence[int],
        load: Load,
        together: Collection[Pair],
        apart: Collection[Pair],
    ) -> None:
        self._index, self._load = index, load
        self._apart = frozenset(apart)
        self._together, self._parted = by_member(together), by_member(apart)
        self._bonds: dict[int, set[int]] = defaultdict(set)
        for a, b in together:
            self._bonds[a].add(b)
            self._bonds[b].add(a)
        self.vague = index.table["vague"].copy()
        self.vague[list(self._bonds)] = False
        self._labels = np.array(labels, np.int64)
        self._order = np.argsort(self._labels, kind="stable")
        self._sorted = self._labels[self._order]
        self.profiles: dict[int, Profile] = {}
        self._edges: dict[int, dict[int, float]] = defaultdict(dict)
        self._expanded: set[int] = set()
        self.placed: dict[int, Group] = {}
        """The groups of reports that know their day, by their smallest number."""
        self._holder: dict[int, int] = {}

    # ------------------------------------------------------------ the graph

    def _expand(self, numbers: Iterable[int]) -> None:
        """Weighs all pairs of these reports."""
        asked = sorted(set(numbers) - self._expanded)
        if not asked:
            return
        self._expanded.update(asked)
        found = self._index.near(np.array(asked, np.int64))
        size = self._index.size
        pairs = [divmod(pair, size) for pair in np.unique(np.concatenate(found)).tolist()] if found else []
        self._know({n for pair in pairs for n in pair})
        least = rules().merge_alone_at - rules().rival_margin
        for a, b in pairs:
            known = b in self._edges.get(a, ()) or (a, b) in self._apart
            weight = None if known else weigh(self.profiles[a], self.profiles[b])
            if weight is not None and weight >= least:
                self._edges[a][b] = self._edges[b][a] = weight

    def _know(self, numbers: Iterable[int]) -> None:
        missing = sorted(set(numbers) - self.profiles.keys())
        if missing:
            self.profiles.update(self._load(missing))

    def _parts(self, numbers: Collection[int], within: Collection[int]) -> list[list[int]]:
        """The connected parts of numbers, each in order, by their smallest."""
        waiting, parts = set(numbers), []
        while waiting:
            part, frontier = set[int](), {waiting.pop()}
            while frontier:
                part |= frontier
                near = {m for n in frontier for m in {*self._edges.get(n, ()), *self._bonds.get(n, ())}}
                frontier = {m for m in near if m in within} - part
            waiting -= part
            parts.append(sorted(part))
        return sorted(parts)

    # ------------------------------------------------------------ reports that know their day

    def core_of(self, changed: Collection[int]) -> tuple[set[int], list[Group]]:
        """The connected parts that hold a changed report, and their groups."""
        core, frontier = set[int](), {n for n in changed if not self.vague[n]}
        while frontier:
            self._expand(frontier)
            core |= frontier
            near = {m for n in frontier for m in {*self._edges.get(n, ()), *self._bonds.get(n, ())}}
            frontier = {m for m in near if not self.vague[m]} - core
        self._know(core)
        groups = [
            group
            for part in self._parts(core, core)
            for group in joined(part, self._edges, self.profiles, self._together, self._parted, alone=True)
        ]
        return core, groups

    def place(self, groups: Iterable[Group]) -> None:
        """Notes the groups of reports."""
        for group in groups:
            self.placed[group.members[0]] = group
            self._holder.update(dict.fromkeys(group.members, group.members[0]))

    def _stored(self, number: int) -> list[int]:
        """The reports of the group that it was in which know their day."""
        label = self._labels[number]
        if label == NEW:
            return []
        start, end = np.searchsorted(self._sorted, [label, label + 1])
        return sorted(n for n in self._order[start:end].tolist() if not self.vague[n])

    def place_stored(self, number: int) -> None:
        """Notes the group that a report was in, where it still is one."""
        members = self._stored(number)
        if members and not any(n in self._holder for n in members):
            self._know(members)
            self.place([Group(tuple(members), self._is_overruled(members))])

    def _is_overruled(self, members: Sequence[int]) -> bool:
        if not any(n in self._bonds for n in members):
            return False
        known = self.profiles
        return any(weigh(known[a], known[b]) is None for i, a in enumerate(members) for b in members[:i])

    # ------------------------------------------------------------ mentions

    def mentions_of(self, reports: Collection[int]) -> set[int]:
        """The mentions that may tell of the attack of one of these reports."""
        self._expand(reports)
        return {m for n in reports for m in self._edges.get(n, ()) if self.vague[m]}

    def wanted(self, mentions: Collection[int]) -> dict[int, tuple[float, int]]:
        """How close each mention is to the one group that it fits, and which that is, by its smallest number."""
        self._expand(mentions)
        self._know(mentions)
        found = {}
        for mention in sorted(mentions):
            likely = [n for n in self._edges.get(mention, ()) if not self.vague[n]]
            for n in likely:
                self.place_stored(n)
            near = {self._holder[n]: self.placed[self._holder[n]] for n in sorted(likely)}
            chosen = target(mention, dict(sorted(near.items())), self.profiles, self._apart)
            if chosen is not None:
                found[mention] = chosen
        return found

    def touched(
        self, mentions: Collection[int], wanted: Mapping[int, tuple[float, int]], groups: Iterable[Group]
    ) -> set[tuple[int, ...]]:
        """The groups made anew, those that the mentions want, and those that they were in."""
        found = {group.members for group in groups} | {self.placed[top].members for _, top in wanted.values()}
        held = {self._holder[n] for m in mentions for n in self._stored(m) if n in self._holder}
        return found | {self.placed[top].members for top in held}

    def taken(
        self, wanted: Mapping[int, tuple[float, int]], groups: Collection[tuple[int, ...]]
    ) -> dict[tuple[int, ...], tuple[int, ...]]:
        """The mentions that each of these groups takes."""
        wanting: dict[tuple[int, ...], list[tuple[float, int]]] = defaultdict(list)
        for mention, (closeness, top) in wanted.items():
            members = self.placed[top].members
            if members in groups:
                wanting[members].append((-closeness, mention))
        return {members: admitted(w, self.profiles, self._apart) for members, w in wanting.items()}

    def waiting(self, mentions: Collection[int], left: Collection[int]) -> list[tuple[int, ...]]:
        """The groups of mentions that wait and are connected with those of which it is told anew.

        Args:
            mentions: all of which it was decided now.
            left: those of them that wait.
        """
        seen, frontier = set[int](), {m for m in mentions if m in left or self._waited(m)}
        while frontier:
            self._expand(frontier)
            seen |= frontier
            near = {m for n in frontier for m in self._edges.get(n, ()) if self.vague[m]}
            frontier = {m for m in near if m in left or (m not in mentions and self._waited(m))} - seen
        open_ones = {m for m in seen if m in left or m not in mentions}
        self._know(open_ones)
        return [
            group.members
            for part in self._parts(open_ones, open_ones)
            for group in joined(part, self._edges, self.profiles, {}, self._parted, alone=False)
        ]

    def _waited(self, number: int) -> bool:
        return bool(self._labels[number] != NEW) and not self._stored(number)

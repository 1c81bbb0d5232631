"""What changes when reports come or go: only what is connected with them is linked again, as linking all would.

Reports that know their day: the connected parts of the graph that hold a changed one. Mentions that do not: those that may tell
of an incident made anew; then those that compete with them for an incident, and those left over that are connected with one that
was or is left over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from incidentbook.link.blocking import Pair
from incidentbook.link.cluster import by_member, dated_bar, joined, waiting_bar
from incidentbook.link.compare import rules
from incidentbook.link.evidence import Profile, weigh
from incidentbook.link.groups import Group
from incidentbook.link.mentions import admitted, target


class World(Protocol):
    """What is asked of the reports that there are; each has its number."""

    def near(self, numbers: Collection[int]) -> Iterable[Pair]:
        """The pairs, the smaller number first, that the keys of these reports bring together and that may be one attack."""

    def vague(self, numbers: Collection[int]) -> Collection[int]:
        """Those of these reports that leave open of which days or of which place they speak: see `Profile.vague`."""

    def profiles(self, numbers: Collection[int]) -> Mapping[int, Profile]:
        """The profiles of these reports."""

    def groups(self, numbers: Collection[int]) -> Mapping[int, tuple[int, ...]]:
        """The group that each of them was in, in order, without what changed since; changed ones are not given."""


def relinked(
    world: World,
    changed: Collection[int],
    together: Collection[Pair] = (),
    apart: Collection[Pair] = (),
) -> list[tuple[int, ...]]:
    """The groups that take the place of those that their reports were in; all others stay as they are.

    Args:
        world: the reports there are now.
        changed: the numbers of new reports, and of those that were near to one that is gone.
        together, apart: all pairs that reviewers hold for one, and for two, the smaller number first. Reports of a pair that
            is new or gone are among the changed, and what they are near to.
    """
    work = _Work(world, together, apart)
    work.look(changed)
    every = work.core_of(changed)
    work.place(every)
    groups = work.made_anew(every, changed)
    first = {n for n in changed if work.is_vague(n)} | work.mentions_of(
        [n for g in groups for n in g.members]
    )
    wanted = work.wanted(first)
    work.place_stored(first)
    second = work.mentions_of([n for g in work.touched(first, wanted, groups) for n in g]) - first
    touched = work.touched(first, wanted, groups)
    competing = {m: fit for m, fit in work.wanted(second).items() if work.placed[fit[1]].members in touched}
    taken = work.taken({**wanted, **competing}, touched)
    mentions = first | competing.keys()
    left = mentions.difference(*taken.values()) if taken else mentions
    return [(*members, *taken.get(members, ())) for members in sorted(touched)] + work.waiting(mentions, left)


class _Work:
    """The graph as far as it was looked at."""

    def __init__(self, world: World, together: Collection[Pair], apart: Collection[Pair]) -> None:
        self._world = world
        self._apart = frozenset(apart)
        self._together, self._parted = by_member(together), by_member(apart)
        self._bonds: dict[int, set[int]] = defaultdict(set)
        for a, b in together:
            self._bonds[a].add(b)
            self._bonds[b].add(a)
        self.profiles: dict[int, Profile] = {}
        self._vague: dict[int, bool] = {}
        self._near: dict[int, set[int]] = defaultdict(set)
        self._found: set[int] = set()
        self._weighed: set[Pair] = set()
        self._edges: dict[int, dict[int, float]] = defaultdict(dict)
        self._asked: set[int] = set()
        self._held: dict[int, tuple[int, ...]] = {}
        """The group that each report was in; none for those that changed."""
        self.placed: dict[int, Group] = {}
        """The groups of reports that know their day, by their smallest number."""
        self._holder: dict[int, int] = {}

    # ------------------------------------------------------------ what is read

    def look(self, numbers: Iterable[int]) -> None:
        """Reads which of these reports are mentions: those that go to an incident that others make. What reviewers hold for one
        with another is none.
        """
        missing = set(numbers) - self._vague.keys()
        if missing:
            vague = set(self._world.vague(missing)) - self._bonds.keys()
            self._vague.update({n: n in vague for n in missing})

    def is_vague(self, number: int) -> bool:
        """Whether a report that was looked at is a mention."""
        return self._vague[number]

    def _know(self, numbers: Iterable[int]) -> None:
        missing = set(numbers) - self.profiles.keys()
        if missing:
            self.profiles.update(self._world.profiles(sorted(missing)))

    def _hold(self, numbers: Iterable[int]) -> None:
        """Reads the groups that these reports were in."""
        missing = set(numbers) - self._asked
        if missing:
            self._asked |= missing
            found = self._world.groups(sorted(missing))
            self._held.update(found)
            self.look({n for group in found.values() for n in group})

    # ------------------------------------------------------------ the graph

    def _find(self, numbers: Iterable[int]) -> None:
        missing = set(numbers) - self._found
        if missing:
            self._found |= missing
            pairs = self._world.near(sorted(missing))
            for a, b in pairs:
                self._near[a].add(b)
                self._near[b].add(a)
            self.look({n for pair in pairs for n in pair})

    def _weigh(self, numbers: Collection[int], *, vague: bool) -> None:
        """Weighs all pairs of these reports with mentions, or with reports that are none."""
        self._find(numbers)
        near = {(min(n, m), max(n, m)) for n in numbers for m in self._near[n] if self._vague[m] == vague}
        pairs = sorted(near - self._weighed - self._apart)
        self._weighed.update(pairs)
        self._know({n for pair in pairs for n in pair})
        least = rules().merge_alone_at - rules().rival_margin
        for a, b in pairs:
            weight = weigh(self.profiles[a], self.profiles[b])
            if weight is not None and weight >= least:
                self._edges[a][b] = self._edges[b][a] = weight

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

    def core_of(self, changed: Collection[int]) -> list[Group]:
        """The groups of the connected parts that hold a changed report."""
        core, frontier = set[int](), {n for n in changed if not self._vague[n]}
        while frontier:
            self._weigh(frontier, vague=False)
            core |= frontier
            near = {m for n in frontier for m in {*self._edges.get(n, ()), *self._bonds.get(n, ())}}
            self.look(near)
            frontier = {m for m in near if not self._vague[m]} - core
        self._know(core)
        return [
            group
            for part in self._parts(core, core)
            for group in joined(part, self._edges, self.profiles, self._together, self._parted, dated_bar())
        ]

    def made_anew(self, groups: Sequence[Group], changed: Collection[int]) -> list[Group]:
        """Those that are not as they were: only then a mention may go elsewhere. One that lost a report holds what was near to
        that, which is among the changed.
        """
        known = set(changed)
        self._hold({group.members[0] for group in groups})
        return [
            group
            for group in groups
            if tuple(self._stored(group.members[0])) != group.members or not known.isdisjoint(group.members)
        ]

    def place(self, groups: Iterable[Group]) -> None:
        """Notes the groups of reports."""
        for group in groups:
            self.placed[group.members[0]] = group
            self._holder.update(dict.fromkeys(group.members, group.members[0]))

    def _stored(self, number: int) -> list[int]:
        """The reports of the group that it was in which know their day."""
        return [n for n in self._held.get(number, ()) if not self._vague[n]]

    def place_stored(self, numbers: Iterable[int]) -> None:
        """Notes the groups that reports were in, where they still are some."""
        asked = sorted(numbers)
        self._hold(asked)
        found = {tuple(members) for n in asked if (members := self._stored(n))}
        left = sorted(members for members in found if not any(n in self._holder for n in members))
        self._know({n for members in left for n in members})
        self.place([Group(members, self._is_overruled(members)) for members in left])

    def _is_overruled(self, members: Sequence[int]) -> bool:
        if not any(n in self._bonds for n in members):
            return False
        known = self.profiles
        return any(weigh(known[a], known[b]) is None for i, a in enumerate(members) for b in members[:i])

    # ------------------------------------------------------------ mentions

    def mentions_of(self, reports: Collection[int]) -> set[int]:
        """The mentions that may tell of the attack of one of these reports."""
        self._weigh(reports, vague=True)
        return {m for n in reports for m in self._edges.get(n, ()) if self._vague[m]}

    def wanted(self, mentions: Collection[int]) -> dict[int, tuple[float, int]]:
        """How close each mention is to the one group that it fits, and which that is, by its smallest number."""
        self._weigh(mentions, vague=False)
        self._know(mentions)
        likely = {m: [n for n in self._edges.get(m, ()) if not self._vague[n]] for m in sorted(mentions)}
        self.place_stored({n for others in likely.values() for n in others})
        found = {}
        for mention, others in likely.items():
            near = {self._holder[n]: self.placed[self._holder[n]] for n in sorted(others)}
            chosen = target(mention, dict(sorted(near.items())), self.profiles, self._apart)
            if chosen is not None:
                found[mention] = chosen
        return found

    def touched(
        self, mentions: Collection[int], wanted: Mapping[int, tuple[float, int]], groups: Iterable[Group]
    ) -> set[tuple[int, ...]]:
        """The groups made anew, those that the mentions want, and those that they were in."""
        found = {group.members for group in groups} | {self.placed[top].members for _, top in wanted.values()}
        self._hold(mentions)
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
        self._hold(mentions)
        seen, frontier = set[int](), {m for m in mentions if m in left or self._waited(m)}
        while frontier:
            self._weigh(frontier, vague=True)
            seen |= frontier
            near = {m for n in frontier for m in self._edges.get(n, ()) if self._vague[m]}
            self._hold(near)
            frontier = {m for m in near if m in left or (m not in mentions and self._waited(m))} - seen
        open_ones = {m for m in seen if m in left or m not in mentions}
        self._know(open_ones)
        return [
            group.members
            for part in self._parts(open_ones, open_ones)
            for group in joined(part, self._edges, self.profiles, {}, self._parted, waiting_bar())
        ]

    def _waited(self, number: int) -> bool:
        return number in self._held and not self._stored(number)

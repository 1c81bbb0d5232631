"""Mentions that do not know their day: which incident each of them tells of.

Every mention is looked at for itself, against incidents as the dated reports make them: what it says changes none of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from incidentbook.link.blocking import Pair
from incidentbook.link.compare import rules
from incidentbook.link.evidence import Profile, possible, weigh
from incidentbook.link.groups import Group

Profiles = Sequence[Profile] | Mapping[int, Profile]


def attached(
    profiles: Profiles,
    groups: Sequence[Group],
    mentions: Iterable[tuple[int, Sequence[int]]],
    apart: Collection[Pair],
) -> dict[int, tuple[int, ...]]:
    """The mentions that go to each group, by the group's place. One that fits two incidents goes to none.

    Args:
        profiles: of all reports, by their numbers.
        groups: the incidents as dated reports make them.
        mentions: each with the reports that may tell of its attack, in the order by which even choices are made.
        apart: pairs that reviewers hold for two.
    """
    holder = {n: place for place, group in enumerate(groups) for n in group.members}
    wanting: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for mention, likely in mentions:
        near = sorted({holder[n] for n in likely})
        chosen = target(mention, {place: groups[place] for place in near}, profiles, apart)
        if chosen is not None:
            wanting[chosen[1]].append((-chosen[0], mention))
    return {place: admitted(wanted, profiles, apart) for place, wanted in sorted(wanting.items())}


def target(
    mention: int, groups: Mapping[int, Group], profiles: Profiles, apart: Collection[Pair]
) -> tuple[float, int] | None:
    """How close the mention is to the only group that it fits, and the number of that; None where it fits none or two.

    Args:
        groups: those that hold a report which may tell of its attack, by a number each.
    """
    found = ((_closeness(mention, group, profiles, apart), number) for number, group in groups.items())
    return _only([(closeness, number) for closeness, number in found if closeness is not None])


def _closeness(mention: int, group: Group, profiles: Profiles, apart: Collection[Pair]) -> float | None:
    """How close a mention is to a group, as groups are to each other; None where it cannot be of it."""
    found = []
    for n in group.members:
        weight = weigh(profiles[mention], profiles[n])
        if (min(n, mention), max(n, mention)) in apart or (
            weight is None
            and (not group.overruled or profiles[n].item.document == profiles[mention].item.document)
        ):
            return None
        found += [] if weight is None else [weight]
    return (max(found) + sum(found) / len(found)) / 2 if found else None


def _only(fitting: Sequence[tuple[float, int]]) -> tuple[float, int] | None:
    """The closest, if it is close enough and no other comes near it."""
    ranked = sorted(fitting, key=lambda fit: (-fit[0], fit[1]))
    if not ranked or ranked[0][0] < rules().mention_at:
        return None
    rivalled = len(ranked) > 1 and ranked[1][0] > ranked[0][0] - rules().rival_margin
    return None if rivalled else ranked[0]


def admitted(
    wanted: Iterable[tuple[float, int]],
    profiles: Profiles,
    apart: Collection[Pair],
) -> tuple[int, ...]:
    """Of the mentions that want one incident those that can be one with each other, the closest first."""
    found: list[int] = []
    for _, mention in sorted(wanted):
        if all(
            possible(profiles[mention], profiles[n]) and (min(n, mention), max(n, mention)) not in apart
            for n in found
        ):
            found.append(mention)
    return tuple(sorted(found))

"""Where two reviewers contradict each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incidentbook.book.decisions import Decision
from incidentbook.book.replay import Standing


@dataclass(frozen=True, slots=True)
class Clash:
    """Two decisions of different reviewers that cannot both hold; the later one does."""

    earlier: Decision
    later: Decision


def clashes(standings: Sequence[Standing]) -> list[Clash]:
    """All clashes, by the time of the decision that gives way. Who overrules what they said themselves has changed
    their mind, and clashes with nobody.
    """
    known = {s.decision.id: s.decision for s in standings}
    found = [
        Clash(s.decision, known[name])
        for s in standings
        if s.state in ("in force", "overruled")
        for name in s.by
        if name in known and known[name].by != s.decision.by
    ]
    return sorted(found, key=lambda c: (c.earlier.order, c.later.order))

"""How well an incident is attested, in the manner of casualty recorders: a pure function of who says what.

The grades are those of Airwars, with its "discounted" left to reviewers, who reject:

- `contested`: sources name different parties as responsible, or whoever is blamed denies it and nobody claims it.
- `confirmed`: a party says that it did it, and two independent sources or more tell of it.
- `fair`: two independent sources or more tell of it, or one does and a party says that it did it.
- `weak`: one source tells of it.

Independent are sources that do not repeat one another: a wire story in nine papers is one, and papers that have all
they say from one spokesman are that spokesman.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from incidentbook.book.voices import Voice, independent
from incidentbook.link import compare
from incidentbook.model import Actor, Grade, Values

Account = tuple[str, Values, Sequence[Voice]]
"""A report: the source of its document, its values, and who is quoted in it."""


def grade(accounts: Sequence[Account]) -> Grade:
    """The grade of an incident.

    Args:
        accounts: its reports, one or more.
    """
    claimed = [v.claimed_by for _, v, _ in accounts if v.claimed_by is not None]
    several = independent([(source, voices) for source, _, voices in accounts]) > 1
    if _is_contested(accounts, claimed):
        return "contested"
    if claimed:
        return "confirmed" if several else "fair"
    return "fair" if several else "weak"


def _is_contested(accounts: Sequence[Account], claimed: Sequence[Actor]) -> bool:
    named = [v.perpetrator for _, v, _ in accounts if v.perpetrator is not None]
    if _differ([*named, *claimed]):
        return True
    if claimed:
        return False
    blamed = [*named, *(a.to for _, v, _ in accounts for a in v.attributed_to or ())]
    return any(compare.same_actor(d, b) for d in _deniers(accounts) for b in blamed)


def _differ(actors: Iterable[Actor]) -> bool:
    """Whether two of them are different parties; one that is only described may be any."""
    return any(
        not compare.same_actor(a, b) for a, b in combinations([a for a in actors if a.id is not None], 2)
    )


def _deniers(accounts: Sequence[Account]) -> list[Actor]:
    found = [v.denied_by for _, v, _ in accounts if v.denied_by is not None]
    return found + [v.speaker for _, _, voices in accounts for v in voices if v.stance == "denied"]

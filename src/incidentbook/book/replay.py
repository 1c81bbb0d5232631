"""What the decisions of reviewers come to on the reports that a book holds today: a pure function of both.

Later decisions overrule earlier ones that they contradict. Every decision stands in one of four ways: it is in force, it
is undone, it is overruled, or it is an orphan: what it is about is not in the book now. An orphan is kept, and is in
force again when its report is there again. The order in which documents came in says nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from incidentbook.book.bonds import Together, bonds_of
from incidentbook.book.carry import successor
from incidentbook.book.decisions import ON_PAIRS, Decision, standing, undone
from incidentbook.link.items import Bonds
from incidentbook.model import ReportRef

State = Literal["in force", "undone", "overruled", "orphan"]
Layout = Mapping[str, Mapping[str, frozenset[int]]]
"""Of each document the characters that the statements of each of its reports take, by the report's id."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How a decision stands.

    Attributes:
        by: the decisions that undo or overrule it, in part where it is in force nonetheless.
        lost: what it is about and the book does not hold, in words.
    """

    decision: Decision
    state: State
    by: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reviewers say of one incident: the decisions in force that touch it, the corrections by property, the
    reports that are no attack, and whether they confirm or reject it, if any of both.
    """

    decisions: tuple[Decision, ...]
    corrections: Mapping[str, Decision]
    rejected: frozenset[ReportRef]
    judged: Literal["confirm", "reject"] | None


@dataclass(frozen=True, slots=True)
class Replay:
    """How each decision stands, the earliest first; what linking is told; what is said of each incident; the pairs of
    reports of which nobody is sure.
    """

    standings: tuple[Standing, ...]
    bonds: Bonds
    verdicts: Mapping[str, Verdict]
    unsure: frozenset[tuple[ReportRef, ReportRef]] = frozenset()


@dataclass(frozen=True, slots=True)
class Placed:
    """A decision with the reports of today that its groups of reports are."""

    decision: Decision
    groups: tuple[tuple[ReportRef, ...], ...]

    @property
    def first(self) -> ReportRef:
        """The report that says which incident it is about."""
        return self.groups[0][0]


def replay(decisions: Collection[Decision], layout: Layout, held: Mapping[ReportRef, str]) -> Replay:
    """What all decisions come to.

    Args:
        decisions: all that were ever made, in any order.
        layout: the documents that they name, as far as the book has them.
        held: the incident of each report.
    """
    placed, orphans, gone = _placed_all(decisions, layout)
    bonds, overruled, in_part = bonds_of((p.decision, _together(p), _apart(p)) for p in placed)
    about = _about(placed, held)
    overruled |= _overruled_on_incidents(about)
    known = {d.id for d in decisions}
    standings = tuple(
        _standing(d, known, gone, overruled, in_part, orphans)
        for d in sorted(decisions, key=lambda d: d.order)
    )
    kept = [p for p in placed if p.decision.id not in overruled]
    unsure = frozenset((p.first, p.groups[1][0]) for p in kept if p.decision.kind == "unsure")
    return Replay(standings, bonds, _verdicts(kept, held), unsure)


def bonds(decisions: Collection[Decision], layout: Layout) -> Bonds:
    """What linking is told."""
    return replay(decisions, layout, {}).bonds


def place(decision: Decision, layout: Layout) -> tuple[Placed | None, tuple[str, ...]]:
    """A decision on the reports of today, None for an orphan; and what of it is not there, in words."""
    lost: list[str] = []
    groups: list[tuple[ReportRef, ...]] = []
    for group in decision.subjects:
        found = []
        for anchor in group:
            name = successor(anchor.report, anchor.spans, layout.get(anchor.document, {}))
            if name is not None:
                found.append(ReportRef(anchor.document, name))
            elif anchor.document in layout:
                lost.append(f"report {anchor.report} is not in its document any more")
            else:
                lost.append(f"document {anchor.document} is not in this book")
        groups.append(tuple(dict.fromkeys(found)))
    if decision.kind in (*ON_PAIRS, "split"):
        if all(groups) and set(groups[0]) & set(groups[1]):
            return None, (*lost, "its reports are one report now")
        there = all(groups)
    else:
        groups = [group for group in groups if group]
        there = len(groups) >= (2 if decision.kind == "merge" else 1)
    return (Placed(decision, tuple(groups)) if there else None), tuple(dict.fromkeys(lost))


def _placed_all(
    decisions: Collection[Decision], layout: Layout
) -> tuple[list[Placed], dict[str, tuple[str, ...]], dict[str, str]]:
    """Those that are there, what of the others is lost, and which undo holds on those that are undone."""
    found: list[Placed] = []
    lost: dict[str, tuple[str, ...]] = {}
    for decision in standing(decisions):
        placed, missing = place(decision, layout)
        if placed is None:
            lost[decision.id] = missing
        else:
            found.append(placed)
    return found, lost, undone(decisions)


def _together(placed: Placed) -> Together:
    kind, groups = placed.decision.kind, placed.groups
    if kind in ("same", "merge"):
        return tuple(ref for group in groups for ref in group)
    return groups[0] if kind == "split" else ()


def _apart(placed: Placed) -> Sequence[tuple[ReportRef, ReportRef]]:
    if placed.decision.kind not in ("different", "split"):
        return ()
    return [(a, b) for a in placed.groups[0] for b in placed.groups[1]]


def _about(placed: Iterable[Placed], held: Mapping[ReportRef, str]) -> dict[str, list[Placed]]:
    """The decisions on whole incidents, by the incident; the earliest first."""
    found: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        if one.decision.kind in ("correct", "confirm", "reject") and one.decision.incidents:
            found[held.get(one.first, "")].append(one)
    found.pop("", None)
    return found


def _overruled_on_incidents(about: Mapping[str, Sequence[Placed]]) -> dict[str, tuple[str, ...]]:
    """Of corrections of one value, and of confirmations and rejections, the last one holds."""
    found: dict[str, tuple[str, ...]] = {}
    for group in about.values():
        last: dict[str, Decision] = {}
        for decision in (p.decision for p in reversed(group)):
            slot = decision.property or "judged"
            later = last.setdefault(slot, decision)
            if (later.kind, later.value) != (decision.kind, decision.value):
                found[decision.id] = (later.id,)
    return found


def _standing(
    decision: Decision,
    known: Collection[str],
    gone: Mapping[str, str],
    overruled: Mapping[str, tuple[str, ...]],
    in_part: Mapping[str, tuple[str, ...]],
    orphans: Mapping[str, tuple[str, ...]],
) -> Standing:
    if decision.id in gone:
        return Standing(decision, "undone", (gone[decision.id],))
    if decision.undoes is not None and decision.undoes not in known:
        return Standing(decision, "orphan", lost=(f"decision {decision.undoes} is not in this book",))
    if decision.id in orphans:
        return Standing(decision, "orphan", lost=orphans[decision.id])
    if decision.id in overruled:
        return Standing(decision, "overruled", overruled[decision.id])
    return Standing(decision, "in force", in_part.get(decision.id, ()))


def _verdicts(placed: Sequence[Placed], held: Mapping[ReportRef, str]) -> dict[str, Verdict]:
    touching: dict[str, list[Placed]] = defaultdict(list)
    for one in placed:
        whole = one.decision.kind in ("correct", "confirm", "reject")
        refs = [one.first] if whole else [ref for group in one.groups for ref in group]
        for name in sorted({held[ref] for ref in refs if ref in held}):
            touching[name].append(one)
    return {name: _verdict(group) for name, group in touching.items()}


def _verdict(group: Sequence[Placed]) -> Verdict:
    whole = [p.decision for p in group if p.decision.incidents]
    judged = [d.kind for d in whole if d.kind in ("confirm", "reject")]
    return Verdict(
        decisions=tuple(p.decision for p in group if p.decision.kind != "unsure"),
        corrections={str(d.property): d for d in whole if d.kind == "correct"},
        rejected=frozenset(
            p.first for p in group if p.decision.kind == "reject" and not p.decision.incidents
        ),
        judged=None if not judged else "reject" if judged[-1] == "reject" else "confirm",
    )

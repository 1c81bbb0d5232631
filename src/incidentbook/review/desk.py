"""Where reviewers work: what is to be looked at, and each act of theirs as one function that writes one decision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from incidentbook.book import Anchor, Decision, Store
from incidentbook.book import decisions as ledger_of
from incidentbook.book.clashes import Clash, clashes
from incidentbook.book.decisions import made
from incidentbook.book.replay import Standing
from incidentbook.errors import DecisionError
from incidentbook.model import DecisionKind, Document, Incident, Property, Report, ReportRef
from incidentbook.review import sound
from incidentbook.review.questions import Question, answered_by, questions


@dataclass(frozen=True, slots=True)
class Said:
    """Who decides, for which reason, and on which source; `at` is now where it is None."""

    by: str
    why: str | None = None
    source: str | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of reading another ledger: the decisions that are new, how many were there, and the clashes that the
    decisions of that ledger have now.
    """

    new: tuple[Decision, ...]
    known: int
    clashes: tuple[Clash, ...]


class Desk:
    """A reviewer's desk on a book.

    Args:
        store: the book.
        link: links the reports again where something changed.
    """

    def __init__(self, store: Store, link: Callable[[], None]) -> None:
        self._store = store
        self._link = link

    # ------------------------------------------------------------ what is decided

    def pair(self, kind: DecisionKind, first: ReportRef, second: ReportRef, said: Said) -> Decision:
        """`same`, `different` or `unsure` of two reports.

        Raises:
            DecisionError: both are one report, or there is none of that name.
            BookError: the book cannot be written.
        """
        return self._decide(kind, said, subjects=((self._anchor(first),), (self._anchor(second),)))

    def merge(self, names: Sequence[str], said: Said) -> Decision:
        """Several incidents are one.

        Raises:
            UnknownIncidentError: there is none of a name.
            DecisionError: they are fewer than two.
            BookError: the book cannot be written.
        """
        found = {incident.id: incident for incident in map(self.incident, names)}
        if len(found) < 2:
            raise DecisionError("merge: it takes two incidents or more, and these are one already")
        groups = tuple(self._anchors(incident) for incident in found.values())
        return self._decide("merge", said, subjects=groups, incidents=tuple(found))

    def split(self, name: str, refs: Sequence[ReportRef], said: Said) -> Decision:
        """Some of an incident's reports are another incident, all of them one.

        Raises:
            UnknownIncidentError: there is none of that name.
            DecisionError: a report is not in it, or none would stay.
            BookError: the book cannot be written.
        """
        incident = self.incident(name)
        for ref in refs:
            if ref not in incident.reports:
                raise DecisionError(
                    f"split: {incident.id} has no report {ref.report}; see `incidentbook show`"
                )
        out = tuple(self._anchor(ref) for ref in dict.fromkeys(refs))
        rest = tuple(a for a in self._anchors(incident) if a not in out)
        return self._decide("split", said, subjects=(out, rest), incidents=(incident.id,))

    def correct(self, name: str, prop: Property, value: Any, said: Said) -> Decision:
        """The value of a property of an incident; None: nothing is known of it. It takes a reason or a source.

        Raises:
            UnknownIncidentError: there is none of that name.
            DecisionError: neither a reason nor a source is given, or the value is none of the property.
            BookError: the book cannot be written.
        """
        sound.check(prop, value)
        return self._on_incident("correct", name, said, property=prop, value=value)

    def confirm(self, name: str, said: Said) -> Decision:
        """A reviewer has looked at the incident, and it is as the book has it.

        Raises:
            UnknownIncidentError: there is none of that name.
            BookError: the book cannot be written.
        """
        return self._on_incident("confirm", name, said)

    def reject(self, name: str, said: Said) -> Decision:
        """The incident is no attack. It takes a reason or a source.

        Raises:
            UnknownIncidentError: there is none of that name.
            DecisionError: neither a reason nor a source is given.
            BookError: the book cannot be written.
        """
        return self._on_incident("reject", name, said)

    def reject_report(self, ref: ReportRef, said: Said) -> Decision:
        """The report is of no attack: it stays in its incident's list and has no say. It takes a reason or a source.

        Raises:
            DecisionError: there is no such report, or neither a reason nor a source is given.
            BookError: the book cannot be written.
        """
        return self._decide("reject", said, subjects=((self._anchor(ref),),))

    def undo(self, name: str, said: Said) -> Decision:
        """Takes a decision back, by its id or the beginning of it, or the reviewer's `last` one that is not undone; of an
        undo, brings back what it undid.

        Raises:
            DecisionError: there is none, or it is undone already.
            BookError: the book cannot be written.
        """
        known = self._store.ledger.decisions()
        key = _last(known, said.by) if name == "last" else ledger_of.full_id(name, [d.id for d in known])
        by = ledger_of.undone(known).get(key)
        if by is not None:
            raise DecisionError(f"{key} is undone already; `incidentbook decide undo {by}` brings it back")
        return self._decide("undo", said, undoes=key)

    def undo_of(self, name: str, said: Said) -> Decision | None:
        """The undo of a decision, by its whole id, that the same reviewer has made already in the same words, where it holds."""
        return self._made_before(made("undo", said.by, why=said.why, source=said.source, undoes=name))

    def take(self, lines: Iterable[str]) -> Imported:
        """Reads the lines of another ledger into this one, all or none. What is there already stays as it is.

        Raises:
            DecisionError: a line is no decision, or was changed; the message tells which.
            BookError: the book cannot be written.
        """
        read = {d.id: d for d in _numbered(lines)}
        new = self._store.ledger.add(read.values())
        found = [c for c in self.clashes() if {c.earlier.id, c.later.id} & read.keys()]
        return Imported(tuple(new), len(read) - len(new), tuple(found))

    # ------------------------------------------------------------ what there is

    def standings(self) -> tuple[Standing, ...]:
        """Every decision that was ever made and how it stands, the earliest first."""
        self._link()
        return self._store.ledger.replay().standings

    def decisions(self) -> list[Decision]:
        """Every decision that was ever made, the earliest first, without how it stands."""
        return self._store.ledger.decisions()

    def orphans(self) -> list[Standing]:
        """The decisions on what is not in the book now."""
        return [s for s in self.standings() if s.state == "orphan"]

    def clashes(self) -> list[Clash]:
        """Where reviewers contradict each other."""
        return clashes(self.standings())

    def overruled_by(self, decision: Decision) -> list[Decision]:
        """The earlier decisions that one overrules, in part or wholly."""
        told = self._store.ledger.replay().standings
        return [s.decision for s in told if s.state in ("in force", "overruled") and decision.id in s.by]

    def questions(self) -> list[Question]:
        """What is to be looked at: uncertain pairs, then conflicts."""
        self._link()
        told = self._store.ledger.replay()
        incidents = self._store.incidents()
        held = {ref: i.id for i in incidents if i.status != "rejected" for ref in i.reports}
        return questions(self._store.link_items(), held, answered_by(told.bonds, told.unsure), incidents)

    def incident(self, name: str) -> Incident:
        """The incident of that id, of the beginning of one, or the one that it was merged into.

        Raises:
            UnknownIncidentError: there is none, or more than one.
        """
        self._link()
        return self._store.incident(name)

    def report(self, ref: ReportRef) -> tuple[Document, Report]:
        """A report with its document.

        Raises:
            DecisionError: there is no such report.
        """
        extraction = self._store.extraction(ref.document)
        for report in extraction.reports:
            if report.id == ref.report:
                return extraction.document, report
        raise DecisionError(f"this book has no report {ref.report}")

    def find(self, name: str) -> ReportRef:
        """The report of that id; `d05.txt-1` is the first report of the document from a file or address ending so, and
        `3f2a-1` that of the document whose id begins so.

        Raises:
            DecisionError: there is none, or more than one.
        """
        found = self._store.reports_named(name)
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(ref.report for ref in found[:3])
            raise DecisionError(f"several reports are called {name}: {some}; give the whole id")
        raise DecisionError(
            f"this book has no report {name}; `incidentbook show` ends the heading of each report with its id"
        )

    # ------------------------------------------------------------ how

    def _on_incident(self, kind: DecisionKind, name: str, said: Said, **rest: Any) -> Decision:
        incident = self.incident(name)
        anchors = self._anchors(incident)
        return self._decide(kind, said, subjects=(anchors,), incidents=(incident.id,), **rest)

    def _decide(self, kind: DecisionKind, said: Said, **rest: Any) -> Decision:
        decision = made(kind, said.by, at=said.at, why=said.why, source=said.source, **rest)
        there = self._made_before(decision) if said.at is None else None
        if there is not None:
            return there
        self._store.ledger.add([decision])
        return decision

    def _made_before(self, decision: Decision) -> Decision | None:
        """The same decision of the same reviewer, where it holds already: whoever sends one twice, not knowing whether it
        came through, has decided once.
        """
        said = _without_time(decision)
        same = {d.id for d in self._store.ledger.decisions() if _without_time(d) == said}
        if not same:
            return None
        holding = [
            s.decision
            for s in self._store.ledger.replay().standings
            if s.decision.id in same and s.state == "in force" and not s.by
        ]
        return holding[-1] if holding else None

    def _anchor(self, ref: ReportRef) -> Anchor:
        _, report = self.report(ref)
        return Anchor.of(ref.document, report)

    def _anchors(self, incident: Incident) -> tuple[Anchor, ...]:
        """The reports of an incident, the one that its id stays with first: it is the incident of the first that there is."""
        keeper = self._store.keeper(incident.id)
        refs = sorted(incident.reports, key=lambda ref: ref != keeper)
        return tuple(self._anchor(ref) for ref in refs)


def _without_time(decision: Decision) -> Decision:
    return replace(decision, id="", at=_NO_TIME)


_NO_TIME = datetime.min


def _last(known: Sequence[Decision], by: str) -> str:
    own = [d.id for d in ledger_of.standing(known) if d.by == by.strip()]
    if not own:
        raise DecisionError(f"{by} has decided nothing that is not undone; see `incidentbook decisions list`")
    return own[-1]


def _numbered(lines: Iterable[str]) -> Iterable[Decision]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                yield ledger_of.load(line)
            except DecisionError as error:
                raise DecisionError(f"line {number}: {error}") from error

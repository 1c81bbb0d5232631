"""The questions of a book that changes while people answer them: what texts say of each other is weighed once, however
much is decided meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from incidentbook.book import Decision, Store
from incidentbook.book.catalogue import Catalogue, Snapshot
from incidentbook.book.decisions import ON_PAIRS, standing
from incidentbook.exchange import load_incident
from incidentbook.model import ReportRef
from incidentbook.review.questions import Question, Weighed, answered_by, conflict, pairs


@dataclass(frozen=True, slots=True)
class _Entry:
    """What is kept of an incident: of what it was made, whether it is rejected, and what is to be asked of it."""

    fingerprint: str
    is_rejected: bool
    question: Question | None


class Queue:
    """What is to be looked at, as `Desk.questions` has it, for those who ask again after each decision.

    Args:
        store: the book.
        catalogue: its incidents.
    """

    def __init__(self, store: Store, catalogue: Catalogue) -> None:
        self._store = store
        self._catalogue = catalogue
        self._weighed: tuple[str, Weighed] | None = None
        self._entries: dict[str, _Entry] = {}
        self._lock = threading.Lock()

    def questions(self) -> tuple[Question, ...]:
        """All questions: pairs, the least certain first, then conflicts, those of many documents first.

        Raises:
            BookError: the book cannot be read.
        """
        with self._lock:
            self._look(self._catalogue.snapshot())
            told = self._store.ledger.replay()
            held = {
                ref: name
                for ref, name in self._store.memberships().items()
                if name in self._entries and not self._entries[name].is_rejected
            }
            asked = pairs(self._edges(), held, answered_by(told.bonds, told.unsure))
            disagreeing = [e.question for e in self._entries.values() if e.question is not None]
            return (*asked, *sorted(disagreeing, key=lambda q: q.key))

    def open_of(self, questions: Iterable[Question]) -> list[Question]:
        """Those of some questions that nobody has answered since they were asked."""
        made = standing(self._store.ledger.decisions())
        answered, judged, corrected = _pairs_of(made), _judged(made), _corrected(made)

        def is_open(question: Question) -> bool:
            if question.kind == "pair":
                return frozenset(question.reports) not in answered
            name = question.incidents[0]
            return name not in judged and any((name, p) not in corrected for p in question.properties)

        return [question for question in questions if is_open(question)]

    def _edges(self) -> Weighed:
        mark = _mark(self._store.digests())
        if self._weighed is None or self._weighed[0] != mark:
            self._weighed = (mark, Weighed.of(self._store.link_items()))
        return self._weighed[1]

    def _look(self, snapshot: Snapshot) -> None:
        """Takes over what changed in the catalogue."""
        now = snapshot.file.fingerprints()
        self._entries = {n: e for n, e in self._entries.items() if now.get(n) == e.fingerprint}
        fresh = now.keys() - self._entries.keys()
        for name, line in snapshot.file.lines(fresh).items():
            self._entries[name] = _entry(now[name], line)


def _entry(fingerprint: str, line: str) -> _Entry:
    said = json.loads(line)
    question = conflict(load_incident(line)) if said["conflicts"] else None
    rejected = said["status"] == "rejected"
    return _Entry(fingerprint, rejected, None if rejected else question)


def _mark(digests: Collection[tuple[str, str]]) -> str:
    """What changes as soon as a text, or how it was read, does."""
    return hashlib.sha256(repr(sorted(digests)).encode("utf-8", "replace")).hexdigest()


def _pairs_of(made: Iterable[Decision]) -> set[frozenset[ReportRef]]:
    on_pairs = (d for d in made if d.kind in ON_PAIRS)
    return {frozenset(ReportRef(a.document, a.report) for a in d.anchors) for d in on_pairs}


def _judged(made: Iterable[Decision]) -> set[str]:
    return {name for d in made if d.kind in ("confirm", "reject", "merge") for name in d.incidents}


def _corrected(made: Iterable[Decision]) -> set[tuple[str, str]]:
    return {(name, d.property) for d in made if d.property is not None for name in d.incidents}

"""What reviewers decide, each decision a value that never changes, and which of them are undone.

A decision names the reports that it is about by their document and by where their statements stand in its text, so
that it still finds them when the document is read anew: see `carry.successor`. It is never edited or deleted; it is
undone by another decision, which can be undone in its turn.
"""

from __future__ import annotations

import builtins
import hashlib
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any, get_args

from incidentbook.book.identity import short_hash
from incidentbook.errors import DecisionError, SourceError
from incidentbook.exchange import field_types, from_plain, to_plain
from incidentbook.model import DecisionKind, Property, Report, Span

PREFIX = "D-"
_LENGTH = 10
KINDS: tuple[DecisionKind, ...] = get_args(DecisionKind)
ON_PAIRS: tuple[DecisionKind, ...] = ("same", "different", "unsure")


@dataclass(frozen=True, slots=True)
class Anchor:
    """A report as it was when something was decided of it: its document, its id, and where its statements stand."""

    document: str
    report: str
    spans: tuple[Span, ...]

    @classmethod
    def of(cls, document: str, report: Report) -> Anchor:
        """The anchor of a report that has its statements."""
        return cls(document, report.id, tuple(sorted({s.span for s in report.statements})))


@dataclass(frozen=True, slots=True)
class Decision:
    """What one reviewer decided at one time.

    Attributes:
        id: made from all the rest, so that the same decision is the same in every book.
        by, at, why: who, when (UTC), and for which reason.
        source: what it rests on: a source, a quote, an address.
        subjects: the reports in question, in groups. `same`, `different`, `unsure`: two groups of one. `merge`: the
            reports of each incident. `split`: those taken out, and those that stay. `correct`, `confirm`, `reject`: the
            reports of the incident, the one that its id stays with first; or, for a `reject` without `incidents`, the
            report rejected.
        incidents: the incidents in question, by the ids that they had then.
        property, value: what is corrected, and its value in its written form; null is "nothing is known of it".
        undoes: the id of the decision that is undone.
    """

    id: str
    kind: DecisionKind
    by: str
    at: datetime
    why: str | None
    source: str | None
    subjects: tuple[tuple[Anchor, ...], ...] = ()
    incidents: tuple[str, ...] = ()
    property: Property | None = None
    value: Any = None
    undoes: str | None = None

    @builtins.property  # a field of that name hides it
    def order(self) -> tuple[datetime, str]:
        """Earlier decisions first."""
        return self.at, self.id

    @builtins.property  # a field of that name hides it
    def corrected(self) -> Any:
        """The value of a correction as a value of the model."""
        return from_plain(field_types()[str(self.property)], self.value, str(self.property))

    @builtins.property  # a field of that name hides it
    def anchors(self) -> list[Anchor]:
        """The reports in question, without their groups."""
        return [anchor for group in self.subjects for anchor in group]


def made(
    kind: DecisionKind,
    by: str,
    *,
    at: datetime | None = None,
    why: str | None = None,
    source: str | None = None,
    **rest: Any,
) -> Decision:
    """A decision with its id.

    Args:
        at: when; by default now.
        rest: `subjects`, `incidents`, `property`, `value` (a value of the model) and `undoes`.

    Raises:
        DecisionError: something is missing that a decision of that kind must have; the message says what.
    """
    when = (at or datetime.now(UTC)).astimezone(UTC)
    rest["value"] = to_plain(rest.get("value"))
    draft = Decision("", kind, by.strip(), when, _plain(why), _plain(source), **rest)
    _check(draft)
    return replace(draft, id=_id(draft))


def dump(decision: Decision) -> str:
    """A decision as a JSON object on one line, without the line's end; every key is there."""
    return json.dumps(to_plain(decision), ensure_ascii=False)


def load(line: str) -> Decision:
    """The decision that `dump` wrote.

    Raises:
        DecisionError: it is no decision, or was changed after it was made.
    """
    try:
        decision: Decision = from_plain(Decision, json.loads(line), "decision")
    except (ValueError, SourceError) as error:
        said = str(error).splitlines()[0]
        raise DecisionError(f"this is no line of `decisions export`: {said}") from error
    if decision.at.tzinfo is None:
        raise DecisionError(f"the time of {decision.id} has no zone; it is written as 2021-07-05T12:00:00Z")
    decision = replace(decision, at=decision.at.astimezone(UTC))
    _check(decision)
    if decision.id != _id(decision):
        raise DecisionError(
            f"{decision.id} was changed after it was made: take the line from its own book again"
        )
    return decision


def undone(decisions: Iterable[Decision]) -> dict[str, str]:
    """The decisions that are undone, by id: each with the undo that is in force on it, the first one of several."""
    undos: dict[str, list[Decision]] = defaultdict(list)
    for decision in decisions:
        if decision.undoes is not None:
            undos[decision.undoes].append(decision)
    found: dict[str, str] = {}
    for target in _deepest_first(undos):
        holding = [undo for undo in undos[target] if undo.id not in found]
        if holding:
            found[target] = min(holding, key=lambda undo: undo.order).id
    return found


def standing(decisions: Collection[Decision]) -> list[Decision]:
    """The decisions that are not undone, without the undos, the earliest first."""
    gone = undone(decisions)
    kept = (d for d in decisions if d.kind != "undo" and d.id not in gone)
    return sorted(kept, key=lambda d: d.order)


def full_id(name: str, known: Iterable[str]) -> str:
    """The id that `name` is, or the only one that begins so; letter case and the prefix may be left out.

    Raises:
        DecisionError: there is none, or more than one.
    """
    sought = name.strip().upper()
    sought = sought if sought.startswith(PREFIX) else PREFIX + sought
    found = sorted(i for i in known if i.startswith(sought))
    if len(found) == 1 or sought in found:
        return sought if sought in found else found[0]
    if found:
        raise DecisionError(f"several decisions begin with {sought}: {', '.join(found[:3])}")
    raise DecisionError(f"this book has no decision {name}; see `incidentbook decisions list`")


def _deepest_first(undos: Mapping[str, Sequence[Decision]]) -> list[str]:
    """What is undone, the undos of an undo before it; ids are made from content, so there are no circles."""
    found: list[str] = []
    seen: set[str] = set()
    for start in sorted(undos):
        stack = [(start, False)]
        while stack:
            name, below_done = stack.pop()
            if below_done:
                found.append(name)
            elif name not in seen:
                seen.add(name)
                stack.append((name, True))
                stack += [(undo.id, False) for undo in undos.get(name, ()) if undo.id in undos]
    return found


def _plain(words: str | None) -> str | None:
    return (words or "").strip() or None


def _id(decision: Decision) -> str:
    said = to_plain(replace(decision, id=""))
    raw = json.dumps(said, sort_keys=True, ensure_ascii=True, separators=(",", ":")).encode()
    return PREFIX + short_hash(hashlib.sha256(raw).digest())[:_LENGTH]


def _check(decision: Decision) -> None:
    fault = _fault(decision)
    if fault is not None:
        raise DecisionError(f"{decision.kind}: {fault}")


def _fault(decision: Decision) -> str | None:
    """What a decision lacks, and the way out."""
    sizes, kind = [len(group) for group in decision.subjects], decision.kind
    if not decision.by:
        return "nobody is named who decides; give --by NAME"
    if (kind == "undo") != (decision.undoes is not None):
        return "an undo, and nothing else, names the decision that it undoes"
    if kind in ON_PAIRS and (sizes != [1, 1] or decision.subjects[0] == decision.subjects[1]):
        return "it takes two different reports"
    if kind == "merge" and (len(sizes) < 2 or 0 in sizes):
        return "it takes two incidents or more"
    if kind == "split" and (len(sizes) != 2 or 0 in sizes):
        return "name one or more of the incident's reports, and leave it one at least"
    if kind in ("correct", "confirm", "reject") and (len(sizes) != 1 or 0 in sizes):
        return "it takes an incident"
    if kind in ("correct", "reject") and not (decision.why or decision.source):
        return "say for which reason with --why, or by which source with --source"
    return _value_fault(decision)


def _value_fault(decision: Decision) -> str | None:
    if (decision.kind == "correct") != (decision.property is not None):
        return "a correction, and nothing else, names a property"
    if decision.kind != "correct":
        return None if decision.value is None else "only a correction has a value"
    try:
        _ = decision.corrected
    except SourceError as error:
        return str(error)
    return None

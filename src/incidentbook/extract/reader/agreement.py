"""Which of the two found a statement: the rules, the trained reader, or each of them by itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from incidentbook.extract.drafts import Draft, Told
from incidentbook.extract.reader.reading import Reading
from incidentbook.extract.reader.schema import LABELS
from incidentbook.extract.reader.support import triggers_of
from incidentbook.model import Property, Span, Statement

_LEAST = 0.5  # chance of a label from which the reader gives it too
_LABELS: Mapping[Property, str] = {"time_of_day": "time", "victims": "victim"}  # where the names differ


def agreed_told(told: Told, reading: Reading | None) -> Told:
    """What a sentence tells by the rules; `both` found what the reader gives the label of the property too.

    The kind of an attack has no label: there the reader agrees where it takes that kind for the likeliest by the words that tell
    of the attack. Without a reader nothing changes.
    """
    if reading is None:
        return told
    mentions = tuple(
        replace(m, statements=_all(m.statements, reading, triggers_of(m))) for m in told.mentions
    )
    return replace(told, mentions=mentions, aside=_all(told.aside, reading))


def agreed_draft(draft: Draft, reading: Reading | None) -> Draft:
    """The same of what was added to an attack beside its mentions; these are left as they are."""
    if reading is None:
        return draft
    return replace(draft, more=_all(draft.more, reading, triggers_of(*draft.mentions)))


def _all(
    statements: Iterable[Statement], reading: Reading, triggers: Sequence[Span] = ()
) -> tuple[Statement, ...]:
    return tuple(_agreed(s, reading, triggers) for s in statements)


def _agreed(statement: Statement, reading: Reading, triggers: Sequence[Span]) -> Statement:
    kind = statement.property == "attack_type"
    gives = _takes_for(statement, reading, triggers) if kind else _labels(statement, reading)
    return replace(statement, found_by="both") if gives and statement.found_by == "rules" else statement


def _takes_for(statement: Statement, reading: Reading, triggers: Sequence[Span]) -> bool:
    chances = reading.kind_chances(triggers or [statement.span])
    return bool(chances) and max(chances, key=lambda k: chances[k]) == statement.value


def _labels(statement: Statement, reading: Reading) -> bool:
    label = _LABELS.get(statement.property, statement.property)
    return label in LABELS and any(f.span.overlaps(statement.span) for f in reading.found(label, _LEAST))

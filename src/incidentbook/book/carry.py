"""When a document is read again: which new report stands for which old one.

Reports of a document are numbered, and the numbers shift when one more or one less is found, so it is the words that tell.
A report stands for another where their statements share half of the characters of the smaller of both at least: a day or
a place that several reports of a text rest on makes them not one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from incidentbook.model import Report, Span

_MOST_OF = 0.5

Characters = frozenset[int]


def carried(old: Sequence[Report], new: Sequence[Report]) -> dict[str, str]:
    """The old report that each new one stands for, one to one, by their ids; those that share most come first."""
    was, now = ({r.id: _characters(r) for r in reports} for reports in (old, new))
    options = sorted(
        ((_likeness(a, was[a], b, now[b]), a, b) for a in was for b in now if _is_one(a, was[a], b, now[b])),
        key=lambda option: ([-part for part in option[0]], option[1:]),
    )
    found: dict[str, str] = {}
    for _, a, b in options:
        if b not in found and a not in found.values():
            found[b] = a
    return found


def successor(report: str, spans: Sequence[Span], now: Mapping[str, Characters]) -> str | None:
    """The report that stands in a document today for one of an earlier reading; None where none does.

    Args:
        report: the id that it had.
        spans: where its statements stood.
        now: the characters that the statements of each report of today take, by its id.
    """
    held = characters(spans)
    found = [name for name, taken in now.items() if _is_one(report, held, name, taken)]
    return max(found, key=lambda name: (_likeness(report, held, name, now[name]), name), default=None)


def characters(spans: Iterable[Span]) -> Characters:
    """The offsets that spans cover."""
    return frozenset(at for span in spans for at in range(*span))


def _is_one(was: str, old: Characters, now: str, new: Characters) -> bool:
    """Whether one stands for the other; of reports that have no words the id tells."""
    if not old or not new:
        return was == now and old == new
    shared = len(old & new)
    return shared > 0 and shared >= _MOST_OF * min(len(old), len(new))


def _likeness(was: str, old: Characters, now: str, new: Characters) -> tuple[int, int, int]:
    """More is more alike: the characters shared, those that one alone has, the same id."""
    return len(old & new), -len(old ^ new), int(was == now)


def _characters(report: Report) -> Characters:
    return characters(statement.span for statement in report.statements)

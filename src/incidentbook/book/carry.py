"""When a document is read again: which new report stands for which old one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from incidentbook.model import Report, Span

_MOST_OF = 0.5


def carried(old: Sequence[Report], new: Sequence[Report], held: Mapping[str, str]) -> dict[str, str]:
    """The incident of each new report that takes an old one's place.

    The same id is the same report. Else it is the report whose statements share most characters of the text
    with the old one's; none where they share nothing.

    Args:
        held: the incident of each old report, by its id.
    """
    names = {report.id for report in new}
    kept = {report.id: held[report.id] for report in old if report.id in held and report.id in names}
    orphans = [report for report in old if report.id in held and report.id not in names]
    free = [report for report in new if report.id not in kept]
    for was, now in _pairs(orphans, free):
        kept[now.id] = held[was.id]
    return kept


def successor(report: str, spans: Sequence[Span], now: Mapping[str, frozenset[int]]) -> str | None:
    """The report that stands in a document today for one of an earlier reading; None where none does.

    It is the one whose statements share most characters with the old one's, and half of those of the smaller of the two
    at least: a day or a place that several reports of a text rest on makes them not one. Numbers of reports may shift
    when a text is read anew, so the id decides only where nothing else does.

    Args:
        report: the id that it had.
        spans: where its statements stood.
        now: the characters that the statements of each report of today take, by its id.
    """
    held = characters(spans)
    if not held:
        return report if report in now and not now[report] else None
    shares = {name: len(held & taken) for name, taken in now.items()}
    enough = [
        n for n, taken in now.items() if shares[n] and shares[n] >= _MOST_OF * min(len(held), len(taken))
    ]
    return max(enough, key=lambda n: (shares[n], -len(now[n]), n == report, n), default=None)


def characters(spans: Iterable[Span]) -> frozenset[int]:
    """The offsets that spans cover."""
    return frozenset(at for span in spans for at in range(*span))


def _pairs(old: Sequence[Report], new: Sequence[Report]) -> list[tuple[Report, Report]]:
    """One to one, those that share most first."""
    options = sorted((-_shared(was, now), i, j) for i, was in enumerate(old) for j, now in enumerate(new))
    pairs: list[tuple[Report, Report]] = []
    used_old, used_new = set(), set()
    for share, i, j in options:
        if share and i not in used_old and j not in used_new:
            used_old.add(i)
            used_new.add(j)
            pairs.append((old[i], new[j]))
    return pairs


def _shared(was: Report, now: Report) -> int:
    return len(_characters(was) & _characters(now))


def _characters(report: Report) -> frozenset[int]:
    return characters(statement.span for statement in report.statements)

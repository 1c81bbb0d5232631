"""When a document is read again: which new report stands for which old one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from incidentbook.model import Report


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


def _characters(report: Report) -> set[int]:
    return {at for statement in report.statements for at in range(*statement.span)}

"""What a text says of attacks, and beside them, that can be held against a record: how they went, in what order things came,
where places lie, how many stand where, and what else happened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from incidentbook.extract.remarks.context import context_events
from incidentbook.extract.remarks.distances import distances
from incidentbook.extract.remarks.figures import figures
from incidentbook.extract.remarks.orders import Known, orders
from incidentbook.extract.remarks.trends import trends
from incidentbook.extract.remarks.words import for_figures
from incidentbook.extract.scene import Scene
from incidentbook.model import Document, Remark

__all__ = ["find_remarks", "wanted"]

Reports = Mapping[tuple[int, int], str]
"""The report that a token tells of, by the place of its sentence in the story and its own in the sentence."""


def find_remarks(
    document: Document, scenes: Sequence[Scene], reports: Reports, beside: Sequence[Scene] = ()
) -> tuple[Remark, ...]:
    """The remarks of a document, in the order of the text, each id once.

    Args:
        document: the text as it was read.
        scenes: the parsed sentences.
        reports: which tokens of them tell of which report.
        beside: sentences that were parsed for their figures alone.
    """
    told = [_tokens(scene, reports) for scene in scenes]
    found = [
        r for i, scene in enumerate(scenes) for r in _of(scene, document, told[i], _before(scenes, told, i))
    ]
    found += [r for scene in beside for r in figures(scene, document)]
    once = {r.id: r for r in reversed(found)}
    return tuple(sorted(once.values(), key=lambda r: (r.span, r.type)))


def wanted(text: str) -> bool:
    """Whether a sentence that tells of no attack is worth parsing for a standing figure."""
    return for_figures().search(text.lower()) is not None


def _tokens(scene: Scene, reports: Reports) -> dict[int, str]:
    """The tokens of a sentence that tell of a report."""
    return {token: report for (index, token), report in reports.items() if index == scene.sentence.index}


def _before(scenes: Sequence[Scene], told: Sequence[Mapping[int, str]], at: int) -> str | None:
    """The report that the sentence before tells of, where it tells of one alone."""
    if not at or scenes[at].sentence.index - scenes[at - 1].sentence.index != 1:
        return None
    reports = set(told[at - 1].values())
    return reports.pop() if len(reports) == 1 else None


def _of(scene: Scene, document: Document, here: Mapping[int, str], last: str | None) -> Iterator[Remark]:
    yield from trends(scene, document)
    yield from distances(scene, document)
    yield from figures(scene, document)
    beside = list(context_events(scene, document))
    yield from (told.event for told in beside)
    yield from orders(scene, document, Known(here, {t.token.i: t.event.id for t in beside}, last))

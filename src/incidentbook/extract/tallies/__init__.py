"""Counts that the text gives without listing what it counts: "43 attacks since the beginning of the year", and their dead."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incidentbook.extract.scene import Scene
from incidentbook.extract.tallies.attacks import of_attacks
from incidentbook.extract.tallies.parts import beside
from incidentbook.extract.tallies.people import of_people
from incidentbook.extract.tallies.words import is_cue
from incidentbook.model import Count, Document, Tally

__all__ = ["find_tallies", "is_cue"]


def find_tallies(document: Document, scenes: Sequence[Scene]) -> tuple[Tally, ...]:
    """The tallies of a document, in order, each figure once.

    Args:
        document: the text; its day of publication puts "since January" on the calendar.
        scenes: the parsed sentences.
    """
    found = list(_all(document, scenes))
    dated = {(*_figure(t), t.period.earliest): t for t in reversed(found) if t.period}
    figures = {_figure(t) for t in dated.values()}
    open_ones = {_figure(t): t for t in reversed(found) if not t.period and _figure(t) not in figures}
    one_a_place = {t.id: t for t in [*dated.values(), *open_ones.values()]}  # the same words give one tally
    return tuple(sorted(one_a_place.values(), key=lambda t: t.span))


def _figure(tally: Tally) -> tuple[Count, bool]:
    """What two tallies share that say the same: how many, and whether people or attacks are counted."""
    return tally.count, tally.killed != tally.count and tally.injured != tally.count


def _all(document: Document, scenes: Sequence[Scene]) -> Iterator[Tally]:
    last: Tally | None = None
    for scene in scenes:
        own = [*of_attacks(scene, document), *of_people(scene, document)]
        also = list(beside(scene, own, last))
        yield from own
        yield from also
        last = own[-1] if own else last

"""How likely a statement is to be right: from the readers' own marks to probabilities, by `resources/confidence.yaml`.

The readers mark their statements by hand, so that choices between them come out well. `training/confidence.py` learned how
often statements of each mark are right, by isotonic regression (Zadrozny and Elkan 2002).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from incidentbook.errors import ResourceError
from incidentbook.model import Statement

Source = Literal["rules", "reader"]
"""Who read a document: the rules alone, or the trained reader beside them."""

Curve = tuple[tuple[float, float], ...]
OTHER = "other"  # the curve of all properties together, for those that have none


def calibrated(statements: Iterable[Statement], source: Source) -> tuple[Statement, ...]:
    """The statements, in their order, with the probability of being right as their confidence.

    `source`: whether the rules alone read the document.

    Raises:
        ResourceError: the table of curves is of the wrong form.
    """
    table = _curves(source)
    return tuple(
        replace(s, confidence=probability(table.get(s.property, table[OTHER]), s.confidence))
        for s in statements
    )


def probability(curve: Curve, mark: float) -> float:
    """The probability that belongs to a mark, rounded down to two places: linear between the points of the curve, level
    beyond its ends."""
    at = bisect_left(curve, (mark, 0.0))
    if at == 0 or at == len(curve):
        return _down(curve[min(at, len(curve) - 1)][1])
    (left, low), (right, high) = curve[at - 1], curve[at]
    return _down(low + (high - low) * (mark - left) / (right - left))


def _down(probability: float) -> float:
    return int(probability * 100 + 1e-9) / 100


_FILES: Mapping[Source, str] = {"rules": "confidence.yaml", "reader": "confidence_reader.yaml"}


@cache
def _curves(source: Source) -> Mapping[str, Curve]:
    name = _FILES[source]
    raw = yaml.safe_load(files("incidentbook.resources").joinpath(name).read_text(encoding="utf-8"))
    try:
        table = {
            str(name): tuple(sorted((float(mark), float(right)) for mark, right in points.items()))
            for name, points in raw.items()
        }
    except (AttributeError, TypeError, ValueError) as error:
        raise ResourceError(f"{name}: not of the form property, mark, share ({error})") from error
    if OTHER not in table or not all(table.values()):
        raise ResourceError(f"{name}: no curve '{OTHER}', or an empty one")
    return table

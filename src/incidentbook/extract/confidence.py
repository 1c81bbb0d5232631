"""How likely a statement is to be right: from what speaks for it to a probability, by learned weights.

The readers mark their statements by hand, so that choices between them come out well. Beside that mark counts whether the report
took the value, how often it is said, and who found it. `training/confidence.py` learns from that how often statements are right,
by logistic regression, as Platt (1999) does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from math import exp
from typing import Literal

import yaml

from incidentbook.errors import ResourceError
from incidentbook.extract.weights import step
from incidentbook.model import Report, Statement

Source = Literal["rules", "reader"]
"""Who read a document: the rules alone, or the trained reader beside them."""

_OFTEN = (1, 2, 3)


def calibrated(report: Report, source: Source) -> Report:
    """The report, with the probability of being right as the confidence of its statements.

    Args:
        report: as read; the confidence of its statements is the mark that their reader gave.
        source: whether the rules alone read the document.

    Raises:
        ResourceError: the table of weights is of the wrong form.
    """
    table = weights(source)
    found = zip(report.statements, features(report), strict=True)
    return replace(
        report, statements=tuple(replace(s, confidence=probability(table, names)) for s, names in found)
    )


def features(report: Report) -> list[list[str]]:
    """What speaks for and against each statement of a report, in their order: names of weights."""
    return [_of(statement, report) for statement in report.statements]


def _of(statement: Statement, report: Report) -> list[str]:
    prop = statement.property
    times = sum(s.property == prop and s.value == statement.value for s in report.statements)
    shared = [f"marked {statement.confidence:.1f}", _taken(statement, report)]
    shared += [f"by {statement.found_by}"] if statement.found_by != "rules" else []
    return ["any", prop, *shared, *(f"{prop} & {name}" for name in shared), f"said {step(times, _OFTEN)}"]


def _taken(statement: Statement, report: Report) -> str:
    """Whether the report has the value of a statement; one without a value ("no group has claimed it") has none to take."""
    value = getattr(report.values, statement.property)
    items = value if isinstance(value, tuple) else (value,)
    return "taken" if statement.value is None or statement.value in items else "passed over"


def probability(table: Mapping[str, float], names: Sequence[str]) -> float:
    """The logistic function of the sum of weights, rounded down to two places."""
    chance = 1 / (1 + exp(-sum(table.get(name, 0.0) for name in names)))
    return int(chance * 100 + 1e-9) / 100


_FILES: Mapping[Source, str] = {"rules": "confidence.yaml", "reader": "confidence_reader.yaml"}


@cache
def weights(source: Source) -> Mapping[str, float]:
    """What each name of a feature speaks for a statement being right, in log-odds.

    Raises:
        ResourceError: the table of weights is of the wrong form.
    """
    name = _FILES[source]
    raw = yaml.safe_load(files("incidentbook.resources").joinpath(name).read_text(encoding="utf-8"))
    try:
        return {str(feature): float(weight) for feature, weight in raw.items()}
    except (AttributeError, TypeError, ValueError) as error:
        raise ResourceError(f"{name}: not of the form feature, weight ({error})") from error

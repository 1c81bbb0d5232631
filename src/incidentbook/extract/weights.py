"""Learned weights: small tables of features and what each speaks for, in `resources/assembly.yaml`.

They are made by `training/assembly.py` from marked-up articles, as the weights of a conditional logit model (McFadden 1974).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import yaml

from incidentbook.errors import ResourceError

_FILES = {"date": "timing.yaml"}


@cache
def weights(part: str) -> Mapping[str, float]:
    """The weights of one decision.

    Raises:
        ResourceError: the file has no such part.
    """
    name = _FILES.get(part, "assembly.yaml")
    raw = yaml.safe_load(files("incidentbook.resources").joinpath(name).read_text(encoding="utf-8"))
    try:
        return {str(k): float(v) for k, v in raw[part].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ResourceError(f"{name}: the part {part} is missing or of the wrong form ({error})") from error


def score(part: str, features: Iterable[str]) -> float:
    """How much the features speak for a choice, in log-odds against choosing nothing (0)."""
    table = weights(part)
    return sum(table.get(f, 0.0) for f in features)


def flags(**on: bool) -> list[str]:
    """The names of those features that hold, in the order given."""
    return [name for name, holds in on.items() if holds]


def step(value: float, steps: Sequence[int]) -> str:
    """The first step that a value does not pass, as `≤2`; `>8` where it passes all. Steps ascend."""
    return next((f"≤{s}" for s in steps if value <= s), f">{steps[-1]}")

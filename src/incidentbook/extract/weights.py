"""Learned weights: small tables of features and what each speaks for, in `resources/assembly.yaml`, and in
`resources/assembly_reader.yaml` for documents that the trained reader has read as well.

They are made by `training/assembly.py` from marked-up articles, as the weights of a conditional logit model (McFadden 1974).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal

import yaml

from incidentbook.errors import ResourceError

Source = Literal["rules", "reader"]
"""What the features of a decision come from: the rules alone, or the trained reader as well."""

_FILES: Mapping[Source, str] = {"rules": "assembly.yaml", "reader": "assembly_reader.yaml"}


@cache
def weights(part: str, source: Source = "rules") -> Mapping[str, float]:
    """The weights of one decision.

    Raises:
        ResourceError: the file has no such part.
    """
    name = _FILES[source]
    raw = yaml.safe_load(files("incidentbook.resources").joinpath(name).read_text(encoding="utf-8"))
    try:
        return {str(k): float(v) for k, v in raw[part].items()}
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ResourceError(f"{name}: the part {part} is missing or of the wrong form ({error})") from error


def score(part: str, features: Iterable[str], source: Source) -> float:
    """How much the features speak for a choice, in log-odds against choosing nothing (0)."""
    table = weights(part, source)
    return sum(table.get(f, 0.0) for f in features)


def flags(**on: bool) -> list[str]:
    """The names of those features that hold, in the order given."""
    return [name for name, holds in on.items() if holds]


def step(value: float, steps: Sequence[int]) -> str:
    """The first step that a value does not pass, as `≤2`; `>8` where it passes all. Steps ascend."""
    return next((f"≤{s}" for s in steps if value <= s), f">{steps[-1]}")

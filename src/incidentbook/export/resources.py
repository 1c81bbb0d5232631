"""The YAML tables that exports read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, cast

import yaml

from incidentbook.errors import ResourceError


@cache
def load(name: str) -> Mapping[Any, Any]:
    """A table of `resources/`, read once.

    Raises:
        ResourceError: the file holds no mapping.
    """
    written = files("incidentbook").joinpath("resources", *name.split("/")).read_text(encoding="utf-8")
    table = yaml.load(written, getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(table, dict):
        raise ResourceError(f"resources/{name} holds no mapping; write `key: value` lines")
    return cast(Mapping[Any, Any], table)


def at_most(steps: Mapping[int, int], number: int | None) -> int | None:
    """The code of the first step, from small to large, that the number does not go beyond; None beyond the last."""
    return (
        None
        if number is None
        else next((code for most, code in sorted(steps.items()) if number <= most), None)
    )

"""The lists of `resources/plausibility.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def _table() -> Mapping[str, Any]:
    raw: Mapping[str, Any] = yaml.safe_load(
        files("incidentbook.resources").joinpath("plausibility.yaml").read_text(encoding="utf-8")
    )
    return raw


@cache
def words(name: str) -> frozenset[str]:
    """One list of words."""
    return frozenset(_table()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """One pattern; case does not matter."""
    return re.compile(_table()[name], re.IGNORECASE)

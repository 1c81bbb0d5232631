"""The word lists of `resources/remarks.yaml`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table() -> Mapping[str, Any]:
    """All lists, read once."""
    raw: Mapping[str, Any] = yaml.safe_load(
        files("incidentbook.resources").joinpath("remarks.yaml").read_text(encoding="utf-8")
    )
    return raw


@cache
def words(name: str) -> frozenset[str]:
    """One list of words."""
    return frozenset(table()[name])


@cache
def kinds_of(name: str) -> Mapping[str, str]:
    """Of a table of lists, the list that each word stands in: "lull" → stopped."""
    return {word: kind for kind, listed in table()[name].items() for word in listed}


@cache
def gate(name: str) -> re.Pattern[str]:
    """What a sentence must hold for a reader to look at it."""
    return re.compile(table()["gates"][name])


@cache
def alternatives(name: str) -> str:
    """One list of words or patterns as a group of a pattern, the longest first."""
    return f"(?:{'|'.join(sorted(table()[name], key=len, reverse=True))})"


@cache
def for_figures() -> re.Pattern[str]:
    """What a sentence without an attack must hold to be parsed for a standing figure."""
    return re.compile(table()["read_for_figures"])

"""Names of countries by their codes, as a table of another project has them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from incidentbook.export.resources import load


def country_name(code: str | None, otherwise: Mapping[str, str]) -> str | None:
    """The English name of a country, or the code where there is no name for it.

    Args:
        code: ISO 3166-1 alpha-2; None has no name.
        otherwise: the names that the other project has instead of ours.
    """
    return None if code is None else otherwise.get(code) or _names().get(code, code)


@cache
def _names() -> Mapping[str, str]:
    table: Mapping[str, Any] = load("actors/countries.yaml")
    return {code: entry["name"] for code, entry in table.items()}

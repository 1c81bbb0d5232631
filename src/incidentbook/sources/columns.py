"""Which column of a table, or key of a JSON line, holds what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import yaml

from incidentbook.errors import ResourceError, SourceError

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """For each thing known of an article the names of the columns that may hold it, the likeliest first.

    `named` are those that a user named, which must be there.
    """

    text: tuple[str, ...]
    html: tuple[str, ...] = ()
    title: tuple[str, ...] = ()
    url: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    id: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()


FIELDS = tuple(f.name for f in fields(ColumnMap) if f.name != "named")


@cache
def default_columns() -> ColumnMap:
    """The common names, from `resources/columns.yaml`.

    Raises:
        ResourceError: the table lacks a field or has one too many.
    """
    table = yaml.safe_load(files("incidentbook.resources").joinpath("columns.yaml").read_text("utf-8"))
    if not isinstance(table, dict) or set(table) != set(FIELDS):
        raise ResourceError(f"resources/columns.yaml: the fields {', '.join(FIELDS)} are expected")
    names: dict[str, Any] = {field: tuple(map(str, found)) for field, found in table.items()}
    return ColumnMap(**names)


def parse_columns(words: str) -> ColumnMap:
    """The column map that `text=body,published=date,url=link` asks for; what it leaves out keeps its common
    names. A named text column stands alone: none of HTML is looked for beside it.

    Raises:
        SourceError: a part is no `field=column`, or the field is not known.
    """
    named = dict[str, str]()
    for part in words.split(","):
        name, equals, column = (piece.strip() for piece in part.partition("="))
        if not equals or not column or name not in FIELDS:
            raise SourceError(
                f"columns: {part.strip()!r} is not understood; write FIELD=COLUMN, with FIELD one of"
                f" {', '.join(FIELDS)}"
            )
        named[name] = column
    chosen = {name: (column,) for name, column in named.items()}
    alone = {"html": ()} if "text" in named and "html" not in named else {}
    alone |= {"text": ()} if "html" in named and "text" not in named else {}
    return replace(default_columns(), **chosen, **alone, named=frozenset(named))


@lru_cache(maxsize=256)
def fit(columns: ColumnMap, header: tuple[str, ...]) -> Mapping[str, str]:
    """Which column of this header holds which field: {"text": "Body", …}; fields without one are left out.

    Raises:
        SourceError: there is no column of texts, or one that the user named is not there.
    """
    there = {_plain(name): name for name in reversed(header)}
    found = {
        field: there[_plain(name)]
        for field in FIELDS
        for name in reversed(getattr(columns, field))
        if _plain(name) in there
    }
    missing = [
        getattr(columns, field)[0] for field in FIELDS if field in columns.named and field not in found
    ]
    if missing:
        raise SourceError(f"has no column {', '.join(map(repr, missing))}; {_listed(header)}")
    if "text" not in found and "html" not in found:
        raise SourceError(f"has no column of texts; {_listed(header)}; name it: --columns text=COLUMN")
    return found


def _plain(name: str) -> str:
    return name.strip().lower().replace(" ", "_").replace("-", "_")


def _listed(header: tuple[str, ...]) -> str:
    more = f" and {len(header) - _SHOWN} more" if len(header) > _SHOWN else ""
    return f"its columns are {', '.join(map(repr, header[:_SHOWN]))}{more}"

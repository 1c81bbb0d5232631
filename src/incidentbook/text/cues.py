"""The table of page noise, `resources/text.yaml`, as compiled patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from incidentbook.errors import ResourceError

_BETWEEN_NAMES = re.compile(r"[/,;|—–]|-(?=[A-Z])| and ")


@dataclass(frozen=True, slots=True)
class Cues:
    """What tells page noise from story; see the comments in the table."""

    menu_words: frozenset[str]
    date_words: frozenset[str]
    labels: frozenset[str]
    outlet: frozenset[str]
    noise: re.Pattern[str]
    noise_sentence: re.Pattern[str]
    author_blurb: re.Pattern[str]
    opener: re.Pattern[str]
    caption: re.Pattern[str]
    credit_line: re.Pattern[str]
    source_line: re.Pattern[str]
    agencies: dict[str, str]


@cache
def cues() -> Cues:
    """The table, read once.

    Raises:
        ResourceError: a key is missing or a pattern is none.
    """
    table = yaml.safe_load(files("incidentbook.resources").joinpath("text.yaml").read_text(encoding="utf-8"))
    try:
        return _compiled(table)
    except (KeyError, re.error) as error:
        raise ResourceError(f"resources/text.yaml: {error}; mend the table") from error


def _compiled(table: dict[str, object]) -> Cues:
    credit = str(table["credit"]).strip()
    return Cues(
        menu_words=frozenset(str(table["menu_words"]).split()),
        date_words=frozenset(str(table["date_words"]).split()),
        labels=frozenset(str(table["labels"]).split()),
        outlet=frozenset(str(table["outlet"]).split()),
        noise=_any(table["noise"], credit),
        noise_sentence=_any(table["noise_sentences"], credit),
        author_blurb=_any(table["author_blurb"], credit),
        opener=_any(table["openers"], credit),
        caption=_any(table["caption"], credit),
        credit_line=_any(table["credit_line"], credit),
        source_line=_any(table["source_line"], credit),
        agencies=_spellings(table["agencies"]),
    )


def _any(patterns: object, credit: str) -> re.Pattern[str]:
    if not isinstance(patterns, list):
        raise ResourceError("resources/text.yaml: a list of patterns is expected; mend the table")
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined.replace("@credit@", credit), re.IGNORECASE)


def _spellings(table: object) -> dict[str, str]:
    if not isinstance(table, dict):
        raise ResourceError("resources/text.yaml: agencies: names with their spellings are expected")
    return {str(spelling): str(name) for name, spellings in table.items() for spelling in spellings}


def agency_named(words: str) -> str | None:
    """The agency of the table that words name: "Xinhua", "Reuters/AP" (the first), "AFP News"."""
    table = cues().agencies
    parts = [words.strip(), *(p.strip() for p in _BETWEEN_NAMES.split(words))]
    named = (p.removeprefix("By ").removesuffix(" News") for p in parts)
    return next((table[name] for name in named if name in table), None)

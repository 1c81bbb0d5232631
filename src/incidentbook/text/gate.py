"""A cheap look at an article before any parser sees it: may it tell of an attack?

It is to turn away what surely tells of none, and to let pass all that may.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from importlib.resources import files
from itertools import groupby
from typing import Any

import yaml

from incidentbook.errors import ResourceError

_WEIGHTS = {"alone": 1.0, "half": 0.5, "little": 0.25}
ENOUGH = 1.0
"""The weight of cues that lets an article in."""
_ENOUGH_COUNTED = 0.5
_STORY, _HARDLY_ANY = 250, 50
"""Words: a story's paragraphs have as many or more; a page without any text has fewer."""
_TAG = re.compile(r"<[^<>]*>")
_PARAGRAPH = re.compile(
    r"<(?:p|h1|title)\b[^<>]*>([^<]*(?:<(?!/?(?:p|div|li|h\d|article|section|td|ul)\b)[^<]*)*)", re.IGNORECASE
)
_FURNITURE = re.compile(
    r"<(!--|(?:script|style|noscript|svg|nav|footer|aside|form|select|button|head|iframe|template)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Gate:
    """One pattern that finds every form of every cue, the cue of each form, and the weight of each cue."""

    pattern: re.Pattern[str]
    cues: Mapping[str, str]
    weights: Mapping[str, float]


def may_tell_of_attack(text: str) -> bool:
    """Whether an article may tell of an attack, by the words in it, in capitals or not. For English.

    The weights of the different cues found are added up, and reading stops when they are enough. A sentence or two that
    count over a period ("There have been three explosions in the town this week") need half as much.

    Raises:
        ResourceError: the table of words is not as it should be.
    """
    total = 0.0
    for _, weight in cues_in(text):
        total += weight
        if total >= ENOUGH:
            return True
    return total >= _ENOUGH_COUNTED and len(text.split()) < _HARDLY_ANY and _counts_over_a_period(text)


def _counts_over_a_period(text: str) -> bool:
    number, period = _counting()
    return number.search(text.lower()) is not None and period.search(text.lower()) is not None


@cache
def _counting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = _table()["counting"]
    number, period = ("|".join(table[name]) for name in ("numbers", "periods"))
    return re.compile(rf"\b(?:{number})\b"), re.compile(rf"\b(?:{period})\b")


def cues_in(text: str) -> Iterator[tuple[str, float]]:
    """The different cues in a text, in its order, each with its weight.

    Raises:
        ResourceError: the table of words is not as it should be.
    """
    gate = _gate()
    found = set[str]()
    for match in gate.pattern.finditer(text.lower()):
        cue = gate.cues[" ".join(match.group().split())]
        if cue not in found:
            found.add(cue)
            yield cue, gate.weights[cue]


def may_page_tell_of_attack(page: str) -> bool:
    """Whether a web page may tell of an attack, seen before its main text is looked for.

    The words of its paragraphs decide; where these are few, all that is not markup, menu or program. A page with
    hardly any words there passes: its text may come some other way.

    Raises:
        ResourceError: the table of words is not as it should be.
    """
    words = _words(" ".join(_PARAGRAPH.findall(page)))
    if len(words.split()) < _STORY:
        words = _words(_without_furniture(page))
    return len(words.split()) < _HARDLY_ANY or may_tell_of_attack(words)


def _words(markup: str) -> str:
    return unescape(_TAG.sub(" ", markup))


def _without_furniture(page: str) -> str:
    """A page without what is in scripts, menus, forms and comments; in one pass, however broken it is."""
    kept, at, endless = list[str](), 0, set[str]()
    while begin := _FURNITURE.search(page, at):
        name = begin.group(1).lower()
        end = None if name in endless else _end_of(name).search(page, begin.end())
        kept.append(page[at : begin.start()])
        at = end.end() if end else begin.end()
        if not end:
            endless.add(name)
    return " ".join([*kept, page[at:]])


@cache
def _end_of(name: str) -> re.Pattern[str]:
    return re.compile("-->" if name == "!--" else f"</{name}", re.IGNORECASE)


@cache
def _table() -> Mapping[str, Any]:
    table: Any = yaml.safe_load(files("incidentbook.resources").joinpath("gate.yaml").read_text("utf-8"))
    expected = (*_WEIGHTS, "counting")
    if not isinstance(table, dict) or set(table) != set(expected):
        raise ResourceError(f"resources/gate.yaml: {', '.join(expected)} are expected; mend the table")
    return table


@cache
def _gate() -> _Gate:
    table = _table()
    weights = {cue: weight for name, weight in _WEIGHTS.items() for cue in str(table[name]).split()}
    forms = {form.replace("_", " "): cue for cue in weights for form in cue.split("/")}
    return _Gate(_pattern(forms), {form.rstrip("*"): cue for form, cue in forms.items()}, weights)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    """All words as one tree of letters, so that a place in the text is looked at once, not once a word."""
    return re.compile(r"\b" + _tree(sorted(words)))


def _tree(words: list[str]) -> str:
    """The pattern of words, sorted, whose beginning has been read: "" ends one, "*" ends the beginning of one.

    A longer word goes before the shorter one that it begins with.
    """
    ends = ["" for word in words if word == "*"] or [r"(?![a-z])" for word in words if word == ""]
    longer = groupby((w for w in words if w not in ("", "*")), key=lambda word: word[0])
    branches = [_letter(first) + _tree([word[1:] for word in group]) for first, group in longer]
    return f"(?:{'|'.join([*branches, *ends])})" if len(branches) + len(ends) > 1 else (branches + ends)[0]


def _letter(letter: str) -> str:
    """A space stands for any white space: words go together over the end of a line."""
    return r"\s+" if letter == " " else re.escape(letter)

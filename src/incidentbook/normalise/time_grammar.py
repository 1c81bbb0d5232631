"""The tables of `resources/time.yaml` as regular expressions, and the scan of a text with them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

import yaml

from incidentbook.errors import ResourceError

BLANK = r"[^\S\n]+"
_MACRO = re.compile(r"\{([a-z_]+)(\d?)\}")
_SPECIAL = {
    "year": r"(?P<{name}>(?:1[5-9]|20)\d\d(?!\d))",
    "day": r"(?P<{name}>[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?",
    "zone_text": r"\(?(?:(?:GMT|UTC|BST|EST|EDT|CET|IST|Z)(?: ?[+-] ?\d+)?\b|(?:local|[A-Z][a-z]+) time)\)?",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of words and the name of the builder that reads its groups."""

    name: str
    make: str
    pattern: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Grammar:
    """Everything that `time.yaml` says, ready for use."""

    words: Mapping[str, Mapping[str, Any]]
    lists: Mapping[str, frozenset[str]]
    rules: tuple[Rule, ...]
    gate: re.Pattern[str]
    scanner: re.Pattern[str]

    def value(self, table: str, words: str) -> Any:
        """What the words mean in that table, whatever their case, blanks and final point."""
        key = " ".join(words.lower().split())
        entries = self.words[table]
        return entries[key] if key in entries else entries[key.rstrip(".") + "."]


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that matched, with the values of its groups."""

    rule: Rule
    match: re.Match[str]

    def __getitem__(self, group: str) -> str | None:
        return self.match.group(group) if group in self.match.re.groupindex else None


@cache
def grammar() -> Grammar:
    """The grammar of `resources/time.yaml`.

    Raises:
        ResourceError: the file lacks a section, or a rule names a table that is not there.
    """
    loaded = yaml.safe_load(
        resources.files("incidentbook").joinpath("resources/time.yaml").read_text("utf-8")
    )
    try:
        words, rules = loaded["words"], loaded["rules"]
    except (KeyError, TypeError) as error:
        raise ResourceError("resources/time.yaml needs the sections 'words' and 'rules'") from error
    expanded = [(r["name"], r["make"], _expand(r["pattern"], words)) for r in rules]
    lists = {
        key: frozenset(value) for key, value in loaded.items() if isinstance(value, list) and key != "rules"
    }
    return Grammar(
        words, lists, tuple(_rule(*r) for r in expanded), _gate(words), _scanner([r[2] for r in expanded])
    )


def _rule(name: str, make: str, pattern: str) -> Rule:
    return Rule(name, make, re.compile(pattern + r"(?!\w)", re.IGNORECASE))


def _expand(pattern: str, words: Mapping[str, Mapping[str, Any]]) -> str:
    """The pattern with its tables written out and its blanks made elastic."""
    filled = _MACRO.sub(lambda m: _table(m[1], m[1] + m[2], words), pattern)
    hyphens = filled.replace("[- ]", "(?:-| )")
    return re.sub(r"(?<!\\) (\??)", lambda m: r"[^\S\n]*" if m[1] else BLANK, hyphens)


def _table(table: str, group: str, words: Mapping[str, Mapping[str, Any]]) -> str:
    if table in _SPECIAL:
        return _SPECIAL[table].format(name=group)
    if table == "quantity":
        return _quantity(group, words)
    if table == "weekday_any":
        return f"(?P<{group}>{_alternation(words['weekday'])}|{_alternation(words['weekday_short'])})"
    if table not in words:
        raise ResourceError(
            f"resources/time.yaml: a rule names the table {{{table}}}, which is not under 'words'"
        )
    return f"(?P<{group}>{_alternation(words[table])})"


def _quantity(group: str, words: Mapping[str, Mapping[str, Any]]) -> str:
    """A number in words or figures, with "and a half", or an unsaid one."""
    named = _alternation({**words["number"], **words["fuzzy"]})
    number = words["number"]
    tens = "|".join(w for w, n in number.items() if n >= 20 and " " not in w)
    ones = "|".join(w for w, n in number.items() if 1 <= n < 10 and len(w) > 2 and " " not in w)
    tens = rf"(?:{tens})[- ](?:{ones})"
    return rf"(?P<{group}>(?:\d{{1,3}}(?:\.\d)?(?!\d)|{tens}|{named})(?: and a half)?)"


def _alternation(table: Mapping[str, Any]) -> str:
    forms = sorted(table, key=len, reverse=True)
    return "|".join(
        re.escape(f[:-1]).replace(r"\ ", " ") + r"(?:\.|\b)" if f.endswith(".") else _form(f) for f in forms
    )


def _form(form: str) -> str:
    return re.escape(form).replace(r"\ ", " ").replace(r"\-", "-") + r"\b"


def _gate(words: Mapping[str, Mapping[str, Any]]) -> re.Pattern[str]:
    """A cheap look for any word or figure of time; a text without one has no expression."""
    tables = (
        "weekday", "weekday_short", "month", "season", "unit", "plural", "period", "near", "daypart", "edge",
        "recurring", "vague", "part", "decade_name",
    )  # fmt: skip
    stems = {"eve"} | {word.split()[-1].rstrip(".") for table in tables for word in words[table]}
    return re.compile(r"\d|\b(?:" + "|".join(re.escape(s) for s in sorted(stems)) + ")", re.IGNORECASE)


def _scanner(patterns: list[str]) -> re.Pattern[str]:
    plain = (re.sub(r"\(\?P<\w+>", "(?:", p) for p in patterns if "(?P=" not in p)
    dates = r"\d{1,2}[/.]\d{1,2}[/.](?:\d\d)?\d\d"
    return re.compile(r"(?<![\w$€£])(?:" + "|".join([dates, *plain]) + r")(?!\w)", re.IGNORECASE)


def hits_at(text: str, start: int) -> list[Hit]:
    """Every rule that matches at this place, the longest first, the earlier rule first among equals."""
    here = [Hit(rule, m) for rule in grammar().rules if (m := rule.pattern.match(text, start))]
    return sorted(here, key=lambda hit: -hit.match.end())


def next_place(text: str, start: int) -> int | None:
    """The next place, from `start` on, where some rule matches."""
    found = grammar().scanner.search(text, start)
    return found.start() if found else None

"""The words of number as tables and patterns: `resources/quantity.yaml`, compiled once.

All patterns are for folded text (see `wordtrie.fold`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from incidentbook.model import Count
from incidentbook.normalise.wordtrie import GAP, fold, pattern

REACH = 60  # how far back a hedge or a label word can reach, in characters


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables and patterns, by what they are for."""

    values: dict[str, int]
    scales: dict[str, int]
    plural_scales: dict[str, int]
    ordinals: dict[str, int]
    vague: dict[str, Count]
    multipliers: dict[str, int]
    guarded: frozenset[str]
    hedge_of: dict[str, str]
    collective: str
    main: re.Pattern[str]
    words: re.Pattern[str]
    left: dict[str, re.Pattern[str]]
    right: dict[str, re.Pattern[str]]


@cache
def lexicon() -> Lexicon:
    """The compiled tables."""
    table: dict[str, Any] = yaml.safe_load(
        (files("incidentbook.resources") / "quantity.yaml").read_text("utf-8")
    )
    return Lexicon(
        values=table["numbers"],
        scales=table["scales"],
        plural_scales=table["plural_scales"],
        ordinals=table["ordinals"],
        vague={word: Count(*bounds) for word, bounds in table["vague"].items()},
        multipliers=table["vague_multipliers"] | table["multipliers"],
        guarded=frozenset(table["vague_guarded"]),
        hedge_of=_hedge_names(table["hedges"]) | _hedge_names(table["hedges_after"]),
        collective=pattern(table["collectives"]),
        main=re.compile(_main(table)),
        words=re.compile(rf"\b(?:and{GAP}a{GAP}half\b|half{GAP}an?\b|{_number_word(table)}|and\b|an?\b)"),
        left=_left_patterns(table),
        right=_right_patterns(table),
    )


def _hedge_names(hedges: dict[str, list[str]]) -> dict[str, str]:
    return {fold(word): name for name, words in hedges.items() for word in words}


def _number_word(table: dict[str, Any]) -> str:
    return rf"{pattern([*table['numbers'], *table['scales']])}\b"


def _main(table: dict[str, Any]) -> str:
    """Everything that can begin a quantity, the more telling reading first; the group's name says which.

    All but a bare figure ("F16") begin at a word's edge; saying so once spares most of the search.
    """
    scaled = rf"(?:{GAP}{pattern(table['scales'])}\b)?"
    digits = rf"(?<!\d)(?:\d{{1,3}}(?:[, ]\d{{3}})+(?!\d|[ -]?mm)|\d+)(?:\.\d+)?{scaled}"
    at_edge = _groups(_dated(table) | _vague(table) | _exact(table))
    return rf"\b(?:{at_edge})|(?P<digits>{digits})|(?P<mark>[@#]\w*[a-z]\w*)"


def _groups(readings: dict[str, str]) -> str:
    return "|".join(f"(?P<{name}>{expression})" for name, expression in readings.items())


def _dated(table: dict[str, Any]) -> dict[str, str]:
    """Stretches that hold figures and count nothing: addresses, set phrases, times, dates, shares."""
    month = pattern(table["months"])
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    days = rf"{day}(?:\s?(?:-|–|to|and|or)\s?{day})?"
    year = rf"(?:,?{GAP}\d{{4}}\b)?"
    meridiem = r"[ap]\.?m\b\.?"
    zone = r"(?:gmt|utc|hours\s(?:gmt|local)|hrs|local\stime)"
    clocks = (
        r"\d{1,2}[:h]\d{2}(?::\d{2})?",
        rf"\d{{1,2}}\.\d{{2}}(?=\s?(?:{meridiem}|{zone}))",
        rf"\d{{1,2}}(?:\s?(?:-|–|to|and|or)\s?\d{{1,2}})?(?=\s?{meridiem})",
        rf"\d{{3,4}}(?=\s?{zone})",
    )
    parts, few = pattern(table["fraction_parts"]), pattern(["one", "two", "three", "four"])
    return {
        "junk": r"(?:https?://|www\.)\S+",
        "skip": rf"{pattern(table['not_numbers'])}(?!\w)",
        "clock": rf"(?:{'|'.join(clocks)})",
        "date": rf"(?:{days}{GAP}(?:of{GAP})?(?P<month>{month})\.?(?![a-z]){year}"
        rf"|(?P<month2>{month})\.?(?![a-z]){GAP}{days}(?!\d){year})",
        "years": r"(?:1[89]|20)\d\d[-–/](?:(?:1[89]|20)\d\d|\d\d)\b(?![-/]\d)",
        "digitdate": r"(?:\d{1,4}(?P<sep>[-/.])\d{1,2}(?P=sep)\d{1,4}|9/11)(?![\d])",
        "percentish": rf"{few}-{parts}\b|(?:{few} |an?{GAP}){parts}\b(?={GAP}of\b|-)",
    }


def _vague(table: dict[str, Any]) -> dict[str, str]:
    """Words that carry a number and are none: several, dozens, nobody, a barrage, twin."""
    word, tens = _number_word(table), pattern(table["plural_scales"])
    times, scale = pattern(table["vague_multipliers"]), pattern(table["scales"])
    figure = rf"(?:\d|{word}|{pattern(['at', 'more', 'over', 'up', 'some', 'about', 'around'])}\b)"
    return {
        "vaguescale": rf"(?P<times>{times}){GAP}(?P<of>{scale})\b",
        "plurals": rf"(?P<tens>{tens})(?:{GAP}of{GAP}(?P<thousands>{tens}))?\b",
        "vague": rf"{pattern(table['vague'])}\b(?!(?<=another){GAP}(?:\d|{word}))",
        "zero": rf"(?!{pattern(table['not_zero'])}(?!\w)){pattern(table['zero'])}\b(?! \d)"
        rf"|without(?={GAP}(?:(?:any|causing|further){GAP})*{pattern(table['losses'])}\b)",
        "collective": rf"(?:an?{GAP}(?:[a-z]+{GAP})?)?{pattern(table['collectives'])}"
        rf"(?={GAP}of{GAP}(?!{figure}))",
        "multiple": rf"(?P<twin>{pattern(table['multipliers'])})"
        rf"(?=[- ](?:[a-z-]+ ){{0,2}}{pattern(table['multiplier_heads'])}\b)",
    }


def _exact(table: dict[str, Any]) -> dict[str, str]:
    """Ordinals, figures and spelt-out numbers."""
    word, scale = _number_word(table), pattern(table["scales"])
    joint = rf"(?:-|{GAP}and{GAP}(?:an?{GAP})?|{GAP})"
    nth = rf"(?:(?P<tenth>{word})-)?(?P<nth>{pattern(table['ordinals'])})\b"
    article = rf"(?:(?:an?|half{GAP}an?){GAP}(?={scale}\b))?"
    return {
        "ordinal": rf"(?:{nth}|\d+(?:st|nd|rd|th)\b)",
        "words": rf"{article}{word}(?:{joint}{word})*(?:{GAP}and{GAP}a{GAP}half\b(?:{GAP}{scale}\b)?)?",
    }


def _left_patterns(table: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    hedges = pattern(word for words in table["hedges"].values() for word in words)
    fillers, places = pattern(table["fillers"]), rf"{pattern(table['hedge_prepositions'])}(?!\w)"
    figure = rf"(?:\d+|{_number_word(table)})"
    listed = rf"(?P<list>(?:{figure}(?:,\s|{GAP}(?:and|or|to){GAP}|,{GAP}and{GAP}|-))*)"
    return {
        "chain": re.compile(rf"(?:(?<!\w)(?<!\w-)(?:{hedges}|{fillers})(?:{GAP}|(?<=[~<>≥≤≈])))+$"),
        "hedge": re.compile(rf"(?<!\w)(?<!\w-)(?:(?P<preposition>{places})|{hedges})(?!\w)"),
        "over": re.compile(rf"\b{pattern(table['over_not_after'])}{GAP}over{GAP}$"),
        "add": re.compile(rf"\b{pattern(table['additional_before'])}{GAP}$"),
        "between": re.compile(rf"\bbetween{GAP}$"),
        "from": re.compile(rf"\w{GAP}from{GAP}$"),
        "guard": re.compile(rf"\b{pattern(table['vague_not_after'])}{GAP}$"),
        "money": re.compile(rf"(?<![a-z]){pattern(table['money_before'])} ?$"),
        "age": re.compile(rf"\b{pattern(table['age_before'])}{GAP}{listed}$"),
        "person": re.compile(rf"\b{pattern(table['age_persons'])}{GAP}of{GAP}{listed}$"),
        "decade": re.compile(rf"\b{pattern(table['age_decades'])}{GAP}(?:(?:early|mid|late)[- ])?$"),
        "label": re.compile(rf"(?<!\w){pattern(table['label_before'])} ?$"),
        "gallery": re.compile(rf"\b{pattern(table['gallery_before'])} \d+ (?:of|/) $"),
        "not_label": re.compile(rf"\b{pattern(table['not_labels'])} $"),
        "year": re.compile(rf"\b{pattern([*table['year_before'], *table['months']])}\.?,?[ -]$"),
        "pronoun": re.compile(rf"\b(?:an?|the|this|that){GAP}[a-z-]+{GAP}$"),
        "model": re.compile(rf"(?<!\w){pattern(table['model_before'])}[\s-]$"),
        "heading": re.compile(r"(?:^|\n)[^\S\n]*$"),
        "stops": re.compile(rf"\b{pattern(table['article_stops'])}\b"),
        "article": re.compile(rf"\b(an?){GAP}((?:(?!an?\b)[\w'.-]+{GAP}){{0,4}})$"),
    }


def _right_patterns(table: dict[str, Any]) -> dict[str, re.Pattern[str]]:
    after = pattern(word for words in table["hedges_after"].values() for word in words)
    between = rf"(?:{GAP}[a-z'-]+){{1,{table['hedge_after_gap']}}}"
    unit = rf"{pattern(table['units'])}(?!\w)"
    people = rf"\s+(?:[a-z-]+\s+)?{pattern(table['person_nouns'])}\b"
    return {
        "after": re.compile(
            rf"\s?(?P<near>{after})(?!\w)|{between}{GAP}(?P<far>or more|at the least|or so)\b"
        ),
        "add": re.compile(rf"{GAP}{pattern(table['additional_after'])}\b"),
        "correlative": re.compile(
            rf"{GAP}(?!{pattern(table['not_correlative'])}\b)[\w'-]+(?:{GAP}[\w'-]+){{0,2}}{GAP}and\b"
        ),
        "join": re.compile(rf"(?:\s?[-–—]\s?|{GAP}(?:to|or){GAP})$"),
        "and": re.compile(rf"{GAP}and{GAP}$"),
        "percent": re.compile(rf"\s?-?{pattern(table['percent_after'])}"),
        "money": re.compile(
            rf"(?:{GAP}(?:us|iraqi|canadian|australian))?[\s-]?{pattern(table['money_after'])}(?!\w)"
        ),
        "age": re.compile(rf"[\s-]?{pattern(table['age_after'])}(?!\w)"),
        "calibre": re.compile(rf"[\s-]?{pattern(table['calibre_after'])}(?!\w)"),
        "unit": re.compile(rf"(?:[\s-]?(?:{pattern(table['unit_adjectives'])}[\s-])?){unit}"),
        "clock": re.compile(rf"\s?{pattern(table['clock_after'])}(?!\w)"),
        "hyphen": re.compile(r"-[a-z]"),
        "counted": re.compile(rf"-{pattern(table['hyphen_counts'])}\b"),
        "people": re.compile(people),
        "heading": re.compile(r"[.)]\s"),
        "apposed": re.compile(r"\s?[,;)]|\s+and\b|\.?\s*$|\."),
    }

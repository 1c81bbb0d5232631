"""Numbers as they are written, before their surroundings are read: "1,234", "a hundred and six", "dozens"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from incidentbook.model import Count
from incidentbook.normalise.quantity_lexicon import REACH, lexicon
from incidentbook.normalise.wordtrie import GAP

Kind = Literal[
    "count",
    "year",
    "money",
    "percent",
    "measure",
    "calibre",
    "model",
    "ordinal",
    "age",
    "clock",
    "date",
    "label",
]
_MOST_DIGITS = 15
"""Of whole numbers that nothing rounds; no text counts so many of anything."""
_FIGURE_KINDS: dict[str, Kind] = {"clock": "clock", "digitdate": "date", "years": "year"}


@dataclass(frozen=True, slots=True)
class Raw:
    """A number as written, before its surroundings were read."""

    start: int
    end: int
    count: Count
    kind: Kind | None
    plain: bool  # digits or number words, which can be hedged, ranged and dated


def raws(text: str, low: str) -> Iterator[Raw]:
    """Every number as written, in order; `low` is the folded text."""
    known, at = lexicon(), 0
    while match := known.main.search(low, at):
        raw = _reading(text, low, match)
        if raw:
            yield raw
        at = max(raw.end if raw else _resume(match), match.start() + 1)


def _resume(match: re.Match[str]) -> int:
    """Where to go on after words that were no quantity: "May 20 people" leaves its number to be read."""
    return match.end("month2") if match["month2"] else match.end()


def _reading(text: str, low: str, match: re.Match[str]) -> Raw | None:
    group, start, end = match.lastgroup or "", match.start(), match.end()
    match group:
        case "junk" | "mark" | "skip":
            return None
        case "date":
            return _date(text, low, match)
        case "clock" | "digitdate" | "years":
            return Raw(start, end, _first_figure(match[0]), _FIGURE_KINDS[group], False)
        case "percentish":
            return Raw(start, end, Count(0, None, 1), "percent", False)
        case "digits" | "words":
            return None if _is_pronoun(low, match) else _numeral(low, start, end)
        case "ordinal":
            return _ordinal(match)
        case _:
            return _worded(low, match, group)


def _is_pronoun(low: str, match: re.Match[str]) -> bool:
    """ "one" in "the main line was a Russian one" stands for a noun."""
    start, end = match.span()
    return (
        match[0] == "one"
        and bool(lexicon().left["pronoun"].search(low, max(0, start - REACH), start))
        and low[end : end + 1] != "-"
    )


def _worded(low: str, match: re.Match[str], group: str) -> Raw | None:
    """Quantities said in words that are no figure: several, dozens, a barrage, twin, nobody."""
    known, start, end = lexicon(), match.start(), match.end()
    word = " ".join(match[0].split())
    first = word.split(" ")[0]
    if first in known.guarded and known.left["guard"].search(low[max(0, start - REACH) : start]):
        return None
    if word == "both" and known.right["correlative"].match(low, end):
        return None
    match group:
        case "vaguescale":
            scale = known.scales[match["of"]] * known.multipliers[" ".join(match["times"].split())]
            return Raw(start, end, Count(scale, None, None), "count", False)
        case "plurals":
            scale = known.plural_scales[match["tens"]] * known.plural_scales.get(match["thousands"] or "", 1)
            return Raw(start, end, Count(2 * scale, None, None), "count", False) if _counts(match) else None
        case "vague":
            return Raw(start, end, known.vague[word], "count", False)
        case "zero":
            return Raw(start, end, Count.exactly(0), "count", False)
        case "multiple":
            return Raw(start, end, Count.exactly(known.multipliers[match["twin"]]), "count", False)
        case _:
            return Raw(start, end, Count(2, None, None), "count", False)


def _counts(match: re.Match[str]) -> bool:
    """Whether a plural scale is a count by itself: "tens" is one only before "of thousands" or the like."""
    return match["tens"] != "tens" or match["thousands"] is not None


_WITH_YEAR = re.compile(r"\d,?\s+\d{4}$")


def _date(text: str, low: str, match: re.Match[str]) -> Raw | None:
    """A day with its month; "may 5" and "march 5" without the capital are none, nor is "In May 20 people"."""
    named = "month" if match["month"] else "month2"
    if text[match.start(named)].isupper() and not (
        named == "month2"
        and not _WITH_YEAR.search(match[0])
        and lexicon().right["people"].match(low, match.end())
    ):
        end = _short_year(text, match) or match.end()
        return Raw(match.start(), end, _first_figure(match[0]), "date", False)
    return _numeral(low, match.start(), match.end()) if named == "month" else None


def _short_year(text: str, match: re.Match[str]) -> int | None:
    """The end of "9 JAN 92", the style of agencies that wrote in capitals."""
    short = re.compile(r" \d\d\b").match(text, match.end())
    return (
        short.end()
        if short and match["month"] and text[match.start("month") : match.end("month")].isupper()
        else None
    )


def _first_figure(words: str) -> Count:
    figure = re.search(r"\d+", words)
    return Count.exactly(int(figure[0]) if figure else 0)


def _ordinal(match: re.Match[str]) -> Raw | None:
    known = lexicon()
    if match["nth"]:
        number = known.ordinals[match["nth"]] + known.values.get(match["tenth"] or "", 0)
    elif (digits := re.sub(r"\D", "", match[0])) and len(digits) <= _MOST_DIGITS:
        number = int(digits)
    else:
        return None
    return Raw(match.start(), match.end(), Count.exactly(number), "ordinal", False)


def _numeral(low: str, start: int, end: int) -> Raw | None:
    """The longest well-formed numeral at the start of the stretch: "one and four" is one, then four. None where it counts
    nothing: a row of digits that is longer than any count."""
    if low[start].isdigit():
        return _digits(low, start, end)
    value, stop = _in_words(list(lexicon().words.finditer(low, start, end)))
    return _counted(start, stop, value)


def _digits(low: str, start: int, end: int) -> Raw | None:
    known = lexicon()
    figure = re.match(r"[\d, ]*\d(?:\.\d+)?", low[start:end])
    number = figure[0] if figure else low[start:end]
    value, stop = float(re.sub(r"[, ]", "", number)), start + len(number)
    scale = re.match(rf"{GAP}([a-z]+)$", low[stop:end])
    if scale and scale[1] in known.scales:
        return _counted(start, end, value * known.scales[scale[1]])
    return _counted(start, stop, value)


def _counted(start: int, end: int, value: float) -> Raw | None:
    return Raw(start, end, _rounded(value), None, True) if value < 10**_MOST_DIGITS else None


def _rounded(value: float) -> Count:
    """Whole numbers stay; a decimal is enclosed by the whole numbers round it."""
    return Count.exactly(int(value)) if value == int(value) else Count(int(value), None, int(value) + 1)


def _in_words(words: list[re.Match[str]]) -> tuple[float, int]:
    """The value of a spelt-out number, and where its last word ends."""
    known = lexicon()
    total, current, stop = 0.0, 0.0, words[0].end()
    scaled, started, scale = False, False, 1
    for match in words:
        word = match[0]
        if word == "and" and not scaled:
            break
        if word in known.values and started and not _continues(current, known.values[word]):
            break
        if word in ("and", "a", "an"):
            continue
        if word in known.scales:
            scale = known.scales[word]
            total, current = _scaled(total, current, scale)
        else:  # "a million and a half" is half a million more, "one and a half million" half of one
            current += known.values.get(word, 0.5 * (scale if scaled else 1))
        started, scaled, stop = True, word in known.scales, match.end()
    return total + current, stop


def _scaled(total: float, current: float, scale: int) -> tuple[float, float]:
    """Thousands close a group ("two hundred thousand"); dozens and hundreds stay open for what follows."""
    part = (current or 1) * scale
    return (total + part, 0.0) if scale >= 1000 else (total, part)


def _continues(current: float, value: int) -> bool:
    """Whether a number word can follow: tens after hundreds, units after tens."""
    if current % 100 == 0:
        return value < 100 and (current == 0 or value > 0)
    return current % 10 == 0 and current % 100 >= 20 and 0 < value < 10

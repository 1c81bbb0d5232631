"""What the groups of a matched rule say: numbers, names and amounts, and the words around them."""

from __future__ import annotations

import re

from incidentbook.model import Span
from incidentbook.normalise.time_grammar import Hit, grammar
from incidentbook.normalise.time_meaning import Atom, Meaning, Quantity

_LETTER = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "weekend": "W",
    "fortnight": "W", "month": "M", "quarter": "Q", "year": "Y", "decade": "Y", "century": "Y",
}  # fmt: skip
_TIMES = {"fortnight": 2, "decade": 10, "century": 100}
_UNSAID_PLURAL = (2.0, 9.0)


def value(hit: Hit, group: str, table: str | None = None) -> int | None:
    words = hit[group]
    return None if words is None else int(grammar().value(table or group, words))


def number(hit: Hit, group: str) -> int | None:
    words = hit[group]
    return int(words) if words else None


def weekday(hit: Hit) -> int | None:
    words = hit["weekday"] or hit["weekday_any"]
    if words is None:
        return None
    key = words.lower().rstrip(".")
    table = grammar().words["weekday"]
    return int(table[key] if key in table else grammar().value("weekday_short", words))


def span_of(hit: Hit) -> Span:
    return Span(*hit.match.span())


def date_atom(hit: Hit, meaning: Meaning, weak: bool = False) -> Atom:
    return Atom(span_of(hit), "date", meaning, weak=weak)


def word_before(text: str, start: int) -> str:
    """The word before this place, lower case; empty at the beginning of a line."""
    found = re.search(r"([\w'’]+)(?:-|[^\S\n])*$", text[max(0, start - 24) : start])
    return found[1].lower() if found else ""


def word_after(text: str, end: int) -> str:
    """The word after this place, lower case."""
    found = re.match(r"[- ]?([\w]+)", text[end : end + 24])
    return found[1].lower() if found else ""


def plausible_word(words: str, text: str, start: int) -> bool:
    """Whether "May" or "Sat" is a name of time here and no verb."""
    key = words.lower().rstrip(".")
    lists = grammar().lists
    if key in lists["capital_only"] and not words[0].isupper():
        return False
    return key not in lists["needs_context"] or word_before(text, start) in lists["context_before"]


def unit_of(hit: Hit, group: str = "unit") -> str | None:
    words = hit[group]
    return None if words is None else str(grammar().value(group.rstrip("0123456789"), words))


def amount_of(hit: Hit) -> Quantity | None:
    """The amount that a rule's groups give, from "two weeks", "weeks" or "week"."""
    if plural := unit_of(hit, "plural") or unit_of(hit, "plural2"):
        return Quantity(*_UNSAID_PLURAL, None, plural)
    if one := hit["one"]:
        return quantity("one and a half" if hit["half"] else "one", str(grammar().value("unit", one)))
    words, unit = hit["quantity"], unit_of(hit)
    return quantity(words, unit) if words and unit else None


def month_ok(hit: Hit, text: str) -> bool:
    """Months beside a figure need a capital where the word is a verb too ("may 5 people")."""
    words = hit["month"] or ""
    return words[0].isupper() or words.lower().rstrip(".") not in grammar().lists["capital_only"]


def quantity(words: str, unit: str) -> Quantity:
    """The amount that number words and a unit say; `exact` is None for "several"."""
    bare = re.sub(r"\s+and\s+a\s+half$", "", words.lower())
    half = 0.5 if bare != words.lower() else 0.0
    bare = " ".join(bare.split())
    table = grammar().words
    if bare in table["fuzzy"]:
        low, high = table["fuzzy"][bare]
        return Quantity(float(low), float(high), None, unit)
    number = _counted(bare) + half
    return Quantity(number, number, number, unit)


def _counted(words: str) -> float:
    table = grammar().words["number"]
    if words in table:
        return float(table[words])
    if words[0].isdigit():
        return float(words)
    tens, ones = re.split(r"[- ]", words)
    return float(table[tens] + table[ones])


def duration_timex(amount: Quantity) -> str:
    """TIMEX3 of an amount: `P2D`, `PT30M`, `PXY`."""
    number = "X" if amount.exact is None else f"{amount.exact * _TIMES.get(amount.unit, 1):g}"
    return ("PT" if amount.unit in ("second", "minute", "hour") else "P") + number + _LETTER[amount.unit]

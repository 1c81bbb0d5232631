"""The words of a report as MUC-4 writes them: phrases in capitals without their trimmings, and what lists say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from incidentbook.model import Count

Row = dict[str, Any]
LEADING = re.compile(
    r"^(?:(?:the|an?|his|her|its|their|our|this|that|these|those|some|several|many|all|about|at least|more than|"
    r"over|nearly|almost|another|other|both|of|more|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\d[\d,]*) )+",
    re.IGNORECASE,
)
CUT = re.compile(r"(?:,| who | which | that | where | when | while | -- | \[| \()", re.IGNORECASE)


@cache
def table() -> Row:
    """The lists of `muc4.yaml`."""
    read: Row = yaml.safe_load(Path(__file__).with_suffix("").with_name("muc4.yaml").read_text("utf-8"))
    return read


def clean(words: str) -> str:
    """A phrase in capitals without article, number, clause and quotation marks."""
    flat = CUT.split(" ".join(words.replace('"', "").split()))[0]
    return LEADING.sub("", flat).strip(" .,;:'[").upper()


def kind_of(slot: str, words: str) -> str | None:
    """The entry of a list whose word stands last in the phrase, its "of …" left aside."""
    head = re.split(r" (?:of|in|at|from|near|on|for|belonging) ", words.lower())[0]
    found = [
        (m.end(), len(w), name)
        for name, known in table()[slot].items()
        for w in known
        for m in _find(w, head)
    ]
    return str(max(found)[2]) if found else None


def _find(word: str, phrase: str) -> Iterator[re.Match[str]]:
    return re.finditer(rf"(?<![\w-]){re.escape(word)}(?:s|es)?(?!\w)", phrase)


def is_person(words: str) -> bool:
    """Whether a phrase names people rather than a thing, by the word that stands last."""
    return kind_of("human_target_type", words) is not None and _last(words, "human_target_type") >= _last(
        words, "phys_target_type"
    )


def _last(words: str, slot: str) -> int:
    head = re.split(r" (?:of|in|at|from|near|on|for|belonging) ", words.lower())[0]
    return max(
        (m.end() for known in table()[slot].values() for w in known for m in _find(w, head)), default=-1
    )


def unique(words: Any) -> list[str]:
    """Each once, in order, nothing empty."""
    return [w for w in dict.fromkeys(words) if w]


def one_of(name: str) -> str:
    """A pattern for any word of a list."""
    return f"(?:{'|'.join(table()[name])})"


def number(count: Count | None, words: str) -> str:
    """How many, as the keys write it; by the ending of the words where no figure is told."""
    if count is None:
        return "PLURAL" if words.endswith("S") and not words.endswith("SS") else "1"
    if count.best is not None and count.low == count.high:
        return str(count.best)
    return "PLURAL" if count.low < 4 and count.high is None else f"{count.low}-"

"""Reads marked-up articles: plain text, and labels on its words, by report.

A file has a head of `@` lines (`@id`, `@published`, `@report r1 main incident=… type=…`), then `@text`, then text with tags
`⟦r1.trigger|hit⟧`, `⟦r1.killed=2|Two⟧`: labels, a bar, the words they are on.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from incidentbook.model import Interval, Span

_TAG = re.compile(r"⟦([^|⟦⟧]+)\|([^⟦⟧]+)⟧")
_LABEL = re.compile(r'(\w+)\.(\w+)(?:=((?:"[^"]*"|[^\s"])+))?')


@dataclass(frozen=True, slots=True)
class Mark:
    """One label: which report (`r1`), tally (`t1`) or aside (`x`), what of it, and the value, if any."""

    span: Span
    owner: str
    property: str
    value: str | None


@dataclass(frozen=True, slots=True)
class Article:
    """A marked-up article; `reports` maps the key of each report to its attributes."""

    id: str
    published: Interval | None
    text: str
    reports: dict[str, dict[str, str]]
    marks: tuple[Mark, ...]


def read_folder(folder: Path) -> list[Article]:
    """All articles below a folder, in the order of their names."""
    return [read(path) for path in sorted(folder.rglob("*.txt"))]


FOLDS = 4
KEPT_OUT = (
    3  # the fold that the trained reader is not taught: what joins it with the rules is learned from that
)


def read_fold(folder: Path, fold: int) -> list[Article]:
    """Every fourth article of each folder below a folder, from the one of number `fold` (0 to 3) on: no region is left out."""
    places = sorted({p.parent for p in folder.rglob("*.txt")})
    return [read(path) for place in places for path in sorted(place.glob("*.txt"))[fold::FOLDS]]


def read(path: Path) -> Article:
    """One marked-up article.

    Raises:
        ValueError: it has no `@text` or no `@id`.
    """
    head, found, tagged = path.read_text(encoding="utf-8").partition("@text\n")
    attributes = [shlex.split(line[1:]) for line in head.splitlines() if line.startswith("@")]
    single = {key: " ".join(words) for key, *words in attributes if key in ("id", "published")}
    if not found or "id" not in single:
        raise ValueError(f"{path}: no @id or no @text")
    reports = {words[0]: _pairs(words[1:]) for key, *words in attributes if key == "report"}
    text, marks = _plain(tagged)
    return Article(single["id"], _day(single.get("published", "")), text, reports, tuple(marks))


def _pairs(words: list[str]) -> dict[str, str]:
    split = [w.partition("=") for w in words]
    return {key: value for key, _, value in split}


def _day(published: str) -> Interval | None:
    return (
        Interval.day(date.fromisoformat(published)) if re.fullmatch(r"\d{4}-\d\d-\d\d", published) else None
    )


def _plain(tagged: str) -> tuple[str, list[Mark]]:
    text, at, marks = "", 0, list[Mark]()
    for tag in _TAG.finditer(tagged):
        text += tagged[at : tag.start()]
        span = Span(len(text), len(text) + len(tag[2]))
        marks += _labels(tag[1], span)
        text += tag[2]
        at = tag.end()
    return text + tagged[at:], marks


def _labels(labels: str, span: Span) -> Iterator[Mark]:
    for label in _LABEL.finditer(labels):
        yield Mark(span, label[1], label[2], label[3].replace('"', "") if label[3] else None)

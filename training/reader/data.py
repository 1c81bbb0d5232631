"""Marked-up articles as the reader's network is taught them: targets on word pieces, and pairs of spans that belong together."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from tokenizers import Tokenizer

from incidentbook.extract.reader.encoding import Encoded, encoded
from incidentbook.extract.reader.schema import KINDS, LABELS, REPORT, label_of
from incidentbook.model import Span
from training.markup import Article

_NAME = re.compile(r"[A-Z][\w'’-]+(?:[ -](?:of |al-|el-|de |the )?[A-Z][\w'’-]+){0,3}")
_NUMBER = re.compile(r"\b(?:\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|dozens|hundreds)\b", re.I)
_DAY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|today|last (?:week|month|year))\b"
)
_UNMARKED = 12  # spans without a mark that are added to an article, at most, of each sort


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of pieces with one label; `owners`: the reports that it speaks of, none for an aside or an unmarked name."""

    start: int
    end: int
    label: int
    owners: frozenset[str]


@dataclass(frozen=True, slots=True)
class Example:
    """An article as the network is taught it.

    `spans`: the marks. `unmarked`: names, numbers and days that no report has. `kinds`: of each report the index into KINDS,
    `main`: the reports that the article is about.
    """

    id: str
    encoded: Encoded
    spans: tuple[Marked, ...]
    unmarked: tuple[Marked, ...]
    kinds: dict[str, int]
    main: frozenset[str]


def example(article: Article, tokenizer: Tokenizer) -> Example:
    """One article as an example; marks that no word piece bears are left out."""
    read = encoded(article.text, tokenizer)
    owners: dict[tuple[int, int, int], set[str]] = defaultdict(set)
    for mark in article.marks:
        label, pieces = label_of(mark.owner, mark.property), read.within(mark.span)
        if label is not None and pieces:
            key = (pieces.start, pieces.stop, LABELS.index(label))
            owners[key] |= {mark.owner} if mark.owner in article.reports else set()
    spans = tuple(Marked(*key, frozenset(of)) for key, of in sorted(owners.items()))
    kinds = {k: KINDS.index(r["type"]) for k, r in article.reports.items() if r.get("type") in KINDS}
    main = frozenset(k for k, r in article.reports.items() if "main" in r)
    return Example(article.id, read, spans, tuple(_unmarked(article, read)), kinds, main)


def _unmarked(article: Article, read: Encoded) -> list[Marked]:
    """Names, numbers and days without a mark: what the pair scores must keep apart from every attack."""
    taken = [m.span for m in article.marks if m.owner in article.reports]
    sorts = ((_NAME, "place"), (_NUMBER, "killed"), (_DAY, "date"))
    shuffle, found = random.Random(article.id), list[Marked]()
    for pattern, label in sorts:
        free = [
            span
            for m in pattern.finditer(article.text)
            if not any(t.start < m.end() and m.start() < t.end for t in taken)
            and (span := Span(m.start(), m.end()))
        ]
        for span in shuffle.sample(free, min(_UNMARKED, len(free))):
            pieces = read.within(span)
            if pieces:
                found.append(Marked(pieces.start, pieces.stop, LABELS.index(label), frozenset()))
    return found


def token_targets(spans: Sequence[Marked], count: int) -> list[list[int]]:
    """For each piece and each label: 0 outside, 1 where a mark begins, 2 inside of one."""
    targets = [[0] * len(LABELS) for _ in range(count)]
    for span in spans:
        for at in range(span.start, span.end):
            targets[at][span.label] = 1 if at == span.start else 2
    return targets


TRIGGER = LABELS.index("trigger")
PAIRED = frozenset(LABELS.index(p) for p in REPORT)


def pairs(found: Example) -> list[tuple[int, int, int]]:
    """Which of `spans + unmarked` go with which trigger: index, index of the trigger, 1 where both speak of one report."""
    every = [*found.spans, *found.unmarked]
    triggers = [i for i, s in enumerate(found.spans) if s.label == TRIGGER]
    return [
        (i, t, int(bool(s.owners & found.spans[t].owners)))
        for i, s in enumerate(every)
        for t in triggers
        if i != t
    ]

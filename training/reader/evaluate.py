"""How well a reader finds the marks of articles that it was not taught: `python -m training.reader.evaluate READER ARTICLES`."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from incidentbook.extract.reader.model import Reader
from incidentbook.extract.reader.reading import Reading
from incidentbook.extract.reader.schema import LABELS, REPORT, label_of
from incidentbook.model import Span
from training.markup import KEPT_OUT, Article, Mark, read_fold


def spans_of(article: Article) -> dict[str, set[Span]]:
    """The marked words of each label."""
    out: dict[str, set[Span]] = defaultdict(set)
    for mark in article.marks:
        label = label_of(mark.owner, mark.property)
        if label is not None:
            out[label].add(mark.span)
    return out


def count(article: Article, read: Reading, least: float) -> Iterator[tuple[str, str]]:
    """For each label what was met (`hit`), missed and found beside (`extra`); words that overlap are met."""
    marked = spans_of(article)
    for label in LABELS:
        found = [f.span for f in read.found(label, least)]
        for span in marked.get(label, ()):
            yield label, "hit" if any(span.overlaps(f) for f in found) else "missed"
        for f in found:
            if not any(f.overlaps(s) for s in marked.get(label, ())):
                yield label, "extra"


def paired(article: Article, read: Reading) -> Iterator[tuple[str, bool]]:
    """Whether each mark is put to the right attack, among the triggers of all reports that the article has (two at least)."""
    triggers = [m for m in article.marks if m.property == "trigger" and m.owner in article.reports]
    if len({t.owner for t in triggers}) < 2:
        return
    owners: dict[tuple[Span, str], set[str]] = defaultdict(set)
    for m in article.marks:
        if m.owner in article.reports and m.property in REPORT:
            owners[m.span, m.property].add(m.owner)
    for (span, prop), right in owners.items():
        yield prop, _best(read, span, prop, triggers) in right


def _best(read: Reading, span: Span, prop: str, triggers: Sequence[Mark]) -> str | None:
    others = [t for t in triggers if t.span != span]
    scores: dict[str, list[float]] = defaultdict(list)
    for trigger, score in zip(others, read.together(span, prop, [t.span for t in others]), strict=True):
        scores[trigger.owner].append(score)
    return max(scores, key=lambda o: max(scores[o]), default=None)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument(
        "articles", type=Path, help="folder of marked-up articles: of these the fold kept out"
    )
    parser.add_argument("--least", type=float, default=0.5)
    given = parser.parse_args()
    reader = Reader(given.reader)
    marks: Counter[tuple[str, str]] = Counter()
    pairs: Counter[tuple[str, bool]] = Counter()
    kinds: Counter[bool] = Counter()
    for article in read_fold(given.articles, KEPT_OUT):
        read = reader.read(article.text)
        marks.update(count(article, read, given.least))
        pairs.update(paired(article, read))
        for key, report in article.reports.items():
            chances = read.kind_chances(
                [m.span for m in article.marks if m.owner == key and m.property == "trigger"]
            )
            kinds[max(chances, key=lambda k: chances[k], default="") == report.get("type")] += 1
    for label in LABELS:
        hit, missed, extra = (marks[label, k] for k in ("hit", "missed", "extra"))
        p, r = hit / max(1, hit + extra), hit / max(1, hit + missed)
        put = pairs[label, True] / max(1, pairs[label, True] + pairs[label, False])
        print(
            f"{label:22} p {p:.3f} r {r:.3f} f1 {2 * p * r / max(1e-9, p + r):.3f} of {hit + missed:5}  to its attack {put:.3f}"
        )
    roles = [k for k in REPORT if k != "trigger"]
    hit, missed, extra = (sum(marks[label, k] for label in roles) for k in ("hit", "missed", "extra"))
    print(
        f"roles f1 {2 * hit / max(1, 2 * hit + missed + extra):.3f}; kinds right {kinds[True] / max(1, kinds.total()):.3f}; "
        f"pairs right {sum(n for (_, ok), n in pairs.items() if ok) / max(1, pairs.total()):.3f} of {pairs.total()}"
    )


if __name__ == "__main__":
    main()

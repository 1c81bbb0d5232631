"""How well a reader finds the marks of articles that it was not taught: `python -m training.reader.evaluate READER ARTICLES`."""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


@dataclass
class Tally:
    """What was met, missed and found beside of each label, which marks were put to the right attack, and kinds told rightly."""

    marks: Counter[tuple[str, str]] = field(default_factory=Counter)
    pairs: Counter[tuple[str, bool]] = field(default_factory=Counter)
    kinds: Counter[bool] = field(default_factory=Counter)
    articles: int = 0

    def add(self, article: Article, read: Reading, least: float) -> None:
        """Counts one article more."""
        self.articles += 1
        self.marks.update(count(article, read, least))
        self.pairs.update(paired(article, read))
        self.kinds.update(kinds_told(article, read))

    def f1(self, labels: Sequence[str]) -> float:
        """F1 of some labels together."""
        hit, missed, extra = self.counts(labels)
        return 2 * hit / max(1, 2 * hit + missed + extra)

    def counts(self, labels: Sequence[str]) -> tuple[int, int, int]:
        """What was met, missed and found beside of some labels."""
        hit, missed, extra = (sum(self.marks[label, k] for label in labels) for k in _FATES)
        return hit, missed, extra


_FATES = ("hit", "missed", "extra")
ROLES = tuple(k for k in REPORT if k != "trigger")


def kinds_told(article: Article, read: Reading) -> Iterator[bool]:
    """Whether the likeliest kind of each report is its own."""
    for key, report in article.reports.items():
        triggers = [m.span for m in article.marks if m.owner == key and m.property == "trigger"]
        chances = read.kind_chances(triggers)
        yield max(chances, key=lambda k: chances[k], default="") == report.get("type")


def share(counted: Mapping[bool, int]) -> float:
    """The share of what is so."""
    return counted.get(True, 0) / max(1, sum(counted.values()))


def put_right(pairs: Mapping[tuple[str, bool], int], labels: Sequence[str]) -> dict[bool, int]:
    """Of the marks of some labels how many were put to the right attack, and how many to another."""
    return {ok: sum(pairs.get((label, ok), 0) for label in labels) for ok in (True, False)}


def by_label(tally: Tally) -> Iterator[str]:
    """A line for each label, and one for all together."""
    for label in LABELS:
        hit, missed, extra = tally.counts([label])
        p, r = hit / max(1, hit + extra), hit / max(1, hit + missed)
        yield (
            f"{label:22} p {p:.3f} r {r:.3f} f1 {tally.f1([label]):.3f} of {hit + missed:5}  "
            f"to its attack {share(put_right(tally.pairs, [label])):.3f}"
        )
    yield (
        f"roles f1 {tally.f1(ROLES):.3f}; kinds right {share(tally.kinds):.3f}; "
        f"pairs right {share(put_right(tally.pairs, REPORT)):.3f} of {tally.pairs.total()}"
    )


def by_region(tallies: Mapping[str, Tally]) -> Iterator[str]:
    """A table of Markdown: a row for each region, with F1 of triggers, of all roles and of some, and what is put together."""
    yield f"| region | articles | triggers | roles | {' | '.join(_SHOWN)} | to its attack | kinds |"
    yield f"|---|{'---|' * (5 + len(_SHOWN))}"
    for name, tally in tallies.items():
        shown = [tally.f1(["trigger"]), tally.f1(ROLES), *(tally.f1([label]) for label in _SHOWN)]
        shown += [share(put_right(tally.pairs, REPORT)), share(tally.kinds)]
        yield f"| {name} | {tally.articles} | {' | '.join(f'{x:.2f}' for x in shown)} |"


_SHOWN = ("date", "place", "killed", "target", "perpetrator")


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reader", type=Path)
    parser.add_argument(
        "articles", type=Path, help="folder of marked-up articles: of these the fold kept out"
    )
    parser.add_argument("--least", type=float, default=0.5)
    parser.add_argument("--by-region", action="store_true", help="a row for each folder of articles instead")
    given = parser.parse_args()
    reader, every, regions = Reader(given.reader), Tally(), dict[str, Tally]()
    for folder in sorted({p.parent for p in given.articles.rglob("*.txt")}):
        region = regions[folder.name] = Tally()
        for article in read_fold(folder, KEPT_OUT):
            read = reader.read(article.text)
            for tally in (every, region):
                tally.add(article, read, given.least)
    lines = by_region({**regions, "all": every}) if given.by_region else by_label(every)
    print("\n".join(lines))


if __name__ == "__main__":
    main()

"""Whether one reader finds more than another on the articles kept out: `python -m training.reader.compare ARTICLES READER…`.

Each reader is set against the first: roles, triggers, pairs, kinds and asides, and between what bounds 95 of 100 differences lie
when the articles are drawn again (paired bootstrap; Efron and Tibshirani 1993).
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from incidentbook.extract.reader.model import Reader
from incidentbook.extract.reader.reading import Reading
from incidentbook.extract.reader.schema import REPORT
from training.markup import KEPT_OUT, Article, read_fold
from training.reader.evaluate import count, paired

Tally = Counter[tuple[str, str]]
FIGURES = ("roles", "triggers", "pairs", "kinds", "asides")
_SHARES = ("pairs", "kinds")  # each has an answer, so that nothing can be found beside
_DRAWS = 1000
_TAIL = 0.025  # share of the draws that is left out at each end


def tally(article: Article, read: Reading, least: float = 0.5) -> Tally:
    """What was met, missed and found beside in one article, by figure; of pairs and kinds, what was right is met."""
    found: Tally = Counter()
    for label, what in count(article, read, least):
        found[_figure_of(label), what] += 1
    for _, right in paired(article, read):
        found["pairs", "hit" if right else "missed"] += 1
    for key, report in article.reports.items():
        triggers = [m.span for m in article.marks if m.owner == key and m.property == "trigger"]
        chances = read.kind_chances(triggers)
        likeliest = max(chances, key=lambda k: chances[k], default="")
        found["kinds", "hit" if likeliest == report.get("type") else "missed"] += 1
    return found


def _figure_of(label: str) -> str:
    if label == "trigger":
        return "triggers"
    return "roles" if label in REPORT else "asides" if label.startswith("aside") else "tallies"


def figures(tallies: Sequence[Tally]) -> dict[str, float]:
    """F1 of roles, triggers and asides; of pairs and kinds the share that is right."""
    total: Tally = Counter()
    for one in tallies:
        total.update(one)
    return {name: _score(total, name) for name in FIGURES}


def _score(total: Tally, name: str) -> float:
    hit, missed, extra = (total[name, what] for what in ("hit", "missed", "extra"))
    if name in _SHARES:
        return hit / max(1, hit + missed)
    return 2 * hit / max(1, 2 * hit + missed + extra)


def bounds(base: Sequence[Tally], other: Sequence[Tally], seed: int = 1) -> dict[str, tuple[float, float]]:
    """Between what 95 of 100 differences of two readers lie; both have read the same articles in one order."""
    order, drawn = random.Random(seed), list[dict[str, float]]()
    for _ in range(_DRAWS):
        at = order.choices(range(len(base)), k=len(base))
        before, after = figures([base[i] for i in at]), figures([other[i] for i in at])
        drawn.append({name: after[name] - before[name] for name in FIGURES})
    cut = int(_TAIL * _DRAWS)
    rising = {name: sorted(d[name] for d in drawn) for name in FIGURES}
    return {name: (found[cut], found[-1 - cut]) for name, found in rising.items()}


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path, help="folder of marked-up articles")
    parser.add_argument("readers", type=Path, nargs="+", help="folders of exported readers")
    given = parser.parse_args()
    articles = read_fold(given.articles, KEPT_OUT)
    base: list[Tally] = []
    for folder in given.readers:
        reader = Reader(folder)
        tallies = [tally(a, reader.read(a.text)) for a in articles]
        base = base or tallies
        within = bounds(base, tallies)
        told = (
            f"{k} {v:.3f} ({within[k][0]:+.3f} to {within[k][1]:+.3f})" for k, v in figures(tallies).items()
        )
        print(folder.name, *told, sep="  ", flush=True)


if __name__ == "__main__":
    main()

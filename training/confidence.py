"""Learns how often statements are right, by what speaks for them: `resources/confidence.yaml`.

    python -m training.confidence ../shared/train/articles
    python -m training.confidence ../shared/train/articles --reader

With `--reader` it learns `resources/confidence_reader.yaml`, from the articles that the trained reader was not taught; these are
few, so the weights are drawn to those of the rules alone on the other articles. It prints how far confidence is off on articles
that it did not learn from: by fifths of them, each by what was learned from the others.

The marked-up articles are read, turned into a gold set by `to_gold.py` beside them, and judged by the scorer of `bench/news`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import repeat
from math import log
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.calibration import Judged, figures, judge

from incidentbook import exchange
from incidentbook.extract.confidence import Source, features, probability
from incidentbook.extract.extractor import traced
from incidentbook.extract.reader.model import reader_of
from incidentbook.model import Extraction
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page
from training.logit import Choice, fit
from training.markup import FOLDS, KEPT_OUT, Article, read_fold

RESOURCE = Path(__file__).parent.parent / "src" / "incidentbook" / "resources" / "confidence.yaml"
WITH_READER = RESOURCE.with_name("confidence_reader.yaml")
HEAD = """\
# What speaks for a statement being right, in log-odds: its property, the mark that its reader gave it, whether the report took
# its value, how often it is said, and who found it. Learned from marked-up articles by `python -m training.confidence`; read by
# extract/confidence.py, which names what a statement has.
"""
PENALTY: Mapping[Source, float] = {"rules": 5.0, "reader": 12.0}  # by the error on articles not learned from
LEAST = 5  # statements that a feature needs
PARTS = 5  # of the documents, to see how far confidence is off
TAUGHT = tuple(n for n in range(FOLDS) if n != KEPT_OUT)


@dataclass(frozen=True, slots=True)
class Known:
    """A judged statement with the names of what speaks for it, and the document that has it."""

    judged: Judged
    names: tuple[str, ...]
    document: str


def learned(known: Sequence[Known], penalty: float, prior: Mapping[str, float]) -> dict[str, float]:
    """The weights under which what was judged is likeliest, drawn to those held likely before: logistic regression."""
    choices = [Choice((k.names, ()), frozenset({0 if k.judged.right else 1})) for k in known]
    return fit(choices, penalty, LEAST, prior)


def unseen(known: Sequence[Known], penalty: float, prior: Mapping[str, float]) -> list[Judged]:
    """Each statement with the confidence that is learned from the other parts of the documents."""
    number = {name: n % PARTS for n, name in enumerate(sorted({k.document for k in known}))}
    out: list[Judged] = []
    for fold in range(PARTS):
        table = learned([k for k in known if number[k.document] != fold], penalty, prior)
        out += [
            replace(k.judged, confidence=probability(table, k.names))
            for k in known
            if number[k.document] == fold
        ]
    return out


def surprise(judged: Sequence[Judged]) -> float:
    """The mean negative log of the probability given to what was the case."""
    chances = [j.confidence if j.right else 1 - j.confidence for j in judged]
    return -sum(log(max(c, 0.01)) for c in chances) / len(chances)


def read_plain(article: Article, source: Source) -> Extraction:
    """What is extracted of an article, with the readers' own marks."""
    document, _ = dated(Page(article.id, "text/plain", article.text, Meta(published=article.published)))
    return traced(document, reader_of(None) if source == "reader" else None).extraction


def labelled(folder: Path, scorer: Path, source: Source, folds: Sequence[int]) -> list[Known]:
    """The judged statements of some folds of the marked-up articles below a folder."""
    with TemporaryDirectory() as name, ProcessPoolExecutor() as pool:
        out = Path(name)
        parts = sorted({str(p.parent) for p in folder.rglob("*.txt")})
        subprocess.run([sys.executable, str(folder.parent / "to_gold.py"), *parts, "--out", name], check=True)
        articles = [a for fold in folds for a in read_fold(folder, fold)]
        read = list(pool.map(read_plain, articles, repeat(source), chunksize=8))
        lines = (exchange.dump_extraction(e) + "\n" for e in read)
        (out / "reports.jsonl").write_text("".join(lines), encoding="utf-8")
        return list(_known(read, judge(scorer, out, out / "reports.jsonl")))


def _known(read: Sequence[Extraction], judged: Sequence[Judged]) -> Iterator[Known]:
    names = {r.id: (features(r), e.document.id) for e in read for r in e.reports}
    for one in judged:
        found, document = names[one.report]
        yield Known(one, tuple(found[one.position]), document)


def as_text(table: Mapping[str, float]) -> str:
    """The table as YAML that people can read: a name a line."""
    return HEAD + "".join(f"{name}: {weight}\n" for name, weight in sorted(table.items()))


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, help="folder of marked-up articles, beside to_gold.py")
    parser.add_argument(
        "--scorer", type=Path, help="folder of score.py", default=Path("../shared/bench/news")
    )
    parser.add_argument("--reader", action="store_true", help="with the trained reader beside the rules")
    options = parser.parse_args()
    source: Source = "reader" if options.reader else "rules"
    prior: Mapping[str, float] = {}
    if source == "reader":
        taught = labelled(options.articles, options.scorer, "rules", TAUGHT)
        prior = learned(taught, PENALTY["rules"], {})
    folds = (KEPT_OUT,) if source == "reader" else range(FOLDS)
    known = labelled(options.articles, options.scorer, source, folds)
    checked = unseen(known, PENALTY[source], prior)
    print({**figures(checked), "surprise": round(surprise(checked), 4)})
    out = RESOURCE if source == "rules" else WITH_READER
    out.write_text(as_text(learned(known, PENALTY[source], prior)), encoding="utf-8")
    print(f"written to {out.name}")


if __name__ == "__main__":
    main()

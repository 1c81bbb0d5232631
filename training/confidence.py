"""Learns how often statements are right, by the mark that their reader gave them: `resources/confidence.yaml`.

    python -m training.confidence ../shared/train/articles
    python -m training.confidence ../shared/train/articles --reader

With `--reader` it learns `resources/confidence_reader.yaml`, from the articles that the trained reader was not taught.

The marked-up articles are read, turned into a gold set by `to_gold.py` beside them, and judged by the scorer of `bench/news`.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import repeat
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.calibration import Judged, figures, judge
from scipy.optimize import isotonic_regression

from incidentbook import exchange
from incidentbook.extract.confidence import OTHER, Source
from incidentbook.extract.extractor import traced
from incidentbook.extract.reader.model import reader_of
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page
from training.markup import KEPT_OUT, Article, read_fold, read_folder

RESOURCE = Path(__file__).parent.parent / "src" / "incidentbook" / "resources" / "confidence.yaml"
WITH_READER = RESOURCE.with_name("confidence_reader.yaml")
HEAD = """\
# How often a statement is right (0 to 1), by property and by the mark that its reader gave it. Learned from marked-up
# articles by `python -m training.confidence`; read by extract/confidence.py. "other" is that of all properties together.
"""
POOLED = 15.0  # so many statements does the curve of all properties weigh, at each mark of one property
LAPLACE = 2.0  # statements, half of them right, that are added at each mark: few that are all right make no certainty

Curve = dict[float, float]


def curves(judged: Sequence[Judged], pooled: float = POOLED) -> dict[str, Curve]:
    """A rising curve from marks to shares right for all statements together (`other`), and one for each property, drawn to it."""
    shared = _rising(judged, {}, LAPLACE)
    names = sorted({j.property for j in judged})
    return {OTHER: shared} | {
        n: _rising([j for j in judged if j.property == n], shared, pooled) for n in names
    }


def _rising(judged: Sequence[Judged], prior: Mapping[float, float], weight: float) -> Curve:
    """Isotonic regression of being right on the mark; `prior`, or else a half, counts as `weight` statements at each mark."""
    marks = sorted({round(j.confidence, 2) for j in judged})
    found = {m: [j.right for j in judged if round(j.confidence, 2) == m] for m in marks}
    counts = [len(found[m]) + weight for m in marks]
    shares = [(sum(found[m]) + weight * prior.get(m, 0.5)) / n for m, n in zip(marks, counts, strict=True)]
    fitted = isotonic_regression(shares, weights=counts).x
    return {m: round(float(p), 3) for m, p in zip(marks, fitted, strict=True)}


def read_plain(article: Article, source: Source) -> str:
    """What is extracted of an article, with the readers' own marks, as a line."""
    document, _ = dated(Page(article.id, "text/plain", article.text, Meta(published=article.published)))
    return (
        exchange.dump_extraction(traced(document, reader_of(None) if source == "reader" else None).extraction)
        + "\n"
    )


def labelled(folder: Path, scorer: Path, source: Source) -> list[Judged]:
    """The judged statements of the marked-up articles below a folder; with the trained reader, of those it was not taught."""
    with TemporaryDirectory() as name, ProcessPoolExecutor() as pool:
        out = Path(name)
        parts = sorted({str(p.parent) for p in folder.rglob("*.txt")})
        subprocess.run([sys.executable, str(folder.parent / "to_gold.py"), *parts, "--out", name], check=True)
        articles = read_folder(folder) if source == "rules" else read_fold(folder, KEPT_OUT)
        lines = pool.map(read_plain, articles, repeat(source), chunksize=8)
        (out / "reports.jsonl").write_text("".join(lines), encoding="utf-8")
        return judge(scorer, out, out / "reports.jsonl")


def as_text(table: Mapping[str, Curve]) -> str:
    """The table as YAML that people can read: a property a line."""
    rows = (
        f"{name}: {{{', '.join(f'{m}: {p}' for m, p in curve.items())}}}\n" for name, curve in table.items()
    )
    return HEAD + "".join(rows)


def main() -> None:
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
    judged = labelled(options.articles, options.scorer, source)
    print(figures(judged))
    out = RESOURCE if source == "rules" else WITH_READER
    out.write_text(as_text(curves(judged)), encoding="utf-8")
    print(f"written to {out.name}")


if __name__ == "__main__":
    main()

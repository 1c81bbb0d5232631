"""The trained reader: the sets of `bench/news`, MUC-4 and Gun Violence Archive by the rules alone and with the reader beside
them, and how fast that is."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from benchmarks import gva, muc4
from benchmarks.news import SETS, WORDS_AN_ARTICLE, score
from incidentbook.extract.interface import BuiltIn, Extractor, ReaderAlone, WithReader
from incidentbook.pipeline import extract_all

SHOWN = (
    *("reports_f1", "main_f1", "slots_f1", "end_to_end_f1", "spurious_on_non_events", "spans_inside"),
    *("slot date", "slot place", "slot killed", "confidence calibration_error", "confidence at_0.9"),
)


ELSEWHERE = (
    *("all templates F", "six roles micro F1", "text filtering F"),
    *("date_exact", "city", "killed_exact", "injured_exact", "linking_conll"),
)
DATA = {"muc4": "muc4/data", "gva": "gva/dev"}


def run(bench: Path, out: Path) -> dict[str, Any]:
    """For each set the figures of both, side by side; for both the articles of 400 words that they read in a second."""
    folder = bench / "news"
    found = [s for s in SETS if (folder / s / "gold.json").exists()]
    ways: tuple[Extractor, ...] = (BuiltIn(), ReaderAlone(), WithReader())
    if not found:
        return {}
    figures: dict[str, Any] = {
        s: {w.name: _shown(score(folder, s, out / "reader" / w.name, w)) for w in ways} for s in found
    }
    articles = [folder / s / "articles" for s in found]
    figures |= {name: {w.name: _elsewhere(name, bench, out, w) for w in ways} for name in ("muc4", "gva")}
    figures["articles_per_second"] = {w.name: _speed(articles, w) for w in ways}
    return figures


def _elsewhere(name: str, bench: Path, out: Path, extractor: Extractor) -> dict[str, Any]:
    """The figures of tst1+tst2 of `muc4`, and of `gva`; {} where the data is not there."""
    if not (bench / DATA[name]).exists():
        return {}
    folder = out / "reader" / extractor.name / name
    if name == "muc4":
        figures = muc4.measure(bench / name, folder, "tst1+tst2", extractor)
    else:
        figures = gva.measure(bench / name, folder, gva.EVERY, extractor)
    return {key: figures[key] for key in ELSEWHERE if key in figures}


def _shown(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in SHOWN if name in figures}


def _speed(folders: list[Path], extractor: Extractor) -> float:
    list(extract_all(folders[:1], extractor=extractor))
    texts = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.txt"))]
    begun = time.perf_counter()
    list(extract_all(folders, extractor=extractor))
    return sum(len(text.split()) for text in texts) / WORDS_AN_ARTICLE / (time.perf_counter() - begun)

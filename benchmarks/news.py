"""News: what articles say of attacks. Runs the product over each set of `bench/news` and has the scorer there judge it."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import spacy

from benchmarks import calibration
from incidentbook import exchange
from incidentbook.extract.interface import Extractor
from incidentbook.extract.parse import PIPELINE
from incidentbook.model import Extraction
from incidentbook.outcomes import Outcome
from incidentbook.pipeline import Book, extract_all

SETS = ("seeds", "dev", "world")
WORDS_AN_ARTICLE = 400


def run(bench: Path, out: Path) -> dict[str, Any]:
    """Figures of every set found under `bench/news`, and the speed over all of them."""
    folder = bench / "news"
    found = [s for s in SETS if (folder / s / "gold.json").exists()]
    figures: dict[str, Any] = {name: score(folder, name, out / "news") for name in found}
    if found:
        figures["speed"] = speed([folder / s / "articles" for s in found])
    return figures


def score(folder: Path, name: str, out: Path, extractor: Extractor | None = None) -> dict[str, Any]:
    """One set through extract, add and export, and the scorer's judgement; `extractor`: by default the built-in one."""
    out.mkdir(parents=True, exist_ok=True)
    reports, incidents, judged = (
        out / f"{name}.{part}" for part in ("reports.jsonl", "incidents.jsonl", "score.json")
    )
    write_outputs(folder / name, reports, incidents, extractor)
    command = [
        sys.executable,
        str(folder / "score.py"),
        "--gold",
        str(folder / name),
        "--reports",
        str(reports),
    ]
    command += ["--incidents", str(incidents), "--json", str(judged), "--errors", "400"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (out / f"{name}.score.txt").write_text(done.stdout, encoding="utf-8")
    held = calibration.figures(calibration.judge(folder, folder / name, reports))
    return summary(json.loads(judged.read_text(encoding="utf-8"))) | {
        f"confidence {part}": figure for part, figure in held.items()
    }


def write_outputs(gold: Path, reports: Path, incidents: Path, extractor: Extractor | None = None) -> None:
    """What `extract` and `export` write for the articles of a set."""
    found = written(gold, reports, extractor)
    book_file = incidents.with_suffix(".db")
    for old in book_file.parent.glob(book_file.name + "*"):
        old.unlink()
    with Book.open(book_file) as book:
        book.add_extractions(found)
        lines = [exchange.dump_incident(i) + "\n" for i in book.incidents()]
    incidents.write_text("".join(lines), encoding="utf-8")


def written(gold: Path, reports: Path, extractor: Extractor | None = None) -> list[Outcome]:
    """What `extract` writes for the articles of a set, and what came of each."""
    meta = gold / "meta.jsonl"
    found = list(extract_all([gold / "articles"], meta if meta.exists() else None, extractor=extractor))
    extractions = [o for o in found if isinstance(o, Extraction)]
    reports.write_text("".join(exchange.dump_extraction(e) + "\n" for e in extractions), encoding="utf-8")
    return found


def summary(judged: dict[str, Any]) -> dict[str, Any]:
    """The figures that the project is held to."""
    slots, detection = judged["slots"], judged["detection"]
    return {
        "reports_f1": detection["all"]["f1"],
        "main_f1": detection["main"]["f1"],
        "slots_f1": slots["micro"]["f1"],
        "end_to_end_f1": slots["end_to_end"]["f1"],
        "spurious_on_non_events": detection["spurious_on_non_events"],
        "tallies_f1": judged["tallies"]["f1"],
        "spans_inside": judged["evidence"]["inside_text"],
        "on_gold_span": judged["evidence"]["on_gold_span"],
        "linking_conll": (judged.get("linking") or {}).get("conll"),
        **{f"slot {name}": row["f1"] for name, row in slots["rows"].items() if "," not in name},
    }


def speed(folders: list[Path]) -> dict[str, float]:
    """Articles of 400 words a second on all cores, once everything is loaded, beside spaCy's own pipeline on the same texts.

    spaCy runs `en_core_web_sm` whole, with its entity recogniser, as it comes: in one process. `per core` compares seconds
    of processor time, so that neither the number of cores nor what else the machine does counts. Memory is a process's, in MB.
    """
    list(extract_all(folders[:1]))
    texts = [path.read_text("utf-8") for folder in folders for path in sorted(folder.glob("*.txt"))]
    articles = sum(len(text.split()) for text in texts) / WORDS_AN_ARTICLE
    begun = time.perf_counter()
    read = sum(isinstance(outcome, Extraction) for outcome in extract_all(folders))
    seconds = time.perf_counter() - begun
    ours = _processor_seconds(lambda: list(extract_all(folders, workers=1)))
    nlp = spacy.load(PIPELINE)
    begun = time.perf_counter()
    theirs = _processor_seconds(lambda: list(nlp.pipe(texts)))
    spacy_seconds = time.perf_counter() - begun
    peak = max(resource.getrusage(w).ru_maxrss for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "articles_read": read,
        "articles_per_second": articles / seconds,
        "spacy_articles_per_second": articles / spacy_seconds,
        "times_spacy": spacy_seconds / seconds,
        "times_spacy per core": theirs / ours,
        "peak_memory_mb": peak / 1024,
    }


def _processor_seconds(work: Callable[[], object]) -> float:
    """The processor time of this process for a piece of work."""
    begun = time.process_time()
    work()
    return time.process_time() - begun

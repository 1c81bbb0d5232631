"""Place names in text and where they are: LGL, TR-News, GeoVirus, by the scorer of the benchmark."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from incidentbook.model import Span
from incidentbook.normalise.place import PlaceMention, find_places

Row = dict[str, Any]
_WITHOUT_ADJECTIVES = frozenset({"geovirus"})  # its annotators marked no adjectives of countries


def _row(mention: PlaceMention) -> Row:
    place = mention.place
    return {
        "span": list(mention.span),
        "name": mention.text,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
        "country": place.country if place else None,
    }


def _documents(corpus: Path) -> Iterator[Row]:
    with corpus.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines)


def given(document: Row) -> list[Row]:
    """Places for the spans of the gold."""
    spans = sorted({Span(*t["span"]) for t in document["toponyms"]})
    return [_row(m) for m in find_places(document["text"], spans)]


def found(document: Row, adjectives: bool) -> list[Row]:
    """Places found in the text."""
    mentions = [m for m in find_places(document["text"]) if m.kind != "relative"]
    return [_row(m) for m in mentions if adjectives or not m.demonym]


def _score(gold: Path, system: Path) -> Row:
    scorer = gold.parents[1] / "score.py"
    command = [sys.executable, str(scorer), "--gold", str(gold), "--system", str(system)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: Row = json.loads(done.stdout)
    return figures


def _written(corpus: Path, target: Path, rows: Iterator[list[Row]]) -> Row:
    with target.open("w", encoding="utf-8") as out:
        for document, toponyms in zip(_documents(corpus), rows, strict=True):
            out.write(json.dumps({"id": document["id"], "toponyms": toponyms}) + "\n")
    return _score(corpus, target)


def run(bench: Path, out: Path) -> dict[str, Any]:
    """Figures for each corpus: `given` (resolution on the gold's spans) and `found` (end to end); {} where there is no data.

    Args:
        bench: the folder of benchmarks, with `geoparse/dev/*.jsonl` and `geoparse/score.py`.
        out: where to leave the system's output.
    """
    out.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Any] = {}
    for corpus in sorted((bench / "geoparse" / "dev").glob("*.jsonl")):
        name = corpus.stem
        adjectives = name not in _WITHOUT_ADJECTIVES
        figures[name] = {
            "given": _written(corpus, out / f"{name}-given.jsonl", (given(d) for d in _documents(corpus))),
            "found": _written(corpus, out / f"{name}-found.jsonl", (found(d, adjectives) for d in _documents(corpus))),
        }
    return figures


def _brief(figures: Row) -> Row:
    return {
        "acc_161km": figures["given"]["resolution"]["acc_161km"],
        "recognition": figures["found"]["recognition"]["overlap"],
        "within_161km": figures["found"]["end_to_end"]["within_161km"],
    }


if __name__ == "__main__":
    bench = Path(os.environ.get("BENCH", "../shared/bench"))
    print(json.dumps({k: _brief(v) for k, v in run(bench, Path("benchmarks/out/geoparse")).items()}, indent=1))

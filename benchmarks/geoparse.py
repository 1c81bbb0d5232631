"""Place names in text and where they are: LGL, TR-News, GeoVirus, by the scorer of the benchmark.

`python benchmarks/geoparse.py` prints the figures; with `--fit` it first fits `resources/places/plausible.yaml`
anew on the development parts.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from incidentbook.model import Span
from incidentbook.normalise.gazetteer.plausible import Surroundings, signs
from incidentbook.normalise.gazetteer.recognise import recognise
from incidentbook.normalise.gazetteer.resolve import resolve
from incidentbook.normalise.gazetteer.store import gazetteer
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
            "found": _written(
                corpus, out / f"{name}-found.jsonl", (found(d, adjectives) for d in _documents(corpus))
            ),
        }
    return figures


def _brief(figures: Row) -> Row:
    return {
        "acc_161km": figures["given"]["resolution"]["acc_161km"],
        "recognition": figures["found"]["recognition"]["overlap"],
        "within_161km": figures["found"]["end_to_end"]["within_161km"],
    }


# Set by hand: the corpora leave facilities out and mark places inside the names of organisations, which this
# project does not want.
_BY_HAND = {
    "kind_site": 1.5, "kind_district": 0.0, "kind_water": 1.0, "before_organisation": 0.0, "bare": -4.0, "bare_own": -2.5,
    "called": 2.5, "hyphenated": -4.0, "common_unit": -4.0,
}  # fmt: skip


def _examples(bench: Path) -> Iterator[tuple[dict[str, float], bool]]:
    """The signs of every draft of every document, and whether the gold has a toponym there."""
    tables = gazetteer()
    for corpus in sorted((bench / "geoparse" / "dev").glob("*.jsonl")):
        for document in _documents(corpus):
            text, gold = document["text"], [Span(*t["span"]) for t in document["toponyms"]]
            drafts = recognise(text, tables)
            resolve(text, drafts, tables.capitals)
            around = Surroundings(text, drafts)
            lands = Counter(d.ranked[0].country or "" for d in drafts)
            for draft in drafts:
                if not (draft.demonym and corpus.stem in _WITHOUT_ADJECTIVES):
                    yield signs(draft, around, drafts, lands), any(draft.span.overlaps(g) for g in gold)


def fit(bench: Path) -> dict[str, float]:
    """Weights of the signs: logistic regression with a ridge of 1, then those set by hand."""
    import numpy as np
    from scipy.optimize import minimize

    rows = list(_examples(bench))
    names = sorted({name for found, _ in rows for name in found})
    table = np.array([[found.get(name, 0.0) for name in names] + [1.0] for found, _ in rows])
    right = np.array([float(is_place) for _, is_place in rows])

    def loss(weights: Any) -> Any:
        odds = table @ weights
        ridge = np.append(weights[:-1], 0.0)
        slope = table.T @ (1 / (1 + np.exp(-odds)) - right) + ridge
        return np.sum(np.logaddexp(0, odds) - right * odds) + 0.5 * ridge @ ridge, slope

    fitted = minimize(loss, np.zeros(len(names) + 1), jac=True, method="L-BFGS-B").x
    weights = {name: round(float(w), 2) for name, w in zip([*names, "bias"], fitted, strict=True)}
    return {**weights, **_BY_HAND}


def _write_fit(bench: Path) -> None:
    target = Path(__file__).parents[1] / "src/incidentbook/resources/places/plausible.yaml"
    head = (
        "# Weights of the signs that words are a place name (normalise/gazetteer/plausible.py), log-odds.\n"
    )
    target.write_text(head + yaml.safe_dump(fit(bench)), encoding="utf-8")


if __name__ == "__main__":
    bench = Path(os.environ.get("BENCH", "../shared/bench"))
    if "--fit" in sys.argv:
        _write_fit(bench)
    print(
        json.dumps({k: _brief(v) for k, v in run(bench, Path("benchmarks/out/geoparse")).items()}, indent=1)
    )

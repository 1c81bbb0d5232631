"""How well true values are clustered: the reports that people wrote down, joined by the product.

The figure is the mean of B-cubed, MUC and CEAF-e F1 (Pradhan et al. 2012, CoNLL), by the scorer of the
benchmark.
"""

from __future__ import annotations

import importlib.util
import json
import os
import random
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from incidentbook.exchange import field_types, from_plain
from incidentbook.link import LinkItem, cluster
from incidentbook.link.telling import names_in, plain_words
from incidentbook.model import Interval, Report, Values

ROOT = Path(__file__).parents[2]
NEWS = Path(os.environ.get("BENCH", ROOT.parent / "shared" / "bench")) / "news"
KEYS = {
    "place": ("name", "country", "admin1", "lat", "lon", "precision", "gazetteer"),
    "target": ("name", "kind", "number", "effect"),
    "actor": ("name", "id", "kind", "country"),
}
KEYS |= dict.fromkeys(("perpetrator", "claimed_by"), KEYS["actor"])
USED = (
    "date",
    "place",
    "site",
    "attack_type",
    "weapon",
    "munitions",
    "killed",
    "injured",
    "target",
    "perpetrator",
    "claimed_by",
)

pytestmark = pytest.mark.skipif(not NEWS.is_dir(), reason="the benchmark is not here: set BENCH")


@pytest.fixture(scope="module")
def measures() -> ModuleType:
    spec = importlib.util.spec_from_file_location("news_measures", NEWS / "news_measures.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold(name: str) -> tuple[list[LinkItem], list[str]]:
    """The reports of a set with the incident of each; those that the set itself leaves open are left out."""
    data = json.loads((NEWS / name / "gold.json").read_text("utf-8"))
    published = {a["id"]: a["published"] for a in data["articles"]}
    items, labels = [], []
    for row in data["reports"]:
        if not (row["optional"] or row["link_uncertain"]):
            when = published[row["article"]]
            known = from_plain(Interval, when["interval"]) if when["given"] else None
            report = Report(row["id"], row["main"], values_of(row["values"]), ())
            items.append(LinkItem(row["article"], report, known, telling(name, row)))
            labels.append(row["incident"])
    return items, labels


def telling(name: str, row: dict[str, Any]) -> frozenset[str]:
    """The telling words of the article that a report is the subject of."""
    text = (NEWS / name / "articles" / f"{row['article']}.txt").read_text("utf-8")
    return names_in([text], plain_words(text)) if row["main"] else frozenset()


def values_of(raw: dict[str, Any]) -> Values:
    """The values that linking reads; what the set leaves out of an object is null."""
    plain = {name: completed(name, raw[name]) for name in USED if raw.get(name) is not None}
    return Values(**{name: from_plain(field_types()[name], value, name) for name, value in plain.items()})


def completed(name: str, raw: Any) -> Any:
    if name == "date":
        return raw if raw["earliest"] or raw["latest"] else None
    if isinstance(raw, list):
        return [completed(name, item) for item in raw]
    if name not in KEYS:
        return raw
    whole = {key: raw.get(key) for key in KEYS[name]}
    return (
        whole | {"kind": whole["kind"] or "unknown"} if "effect" not in whole and "kind" in whole else whole
    )


def with_gaps(items: list[LinkItem], share: float, rng: random.Random) -> list[LinkItem]:
    """The reports as a reader sees them who misses that share of the values."""
    return [
        replace(item, report=replace(item.report, values=replace(item.report.values, **missed)))
        for item in items
        for missed in [{name: None for name in USED if rng.random() < share}]
    ]


def conll(measures: ModuleType, items: list[LinkItem], labels: list[str]) -> float:
    key = dict(enumerate(labels))
    response = {n: number for number, group in enumerate(cluster(items)) for n in group}
    parts = (measures.b_cubed, measures.muc, measures.ceaf_e)
    return float(sum(measures.f1_of(*part(key, response)) for part in parts)) / len(parts)


@pytest.mark.parametrize(("name", "floor"), [("dev", 0.91), ("world", 0.92)])
def test_true_values_are_clustered(measures: ModuleType, name: str, floor: float) -> None:
    assert conll(measures, *gold(name)) >= floor


@pytest.mark.parametrize(("name", "floor"), [("dev", 0.80), ("world", 0.87)])
def test_a_tenth_of_the_values_may_be_missed(measures: ModuleType, name: str, floor: float) -> None:
    items, labels = gold(name)
    rng = random.Random(1)
    found = [conll(measures, with_gaps(items, 0.1, rng), labels) for _ in range(5)]
    assert sum(found) / len(found) >= floor

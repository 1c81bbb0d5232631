"""How much page noise is found, and how much marked story is lost by it, in the benchmark's articles.

python tests/text/test_noise_floor.py     prints the two shares
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from incidentbook.text.regions import find_regions

WORLD = Path(os.environ.get("BENCH", "../shared/bench")) / "news" / "world"
NOT_READ = ("boilerplate", "source_line", "dateline")


def spans(value: Any) -> Iterator[tuple[int, int]]:
    """Every pair of offsets in nested gold."""
    if isinstance(value, dict):
        yield from chain.from_iterable(map(spans, value.values()))
    elif isinstance(value, list) and len(value) == 2 and all(isinstance(n, int) for n in value):
        yield value[0], value[1]
    elif isinstance(value, list):
        yield from chain.from_iterable(map(spans, value))


def shares() -> tuple[float, float]:
    """(noise that is marked as noise or caption, story that is marked as noise), in characters."""
    gold = json.loads((WORLD / "gold.json").read_text("utf-8"))
    noise, story = [0, 0], [0, 0]
    for article in gold["articles"]:
        text = (WORLD / "articles" / article["file"]).read_bytes().decode("utf-8")
        kinds = dict[int, str]()
        for region in find_regions(text):
            kinds.update(dict.fromkeys(range(*region.span), region.kind))
        said = [n for n in gold["non_events"] if n["article"] == article["id"]]
        told = [r["spans"] for r in gold["reports"] if r["article"] == article["id"] and r.get("spans")]
        told += [n["spans"] for n in said if n["what"] != "boilerplate"]
        for start, end in spans([n["spans"] for n in said if n["what"] == "boilerplate"]):
            noise[0] += end - start
            noise[1] += sum(kinds.get(at) in (*NOT_READ, "caption") for at in range(start, end))
        for start, end in spans(told):
            story[0] += end - start
            story[1] += sum(kinds.get(at) in NOT_READ for at in range(start, end))
    return noise[1] / noise[0], story[1] / story[0]


@pytest.mark.skipif(not WORLD.exists(), reason="the benchmark data is not there")
def test_noise_is_found_and_story_is_kept() -> None:
    found, lost = shares()
    assert found >= 0.90
    assert lost <= 0.003


if __name__ == "__main__":
    print("noise found {:.3f}, story lost {:.4f}".format(*shares()))

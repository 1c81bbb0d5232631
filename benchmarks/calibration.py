"""Which statements are right, by the scorer of `bench/news`, and how well their confidence tells it."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

PROPERTIES = (
    "date", "place", "site", "attack_type", "munitions", "killed", "injured", "claimed_by", "perpetrator",
    "attributed_to", "launched_from", "target", "intercepted", "failed",
)  # fmt: skip
LISTS = frozenset({"attributed_to", "target"})
NO_VALUE = frozenset({"denied", "unconfirmed"})  # stances of statements that do not say that it was so
BINS = 10
HIGH = 0.9


@dataclass(frozen=True, slots=True)
class Judged:
    """A statement's property and confidence, whether its value is right, and where it stands: which of which report."""

    property: str
    confidence: float
    right: bool
    report: str = ""
    position: int = 0


def judge(scorer: Path, gold: Path, reports: Path) -> list[Judged]:
    """All statements of scored properties in the reports that the scorer pairs with gold ones.

    Statements of what the gold leaves open count neither way.

    Args:
        scorer: the folder of `score.py`.
        gold: a set with `gold.json` and `articles/`.
        reports: what `extract` writes, as JSON Lines.
    """
    score = load(scorer)
    documents, truths = score.load_gold(gold)
    score.load_reports(reports, documents, score.Problems())
    pairs = [p for d in documents.values() for p in score.match(d) if not p.gold.gold["optional"]]
    out = list[Judged]()
    for pair in pairs:
        truth = truths.get(pair.gold.gold["incident"], {})
        for at, said in enumerate(pair.system.statements):
            right = _right(score, pair, said, truth)
            if right is not None:
                out.append(Judged(said["property"], said["confidence"], right, pair.system.id, at))
    return out


def _right(score: ModuleType, pair: Any, said: dict[str, Any], truth: dict[str, Any]) -> bool | None:
    """Whether a report that held this statement's value alone would be right in it; None where that is open."""
    prop = said["property"]
    if prop not in PROPERTIES or said["value"] is None or said["stance"] in NO_VALUE:
        return None
    value = [said["value"]] if prop in LISTS else said["value"]
    alone = replace(pair.system, values={prop: value})
    if prop == "attributed_to":
        _, wrong, _, right = score.attribution_outcome(pair.gold, alone, False)
    else:
        slot = next(s for s in score.SLOTS if s.prop == prop and s.primary)
        _, wrong, _, right = score.slot_outcome(slot, pair.gold, alone, truth)
    return bool(right) if right or wrong else None


def load(folder: Path) -> ModuleType:
    """The scorer's own module, with those that lie beside it."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    spec = importlib.util.spec_from_file_location("news_score", folder / "score.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(folder / "score.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["news_score"] = module
    spec.loader.exec_module(module)
    return module


def figures(judged: Sequence[Judged]) -> dict[str, float | int | None]:
    """Expected calibration error over bins of equal width (Naeini et al. 2015), and the share right of the confident."""
    high = [j.right for j in judged if j.confidence >= HIGH]
    return {
        "statements": len(judged),
        "calibration_error": calibration_error(judged),
        "at_0.9": sum(high) / len(high) if high else None,
        "statements at_0.9": len(high),
    }


def calibration_error(judged: Sequence[Judged]) -> float | None:
    """The mean distance between confidence and share right in each bin, weighted by the bins' statements; None without any."""
    off = sum(abs(sum(j.confidence - j.right for j in part)) for part in in_bins(judged).values())
    return off / len(judged) if judged else None


def in_bins(judged: Sequence[Judged]) -> dict[int, list[Judged]]:
    """What was judged by tenths of confidence, from 0 to 9; those without a statement are left out."""
    bins: dict[int, list[Judged]] = {}
    for one in judged:
        bins.setdefault(min(int(one.confidence * BINS + 1e-9), BINS - 1), []).append(one)
    return bins

"""When an article was published, told from its words alone: all dates that come from outside are withheld."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incidentbook.exchange import from_plain
from incidentbook.model import Interval, Published
from incidentbook.pipeline import dated
from incidentbook.sources import Page

Json = dict[str, Any]
SETS = ("seeds", "dev", "world")
WIDTHS = (14, 31, 366)


@dataclass(frozen=True, slots=True)
class Judged:
    """An article whose day is known, and what was told of it."""

    name: str
    truth: Interval
    told: Published | None
    words: tuple[str, ...]

    @property
    def width(self) -> float:
        """Days of the interval; infinite where an end is open or nothing is told."""
        days = self.told.interval.days if self.told else None
        return float("inf") if days is None else days

    @property
    def wrong(self) -> bool:
        """Whether a day on which it can have been published lies outside of what is told."""
        return self.told is not None and self.told.interval.intersection(self.truth) != self.truth


def run(bench: Path, out: Path) -> Json:
    """Figures of each set; what was told of every article is written under `out`, wrong answers first.

    Args:
        bench: the folder of the benchmarks; training articles are taken from `train` beside it.
        out: a folder to write in.
    """
    out.mkdir(parents=True, exist_ok=True)
    folders = {name: bench / "news" / name for name in SETS}
    train = bench.parent / "train"
    if (train / "to_gold.py").exists():
        folders["train"] = _training(train, out / "dating-train")
    return {
        name: score(folder, out / f"dating-{name}.jsonl")
        for name, folder in folders.items()
        if folder.exists()
    }


def score(folder: Path, listing: Path) -> Json:
    """The figures of one set of articles in the layout of `bench/news`, which is listed in a file.

    A truth is an interval too, where the articles themselves came without a date: all of it must lie inside.
    """
    judged = list(_judged(folder))
    rows = sorted(judged, key=lambda j: (not j.wrong, j.name))
    listing.write_text("".join(json.dumps(_row(j), ensure_ascii=False) + "\n" for j in rows), "utf-8")
    return _figures(judged)


def _training(train: Path, out: Path) -> Path:
    folders = [str(p) for p in sorted((train / "articles").iterdir()) if p.is_dir()]
    command = [sys.executable, str(train / "to_gold.py"), *folders, "--out", str(out)]
    subprocess.run(command, capture_output=True, text=True, check=True)
    return out


def _judged(folder: Path) -> Iterator[Judged]:
    gold = json.loads((folder / "gold.json").read_text("utf-8"))["articles"]
    for article in gold:
        known = (article.get("published") or {}).get("interval")
        truth = from_plain(Interval, known, "published") if known else None
        if truth is not None and truth.days is not None:
            yield _told(article["id"], folder / "articles" / f"{article['id']}.txt", truth)


def _told(name: str, file: Path, truth: Interval) -> Judged:
    document, _ = dated(Page(file.name, "text/plain", file.read_text("utf-8")))
    told = document.published
    words = tuple(span.of(document.text) for span in told.evidence) if told else ()
    return Judged(name, truth, told, words)


def _figures(judged: Sequence[Judged]) -> Json:
    told = [j for j in judged if j.told is not None]
    widths = sorted(j.width for j in judged)
    closed = [w for w in widths if w < float("inf")]
    return {
        "articles": len(judged),
        "answered": _share(len(told), len(judged)),
        "truth_inside": _share(sum(not j.wrong for j in told), len(told)),
        "wrong": sum(j.wrong for j in told),
        "median_width_of_all": _days(statistics.median(widths)) if widths else None,
        "median_width_where_closed": statistics.median(closed) if closed else None,
        "widest": _days(widths[-1]) if widths else None,
        **{f"within_{days}_days": _share(sum(w <= days for w in widths), len(widths)) for days in WIDTHS},
    }


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _days(width: float) -> float | str:
    return "open" if width == float("inf") else width


def _row(judged: Judged) -> Json:
    told = judged.told.interval if judged.told else None
    return {
        "id": judged.name,
        "wrong": judged.wrong,
        "truth": f"{judged.truth.earliest}..{judged.truth.latest}",
        "told": f"{told.earliest or ''}..{told.latest or ''}" if told else None,
        "days": told.days if told else None,
        "method": judged.told.method if judged.told else None,
        "words": judged.words,
    }

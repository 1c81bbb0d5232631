"""Reliability: of the statements of one confidence, how many are right? By the rules alone, and with the trained reader.

    python -m benchmarks.reliability --bench ../shared/bench --out docs/reliability.svg

writes the diagram (Murphy and Winkler 1977) and prints the table behind it; `python -m benchmarks reliability` gives the figures.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path
from typing import Any

from benchmarks.calibration import BINS, Judged, figures, in_bins, judge
from benchmarks.news import written
from incidentbook.extract.interface import BuiltIn, Extractor, WithReader

SETS = ("dev", "world")
WAYS: tuple[Extractor, ...] = (BuiltIn(), WithReader())
NAMES = {"built-in": "rules", "reader": "rules and reader"}
Read = Mapping[tuple[str, str], Sequence[Judged]]
"""What was judged of each set and each extractor."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Statements of nearly one confidence: how many, their mean confidence, the share right, and its interval of 95 %."""

    count: int
    confidence: float
    right: float
    low: float
    high: float


def run(bench: Path, out: Path) -> dict[str, Any]:
    """The figures of both ways of reading each set; the diagram goes to `out/reliability.svg`."""
    read = judged(bench, out / "reliability")
    if not read:
        return {}
    (out / "reliability.svg").write_text(diagram(read), encoding="utf-8")
    return {name: {NAMES[w]: figures(found) for (n, w), found in read.items() if n == name} for name in SETS}


def judged(bench: Path, out: Path) -> Read:
    """What is judged of the sets that are there."""
    folder = bench / "news"
    found = [s for s in SETS if (folder / s / "gold.json").exists()]
    return {(s, w.name): _judged(folder, s, out / w.name, w) for s in found for w in WAYS}


def _judged(folder: Path, name: str, out: Path, extractor: Extractor) -> list[Judged]:
    out.mkdir(parents=True, exist_ok=True)
    reports = out / f"{name}.reports.jsonl"
    written(folder / name, reports, extractor)
    return judge(folder, folder / name, reports)


def bins(found: Sequence[Judged]) -> list[Bin]:
    """The bins that hold a statement, the lowest first."""
    return [_bin(part) for _, part in sorted(in_bins(found).items())]


def _bin(part: Sequence[Judged]) -> Bin:
    count = len(part)
    right = sum(j.right for j in part) / count
    return Bin(count, sum(j.confidence for j in part) / count, right, *wilson(right, count))


def wilson(share: float, count: int, z: float = 1.96) -> tuple[float, float]:
    """The interval of a share of so many (Wilson 1927)."""
    middle, spread = (
        share + z * z / (2 * count),
        z * sqrt(share * (1 - share) / count + (z / (2 * count)) ** 2),
    )
    return (middle - spread) / (1 + z * z / count), (middle + spread) / (1 + z * z / count)


def table(read: Read) -> str:
    """The bins as a table of Markdown: statements and the share of them that is right."""
    heads = [f"`{name}`: {NAMES[way]}" for name, way in read]
    lines = [f"| confidence | {' | '.join(heads)} |", f"|---|{'---|' * len(heads)}"]
    held = [in_bins(found) for found in read.values()]
    for at in range(BINS):
        cells = (_cell(b.get(at, ())) for b in held)
        lines.append(f"| {at / BINS:.1f} to {(at + 1) / BINS:.1f} | {' | '.join(cells)} |")
    errors = (f"{figures(found)['calibration_error']:.3f}" for found in read.values())
    return "\n".join([*lines, f"| calibration error | {' | '.join(errors)} |", ""])


def _cell(part: Sequence[Judged]) -> str:
    return f"{sum(j.right for j in part) / len(part):.2f} of {len(part)}" if part else ""


# ------------------------------------------------------------------ the diagram

_SIDE, _GAP, _LEFT, _TOP = 240, 60, 56, 40
_INK, _PALE, _DOT = "#222222", "#bbbbbb", "#1f5fa8"


def diagram(read: Read) -> str:
    """The diagram as SVG: a square for each way of reading each set, confidence to the right, the share right upwards.

    A dot's area tells how many statements it stands for, the line through it the interval of 95 %. On the diagonal confidence is
    what it says.
    """
    names = list(dict.fromkeys(name for name, _ in read))
    ways = list(dict.fromkeys(way for _, way in read))
    width = _LEFT + len(ways) * (_SIDE + _GAP)
    height = _TOP + len(names) * (_SIDE + _GAP + 10)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" '
        f'font-size="12" fill="{_INK}" role="img" aria-label="Reliability of confidence">',
        f'<rect width="{width}" height="{height}" fill="white"/>',
    ]
    for (name, way), found in read.items():
        x, y = _LEFT + ways.index(way) * (_SIDE + _GAP), _TOP + names.index(name) * (_SIDE + _GAP + 10)
        parts += [f'<g transform="translate({x} {y})">', *_panel(f"{name}: {NAMES[way]}", found), "</g>"]
    return "\n".join([*parts, "</svg>", ""])


def _panel(title: str, found: Sequence[Judged]) -> Iterator[str]:
    error = figures(found)["calibration_error"]
    yield f'<text x="0" y="-10" font-weight="bold">{title}</text>'
    yield f'<text x="{_SIDE}" y="-10" text-anchor="end">error {error:.3f}</text>' if error is not None else ""
    yield f'<rect width="{_SIDE}" height="{_SIDE}" fill="none" stroke="{_PALE}"/>'
    yield f'<path d="M0 {_SIDE}L{_SIDE} 0" stroke="{_PALE}" stroke-dasharray="4 3"/>'
    for tick in (0.0, 0.5, 1.0):
        yield f'<text x="{_at(tick)}" y="{_SIDE + 16}" text-anchor="middle">{tick:g}</text>'
        yield f'<text x="-8" y="{_up(tick) + 4}" text-anchor="end">{tick:g}</text>'
    yield f'<text x="{_SIDE / 2}" y="{_SIDE + 32}" text-anchor="middle">confidence</text>'
    yield f'<text transform="translate(-34 {_SIDE / 2}) rotate(-90)" text-anchor="middle">share right</text>'
    for one in bins(found):
        x, radius = _at(one.confidence), 2 + 10 * sqrt(one.count / len(found))
        yield f'<path d="M{x} {_up(one.low)}V{_up(one.high)}" stroke="{_DOT}"/>'
        yield (
            f'<circle cx="{x}" cy="{_up(one.right)}" r="{radius:.1f}" fill="{_DOT}" fill-opacity="0.75">'
            f"<title>{one.count} statements: confidence {one.confidence:.2f}, right {one.right:.2f}</title></circle>"
        )


def _at(share: float) -> float:
    return round(share * _SIDE, 1)


def _up(share: float) -> float:
    return round((1 - share) * _SIDE, 1)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"), help="folder of benchmarks")
    parser.add_argument(
        "--out", type=Path, default=Path("docs/reliability.svg"), help="where the diagram goes"
    )
    asked = parser.parse_args()
    read = judged(asked.bench, Path("benchmarks/out/reliability"))
    asked.out.write_text(diagram(read), encoding="utf-8")
    print(table(read))


if __name__ == "__main__":
    main()

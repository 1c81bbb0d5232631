"""Small plots as SVG that stands inside a page: bars by month, and lines that rise by steps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

_WIDTH, _HEIGHT, _LEFT, _BOTTOM, _TOP = 760, 220, 44, 24, 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of bars, one a month."""

    name: str
    heights: Sequence[int]


@dataclass(frozen=True, slots=True)
class Point:
    """A height that is reached on a day."""

    day: date
    height: int


@dataclass(frozen=True, slots=True)
class Plot:
    """The days of the lower edge, from left to right."""

    first: date
    last: date

    def x(self, when: date) -> float:
        """Where a day stands, in pixels from the left."""
        whole = max(1, (self.last - self.first).days)
        share = min(1.0, max(0.0, (when - self.first).days / whole))
        return _LEFT + share * (_WIDTH - _LEFT - 10)


def months(days: Iterable[date], first: date, last: date) -> list[int]:
    """How many of some days lie in each month from one day's to another's."""
    start = _month(first)
    counts = Counter(_month(d) - start for d in days)
    return [counts[n] for n in range(_month(last) - start + 1)]


def _month(when: date) -> int:
    return when.year * 12 + when.month - 1


def bars(rows: Sequence[Bar], first: date) -> str:
    """Rows of bars over the same months, one above the other, each to its own scale."""
    count = max(len(r.heights) for r in rows)
    width = (_WIDTH - _LEFT - 10) / count
    height = 90
    drawn = []
    for at, row in enumerate(rows):
        most = max(row.heights, default=0) or 1
        foot = (at + 1) * (height + _BOTTOM)
        drawn.append(
            f'<text x="{_LEFT}" y="{foot - height - 4}" class="name">{escape(row.name)}, a month (most: {most})</text>'
        )
        for n, h in enumerate(row.heights):
            if h:
                tall = h / most * (height - 12)
                drawn.append(
                    f'<rect class="row{at}" x="{_LEFT + n * width:.1f}" y="{foot - tall:.1f}" width="{max(1.0, width - 1):.1f}" '
                    f'height="{tall:.1f}"><title>{_name(first, n)}: {h}</title></rect>'
                )
        drawn.append(f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{foot}" y2="{foot}"/>')
    foot = len(rows) * (height + _BOTTOM)
    drawn += [
        f'<text x="{_LEFT + n * width:.1f}" y="{foot + 16}">{_name(first, n)}</text>' for n in _ticks(count)
    ]
    return _svg(foot + _BOTTOM, drawn, ", ".join(r.name for r in rows) + ", month by month")


def _ticks(count: int) -> range:
    return range(0, count, max(1, -(-count // 8)))


def _name(first: date, months_later: int) -> str:
    year, month = divmod(_month(first) + months_later, 12)
    return f"{year}-{month + 1:02d}"


@dataclass(frozen=True, slots=True)
class Rows:
    """What a plot shows, by name: dots, lines that rise by steps, and dashed ones for what may be."""

    dots: Mapping[str, Sequence[Point]]
    lines: Mapping[str, Sequence[Point]]
    dashed: Mapping[str, Sequence[Point]]


def step_plot(plot: Plot, rows: Rows) -> str:
    """Dots and rising lines over some days, each row named in its colour."""
    every = {**rows.dots, **rows.lines, **rows.dashed}
    most = max((p.height for points in every.values() for p in points), default=1) or 1
    foot = _HEIGHT - _BOTTOM
    drawn = [f'<line x1="{_LEFT}" x2="{_WIDTH - 10}" y1="{foot}" y2="{foot}"/>']
    drawn += [f'<text x="4" y="{foot}">0</text>', f'<text x="4" y="{_TOP + 4}">{most}</text>']
    drawn += [f'<text x="{_LEFT}" y="{_HEIGHT - 6}">{plot.first}</text>']
    drawn += [f'<text x="{_WIDTH - 80}" y="{_HEIGHT - 6}">{plot.last}</text>']
    for n, (name, points) in enumerate(every.items()):
        if name in rows.dots:
            drawn += [_dot(plot, p, most, foot, n) for p in points]
        else:
            path = " ".join(_steps(plot, points, most, foot))
            dash = ' stroke-dasharray="5 4"' if name in rows.dashed else ""
            drawn.append(f'<path class="line{n}" d="{path}"{dash}><title>{escape(name)}</title></path>')
        drawn.append(
            f'<text class="name line{n}" x="{_LEFT + 8}" y="{_TOP + 14 + 16 * n}">{escape(name)}</text>'
        )
    return _svg(_HEIGHT, drawn, ", ".join(every))


def _dot(plot: Plot, point: Point, most: int, foot: float, row: int) -> str:
    x, y = plot.x(point.day), _height(point, most, foot)
    said = f"{point.day}: {point.height}"
    return (
        f'<circle class="line{row}" cx="{x:.1f}" cy="{y:.1f}" r="5"><title>{said}</title></circle>'
        f'<text class="line{row}" x="{x - 10:.1f}" y="{y + 4:.1f}" text-anchor="end">{point.height}</text>'
    )


def _height(point: Point, most: int, foot: float) -> float:
    return foot - point.height / most * (foot - _TOP)


def _steps(plot: Plot, points: Sequence[Point], most: int, foot: float) -> Iterator[str]:
    yield f"M{_LEFT},{foot}"
    for p in sorted(points, key=lambda p: (p.day, p.height)):
        yield f"H{plot.x(p.day):.1f} V{_height(p, most, foot):.1f}"
    yield f"H{_WIDTH - 10}"


def _svg(height: float, drawn: Iterable[str], said: str) -> str:
    return f'<svg viewBox="0 0 {_WIDTH} {height:.0f}" role="img" aria-label="{escape(said)}">{"".join(drawn)}</svg>'

"""`python -m benchmarks --bench DIR`: runs every benchmark whose data lies there; table and bench.json."""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

DATA = {
    "news": "news",
    "time_meantime": "time/dev",
    "geoparse": "geoparse/dev",
    "maintext": "maintext/html",
    "gate": "gva/dev",
    "duplicates": "news/dev",
    "muc4": "muc4/data",
    "gva": "gva/dev",
    "dating": "news",
}
"""Each module of this package, and what must be there under the folder of benchmarks for it to run."""

ASKED_FOR = ("stream", "reader", "reliability", "checking", "linking")
"""Those that take minutes and run only where they are named; each looks for its own data, if it needs any."""


def main() -> int:
    """Runs them; 0, or 1 where no data was found."""
    asked = _arguments()
    asked.out.mkdir(parents=True, exist_ok=True)
    found = [n for n in asked.only or DATA if n in ASKED_FOR or _is_here(n, asked.bench)]
    if not found:
        print(f"no benchmark data under {asked.bench}: name its folder, make bench BENCH=…", file=sys.stderr)
        return 1
    figures = {name: _run(name, asked.bench, asked.out) for name in found}
    (asked.out / "bench.json").write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    _show(figures)
    print(f"written to {asked.out / 'bench.json'}; what the figures mean: docs/quality.md")
    return 0


def flat(figures: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, str]]:
    """(path, figure) of every number in nested figures, in their order."""
    for name, figure in figures.items():
        path = f"{above}{name}"
        if isinstance(figure, Mapping):
            yield from flat(figure, f"{path} › ")
        elif isinstance(figure, float):
            yield path, f"{figure:.3f}"
        elif isinstance(figure, int | str):
            yield path, str(figure)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--bench", type=Path, default=Path("../shared/bench"), help="the folder of benchmarks"
    )
    parser.add_argument("--out", type=Path, default=Path("benchmarks/out"), help="where outputs are written")
    parser.add_argument(
        "only", nargs="*", metavar="NAME", help=f"run these alone: {', '.join([*DATA, *ASKED_FOR])}"
    )
    asked = parser.parse_args()
    if strange := set(asked.only) - {*DATA, *ASKED_FOR}:
        parser.error(
            f"no benchmark is called {', '.join(sorted(strange))}; there are {', '.join([*DATA, *ASKED_FOR])}"
        )
    return asked


def _is_here(name: str, bench: Path) -> bool:
    """Whether both the adapter and its data are there."""
    return Path(__file__).with_name(f"{name}.py").exists() and (bench / DATA[name]).exists()


def _run(name: str, bench: Path, out: Path) -> dict[str, Any]:
    print(f"{name} …", file=sys.stderr, flush=True)
    start = time.monotonic()
    figures: dict[str, Any] = importlib.import_module(f"benchmarks.{name}").run(bench, out)
    return {**figures, "seconds": round(time.monotonic() - start, 1)}


def _show(figures: Mapping[str, Any]) -> None:
    table = Table("benchmark", "figure", "value", title="incidentbook benchmarks")
    table.columns[2].justify = "right"
    for name, found in figures.items():
        for path, value in flat(found):
            table.add_row(name, path, value)
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    sys.exit(main())

"""Expressions of time in MEANTIME's 120 news articles, scored as TempEval-3 does (task A)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from incidentbook.model import Interval
from incidentbook.normalise.time import TimeExpression, TimeValue, find, resolve
from incidentbook.normalise.time_tense import tense_near

Row = dict[str, Any]
# MEANTIME's annotators marked the headline, the dateline and four sentences, one a line, and no more.
_MARKED_LINES = 6


def run(bench: Path, out: Path) -> dict[str, Any]:
    """Write the product's expressions under `out`; the scorer's figures, {} where the data is not there.

    Args:
        bench: the folder of the benchmarks.
        out: a folder to write in.
    """
    gold, scorer = bench / "time" / "dev" / "meantime.jsonl", bench / "time" / "score.py"
    if not gold.exists() or not scorer.exists():
        return {}
    out.mkdir(parents=True, exist_ok=True)
    system = out / "meantime.jsonl"
    lines = [annotated(json.loads(line)) for line in gold.read_text("utf-8").splitlines() if line.strip()]
    system.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    command = [sys.executable, str(scorer), "--gold", str(gold), "--system", str(system)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))


def annotated(document: Row) -> Row:
    """One document's expressions in the scorer's form."""
    reference = Interval.day(date.fromisoformat(document["dct"]))
    marked = "\n".join(document["text"].split("\n")[:_MARKED_LINES])
    return {"id": document["id"], "timex": list(timexes(marked, reference))}


def timexes(text: str, reference: Interval) -> Iterator[Row]:
    """Each expression with its value; one counted from an event takes the last day named before it."""
    focus = reference
    for expression in find(text):
        tense = tense_near(text, expression.span)
        for part in expression.parts or (expression,):
            value = resolve(part, reference, tense, focus)
            yield _row(part, value)
            focus = _next_focus(part, value, focus)


def _next_focus(expression: TimeExpression, value: TimeValue, focus: Interval) -> Interval:
    return value.interval if value.interval and value.interval.known_day and not expression.bound else focus


def _row(expression: TimeExpression, value: TimeValue) -> Row:
    return {
        "span": list(expression.span),
        "type": expression.kind.upper(),
        "value": value.timex or "XXXX-XX-XX",
    }


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))

"""Gun violence in local US news: the main report of each article against the registry, linking, and counting.

Every third incident, with all its articles, is read: the figures are then those of about 830 articles.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks.news import write_outputs
from incidentbook.extract.interface import Extractor

Row = dict[str, Any]
EVERY = 3
"""One incident in so many is read, by its number in the registry's order; 1 reads all."""


def run(bench: Path, out: Path) -> dict[str, Any]:
    """The figures of the sample; {} where the data is not there.

    Args:
        bench: the folder of the benchmarks.
        out: a folder to write in: the sample, the pages made of it and the product's outputs stay there.
    """
    folder = bench / "gva"
    if not (folder / "dev").is_dir():
        return {}
    return measure(folder, out / "gva", EVERY)


def measure(folder: Path, out: Path, every: int, extractor: Extractor | None = None) -> dict[str, Any]:
    """Reads a sample and has the scorer beside the data judge it; `extractor`: by default the built-in one."""
    sample = sampled(folder / "dev", out / "gold", every)
    command = [sys.executable, str(folder / "unpack.py"), "--gold", str(sample), "--out", str(_empty(out))]
    subprocess.run(command, capture_output=True, text=True, check=True)
    reports, incidents = out / "reports.jsonl", out / "incidents.jsonl"
    begun = time.perf_counter()
    write_outputs(out, reports, incidents, extractor)
    seconds = time.perf_counter() - begun
    command = [sys.executable, str(folder / "score.py"), "--gold", str(sample)]
    command += ["--reports", str(reports), "--incidents", str(incidents)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    (out / "score.json").write_text(done.stdout, "utf-8")
    return {"one incident in": every, **summary(json.loads(done.stdout)), "seconds to read and link": seconds}


def sampled(gold: Path, out: Path, every: int) -> Path:
    """Writes one incident in `every`, with its articles, as a set of the same form; the folder."""
    table = sorted(lines(gold / "incidents.jsonl"), key=lambda row: int(row["id"]))[::every]
    wanted = {doc for row in table for doc in row["docs"]}
    out.mkdir(parents=True, exist_ok=True)
    _write(out / "incidents.jsonl", table)
    _write(out / "articles.jsonl", (row for row in lines(gold / "articles.jsonl") if row["id"] in wanted))
    return out


def summary(judged: Row) -> Row:
    """The figures that the project is held to."""
    main, identity, counting = judged["main_report"], judged["identity"], judged["counting"]
    return {
        "articles": main["articles"],
        **{name: main[name] for name in ("report", "date_exact", "city", "killed_exact", "injured_exact")},
        "linking_conll": identity["conll"],
        "linking_conll all alone": identity["floor_all_alone"]["conll"],
        **{
            f"counting {kind}": {name: counting[kind][name] for name in ("exact", "rmse")}
            for kind in ("incidents", "killed", "injured")
        },
        "document_f1": counting["document_f1"]["all"],
    }


def _empty(out: Path) -> Path:
    folder = out / "articles"
    for old in folder.glob("*.html"):
        old.unlink()
    return folder


def lines(path: Path) -> list[Row]:
    """The rows of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]


def _write(path: Path, rows: Iterable[Row]) -> None:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf-8")


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))

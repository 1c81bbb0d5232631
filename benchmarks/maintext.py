"""The story in 181 saved web pages: how many of its words are found, and how many of those found are its."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from incidentbook.model import Document
from incidentbook.sources import Page
from incidentbook.text import to_document

Row = dict[str, Any]


def run(bench: Path, out: Path) -> dict[str, Any]:
    """Write the product's texts under `out` and return the scorer's figures; {} where the data is not there.

    `pages_per_second` is over a processor's time, so that what else the machine does leaves it alone.

    Args:
        bench: the folder of the benchmarks.
        out: a folder to write in.
    """
    folder = bench / "maintext"
    gold, scorer = folder / "gold.jsonl", folder / "score.py"
    if not gold.exists() or not scorer.exists():
        return {}
    out.mkdir(parents=True, exist_ok=True)
    ids = [json.loads(line)["id"] for line in gold.read_text("utf-8").splitlines() if line.strip()]
    pages = [_page(folder / "html" / f"{name}.html.gz") for name in ids]
    to_document(pages[0])  # the libraries are loaded before the clock runs
    start = time.process_time()
    documents = [to_document(page) for page in pages]
    seconds = time.process_time() - start
    system = out / "maintext.jsonl"
    rows = ({"id": name, "text": _story(d)} for name, d in zip(ids, documents, strict=True))
    system.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    command = [sys.executable, str(scorer), "--gold", str(gold), "--system", str(system)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {**json.loads(done.stdout), "pages_per_second": round(len(pages) / seconds, 1)}


def _page(path: Path) -> Page:
    return Page(str(path), "text/html", gzip.decompress(path.read_bytes()).decode("utf-8"))


def _story(document: Document) -> str:
    """All of a document's text but its title, which the gold texts leave out."""
    return "\n".join(r.span.of(document.text) for r in document.regions if r.kind != "title")


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))

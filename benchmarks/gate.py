"""The gate before the parsers: which articles that tell of attacks it turns away, which others it lets pass, how
fast it reads.
"""

from __future__ import annotations

import gzip
import importlib
import json
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from incidentbook.text.gate import may_page_tell_of_attack, may_tell_of_attack

Row = dict[str, Any]
_CORPORA = Path("muc4", "data", "muc4", "raw_files", "muc34", "TASK", "CORPORA")
_SPLITS = (
    ("dev/key-dev-*.muc4", "dev/dev-muc3-*"),
    ("tst1/key-tst1.*", "tst1/tst1-muc3"),
    ("tst2/key-tst2.*", "tst2/tst2-muc4"),
)
_MESSAGE = re.compile(r"(?m)^(?=(?:DEV|TST\d)-MUC\d-\d+)")


def run(bench: Path, out: Path) -> dict[str, Any]:
    """Figures for each set whose data is there; the ids of articles wrongly turned away go to `out/gate.json`.

    `attacks`: articles that tell of one, and the share that passes (to be 1). `others`: articles of which that
    is not known, or which tell of none, and the share that is turned away. For web pages the first are those
    whose text passes by itself.

    Args:
        bench: the folder of the benchmarks.
        out: a folder to write in.
    """
    out.mkdir(parents=True, exist_ok=True)
    sets: dict[str, list[tuple[str, str, bool]]] = {}
    for name in ("seeds", "dev", "world"):
        sets[name] = list(_news(bench / "news" / name))
    sets["muc4"] = list(_muc(bench))
    sets["gva"] = [
        (r["id"], f"{r['title']}\n{r['text']}", True) for r in _lines(bench / "gva/dev/articles.jsonl")
    ]
    sets["meantime"] = [(r["id"], r["text"], False) for r in _lines(bench / "time/dev/meantime.jsonl")]
    for name in ("geovirus", "lgl", "trnews"):
        sets[name] = [(r["id"], r["text"], False) for r in _lines(bench / f"geoparse/dev/{name}.jsonl")]
    sets["maintext"] = [(r["id"], r["text"], False) for r in _lines(bench / "maintext/gold.jsonl")]
    found = {name: _figures(articles, may_tell_of_attack) for name, articles in sets.items() if articles}
    passing = {name for name, text, _ in sets["maintext"] if may_tell_of_attack(text)}
    if pages := list(_pages(bench / "maintext" / "html", passing)):
        found["maintext, web pages"] = _figures(pages, may_page_tell_of_attack)
    turned = {name: figures.pop("turned away") for name, figures in found.items()}
    (out / "gate.json").write_text(json.dumps(turned, indent=1) + "\n", "utf-8")
    return found


def _figures(articles: list[tuple[str, str, bool]], gate: Callable[[str], bool]) -> dict[str, Any]:
    may_tell_of_attack("")  # the table is loaded before the clock runs
    start = time.process_time()
    passed = [gate(text) for _, text, _ in articles]
    seconds = time.process_time() - start
    attacks = [ok for ok, (_, _, tells) in zip(passed, articles, strict=True) if tells]
    others = [ok for ok, (_, _, tells) in zip(passed, articles, strict=True) if not tells]
    figures: dict[str, Any] = {}
    if attacks:
        figures |= {"attacks": len(attacks), "attacks passed": sum(attacks) / len(attacks)}
    if others:
        figures |= {"others": len(others), "others turned away": 1 - sum(others) / len(others)}
    wrong = [name for ok, (name, _, tells) in zip(passed, articles, strict=True) if tells and not ok]
    return {**figures, "articles per second": round(len(articles) / max(seconds, 1e-6)), "turned away": wrong}


def _lines(path: Path) -> Iterator[Row]:
    if path.exists():
        yield from (json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip())


def _news(folder: Path) -> Iterator[tuple[str, str, bool]]:
    if not (folder / "gold.json").exists():
        return
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    telling = {report["article"] for report in gold["reports"]}
    for article in gold["articles"]:
        yield (
            article["id"],
            (folder / "articles" / article["file"]).read_text("utf-8"),
            article["id"] in telling,
        )


def _muc(bench: Path) -> Iterator[tuple[str, str, bool]]:
    """The wire stories of 1988 to 1991; those with a template tell of an attack."""
    base = bench / _CORPORA
    if not base.exists():
        return
    sys.path.insert(0, str(bench / "muc4"))
    readers = importlib.import_module("readers")
    for keys, texts in _SPLITS:
        templates = readers.read_muc(sorted(base.glob(keys)), repair=True)
        for path in sorted(base.glob(texts)):
            for story in _MESSAGE.split(path.read_text("utf-8", errors="replace")):
                name = story.split(maxsplit=1)[0] if story.strip() else ""
                if name in templates:
                    yield name, story, bool(templates[name])


def _pages(folder: Path, passing: set[str]) -> Iterator[tuple[str, str, bool]]:
    for path in sorted(folder.glob("*.html.gz")):
        name = path.name.removesuffix(".html.gz")
        yield name, gzip.decompress(path.read_bytes()).decode("utf-8", errors="replace"), name in passing


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))

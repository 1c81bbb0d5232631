"""MUC-4: attacks in Latin America, 1988 to 1991, from wire stories in capitals, as templates of 24 slots.

tst1 and tst2 (200 texts) and every fifth text of dev are read. tst3 and tst4 are kept for the final measure.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.muc4_templates import templates
from incidentbook.extract.interface import Extractor
from incidentbook.model import Extraction
from incidentbook.normalise.place import find_places
from incidentbook.pipeline import extract_all

Row = dict[str, Any]
CORPORA = Path("muc4", "raw_files", "muc34", "TASK", "CORPORA")
SPLITS = {
    "tst1": ("tst1/key-tst1.*", "tst1/tst1-muc3"),
    "tst2": ("tst2/key-tst2.*", "tst2/tst2-muc4"),
    "dev": ("dev/key-dev-*.muc4", "dev/dev-muc3-*"),
}
SETS = {"tst1+tst2": (("tst1", "tst2"), 1), "dev": (("dev",), 5)}
"""Each set: its splits, and one text in how many of them is read."""
_MESSAGE = re.compile(r"(?m)^(?=(?:DEV|TST\d)-MUC\d-\d+)")
_LANDS = (
    "EL SALVADOR",
    "COLOMBIA",
    "PERU",
    "GUATEMALA",
    "HONDURAS",
    "CHILE",
    "BOLIVIA",
    "ECUADOR",
    "ARGENTINA",
)
_CODES = dict(zip(_LANDS, ("SV", "CO", "PE", "GT", "HN", "CL", "BO", "EC", "AR"), strict=True))
_CAPITALS = {
    "SAN SALVADOR": "SV", "BOGOTA": "CO", "LIMA": "PE", "GUATEMALA CITY": "GT", "TEGUCIGALPA": "HN",
    "SANTIAGO": "CL", "LA PAZ": "BO", "QUITO": "EC", "BUENOS AIRES": "AR", "MEDELLIN": "CO",
}  # fmt: skip


def run(bench: Path, out: Path) -> dict[str, Any]:
    """The figures of each set; {} where the data is not there.

    Args:
        bench: the folder of the benchmarks.
        out: a folder to write in: the texts, the templates and what the scorer said stay there.
    """
    if not (bench / "muc4" / "data" / CORPORA).is_dir():
        return {}
    return {name: measure(bench / "muc4", out / "muc4", name) for name in SETS}


def measure(folder: Path, out: Path, name: str, extractor: Extractor | None = None) -> Row:
    """Reads the texts of a set and has the scorer beside the data judge the templates.

    `extractor`: by default the built-in one.
    """
    splits, every = SETS[name]
    base = folder / "data" / CORPORA
    texts = dict([text for split in splits for text in messages(base, split)][::every])
    articles = _written(out / name / "articles", texts)
    begun = time.perf_counter()
    found = [o for o in extract_all([articles], extractor=extractor) if isinstance(o, Extraction)]
    seconds = time.perf_counter() - begun
    response = out / name / "response.jsonl"
    rows = {Path(e.document.source).stem: templates(e, _country(e.document.text)) for e in found}
    lines = [json.dumps({"doc": doc, "templates": rows.get(doc, [])}) + "\n" for doc in texts]
    response.write_text("".join(lines), "utf-8")
    keys = [str(path) for split in splits for path in sorted(base.glob(SPLITS[split][0]))]
    judged = out / name / "score.json"
    command = [sys.executable, str(folder / "score.py"), "--key", *keys, "--response", str(response)]
    done = subprocess.run(
        [*command, "--subset", "--json", str(judged)], capture_output=True, text=True, check=True
    )
    (out / name / "score.txt").write_text(done.stdout, "utf-8")
    return {
        "texts": len(texts),
        **summary(json.loads(judged.read_text("utf-8"))),
        "texts per second": len(texts) / seconds,
    }


def messages(base: Path, split: str) -> Iterator[tuple[str, str]]:
    """(name, text) of the texts of a split."""
    for path in sorted(base.glob(SPLITS[split][1])):
        for message in _MESSAGE.split(path.read_text("utf-8", errors="replace")):
            if message.strip():
                head, _, text = message.partition("\n")
                yield head.split()[0], text


def summary(judged: Row) -> Row:
    """The figures that the project is held to, in percent as the task gives them."""
    rows = judged["official"]["rows"]
    return {
        "all templates F": rows["ALL TEMPLATES"]["f"],
        "all templates recall": rows["ALL TEMPLATES"]["recall"],
        "all templates precision": rows["ALL TEMPLATES"]["precision"],
        "text filtering F": rows["TEXT FILTERING"]["f"],
        "six roles micro F1": judged["roles"]["micro_avg"]["f"],
    }


def _country(text: str) -> str | None:
    """Where a text plays: the country that it names most, else that of its dateline."""
    flat = " ".join(text.split())
    named = Counter(land for land in _LANDS for _ in range(flat.count(land)))
    if named:
        return _CODES[named.most_common(1)[0][0]]
    capital = next((code for city, code in _CAPITALS.items() if flat.startswith(city)), None)
    return capital or _country_of_town(flat)


def _country_of_town(text: str) -> str | None:
    """The country of the town that a dateline opens with."""
    town = re.match(r"[A-Z. ]+(?=,| \()", text)
    found = find_places(f"in {town.group().title()}.") if town else []
    lands = [m.place.country for m in found if m.place is not None]
    return next((land for land in lands if land in _CODES.values()), None)


def _written(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.txt"):
        old.unlink()
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


if __name__ == "__main__":
    print(json.dumps(run(Path(sys.argv[1]), Path(sys.argv[2])), indent=1))

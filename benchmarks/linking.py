"""Linking at scale: made streams of 10,000, 100,000 and 1,000,000 reports with known incidents, and the same through Splink.

Each size is a process of its own, so that its peak memory is its own. It takes long, so it runs only where it is asked for:
`python -m benchmarks linking`, or by itself, `python -m benchmarks.linking --sizes 10000 100000`.
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from benchmarks.clusters import figures
from benchmarks.made_reports import Made, reports
from incidentbook.book import Store, changes
from incidentbook.link import cluster
from incidentbook.linking import link
from incidentbook.model import Document, Extraction, Published, Region, ReportRef, Span

SIZES = (10_000, 100_000, 1_000_000)
SPLINK_MOST = 100_000
BOOK = 100_000
_CELL = 0.5  # degrees
_LENGTH = 80  # words of an article
_WORDS = [
    f"{a}{b}"
    for a in ("mor", "ten", "sul", "bak", "rid", "lan")
    for b in ("", *"aeiou", "ing", "ed", "er", "ly")
]
_WORDS += [f"{a}{b}" for a, b in itertools.product(_WORDS, repeat=2)]
_THRESHOLDS = (0.5, 0.9, 0.99, 0.999)

Groups = Mapping[int, Hashable]


def run(bench: Path, out: Path) -> dict[str, Any]:
    """The figures of all sizes; `bench` and `out` are not needed."""
    return measure(SIZES)


def measure(sizes: Sequence[int]) -> dict[str, Any]:
    """Time, memory and quality at each size, how time grows from one to the next, and Splink's beside them."""
    found: dict[str, Any] = {}
    for size in sizes:
        found[f"{size}"] = _apart("ours", size)
        if size == BOOK:
            found[f"{size} in a book"] = _apart("increments", size)
        if size <= SPLINK_MOST:
            found[f"{size} splink"] = _apart("splink", size)
    for small, large in itertools.pairwise(sizes):
        times = (found[f"{n}"]["processor seconds"] for n in (small, large))
        found[f"growth from {small} to {large}"] = _exponent(*times, large / small)
    return found


def _exponent(before: float, after: float, factor: float) -> float:
    """The power of the size with which time grows."""
    return math.log(after / before) / math.log(factor)


def _apart(way: str, size: int) -> dict[str, Any]:
    """The figures of one size in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.linking", "--way", way, "--sizes", str(size)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return {"failed": done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def timed(made: Sequence[Made], link: Callable[[Sequence[Made]], Groups]) -> dict[str, Any]:
    """Seconds, the process's peak memory in MB until all is linked, and how right the groups are.

    The memory is with the stream itself, and without what judging the groups takes.
    """
    wall, processor = time.perf_counter(), time.process_time()
    found = link(made)
    seconds = {"seconds": time.perf_counter() - wall, "processor seconds": time.process_time() - processor}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    judged = figures({n: m.attack for n, m in enumerate(made)}, found, ceaf=False)
    dated = {n: m.attack for n, m in enumerate(made) if m.item.report.main}
    main = figures(dated, {n: found[n] for n in dated}, ceaf=False)
    shown = {
        "b3 f1": judged.b3.f1,
        "pairs p": judged.pairs.p,
        "pairs r": judged.pairs.r,
        "pairs f1": judged.pairs.f1,
    }
    return {
        **seconds,
        "peak MB": peak,
        **shown,
        "main reports, b3 f1": main.b3.f1,
        "main reports, pairs f1": main.pairs.f1,
    }


def ours(made: Sequence[Made]) -> Groups:
    """The groups of `link.cluster`."""
    found = cluster([m.item for m in made])
    return {n: number for number, group in enumerate(found) for n in group}


def splink(made: Sequence[Made]) -> Groups:
    """The groups of Splink: weights by expectation maximisation; of several thresholds the one that judges best."""
    import pyarrow
    import splink.comparison_library as compared
    from splink import Linker, SettingsCreator, block_on
    from splink.backends.duckdb import DuckDBAPI

    together = [block_on("day", "cell"), block_on("day", "actor"), block_on("place", "killed", "injured")]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="number",
        blocking_rules_to_generate_predictions=together,
        comparisons=[
            compared.AbsoluteDateDifferenceAtThresholds(
                "day", input_is_string=True, metrics=["day", "day"], thresholds=[1, 3]
            ),
            compared.DistanceInKMAtThresholds("lat", "lon", [5, 60]),
            *(compared.ExactMatch(name) for name in ("kind", "killed", "injured", "munitions", "actor")),
            compared.ArrayIntersectAtSizes("names", [3, 2, 1]),
        ],
    )
    table = DuckDBAPI().register(pyarrow.Table.from_pylist([_row(n, m) for n, m in enumerate(made)]))
    linker = Linker(table, settings, log_level=None)
    sure = [block_on("day", "place", "killed", "kind")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=0.4)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6)
    for rule in (block_on("day", "cell"), block_on("place", "killed", "injured")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    pairs = linker.inference.predict(threshold_match_probability=0.2)
    found = []
    for threshold in _THRESHOLDS:
        groups = linker.clustering.cluster_pairwise_predictions_at_threshold(pairs, threshold)
        found.append({row["number"]: row["cluster_id"] for row in groups.as_record_list()})
    gold = {n: m.attack for n, m in enumerate(made)}
    return max(found, key=lambda labels: figures(gold, labels, ceaf=False).b3.f1)


def _row(number: int, made: Made) -> dict[str, Any]:
    """A report as a row of plain columns: the day it says or was printed, the place, kind, figures, actor and a name."""
    item, values = made.item, made.item.report.values
    day = values.date or item.published
    place, actor = values.place, values.perpetrator
    put = place is not None and place.lat is not None and place.lon is not None
    return {
        "number": number,
        "day": str(day.known_day) if day is not None and day.known_day else None,
        "place": place.name if place else None,
        "cell": f"{place.lat // _CELL} {place.lon // _CELL}" if place and put else None,  # type: ignore[operator]
        "kind": values.attack_type,
        "killed": values.killed.low if values.killed else None,
        "injured": values.injured.low if values.injured else None,
        "munitions": values.munitions.low if values.munitions else None,
        "actor": actor.id if actor else None,
        "names": sorted(item.telling) or None,
        "lat": place.lat if place else None,
        "lon": place.lon if place else None,
    }


def increments(folder: Path, size: int, added: int = 100) -> dict[str, Any]:
    """A book of so many reports, and seconds to link when some more documents come; whether linking all gives the same."""
    made = reports(size + added * 2)
    documents: dict[str, list[Made]] = {}
    for one in made:
        documents.setdefault(one.item.document, []).append(one)
    every = [_extraction(found) for found in documents.values()]
    path = folder / "book.db"
    with Store.open(path, create=True) as store:
        with writing(store) as connection:
            for extraction in every[:-added]:
                changes.write(connection, extraction)
        begun = time.perf_counter(), time.process_time()
        link(store)
        whole = {
            "seconds, all": time.perf_counter() - begun[0],
            "processor seconds, all": time.process_time() - begun[1],
        }
        for extraction in every[-added:]:
            store.add(extraction)
        begun = time.perf_counter(), time.process_time()
        link(store)
        some = {
            "seconds": time.perf_counter() - begun[0],
            "processor seconds": time.process_time() - begun[1],
        }
        held, items = store.memberships(), store.link_items()
    found = {frozenset(items[n].ref for n in group) for group in cluster(items)}
    by_incident: dict[str, set[ReportRef]] = {}
    for ref, name in held.items():
        by_incident.setdefault(name, set()).add(ref)
    same = found == {frozenset(group) for group in by_incident.values()}
    return {
        "reports in the book": len(items),
        "documents added": added,
        **whole,
        **some,
        "same as all at once": int(same),
    }


def writing(store: Store) -> AbstractContextManager[Connection]:
    """One transaction for many documents."""
    return store._writing()


def _extraction(made: Sequence[Made]) -> Extraction:
    """A document that says what its made reports say."""
    first, text = made[0].item, _article(made)
    published = Published(first.published, "metadata", ()) if first.published else None
    regions = (Region("body", Span(0, len(text))),)
    document = Document(
        first.document, f"{first.document}.txt", None, None, None, "en", None, published, text, regions
    )
    return Extraction(document, tuple(m.item.report for m in made), ())


def _article(made: Sequence[Made]) -> str:
    """Telling words among others, drawn for what is said of the attack, so that a copy has the same; and the paper's line."""
    main = made[0]
    chance = random.Random(f"{main.attack} {main.item.report.values} {sorted(main.item.telling)}")
    words = [w.title() for m in made for w in sorted(m.item.telling)] + chance.choices(_WORDS, k=_LENGTH)
    chance.shuffle(words)
    return f"{' '.join(words)}.\n\nA paper's line, {main.item.document}.\n"


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.linking", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument(
        "--way", choices=("ours", "splink", "increments"), help="one way alone, in this process"
    )
    asked = parser.parse_args()
    if asked.way is None:
        print(json.dumps(measure(asked.sizes), indent=2))
    elif asked.way == "increments":
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(increments(Path(folder), asked.sizes[0])))
    else:
        print(json.dumps(timed(reports(asked.sizes[0]), ours if asked.way == "ours" else splink)))


if __name__ == "__main__":
    main()

"""Learns what agreements weigh when reports are linked: `resources/link_weights.yaml`, `resources/common_names.yaml`.

    python -m training.linking ../shared/train/articles --bench ../shared/bench --cache CACHE

The articles are read by the program, and pairs of its reports that linking would weigh are told to be one incident or two: by
the registry, for local news of shootings (`gva`, without the incidents that the benchmark reads); by the marks, for marked-up
articles; by the annotation, for `news/dev`. A logistic regression on what `link.evidence` names gives log-odds, drawn to
`link_prior.yaml`, as in the record linkage of Fellegi and Sunter (1969). From which log-odds on reports are joined is chosen on
incidents whose pairs were not learned from.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from benchmarks import clusters, gva
from benchmarks.calibration import load

from incidentbook import exchange
from incidentbook.link import LinkItem, compare, telling
from incidentbook.link.blocking import Pair, candidates
from incidentbook.link.cluster import gathered
from incidentbook.link.dating import own_items
from incidentbook.link.evidence import Profile, evidence, profile
from incidentbook.model import Document, Extraction
from incidentbook.pipeline import extract_all
from incidentbook.text.story import story_spans
from training.logistic import BIAS, Row, fit

HERE = Path(__file__).parent
RESOURCES = HERE.parent / "src" / "incidentbook" / "resources"
PRIOR = HERE / "link_prior.yaml"
WEIGHTS, NAMES = RESOURCES / "link_weights.yaml", RESOURCES / "common_names.yaml"
HEAD = """\
# What agreements and clashes of two reports weigh, in log-odds that both are of one attack: `bias` is that of any two
# that are compared, the others are added to it. Learned by `python -m training.linking`; the names are those of
# `link/evidence.py`. From `merge_at` on two are one incident, from `merge_alone_at` on if there is no rival;
# `mention_at` is the same for a mention that does not know its day.
"""
NAMES_HEAD = (
    "# Names that articles on many attacks have in common. Written by `python -m training.linking`.\n"
)
COMMON = 8  # attacks; a name that more have in common tells none from another
PENALTY = 5.0
NEWS_COUNTS = 2.0  # there are few of them beside those of local news
FOLDS = 4
PRECISION = 0.95  # of pairs
GRID = {"merge_at": (-0.5, 0.0, 0.5), "alone": (0.5, 1.0), "mention": (0.5, 0.75, 1.0)}


@dataclass(frozen=True, slots=True)
class Labelled:
    """The reports of a set that linking is given, the incident of those that have one, and how much a pair counts."""

    name: str
    items: tuple[LinkItem, ...]
    incidents: Mapping[tuple[str, str], str]
    counts: float


def local_news(bench: Path, cache: Path) -> tuple[list[Extraction], dict[str, str]]:
    """What is read of the articles whose incidents the benchmark leaves out, and the incident of each document."""
    table = sorted(gva.lines(bench / "gva" / "dev" / "incidents.jsonl"), key=lambda row: int(row["id"]))
    kept = [row for number, row in enumerate(table) if number % gva.EVERY]
    incident = {doc: str(row["id"]) for row in kept for doc in row["docs"]}
    with TemporaryDirectory() as name:
        command = [sys.executable, str(bench / "gva" / "unpack.py"), "--gold", str(bench / "gva" / "dev")]
        subprocess.run([*command, "--out", name], check=True)
        found = _read(Path(name), None, cache / "gva.jsonl")
    mine = [e for e in found if Path(e.document.source).stem in incident]
    return mine, {e.document.id: incident[Path(e.document.source).stem] for e in mine}


def annotated(
    name: str, folder: Path, scorer: Path, cache: Path
) -> tuple[list[Extraction], dict[tuple[str, str], str]]:
    """What is read of a set in the layout of `bench/news`, and the incident of each report that is paired with one."""
    meta, lines = folder / "meta.jsonl", cache / f"{name}.jsonl"
    found = _read(folder / "articles", meta if meta.exists() else None, lines)
    score = load(scorer)
    documents, _ = score.load_gold(folder)
    score.load_reports(lines, documents, score.Problems())
    pairs = [(d, p) for d in documents.values() for p in score.match(d)]
    sure = [(d, p) for d, p in pairs if not (p.gold.gold["optional"] or p.gold.gold["link_uncertain"])]
    return found, {(d.system_doc["id"], p.system.id): p.gold.gold["incident"] for d, p in sure}


def marked_up(folder: Path, scorer: Path, cache: Path) -> tuple[list[Extraction], dict[tuple[str, str], str]]:
    """The same of marked-up articles, by `to_gold.py` beside them."""
    with TemporaryDirectory() as name:
        parts = sorted({str(path.parent) for path in folder.rglob("*.txt")})
        subprocess.run([sys.executable, str(folder.parent / "to_gold.py"), *parts, "--out", name], check=True)
        return annotated("train", Path(name), scorer, cache)


def _read(folder: Path, meta: Path | None, kept: Path) -> list[Extraction]:
    """What the program reads of a folder; kept as lines, and taken from there where they are."""
    if not kept.exists():
        found = [o for o in extract_all([folder], meta) if isinstance(o, Extraction)]
        kept.write_text("".join(exchange.dump_extraction(e) + "\n" for e in found), encoding="utf-8")
    text = kept.read_text(encoding="utf-8")
    return [exchange.load_extraction(line) for line in text.split("\n") if line.strip()]


def common_names(documents: Iterable[tuple[Document, str]]) -> list[str]:
    """The names that articles on many attacks have in common.

    Args:
        documents: articles, each with what it tells of.
    """
    seen: dict[str, set[str]] = defaultdict(set)
    for document, attack in documents:
        parts = [s.of(document.text) for s in story_spans(document)]
        for word in telling.all_names(parts, telling.plain_words(document.text)):
            seen[word].add(attack)
    common = (word for word, attacks in seen.items() if len(attacks) >= COMMON)
    return sorted(word for word in common if not word.startswith(telling.AGE))


def pairs(labelled: Labelled) -> Iterator[tuple[Row, bool, tuple[str, str]]]:
    """What is found of each pair that linking weighs, whether it is one incident, and of which incidents they are."""
    profiles = [profile(item) for item in labelled.items]
    for a, b in sorted(candidates(profiles) | _of_near_days(profiles)):
        one, other = (labelled.incidents.get(_key(labelled.items[n])) for n in (a, b))
        found = evidence(profiles[a], profiles[b]) if one and other else None
        if found is not None and one and other:
            yield found, one == other, (one, other)


def _of_near_days(profiles: Sequence[Profile]) -> set[Pair]:
    """All pairs whose days come near each other, wherever they are: what linking never compares shows what weighs against."""
    days: dict[int, list[int]] = defaultdict(list)
    for number, one in enumerate(profiles):
        when = None if one.undated else one.likely
        if when is not None and when.earliest is not None and when.latest is not None:
            for day in range(when.earliest.toordinal() - 1, when.latest.toordinal() + 1):
                days[day].append(number)
    return {pair for group in days.values() for pair in combinations(group, 2)}


def _key(item: LinkItem) -> tuple[str, str]:
    return item.document, item.report.id


def learn(sets: Sequence[Labelled], keep: Callable[[str], bool] = lambda _: True) -> dict[str, float]:
    """The weights that pairs of kept incidents teach."""
    prior = yaml.safe_load(PRIOR.read_text(encoding="utf-8"))
    found = [(row, one, s.counts) for s in sets for row, one, which in pairs(s) if all(map(keep, which))]
    rows, right, counts = zip(*found, strict=True)
    return fit(rows, right, counts, prior, PENALTY)


def choose(sets: Sequence[Labelled]) -> dict[str, Any]:
    """From which log-odds on reports are joined: those that give the best clusters of incidents not learned from, among
    those that join so few wrong pairs as is asked for.
    """
    conll, precision = (
        defaultdict[tuple[float, ...], float](float),
        defaultdict[tuple[float, ...], float](float),
    )
    for fold in range(FOLDS):
        weights = learn(sets, lambda name, fold=fold: _fold(name) != fold)  # type: ignore[misc]
        for at, labelled in product(product(*GRID.values()), sets):
            rules = replace(compare.rules(), weights=weights, **_thresholds(at))
            found = _judged(labelled, rules, fold)
            conll[at] += found[0] / FOLDS / len(sets)
            precision[at] += found[1] / FOLDS / len(sets)
    ranked = sorted(conll, key=lambda at: (precision[at] >= PRECISION, conll[at], at), reverse=True)
    for at in ranked[:5]:
        print(_thresholds(at), f"held out: CoNLL {conll[at]:.4f}, pairs right {precision[at]:.4f}")
    return _thresholds(ranked[0])


def _thresholds(at: Sequence[float]) -> dict[str, Any]:
    return {"merge_at": at[0], "merge_alone_at": at[0] - at[1], "mention_at": at[0] - at[2]}


def _fold(incident: str) -> int:
    return zlib.crc32(incident.encode()) % FOLDS


def _judged(labelled: Labelled, rules: compare.Rules, fold: int) -> tuple[float, float]:
    """How well the fold's incidents are clustered, and the share of right pairs, among all others."""
    with compare.using(rules):
        groups = gathered([profile(item) for item in labelled.items])
    found = {_key(labelled.items[n]): str(number) for number, group in enumerate(groups) for n in group}
    every = {key: incident for key, incident in labelled.incidents.items() if key in found}
    gold = {key: incident for key, incident in every.items() if _fold(incident) == fold}
    conll = clusters.figures(gold, {key: found[key] for key in gold}).conll
    return conll, clusters.figures(every, {key: found[key] for key in every}, ceaf=False).pairs.p


def write(weights: Mapping[str, float], thresholds: Mapping[str, float], out: Path) -> None:
    """Writes the weights as YAML that people can read, in the order of the prior."""
    prior = yaml.safe_load(PRIOR.read_text(encoding="utf-8"))
    lines = [f"  {name}: {weights[name]}" for name in [BIAS, *prior]]
    joined = [f"{name}: {at}" for name, at in thresholds.items()]
    out.write_text(HEAD + "\n".join(["weights:", *lines, *joined]) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, help="folder of marked-up articles, beside to_gold.py")
    parser.add_argument("--bench", type=Path, default=Path("../shared/bench"), help="folder of benchmarks")
    parser.add_argument("--cache", type=Path, required=True, help="folder for what was read of the articles")
    options = parser.parse_args()
    options.cache.mkdir(parents=True, exist_ok=True)
    scorer = options.bench / "news"
    local, of_document = local_news(options.bench, options.cache)
    news, of_news = annotated("dev", scorer / "dev", scorer, options.cache)
    train, of_train = marked_up(options.articles, scorer, options.cache)
    texts = [(e.document, of_document[e.document.id]) for e in local] + [
        (e.document, e.document.id) for e in train
    ]
    names = common_names(texts)
    NAMES.write_text(
        NAMES_HEAD + yaml.safe_dump(names, default_flow_style=True, width=118, allow_unicode=True),
        encoding="utf-8",
    )
    telling.common_names.cache_clear()
    of_local = {(e.document.id, r.id): of_document[e.document.id] for e in local for r in e.reports if r.main}
    sets = [
        Labelled("gva", tuple(i for e in local for i in own_items(e)), of_local, 1.0),
        Labelled("dev", tuple(i for e in news for i in own_items(e)), of_news, NEWS_COUNTS),
        Labelled("train", tuple(i for e in train for i in own_items(e)), of_train, NEWS_COUNTS),
    ]
    thresholds = choose(sets)
    weights = learn(sets)
    write(weights, thresholds, WEIGHTS)
    print(f"{len(names)} common names, {thresholds}; written to {WEIGHTS.name} and {NAMES.name}")


if __name__ == "__main__":
    main()

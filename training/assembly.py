"""Learns how event mentions are gathered into attacks: `resources/assembly.yaml`.

    python -m training.assembly ../shared/train/articles

Each mention of each article is a choice: it tells again of an attack that came before, of a new one, or of none. The marks tell
which; the earlier mentions are gathered as the marks gather them.
"""

from __future__ import annotations

import argparse
import random
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import yaml

from incidentbook.extract.assembly import Situation, beginning, founding, joining
from incidentbook.extract.drafts import Draft, Told
from incidentbook.extract.extractor import as_read, read_scenes, read_told, reference
from incidentbook.extract.fit import fineness
from incidentbook.extract.mentions import Mention
from incidentbook.extract.merge import beside, open_drafts, put
from incidentbook.extract.placing import Named, Story, speaking_for
from incidentbook.model import Place
from incidentbook.normalise.place import distance_km
from incidentbook.pipeline import dated
from incidentbook.sources import Meta, Page
from training.logit import Choice, fit, share_right
from training.markup import Article, Mark, read_folder

PRIOR = Path(__file__).parent / "prior.yaml"
RESOURCE = Path(__file__).parent.parent / "src" / "incidentbook" / "resources" / "assembly.yaml"
HEAD = """\
# What speaks for an event mention telling again of an attack told before (join), or of a new one (found), against its
# telling of none (0). Learned from marked-up articles by `python -m training.assembly`; read by extract/weights.py.
"""
_TRIGGER = 3  # a trigger's own mark against marks of what is said of it
_TOLD = 2.0  # an attack that is told and missed weighs more than one that is not there
_SAME_KM = 25.0  # between the place marked and one of the gazetteer that is taken for it
PARTS = ("join", "found", "place")
PENALTY = 8.0
LEAST = 4  # choices that a feature must be seen in


def report_of(article: Article, mention: Mention) -> str | None:
    """The report whose marks stand on the mention's words; None where it tells of no report."""
    votes: Counter[str] = Counter()
    own = [mention.scene.span([mention.scene.doc[t.token]]) for t in mention.triggers]
    said = {s.span for s in mention.statements}
    for mark in article.marks:
        if mark.owner in article.reports:
            weight = _TRIGGER if mark.property == "trigger" else 1
            votes[mark.owner] += weight * any(mark.span.overlaps(s) for s in own)
            votes[mark.owner] += mark.property != "trigger" and any(mark.span.overlaps(s) for s in said)
    best = votes.most_common(1)
    return best[0][0] if best and best[0][1] > 0 else None


def choices(article: Article) -> list[Choice]:
    """The decisions of one article."""
    page = Page(article.id, "text/plain", article.text, Meta(published=article.published))
    document, _ = dated(page)
    published = reference(document)
    scenes = read_scenes(as_read(document))
    told = read_told(scenes, published)
    joined, found, keys = gathered(article, told, beginning(told, published))
    story = Story(tuple(scenes), found.drafts)
    return [
        *joined,
        *(_place(article, key, draft, story) for key, draft in zip(keys, found.drafts, strict=True)),
    ]


def gathered(
    article: Article, sentences: Sequence[Told], now: Situation
) -> tuple[list[Choice], Situation, list[str]]:
    """The decisions on mentions, and the attacks as the marks gather them, with the keys of their reports."""
    keys, made = list[str](), list[Choice]()
    for told in sentences:
        for mention in told.mentions:
            key = report_of(article, mention)
            made.append(_mention(article, mention, key, keys, now))
            if key is not None:
                at = keys.index(key) if key in keys else len(keys)
                keys += [key] * (at == len(keys))
                now = put(now, mention, at)
        now = beside(now, told)
    return made, now, keys


def _mention(
    article: Article, mention: Mention, key: str | None, keys: Sequence[str], now: Situation
) -> Choice:
    """The decision on one mention: none, a new attack, or one of those so far.

    `key` is the report that it tells of, `keys` those of the attacks so far.
    """
    drafts = open_drafts(now, mention)
    joins = [_named("join", joining(mention, at, now)) for at in drafts]
    options = ([], _named("found", founding(mention, now)), *joins)
    if key is None:
        silent = _not_excluded(article, mention, keys, now.focus)
        return Choice(options, frozenset({0, *(i for i, at in enumerate(drafts, 2) if at in silent)}))
    if key not in keys:
        return Choice(options, frozenset({1}), _TOLD)
    at = keys.index(key)
    return (
        Choice(options, frozenset({drafts.index(at) + 2}), _TOLD)
        if at in drafts
        else Choice(options, frozenset({0}))
    )


def _not_excluded(article: Article, mention: Mention, keys: Sequence[str], focus: int) -> set[int]:
    """The attacks that an unmarked mention may tell of all the same: marks stand on some words, not on every "was hurt"."""
    if {"date", "place", "perpetrator"} & {s.property for s in mention.statements}:
        return set()
    here = {m.owner for m in article.marks if m.span.overlaps(mention.scene.sentence.span)}
    told = {keys.index(k) for k in here if k in keys}
    return told if here else ({focus} if keys else set())


def _place(article: Article, key: str, draft: Draft, story: Story) -> Choice:
    """The decision on where an attack was: right is each place that the marks name, none where the text names none of them."""
    options = [[], *(_named("place", speaking_for(p, draft, story)) for p in story.named)]
    marks = [m for m in article.marks if m.owner == key and m.property == "place" and m.value]
    chosen = next((m for m in marks if len((m.value or "").split("/")) > 3), marks[0] if marks else None)
    right = {
        i
        for i, (place, names) in enumerate(story.named.items(), 1)
        if chosen and (_is_at(place, chosen.value or "") or _named_by(names, marks, chosen))
    }
    return Choice(tuple(options), frozenset(right or {0}))


def _is_at(place: Place, value: str) -> bool:
    """Whether a place lies where a mark says."""
    point = value.split("/")[2:]
    if len(point) < 2 or fineness(place) > 3:
        return False
    km = distance_km(place, Place("", None, None, float(point[0]), float(point[1]), 1, None))
    return km is not None and km <= _SAME_KM


def _named_by(names: Sequence[Named], marks: Sequence[Mark], chosen: Mark) -> bool:
    """Whether the words that a mark stands on name a place."""
    name = (chosen.value or "").split("/")[0]
    same = [m for m in marks if (m.value or "").split("/")[0] == name]
    return any(m.span.overlaps(n.mention.span) for m in same for n in names)


def _named(part: str, features: Sequence[str]) -> list[str]:
    return [f"{part}: {f}" for f in features]


def write(weights: Mapping[str, float], out: Path) -> None:
    """Writes the weights as a YAML file that people can read: a part for each decision."""
    parts: dict[str, dict[str, float]] = {part: {} for part in PARTS}
    for name, weight in weights.items():
        part, _, feature = name.partition(": ")
        parts[part][feature] = weight
    out.write_text(
        HEAD + yaml.safe_dump(parts, sort_keys=True, allow_unicode=True, width=110), encoding="utf-8"
    )


def learn(made: Sequence[Sequence[Choice]], penalty: float) -> dict[str, float]:
    """The weights that the choices of all articles teach; prints how many choices of articles held out they get right.

    Args:
        made: the choices of each article.
        penalty: how strongly the weights are drawn to those of `prior.yaml`.
    """
    prior = yaml.safe_load(PRIOR.read_text(encoding="utf-8"))
    shuffled = random.Random(1).sample(made, len(made))
    cut = len(shuffled) // 5
    held, rest = ([c for part in parts for c in part] for parts in (shuffled[:cut], shuffled[cut:]))
    learnt = fit(rest, penalty, LEAST, prior)
    for name, part in (("mentions", "found"), ("places", "place")):
        mine = [c for c in held if len(c.options) > 1 and c.options[1][0].startswith(part)]
        if mine:
            print(f"{name}: of {len(mine)} held out {share_right(mine, learnt):.3f} right")
    return fit([*held, *rest], penalty, LEAST, prior)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=Path, help="folder of marked-up articles")
    parser.add_argument(
        "--penalty", type=float, default=PENALTY, help="how strongly weights are drawn to the prior"
    )
    parser.add_argument(
        "--out", type=Path, default=RESOURCE, help="file to write (default: the one that is shipped)"
    )
    options = parser.parse_args()
    articles = read_folder(options.articles)
    if not articles:
        parser.error(f"no marked-up articles (*.txt) below {options.articles}")
    with ProcessPoolExecutor() as pool:
        made = list(pool.map(choices, articles, chunksize=8))
    write(learn(made, options.penalty), options.out)
    print(f"written to {options.out.name}")


if __name__ == "__main__":
    main()

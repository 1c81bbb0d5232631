"""Near-duplicates: copies made of the development articles by rule (cut, re-headed, re-ordered, corrected, in
the noise of other pages), among unrelated reports, some of the same attacks, roundups and recycled background.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from pathlib import Path
from typing import Any

from incidentbook.link.duplicates import Story, relation, story_groups
from incidentbook.link.minhash import candidates

SEED = 7
SPEED_TEXTS, SPEED_WORDS = 100_000, 60
NOISE = (
    "Share this on Facebook Twitter WhatsApp Telegram",
    "Read more: Five things to know before the weekend",
    "Sign up for our morning briefing and never miss a story",
    "Your browser does not support the video tag.",
    "By staff writer, with agencies",
    "Related: Oil prices climb as traders weigh supply",
    "All rights reserved. No part of this page may be copied.",
    "Most read: Heat wave grips the capital for a third week",
    "Photo: file picture, agencies",
    "Click here to follow our channel for the latest news",
    "We use cookies to improve your visit. Accept or manage your choices.",
    "Advertisement",
)
_NUMBER = re.compile(r"\b\d{1,3}\b|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b")
_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")

Paragraphs = list[str]
Change = Callable[[random.Random, Paragraphs], Paragraphs]


@dataclass(frozen=True, slots=True)
class Copy:
    """A text of the test: the story it is a copy of, how it was made."""

    story: Story
    family: str
    made: str


# ---------------------------------------------------------------- how copies are made


def reheaded(rng: random.Random, text: Paragraphs) -> Paragraphs:
    """Another title, in words of the story."""
    words = [w for w in " ".join(text[1:]).split() if w[0].isalpha()]
    start = rng.randrange(max(1, len(words) - 8))
    return [" ".join(words[start : start + rng.randint(5, 9)]).capitalize(), *text[1:]]


def cut(rng: random.Random, text: Paragraphs) -> Paragraphs:
    """Cut from the end, as papers do, to between a third and four fifths."""
    share = rng.uniform(0.33, 0.8)
    kept, size = [text[0]], 0
    for paragraph in text[1:]:
        if size > share * sum(map(len, text[1:])):
            break
        kept.append(paragraph)
        size += len(paragraph)
    return kept


def reordered(rng: random.Random, text: Paragraphs) -> Paragraphs:
    """The paragraphs after the first in another order."""
    rest = text[2:]
    rng.shuffle(rest)
    return [*text[:2], *rest]


def corrected(rng: random.Random, text: Paragraphs) -> Paragraphs:
    """One to three numbers changed."""
    whole = "\n\n".join(text[1:])
    found = list(_NUMBER.finditer(whole))
    for match in sorted(rng.sample(found, min(len(found), rng.randint(1, 3))), key=lambda m: -m.start()):
        whole = whole[: match.start()] + _other(rng, match.group()) + whole[match.end() :]
    return [text[0], *whole.split("\n\n")]


def _other(rng: random.Random, number: str) -> str:
    if number.isdigit():
        return str(int(number) + rng.randint(1, 9))
    return rng.choice([w for w in _WORDS if w != number])


def noisy(rng: random.Random, text: Paragraphs) -> Paragraphs:
    """Three to six lines of a page around and between the paragraphs."""
    made = list(text)
    for line in rng.sample(NOISE, rng.randint(3, 6)):
        made.insert(rng.randrange(len(made) + 1), line)
    return made


def updated(rng: random.Random, text: Paragraphs) -> Paragraphs:
    """A new paragraph after the first, a few words changed for others of the same text."""
    words = text[-1].split()
    rng.shuffle(words)
    return [*text[:2], " ".join(words), *text[2:]]


SINGLE: dict[str, tuple[Change, ...]] = {
    "reheaded": (reheaded,),
    "cut": (reheaded, cut),
    "reordered": (reordered,),
    "corrected": (corrected,),
    "noisy": (noisy,),
    "updated": (updated,),
    "cut, noisy": (cut, noisy),
    "reordered, corrected": (reheaded, reordered, corrected),
    "corrected, cut, noisy": (reheaded, corrected, cut, noisy),
}


def copies(articles: dict[str, str]) -> list[Copy]:
    """The articles, a copy of each for each way, roundups, and new stories on old background.

    Every fifth article is not among them: it gives the news of the stories on old background.
    """
    rng = random.Random(SEED)
    texts = {name: _paragraphs(text) for name, text in articles.items()}
    donors = sorted(texts)[::5]
    kept = {name: text for name, text in texts.items() if name not in donors}
    made = [_copy(name, name, "original", text) for name, text in kept.items()]
    for name, text in kept.items():
        for how, changes in SINGLE.items():
            paragraphs = text
            for change in changes:
                paragraphs = change(rng, paragraphs)
            made.append(_copy(f"{name} {how}", name, how, paragraphs))
    return [
        *made,
        *_roundups(rng, kept),
        *(_recycled(rng, d, texts[d], kept) for d in donors for _ in range(4)),
    ]


def _copy(name: str, family: str, how: str, paragraphs: Paragraphs) -> Copy:
    return Copy(Story(name, "\n\n".join(paragraphs[1:]), paragraphs[0]), family, how)


def _paragraphs(text: str) -> Paragraphs:
    return [p for p in text.splitlines() if p.strip()]


def _roundups(rng: random.Random, texts: dict[str, Paragraphs]) -> Iterator[Copy]:
    """Pages that hold the beginnings of four stories: stories of their own."""
    for number in range(len(texts) // 4):
        parts = [p for name in rng.sample(sorted(texts), 4) for p in texts[name][1:4]]
        yield _copy(f"roundup {number}", f"roundup {number}", "roundup", ["The day", *parts])


def _recycled(rng: random.Random, donor: str, news: Paragraphs, texts: dict[str, Paragraphs]) -> Copy:
    """News upon the end of another story, which is up to nine tenths as long as the news: the story of the
    news.
    """
    old = texts[rng.choice(sorted(texts))]
    most = rng.uniform(0.3, 0.9) * len(" ".join(news[1:]))
    background: Paragraphs = []
    while len(background) + 3 < len(old) and len(" ".join(background)) < most:
        background.insert(0, old[-1 - len(background)])
    return _copy(f"{donor} recycled {rng.random()}", donor, "recycled", [*news, *background])


# ---------------------------------------------------------------- what is measured


def run(bench: Path, out: Path) -> dict[str, Any]:
    """Figures for pairs: by comparing all of them, and by groups; the share found of each way of copying; what
    was joined wrongly; seconds for many short texts.
    """
    folder = bench / "news" / "dev" / "articles"
    if not folder.is_dir():
        return {}
    found = measure({p.stem: p.read_text("utf-8") for p in sorted(folder.glob("*.txt"))})
    world = bench / "news" / "world" / "articles"
    others = {p.stem: p.read_text("utf-8") for p in sorted(world.glob("*.txt"))} if world.is_dir() else {}
    figures = {"dev": found, "same attack": _same_attack(bench, folder), "speed": speed()}
    return {**figures, **({"world": measure(others)} if others else {})}


def measure(articles: dict[str, str]) -> dict[str, Any]:
    """Precision and recall on copies of these articles."""
    made = copies(articles)
    stories = [c.story for c in made]
    related = {
        (a, b): found
        for a, b in combinations(range(len(made)), 2)
        if (found := relation(stories[a], stories[b])) != "none"
    }
    grouped = {tuple(sorted(pair)) for g in story_groups(stories) for pair in combinations(g, 2)}
    true = {(a, b) for a, b in combinations(range(len(made)), 2) if made[a].family == made[b].family}
    return {
        "texts": len(made),
        "pairs": _scored(set(related), true),
        "groups": _scored(grouped, true),
        "found by MinHash": len(set(candidates([s.text for s in stories])) & true) / len(true),
        "found": _by_way(made, related),
        "wrong": dict(Counter(_ways(made, pair) for pair in related.keys() - true)),
        "corrected are versions": _versions(made, related),
    }


def _scored(found: set[Any], true: set[Any]) -> dict[str, float]:
    hits = len(found & true)
    return {"precision": hits / max(1, len(found)), "recall": hits / len(true), "found": len(found)}


def _by_way(made: Sequence[Copy], related: Mapping[Any, str]) -> dict[str, float]:
    """The share of each kind of copy that is seen as one story with its original."""
    first = {c.family: n for n, c in enumerate(made) if c.made == "original"}
    seen: dict[str, list[bool]] = {}
    for number, copy in enumerate(made):
        if copy.made in SINGLE:
            seen.setdefault(copy.made, []).append((first[copy.family], number) in related)
    return {how: sum(values) / len(values) for how, values in seen.items()}


def _ways(made: Sequence[Copy], pair: Any) -> str:
    return " + ".join(sorted(made[n].made for n in pair))


def _versions(made: Sequence[Copy], related: Mapping[Any, str]) -> dict[str, float]:
    """Of the copies with other numbers, how many are versions; of the copies that are cut, re-headed or
    re-ordered, how many are the same.
    """
    first = {c.family: n for n, c in enumerate(made) if c.made == "original"}
    kinds: dict[str, list[bool]] = {"corrected: version": [], "cut, reheaded, reordered: same": []}
    for number, copy in enumerate(made):
        said = related.get((first.get(copy.family, -1), number), "none")
        if copy.made == "corrected" and copy.story.text != made[first[copy.family]].story.text:
            kinds["corrected: version"].append(said == "version")
        elif copy.made in ("cut", "reheaded", "reordered"):
            kinds["cut, reheaded, reordered: same"].append(said == "same")
    return {kind: sum(values) / len(values) for kind, values in kinds.items()}


def _same_attack(bench: Path, folder: Path) -> dict[str, int]:
    """Articles that report the same attack and are no copies of each other: how many pairs are joined."""
    gold = json.loads((bench / "news" / "dev" / "gold.json").read_text("utf-8"))
    by_attack: dict[str, set[str]] = {}
    for report in gold["reports"]:
        by_attack.setdefault(report["incident"], set()).add(report["article"])
    pairs = {p for articles in by_attack.values() for p in combinations(sorted(articles), 2)}
    stories = {n: Story(n, (folder / f"{n}.txt").read_text("utf-8")) for n in {x for p in pairs for x in p}}
    joined = sum(relation(stories[a], stories[b]) != "none" for a, b in pairs)
    return {"pairs": len(pairs), "joined": joined}


def speed() -> dict[str, float]:
    """Seconds for the MinHash stage and for whole groups, on made-up short texts of which a tenth are copies."""
    rng = random.Random(SEED)
    vocabulary = ["".join(letters) for letters in product("bdfgklmnprstvz", "aeiou", "lmnrst", "aeio", "kst")]
    texts = [" ".join(rng.choices(vocabulary, k=SPEED_WORDS)) for _ in range(SPEED_TEXTS * 9 // 10)]
    texts += [" ".join(t.split()[:50]) for t in texts[: SPEED_TEXTS // 10]]
    start = time.perf_counter()
    pairs = sum(1 for _ in candidates(texts))
    middle = time.perf_counter()
    groups = len(story_groups([Story(str(n), t) for n, t in enumerate(texts)]))
    end = time.perf_counter()
    figures = {"texts": len(texts), "candidates": pairs, "minhash": middle - start, "groups": groups}
    return {**figures, "all": end - middle}

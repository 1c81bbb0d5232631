"""The words of harm in a sentence, and on which side of them the victims stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml
from spacy.tokens import Token

from incidentbook.extract.harm.said import EFFECTS, Effect
from incidentbook.extract.scene import Scene
from incidentbook.model import Span

Way = Literal["suffers", "does"]
_BE = frozenset(
    {"be", "is", "are", "was", "were", "been", "being", "get", "got", "getting", "left", "'s", "'re"}
)


@dataclass(frozen=True, slots=True)
class HarmWord:
    """A word or phrase of harm: its tokens (the last included), its effect, and whether victims stand before or behind it."""

    effect: Effect
    first: int
    last: int
    way: Way
    verb: bool


@cache
def table() -> Mapping[str, Any]:
    """The lists of `resources/harm.yaml`, read once."""
    raw: Mapping[str, Any] = yaml.safe_load(
        files("incidentbook.resources").joinpath("harm.yaml").read_text(encoding="utf-8")
    )
    return raw


@cache
def words(*path: str) -> frozenset[str]:
    """One list of the table."""
    node: Any = table()
    for key in path:
        node = node[key]
    return frozenset(node)


@cache
def pattern(*path: str) -> re.Pattern[str]:
    """One list of patterns of the table, as one pattern of whole words, the longer ways first."""
    node: Any = table()
    for key in path:
        node = node[key]
    ways = "|".join(sorted(node, key=len, reverse=True)) or "(?!)"
    return re.compile(rf"(?<![\w-])(?:{ways})(?!\w)")


def find_words(scene: Scene) -> list[HarmWord]:
    """The words of harm of a sentence, in order, none overlapping another; phrases outrank single words."""
    phrases = [w for effect in EFFECTS for way in ("does", "suffers") for w in _phrases(scene, effect, way)]
    taken: set[int] = set()
    kept = []
    for word in sorted(phrases, key=lambda w: (-(w.last - w.first), w.first)):
        inside = set(range(word.first, word.last + 1))
        if not inside & taken:
            kept.append(word)
            taken |= inside
    single = [w for t in scene.doc if t.i not in taken for w in _single(scene, t)]
    return sorted([*kept, *single], key=lambda w: w.first) or [
        w for t in scene.doc for w in _perhaps(scene, t)
    ]


def _perhaps(scene: Scene, token: Token) -> Iterator[HarmWord]:
    """ "Three people were shot": hurt, unless it is told elsewhere that they died."""
    if token.lower_ in words("words", "injured", "perhaps") and token.tag_ in ("VBN", "VBD"):
        active = not _passive(token) and not _counted(scene, token) and _group_may_follow(scene, token)
        yield HarmWord("injured", token.i, token.i, "does" if active else "suffers", True)


def _phrases(scene: Scene, effect: Effect, way: Way) -> Iterator[HarmWord]:
    for match in pattern("words", effect, f"{way}_phrases").finditer(scene.lower):
        tokens = scene.tokens(Span(*match.span()).shifted(scene.sentence.span.start))
        if not tokens:
            continue
        first, last = tokens[0], tokens[-1]
        if way == "does" and not _group_may_follow(scene, last):
            yield HarmWord(effect, first.i, last.i, "suffers", True)
        elif not (way == "does" and _passive(first)):
            yield HarmWord(effect, first.i, last.i, way, True)
        else:
            yield HarmWord(effect, first.i, last.i, "suffers", True)


def _single(scene: Scene, token: Token) -> Iterator[HarmWord]:
    low = token.lower_
    for effect in EFFECTS:
        if low in words("words", effect, "suffers"):
            yield HarmWord(effect, token.i, token.i, "suffers", low != "dead")
        elif low in words("words", effect, "does"):
            yield HarmWord(effect, token.i, token.i, "does", True)
        elif low in words("words", effect, "either"):
            active = not _passive(token) and not _counted(scene, token) and _group_may_follow(scene, token)
            yield HarmWord(effect, token.i, token.i, "does" if active else "suffers", True)


def _passive(token: Token) -> bool:
    """Whether a form of "be" stands before it, with nothing but adverbs between."""
    at = token.i - 1
    while at >= 0 and token.doc[at].tag_ in ("RB", "RBR") and token.i - at < 4:
        at -= 1
    return at >= 0 and token.doc[at].lower_ in _BE


def _counted(scene: Scene, token: Token) -> bool:
    """ "Of the 66 injured eleven …": the number that stands right before it is the one it belongs to."""
    return token.i > 0 and _is_count(scene, token.doc[token.i - 1])


_OBJECT = frozenset({"DT", "CD", "PRP", "PRP$", "NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "PDT"})


_OPENS_A_GROUP = frozenset({"both", "all", "more", "others"})


def _group_may_follow(scene: Scene, token: Token) -> bool:
    """Whether what stands behind the word can be its object: no time, no end of the clause."""
    if token.i + 1 >= len(scene.doc):
        return False
    after = scene.doc[token.i + 1]
    if after.lower_ == "both" or _is_count(scene, after):
        return True
    timed = any(after in scene.tokens(c.span) for c in scene.clues.times)
    no_object = after.lower_ in (words("between") | {"close"}) - _OPENS_A_GROUP
    return not (timed or no_object or _says(after)) and after.tag_ in _OBJECT


def _is_count(scene: Scene, token: Token) -> bool:
    return any(token in scene.tokens(q.span) for q in scene.clues.quantities if q.kind == "count")


def _says(token: Token) -> bool:
    """ "… were killed and 12 wounded, police said": who says it is no object."""
    return token.dep_ in ("nsubj", "nsubjpass") and token.head.i > token.i

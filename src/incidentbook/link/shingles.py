"""Texts as sets of word sequences ("shingles"), for comparing them with each other.

Broder, On the resemblance and containment of documents, 1997. Figures and numbers in words are one and the
same word in a sequence, so that a corrected count leaves it as it is; which numbers stood there is kept.
"""

from __future__ import annotations

import functools
import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import yaml

from incidentbook.errors import ResourceError

Hashes = npt.NDArray[np.uint64]

# Scripts that put no spaces between words are taken by the character.
_TOKEN = re.compile(
    r"\d+(?:[.,:]\d+)*|[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]|[^\W\d_\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]+"
)
_APOSTROPHES = str.maketrans("", "", "'’‘ʼ`")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_NUMBER = 1


@dataclass(frozen=True, slots=True)
class Rules:
    """`duplicates.yaml` as read."""

    shingle: int
    permutations: int
    band: int
    copied: float
    changed: float
    together: float
    short: int
    lead_words: int
    lead: float
    longer: float
    strangers: float
    grown: float
    cues: re.Pattern[str]
    numbers: frozenset[str]


@functools.cache
def rules() -> Rules:
    """The rules of `resources/duplicates.yaml`.

    Raises:
        ResourceError: the file lacks a rule or has one too many.
    """
    text = resources.files("incidentbook").joinpath("resources/duplicates.yaml").read_text("utf-8")
    raw: dict[str, Any] = yaml.safe_load(text)
    try:
        raw["cues"] = re.compile(rf"\b(?:{'|'.join(raw['cues'])})", re.IGNORECASE)
        raw["numbers"] = frozenset(map(str, raw["numbers"]))
        return Rules(**raw)
    except (KeyError, TypeError, re.error) as error:
        raise ResourceError(f"resources/duplicates.yaml: {error}") from error


@dataclass(frozen=True, slots=True)
class Shingles:
    """A text to compare: all sequences, those of its beginning, those with a number and the numbers in them, its names.

    `all`, `lead`: sorted hashes, each once; `figures`: sequence → the numbers that stand in it; `names`: words
    that the text writes with a capital and never without.
    """

    all: Hashes
    lead: Hashes
    figures: dict[int, frozenset[tuple[str, ...]]]
    names: frozenset[str]
    words: int


def words_of(text: str) -> list[str]:
    """The words and figures of a text, as written."""
    return _TOKEN.findall(text.translate(_APOSTROPHES))


def sequences(texts: Sequence[str]) -> tuple[Hashes, Hashes]:
    """The sequences of many texts one after the other, as hashes, and where each text's begin: text `n` has
    those from `offsets[n]` to before `offsets[n + 1]`.
    """
    length = rules().shingle
    words = [_padded(words_of(text.casefold())) for text in texts]
    sizes = np.fromiter(map(len, words), np.int64, len(words))
    rolled = _rolled(_hashes(list(chain.from_iterable(words))))
    counts = sizes - length + 1
    # Of all sequences, those that do not run from one text into the next.
    places = np.repeat(np.cumsum(sizes) - sizes - (np.cumsum(counts) - counts), counts) + np.arange(
        counts.sum()
    )
    return rolled[places], np.concatenate(([0], np.cumsum(counts))).astype(np.uint64)


def _padded(words: list[str]) -> list[str]:
    """As long as a sequence at least."""
    return words if len(words) >= rules().shingle else words + ["\0"] * (rules().shingle - len(words))


@functools.lru_cache(maxsize=2048)
def shingles(text: str) -> Shingles:
    """A text to compare."""
    written = words_of(text)
    folded = [w.casefold() for w in written]
    rolled = _rolled(_hashes(folded))
    lead = np.unique(rolled[: max(1, rules().lead_words - rules().shingle + 1)])
    return Shingles(np.unique(rolled), lead, _figures(folded, rolled), _names(written), len(written))


def shared(one: Hashes, other: Hashes) -> int:
    """How many sequences both have."""
    return int(np.intersect1d(one, other, assume_unique=True).size)


@functools.lru_cache(maxsize=1 << 18)
def _hash(word: str) -> int:
    """A number for a word, the same in every run; one for all numbers."""
    return _NUMBER if is_number(word) else zlib.crc32(word.encode("utf-8")) + 2


def is_number(word: str) -> bool:
    """Whether a word (lower case) is a figure or a number in words."""
    return word[0].isdigit() or word in rules().numbers


def _hashes(words: Sequence[str]) -> Hashes:
    return np.fromiter(map(_hash, words), np.uint64, len(words))


def _rolled(words: Hashes) -> Hashes:
    """A hash for each sequence of words; a text that is shorter than one is one sequence."""
    length = rules().shingle
    count = max(1, len(words) - length + 1)
    rolled = np.zeros(count, np.uint64)
    for offset in range(min(length, len(words))):
        rolled = rolled * _FACTOR + _mixed(words[offset : offset + count])
    return _mixed(rolled)


def _mixed(values: Hashes) -> Hashes:
    """Bits spread over the whole word (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _figures(words: Sequence[str], rolled: Hashes) -> dict[int, frozenset[tuple[str, ...]]]:
    length, found = rules().shingle, dict[int, frozenset[tuple[str, ...]]]()
    near = {n + back for n, w in enumerate(words) if is_number(w) for back in range(1 - length, 1)}
    for start in sorted(n for n in near if 0 <= n < len(rolled)):
        said = tuple(w for w in words[start : start + length] if is_number(w))
        key = int(rolled[start])
        found[key] = found.get(key, frozenset()) | {said}
    return found


def _names(words: Sequence[str]) -> frozenset[str]:
    plain = {w for w in words if w[0].islower()}
    return frozenset(
        low for w in words if w[0].isupper() and (low := w.casefold()) not in plain and len(w) > 2
    )

"""Keys under which a place name is found, whatever its spelling: a folded form, and a skeleton of
consonants.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

_APOSTROPHES = re.compile(r"['’‘ʻʼʿʾ`´]")
_BREAKS = re.compile(r"[^0-9a-z]+")
_EXPANDED = {"st": "saint", "ste": "sainte", "ft": "fort", "mt": "mount", "&": "and"}
_ARTICLES = frozenset(
    [
        "al",
        "el",
        "ul",
        "ad",
        "an",
        "ar",
        "as",
        "at",
        "az",
        "ash",
        "ath",
        "ed",
        "en",
        "er",
        "es",
        "et",
        "ez",
        "the",
        "la",
        "le",
        "il",
    ]
)
_ARABIC_ARTICLE = re.compile(r"^(?:al|el|ul|ad|an|ar|as|at|az|ash|ath|ed|en|er|es|et|ez)[ -]+", re.IGNORECASE)
_DIGRAPHS = (
    ("kh", "x"), ("gh", "g"), ("sh", "s"), ("ch", "s"), ("th", "t"), ("dh", "d"), ("zh", "z"), ("ph", "f"),
    ("ts", "s"), ("ck", "k"), ("q", "k"), ("c", "k"), ("z", "s"), ("p", "b"), ("v", "w"),
)  # fmt: skip
_VOWELS = re.compile(r"[aeiouyw]+")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The key of a name: Latin letters without marks, lower case, words apart by one blank.

    `"Saba’ al-Bour"` gives `"saba al bour"`, `"St. Louis"` gives `"saint louis"`, `"U.S."` gives `"us"`.
    """
    plain = _APOSTROPHES.sub("", anyascii(_APOSTROPHES.sub("", name))).lower().replace(".", _dot(name))
    words = [w for w in _BREAKS.split(plain.replace("&", " and ")) if w]
    words = [_EXPANDED.get(w, w) for w in words] if len(words) > 1 else words
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def _dot(name: str) -> str:
    """Dots fall away inside abbreviations and part words elsewhere."""
    return "" if re.search(r"\b\w\.\w", name) else " "


@lru_cache(maxsize=65536)
def without_article(name: str) -> str:
    """The name without a leading Arabic article, in any of its assimilated spellings."""
    return _ARABIC_ARTICLE.sub("", name, count=1)


@lru_cache(maxsize=65536)
def skeleton(key: str) -> str:
    """The consonants of a folded key without its articles: spellings of one Arabic name share it.

    `"saba al bour"` and `"sab al bor"` give `"sb br"`; `"ain al asad"`, `"ein el assad"` and `"ayn asad"` give `"'n 'sd"`.
    """
    words = [_bones(w) for w in key.split() if w not in _ARTICLES]
    return " ".join(w for w in words if w)


def _bones(word: str) -> str:
    for digraph, letter in _DIGRAPHS:
        word = word.replace(digraph, letter)
    word = re.sub(r"h$", "", word)
    head = "'" if word[:1] in tuple("aeiou") else ""
    return head + _DOUBLED.sub(r"\1", _VOWELS.sub("", word))


def closeness(one: str, other: str) -> float:
    """How alike two folded keys are, 0 to 1: the share of letters in their longest common subsequence,
    articles left out.
    """
    a, b = ("".join(w for w in k.split() if w not in _ARTICLES) for k in (one, other))
    return 2 * _common(a, b) / (len(a) + len(b)) if a and b else 0.0


def _common(a: str, b: str) -> int:
    row = [0] * (len(b) + 1)
    for x in a:
        above = row[:]
        for j, y in enumerate(b):
            row[j + 1] = above[j] + 1 if x == y else max(row[j], above[j + 1])
    return row[-1]

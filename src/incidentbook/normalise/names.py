"""Comparison of names that were carried into Latin letters in different ways.

The method follows the usual two steps for Arabic names in English text: a blocking key of consonant classes
(as in Soundex-like keys
for Arabic: A. Freeman, S. Condon and C. Ackerman, "Cross Linguistic Name Matching in English and Arabic",
NAACL 2006), then an
edit distance over sounds in which the swaps that transliteration causes are cheap (q/k/gh, dh/d/z, e/i, o/u,
a vowel written or
left out) and others dear.
"""

from __future__ import annotations

import re
from functools import lru_cache

from anyascii import anyascii

SAME = 0.84  # at and above: the same name; measured on tests/normalise/names.yaml

_ARTICLES = frozenset({"al", "el", "ul", "il", "the", "l"})
_ASSIMILATED = re.compile(r"[aeu]([bcdfghjklmnpqrstvwxyz]{1,2})")  # "ash-Shabaab", "ez-Zor"
_KIN = {"ibn": "bin", "ben": "bin", "abou": "abu", "abi": "abu", "bu": "abu", "oum": "umm", "um": "umm"}
_SERVANT = re.compile(r"^abd[aeou]l")  # "Abdulrahman", "Abdallah", "Abdul Aziz"
_FAITH = re.compile(r"[aeiou]?d?d[ie]e?ne?$")  # "Jamaluddin", "Ezzedine"
# Digraphs as one sound each, longest first. Capital letters are sounds of their own.
_SOUNDS = (
    ("tch", "C"), ("sch", "S"), ("ch", "S"), ("sh", "S"), ("kh", "X"), ("gh", "G"), ("dh", "D"),
    ("th", "T"), ("ph", "f"), ("ck", "k"), ("ts", "s"), ("zh", "j"), ("dj", "j"),
)  # fmt: skip
# Vowels as sounds; a glide before another vowel stays a consonant ("Malawi").
_VOWELS = tuple(
    (re.compile(written), sound)
    for written, sound in (
        ("ayy?i", "E"), ("aa", "a"), ("ee|ii|ie", "i"), ("oo|ou|uu", "u"),
        ("(?:ei|ai)(?!y)|[ae]y(?![aeiou])", "E"), ("ae", "e"),
        ("[ao]w(?![aeiou])|au", "O"), ("iy", "i"), ("[ea]h$", "a"),
    )
)  # fmt: skip
# Classes for blocking: sounds that spellings swap share one; w, y and vowels have none.
_CLASS = {s: kept for kept, members in (
    ("k", "qckxGgj"), ("h", "Xh"), ("d", "dDz"), ("s", "sSC"), ("t", "tT"), ("b", "bp"), ("f", "fv"),
    ("l", "l"),
    ("r", "r"), ("m", "m"), ("n", "n"),
) for s in members}  # fmt: skip
_VOWEL_SOUNDS = frozenset("aeiouyEO")
# What it costs to take one sound for another, where it is less than a plain error.
_NEAR = {
    frozenset(pair): cost
    for pairs, cost in (
        ("qk kc qc Xx SC Dd Tt vf pb Xk Dz Gg qG iy wu ea ei ou Ee Oo Ou yi ye jg vw wO", 0.25),
        ("Ei yE qg gk Gq Gk Xh dz Ts Sj jy Cj Ss gj td TD wv Oa oa zs", 0.6),
        ("ai eu eo Ea", 0.8),
    )
    for pair in pairs.split()
}
_ERROR = 1.4


@lru_cache(maxsize=20_000)
def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a name in plain letters: no articles, accents or apostrophes; "ibn" as "bin", "Abou" as
    "abu".
    """
    plain = re.sub(r"['’‘`´ʼʿʾ]", "", anyascii(text).casefold())
    words = re.findall(r"[a-z0-9]+", plain)
    kept = [_joined(_KIN.get(w, w)) for i, w in enumerate(words) if not _is_article(words, i)]
    return tuple(kept or words)


def _joined(word: str) -> str:
    """A word without the article that was written into it: "abdulrahman" as "abdrahman", "jamaluddin" as
    "jamaldin".
    """
    word = _SERVANT.sub("abd", word)
    return _FAITH.sub("din", word) if len(word) > 6 and _FAITH.search(word) else word


def _is_article(words: list[str], i: int) -> bool:
    """Articles, also where they take the sound that follows: "ash-Shabaab", "ar-Raqqa"."""
    word = words[i]
    if word in _ARTICLES:
        return len(words) > 1
    taken = _ASSIMILATED.fullmatch(word)
    return taken is not None and i + 1 < len(words) and words[i + 1].startswith(taken[1])


@lru_cache(maxsize=20_000)
def _sounds(word: str) -> str:
    """A word as a row of sounds, doubled ones once."""
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    for vowels, sound in _VOWELS:
        word = vowels.sub(sound, word)
    return re.sub(r"(.)\1+", r"\1", word)


def name_key(text: str) -> str:
    """A blocking key: consonant classes of all words, run together; spellings of one name mostly share it.

    Empty for a text without letters or figures; a final h, which comes and goes ("Hasakah", "Hasaka"), is
    left out.
    """
    sounds = "".join(_sounds(_final(w)) for w in name_tokens(text))
    classes = "".join(_CLASS.get(s, s if s.isdigit() else "") for s in sounds)
    return re.sub(r"(.)\1+", r"\1", classes) or "".join(name_tokens(text))


def _final(word: str) -> str:
    return word[:-1] if len(word) > 2 and word.endswith("h") and word[-2] in "aeiou" else word


def name_similarity(a: str, b: str) -> float:
    """How well two spellings agree, 0 to 1; symmetric. Names of as many words are compared word by word,
    others run together.
    """
    first, second = ([_sounds(_final(w)) for w in name_tokens(t)] for t in (a, b))
    if not first or not second:
        return 0.0
    whole = _alike("".join(first), "".join(second))
    if len(first) != len(second) or len(first) == 1:
        return whole
    return min(whole, *(_alike(x, y) for x, y in zip(first, second, strict=True)))


def same_name(a: str, b: str) -> bool:
    """Whether two spellings stand for one name: similarity of at least `SAME`."""
    return name_similarity(a, b) >= SAME


@lru_cache(maxsize=50_000)
def _alike(x: str, y: str) -> float:
    if x == y:
        return 1.0
    if any(c.isdigit() for c in x + y):
        return 0.0
    return max(0.0, 1.0 - _distance(x, y) / max(3.0, (len(x) + len(y)) / 2))


def _distance(x: str, y: str) -> float:
    """Edit distance over sounds with cheap swaps (Wagner and Fischer, 1974)."""
    row = [0.0]
    for j in range(len(y)):
        row.append(row[-1] + _gap(y, j))
    for i, c in enumerate(x):
        above, row = row, [row[0] + _gap(x, i)]
        for j, d in enumerate(y):
            row.append(min(above[j] + _swap(c, d), above[j + 1] + _gap(x, i), row[j] + _gap(y, j)))
    return row[-1]


def _swap(c: str, d: str) -> float:
    return 0.0 if c == d else _NEAR.get(frozenset((c, d)), _ERROR)


def _gap(word: str, i: int) -> float:
    """What a sound costs that one spelling leaves out: least for a short vowel between consonants.

    A last i makes another word ("Baghdad", "Baghdadi"), as does a vowel beside a vowel ("Niger", "Nigeria").
    """
    c = word[i]
    if c == "h":
        return 0.6
    if c not in _VOWEL_SOUNDS:
        return _ERROR
    if i == len(word) - 1:
        return 0.5 if c in "ae" else _ERROR
    beside = word[i + 1] in _VOWEL_SOUNDS or (i > 0 and word[i - 1] in _VOWEL_SOUNDS)
    return 0.8 if beside else 0.45

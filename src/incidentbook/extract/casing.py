"""Capitals for texts that are written in capitals alone, so that parser and tables see names as they know them.

Words of the parser's dictionary become small; names of the actor table, of the gazetteer and words that no list
holds keep a capital (the look-up baseline of Lita et al. 2003, "tRuEcasIng", with dictionaries for counts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import yaml

from incidentbook.extract.parse import dictionary
from incidentbook.normalise.actor_table import table
from incidentbook.normalise.actor_words import Payload, Unit, tokenise, units
from incidentbook.normalise.gazetteer.fold import fold
from incidentbook.normalise.gazetteer.store import gazetteer

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_ABBREVIATION = re.compile(r"(?:[^\W\d_]\.){2,}")
_BRACKETED = re.compile(r"[(\[]\s*([^\W\d_]{2,8})\s*[)\]]")
_SENTENCE = re.compile(
    r"(?:^|(?<!\.[A-Z])[.!?][\"'”’)\]]*\s|\n[ \t]*\n|\n[ \t]+)\s*[\"'“‘(\[]*$|--\s+(?:\[[^\[\]]*\]\s*)+$"
)
_SHOUTED = 0.9
_FEWEST_LETTERS = 80
_LONGEST_NAME = 3
_CITY = 20_000
_NAME_ROLES = ("name", "state", "adj", "people", "capital", "person")
_VOWELS = frozenset("aeiouy")

Match = re.Match[str]


def restored(text: str) -> str:
    """A text of capitals with capitals only where names and sentences begin; any other text as it is.

    The result is as long as the text, so that offsets hold.
    """
    letters = [c for c in text if c.isalpha()]
    if len(letters) < _FEWEST_LETTERS or sum(c.isupper() for c in letters) < _SHOUTED * len(letters):
        return text
    words = list(_WORD.finditer(text))
    short, titled = _short_names(text), _titled_names(words)
    forms = dict(enumerate(_plain(m.group().lower(), short, titled) for m in words))
    forms |= dict(_openers(text, words, forms))
    forms |= dict(_inside_names(text, words))
    forms |= _named_places(text, words)
    forms |= dict(_calendar(words))
    forms |= _named_actors(text, words)
    forms |= {i: _capital(forms[i]) for i, m in enumerate(words) if _opens(text, m)}
    return _written(text, words, forms)


# ------------------------------------------------------------------ single words


@cache
def _lists() -> Mapping[str, Any]:
    return dict(yaml.safe_load(files("incidentbook.resources").joinpath("casing.yaml").read_text("utf-8")))


@cache
def _set(name: str) -> frozenset[str]:
    value = _lists()[name]
    return frozenset(value.split() if isinstance(value, str) else value)


def _short_names(text: str) -> frozenset[str]:
    """What stands alone in brackets and is no word: "[FMLN]" is written so wherever it stands."""
    found = {m[1].lower() for m in _BRACKETED.finditer(text)}
    return frozenset(w for w in found if not _common(w))


def _titled_names(words: Sequence[Match]) -> frozenset[str]:
    """Nouns right behind a title are names, here and in the rest of the text: "Colonel Isaacs", "Mr Bush"."""
    pairs = [(a.group().lower(), b) for a, b in pairwise(words) if a.end() + 1 == b.start()]
    return frozenset(
        b.group().lower() for a, b in pairs if a in _set("titles") and _only_noun(b.group().lower())
    )


def _openers(text: str, words: Sequence[Match], forms: Mapping[int, str]) -> Iterator[tuple[int, str]]:
    """ "El" of "El Peten", "la" of a quoted "La Eminencia": what opens a name that no dictionary has."""
    for i, (a, b) in enumerate(pairwise(words)):
        small = a.group().lower() in _set("openers")
        if small and text[a.end() : b.start()] == " " and forms[i + 1][0].isupper():
            yield i, _capital(a.group().lower())


def _inside_names(text: str, words: Sequence[Match]) -> Iterator[tuple[int, str]]:
    """Nouns that stand in a row of words no dictionary has: "galan" of "Luis Carlos Galan", "hector" before "Oqueli"."""
    low = [m.group().lower() for m in words]
    joined = [text[a.end() : b.start()] == " " for a, b in pairwise(words)] + [False]
    new = [_new(w) for w in low]
    for i, word in enumerate(low):
        if word in _set("particles") or not (_only_noun(word) or word in _set("given")):
            continue
        before = i > 0 and joined[i - 1] and new[i - 1]
        behind = joined[i] and new[i + 1]
        row = before and i > 1 and joined[i - 2] and (new[i - 2] or low[i - 2] in _set("titles"))
        if row or (before and behind) or (behind and word in _set("given")):
            yield i, _capital(word)


def _new(word: str) -> bool:
    """Whether a word is a name for all that the lists know."""
    return word not in _set("particles") and (word in _set("names") or not _common(word))


def _plain(word: str, short: frozenset[str], titled: frozenset[str]) -> str:
    """A word by itself: small, with a capital, or in capitals."""
    bare = re.sub(r"['’]s$", "", word)
    if bare in short or (not _VOWELS & set(bare) and not _common(bare) and len(bare) < 7):
        return bare.upper() + word[len(bare) :]
    if bare in _set("particles"):
        return word
    named = bare in titled or bare in _set("names") or bare.removesuffix("s") in _set("names")
    if word == "i" or named or not _common(bare):
        return _capital(word)
    return word


@cache
def _common(word: str) -> bool:
    """Whether a word, or what is left of it without an ending, is in the dictionary."""
    if word in dictionary():
        return True
    return any(stem in dictionary() for stem in _stems(word))


_ENDINGS = (
    ("ies", "y"), ("ied", "y"), ("es", ""), ("es", "e"), ("s", ""), ("ed", ""), ("ed", "e"), ("d", ""),
    ("ing", ""), ("ing", "e"), ("er", ""), ("er", "e"), ("est", ""), ("ly", ""), ("men", "man"), ("n't", ""),
)  # fmt: skip


def _stems(word: str) -> Iterator[str]:
    for ending, put in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem + put) > 2:
            yield stem + put
            if len(stem) > 3 and stem[-1] == stem[-2]:
                yield stem[:-1]


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _opens(text: str, word: Match) -> bool:
    return _SENTENCE.search(text[max(0, word.start() - 40) : word.start()]) is not None


def _calendar(words: Sequence[Match]) -> Iterator[tuple[int, str]]:
    for i, match in enumerate(words):
        word = match.group().lower()
        if word in _set("calendar") or (word in _set("months_too") and _dated(words, i)):
            yield i, _capital(word)


def _dated(words: Sequence[Match], i: int) -> bool:
    text, match = words[i].string, words[i]
    figure = text[max(0, match.start() - 3) : match.start()] + text[match.end() : match.end() + 3]
    return any(c.isdigit() for c in figure) or (
        i > 0 and words[i - 1].group().lower() in _set("before_month")
    )


# ------------------------------------------------------------------ names of the tables


def _named_actors(text: str, words: Sequence[Match]) -> dict[int, str]:
    """The words of groups, states, peoples and persons of the actor table, written as the table writes them."""
    tokens = tokenise(text)
    at = {m.start(): i for i, m in enumerate(words)}
    out: dict[int, str] = {}
    for unit in units(tokens, table().trie):
        payload = unit.get(*_NAME_ROLES)
        if payload is None or not _sure(payload, unit, tokens[unit.first].raw):
            continue
        for token in tokens[unit.first : unit.last]:
            if (i := at.get(token.start)) is not None:
                out[i] = _as_in_name(words[i].group(), payload, unit)
    return out


def _sure(payload: Payload, unit: Unit, first: str) -> bool:
    """Whether a name of one word is no word of the dictionary; of initials, whether they are no word that is oftener meant."""
    if payload.written.islower():
        return False
    word = first.lower()
    return unit.last - unit.first > 1 or not (word in _set("words_too") or (payload.weak and _common(word)))


def _as_in_name(word: str, payload: Payload, unit: Unit) -> str:
    if payload.written.isupper() and unit.last - unit.first == 1:
        return word
    low = word.lower()
    return low if low in _set("particles") else _capital(low)


def _named_places(text: str, words: Sequence[Match]) -> dict[int, str]:
    """Runs of words that the gazetteer holds and that hold a word no dictionary has, or open as names do."""
    runs = {(i, j): fold(text[words[i].start() : words[j - 1].end()]) for i, j in _runs(text, words)}
    known = gazetteer().look_up(runs.values())
    out: dict[int, str] = {}
    for (i, j), key in runs.items():
        fits = j - i > 1 or any(e.population >= _CITY for e, _ in known.get(key, ()))
        if key in known and fits:
            out |= {k: _capital(words[k].group().lower()) for k in range(i, j)}
    return out


def _runs(text: str, words: Sequence[Match]) -> Iterator[tuple[int, int]]:
    for i, match in enumerate(words):
        first = match.group().lower()
        if _noun_in_place(words, i, first):
            yield i, i + 1
        for j in range(i + 2, min(i + _LONGEST_NAME, len(words)) + 1):
            if text[words[j - 2].end() : words[j - 1].start()] not in (" ", "-"):
                break
            inside = [m.group().lower() for m in words[i:j]]
            if first in _set("openers") or (first not in _set("particles") and not all(map(_common, inside))):
                yield i, j


def _noun_in_place(words: Sequence[Match], i: int, word: str) -> bool:
    """A noun right behind "in" or "near", with no article: a town may be meant ("in Colon")."""
    return i > 0 and words[i - 1].group().lower() in _set("locative") and len(word) > 3 and _only_noun(word)


@cache
def _only_noun(word: str) -> bool:
    return dictionary().get(word) == "noun"


def _written(text: str, words: Sequence[Match], forms: Mapping[int, str]) -> str:
    """The text with its words in their forms; what is abbreviated with stops keeps its capitals."""
    kept = [(m.start(), m.end()) for m in _ABBREVIATION.finditer(text)]
    out, last = [], 0
    for i, match in enumerate(words):
        form = forms[i]
        if any(a <= match.start() < b for a, b in kept) or len(form) != len(match.group()):
            form = match.group()
        out += [text[last : match.start()], form]
        last = match.end()
    return "".join([*out, text[last:]])

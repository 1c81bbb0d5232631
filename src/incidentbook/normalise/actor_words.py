"""Tokens of a text and the trie that finds the words of the actor tables in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from anyascii import anyascii

_APOSTROPHES = "'’‘`´ʼʿʾ"
_WORD = re.compile(
    rf"(?:[^\W\d_]\.){{2,}}|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*"  # "U.S." or a word with inner apostrophes
)
_JOIN = re.compile(r"[\"“”'’‘«»/\-–‑]*(?:[ \t\u00a0]+|[ \t\u00a0]*\n(?!\s*\n))?[\"“”'’‘«»/\-–‑]*[ \t\u00a0]?")
_POSSESSIVE = re.compile(rf"[{_APOSTROPHES}][sS]$")
_INNER = (" (", ", ")  # marks that a name may hold: "CPI (Maoist)"
_LINE = re.compile(r"[^\n]+")


class Token(NamedTuple):
    """A word with its place in the text. `gap` is what stands between it and the word before."""

    start: int
    end: int
    raw: str
    norm: str
    capital: bool
    upper: bool
    possessive: bool
    shouting: bool
    titled: bool
    gap: str

    @property
    def joined(self) -> bool:
        """Whether only blanks, a hyphen or quotation marks part it from the word before."""
        return _JOIN.fullmatch(self.gap) is not None and self.gap != ""


@lru_cache(maxsize=20_000)
def norm(word: str) -> str:
    """A word as the tables hold it: no accents, apostrophes, dots or capitals."""
    plain = word if word.isascii() else anyascii(word)
    return "".join(c for c in plain.casefold() if c.isalnum())


def tokenise(text: str) -> tuple[Token, ...]:
    """The words of a text; "'s" is left out of the span and told by `possessive`."""
    tokens: list[Token] = []
    before = 0
    for line in _LINE.finditer(text):
        shouting, titled = line.group().isupper() and line.group().count(" ") > 2, _is_titled(line.group())
        for match in _WORD.finditer(text, *line.span()):
            tokens.append(_token(match, text[before : match.start()], shouting, titled))
            before = match.end()
    return tuple(tokens)


def _token(match: re.Match[str], gap: str, shouting: bool, titled: bool) -> Token:
    raw = match.group()
    bare = _POSSESSIVE.sub("", raw)
    start = match.start()
    upper = len(bare) > 1 and bare.isupper()
    return Token(
        start, start + len(bare), bare, norm(bare),
        bare[0].isupper(), upper, bare != raw, shouting, titled, gap,
    )  # fmt: skip


def _is_titled(line: str) -> bool:
    """A headline with capitals on most words: there, a capital says nothing."""
    words = [w for w in line.split() if len(w) > 3]
    return 3 < len(words) < 20 and sum(w[0].isupper() for w in words) > 0.7 * len(words)


class Payload(NamedTuple):
    """What a run of words may be: a role in the grammar, its value, how it is written, and whether it needs
    evidence.
    """

    role: str
    value: object
    written: str
    weak: bool = False


class Unit(NamedTuple):
    """Tokens `first` up to `last` (left out) and all that the tables say of them; no payloads for an unknown
    word.
    """

    first: int
    last: int
    payloads: tuple[Payload, ...]

    def get(self, *roles: str) -> Payload | None:
        """The first payload in one of the roles."""
        if not self.payloads:  # most words of a text
            return None
        for role in roles:
            for payload in self.payloads:
                if payload.role == role:
                    return payload
        return None


class _Node:
    """A step of the trie."""

    __slots__ = ("after", "payloads")

    def __init__(self) -> None:
        self.after: dict[str, _Node] = {}
        self.payloads: list[Payload] = []


class Trie:
    """Word sequences and their payloads."""

    def __init__(self) -> None:
        self._root = _Node()

    def add(self, words: str, payload: Payload) -> None:
        """Enter a name; one without letters or figures is left out."""
        node = self._root
        for token in tokenise(words):
            node = node.after.setdefault(token.norm, _Node())
        if node is not self._root:
            node.payloads.append(payload)

    def longest(self, tokens: tuple[Token, ...], at: int) -> Unit:
        """The longest entry that begins at token `at` and is written as its kind of name is."""
        best = Unit(at, at + 1, ())
        for last, payloads in self._walk(tokens, at):
            fitting = tuple(p for p in payloads if fits(p, tokens[at:last]))
            if fitting:
                best = Unit(at, last, fitting)
        return best

    def _walk(self, tokens: tuple[Token, ...], at: int) -> Iterator[tuple[int, list[Payload]]]:
        node = self._root
        for i in range(at, len(tokens)):
            step = node.after.get(tokens[i].norm)
            if step is None or (i > at and not (follows(tokens, i) or tokens[i].gap in _INNER)):
                return
            node = step
            if node.payloads:
                yield i + 1, node.payloads


def follows(tokens: tuple[Token, ...], i: int) -> bool:
    """Whether token `i` goes on from the one before it; "Brig. Gen." does."""
    return tokens[i].joined or (tokens[i].gap == ". " and len(tokens[i - 1].norm) < 5)


def fits(payload: Payload, tokens: Iterable[Token]) -> bool:
    """Whether the capitals of the text allow the reading: "US" is no "us", "Amal" no "amal"."""
    run = tuple(tokens)
    written = payload.written
    if any(t.gap in _INNER and t.gap.strip() not in written for t in run[1:]):
        return False
    if not any(c.isupper() for c in written):
        return True
    if written.isupper() and len(run) == 1:
        return _fits_acronym(run[0])
    return any(t.capital for t in run) or run[0].norm in ("al", "el")


def _fits_acronym(token: Token) -> bool:
    if not token.shouting:
        return token.upper or (token.capital and len(token.norm) > 3)
    return len(token.norm) > 2 or token.end - token.start > len(token.norm)


def units(tokens: tuple[Token, ...], trie: Trie) -> tuple[Unit, ...]:
    """The text as a row of units, longest entries first from the left."""
    row: list[Unit] = []
    at = 0
    while at < len(tokens):
        unit = trie.longest(tokens, at)
        row.append(unit)
        at = unit.last
    return tuple(row)

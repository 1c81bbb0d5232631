"""robots.txt: what a site lets a program read, after RFC 9309 (longest match, `*` and `$`).

The reader of the standard library knows neither wildcards nor the longest match and would read what a site
forbids. `Crawl-delay` is not in the RFC, and is kept all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

READ_AT_MOST = 512 * 1024
"""Bytes of a robots.txt that are read; the RFC asks for 500 KiB at least."""

_LINE = re.compile(r"^\s*([\w-]+)\s*:\s*(.*?)\s*$")
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9._~-]")
_SAFE = "/%?#[]@!$&'()*+,;=:"


@dataclass(frozen=True, slots=True)
class Rule:
    """A line of a group: a pattern of paths, and whether they may be read."""

    pattern: str
    allowed: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for one program on one site. `delay`: seconds between requests, where the site names it."""

    rules: tuple[Rule, ...] = ()
    delay: float | None = None

    def allows(self, url: str) -> bool:
        """Whether the address may be read: the longest pattern that fits decides, `Allow` among equals."""
        path = _path_of(url)
        fitting = [(len(r.pattern), r.allowed) for r in self.rules if _fits(r.pattern, path)]
        return max(fitting)[1] if fitting else True


EVERYTHING = Rules()
NOTHING = Rules((Rule("/", False),))


def rules_of(status: int, body: bytes, agent: str) -> Rules:
    """The rules for a program, from the answer for `/robots.txt`.

    Args:
        status: of HTTP. 2xx: the body holds; 4xx: there are no rules; else the site is not read for now.
        body: what was sent; only its first `READ_AT_MOST` bytes are read.
        agent: the product token of the program's name.
    """
    if 400 <= status < 500 and status != 429:
        return EVERYTHING
    if not 200 <= status < 300:
        return NOTHING
    return parse(body[:READ_AT_MOST].decode("utf-8-sig", errors="replace"), agent)


def parse(text: str, agent: str) -> Rules:
    """The rules of a robots.txt for a program: those of all groups that name it, else those for `*`."""
    groups = list(_groups(text))
    for name in (agent.casefold(), "*"):
        mine = [lines for names, lines in groups if name in names]
        if mine:
            return _rules([line for lines in mine for line in lines])
    return EVERYTHING


Line = tuple[str, str]


def _groups(text: str) -> Iterator[tuple[frozenset[str], list[Line]]]:
    """(the programs a group names, its lines): names that follow each other share what comes after."""
    names: set[str] = set()
    lines: list[Line] = []
    for key, value in _lines(text):
        if key == "user-agent":
            if lines:
                yield frozenset(names), lines
                names, lines = set(), []
            names.add(_token(value))
        elif names and key in ("allow", "disallow", "crawl-delay"):
            lines.append((key, value))
    if names:
        yield frozenset(names), lines


def _lines(text: str) -> Iterator[Line]:
    for line in text.splitlines():
        if match := _LINE.match(line.partition("#")[0]):
            yield match.group(1).casefold(), match.group(2)


def _token(value: str) -> str:
    """The product token without its version: `incidentbook` of `IncidentBook/1.0`."""
    return re.split(r"[/\s]", value.casefold(), maxsplit=1)[0]


def _rules(lines: Sequence[Line]) -> Rules:
    rules = [Rule(_normal(value), key == "allow") for key, value in lines if key != "crawl-delay" and value]
    delays = [d for key, value in lines if key == "crawl-delay" and (d := _seconds(value)) is not None]
    return Rules(tuple(rules), max(delays, default=None))


def _seconds(value: str) -> float | None:
    return float(value) if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", value) else None


def _path_of(url: str) -> str:
    parts = urlsplit(url)
    return _normal((parts.path or "/") + (f"?{parts.query}" if parts.query else ""))


def _normal(path: str) -> str:
    """One spelling: what need not be escaped is not, all else is, in capitals."""
    return _ESCAPE.sub(_plain, quote(path, safe=_SAFE))


def _plain(match: re.Match[str]) -> str:
    character = chr(int(match.group(1), 16))
    return character if _UNRESERVED.fullmatch(character) else match.group(0).upper()


def _fits(pattern: str, path: str) -> bool:
    """Whether a path begins as the pattern says (`*`: anything, `$` at the end: nothing more). Linear: no
    pattern of a stranger can keep it busy.
    """
    anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    for piece in rest[:-1] if anchored else rest:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if not anchored:
        return True
    return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at if rest else at == len(path)

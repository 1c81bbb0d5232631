"""The table `resources/anchors.yaml`: public events, wars, offices, names, and the words that tell how a text speaks of them."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any, Literal

import yaml

from incidentbook.errors import ResourceError
from incidentbook.model import Interval
from incidentbook.normalise.wordtrie import fold, pattern

Kind = Literal["event", "death", "period", "holder", "name"]
_FILE = "resources/anchors.yaml"
_NEAR = 130


@dataclass(frozen=True, slots=True)
class Anchor:
    """One entry of the table: what it is, when it was, and the words that name it.

    `days` are the event's, the period's or the terms'. A text names it where one of `keys` stands, all of `words` within `near`
    characters of it, and none of `avoid` in the sentence. `current`: only said of the present. `named_by_date`: the name is
    its date. `lasting`: named long after in passing ("the annexed peninsula"). `tried`: an attempt is the event.
    """

    id: str
    kind: Kind
    days: tuple[Interval, ...]
    keys: tuple[str, ...]
    words: tuple[re.Pattern[str], ...] = ()
    near: int = _NEAR
    current: bool = False
    named_by_date: bool = False
    lasting: bool = False
    tried: bool = False
    office: str | None = None
    avoid: re.Pattern[str] | None = None

    @property
    def only_days(self) -> Interval | None:
        """Its days, where there is only one stretch of them and both ends are known."""
        one = self.days[0]
        return one if len(self.days) == 1 and one.earliest and one.latest else None


@dataclass(frozen=True, slots=True)
class Table:
    """The anchors by the phrase that gives them away, one expression that finds every phrase, titles with their offices, cues."""

    by_key: Mapping[str, tuple[Anchor, ...]]
    gate: re.Pattern[str]
    titles: Mapping[str, frozenset[str]]
    title_gate: re.Pattern[str]
    cues: Mapping[str, str]


@cache
def table() -> Table:
    """The table of `resources/anchors.yaml`.

    Raises:
        ResourceError: an entry lacks its days or its words.
    """
    written = resources.files("incidentbook").joinpath(_FILE).read_text("utf-8")
    raw = yaml.load(written, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    try:
        by_key, titles = _by_key(list(_anchors(raw))), _titles(raw["titles"])
        cues = {name: _alternation("|".join(words)) for name, words in raw["cues"].items()}
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"{_FILE}: {error!r}; every entry needs its days and its words") from error
    return Table(by_key, _words(pattern(by_key)), titles, _words(pattern(titles)), cues)


@cache
def cue(name: str, before: str = "", after: str = "") -> re.Pattern[str]:
    """The words of one list of cues as an expression for plain text, between two more pieces of expression."""
    return re.compile(f"{before}{table().cues[name]}{after}")


def plain_text(text: str) -> str:
    """Lower-case text without accents, of the same length."""
    low = fold(text)
    return low if low.isascii() else "".join(c if c.isascii() else _bare(c) for c in low)


@cache
def _bare(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


# reading ---------------------------------------------------------------------------------------------------


def _anchors(raw: Mapping[str, Any]) -> Iterator[Anchor]:
    for row in raw["events"]:
        yield _worded(row, "event", row["day"])
    for row in raw["periods"]:
        yield _worded(row, "period", row["during"])
    for row in raw["deaths"]:
        keys = _alternatives(row["name"])
        yield Anchor(f"death of {keys[0]}", "death", _intervals(row["day"]), keys)
    for row in raw["holders"]:
        keys = _alternatives(row["name"])
        yield Anchor(
            f"{row['office']} {keys[0]}", "holder", _intervals(row["terms"]), keys, office=row["office"]
        )
    for row in raw["names"]:
        keys = _alternatives(row["name"])
        yield Anchor(keys[0], "name", (Interval(_unit(str(row["since"])).earliest, None),), keys)


def _worded(row: Mapping[str, Any], kind: Kind, days: object) -> Anchor:
    first, *rest = row["words"]
    avoid = row.get("avoid")
    return Anchor(
        row["id"], kind, _intervals(days), _alternatives(first),
        tuple(_words(_alternation(words)) for words in rest),
        row.get("near", _NEAR), row.get("current", False), row.get("named_by_date", False),
        row.get("lasting", False), row.get("tried", False),
        avoid=_words(_alternation(avoid)) if avoid else None,
    )  # fmt: skip


def _by_key(anchors: Sequence[Anchor]) -> dict[str, tuple[Anchor, ...]]:
    """Each phrase with its anchors, and those of every shorter phrase inside it, which the longer one hides.

    A part of a person's name is no other person.
    """
    own = dict[str, list[Anchor]]()
    for anchor in anchors:
        for key in anchor.keys:
            own.setdefault(key, []).append(anchor)
    out = dict[str, tuple[Anchor, ...]]()
    for key in own:
        hidden = [a for k in _inner(key) for a in own.get(k, ()) if a.kind not in ("holder", "death")]
        out[key] = tuple(dict.fromkeys([*own[key], *hidden]))
    return out


def _inner(phrase: str) -> set[str]:
    words = re.split(r"(?<=[ -])", phrase)
    spans = ((i, j) for i in range(len(words)) for j in range(i + 1, len(words) + 1))
    return {"".join(words[i:j]).rstrip(" -") for i, j in spans} - {phrase}


def _titles(offices: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
    plain = {office: {plain_text(word) for word in words} for office, words in offices.items()}
    every = set[str]().union(*plain.values())
    return {word: frozenset(o for o, words in plain.items() if word in words) for word in every}


def _alternatives(words: str) -> tuple[str, ...]:
    return tuple(plain_text(word.strip()) for word in words.split("|"))


def _alternation(words: str) -> str:
    """Alternatives set apart by `|`; a star stands for the rest of a word."""
    options = (re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in _alternatives(words))
    return rf"(?<!\w)(?:{'|'.join(options)})(?!\w)"


def _words(expression: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{expression})(?!\w)")


def _intervals(days: object) -> tuple[Interval, ...]:
    listed = days if isinstance(days, list) else [days]
    return tuple(_interval(str(one)) for one in listed)


def _interval(written: str) -> Interval:
    """ "2020-01-03", "2020-01", "2020", or two of them with dots between; an end left out is open."""
    first, dots, last = written.partition("..")
    start = _unit(first)
    if not dots:
        return start
    return Interval(start.earliest, _unit(last).latest if last else None)


def _unit(written: str) -> Interval:
    year, *rest = (int(part) for part in written.split("-"))
    if not rest:
        return Interval(date(year, 1, 1), date(year, 12, 31))
    if len(rest) == 1:
        return Interval(date(year, rest[0], 1), date(year, rest[0], monthrange(year, rest[0])[1]))
    return Interval.day(date(year, rest[0], rest[1]))

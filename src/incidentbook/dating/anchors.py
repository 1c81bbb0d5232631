"""Public events, wars, officeholders and names that a text mentions, with the days they stand for.

The table is `resources/anchors.yaml`: knowledge of the world, nothing of any article.
"""

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
from incidentbook.model import Interval, Span
from incidentbook.normalise.wordtrie import fold, pattern

Kind = Literal["event", "death", "period", "holder", "name"]
Role = Literal["happened", "ongoing", "current", "former", "elect", "held", "known"]
_NEAR = 130
_IRREALIS = re.compile(
    r"\b(?:will|would|could|may|might|if|plan(?:s|ned|ning)?|threat\w*|vow\w*|upcoming|scheduled|expected|hop(?:e|es|ed|ing)|possib\w+"
    r"|potential|call(?:s|ed|ing)? for|demand\w*|fear\w*|ahead of|unless|should|attempt\w* to|tr(?:y|ies|ied|ying) to|fail\w* to"
    r"|warn\w*|urg(?:e|es|ed|ing)|next|rumou?r\w*|denied|deny|not yet)\b[^.;]*$"
)
_ONGOING = re.compile(
    r"\b(?:amid(?:st)?|ongoing|current|raging|continu\w+|coincid\w+ with|backdrop of|since the|since|rages?|as the)\b[^.;]{0,40}$"
)
_NO_MORE = re.compile(r"\b(?:ended|after the|end of|following the|stalled|collapsed|during the|former)\b[^.;]{0,25}$")
_BEGUN = re.compile(r"^[^.;,]{0,40}\b(?:began|begun|started|broke out|erupted)\b")
_DIED = r"(?:kill\w*|assassinat\w*|dea(?:th|d)|died|murder\w*|martyr\w*|slain|slaying|eliminat\w*|execut\w*|hang(?:ed|ing)|t(?:ook|aking) out)"
_OTHER_CLAUSE = (
    r"\b(?:said|says|told|saying|announc\w+|vowed|warned|claimed|accused|by|who|whose|(?:aide|relative|brother|son|wife|nephew|cousin|bodyguard|"
    r"supporters?|followers?|associate|adviser|member)s? (?:of|to)|close to|loyal to|ordered)\b"
)
_DEATH_BEFORE = re.compile(rf"\b{_DIED}\b(?P<gap>[^.;\n]{{0,110}})$")
_DEATH_AFTER = re.compile(
    rf"^(?:(?:['’]s?)(?P<own>(?: \w+)? )|(?P<gap>[^.;\n]{{0,90}}?)\b(?:was|were|been|being|is|,) (?:\w+ly )?)"
    rf"(?P<verb>{_DIED})\b"
)
_BREAKS = re.compile(_OTHER_CLAUSE)


@dataclass(frozen=True, slots=True)
class Anchor:
    """One entry of the table. `days` are the event's, the period's, or the terms'; `words` must all stand near the key."""

    id: str
    kind: Kind
    days: tuple[Interval, ...]
    keys: tuple[str, ...]
    words: tuple[re.Pattern[str], ...] = ()
    near: int = _NEAR
    current: bool = False
    named_by_date: bool = False
    office: str | None = None
    avoid: re.Pattern[str] | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an anchor. `role`: how the text speaks of it.

    `happened` an event told as past; `ongoing` a war or talks of the day; `current`, `former`, `elect`, `held` an office;
    `known` a name that did not exist before.
    """

    anchor: Anchor
    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class Table:
    """The anchors by the phrase that gives them away, and one expression that finds every phrase."""

    by_key: Mapping[str, tuple[Anchor, ...]]
    gate: re.Pattern[str]
    titles: Mapping[str, str]


def find_anchors(text: str, sentences: Sequence[Span]) -> list[Mention]:
    """The anchors that the sentences mention, in the order of the text."""
    found = list[Mention]()
    plain = plain_text(text)
    for sentence in sentences:
        for match in table().gate.finditer(plain, *sentence):
            key = Span(*match.span())
            for anchor in table().by_key.get(" ".join(match.group().split()), ()):
                mention = _mention(anchor, text, plain, key, sentence)
                if mention is not None:
                    found.append(mention)
    return found


def plain_text(text: str) -> str:
    """Lower-case text without accents, of the same length."""
    low = fold(text)
    return low if low.isascii() else "".join(c if c.isascii() else _bare(c) for c in low)


@cache
def _bare(char: str) -> str:
    return unicodedata.normalize("NFD", char)[0]


def _mention(anchor: Anchor, text: str, plain: str, key: Span, sentence: Span) -> Mention | None:
    if anchor.kind == "holder":
        return _office(anchor, text, plain, key, sentence)
    if anchor.avoid and anchor.avoid.search(plain, *sentence):
        return None
    if anchor.kind == "name":
        return Mention(anchor, key, "known")
    before = plain[sentence.start : key.start]
    if _IRREALIS.search(before[-70:]):
        return None
    if anchor.kind == "death":
        span = _death(plain, key, sentence)
    else:
        span = _together(anchor, plain, key, sentence)
    if span is None:
        return None
    return Mention(anchor, span, "ongoing" if _goes_on(anchor, plain, span, sentence) else "happened")


def _together(anchor: Anchor, plain: str, key: Span, sentence: Span) -> Span | None:
    """From the first to the last of the words that must stand near each other; None where one is missing."""
    start, end = max(sentence.start, key.start - anchor.near), min(sentence.end, key.end + anchor.near)
    first, last = key
    for words in anchor.words:
        places = [m.span() for m in words.finditer(plain, start, end)]
        if not places:
            return None
        nearest = min(places, key=lambda p: max(p[0] - key.end, key.start - p[1]))
        first, last = min(first, nearest[0]), max(last, nearest[1])
    return Span(first, last)


def _death(plain: str, key: Span, sentence: Span) -> Span | None:
    """The words that tell of a person's death: "the killing of X", "killed X", "X was killed", "X's death"."""
    after = _DEATH_AFTER.match(plain[key.end : min(sentence.end, key.end + 110)])
    if after and not _BREAKS.search(after["gap"] or ""):
        return Span(key.start, key.end + after.end())
    before = _DEATH_BEFORE.search(plain, max(sentence.start, key.start - 125), key.start)
    owns = plain[key.end : key.end + 2] in ("'s", "s'")
    if before and not owns and not _BREAKS.search(before["gap"]):
        return Span(before.start(), key.end)
    return None


def _goes_on(anchor: Anchor, plain: str, span: Span, sentence: Span) -> bool:
    if anchor.kind != "period":
        return False
    before, after = plain[sentence.start : span.start], plain[span.end : sentence.end]
    if _NO_MORE.search(before):
        return False
    return anchor.current or bool(_ONGOING.search(before)) or bool("since" in before[-30:] and _BEGUN.search(after))


# offices ---------------------------------------------------------------------------------------------------

_GIVEN = r"(?:(?:[A-Z][\w.'’-]*|al|bin|ben|de|el|von|van)[\s-]+){0,4}(?:[Aa]l-|[Ee]l-)?$"
_GOVERNMENT = re.compile(r"^(?:['’]s)? (?:administration|presidency|government|cabinet)\b")
_PAST_HOLDER = re.compile(r"\b(?:former|ex|ousted|deposed|toppled|overthrown|one-time|onetime|late|slain|assassinated|then|under)[ -](?:[\w.]+ ){0,3}$")
_HISTORIC = re.compile(r"\b(?:then|under|late|when|era|during)\b")


def _office(anchor: Anchor, text: str, plain: str, key: Span, sentence: Span) -> Mention | None:
    if not text[key.start].isupper() and text[key.start - 3 : key.start].lower() != "al-":
        return None
    title = _title_before(anchor, text, plain, key, sentence) or _title_after(anchor, plain, key, sentence)
    if title is None:
        if not _GOVERNMENT.match(plain[key.end : sentence.end]) or anchor.office not in ("president", "prime minister"):
            return None
        title = key
    return Mention(anchor, Span(min(title.start, key.start), max(title.end, key.end)), _how_held(plain, title, key, sentence))


def _how_held(plain: str, title: Span, key: Span, sentence: Span) -> Role:
    before = plain[max(sentence.start, min(title.start, key.start) - 40) : min(title.start, key.start)]
    inside = plain[min(title.start, key.start) : max(title.end, key.end)]
    if re.search(r"-elect\b|\belect\b", inside):
        return "elect"
    past = _PAST_HOLDER.search(before) or re.search(r"\b(?:former|ex-)\b", inside)
    if past is None:
        return "current"
    return "held" if _HISTORIC.search(past.group()) else "former"


def _title_before(anchor: Anchor, text: str, plain: str, key: Span, sentence: Span) -> Span | None:
    lead = text[max(sentence.start, key.start - 90) : key.start]
    given = re.search(_GIVEN, lead)
    upto = key.start - (len(given.group()) if given else 0)
    window = max(sentence.start, upto - 70)
    # a title in capitals ("President Joe") is swallowed by the given names: search over both
    best = None
    for match in _titles().finditer(plain, window, key.start):
        gap = text[match.end() : key.start]
        if _is_name_gap(gap):
            best = match
    if best is None or table().titles.get(" ".join(best.group().split())) != anchor.office:
        return None
    return Span(*best.span())


def _is_name_gap(gap: str) -> bool:
    """Between a title and a name stand given names and ranks, or "of" and a country and a comma."""
    return bool(re.fullmatch(r"(?:-elect)?(?: (?:of|for)(?: the)?(?: [A-Z][\w.'’-]*){1,3})?,?\s+(?:(?:[A-Z][\w.'’-]*|al|bin|ben|de|el|von|van)[\s-]+){0,4}(?:[Aa]l-|[Ee]l-)?", gap))


def _title_after(anchor: Anchor, plain: str, key: Span, sentence: Span) -> Span | None:
    match = _titles().search(plain, key.end, min(sentence.end, key.end + 70))
    if match is None or table().titles.get(" ".join(match.group().split())) != anchor.office:
        return None
    gap = plain[key.end : match.start()]
    return Span(*match.span()) if re.fullmatch(r",(?: (?!and |said |who |as )[\w.'-]+){0,5} ", gap) else None


@cache
def _titles() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{pattern(table().titles)})(?!\w)")


# the table -------------------------------------------------------------------------------------------------


@cache
def table() -> Table:
    """The table of `resources/anchors.yaml`.

    Raises:
        ResourceError: an entry lacks its days or its words.
    """
    raw = yaml.safe_load(resources.files("incidentbook").joinpath("resources/anchors.yaml").read_text("utf-8"))
    try:
        anchors = list(_anchors(raw))
        titles = {plain_text(word): office for office, words in raw["titles"].items() for word in words}
    except (KeyError, TypeError, ValueError) as error:
        raise ResourceError(f"resources/anchors.yaml: {error!r}; every entry needs its days and its words") from error
    by_key = _by_key(anchors)
    return Table(by_key, re.compile(rf"(?<!\w)(?:{pattern(by_key)})(?!\w)"), titles)


def _by_key(anchors: Sequence[Anchor]) -> dict[str, tuple[Anchor, ...]]:
    """Each phrase with its anchors, and those of every shorter phrase inside it, which the longer one hides."""
    own = dict[str, list[Anchor]]()
    for anchor in anchors:
        for key in anchor.keys:
            own.setdefault(key, []).append(anchor)
    out = dict[str, tuple[Anchor, ...]]()
    for key in own:
        words = re.split(r"(?<=[ -])", key)
        inner = {"".join(words[i:j]).rstrip(" -") for i in range(len(words)) for j in range(i + 1, len(words) + 1)}
        found = [a for k in sorted({key, *inner}, key=len, reverse=True) for a in own.get(k, ())]
        out[key] = tuple(dict.fromkeys(found))
    return out


def _anchors(raw: Mapping[str, Any]) -> Iterator[Anchor]:
    for row in raw["events"]:
        yield _worded(row, "event", row["on"])
    for row in raw["periods"]:
        yield _worded(row, "period", row["during"])
    for row in raw["deaths"]:
        keys = _alternatives(row["name"])
        yield Anchor(f"death of {keys[0]}", "death", _intervals(row["on"]), keys)
    for row in raw["holders"]:
        keys = _alternatives(row["name"])
        yield Anchor(f"{row['office']} {keys[0]}", "holder", _intervals(row["terms"]), keys, office=row["office"])
    for row in raw["names"]:
        keys = _alternatives(row["name"])
        yield Anchor(keys[0], "name", (Interval(_interval(str(row["since"])).earliest, None),), keys)


def _worded(row: Mapping[str, Any], kind: Kind, days: object) -> Anchor:
    first, *rest = row["words"]
    avoid = row.get("avoid")
    return Anchor(
        row["id"],
        kind,
        _intervals(days),
        _alternatives(first),
        tuple(_expression(words) for words in rest),
        row.get("near", _NEAR),
        row.get("current", False),
        row.get("named_by_date", False),
        avoid=_expression(avoid) if avoid else None,
    )


def _alternatives(words: str) -> tuple[str, ...]:
    return tuple(plain_text(word.strip()) for word in words.split("|"))


def _expression(words: str) -> re.Pattern[str]:
    """Alternatives set apart by `|`; a star stands for the rest of a word."""
    options = (re.escape(w).replace(r"\*", r"\w*").replace(r"\ ", r"\s+") for w in _alternatives(words))
    return re.compile(rf"(?<!\w)(?:{'|'.join(options)})(?!\w)")


def _intervals(days: object) -> tuple[Interval, ...]:
    listed = days if isinstance(days, list) else [days]
    return tuple(_interval(str(one)) for one in listed)


def _interval(written: str) -> Interval:
    """ "2020-01-03", "2020-01", "2020", or two of them with dots between; an end left out is open."""
    first, dots, last = written.partition("..")
    start = _unit(first).earliest if first else None
    return Interval(start, (_unit(last).latest if last else None) if dots else _unit(first).latest)


def _unit(written: str) -> Interval:
    year, *rest = (int(part) for part in written.split("-"))
    if not rest:
        return Interval(date(year, 1, 1), date(year, 12, 31))
    if len(rest) == 1:
        return Interval(date(year, rest[0], 1), date(year, rest[0], monthrange(year, rest[0])[1]))
    return Interval.day(date(year, rest[0], rest[1]))

"""Public events, wars, officeholders and names that a text mentions, and how it speaks of them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from incidentbook.dating.anchor_table import Anchor, cue, plain_text, table
from incidentbook.model import Span

Role = Literal["happened", "ongoing", "current", "former", "elect", "held", "known", "named"]


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that name an anchor. `role`: how the text speaks of it.

    `happened` an event told as past; `ongoing` a war or talks of the day; `current`, `former`, `elect`, `held` (then) an office;
    `known` a name that did not exist before; `named` a person of whose death nothing is told.
    """

    anchor: Anchor
    span: Span
    role: Role


@dataclass(frozen=True, slots=True)
class _Found:
    """A key in its sentence."""

    text: str
    plain: str
    key: Span
    sentence: Span

    @property
    def before(self) -> str:
        return self.plain[self.sentence.start : self.key.start]

    @property
    def after(self) -> str:
        return self.plain[self.key.end : self.sentence.end]


def find_anchors(text: str, sentences: Sequence[Span]) -> list[Mention]:
    """The anchors that the sentences mention, in the order of the text."""
    found = list[Mention]()
    plain, known = plain_text(text), table()
    for sentence in sentences:
        for match in known.gate.finditer(plain, *sentence):
            here = _Found(text, plain, Span(*match.span()), sentence)
            anchors = known.by_key.get(" ".join(match.group().split()), ())
            found += [m for anchor in anchors if (m := _mention(anchor, here)) is not None]
    return found


def _mention(anchor: Anchor, here: _Found) -> Mention | None:
    if anchor.kind == "holder":
        return _office(anchor, here)
    if anchor.kind == "name":
        return Mention(anchor, here.key, "known")
    if anchor.avoid and anchor.avoid.search(here.plain, *here.sentence):
        return None
    if not anchor.tried and cue("unreal", "", r"[^.;]*$").search(here.before[-70:]):
        return None
    if anchor.kind == "death" and _is_other(here):
        return None
    if anchor.kind == "death":
        death = _death(here)
        return Mention(anchor, death or here.key, "happened" if death else "named")
    span = _together(anchor, here)
    if span is None:
        return None
    return Mention(anchor, span, "ongoing" if _goes_on(anchor, here, span) else "happened")


def _together(anchor: Anchor, here: _Found) -> Span | None:
    """From the first to the last of the words that must stand near each other; None where one is missing."""
    key, first, last = here.key, *here.key
    start, end = (
        max(here.sentence.start, key.start - anchor.near),
        min(here.sentence.end, key.end + anchor.near),
    )
    for words in anchor.words:
        places = [m.span() for m in words.finditer(here.plain, start, end)]
        if not places:
            return None
        nearest = min(places, key=lambda p: max(p[0] - key.end, key.start - p[1]))
        first, last = min(first, nearest[0]), max(last, nearest[1])
    return Span(first, last)


def _goes_on(anchor: Anchor, here: _Found, span: Span) -> bool:
    if anchor.kind != "period":
        return False
    before = here.plain[here.sentence.start : span.start]
    after = here.plain[span.end : here.sentence.end]
    if cue("over", "", r"[^.;]{0,25}$").search(before):
        return False
    begun = "since" in before[-30:] and cue("begun", r"^[^.;,]{0,40}").search(after)
    return anchor.current or bool(begun) or cue("ongoing", "", r"[^.;]{0,40}$").search(before) is not None


# deaths ----------------------------------------------------------------------------------------------------

_TELLING = 110


def _is_other(here: _Found) -> bool:
    """Whether a surname without its given name follows another given name, or is one: "Stephen McNulty", "Petro Poroshenko"."""
    if _MORE_NAME.match(here.text, here.key.end):
        return True
    before = _WORD_BEFORE.search(here.text, here.sentence.start, here.key.start)
    alone = not re.search(r"[ -]", here.key.of(here.text))
    return bool(alone and before and not cue("ranks").fullmatch(before[1].lower()))


def _death(here: _Found) -> Span | None:
    """The words that tell of a person's death: "the killing of X", "killed X", "X was killed", "X's death"."""
    after = _dies().match(here.after[:_TELLING])
    if after and not cue("other_person").search(after["gap"] or ""):
        return Span(here.key.start, here.key.end + after.end())
    before = _killed_before(here)
    owns = here.after[:2] in ("'s", "s'")
    return Span(before, here.key.end) if before is not None and not owns else None


def _killed_before(here: _Found) -> int | None:
    """Where "killed" begins that has the name for its object; "to kill" is an aim, "went on to kill" a deed."""
    verb = cue("died", r"(?P<aim>\b(?<!on )to )?", r"(?P<gap>[^.;\n]*)$").search(
        here.before[-_TELLING - 15 :]
    )
    if verb is None or verb["aim"] or cue("other_person").search(verb["gap"]):
        return None
    return here.key.start - len(verb.group())


@cache
def _dies() -> re.Pattern[str]:
    own = r"'s?(?: \w+)? "
    told = r"(?P<gap>[^.;\n]{0,90}?)(?:\b(?:was|were|been|being|is)|,) (?:\w+ly )?"
    return cue("died", rf"^(?:{own}|{told})", "(?! or alive)")


# offices ---------------------------------------------------------------------------------------------------

_GIVEN = r"(?:(?:[A-Z][\w.'’-]*|al|bin|ben|de|el|von|van)[\s-]+){0,4}(?:[Aa]l-|[Ee]l-)?"
_NAME_GAP = re.compile(rf"(?:-elect)?(?: (?:of|for)(?: the)?(?: [A-Z][\w.'’-]*){{1,3}})?,?\s+{_GIVEN}")
_TITLE_GAP = re.compile(r",(?: (?!and |said |who |as )[\w.'-]+){0,5} ")
_WORD_BEFORE = re.compile(r"\b([A-Z][\w’']+)\.?(?: |-|$)(?:[Aa]l-|[Ee]l-)?$")
_MORE_NAME = re.compile(r" (?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)[A-Z][a-z]+|-[A-Z]")
_GOVERNMENT = re.compile(r"^(?:'s)? (?:administration|presidency|government|cabinet)\b")


def _office(anchor: Anchor, here: _Found) -> Mention | None:
    """The holder of an office, where the title stands beside the name or the name beside "administration"."""
    text, key = here.text, here.key
    if not text[key.start].isupper() and text[key.start - 3 : key.start].lower() != "al-":
        return None
    if _is_other(here):
        return None
    title = _title_before(anchor, here) or _title_after(anchor, here)
    if title is None:
        if anchor.office not in ("president", "prime minister") or not _GOVERNMENT.match(here.after):
            return None
        title = key
    span = Span(min(title.start, key.start), max(title.end, key.end))
    return Mention(anchor, span, _how_held(here, span))


def _how_held(here: _Found, span: Span) -> Role:
    inside = span.of(here.plain)
    if re.search(r"\belect\b", inside):
        return "elect"
    before = here.plain[max(here.sentence.start, span.start - 40) : span.start]
    past = cue("past_holder", "", r"[ -](?:[\w.]+ ){0,3}$").search(before)
    words = past.group() if past else " ".join(re.findall(r"\b(?:former|ex|then)\b", inside))
    if not words:
        return "current"
    return "held" if cue("at_that_time").search(words) else "former"


def _title_before(anchor: Anchor, here: _Found) -> Span | None:
    """The nearest title before the name, where only given names, ranks or "of" a country stand between."""
    window = max(here.sentence.start, here.key.start - 90)
    titles = table().title_gate.finditer(here.plain, window, here.key.start)
    fitting = [m for m in titles if _NAME_GAP.fullmatch(here.text[m.end() : here.key.start])]
    return Span(*fitting[-1].span()) if fitting and anchor.office in _offices(fitting[-1]) else None


def _title_after(anchor: Anchor, here: _Found) -> Span | None:
    """ "Wayne Marotto, the coalition's spokesperson"."""
    match = table().title_gate.search(here.plain, here.key.end, min(here.sentence.end, here.key.end + 70))
    if match is None or anchor.office not in _offices(match):
        return None
    return Span(*match.span()) if _TITLE_GAP.fullmatch(here.plain[here.key.end : match.start()]) else None


def _offices(title: re.Match[str]) -> frozenset[str]:
    return table().titles.get(" ".join(title.group().split()), frozenset())

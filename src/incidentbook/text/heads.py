"""Title, dateline and agency: what stands at the head of a story."""

from __future__ import annotations

import re
from dataclasses import dataclass

from incidentbook.model import Span
from incidentbook.text.cues import agency_named, cues
from incidentbook.text.lines import Line

_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)"
    r"[A-Za-z]*\.?"
)
_DATE = (
    r"(?:(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?"
    rf"(?:{_MONTH} ?\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}} {_MONTH})(?:,? (?:\d{{4}}|'?\d\d))?)"
)
_UPPER = r"[A-ZÀ-Þ][A-ZÀ-Þ'’.-]+"
_NAME = r"[A-ZÀ-Þ][\w'’.-]+"
_CAPS = rf"{_UPPER}(?:[ /-]{_UPPER}){{0,3}}"
_TITLED = rf"{_NAME}(?:[ /-]{_NAME}){{0,2}}"
_MORE = rf"(?:, {_NAME}(?: {_NAME}){{0,2}}| \({_NAME}(?: {_NAME}){{0,2}}\))?"  # Paris, France; CARACAS (VENEZUELA)
_SAYS = r"(?:[(\[](?P<agency>[^()\[\]\n]{2,60})[)\]]|/(?P<slashed>[^()/\n]{2,40})/)"
_DASHES = r"(?:--|—|–|-|:)"
_LABELS = r"(?:\[[A-Z][A-Z ]{2,30}\]\s*)*"  # [TEXT], [REPORT] of transcribed broadcasts
_NEXT = r"(?=[\"“‘'\[A-ZÀ-Þ])"
_HEADS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\((?P<agency>[^()\n]{{2,40}})\)\s*{_DASHES}?\s*(?=\S)",  # (Reuters) -
        # BAGHDAD, July 27 (Xinhua) --
        rf"(?:{_CAPS}|{_TITLED}){_MORE}(?:,? {_DATE})?[.,]?\s*{_SAYS}\.?\s*{_DASHES}*\s*{_LABELS}",
        rf"(?:{_CAPS}|{_TITLED}){_MORE},? {_DATE}(?:\.|\s*{_DASHES})\s+(?=\S)",  # Peshawar, Jan 30:
        rf"{_CAPS}{_MORE}(?:\s*(?:--|—|–)|:| -|-(?= ))\s*{_NEXT}",  # WASHINGTON –
        rf"(?P<agency>[A-Z]{{2,6}}), {_TITLED} {_DASHES}\s",  # AFP, Beirut -
        rf"{_TITLED}{_MORE} (?:--|—|–)\s+{_NEXT}",  # Baghdad —
    )
)
_TITLE_WORDS, _TITLE_LENGTH, _DATELINE_LENGTH, _BODY_WORDS, _MOST_CAPITALS = 32, 240, 110, 8, 3


@dataclass(frozen=True, slots=True)
class Dateline:
    """The span of "BAGHDAD, July 27 (Xinhua) --" and the agency in it, as written."""

    span: Span
    agency: str | None


def dateline_of(line: Line) -> Dateline | None:
    """The dateline that a line of story begins with."""
    for pattern in _HEADS:
        match = pattern.match(line.text)
        if match and match.end() <= _DATELINE_LENGTH and (found := _dateline(line, match)):
            return found
    return None


def _dateline(line: Line, match: re.Match[str]) -> Dateline | None:
    groups = match.groupdict()
    said = groups.get("agency") or groups.get("slashed")
    if not _is_dateline(match.group(), said):
        return None
    rest = line.text[match.end() :]
    if rest and len(rest.split()) < _BODY_WORDS:
        return None
    return Dateline(Span(line.span.start, line.span.start + len(match.group().rstrip())), said)


def _is_dateline(head: str, said: str | None) -> bool:
    """Brackets after a name also hold abbreviations and parties.

    A label in capitals stands before a colon too.
    """
    words = re.findall(r"\w+", head.lower())
    if head.rstrip().endswith(":") and (len(words) > _MOST_CAPITALS or cues().labels.intersection(words)):
        return any(c.isdigit() for c in head) and not cues().labels.intersection(words)
    if said is None or re.match(_DATE, said):
        return said is None and not cues().labels.intersection(words)
    if agency_named(said):
        return True
    return not head.startswith("(") and (
        head.rstrip().endswith(("-", "—", "–", ":")) or bool(re.search(_DATE, head))
    )


def reads_like_title(line: Line) -> bool:
    """Whether a line is short, ends like no sentence, and opens with no dateline."""
    if line.words > _TITLE_WORDS or len(line.text) > _TITLE_LENGTH or line.words < 2:
        return False
    return not line.text.endswith((".", ".”", '."', ":", ";", ",")) and dateline_of(line) is None

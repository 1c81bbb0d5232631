"""Which single lines are page noise, captions or sources, told from their own words."""

from __future__ import annotations

import re
from functools import lru_cache

from incidentbook.model import RegionKind
from incidentbook.text.cues import agency_named, cues

_SPLIT = re.compile(r"\s*[|·•]\s*|(?<=[.!?…])\s+|\s+[-–—/»]\s+")
_BULLET = re.compile(r"^[\s•·*\-–—»>|.]+|[\s|·•*]+$")
_TOKEN = re.compile(r"[^\s,;:()\[\]|/•·»>*+–—-]+")
_NUMBER = re.compile(r"\d[\d.,:%$]*(?:st|nd|rd|th|am|pm|h|k)?\.?", re.IGNORECASE)
_BYLINE = re.compile(
    r"(?:by|author ?:|written by|posted by|reported by ?:?|from) (?-i:[A-ZÀ-Þ]).{2,90}", re.IGNORECASE
)
_VERBS = re.compile(r"\b(?:is|are|was|were|has|have|had|said|says|say|killed|hit|struck|fired|will|would)\b")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")
_TO_READER = re.compile(r"\b(?:you|your|our|us|we)\b", re.IGNORECASE)
_TWEET = re.compile(r"^(?:—|–|--)\s*.{1,80}\(@\w{2,30}\)\s*.{0,30}\d{4}$")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b"
_DATED = re.compile(
    rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\b\d{{1,2}}(?:st|nd|rd|th)?(?: of)?[ -]{_MONTH}"
    rf"|\b{_MONTH}\.? \d{{1,2}}|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
_DOMAIN = re.compile(r"[\w-]{3,}(?:\.[\w-]+)*\.[a-z]{2,4}")
_ALT = re.compile(r"^(?=\S*_)[\w-]{6,}$|^\S+\.(?:jpe?g|png|webp|gif)$", re.IGNORECASE)
_SIGNED = re.compile(r"(?:—|–|--)\s*[^—–]{1,60}\(@\w{2,30}\)\s*.{0,30}\d{4}$")
_LABEL = re.compile(r"\w+(?: \w+){0,2} ?[|:/]\s+")
_QUOTE = re.compile(r"[\"“”]")
_SITE_GAP = re.compile(r"\s+(?:[-–—|«»]|::)\s+")
_CALL_SIGN = re.compile(r"[KW][A-Z]{2,3}(?:[-.]?TV|\d{1,2})?(?:\.com)?\Z|[A-Z]{2,4}\d{1,2}\Z")
_LINKING = frozenset({"and", "&", "of", "the", "for", "in"})
_LEAST_HEADLINE, _LONGEST_SITE = 3, 14  # words
_LONGEST_NOISE, _LONGEST_SENTENCE, _LONGEST_CAPTION = 220, 400, 330


@lru_cache(maxsize=4096)
def kind_of(line: str) -> RegionKind | None:
    """The region that a line is by its own words alone; None where it may be story."""
    if len(line) > _LONGEST_SENTENCE:
        return None
    if _is_source(line):
        return "source_line"
    if is_date_line(line):
        return "dateline"
    if _is_caption(line):
        return "caption"
    return "boilerplate" if _is_noise(line) or _is_noise_sentence(line) else None


def is_date_line(line: str) -> bool:
    """Whether a short line holds a date or a time, and nothing else but words of menus."""
    words = _tokens(line)
    if not 0 < len(words) <= 14 or not all(map(_is_page_word, words)):
        return False
    return bool(_DATED.search(line))


def says_something(words: str) -> bool:
    """Whether words hold a finite verb of the common sort, as a sentence does and a link seldom."""
    return bool(_VERBS.search(words))


def has_date(line: str) -> bool:
    """Whether a line holds something that looks like a date."""
    return bool(_DATED.search(line))


def signature_start(line: str) -> int | None:
    """Where the signature of a post begins that stands on the post's own line."""
    match = _SIGNED.search(line)
    return match.start() if match and match.start() else None


def label_end(line: str) -> int | None:
    """How long the label is in "UPDATE | headline", "WATCH: headline"."""
    match = _LABEL.match(line)
    rest = line[match.end() :] if match else ""
    return match.end() if match and len(_tokens(rest)) >= 3 and kind_of(rest) is None else None


def site_start(title: str) -> int | None:
    """Where the name of the site begins that stands behind the headline: "Two shot in bar - KXYZ 9 News Springfield"."""
    starts = (m.start() for m in _SITE_GAP.finditer(title) if _names_site(title[m.end() :]))
    return next((at for at in starts if len(_tokens(title[:at])) >= _LEAST_HEADLINE), None)


def _names_site(tail: str) -> bool:
    words = [w for w in (raw.strip(",:;|") for raw in tail.split()) if re.search(r"\w", w)]
    if not words or len(words) > _LONGEST_SITE or _VERBS.search(tail):
        return False
    named = all(w[0].isupper() or w[0].isdigit() or w in _LINKING or "." in w for w in words)
    told = any(
        w.lower() in cues().outlet or _CALL_SIGN.match(w) or _DOMAIN.fullmatch(w.lower()) for w in words
    )
    return named and told


def is_opener(line: str) -> bool:
    """Whether the short lines below it belong to a list of other articles or of comments."""
    return bool(cues().opener.fullmatch(_bare(line)))


def is_credit(line: str) -> bool:
    """Whether a line says no more than who took the picture."""
    return bool(cues().credit_line.fullmatch(line))


def is_blurb(line: str) -> bool:
    """Whether a line tells of the article's author."""
    return bool(cues().author_blurb.search(line)) and not _QUOTE.search(line)


def byline_author(line: str) -> str | None:
    """The name in "By Colin McMahon, Tribune correspondent"."""
    match = re.match(
        r"by ((?-i:[A-ZÀ-Þ][\w.'’-]+(?: [A-ZÀ-Þ][\w.'’-]+){1,3}))(?:$|,| and | \|)", line, re.IGNORECASE
    )
    return match.group(1) if match else None


def _is_source(line: str) -> bool:
    if agency_named(line.strip("()[]—– ")) and len(line) <= 60 and len(_tokens(line)) <= 6:
        return True
    return len(line) <= 140 and bool(cues().source_line.fullmatch(line)) and not _VERBS.search(line)


def _is_caption(line: str) -> bool:
    if len(line) > _LONGEST_CAPTION:
        return False
    return bool(_ALT.match(line) or is_credit(line) or cues().caption.search(line))


def _is_noise(line: str) -> bool:
    if len(line) > _LONGEST_NOISE:
        return False
    whole = _bare(line)
    if not whole or _is_fragment(whole) or _TWEET.match(line):
        return True
    parts = [bare for part in _SPLIT.split(line) if (bare := _bare(part))]
    if all(map(_is_fragment, parts)):
        return True
    return "|" in line and any(map(_is_fragment, parts)) and not any(map(_is_clause, parts))


def _is_fragment(part: str) -> bool:
    if cues().noise.fullmatch(part) or is_date_line(part):
        return True
    if _BYLINE.fullmatch(part) and not _VERBS.search(part):
        return True
    words = _tokens(part)
    if len(words) > 14 or not all(map(_is_page_word, words)):
        return False
    return not cues().date_words.issuperset(words)  # "Friday" alone is the heading of a part of the story


def _is_clause(part: str) -> bool:
    return len(_tokens(part)) > 14 or says_something(part)


def _is_noise_sentence(line: str) -> bool:
    """A sentence to the reader; one that only follows a sentence of the story does not take that with it."""
    match = cues().noise_sentence.search(line)
    if not match or _QUOTE.search(line):
        return False
    first = _SENTENCE_END.split(line, maxsplit=1)[0]
    return match.end() <= len(first) or not says_something(first) or bool(_TO_READER.search(first))


def _bare(line: str) -> str:
    return _BULLET.sub("", line).rstrip(" .").strip() or ""


def _tokens(line: str) -> list[str]:
    return [t.strip(".!?'’\"").lower() for t in _TOKEN.findall(line) if t.strip(".!?'’\"")]


def _is_page_word(word: str) -> bool:
    return (
        word in cues().menu_words
        or word in cues().date_words
        or bool(_NUMBER.fullmatch(word) or _DOMAIN.fullmatch(word))
    )

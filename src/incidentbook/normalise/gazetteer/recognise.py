"""Finds the stretches of a text that may be place names: one pass over capitalised words, the longest name
first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from incidentbook.model import Span
from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.fold import closeness, fold, skeleton, without_article
from incidentbook.normalise.gazetteer.sources import ABBREVIATION, ALTERNATIVE, BARE, DEMONYM
from incidentbook.normalise.gazetteer.store import Entry, Gazetteer, Option
from incidentbook.normalise.gazetteer.words import (
    MILITARY,
    features,
    is_generic,
    leading_feature,
    trailing_feature,
    word_set,
)

LONGEST = 7
_ALIKE = 0.78
_BIG = 150_000  # people of a city that tells a text's country
_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}|[A-Z]\.[A-Z][a-z]+(?=\.)|"
    r"[^\W_]+(?:['’ʼʻʿ‘](?![sS]\b)[^\W_]+)*['’‘](?=[ -](?:al|el)-)|[^\W_]+(?:['’ʼʻʿ‘](?![sS]\b)[^\W_]+)*"
)
_GAP = re.compile(r"^(?:[ \t\xa0]{1,2}|-|[ \t]?\n?[ \t]?|['’]?[ -]|\.[ \t]?)\Z")
_BLOCK_OF = re.compile(r"\b(?:block|corner) of (?:(?:north|south|east|west|[nsew])\.? )?\Z", re.IGNORECASE)
_CAPITAL_BEFORE = re.compile(r"\b([A-Z]\w+)[ \xa0]\Z")
_CAPITAL_AFTER = re.compile(r"[ \xa0]([A-Z]\w+)\b")
_UNIT_GAP = re.compile(r"(?: ?, ?| \()\Z")
_ENDS = re.compile(r"[.!?:“\"|•—–]")
_ABBREVIATED = frozenset({"st", "ste", "ft", "mt"})
FITTING: dict[str, frozenset[str]] = {
    "base": frozenset({"base", "air_base", "airport", "zone"}),
    "air_base": frozenset({"air_base", "base", "airport"}),
    "airport": frozenset({"airport", "air_base", "base"}),
    "admin1": frozenset({"admin1", "region", "admin2"}),
    "admin2": frozenset({"admin2", "region", "district"}),
    "city": frozenset({"city", "district", "admin2"}),
    "region": frozenset({"region", "admin1", "border", "zone"}),
    "water": frozenset({"water"}),
    "border": frozenset({"border"}),
    "facility": frozenset({"facility"}),
    "embassy": frozenset({"embassy"}),
    "zone": frozenset({"zone"}),
}
_EXTENDING = frozenset({"base", "air_base", "airport", "facility", "zone"})


class Token(NamedTuple):
    """A word: where it is, whether it begins with a capital, whether a sentence begins with it."""

    start: int
    end: int
    text: str
    capital: bool
    first: bool


def tokens(text: str) -> list[Token]:
    """The words of a text; hyphens part words, a possessive `'s` is no part of one."""
    found: list[Token] = []
    last_end = 0
    for match in _TOKEN.finditer(text):
        word, gap = match.group(), text[last_end : match.start()]
        first = not found or (gap != " " and _begins(gap, found[-1].text))
        capital = word[0].isupper() or (word[0].isdigit() and any(c.isupper() for c in word))
        found.append(Token(match.start(), match.end(), word, capital, first))
        last_end = match.end()
    return found


def _begins(gap: str, before: str) -> bool:
    """Whether a sentence, heading or quotation begins after this gap."""
    return "\n" in gap or (bool(_ENDS.search(gap)) and before.lower() not in _ABBREVIATED)


class Reading(NamedTuple):
    """One way to read a run of tokens: which key to look up, what feature its words told."""

    begin: int
    end: int
    key: str
    feature: str | None
    span: Span


def readings(text: str, words: Sequence[Token]) -> Iterator[Reading]:
    """Every run of words that may be a name, with and without its feature words."""
    for i in range(len(words)):
        if _may_begin(text, words, i):
            yield from _from(text, words, i)


def _may_begin(text: str, words: Sequence[Token], i: int) -> bool:
    word = words[i]
    if word.capital:
        joined = text[word.end : word.end + 1] == "-"
        return joined or word.text.lower() not in word_set("never_begin") or word.text.isupper()
    follows = i + 1 < len(words) and words[i + 1].capital and text[word.end : words[i + 1].start] == "-"
    return follows and word.text in word_set("articles")


def _from(text: str, words: Sequence[Token], i: int) -> Iterator[Reading]:
    start, connectors = words[i].start, word_set("connectors")
    lower_features = word_set("lower_features")
    for j in range(i, min(i + LONGEST, len(words))):
        word = words[j]
        if j > i and not _joined(text, words[j - 1], word):
            return
        known = word.capital or word.text[0].isdigit() or word.text.lower() in lower_features
        if not known and word.text not in connectors:
            return
        if known:
            yield from _read(text, words, i, j, Span(start, word.end))


def _joined(text: str, left: Token, right: Token) -> bool:
    gap = text[left.end : right.start]
    if "." in gap:
        return left.text.lower() in _ABBREVIATED and bool(_GAP.match(gap))
    return bool(_GAP.match(gap)) and not (right.first and "\n" in gap and not right.capital)


def _read(text: str, words: Sequence[Token], i: int, j: int, span: Span) -> Iterator[Reading]:
    surface = span.of(text)
    key = fold(surface)
    if words[j].capital or words[j].text[0].isdigit():
        yield Reading(i, j + 1, key, None, span)
        bare = fold(without_article(surface))
        if bare != key:
            yield Reading(i, j + 1, bare, None, span)
    if j == i:
        return
    for found in (trailing_feature(key), leading_feature(key)):
        if found and found[0] not in word_set("never_begin"):
            yield Reading(i, j + 1, found[0], found[1], span)
            bare = fold(without_article(found[0]))
            if bare != found[0]:
                yield Reading(i, j + 1, bare, found[1], span)


def recognise(text: str, tables: Gazetteer) -> list[Draft]:
    """Drafts of all mentions, in the order of the text, none overlapping; their options are not yet
    weighed.
    """
    words = tokens(text)
    per_start: dict[int, list[Reading]] = {}
    for reading in readings(text, words):
        per_start.setdefault(reading.begin, []).append(reading)
    known = within_lands(tables.look_up(r.key for found in per_start.values() for r in found))
    drafts: list[Draft] = []
    position = 0
    for i in sorted(per_start):
        if i >= position:
            draft, end = _longest(text, words, per_start[i], known)
            if draft is not None:
                drafts.append(draft)
                position = end
    found = sorted([*drafts, *_respelt(text, words, drafts, tables)], key=lambda d: d.span)
    for i, draft in enumerate(found):
        if _loose(text, found[i - 1 : i], draft):
            draft.options = tuple(o for o in draft.options if o[1] != ABBREVIATION)
    return [d for d in found if d.options]


def _loose(text: str, before: Sequence[Draft], draft: Draft) -> bool:
    """Whether no town stands before an abbreviated state: "(NS)" and "(SD)" mostly shorten something else."""
    if not any(_UNIT_GAP.match(text[d.span.end : draft.span.start]) for d in before):
        return text[draft.span.end : draft.span.end + 1] != "." or text[: draft.span.start].endswith("(")
    return False


def within_lands(known: dict[str, tuple[Option, ...]]) -> dict[str, tuple[Option, ...]]:
    """The options without those places of the user's own gazetteer in whose country nothing else of the text may lie.

    A national gazetteer holds every hamlet; it is read in texts that name the country or a big city of it.
    """
    every = [o for options in known.values() for o in options]
    lands = {e.country for e, rank in every if _tells_land(e, rank)}
    return {
        k: tuple(o for o in options if not o[0].own or o[0].country in lands) for k, options in known.items()
    }


def _tells_land(entry: Entry, rank: int) -> bool:
    if entry.own:
        return False
    return entry.kind == "country" or (rank <= ALTERNATIVE and entry.population >= _BIG)


def _respelt(text: str, words: Sequence[Token], drafts: Sequence[Draft], tables: Gazetteer) -> list[Draft]:
    """Words after a place preposition, or with an Arabic article, that are a name of the gazetteer in
    another transliteration.
    """
    covered = {i for d in drafts for i in range(d.span.start, d.span.end)}
    runs = [
        r
        for i in range(len(words))
        if words[i].start not in covered and _calls_for_place(text, words, i)
        for r in _runs(text, words, i)
    ]
    known = tables.look_up(f"~{skeleton(fold(s.of(text)))}" for s in runs)
    found: list[Draft] = []
    for span in sorted(runs, key=lambda s: s.start - s.end):
        options = _alike(fold(span.of(text)), known)
        taken = covered.intersection(range(span.start, span.end))
        if options and not taken and not _names_a_street(text, span):
            covered.update(range(span.start, span.end))
            found.append(Draft(span, span.of(text), fold(span.of(text)), None, options))
    return found


def _calls_for_place(text: str, words: Sequence[Token], i: int) -> bool:
    if not _may_begin(text, words, i) or words[i].text.lower() in word_set("common_words"):
        return False
    before = words[i - 1].text.lower() if i else ""
    if i and words[i - 1].capital and text[words[i - 1].end : words[i].start] == " ":
        return False  # "Mustafa al-Kadhimi"
    return not words[i].capital or before in word_set("place_prepositions") or before in ("of", "to", "and")


def _runs(text: str, words: Sequence[Token], i: int) -> Iterator[Span]:
    """The one to three capitalised words from here on; articles do not count."""
    end, count = i, 0
    while end < len(words) and count < 3 and (end == i or _joined(text, words[end - 1], words[end])):
        if words[end].capital and len(words[end].text) > 2:
            count += 1
            yield Span(words[i].start, words[end].end)
        elif words[end].text.lower() not in word_set("articles"):
            return
        end += 1


def _alike(key: str, known: dict[str, tuple[Option, ...]]) -> tuple[Option, ...]:
    options = known.get(f"~{skeleton(key)}", ())
    return tuple(o for o in options if closeness(key, fold(o[0].name)) >= _ALIKE)


def _longest(
    text: str, words: Sequence[Token], found: list[Reading], known: dict[str, tuple[Option, ...]]
) -> tuple[Draft | None, int]:
    for reading in sorted(found, key=lambda r: (-r.end, r.feature is not None)):
        options = admissible(reading.feature, known.get(reading.key, ()))
        if options and not _refused(text, words, reading, options):
            span = (
                reading.span
                if reading.feature is None or _keeps(text, reading)
                else _head(text, words, reading)
            )
            return Draft(
                span, span.of(text), reading.key, reading.feature, options, demonym=_is_demonym(options)
            ), reading.end
    return None, 0


def _keeps(text: str, reading: Reading) -> bool:
    """Whether the span keeps its feature words: those of facilities always, others where they bear
    capitals.
    """
    last = reading.span.of(text).split()[-1]
    return reading.feature in _EXTENDING or last[0].isupper()


def _head(text: str, words: Sequence[Token], reading: Reading) -> Span:
    last = max(k for k in range(reading.begin, reading.end) if words[k].capital or words[k].text[0].isdigit())
    return Span(reading.span.start, words[last].end)


def _is_demonym(options: Sequence[Option]) -> bool:
    return all(rank == DEMONYM for _, rank in options)


def admissible(feature: str | None, options: Sequence[Option]) -> tuple[Option, ...]:
    """The options that the feature word allows. A base or airport named for a town may be unknown: the town
    then stands for it.
    """
    if not options:
        return ()
    if feature is None:
        return tuple(options)
    fits = tuple(o for o in options if o[0].kind in FITTING.get(feature, ()) and o[1] != DEMONYM)
    if fits:
        return fits
    if any(e.kind == "country" for e, _ in options):
        return ()
    if feature in MILITARY or feature == "city":
        return tuple(o for o in options if o[0].kind in ("city", "district") and o[1] <= BARE)
    if feature == "admin2":
        return tuple(o for o in options if o[0].kind == "city" and o[1] <= 1)
    return ()


def _refused(text: str, words: Sequence[Token], reading: Reading, options: Sequence[Option]) -> bool:
    """Whether the words are no place name at all: a common word, a month, a title, an abbreviation out of
    its place.
    """
    surface = reading.span.of(text)
    if reading.feature is None and reading.key in word_set("never") | word_set("streets"):
        return True
    if _names_a_street(text, reading.span):
        return True
    if reading.key in features() or is_generic(reading.key):
        return True
    ours = any(
        entry.gid.startswith("ib:") for entry, _ in options
    )  # "Victory base", not "the Liberty district"
    if reading.feature is not None and reading.key in word_set("common_words") and not ours:
        return True
    before = text[max(0, reading.span.start - 3) : reading.span.start].rstrip()
    dotted = text[reading.span.end : reading.span.end + 1] == "."
    if all(rank == ABBREVIATION for _, rank in options):
        return not before.endswith((",", "(")) or not (surface.isupper() or dotted or len(surface) > 3)
    if dotted and before.endswith(",") and any(rank == ABBREVIATION for _, rank in options):
        return False  # "Ocala, Fla.", though a village bears the name too
    if surface.islower():
        return True
    if len(reading.key) <= 3 and reading.feature is None:
        return not (surface.isupper() or "." in surface or _plain_short(options))
    return False


def _names_a_street(text: str, span: Span) -> bool:
    """Whether the name is that of a street or an undertaking: "Palestine Street", "the 2600 block of South
    Peoria", "Task Force Olympia".
    """
    before = text[max(0, span.start - 20) : span.start]
    told = _CAPITAL_BEFORE.search(before)
    if _BLOCK_OF.search(before) or (told and told.group(1).lower() in word_set("undertakings")):
        return True
    after = _CAPITAL_AFTER.match(text[span.end : span.end + 20])
    return after is not None and after.group(1).lower() in word_set("streets")


def _plain_short(options: Sequence[Option]) -> bool:
    return any(rank <= 1 and e.population > 5_000 and e.kind == "city" for e, rank in options)


def draft_of(text: str, span: Span, tables: Gazetteer) -> Draft:
    """The draft of a span that is given as a place name; it has no options where no reading of its words is
    known.
    """
    surface = span.of(text)
    for key, feature in _spellings(surface):
        options = () if is_generic(key) else admissible(feature, tables.look_up([key]).get(key, ()))
        if options:
            return Draft(span, surface, key, feature, options, demonym=_is_demonym(options))
    key = fold(surface)
    return Draft(span, surface, key, None, variants(key, tables))


def _spellings(surface: str) -> Iterator[tuple[str, str | None]]:
    key = fold(re.sub(r"['’]s?$", "", surface))
    bare = fold(without_article(surface))
    yield key, None
    yield bare, None
    for name in (key, bare):
        for found in (trailing_feature(name), leading_feature(name)):
            if found:
                yield found
                yield fold(without_article(found[0])), found[1]
    parts = key.split()
    while len(parts) > 1 and parts[0] in word_set("modifiers"):
        parts = parts[1:]
        yield " ".join(parts), None


def variants(key: str, tables: Gazetteer) -> tuple[Option, ...]:
    """Places whose name has the same consonants in another transliteration, and is not too far from it in
    letters.
    """
    return _alike(key, tables.look_up([f"~{skeleton(key)}"]))

"""Where a text puts a place by way of another: "the camp, 40 km north of the city", "a base in the west of the capital"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from incidentbook.extract.lexicon import roles
from incidentbook.extract.mentions import is_name
from incidentbook.extract.remarks.words import alternatives
from incidentbook.extract.scene import Scene
from incidentbook.extract.speakers import voice
from incidentbook.model import Count, Distance, Document, Place, Span
from incidentbook.normalise.gazetteer.words import words as place_words
from incidentbook.normalise.place import PlaceMention, distance_km

_COARSE = frozenset({"country", "region", "water", "border", "relative", "admin1", "admin2"})
_WAYS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_WAY_WORD = r"(?:north|south|east|west)(?:-?(?:east|west))?"
_NUMBER = r"(?:\d[\d,.]*|[a-z]+(?:-[a-z]+)?)"
_PART = re.compile(
    r"\b(?P<said>(?:in|on|at) the (?P<way>[a-z]+(?:-[a-z]+)?)"
    r" (?:part|side|suburbs?|outskirts|edge|districts?|area|end|half) of) (?:the )?$",
    re.IGNORECASE,
)
_OWNS = re.compile(r"['’]s?\s")
_LOOK_BACK = 120  # characters
_NAMESAKE_KM = 150.0


@cache
def _between_names() -> re.Pattern[str]:
    """What may stand between the name of a place and where it lies."""
    feature, placed = alternatives("features"), alternatives("lying")
    return re.compile(
        rf"\W*(?:{feature}\b\W*)?(?:\([^)]{{1,30}}\)\W*)?(?:in\W+(?:the\W+)?)?(?:{feature}\b\W*)?"
        rf"(?:(?:a|an|the) (?:[\w-]+ ){{0,3}}?{feature}\b\W*)?"
        rf"(?:(?:which|that) )?(?:(?:is|are|lies|sits|stands|was) )?(?:{placed} )?(?:{alternatives('roughly')} )*",
        re.IGNORECASE,
    )


@cache
def _measured() -> re.Pattern[str]:
    """What says how far and which way, right before a name: "some 53 miles (85 km) north of the northern city of"."""
    figure = rf"(?P<figure>{_NUMBER}[ -]?{alternatives('length_units')})"
    return re.compile(
        rf"(?<![\w.,])(?P<said>(?:(?:{alternatives('roughly')} )*{figure}(?: \([^)]{{1,30}}\))? )?"
        rf"(?:(?:to|in) the )?(?:(?P<way>{_WAY_WORD}) (?:of|from)|(?:away )?from|outside)) "
        rf"(?:the )?(?:(?:(?-i:[A-Z][\w'’-]+|the)|{alternatives('called')}|(?:north|south|east|west)\w*),? ){{0,4}}$",
        re.IGNORECASE,
    )


@cache
def _figure() -> re.Pattern[str]:
    return re.compile(
        rf"(?P<hedge>more than|over|at least|less than|under)?\s*(?P<number>{_NUMBER})[ -]?"
        rf"(?P<unit>{alternatives('length_units')})\b",
        re.IGNORECASE,
    )


def distances(scene: Scene, document: Document) -> Iterator[Distance]:
    """The distances and directions that a sentence gives of places that it names."""
    for anchor in scene.clues.places:
        if anchor.place is None or anchor.place.lat is None or anchor.demonym or anchor.kind in _COARSE:
            continue
        if _OWNS.match(document.text, anchor.span.end):
            continue  # "a mile from Baghdad's airport": not from Baghdad
        said = _said_before(scene, anchor)
        placed = _placed(scene, said, anchor.place) if said is not None else None
        if said is None or placed is None:
            continue
        span = Span(placed[1].start, anchor.span.end)
        told = document.text[said.start : anchor.span.start]
        inside = _PART.match(told) is not None
        way = _way(told)
        km = None if inside else kilometres_said(told)
        if (way or km) and _one_country(placed[0], anchor.place, km):
            key = f"{document.id}-distance-{span.start}"
            yield Distance(key, placed[0], anchor.place, km, way, inside, voice(scene).speaker, span)


def _one_country(place: Place, anchor: Place, km: Count | None) -> bool:
    """Whether the two can be what is meant: a place far beyond what is said is another of the same name."""
    apart = distance_km(place, anchor)
    said = (km.high or km.low) if km is not None else _NAMESAKE_KM
    return apart is not None and apart <= _NAMESAKE_KM + 2 * said


def _said_before(scene: Scene, anchor: PlaceMention) -> Span | None:
    """Where the words stand that say how far and which way, up to the name that they count from."""
    start = scene.sentence.span.start
    before = scene.sentence.text[max(0, anchor.span.start - start - _LOOK_BACK) : anchor.span.start - start]
    found = _measured().search(before) or _PART.search(before)
    if found is None or not (found["way"] or found.groupdict().get("figure")):
        return None
    return Span(anchor.span.start - len(before) + found.start(), anchor.span.start)


def _placed(scene: Scene, said: Span, anchor: Place) -> tuple[Place, Span] | None:
    """The place whose whereabouts are told: the name right before, or "the base" where one alone is named so far."""
    before = [
        p for p in scene.clues.places
        if p.span.end <= said.start and p.kind not in _COARSE and p.place is not None and not p.demonym
        and p.kind != "facility" and p.place.lat is not None and is_name(scene, p)
    ]  # fmt: skip
    last = max(before, key=lambda p: (p.span.end, len(p.text)), default=None)
    if last is not None and last.place is not None and _joined(scene, Span(last.span.end, said.start)):
        return None if last.place == anchor else (last.place, last.span)
    return _pointed(scene, said, anchor)


def _pointed(scene: Scene, said: Span, anchor: Place) -> tuple[Place, Span] | None:
    """The one place named before that "the base", "the town" can mean."""
    start = scene.sentence.span.start
    nouns = [t for t in scene.doc if t.lemma_.lower() in roles()["definite"] and t.idx + start < said.start]
    noun = nouns[-1] if nouns else None
    if noun is None or not _only_the(noun.i, [t.lower_ for t in scene.doc]):
        return None
    kinds = roles()["definite"][noun.lemma_.lower()]
    meant = list(dict.fromkeys(p.place for p in scene.named if p.kind in kinds and p.place is not None))
    span = scene.span([noun])
    one = len(meant) == 1 and meant[0] != anchor and meant[0].lat is not None
    return (meant[0], span) if one and _joined(scene, Span(span.end, said.start)) else None


def _only_the(at: int, lower: Sequence[str]) -> bool:
    return at > 0 and lower[at - 1] in ("the", "that")


def _joined(scene: Scene, gap: Span) -> bool:
    return _between_names().fullmatch(_between(scene, gap)) is not None


def _between(scene: Scene, gap: Span) -> str:
    """The words between, without the names of provinces and countries: "Gonzaga in Cagayan, 400 km north of"."""
    coarse = ("admin1", "admin2", "country")
    inside = [p.span for p in scene.clues.places if p.kind in coarse and gap.contains(p.span)]
    text, start = scene.sentence.text, scene.sentence.span.start
    kept, at = "", gap.start
    for span in sorted(inside):
        kept, at = kept + text[at - start : max(at, span.start) - start], max(at, span.end)
    words = kept + text[at - start : gap.end - start]
    return "and" if re.search(r";|\band\b", words) else words


def _way(told: str) -> str | None:
    found = _PART.match(told) or _measured().match(told)
    bearing = place_words()["bearings"].get(found["way"].lower()) if found and found["way"] else None
    return None if bearing is None else _WAYS[round(bearing / 45) % 8]


def kilometres_said(told: str) -> Count | None:
    """The kilometres of "some 53 miles north of", with what the figure may stand for as round as it is; None: no figure.

    A figure is taken to be rounded to the largest of 1, 5, 10, 50, 100 that it is a multiple of (Jansen and Pollmann 2001).
    """
    for match in _figure().finditer(told):
        unit = place_words()["lengths"].get(match["unit"].lower())
        value = _number(match["number"].lower().replace(",", ""))
        if unit is not None and value is not None:
            return _rounded(value, unit, (match["hedge"] or "").lower())
    return None


def _number(word: str) -> float | None:
    if re.fullmatch(r"\d+(?:\.\d+)?", word):
        return float(word)
    known = place_words()["numbers"].get(word)
    return None if known is None else float(known)


def _rounded(value: float, unit: float, hedge: str) -> Count:
    step = next((s for s in (100, 50, 10, 5) if value % s == 0 and value >= s), 1)
    low, high = max(0.0, value - step / 2) * unit, (value + step / 2) * unit
    if hedge in ("more than", "over", "at least"):
        return Count(round(value * unit), None, None)
    if hedge in ("less than", "under"):
        return Count(0, None, round(value * unit))
    return Count(int(low), round(value * unit), -int(-high // 1))

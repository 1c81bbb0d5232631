"""Where a text puts a place by way of another: "the camp, 40 km north of the city", "a base in the west of the capital"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from incidentbook.extract.mentions import is_name
from incidentbook.extract.scene import Scene
from incidentbook.extract.speakers import voice
from incidentbook.model import Count, Distance, Document, Place, Span
from incidentbook.normalise.gazetteer.words import words as place_words
from incidentbook.normalise.place import PlaceMention

_COARSE = frozenset({"country", "region", "water", "border", "relative", "admin1", "admin2"})
_WAYS = ("north", "northeast", "east", "southeast", "south", "southwest", "west", "northwest")
_FEATURE = (
    r"(?:air ?base|air ?field|base|camp|town|city|village|hamlet|settlement|district|area|region|neighbou?rhood|suburb|province|county"
    r"|state|port|airport|capital|resort|island|municipality|commune|locality)"
)
_BETWEEN = re.compile(
    rf"\W*(?:{_FEATURE}\b\W*)?(?:\([^)]{{1,30}}\)\W*)?(?:in\W+)?"
    rf"(?:(?:a|an|the) (?:[\w-]+ ){{0,3}}?{_FEATURE}\b\W*)?"
    r"(?:(?:which|that) )?(?:(?:is|are|lies|sits|stands|was) )?(?:(?:located|situated|lying|based|found) )?"
    r"(?:(?:just|only|some|about|around|approximately|roughly|at|in|to the) )*",
    re.IGNORECASE,
)
_PART = re.compile(
    r"\b(?:in|on|at) the (?P<way>[a-z]+(?:-[a-z]+)?)"
    r" (?:part|side|suburbs?|outskirts|edge|districts?|area|end|half) of (?:the )?$",
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?P<hedge>more than|over|at least|less than|nearly|almost|under)?\s*"
    r"(?P<number>\d[\d,.]*|[a-z]+(?:-[a-z]+)?)[ -]?(?P<unit>[a-z]+(?: miles?)?)\b",
    re.IGNORECASE,
)
_WAY = re.compile(r"\b(?P<way>(?:north|south|east|west)[a-z-]*) (?:of|from)\b", re.IGNORECASE)
_LOOK_BACK = 60  # characters


def distances(scene: Scene, document: Document) -> Iterator[Distance]:
    """The distances and directions that a sentence gives of places that it names."""
    for mention in scene.clues.places:
        anchor = _anchor(scene, mention)
        if anchor is None:
            continue
        phrase, inside = mention.span, False
        if mention.kind != "relative":
            found = _part_before(scene, mention)
            if found is None:
                continue
            phrase, inside = Span(found, mention.span.end), True
        placed = _placed(scene, phrase, anchor)
        told = phrase.of(document.text)
        way, km = _way(told, inside=inside), None if inside else kilometres_said(told)
        if placed is not None and placed.place is not None and anchor.place is not None and (way or km):
            yield _distance(
                scene, document, placed, anchor.place, km, way, Span(placed.span.start, phrase.end), inside
            )


def _distance(
    scene: Scene, document: Document, placed: PlaceMention, anchor: Place, km: Count | None, way: str | None,
    span: Span, inside: bool,
) -> Distance:  # fmt: skip
    assert placed.place is not None
    return Distance(
        f"{document.id}-distance-{span.start}",
        placed.place,
        anchor,
        km,
        way,
        inside,
        voice(scene).speaker,
        span,
    )


def _anchor(scene: Scene, mention: PlaceMention) -> PlaceMention | None:
    """The place that a distance counts from: the name inside a relative place, or a town of which a part is told."""
    if mention.kind != "relative":
        return (
            mention
            if mention.place is not None and mention.kind in ("city", "district") and not mention.demonym
            else None
        )
    inner = [
        p for p in scene.clues.places
        if p.kind not in _COARSE and p.place is not None and p.span.end == mention.span.end and p is not mention
    ]  # fmt: skip
    return max(inner, key=lambda p: len(p.text), default=None)


def _part_before(scene: Scene, mention: PlaceMention) -> int | None:
    """Where "in the northern part of" begins before a town."""
    start = mention.span.start - scene.sentence.span.start
    found = _PART.search(scene.sentence.text[max(0, start - _LOOK_BACK) : start])
    if found is None or found["way"].lower() not in place_words()["bearings"]:
        return None
    return mention.span.start - min(start, _LOOK_BACK) + found.start()


def _placed(scene: Scene, phrase: Span, anchor: PlaceMention) -> PlaceMention | None:
    """The place that the phrase tells the whereabouts of: the name right before it."""
    before = [
        p for p in scene.clues.places
        if p.span.end <= phrase.start and p.kind not in _COARSE and p.place is not None and not p.demonym
        and p.place.lat is not None and is_name(scene, p)
    ]  # fmt: skip
    last = max(before, key=lambda p: (p.span.end, len(p.text)), default=None)
    if last is None or last.place == anchor.place:
        return None
    return last if _BETWEEN.fullmatch(_between(scene, Span(last.span.end, phrase.start))) else None


def _between(scene: Scene, gap: Span) -> str:
    """The words between, without the names of provinces and countries: "Gonzaga in Cagayan, 400 km north of"."""
    inside = [
        p.span
        for p in scene.clues.places
        if p.kind in ("admin1", "admin2", "country") and gap.contains(p.span)
    ]
    text, start = scene.sentence.text, scene.sentence.span.start
    kept, at = "", gap.start
    for span in sorted(inside):
        kept, at = kept + text[at - start : max(at, span.start) - start], max(at, span.end)
    words = kept + text[at - start : gap.end - start]
    return words if not re.search(r";|\band\b", words) else "and"


def _way(told: str, *, inside: bool) -> str | None:
    found = (
        _PART.match(told) or re.match(r"\b(?:in|on|at) the (?P<way>\S+)", told)
        if inside
        else _WAY.search(told)
    )
    bearing = place_words()["bearings"].get(found["way"].lower()) if found else None
    return None if bearing is None else _WAYS[round(bearing / 45) % 8]


def kilometres_said(told: str) -> Count | None:
    """The kilometres of "some 53 miles north of", with what the figure may stand for as round as it is; None: no figure.

    A figure is taken to be rounded to the largest of 1, 5, 10, 50, 100 that it is a multiple of (Jansen and Pollmann 2001).
    """
    for match in _FIGURE.finditer(told):
        unit = place_words()["lengths"].get(match["unit"].lower())
        value = _number(match["number"].lower().replace(",", ""))
        if unit is None or value is None:
            continue
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

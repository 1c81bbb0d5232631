"""Places said by way of another: `85 km north of Baghdad`, `western Iraq`, `near Balad`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from incidentbook.model import Place, Span
from incidentbook.normalise.gazetteer.compose import Composed, unit_name
from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.sphere import destination
from incidentbook.normalise.gazetteer.store import Entry, Gazetteer
from incidentbook.normalise.gazetteer.words import words

_NUMBER = r"(?P<number>\d[\d,.]*|[a-z]+(?:-[a-z]+)?)"
_AWAY = re.compile(
    r"(?:(?:about|some|around|roughly|approximately|nearly|more than|less than|almost|just|over) )?"
    rf"{_NUMBER}[ -]?(?P<unit>[a-z]+(?: miles?)?)"
    r"(?: \([^)]{1,40}\))? (?:to the )?"
    r"(?:(?P<way>[a-z]+(?:-[a-z]+)?) (?:of|from)|from|off|outside|away from|inland from|offshore from) "
    r"(?:the )?(?:(?:[A-Z][a-z]+i|capital|port|coastal|southern|northern|eastern|western|central|city|town|village|district"
    r"|provincial|state|of|coast|shore|main|capital,) ?){0,4}$",
    re.IGNORECASE,
)
_SIDE = re.compile(
    r"(?:^|[\s(])(?P<way>[a-z]+(?:-[a-z]+)?)(?: part| side| edge| outskirts| suburbs?)?(?P<outside> of)? "
    r"(?:the )?(?:city of |town of |capital )?$",
    re.IGNORECASE,
)
_NEAR = re.compile(
    r"(?:^|\s)(?P<word>near|close to|outside|around|on the outskirts of|in the vicinity of|off) "
    r"(?:the )?(?:city of |town of |village of |coast of )?$",
    re.IGNORECASE,
)
_LOOK_BACK = 110


def relatives(text: str, drafts: Sequence[Draft], tables: Gazetteer) -> Iterator[Composed]:
    """`85 km north of Baghdad`, `western Iraq`, `northern Baghdad`, `near Balad`: the words before a name
    move or blur it.
    """
    for draft in drafts:
        if draft.chosen is None or draft.demonym or draft.chosen.kind == "embassy" or _owns(text, draft):
            continue
        before = text[max(0, draft.span.start - _LOOK_BACK) : draft.span.start]
        for read in (_measured, _sided, _nearby):
            found = read(before, draft, tables)
            if found:
                yield found
                break


def _owns(text: str, draft: Draft) -> bool:
    """`India's parliament`: not the place itself is the anchor."""
    return bool(re.match(r"['’]s? ", text[draft.span.end : draft.span.end + 3]))


def _measured(before: str, draft: Draft, tables: Gazetteer) -> Composed | None:
    match = None
    for start in re.finditer(r"(?<![\w.,])(?=[\w])", before):
        match = _AWAY.match(before, start.start())
        if match and _length(match) is not None:
            break
        match = None
    distance, entry = (_length(match), draft.chosen) if match else (None, None)
    if match is None or distance is None or entry is None or entry.kind in ("country", "admin1", "region"):
        return None
    span = Span(draft.span.start - len(before) + match.start(), draft.span.end)
    way = words()["bearings"].get((match.group("way") or "").lower())
    lat, lon, precision = entry.lat, entry.lon, _blurred(distance)
    if way is not None:
        lat, lon = destination(entry.lat, entry.lon, way, distance)
        precision = 2 if distance <= 100 else 3
    return _relative(span, text_name(before[match.start() :], draft), entry, lat, lon, precision, tables)


def _length(match: re.Match[str]) -> float | None:
    unit = words()["lengths"].get(match.group("unit").lower())
    number = match.group("number").lower().replace(",", "")
    value = words()["numbers"].get(number)
    if value is None and re.fullmatch(r"\d+(?:\.\d+)?", number):
        value = float(number)
    return value * unit if unit is not None and value is not None else None


def _blurred(distance: float) -> int:
    return 2 if distance <= 25 else 3 if distance <= 60 else 4


def text_name(before: str, draft: Draft) -> str:
    """The words of a relative place, on one line."""
    return " ".join((before + draft.text).split())


def _sided(before: str, draft: Draft, tables: Gazetteer) -> Composed | None:
    match, entry = _SIDE.search(before), draft.chosen
    way = words()["bearings"].get(match.group("way").lower()) if match else None
    if (
        match is None
        or way is None
        or entry is None
        or entry.kind in ("base", "air_base", "airport", "facility")
    ):
        return None
    start = match.start("way")
    inner = before[:start].lower().endswith("the ") or not match.group("outside")
    lat, lon, precision = _shifted(entry, way, 1.0 if inner else 2.0)
    span = Span(draft.span.start - len(before) + start, draft.span.end)
    return _relative(span, text_name(before[start:], draft), entry, lat, lon, precision, tables)


_REACH = {
    "country": 250.0,
    "admin1": 50.0,
    "region": 60.0,
    "water": 150.0,
    "city": 5.0,
    "district": 1.0,
    "admin2": 15.0,
}
_BLUR = {"country": 6, "admin1": 4, "region": 4, "water": 7, "border": 5, "admin2": 3}


def _shifted(entry: Entry, way: float, times: float) -> tuple[float, float, int]:
    """The point that many reaches of the place away from its middle, and how exact it is.

    `the north of Iraq` is in it, `north of Iraq` beyond.
    """
    reach = _REACH.get(entry.kind, 1.0) * (
        words()["country_reach"].get(entry.country, 1.0) if entry.kind == "country" else 1.0
    )
    lat, lon = destination(entry.lat, entry.lon, way, reach * times)
    return lat, lon, max(entry.precision, _BLUR.get(entry.kind, 2 if times <= 1 else 3))


def _nearby(before: str, draft: Draft, tables: Gazetteer) -> Composed | None:
    match, entry = _NEAR.search(before), draft.chosen
    if match is None or entry is None or entry.kind == "country":
        return None
    span = Span(draft.span.start - len(before) + match.start("word"), draft.span.end)
    name = text_name(before[match.start("word") :], draft)
    return _relative(span, name, entry, entry.lat, entry.lon, max(2, entry.precision), tables)


def _relative(
    span: Span, name: str, entry: Entry, lat: float, lon: float, precision: int, tables: Gazetteer
) -> Composed:
    place = Place(name, entry.country, unit_name(entry, tables), lat, lon, precision, entry.gid)
    return Composed(span, "relative", place)

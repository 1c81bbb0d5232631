"""Places: where the names in a text are, how exactly that is known, and how far apart two are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Literal

from incidentbook.model import Place, Span
from incidentbook.normalise.gazetteer.compose import Composed, composed, place_of
from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.plausible import plausible
from incidentbook.normalise.gazetteer.recognise import draft_of, recognise
from incidentbook.normalise.gazetteer.relative import relatives
from incidentbook.normalise.gazetteer.resolve import resolve
from incidentbook.normalise.gazetteer.sphere import kilometres
from incidentbook.normalise.gazetteer.store import Entry, Gazetteer, gazetteer

PlaceKind = Literal[
    "country", "admin1", "admin2", "city", "district", "base", "air_base", "airport", "embassy", "zone", "border", "water",
    "region", "facility", "relative",
]  # fmt: skip
_KEPT_CANDIDATES = 5


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name in a text.

    `demonym`: an adjective or noun for a country's people, no location; `place`: resolved with the whole document
    as context, None where it could not be; `candidates`: what was weighed, best first, at most five.
    """

    span: Span
    text: str
    kind: PlaceKind
    demonym: bool
    place: Place | None
    candidates: tuple[Place, ...]


def find_places(text: str, spans: Sequence[Span] | None = None) -> tuple[PlaceMention, ...]:
    """The place names of a document, in the order of the text, each resolved with all others as context.

    Args:
        text: the whole document.
        spans: what to resolve, where something else has found the names; None: find them too. One mention is given for each span.

    Raises:
        GazetteerError: the gazetteer is missing or damaged.
    """
    tables = gazetteer()
    drafts = _found(text, tables) if spans is None else [draft_of(text, s, tables) for s in sorted(spans)]
    resolve(text, drafts, tables.capitals)
    mentions = [_mention(d, tables) for d in drafts]
    if spans is None:
        mentions += [_composed_mention(text, c) for c in _further(text, drafts, tables)]
    return tuple(sorted(mentions, key=lambda m: (m.span.start, -m.span.end)))


def _found(text: str, tables: Gazetteer) -> list[Draft]:
    """What is likely a place name; all are resolved once, since how a name fits the others tells whether it
    is one.
    """
    drafts = recognise(text, tables)
    resolve(text, drafts, tables.capitals)
    return plausible(text, drafts)


def _further(text: str, drafts: list[Draft], tables: Gazetteer) -> list[Composed]:
    return [*composed(text, drafts, tables), *relatives(text, drafts, tables)]


def _composed_mention(text: str, found: Composed) -> PlaceMention:
    kind: PlaceKind = found.kind  # type: ignore[assignment]
    return PlaceMention(found.span, found.span.of(text), kind, False, found.place, (found.place,))


def _mention(draft: Draft, tables: Gazetteer) -> PlaceMention:
    places = tuple(place_of(e, tables) for e in draft.ranked[:_KEPT_CANDIDATES])
    kind: PlaceKind = draft.chosen.kind if draft.chosen else "city"  # type: ignore[assignment]
    return PlaceMention(draft.span, draft.text, kind, draft.demonym, places[0] if places else None, places)


def place(name: str, near: Place | None = None, country: str | None = None) -> Place | None:
    """One name, with optional context: the likeliest place, None where the name is unknown.

    Args:
        name: as written, feature words included ("Balad airbase").
        near: a place in whose neighbourhood it should be.
        country: ISO 3166-1 alpha-2 of the country that it should be in.
    """
    tables = gazetteer()
    draft = draft_of(name, Span(0, len(name)), tables)
    if not draft.options:
        return None
    resolve(name, [draft], tables.capitals)
    weighed = zip(draft.options, draft.belief, strict=True)
    best = max(weighed, key=lambda pair: log(pair[1] + 1e-9) + _fit(pair[0][0], near, country))
    return place_of(best[0][0], tables)


def _fit(entry: Entry, near: Place | None, country: str | None) -> float:
    score = 8.0 if country and entry.country == country else 0.0
    if near is not None and near.lat is not None and near.lon is not None:
        away = kilometres(entry.lat, entry.lon, near.lat, near.lon)
        score += 8.0 / (1 + away / 50) + (3.0 if near.country == entry.country else 0.0)
    return score


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance in kilometres; None where one of the two has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    return kilometres(a.lat, a.lon, b.lat, b.lon)


__all__ = ["PlaceKind", "PlaceMention", "distance_km", "find_places", "place"]

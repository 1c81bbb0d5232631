"""Places: where the names in a text are, how exactly that is known, and how far apart two are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log
from typing import Literal

from incidentbook.model import Place, Span
from incidentbook.normalise.gazetteer.coherence import unsupported
from incidentbook.normalise.gazetteer.compose import Composed, composed, place_of
from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.plausible import plausible
from incidentbook.normalise.gazetteer.recognise import draft_of, recognise
from incidentbook.normalise.gazetteer.relative import relatives
from incidentbook.normalise.gazetteer.resolve import inside, resolve
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
    return _find_places(text, None if spans is None else tuple(sorted(spans)), gazetteer())


@lru_cache(maxsize=4)  # one text is asked for more than once
def _find_places(text: str, spans: tuple[Span, ...] | None, tables: Gazetteer) -> tuple[PlaceMention, ...]:
    drafts = _found(text, tables) if spans is None else [draft_of(text, s, tables) for s in spans]
    resolve(text, drafts, tables.capitals)
    if spans is None:
        _give_up(list(unsupported(text, drafts, tables.capitals)))
    homonyms = _homonyms(text, drafts) if spans is None else {}
    mentions = [_mention(d, tables, homonyms.get(d.key)) for d in drafts]
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


def _give_up(drafts: list[Draft]) -> None:
    for draft in drafts:
        draft.chosen = None


def _further(text: str, drafts: list[Draft], tables: Gazetteer) -> list[Composed]:
    return [*composed(text, drafts, tables), *relatives(text, drafts, tables)]


def _composed_mention(text: str, found: Composed) -> PlaceMention:
    kind: PlaceKind = found.kind  # type: ignore[assignment]
    return PlaceMention(found.span, found.span.of(text), kind, False, found.place, (found.place,))


def _homonyms(text: str, drafts: list[Draft]) -> dict[str, Entry]:
    """Towns that are said to lie in a unit in which the gazetteer has none of that name, by key, with the unit.

    "Hartsville, Mont." is none of the Hartsvilles that it has.
    """
    found: dict[str, Entry] = {}
    for draft in drafts:
        unit = drafts[draft.container].chosen if draft.container is not None else None
        if unit is None or unit.kind != "admin1" or draft.container is None or draft.feature is not None:
            continue
        link = text[draft.span.end : drafts[draft.container].span.start]
        town = draft.ranked[0].kind == "city" if draft.ranked else False
        if town and link.strip() == "," and not any(inside(e, unit) for e, _ in draft.options):
            found[draft.key] = unit
    return found


def _mention(draft: Draft, tables: Gazetteer, unit: Entry | None) -> PlaceMention:
    if unit is not None:
        named = place_of(unit, tables)
        name = draft.text.title() if draft.text.isupper() else draft.text
        unlisted = Place(name, named.country, named.admin1, None, None, None, None)
        return PlaceMention(draft.span, draft.text, "city", False, unlisted, (unlisted,))
    places = tuple(place_of(e, tables) for e in draft.ranked[:_KEPT_CANDIDATES])
    kind: PlaceKind = draft.chosen.kind if draft.chosen else "city"  # type: ignore[assignment]
    chosen = places[0] if draft.chosen else None
    return PlaceMention(draft.span, draft.text, kind, draft.demonym, chosen, places)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean.

    `share`: how much speaks for it against the others, 0 to 1; `km`: how far from the place asked near.
    """

    place: Place
    kind: PlaceKind
    share: float
    km: float | None


def candidates(name: str, near: Place | None = None, country: str | None = None) -> tuple[Candidate, ...]:
    """All places that a name may mean, the likeliest first; none where the name is unknown.

    Args:
        name: as written, feature words included ("Balad airbase").
        near: a place in whose neighbourhood it should be.
        country: ISO 3166-1 alpha-2 of the country that it should be in.
    """
    tables = gazetteer()
    draft = draft_of(name, Span(0, len(name)), tables)
    if not draft.options:
        return ()
    resolve(name, [draft], tables.capitals)
    entries = [entry for entry, _ in draft.options]
    scores = [log(b + 1e-9) + _fit(e, near, country) for e, b in zip(entries, draft.belief, strict=True)]
    weights = [exp(score - max(scores)) for score in scores]
    weighed = zip(entries, weights, strict=True)
    found = [_candidate(e, w / sum(weights), near, tables) for e, w in weighed]
    return tuple(sorted(found, key=lambda c: -c.share))


def _candidate(entry: Entry, share: float, near: Place | None, tables: Gazetteer) -> Candidate:
    kind: PlaceKind = entry.kind  # type: ignore[assignment]
    place = place_of(entry, tables)
    return Candidate(place, kind, share, distance_km(place, near) if near else None)


def place(name: str, near: Place | None = None, country: str | None = None) -> Place | None:
    """One name, with optional context as of `candidates`: the likeliest place, None where the name is unknown."""
    found = candidates(name, near, country)
    return found[0].place if found else None


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


__all__ = ["Candidate", "PlaceKind", "PlaceMention", "candidates", "distance_km", "find_places", "place"]

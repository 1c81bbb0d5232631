"""The town that a story is about: of its dateline, of its headline, of the police that act in it, named most.

It gives the article's own attack a place where no sentence about the attack does, and speaks against small namesakes far
away that nothing else in the text bears out ("Broadway" as a town in Virginia).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from incidentbook.extract.dateline import dateline_town
from incidentbook.extract.drafts import Draft
from incidentbook.model import Document, Place, Span, Statement
from incidentbook.normalise.gazetteer.fold import fold
from incidentbook.normalise.gazetteer.store import gazetteer
from incidentbook.normalise.place import PlaceMention, distance_km, find_places

_PRECISE = 3
_LEAST, _SURE = 2.0, 4.0
TOLD = 9.0  # of a dateline with its state
_DATELINE, _TITLE, _FORCE = 3.0, 1.5, 2.0
_LEAD = 700  # characters
HOME = 0.58  # below a place of the sentences about the attack
_FAR_KM = 100.0
_SMALL = 60_000
_FORCE_BEHIND = re.compile(
    r"(?:['’]s)? (?:[A-Z]\w+ )?([Pp]olice|[Ff]ire|[Ss]heriff|PD|[Mm]ayor|[Oo]fficers?|[Cc]ops|[Dd]etectives?|firefighters)\b"
)
_QUARTER_BEHIND = re.compile(r" (?:neighbou?rhood|section of|section\b|community\b|area of town)")


@dataclass(frozen=True, slots=True)
class Home:
    """A town, where the text names it first, how much speaks for it, and the other places of the text."""

    place: Place
    span: Span
    weight: float
    others: tuple[Place, ...]


def with_home(draft: Draft, document: Document) -> Draft:
    """The draft with the story's town as its place, where it has no precise place or only a doubtful one far from there."""
    mine = [s.value for s in draft.said("place") if isinstance(s.value, Place)]
    precise = [p for p in mine if (p.precision or 9) <= _PRECISE and p.lat is not None]
    if precise and not any(map(is_little, precise)):
        return draft
    home = find_home(document)
    if home is None or any((distance_km(p, home.place) or _FAR_KM) < _FAR_KM for p in precise):
        return draft
    wrong = [
        p for p in mine if home.weight >= _SURE and not is_capital(home.place) and _stands_alone(p, home)
    ]
    if len(wrong) < len(precise) or not all(_fits(p, home.place) for p in mine if p not in wrong):
        return draft
    said = Statement("place", home.place, "stated", None, None, home.span, HOME)
    return replace(_without(draft, wrong), more=(*(s for s in draft.more if s.value not in wrong), said))


def find_home(document: Document) -> Home | None:
    """The town that most speaks for in a text; None where nothing does enough."""
    text = document.text
    named = quarters(text)
    every = [m for m in find_places(text) if not m.demonym and m.text.lower() not in named]
    found = [m for m in every if m.place and (m.place.precision or 9) <= _PRECISE]
    dateline = dateline_town(document)
    if dateline is not None:
        return Home(*dateline, TOLD, tuple(m.place for m in found if m.place is not None))
    weights: dict[Place, float] = defaultdict(float)
    first: dict[Place, Span] = {}
    for mention in (m for m in found if m.kind == "city"):
        place = mention.place
        if place is not None:
            weights[place] += _weight(document, mention)
            first.setdefault(place, mention.span)
    best = max(weights, key=lambda p: (weights[p], -first[p].start), default=None)
    if best is None or weights[best] < _SURE:
        best = _likeliest(document, every, weights, first) or best
    if best is None or weights[best] < _LEAST:
        return None
    places = tuple(m.place for m in found if m.place is not None)
    return Home(best, first[best], weights[best], places)


def quarters(text: str) -> frozenset[str]:
    """The names that a text gives to parts of a town, in lower case: "the Rosewood neighborhood"."""
    every = (m for m in find_places(text) if not m.demonym)
    return frozenset(m.text.lower() for m in every if _QUARTER_BEHIND.match(text, m.span.end))


def _likeliest(
    document: Document, every: Sequence[PlaceMention], weights: dict[Place, float], first: dict[Place, Span]
) -> Place | None:
    """The likeliest reading of a town that the tables leave open, where the story names it as its own."""
    doubtful = [m for m in every if m.place is None and m.kind == "city" and m.candidates]
    for mention in doubtful:
        weights[mention.candidates[0]] += _weight(document, mention)
        first.setdefault(mention.candidates[0], mention.span)
    best = max((m.candidates[0] for m in doubtful), key=lambda p: weights[p], default=None)
    lands = {m.place.country for m in every if m.place is not None} - {None}
    agrees = best is not None and (not lands or best.country in lands)
    return best if best is not None and agrees and weights[best] >= _SURE else None


def _weight(document: Document, mention: PlaceMention) -> float:
    kind = next((r.kind for r in document.regions if r.span.contains(mention.span)), None)
    if kind == "boilerplate":
        return 0.0
    own = _DATELINE if kind == "dateline" else _TITLE if kind == "title" else 0.0
    force = _FORCE if _FORCE_BEHIND.match(document.text, mention.span.end) else 0.0
    return max(own, force) + (1.0 if mention.span.start < _LEAD else 0.6)


def is_little(place: Place) -> bool:
    """A small town, or one without a gazetteer entry, of which others may bear the name."""
    if place.gazetteer is None:
        return True
    options = gazetteer().look_up([fold(place.name)]).get(fold(place.name), ())
    mine = max((e.population for e, _ in options if e.gid == place.gazetteer), default=0)
    return mine < _SMALL


def _stands_alone(place: Place, home: Home) -> bool:
    """Whether no other place of the text lies near one that is doubtful and far from the story's town."""
    near = [p for p in home.others if p != place and (distance_km(p, place) or 0.0) < _FAR_KM]
    return (place.precision or 9) <= _PRECISE and is_little(place) and not near


def is_capital(place: Place) -> bool:
    options = gazetteer().look_up([fold(place.name)]).get(fold(place.name), ())
    return any(e.gid == place.gazetteer and e.id in gazetteer().capitals for e, _ in options)


def _fits(place: Place, home: Place) -> bool:
    """Whether a coarse place may hold the town."""
    return place.country in (None, home.country) and place.admin1 in (None, home.admin1)


def _without(draft: Draft, wrong: Sequence[Place]) -> Draft:
    mentions = tuple(
        replace(m, statements=tuple(s for s in m.statements if s.property != "place" or s.value not in wrong))
        for m in draft.mentions
    )
    return replace(draft, mentions=mentions)

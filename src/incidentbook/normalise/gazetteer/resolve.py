"""Decides which place a name means, with the whole document as context.

Each option starts from its prior (population, kind), and is weighed again by what else the text names: a
container ("Balad, Iraq"), a country or
first-order unit named anywhere, other places nearby on the globe, a feature word near the name. Three rounds
of relaxation, one sense for each
name in a document (Lieberman, Samet and Sankaranarayanan 2010, "Geotagging with Local Lexicons to Build
Indexes for Textually-Specified
Spatial Data", use proximity, sibling and container evidence in the same way).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import pairwise
from math import exp, log10

from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.recognise import FITTING
from incidentbook.normalise.gazetteer.sources import ABBREVIATION, ALTERNATIVE, BARE, DEMONYM, NAME, SKELETON
from incidentbook.normalise.gazetteer.sphere import kilometres
from incidentbook.normalise.gazetteer.store import Entry
from incidentbook.normalise.gazetteer.words import strip_features

ROUNDS = 3
MOST_OPTIONS = 80
_KIND_PRIOR = {
    "country": 4.0, "admin1": 1.5, "region": 2.0, "water": 5.0, "border": 2.0, "base": 0.5, "air_base": 0.0, "airport": 0.0,
    "zone": 1.5, "embassy": 1.5, "facility": 1.0, "district": 0.3, "admin2": 0.3, "city": 0.0,
}  # fmt: skip
_RANK_COST = {ALTERNATIVE: 1.0, BARE: 2.5, DEMONYM: 0.0, ABBREVIATION: 0.0, SKELETON: 2.0}
_POPULATION, _CONTAINER, _UNIT_NAMED, _LAND_NAMED, _NEAR = 1.35, 4.0, 4.5, 3.1, 2.2
_NEAR_KM = 170.0
_UNIT_COST = 6.0
_SIBLING = 2.5
_FORMER = 2.0
_WIDE = 2.0
_CAPITAL = 1.25
_SEAT = 2.5  # a capital whose country the text names
_UNNAMED = (
    5.0  # a small place in a land that the text does not name, while another reading is in one that it names
)
_SMALL = 150_000
_HEAD = 40  # characters
_LAND_CAP, _UNIT_CAP, _NEAR_CAP = 1.1, 1.7, 1.5
_CONTAINER_LINK = re.compile(
    r"^(?:,? (?:in|of) (?:the )?(?:[a-z]+ern |central )?| ?, (?:in )?(?:the )?(?:[a-z]+ern |central )?| \()$"
)
_AGENCY = re.compile(r"(?: \([A-Z][a-z]+\))?(?:,? [\w. ]{3,12})? (?:\([A-Z][\w -]+\)|--)")
_BASE_WORDS = re.compile(
    r"\b(?:bases?|air ?bases?|camps?|airfields?|barracks|garrison|rockets?|troops)\b", re.IGNORECASE
)


def resolve(text: str, drafts: list[Draft], capitals: frozenset[int] = frozenset()) -> None:
    """Fill `belief`, `chosen` and `ranked` of every draft that has options."""
    groups = _groups(drafts)
    for draft in drafts:
        draft.container = None
    _link_containers(text, drafts)
    heads = base_heads(drafts)
    lands = {d.options[0][0].country for d in drafts if d.options and d.options[0][0].kind == "country"}
    seats = {o.id for g in groups for o, _ in g[0].options if o.id in capitals and o.country in lands}
    told = _told(text, drafts, capitals)
    fixed = {
        id(g[0]): [
            score - cost
            for score, cost in zip(
                _fixed(text, g, drafts, heads, capitals, seats), _unnamed_costs(g[0], told), strict=True
            )
        ]
        for g in groups
    }
    for group in groups:
        _believe(group, fixed[id(group[0])])
    for _ in range(ROUNDS):
        support = _support(groups)
        for group in groups:
            extra = support[id(group[0])]
            _believe(group, [a + b for a, b in zip(fixed[id(group[0])], extra, strict=True)])
    for draft in drafts:
        _choose(draft)


def _told(text: str, drafts: list[Draft], capitals: frozenset[int]) -> set[str | None]:
    """The lands that a text names that opens with the dateline of an agency in a capital; none for other
    texts, since local papers seldom name their own land.
    """
    head = [d for d in drafts[:1] if d.span.start < _HEAD and _AGENCY.match(text, d.span.end)]
    seat = {e.country for d in head for e, _ in d.options[:2] if e.id in capitals}
    return seat and seat | {e.country for d in drafts for e, _ in d.options[:1] if e.kind == "country"}


def _unnamed_costs(draft: Draft, told: set[str | None]) -> list[float]:
    """What each option loses to those in lands that the text names: namesakes abroad bear each other out
    ("San Luis" and "Santa Ana" of three countries).
    """
    here = [entry.country in told for entry, _ in draft.options]
    small = (e.kind in ("city", "district", "admin2") and e.population < _SMALL for e, _ in draft.options)
    return [_UNNAMED * (any(here) and not h and s) for h, s in zip(here, small, strict=True)]


def base_heads(drafts: Iterable[Draft]) -> set[str]:
    """The names that the text gives to bases somewhere ("Balad airbase"), so that the bare name means the
    base too.
    """
    return {strip_features(d.key) for d in drafts if _names_a_base(d)}


def _names_a_base(draft: Draft) -> bool:
    """Whether a mention says that a base bears this name."""
    if draft.feature in ("base", "air_base"):
        return True
    return draft.feature is None and any(
        e.kind in ("base", "air_base") and rank <= ALTERNATIVE for e, rank in draft.options[:3]
    )


def _groups(drafts: list[Draft]) -> list[list[Draft]]:
    """Mentions of one name: the same key and the same feature, or none; and as many options, since what
    stands around a mention can rule out some.
    """
    by_name: dict[tuple[str, str | None, int], list[Draft]] = defaultdict(list)
    for draft in drafts:
        if draft.options:
            draft.options = draft.options[:MOST_OPTIONS]
            by_name[draft.key, draft.feature, len(draft.options)].append(draft)
    return list(by_name.values())


def _link_containers(text: str, drafts: list[Draft]) -> None:
    """`Balad, Iraq`, `Taji in Baghdad province`: the second may hold the first."""
    for i, (left, right) in enumerate(pairwise(drafts)):
        if (
            right.options
            and not right.demonym
            and _CONTAINER_LINK.match(text[left.span.end : right.span.start])
        ):
            left.container = i + 1


def inside(inner: Entry, outer: Entry) -> bool:
    """Whether a place lies in a country, first-order unit, or (by nearness) a city or region."""
    if outer.kind == "country":
        return inner.country == outer.country and inner.id != outer.id
    if outer.kind == "admin1":
        return inner.admin1 == outer.admin1 and inner.kind != "admin1"
    if inner.kind in ("country", "admin1"):
        return False
    reach = 30.0 if outer.kind == "city" else 60.0 if outer.kind in ("admin2", "district") else 400.0
    return (
        outer.country in (None, inner.country)
        and inner.id != outer.id
        and kilometres(inner.lat, inner.lon, outer.lat, outer.lon) < reach
    )


def prior(entry: Entry, rank: int) -> float:
    """The log-weight of an option before any context."""
    people = log10(max(entry.population, 1) + 100)
    wide = _WIDE if entry.country is None else 0.0
    return _POPULATION * people + _KIND_PRIOR.get(entry.kind, 0.0) + wide - _RANK_COST.get(rank, 0.0)


def _fixed(
    text: str,
    group: list[Draft],
    drafts: list[Draft],
    heads: set[str],
    capitals: frozenset[int],
    seats: set[int],
) -> list[float]:
    scores = [prior(entry, rank) for entry, rank in group[0].options]
    for i, (entry, rank) in enumerate(group[0].options):
        scores[i] += _container_score(entry, group, drafts) + _feature_score(text, entry, rank, group, heads)
        scores[i] += _seat_score(entry, group[0], capitals, seats) - _namesake_cost(entry, group)
        scores[i] -= _former_cost(entry, rank, group[0])
    return scores


def _seat_score(entry: Entry, draft: Draft, capitals: frozenset[int], seats: set[int]) -> float:
    """A capital weighs more; not against the country of its own name (Guatemala, Kuwait)."""
    if any(e.kind == "country" and e.country == entry.country for e, _ in draft.options):
        return 0.0
    if any(rank == ALTERNATIVE and e.id == entry.id for e, rank in draft.options) and any(
        rank == NAME and e.kind == "city" and e.population >= _SMALL for e, rank in draft.options
    ):
        return 0.0  # Amman was once Philadelphia
    return _CAPITAL * (entry.id in capitals) + _SEAT * (entry.id in seats)


def _former_cost(entry: Entry, rank: int, draft: Draft) -> float:
    """What a town loses under another name than its own, where others of its country bear that: Denver was once St. Charles."""
    if rank != ALTERNATIVE or entry.kind != "city":
        return 0.0
    return _FORMER * any(
        r == NAME and e.kind == "city" and e.country == entry.country for e, r in draft.options
    )


def _container_score(entry: Entry, group: list[Draft], drafts: list[Draft]) -> float:
    best = 0.0
    for draft in group:
        if draft.container is not None:
            outers = [o for o, rank in drafts[draft.container].options if rank != BARE]
            if any(inside(entry, o) for o in outers):
                best = max(best, _CONTAINER)
    return best


def _namesake_cost(entry: Entry, group: list[Draft]) -> float:
    """A unit that bears the name of its chief town means the unit only where a word says so ("Baghdad
    province").
    """
    if entry.kind != "admin1" or group[0].feature == "admin1":
        return 0.0
    towns = [
        e.population
        for e, rank in group[0].options
        if e.kind == "city" and e.admin1 == entry.admin1 and rank <= ALTERNATIVE
    ]
    return _UNIT_COST if max(towns, default=0) * 20 > entry.population else 0.0


def _feature_score(text: str, entry: Entry, rank: int, group: list[Draft], heads: set[str]) -> float:
    draft = group[0]
    if entry.kind not in ("base", "air_base", "airport"):
        return 0.0
    if draft.feature in FITTING and entry.kind in FITTING[draft.feature]:
        return 4.0 if entry.kind == draft.feature else 2.5
    if rank == BARE and draft.key in heads:
        return 7.0
    if rank == BARE and any(e.kind == "country" for e, _ in draft.options):
        return -9.0  # "El Salvador" is no airport of that name
    if rank == BARE:
        return 2.0 if any(_BASE_WORDS.search(_around(text, d)) for d in group) else -4.0
    return 0.0


def _around(text: str, draft: Draft) -> str:
    return text[max(0, draft.span.start - 40) : draft.span.end + 40]


def _believe(group: list[Draft], scores: list[float]) -> None:
    top = max(scores)
    weights = [exp(min(0.0, s - top)) for s in scores]
    total = sum(weights)
    belief = [w / total for w in weights]
    for draft in group:
        draft.belief = belief


def _support(groups: list[list[Draft]]) -> dict[int, list[float]]:
    """What the other names of the text say for each option: nearness, the same unit, the same country."""
    lands, land_of = _mass(groups, lambda e: e.country)
    units, unit_of = _mass(groups, lambda e: e.admin1)
    siblings, sibling_of = _mass(groups, lambda e: e.country if e.kind == "admin1" else None)
    cells = _cells(groups)
    result = {}
    for number, group in enumerate(groups):
        scores = []
        for entry, _ in group[0].options:
            land = lands.get(entry.country, 0.0) - land_of[number].get(entry.country, 0.0)
            unit = units.get(entry.admin1, 0.0) - unit_of[number].get(entry.admin1, 0.0)
            score = _LAND_NAMED * min(land, _LAND_CAP) ** 0.5 + (
                _UNIT_NAMED * min(unit, _UNIT_CAP) ** 0.5 if entry.admin1 else 0.0
            )
            if entry.kind == "admin1":
                others = siblings.get(entry.country, 0.0) - sibling_of[number].get(entry.country, 0.0)
                score += _SIBLING * min(others, 6.0) ** 0.5
            scores.append(score + _NEAR * _nearness(entry, number, cells))
        result[id(group[0])] = scores
    return result


def _mass(
    groups: list[list[Draft]], of: Callable[[Entry], str | None]
) -> tuple[dict[str | None, float], list[dict[str | None, float]]]:
    whole: dict[str | None, float] = defaultdict(float)
    parts: list[dict[str | None, float]] = []
    for group in groups:
        own: dict[str | None, float] = defaultdict(float)
        for (entry, _), weight in zip(group[0].options, group[0].belief, strict=True):
            key = of(entry)
            if key is not None:
                own[key] += weight
        for key, weight in own.items():
            whole[key] += weight
        parts.append(own)
    return whole, parts


Cells = dict[tuple[int, int], list[tuple[int, Entry, float]]]


def _cells(groups: list[list[Draft]]) -> Cells:
    cells: Cells = defaultdict(list)
    for number, group in enumerate(groups):
        for (entry, _), weight in zip(group[0].options, group[0].belief, strict=True):
            if weight > 0.01 and entry.kind not in ("country", "water") and entry.precision <= 3:
                cells[int(entry.lat // 2), int(entry.lon // 2)].append((number, entry, weight))
    return cells


def _nearness(entry: Entry, number: int, cells: Cells) -> float:
    """Sum over the other names of the belief in their nearest options, falling off over some hundred
    kilometres; at most 3.
    """
    if entry.kind in ("country", "water"):
        return 0.0
    y, x = int(entry.lat // 2), int(entry.lon // 2)
    best: dict[int, float] = {}
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            for other, place, weight in cells.get((y + dy, x + dx), ()):
                if other != number and place.id != entry.id:
                    near = weight * exp(-kilometres(entry.lat, entry.lon, place.lat, place.lon) / _NEAR_KM)
                    best[other] = max(best.get(other, 0.0), near)
    return min(sum(best.values()), _NEAR_CAP)


def _choose(draft: Draft) -> None:
    if not draft.options:
        return
    order = sorted(range(len(draft.options)), key=lambda i: -draft.belief[i])
    draft.ranked = tuple(draft.options[i][0] for i in order)
    draft.chosen = draft.ranked[0]

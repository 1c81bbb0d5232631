"""Whether two values can be said of the same attack, and how closely they agree. Pure functions over
`resources/link.yaml`.
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib import resources
from typing import Any, Literal

import yaml

from incidentbook.errors import ResourceError
from incidentbook.model import Actor, Count, Interval, Place

EARTH_RADIUS_KM = 6371.0088
SAME_SPOT_KM = 5.0
_ONE_NAME = 0.85
Agreement = Literal["same", "city", "near", "region", "coarse", "unknown"]


@dataclass(frozen=True, slots=True)
class Rules:
    """`link.yaml` as read."""

    families: tuple[frozenset[str], ...]
    refines: Mapping[str, Mapping[str, frozenset[str]]]
    radius_km: Mapping[int, float]
    radius_km_unknown: float
    common_words: frozenset[str]
    particles: frozenset[str]
    weights: Mapping[str, float]
    date_window_days: float
    published_lag_days: int
    published_factor: float
    injured_factor: float
    munitions_factor: float
    count_close: float
    count_doublings_most: float
    merge_at: float
    merge_alone_at: float
    mention_at: float
    coarse_days: int
    rival_margin: float
    waiting_margin: float
    waiting_alone_at: float
    tie_margin: float


_INSTEAD: ContextVar[Rules | None] = ContextVar("instead", default=None)


@contextmanager
def using(other: Rules) -> Iterator[None]:
    """Other rules than those of the resources hold inside; for those who learn them."""
    before = _INSTEAD.set(other)
    try:
        yield
    finally:
        _INSTEAD.reset(before)


def rules() -> Rules:
    """The rules that hold: those of `resources/link.yaml` and `resources/link_weights.yaml`.

    Raises:
        ResourceError: a file lacks a rule or has one too many.
    """
    return _INSTEAD.get() or _shipped()


@functools.cache
def _shipped() -> Rules:
    folder = resources.files("incidentbook").joinpath("resources")
    raw: dict[str, Any] = yaml.safe_load(folder.joinpath("link.yaml").read_text("utf-8"))
    weights = yaml.safe_load(folder.joinpath("link_weights.yaml").read_text("utf-8"))
    try:
        return Rules(**{**raw, **_sets(raw), **weights})
    except (KeyError, TypeError) as error:
        raise ResourceError(f"resources/link.yaml: {error}") from error


def _sets(raw: Mapping[str, Any]) -> dict[str, Any]:
    tables = raw["refines"].items()
    return {
        "families": tuple(_words_of(family) for family in raw["families"]),
        "common_words": _words_of(raw["common_words"]),
        "particles": _words_of(raw["particles"]),
        "refines": {name: {word: _words_of(n) for word, n in table.items()} for name, table in tables},
    }


def _words_of(listed: Any) -> frozenset[str]:
    # YAML reads a bare `on` or `no` as true or false.
    if not all(isinstance(word, str) for word in listed):
        raise TypeError(f"not all of {listed} are words: put quotes around them")
    return frozenset(listed)


# ---------------------------------------------------------------- words


@functools.lru_cache(maxsize=65536)
def words(text: str) -> frozenset[str]:
    """Lower-case words without accents, apostrophes and plural endings."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in folded if not unicodedata.combining(c) and c not in "'’‘`ʿʾ")
    return frozenset(w.removesuffix("s") if len(w) > 3 else w for w in re.findall(r"[^\W_]+", plain))


@functools.lru_cache(maxsize=65536)
def telling_words(text: str) -> frozenset[str]:
    """The words of a name that are no common ones; all of them where no other is left."""
    every = words(text)
    return (every - _common()) or every


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(w for word in rules().common_words for w in words(word))


def proper_words(text: str) -> frozenset[str]:
    """The words of a phrase that are written as a proper name and are no common ones.

    A phrase may begin a sentence: where it goes on in small letters ("Five people"), its first word is left
    out.
    """
    every = re.findall(r"[^\W_][\w'’.-]*", text)
    goes_on = any(w.islower() and w not in rules().particles for w in every)
    capitals = " ".join(w for w in every[goes_on:] if any(c.isupper() for c in w))
    return frozenset(w for w in words(capitals) - _common() if len(w) > 2)


def same_spelling(a: str, b: str) -> bool:
    """Whether two words are one name, or two ways to write one: `asad` and `assad`."""
    return a == b or SequenceMatcher(None, a, b).ratio() >= _ONE_NAME


# ---------------------------------------------------------------- places


def distance_km(a: Place, b: Place) -> float | None:
    """Great-circle distance in kilometres (haversine); None where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return None
    lat_a, lat_b = math.radians(a.lat), math.radians(b.lat)
    half_lat, half_lon = (lat_b - lat_a) / 2, math.radians(b.lon - a.lon) / 2
    h = math.sin(half_lat) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def place_agreement(a: Place | None, b: Place | None) -> Agreement | None:
    """How two places agree; None where they cannot be the same."""
    if a is None or b is None:
        return "unknown"
    apart = distance_km(a, b)
    if not _same_country(a, b):
        return None if apart is None or apart > reach_km(a) + reach_km(b) or not coarse(a, b) else "coarse"
    if same_name(a, b) and not _namesakes(a, b, apart):
        return "region" if coarse(a, b) else "city" if _town(a, b) else "same"
    if apart is None:
        return "coarse" if coarse(a, b) else "unknown"
    if apart > reach_km(a) + reach_km(b):
        return None
    if coarse(a, b):
        return "coarse"
    return ("city" if _town(a, b) else "same") if apart <= SAME_SPOT_KM else "near"


def _namesakes(a: Place, b: Place, apart: float | None) -> bool:
    """Whether two places of one name are two: Springfield in Illinois and in Missouri."""
    known = a.gazetteer is not None and b.gazetteer is not None and a.gazetteer != b.gazetteer
    return known and not coarse(a, b) and apart is not None and apart > reach_km(a) + reach_km(b)


def reach_km(place: Place) -> float:
    """How far from its coordinates the attack may have been, in kilometres, by its precision."""
    table = rules()
    return table.radius_km.get(place.precision or 0, table.radius_km_unknown)


def coarse(*places: Place) -> bool:
    """Whether one of them is a province or wider (UCDP where_prec 4 and more)."""
    return any(p.precision is not None and p.precision >= 4 for p in places)


def same_name(a: Place, b: Place) -> bool:
    """Whether the telling words of the names are equal, or the gazetteer entry is."""
    return (a.gazetteer is not None and a.gazetteer == b.gazetteer) or telling_words(a.name) == telling_words(
        b.name
    )


def _same_country(a: Place, b: Place) -> bool:
    return a.country is None or b.country is None or a.country == b.country


def _town(a: Place, b: Place) -> bool:
    return 1 not in (a.precision, b.precision)


# ---------------------------------------------------------------- kinds, counts, actors


def same_family(a: str | None, b: str | None) -> bool:
    """Whether two kinds of attack can be said of one attack; an unknown one can be any."""
    if a is None or b is None or a == b or "other" in (a, b):
        return True
    return any(a in family and b in family for family in rules().families)


def refines(name: str, general: str, narrow: str) -> bool:
    """Whether `narrow` says the same as `general`, and more."""
    return narrow in rules().refines.get(name, {}).get(general, ())


def counts_meet(a: Count, b: Count) -> bool:
    """Whether a figure exists that both allow."""
    return (b.high is None or a.low <= b.high) and (a.high is None or b.low <= a.high)


def same_actor(a: Actor, b: Actor) -> bool:
    """Whether two actors are one: by id where both have one, else where the telling words of one are in the
    other's.
    """
    if a.id is not None and b.id is not None:
        return a.id == b.id
    mine, other = telling_words(a.name), telling_words(b.name)
    return bool(mine and other) and (mine <= other or other <= mine)


def shared_days(a: Interval, b: Interval) -> int | None:
    """How many days both allow together with their widths: the days from the first to the last that either
    names.

    None where an end is open.
    """
    ends = (a.earliest, b.earliest, a.latest, b.latest)
    known = [day for day in ends if day is not None]
    return (max(known) - min(known)).days + 1 if len(known) == len(ends) else None

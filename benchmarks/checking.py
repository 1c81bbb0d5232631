"""Counts against a large book: how long it takes to hold 5,000 of them against 100,000 incidents.

Book and counts are made here: towns and provinces of 60 countries, a few of which have most of the attacks; actors of the table
of actors; sites and targets of the table of checks; counts of a place, an actor, a target or a kind over days to many years.
It takes a minute, so it runs only where it is asked for: `python -m benchmarks checking`, or by itself:
`python -m benchmarks.checking --incidents 20000 --tallies 1000`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, get_args

import numpy as np
import yaml

from incidentbook.check.fit import Entry
from incidentbook.check.record import Record
from incidentbook.check.tallies import check_tally
from incidentbook.check.words import lexicon
from incidentbook.model import (
    Actor,
    AttackType,
    Count,
    Interval,
    Place,
    Site,
    Span,
    Tally,
    Target,
    Values,
    Victims,
)
from incidentbook.normalise.actor_table import table

INCIDENTS, TALLIES = 100_000, 5_000
_COUNTRIES, _PROVINCES, _TOWNS = 60, 8, 6
_FIRST, _DAYS = date(2004, 1, 1), 7_300
_SPANS = (7, 14, 30, 60, 90, 180, 365, 365, 730, 3_650)  # days that counts run over
_GROUPS = (
    "people",
    "people",
    "people",
    "civilians",
    "soldiers",
    "police officers",
    "aid workers",
    "children",
)
_COUNTED = (
    "attacks",
    "attacks",
    "attacks",
    "drone strikes",
    "bombings",
    "rocket attacks",
    "shootings",
    "kidnappings",
)


def run(bench: Path, out: Path) -> dict[str, Any]:
    """The figures for the sizes above; `bench` is not needed."""
    return measure(INCIDENTS, TALLIES)


def measure(incidents: int, tallies: int) -> dict[str, Any]:
    """Makes a book and counts, and holds each of the counts against it."""
    world = World(np.random.default_rng(1))
    record = Record([world.entry(i) for i in range(incidents)], world.published)
    asked = [world.tally(i) for i in range(tallies)]
    start, worked = time.perf_counter(), time.process_time()
    slow, verdicts = [], Counter[str]()
    for tally in asked:
        begun = time.perf_counter()
        verdicts[check_tally(tally, record).verdict] += 1
        slow.append(time.perf_counter() - begun)
    return {
        "incidents": incidents,
        "counts": tallies,
        "all checks, seconds": round(time.perf_counter() - start, 1),
        "of these at work": round(time.process_time() - worked, 1),
        "median, milliseconds": round(1000 * float(np.median(slow)), 2),
        "slowest, milliseconds": round(1000 * max(slow), 1),
        "verdicts": dict(sorted(verdicts.items())),
    }


@dataclass(frozen=True)
class World:
    """Draws incidents and counts that are distributed about as those of a book are."""

    rng: np.random.Generator

    @cached_property
    def published(self) -> list[date]:
        """The days of the documents."""
        return [_FIRST + timedelta(days=int(d)) for d in self.rng.integers(0, _DAYS, 50_000)]

    @cached_property
    def countries(self) -> list[Place]:
        """The first of the table that have people of a name."""
        path = Path(__file__).parents[1] / "src/incidentbook/resources/places/countries.yaml"
        known = yaml.safe_load(path.read_text(encoding="utf-8"))
        chosen = [(code, c["at"]) for code, c in known.items() if c.get("demonyms")][
            :: max(1, len(known) // 75)
        ]
        names = {code: state.actor.name for code, state in table().states.items()}
        return [
            Place(names.get(str(code), str(code)), str(code), None, *at, 6, f"ib:{code}")
            for code, at in chosen[:_COUNTRIES]
        ]

    @cached_property
    def provinces(self) -> list[list[Place]]:
        """Those of each country."""
        return [[self._near(c, f"Province {n}", 4, 3.0) for n in range(_PROVINCES)] for c in self.countries]

    @cached_property
    def towns(self) -> list[list[Place]]:
        """Those of each country."""
        return [
            [self._near(p, f"Town {n}", 1, 0.6) for p in every for n in range(_TOWNS)]
            for every in self.provinces
        ]

    @cached_property
    def actors(self) -> list[Actor]:
        """Armed groups and states."""
        return [
            e.actor for e in table().entries.values() if e.actor.kind in ("armed_group", "military", "state")
        ]

    @cached_property
    def targets(self) -> list[str]:
        """Things and people of the table of checks, some with a country."""
        plain = [*lexicon().sites, *(words for group in lexicon().people.values() for words in group)]
        whose = ["US", "American", "Israeli", "Iraqi", "Turkish", "Chinese"]
        return [
            *plain,
            *(f"{w} {n}" for w in whose for n in ("troops", "base", "interests", "embassy", "nationals")),
        ]

    def _near(self, whole: Place, name: str, precision: int, degrees: float) -> Place:
        lat, lon = (
            round(float(x + self.rng.normal(0, degrees)), 4) for x in (whole.lat or 0.0, whole.lon or 0.0)
        )
        full = f"{name} {whole.name}"
        return Place(full, whole.country, whole.admin1 or full, lat, lon, precision, f"ib:{full}")

    def _one(self, listed: Sequence[Any], skew: float = 1.0) -> Any:
        """One of a list; with a skew above 1 the first come more often."""
        return listed[int(len(listed) * self.rng.random() ** skew)]

    def _chance(self, share: float) -> bool:
        return bool(self.rng.random() < share)

    def entry(self, number: int) -> Entry:
        """An incident with gaps as reports leave them."""
        day = _FIRST + timedelta(days=int(self.rng.integers(0, _DAYS)))
        last = day + timedelta(days=int(self.rng.integers(1, 31))) if self._chance(0.1) else day
        country = int(_COUNTRIES * self.rng.random() ** 2.5)
        where = (
            self._one(self.towns[country], 1.7)
            if self._chance(0.85)
            else self._one([self.countries[country], *self.provinces[country]])
        )
        dead = Count.exactly(int(self.rng.geometric(0.3)) - 1) if self._chance(0.7) else None
        values = Values(
            date=Interval(day, last),
            place=where if self._chance(0.97) else None,
            site=self._one(get_args(Site)) if self._chance(0.6) else None,
            attack_type=self._one(get_args(AttackType)) if self._chance(0.95) else None,
            target=(Target(self._one(self.targets), None, None, None),) if self._chance(0.5) else None,
            killed=dead,
            injured=dead if self._chance(0.5) else None,
            victims=(Victims(self._one(_GROUPS), dead, None),)
            if dead is not None and dead.low and self._chance(0.6)
            else None,
            perpetrator=self._one(self.actors, 2.5) if self._chance(0.35) else None,
            claimed_by=self._one(self.actors, 2.5) if self._chance(0.1) else None,
        )
        return Entry(f"i{number}", Interval(day, last), values)

    def tally(self, number: int) -> Tally:
        """A count of attacks or of the dead; some say neither where nor by whom."""
        country = int(_COUNTRIES * self.rng.random() ** 2.5)
        end = _FIRST + timedelta(days=int(self.rng.integers(400, _DAYS)))
        said = Count.exactly(int(self.rng.geometric(0.05)) + 2)
        group = self._one(_GROUPS) if self._chance(0.3) else None
        return Tally(
            id=f"t{number}",
            count=said,
            period=Interval(end - timedelta(days=self._one(_SPANS)), end) if self._chance(0.95) else None,
            what=f"{group} killed" if group else f"{said.low} {self._one(_COUNTED)}",
            place=self._place(country) if self._chance(0.8) else None,
            target=self._one(self.targets) if group is None and self._chance(0.4) else None,
            perpetrator=self._one(self.actors, 2.5) if self._chance(0.35) else None,
            killed=said if group else None,
            injured=None,
            speaker=None,
            span=Span(0, 1),
        )

    def _place(self, country: int) -> Place:
        if self._chance(0.1):
            names = (self.countries[country].name, self._one(self.countries).name)
            return Place(" and ".join(names), None, None, None, None, 6, None)
        level = (
            self._one([self.provinces[country], self.towns[country]])
            if self._chance(0.5)
            else [self.countries[country]]
        )
        found: Place = self._one(level, 1.7)
        return found


def main() -> int:
    """By itself, with sizes of one's own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.checking", description=__doc__)
    parser.add_argument("--incidents", type=int, default=INCIDENTS, help="how many incidents the book has")
    parser.add_argument("--tallies", type=int, default=TALLIES, help="how many counts are held against it")
    asked = parser.parse_args()
    print(json.dumps(measure(asked.incidents, asked.tallies), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())

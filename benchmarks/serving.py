"""How quickly a served book of many incidents answers: lists, filters, boxes and words, at so many requests a second.

A catalogue of generated incidents is written beside an empty book, `incidentbook serve` serves it in a process of its own,
and requests come at the times of a Poisson process, whether those before were answered or not: what waits counts as
waiting.

    python -m benchmarks.serving --incidents 100000 --rate 50 --seconds 20
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import httpx

from incidentbook.book.catalogue import keeping
from incidentbook.book.catalogue.file import CatalogueFile, Entry
from incidentbook.book.surveying import Described
from incidentbook.model import (
    Actor,
    AttackType,
    Attribution,
    Count,
    Incident,
    Interval,
    Place,
    ReportRef,
    Site,
    SourceCount,
    Target,
    Values,
)
from incidentbook.pipeline import Book

SEED = 20260101
_FIRST, _DAYS = date(2010, 1, 1), 6000
_COUNTRIES = [
    "IQ", "SY", "AF", "YE", "SO", "NG", "ML", "NE", "BF", "CM", "TD", "SD", "LY", "EG", "IL",
    "PS", "LB", "UA", "RU", "CO", "MX", "PK", "IN", "MM", "PH", "TH", "ET", "KE", "MZ", "CD",
]  # fmt: skip
_SYLLABLES = [c + v for c in "bdfghjklmnrstvz" for v in ("a", "e", "i", "o", "u", "al", "en", "ir")]
_WORDS = 60_000


class World:
    """What incidents are made of: places, actors and words, the first ones much more often than the last."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.words = [self._word(n) for n in range(_WORDS)]
        self.places = [self._place(n) for n in range(20_000)]
        self.actors = [
            Actor(self._name(), f"actor-{n}", "armed_group", self.rng.choice(_COUNTRIES)) for n in range(3000)
        ]
        self.papers = [f"{self._name()} Times" for _ in range(2000)]

    def often(self, things: list[Any]) -> Any:
        """One of them, the first ones more often."""
        return things[int(len(things) * self.rng.random() ** 3)]

    def _word(self, number: int) -> str:
        return "".join(self.rng.choices(_SYLLABLES, k=3 + number % 2))

    def _name(self) -> str:
        return " ".join(w.title() for w in self.rng.choices(self.words, k=2))

    def _place(self, number: int) -> Place:
        lat, lon = self.rng.uniform(-30, 45), self.rng.uniform(-80, 120)
        return Place(
            self._name(), self.rng.choice(_COUNTRIES), self._name(), lat, lon, 2, f"geonames:{number}"
        )


def incidents(world: World, count: int) -> Iterator[Entry]:
    """Entries of a catalogue."""
    for number in range(count):
        yield keeping.to_entry(_described(world, number), None)


def _described(world: World, number: int) -> Described:
    rng = world.rng
    day = _FIRST + timedelta(days=rng.randrange(_DAYS))
    last = day + timedelta(days=rng.choice((0, 0, 0, 0, 6, 30)))
    actor = world.often(world.actors) if rng.random() < 0.6 else None
    values = Values(
        date=Interval(day, last) if rng.random() < 0.97 else None,
        place=world.often(world.places) if rng.random() < 0.95 else None,
        site=rng.choice(get_args(Site)),
        attack_type=rng.choice(get_args(AttackType)),
        stage="accomplished",
        weapon=world.often(world.words),
        munitions=Count.exactly(rng.randrange(1, 20)),
        target=(Target(world.often(world.words), "facility", None, "damaged"),),
        killed=Count(1, None, rng.randrange(2, 20)),
        perpetrator=actor,
        attributed_to=(Attribution(None, actor),) if actor and rng.random() < 0.3 else None,
    )
    documents = [f"{number:08x}{n:08x}" for n in range(rng.choice((1, 1, 2, 3)))]
    incident = Incident(
        f"IB-{number:06X}", values, (), tuple(ReportRef(d, f"{d}-1") for d in documents),
        SourceCount(len(documents), len(documents)), rng.choice(("machine",) * 9 + ("reviewed",)),
        rng.choice(("confirmed", "fair", "weak", "weak", "contested")),
    )  # fmt: skip
    titles = tuple(" ".join(world.often(world.words) for _ in range(8)) for _ in documents)
    quotes = tuple(" ".join(world.often(world.words) for _ in range(3)) for _ in range(8))
    came = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(10**7))
    sources = tuple(sorted({world.often(world.papers) for _ in documents}))
    return Described(incident, f"{number:032x}", titles, quotes, sources, came, came)


def build(location: Path, count: int) -> float:
    """An empty book and its catalogue of that many incidents; gives the seconds that this took."""
    begun = time.perf_counter()
    with Book.open(location) as book:
        catalogue = book.catalogue
        snapshot = catalogue.snapshot()
        about = {key: str(snapshot.file.about(key)) for key in ("state", "mark")}
        file: CatalogueFile = snapshot.file
        file.write(incidents(World(SEED), count), (), about)
    return time.perf_counter() - begun


Asked = tuple[str, dict[str, Any]]


def questions(world: World) -> dict[str, Callable[[], Asked]]:
    """What is asked, each time for something else."""
    rng = world.rng

    def day() -> date:
        return _FIRST + timedelta(days=rng.randrange(_DAYS))

    def listed() -> Asked:
        return "list", {"sort": rng.choice(("date", "-date", "-updated")), "limit": 50}

    def filtered() -> Asked:
        since = day()
        asked = {"from": since, "to": since + timedelta(days=rng.choice((7, 90, 700))), "limit": 50}
        asked |= rng.choice(
            (
                {"kind": rng.choice(get_args(AttackType))},
                {"country": rng.choice(_COUNTRIES), "when": "certain"},
                {"actor": world.often(world.actors).name.split()[0], "sort": "-date"},
                {"source": world.often(world.papers), "grade": "confirmed"},
            )
        )
        return "filter", asked

    def boxed() -> Asked:
        west, south, size = rng.uniform(-80, 100), rng.uniform(-30, 30), rng.choice((0.5, 5, 40))
        box = f"{west:.4f},{south:.4f},{min(west + size, 180):.4f},{min(south + size, 90):.4f}"
        return "box", {"bbox": box, "limit": 50}

    def searched() -> Asked:
        words = [world.often(world.words) for _ in range(rng.choice((1, 1, 2)))]
        if rng.random() < 0.2:
            words[0] = words[0][:5] + "*"
        return "search", {"q": " ".join(words), "limit": 50}

    return {"list": listed, "filter": filtered, "box": boxed, "search": searched}


async def ask(base: str, rate: float, seconds: float) -> dict[str, list[float]]:
    """Milliseconds of each answer by what was asked."""
    world = World(SEED)
    world.rng.seed(SEED + 1)
    asking = list(questions(world).values())
    found: dict[str, list[float]] = defaultdict(list)
    limits = httpx.Limits(max_connections=200, max_keepalive_connections=200)
    async with httpx.AsyncClient(base_url=base, limits=limits, timeout=60) as client:

        async def one(name: str, asked: dict[str, Any], due: float) -> None:
            answer = await client.get("/api/incidents", params=asked)
            assert answer.status_code == 200, answer.text
            found[name].append((time.perf_counter() - due) * 1000)

        begun, due, running = time.perf_counter(), 0.0, []
        while due < seconds:
            due += world.rng.expovariate(rate)
            await asyncio.sleep(max(0.0, begun + due - time.perf_counter()))
            running.append(asyncio.create_task(one(*world.rng.choice(asking)(), begun + due)))
        await asyncio.gather(*running)
    return found


def measure(count: int, rate: float, seconds: float, location: Path) -> dict[str, Any]:
    """The figures of a run; a book that is there already is taken as it is."""
    built = None if location.exists() else round(build(location, count), 1)
    command = [sys.executable, "-m", "incidentbook.cli", "serve", "--port", "0", "--book", str(location)]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        try:
            assert server.stdout is not None
            base = server.stdout.readline().strip().removesuffix("/api")
            opened = time.perf_counter() - begun
            asyncio.run(ask(base, rate, min(3.0, seconds)))
            times = asyncio.run(ask(base, rate, seconds))
            memory = _memory(server.pid)
        finally:
            server.terminate()
    every = [t for group in times.values() for t in group]
    size = sum(p.stat().st_size for p in location.parent.rglob(f"{location.name}*/*") if p.is_file())
    return {
        "incidents": count, "requests": len(every), "rate": rate, "seconds_to_build": built,
        "seconds_to_open": round(opened, 1), "megabytes_on_disk": round(size / 1e6), "megabytes_in_memory": memory,
        "milliseconds": {name: _quantiles(group) for name, group in sorted({**times, "all": every}.items())},
    }  # fmt: skip


def _quantiles(times: list[float]) -> dict[str, float]:
    ordered = sorted(times)
    return {f"p{q}": round(ordered[min(len(ordered) - 1, len(ordered) * q // 100)], 1) for q in (50, 95, 99)}


def _memory(pid: int) -> int | None:
    """Megabytes that a process has in memory at most, where the system tells."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), None)


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--incidents", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=50.0, help="requests a second")
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--book", type=Path, help="where it is built, and kept for another run")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        location = given.book or Path(folder) / "book.db"
        found = measure(given.incidents, given.rate, given.seconds, location)
    print(json.dumps(found, indent=2))


if __name__ == "__main__":
    main()

"""Made-up incidents and what stands behind them; how written tables are read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import Phase, settings
from hypothesis import strategies as st

from incidentbook.export.cells import Column, Row, plain
from incidentbook.export.source import Source, Told
from incidentbook.model import (
    Actor,
    Attribution,
    Conflict,
    ConflictingValue,
    Count,
    Damage,
    Document,
    Incident,
    Interval,
    Place,
    Published,
    Report,
    ReportRef,
    Ruling,
    SourceCount,
    Span,
    Statement,
    Tally,
    Target,
    Values,
    Victims,
)

TEXT = "Two rockets fell on the base near Harir on Monday, killing a soldier. Nobody has claimed the attack."
IRAQ = Actor("Iraqi military", "iq-military", "military", "IQ")
GROUP = Actor("Kataib Hezbollah", "kh", "armed_group", "IQ")
US = Actor("United States", "us", "state", "US")
PLACE = Place("Harir Air Base", "IQ", "Erbil", 36.527, 44.347, 1, "base:harir")
VALUES = Values(
    date=Interval.day(date(2021, 7, 5)),
    place=PLACE,
    site="air_base",
    attack_type="rocket",
    munitions=Count.exactly(2),
    killed=Count(1, 1, 3),
    victims=(Victims("soldiers", Count.exactly(1), None),),
    damage=Damage("some", "a hangar"),
    target=(Target("the base", "facility", None, "damaged"),),
    claimed_by=GROUP,
    attributed_to=(Attribution(US, GROUP),),
    launched_from=Place("Shaqlawa", "IQ", None, None, None, None, None),
)


def said(property: Any, value: Any, words: str, **more: Any) -> Statement:
    """A statement on words of `TEXT`."""
    start = TEXT.index(words)
    told = {"stance": "stated", "speaker": None, "channel": None, "confidence": 0.9} | more
    return Statement(property, value, span=Span(start, start + len(words)), **told)


STATEMENTS = (
    said("munitions", Count.exactly(2), "Two rockets"),
    said("place", PLACE, "Harir"),
    said(
        "killed",
        Count.exactly(1),
        "killing a soldier",
        stance="reported",
        speaker=IRAQ,
        channel="a statement",
    ),
    said("claimed_by", None, "Nobody has claimed the attack"),
    said("claimed_by", GROUP, "the attack", stance="claimed", speaker=GROUP),
    said("attributed_to", Attribution(US, GROUP), "rockets", stance="attributed", speaker=US),
)
DOCUMENT = Document(
    "d1", "/home/someone/papers/one.txt", "Rockets hit base", "Example Times", "A. Writer", "en", "Wire",
    Published(Interval.day(date(2021, 7, 6)), "metadata", ()), TEXT, (), "https://example.org/one?a=b", "World",
)  # fmt: skip
OTHER = Document("d2", "https://example.com/two", None, None, None, None, None, None, "=A", (), None, None)
REPORT = Report("r1", True, VALUES, STATEMENTS)
TOLD: Told = [(DOCUMENT, REPORT), (OTHER, Report("r2", False, Values(), ()))]
INCIDENT = Incident(
    "IB-000001",
    VALUES,
    (Conflict("killed", (ConflictingValue(Count.exactly(1), ("r1",)),)),),
    (ReportRef("d1", "r1"), ReportRef("d2", "r2")),
    SourceCount(2, 2),
    "machine",
)
NOWHERE = Incident("IB-000002", Values(), (), (ReportRef("d2", "r3"),), SourceCount(1, 1), "machine")
TALLY = Tally(
    "t1", Count(40, 43, None), Interval(date(2021, 1, 1), None), "attacks", PLACE, "bases", GROUP, None, Count.exactly(4),
    US, Span(0, 11),
)  # fmt: skip


def source(*entries: tuple[Incident, Told], tallies: Sequence[tuple[str, Tally]] = ()) -> Source:
    """What an export is made of."""
    told = {incident.id: of_it for incident, of_it in entries}
    documents = {document.id: document for _, of_it in entries for document, _ in of_it} | {"d1": DOCUMENT}
    return Source(
        [incident for incident, _ in entries], lambda i: told[i.id], lambda: tallies, documents.__getitem__
    )


BOTH = source(
    (INCIDENT, TOLD), (NOWHERE, [(OTHER, Report("r3", True, Values(), ()))]), tallies=[("d1", TALLY)]
)


def table(text: str, columns: Sequence[Column]) -> list[Row]:
    """The rows of a CSV text, each cell as what its column holds."""
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    rows = list(reader)
    assert reader.fieldnames == [column.name for column in columns]
    return [{c.name: cell(row[c.name], c) for c in columns} for row in rows]


def cell(written: str, column: Column) -> Any:
    """One cell as what its column holds; None for an empty one."""
    if written == "":
        return None
    read = {
        "text": plain,
        "day": date.fromisoformat,
        "whole": int,
        "decimal": float,
        "truth": {"true": True, "false": False}.__getitem__,
    }
    return read[column.kind](written)


def without_empty(row: Row) -> Row:
    """A row as a table can hold it: an empty text is no text."""
    return {name: None if held == "" else held for name, held in row.items()}


FEW = settings(max_examples=20, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
"""For tests that write much for each example: making a failing one smaller would take minutes."""

names = st.text(
    alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=12
)
_starts = st.sampled_from(["=", "+", "-", "@", "\t", "\r", "'=", "''+", "＝"])
texts = names | st.builds(str.__add__, _starts, names)
_days = st.dates(date(1950, 1, 1), date(2049, 12, 31))


@st.composite
def intervals(draw: Any) -> Interval:
    """Intervals with open ends among them."""
    early, late = sorted((draw(_days), draw(_days)))
    return Interval(draw(st.sampled_from([early, None])), draw(st.sampled_from([late, early, None])))


@st.composite
def counts(draw: Any) -> Count:
    """Counts, with and without a best figure and an upper end."""
    low, best, high = sorted(draw(st.lists(st.integers(0, 999), min_size=3, max_size=3)))
    return Count(low, draw(st.sampled_from([best, None])), draw(st.sampled_from([high, None])))


_codes = st.sampled_from([None, "IQ", "US", "CD", "XK"])
_precisions = st.sampled_from([None, 1, 2, 3, 4, 5, 6, 7])
places = st.builds(
    Place, texts, _codes, st.none() | texts, st.none() | st.floats(-90, 90), st.none() | st.floats(-180, 180), _precisions,
    st.none() | names,
)  # fmt: skip
_kinds = st.sampled_from(
    ["state", "military", "armed_group", "police", "civilian", "international", "media", "unknown"]
)
actors = st.builds(Actor, texts, st.none() | names, _kinds, _codes)
_several = {"max_size": 2}
targets = st.lists(
    st.builds(Target, texts, st.sampled_from([None, "person", "group"]), st.none() | counts(), st.none()),
    **_several,
)
victims = st.lists(
    st.builds(
        Victims,
        texts | st.sampled_from(["civilians", "soldiers", "militants"]),
        st.none() | counts(),
        st.none() | counts(),
    ),
    **_several,
)
blame = st.lists(st.builds(Attribution, st.none() | actors, actors), **_several)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


values = st.builds(
    Values,
    date=_maybe(intervals()), time_of_day=_maybe(st.sampled_from(["14:45", "night"])), place=_maybe(places),
    site=_maybe(st.sampled_from(["air_base", "market", "street"])),
    attack_type=_maybe(st.sampled_from(["rocket", "shooting", "kidnapping", "other"])),
    stage=_maybe(st.sampled_from(["attempted", "foiled", "threatened"])), weapon=_maybe(texts), munitions=_maybe(counts()),
    intercepted=_maybe(counts()), failed=_maybe(counts()), impact=_maybe(texts), launched_from=_maybe(places),
    target=_maybe(targets.map(tuple)), killed=_maybe(counts()), injured=_maybe(counts()), victims=_maybe(victims.map(tuple)),
    damage=_maybe(st.builds(Damage, st.just("some"), texts)), perpetrator=_maybe(actors), claimed_by=_maybe(actors),
    attributed_to=_maybe(blame.map(tuple)), denied_by=_maybe(actors), not_confirmed_by=_maybe(actors),
)  # fmt: skip
_refs = st.lists(st.builds(ReportRef, names, names), min_size=1, max_size=2).map(tuple)
_rulings = st.builds(
    Ruling, st.just("D-1"), st.sampled_from(["correct", "confirm"]), names, st.just(datetime(2021, 7, 8, tzinfo=UTC)),
    _maybe(texts), _maybe(texts), st.sampled_from([None, "killed", "date", "place"]),
)  # fmt: skip
incidents = st.builds(
    Incident,
    st.from_regex("IB-[0-9A-Z]{6}", fullmatch=True),
    values,
    st.just(()),
    _refs,
    st.builds(SourceCount, st.integers(1, 9), st.integers(1, 9)),
    st.sampled_from(["machine", "reviewed", "rejected"]),
    st.sampled_from([None, "confirmed", "fair", "weak", "contested"]),
    st.lists(_rulings, max_size=3).map(tuple),
)
some = st.lists(incidents, max_size=4, unique_by=lambda incident: incident.id)


@st.composite
def entries(draw: Any) -> list[tuple[Incident, Told]]:
    """Incidents, each with one document, one report and the statements on its words."""
    return [(incident, draw(_told(f"doc{n}", incident.values))) for n, incident in enumerate(draw(some))]


_urls = texts | st.sampled_from(
    ["https://example.org/a?b=c#d", "http://xn--exmple-cua.org/ä", "https://", "http://[", "example.org"]
)


@st.composite
def _told(draw: Any, name: str, of: Values) -> Told:
    text = draw(texts)
    published = draw(_maybe(st.builds(Published, intervals(), st.just("metadata"), st.just(()))))
    title, publisher, url = draw(_maybe(texts)), draw(_maybe(texts)), draw(_maybe(_urls))
    document = Document(name, draw(texts), title, publisher, None, "en", None, published, text, (), url, None)
    single = [(name, value) for name, value in of.items() if not isinstance(value, tuple)]
    spoken = [draw(_statement(property_, value, len(text))) for property_, value in single]
    return [(document, Report(f"{name}-1", draw(st.booleans()), of, tuple(spoken)))]


@st.composite
def _statement(draw: Any, property_: Any, value: Any, length: int) -> Statement:
    start, end = sorted((draw(st.integers(0, length)), draw(st.integers(0, length))))
    stance = draw(st.sampled_from(["stated", "reported", "denied"]))
    return Statement(
        property_,
        value,
        stance,
        draw(_maybe(actors)),
        draw(_maybe(texts)),
        Span(start, end),
        draw(st.floats(0, 1)),
    )

"""The written form: what is dumped is read back equal and meets the schema; what is malformed is refused."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date
from typing import Any, get_args

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidentbook import exchange
from incidentbook.errors import SourceError
from incidentbook.model import (
    Actor,
    Attribution,
    Conflict,
    ConflictingValue,
    ContextEvent,
    Count,
    Damage,
    Distance,
    Document,
    Extraction,
    Figure,
    FoundBy,
    Grade,
    Incident,
    Interval,
    Order,
    Place,
    Property,
    Published,
    PublishedMethod,
    ReadBy,
    Referent,
    Region,
    RegionKind,
    Report,
    ReportRef,
    Ruling,
    SourceCount,
    Span,
    Stance,
    Statement,
    Tally,
    Target,
    Trend,
    Values,
    Victims,
)

DAY = Interval.day(date(2021, 6, 20))
PLACE = Place("Ain al-Asad", "IQ", "Anbar", 33.786, 42.441, 1, "base:asad")
MILITIA = Actor("Kataib Hezbollah", "kataib-hezbollah", "armed_group", "IQ")

# One value for each property, so that none can be forgotten.
SAMPLES: dict[str, Any] = {
    "date": DAY,
    "time_of_day": "14:45",
    "place": PLACE,
    "site": "air_base",
    "attack_type": "rocket",
    "stage": "accomplished",
    "weapon": "Katyusha rocket",
    "munitions": Count(3, None, None),
    "intercepted": Count.exactly(0),
    "failed": Count.exactly(1),
    "impact": "perimeter of the base",
    "launched_from": replace(PLACE, lat=None, lon=None, precision=None, gazetteer=None),
    "target": (Target("convoy", "vehicle", Count.exactly(2), "damaged"), Target("guards", None, None, None)),
    "killed": Count.exactly(0),
    "injured": Count(3, 3, 5),
    "victims": (Victims("contractors", Count.exactly(1), None),),
    "damage": Damage("some", "a roof was damaged"),
    "perpetrator": MILITIA,
    "claimed_by": MILITIA,
    "attributed_to": (Attribution(None, MILITIA),),
    "denied_by": MILITIA,
    "not_confirmed_by": MILITIA,
}

_words = st.text(max_size=12)
_days = st.none() | st.dates()
_intervals = st.tuples(_days, _days).map(lambda d: Interval(*(sorted(d) if None not in d else d)))
_counts = st.lists(st.integers(0, 10**6), min_size=3, max_size=3).map(sorted).map(lambda n: Count(*n))
_counts |= st.integers(0, 10**6).map(lambda n: Count(n, None, None))
_spans = st.tuples(st.integers(0, 999), st.integers(1, 99)).map(lambda s: Span(s[0], s[0] + s[1]))
_places = st.builds(
    Place,
    name=_words,
    country=st.none() | st.just("IQ"),
    admin1=st.none() | _words,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    precision=st.none() | st.integers(1, 7),
    gazetteer=st.none() | _words,
)
st.register_type_strategy(str, _words)
st.register_type_strategy(Interval, _intervals)
st.register_type_strategy(Count, _counts)
st.register_type_strategy(Span, _spans)
st.register_type_strategy(Place, _places)


def _said(name: str) -> st.SearchStrategy[Statement]:
    return st.builds(
        Statement,
        property=st.just(name),
        value=st.none() | st.from_type(exchange.item_types()[name]),
        stance=st.sampled_from(get_args(Stance)),
        speaker=st.none() | st.from_type(Actor),
        confidence=st.floats(0, 1),
        found_by=st.sampled_from(get_args(FoundBy)),
    )


_statements = st.sampled_from(get_args(Property)).flatmap(_said)
_reports = st.builds(Report, statements=st.lists(_statements, max_size=3).map(tuple))
_remarks = st.one_of(*(st.from_type(t) for t in (Trend, Order, Distance, Figure, ContextEvent)))
_extractions = st.builds(
    Extraction,
    document=st.builds(Document, regions=st.lists(st.from_type(Region), max_size=2).map(tuple)),
    reports=st.lists(_reports, max_size=2).map(tuple),
    tallies=st.lists(st.from_type(Tally), max_size=2).map(tuple),
    remarks=st.lists(_remarks, max_size=2).map(tuple),
)


def _conflict(name: str) -> st.SearchStrategy[Conflict]:
    values = st.from_type(exchange.field_types()[name]).filter(lambda v: v is not None)
    entry = st.builds(ConflictingValue, value=values, reports=st.just(("r1",)))
    return st.builds(Conflict, property=st.just(name), values=st.lists(entry, max_size=2).map(tuple))


def _ruling(name: str | None) -> st.SearchStrategy[Ruling]:
    was = st.none() if name is None else st.from_type(exchange.field_types()[name])
    kind = "confirm" if name is None else "correct"
    at = st.datetimes(timezones=st.just(UTC))
    return st.builds(Ruling, kind=st.just(kind), at=at, property=st.just(name), was=was)


_incidents = st.builds(
    Incident,
    conflicts=st.lists(st.sampled_from(get_args(Property)).flatmap(_conflict), max_size=2).map(tuple),
    reports=st.just((ReportRef("d", "r"),)),
    sources=st.just(SourceCount(1, 1)),
    grade=st.sampled_from([None, *get_args(Grade)]),
    review=st.lists(st.sampled_from([None, *get_args(Property)]).flatmap(_ruling), max_size=2).map(tuple),
)


def _validator(kind: exchange.SchemaKind) -> jsonschema.Draft202012Validator:
    made = exchange.schema(kind)
    jsonschema.Draft202012Validator.check_schema(made)
    return jsonschema.Draft202012Validator(made)


@pytest.fixture(scope="module")
def full() -> Extraction:
    """An extraction in which every property has a value and every list an item."""
    said = tuple(
        Statement(name, value, "stated", None, None, Span(0, 4), 0.5)
        for name, sample in SAMPLES.items()
        for value in (sample if isinstance(sample, tuple) else (sample,))
    )
    document = Document(
        "d1", "a/b.html", "Title", "x.org", None, "en", "AFP",
        Published(DAY, "metadata", (Span(0, 1),)), "Text – with Ünïcode\nand lines", (Region("title",
        Span(0, 4)),),
    )  # fmt: skip
    tally = Tally(
        "t1", Count(43, 43, None), DAY, "attacks", PLACE, None, None, None, None, MILITIA, Span(1, 2)
    )
    reports = (Report("r1", True, Values(**SAMPLES), said),)
    return Extraction(document, reports, (tally,), remarks=REMARKS)


REMARKS = (
    Trend("m1", "stopped", "attacks", DAY, PLACE, "bases", MILITIA, MILITIA, Span(0, 4)),
    Order(
        "m2", "after", Referent(Span(0, 1), "r1", None), Referent(Span(2, 3), None, "m5"), Count(5, 7, 9), True, None,
        Span(0, 3),
    ),
    Distance("m3", PLACE, PLACE, Count(80, 85, 90), "north", False, None, Span(0, 4)),
    Figure("m4", Count.exactly(2500), "soldiers", Count.exactly(3500), PLACE, MILITIA, DAY, None, Span(0, 4)),
    ContextEvent("m5", "talks", "the talks", DAY, (MILITIA,), PLACE, None, Span(0, 4)),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(_extractions)
def test_an_extraction_is_read_back_equal_and_meets_the_schema(extraction: Extraction) -> None:
    line = exchange.dump_extraction(extraction)
    assert "\n" not in line
    assert exchange.load_extraction(line) == extraction
    assert exchange.load_extraction(line.encode()) == extraction
    EXTRACTION.validate(json.loads(line))


@settings(max_examples=60, deadline=None)
@given(_incidents)
def test_an_incident_is_read_back_equal_and_meets_the_schema(incident: Incident) -> None:
    line = exchange.dump_incident(incident)
    assert exchange.load_incident(line) == incident
    INCIDENT.validate(json.loads(line))


def test_an_incident_that_was_written_before_there_were_grades_is_read() -> None:
    raw = json.loads(
        exchange.dump_incident(Incident("IB-1", Values(), (), (), SourceCount(1, 1), "machine", "fair"))
    )
    del raw["grade"], raw["review"]
    read = exchange.load_incident(json.dumps(raw))
    assert (read.id, read.grade, read.review) == ("IB-1", None, ())


EXTRACTION, INCIDENT, META = _validator("extraction"), _validator("incident"), _validator("meta")


def test_every_property_has_a_sample() -> None:
    assert list(SAMPLES) == [f.name for f in fields(Values)] == list(get_args(Property))


def test_a_full_extraction_keeps_every_type(full: Extraction) -> None:
    line = exchange.dump_extraction(full)
    assert exchange.load_extraction(line) == full
    EXTRACTION.validate(json.loads(line))


def test_the_written_form_is_that_of_the_format(full: Extraction) -> None:
    raw = json.loads(exchange.dump_extraction(full))
    assert list(raw) == ["document", "reports", "tallies", "remarks"]
    assert [r["type"] for r in raw["remarks"]] == ["trend", "order", "distance", "figure", "context"]
    by_model = replace(full, read_by=ReadBy("openai:small", 2, 1))
    told = json.loads(exchange.dump_extraction(by_model))
    assert told["read_by"] == {"name": "openai:small", "not_in_text": 2, "no_value": 1}
    jsonschema.validate(told, exchange.schema("extraction"))
    assert exchange.load_extraction(json.dumps(told)) == by_model
    assert raw["document"]["published"] == {
        "interval": {"earliest": "2021-06-20", "latest": "2021-06-20"},
        "method": "metadata",
        "evidence": [[0, 1]],
    }
    assert raw["reports"][0]["values"]["killed"] == {"low": 0, "best": 0, "high": 0}
    assert raw["reports"][0]["statements"][0]["span"] == [0, 4]
    assert "Ünïcode" in exchange.dump_extraction(full)


def test_who_found_a_statement_is_written_where_it_is_not_the_rules(full: Extraction) -> None:
    assert "found_by" not in exchange.dump_extraction(full)
    (report,) = full.reports
    first, second, *rest = report.statements
    said = (first, replace(second, found_by="both"), *rest)
    told = replace(full, reports=(replace(report, statements=said),))
    written = json.loads(exchange.dump_extraction(told))
    found = [s.get("found_by") for s in written["reports"][0]["statements"]]
    assert found == [None, "both", *[None] * len(rest)]
    EXTRACTION.validate(written)
    assert exchange.load_extraction(json.dumps(written)) == told
    written["reports"][0]["statements"][0]["found_by"] = "nobody"
    assert not EXTRACTION.is_valid(written)
    with pytest.raises(SourceError, match="found_by"):
        exchange.load_extraction(json.dumps(written))


def test_an_older_line_without_remarks_is_read(full: Extraction) -> None:
    raw = json.loads(exchange.dump_extraction(full))
    del raw["remarks"]
    EXTRACTION.validate(raw)
    assert exchange.load_extraction(json.dumps(raw)) == replace(full, remarks=())


def test_a_remark_of_another_type_is_refused(full: Extraction) -> None:
    raw = json.loads(exchange.dump_extraction(full))
    raw["remarks"][0]["type"] = "figure"
    assert not EXTRACTION.is_valid(raw)
    with pytest.raises(SourceError):
        exchange.load_extraction(json.dumps(raw))


def test_what_is_unknown_is_null_and_never_missing() -> None:
    report = Report("r", False, Values(), ())
    document = Document("d", "s", None, None, None, None, None, None, "", ())
    raw = json.loads(exchange.dump_extraction(Extraction(document, (report,), ())))
    assert raw["reports"][0]["values"] == dict.fromkeys(SAMPLES)
    assert raw["document"]["published"] is None


@pytest.mark.parametrize("name", SAMPLES)
def test_the_schema_refuses_a_value_of_another_property(full: Extraction, name: str) -> None:
    raw = json.loads(exchange.dump_extraction(full))
    statement = next(s for s in raw["reports"][0]["statements"] if s["property"] == name)
    statement["value"] = (
        {"extent": "none", "text": ""} if name != "damage" else {"low": 1, "best": 1, "high": 1}
    )
    assert not EXTRACTION.is_valid(raw)
    with pytest.raises(SourceError):
        exchange.load_extraction(json.dumps(raw))


def _drop(raw: Any, path: tuple[Any, ...]) -> None:
    for step in path[:-1]:
        raw = raw[step]
    del raw[path[-1]]


@pytest.mark.parametrize(
    "path",
    [
        ("tallies",),
        ("document", "author"),
        ("reports", 0, "main"),
        ("reports", 0, "values", "killed"),
        ("reports", 0, "values", "place", "admin1"),
        ("reports", 0, "statements", 0, "speaker"),
    ],
)
def test_the_schema_requires_every_key(full: Extraction, path: tuple[Any, ...]) -> None:
    raw = json.loads(exchange.dump_extraction(full))
    EXTRACTION.validate(raw)
    _drop(raw, path)
    assert not EXTRACTION.is_valid(raw)


def test_an_unknown_key_is_refused_and_named(full: Extraction) -> None:
    raw = json.loads(exchange.dump_extraction(full))
    raw["reports"][0]["values"]["casualties"] = 3
    assert not EXTRACTION.is_valid(raw)
    with pytest.raises(SourceError, match=r"reports\.0\.values\.casualties"):
        exchange.load_extraction(json.dumps(raw))


@pytest.mark.parametrize("line", ["", "null", "{", "[]", "{},{}", '{"document": 1}', "\ud800"])
def test_a_malformed_line_is_refused(line: str) -> None:
    with pytest.raises(SourceError):
        exchange.load_extraction(line)
    with pytest.raises(SourceError):
        exchange.load_incident(line)


def test_an_impossible_value_is_refused(full: Extraction) -> None:
    line = exchange.dump_extraction(full).replace('"low":3,"best":3,"high":5', '"low":9,"best":3,"high":5')
    with pytest.raises(SourceError, match="0 <= low <= best <= high"):
        exchange.load_extraction(line)


@pytest.mark.parametrize(
    ("line", "valid"),
    [
        ({"file": "012.txt"}, True),
        ({"id": "012", "published": "2021-07-05", "language": None}, True),
        ({"file": "a.txt", "published": {"earliest": "2021-07-01", "latest": None}}, True),
        ({"file": "a.txt", "colour": "red"}, True),
        ({"published": "2021-07-05"}, False),
        ({"file": None}, False),
        ({"file": "a.txt", "published": 5}, False),
    ],
)
def test_the_schema_of_a_meta_line(line: dict[str, Any], valid: bool) -> None:
    assert META.is_valid(line) is valid


def test_published_methods_and_regions_are_listed_in_the_schema() -> None:
    text = json.dumps(exchange.schema("extraction"))
    assert all(f'"{name}"' in text for name in (*get_args(PublishedMethod), *get_args(RegionKind)))
    assert "description" in exchange.schema("extraction")["$defs"]["Statement"]

"""The values that every stage takes and gives. They are frozen, know nothing of files or databases, and import nothing of ours.

Their written form is the exchange format: see `docs/format.md` and `exchange.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, Literal, NamedTuple

AttackType = Literal[
    "rocket", "missile", "mortar", "artillery", "drone", "airstrike", "ied", "suicide_bomb", "vehicle_bomb",
    "bombing", "grenade", "shooting", "ambush", "armed_assault", "stabbing", "vehicle_ramming", "kidnapping",
    "hijacking", "arson", "storming", "sabotage", "other",
]  # fmt: skip
Site = Literal[
    "air_base", "military_base", "embassy", "airport", "checkpoint", "convoy", "police", "government",
    "residence", "market", "school", "hospital", "religious", "energy", "transport", "vessel", "media",
    "business", "street", "border", "other",
]  # fmt: skip
Stage = Literal["accomplished", "attempted", "foiled", "threatened"]
Stance = Literal["stated", "reported", "claimed", "attributed", "denied", "unconfirmed"]
ActorKind = Literal[
    "state", "military", "armed_group", "police", "civilian", "international", "media", "unknown"
]
TargetKind = Literal["facility", "vehicle", "person", "group"]
TargetEffect = Literal["none", "damaged", "destroyed", "killed", "injured", "kidnapped", "unknown"]
DamageExtent = Literal["none", "some", "heavy", "destroyed", "being_assessed"]
FoundBy = Literal["rules", "reader", "both"]
RegionKind = Literal["title", "dateline", "body", "caption", "boilerplate", "source_line"]
TrendKind = Literal["stopped", "resumed", "rose", "fell"]
OrderKind = Literal["after", "before", "with"]
ContextKind = Literal[
    "threat", "talks", "statement", "law", "arrest", "withdrawal", "handover", "anniversary", "ceasefire"
]
PublishedMethod = Literal["metadata", "url", "dateline", "inferred"]
Property = Literal[
    "date", "time_of_day", "place", "site", "attack_type", "stage", "weapon", "munitions", "intercepted",
    "failed", "impact", "launched_from", "target", "killed", "injured", "victims", "damage", "perpetrator",
    "claimed_by", "attributed_to", "denied_by", "not_confirmed_by",
]  # fmt: skip

READ_LANGUAGES: tuple[str | None, ...] = (None, "en")
"""The languages that the extractor reads; None: a text too short to tell."""


class Span(NamedTuple):
    """`[start, end)`, offsets into `Document.text`, counted in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Whether the other lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def shifted(self, by: int) -> Span:
        """The same span, `by` code points further on."""
        return Span(self.start + by, self.end + by)


@dataclass(frozen=True, slots=True)
class Interval:
    """Days, both ends included; `None` is an open end. A known day has both ends equal."""

    earliest: date | None
    latest: date | None

    def __post_init__(self) -> None:
        if self.earliest and self.latest and self.earliest > self.latest:
            raise ValueError(f"an interval cannot end ({self.latest}) before it begins ({self.earliest})")

    @classmethod
    def day(cls, day: date) -> Interval:
        """The interval of one known day."""
        return cls(day, day)

    @property
    def known_day(self) -> date | None:
        """The day, where both ends are the same."""
        return self.earliest if self.earliest == self.latest else None

    @property
    def days(self) -> int | None:
        """How many days it holds; `None` where an end is open."""
        return (
            None if self.earliest is None or self.latest is None else (self.latest - self.earliest).days + 1
        )

    def meets(self, other: Interval, slack: int = 0) -> bool:
        """Whether the two share a day, or come within `slack` days of it."""
        return _before(self.earliest, other.latest, slack) and _before(other.earliest, self.latest, slack)

    def intersection(self, other: Interval) -> Interval | None:
        """The days in both; `None` where there are none."""
        if not self.meets(other):
            return None
        starts = [d for d in (self.earliest, other.earliest) if d]
        ends = [d for d in (self.latest, other.latest) if d]
        return Interval(max(starts, default=None), min(ends, default=None))


def _before(first: date | None, last: date | None, slack: int) -> bool:
    return first is None or last is None or (first - last).days <= slack


@dataclass(frozen=True, slots=True)
class Count:
    """Whole numbers. `high` None is open ("at least 3"); `best` None: no single figure is supported."""

    low: int
    best: int | None
    high: int | None

    def __post_init__(self) -> None:
        ordered = [n for n in (self.low, self.best, self.high) if n is not None]
        if ordered != sorted(ordered) or self.low < 0:
            raise ValueError(
                f"a count needs 0 <= low <= best <= high, not {self.low}, {self.best}, {self.high}"
            )

    @classmethod
    def exactly(cls, number: int) -> Count:
        """A single figure that the words give."""
        return cls(number, number, number)


@dataclass(frozen=True, slots=True)
class Place:
    """Where. `country` is ISO 3166-1 alpha-2; `precision` is UCDP GED `where_prec`, 1 (exact) to 7 (open water or air);
    `gazetteer` is `source:id`, None when the name was not resolved."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    precision: int | None
    gazetteer: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """Who. `name` is canonical; `id` is the key in the actor table, None for one that is only described."""

    name: str
    id: str | None
    kind: ActorKind
    country: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """What was aimed at or hit."""

    name: str
    kind: TargetKind | None
    number: Count | None
    effect: TargetEffect | None


@dataclass(frozen=True, slots=True)
class Victims:
    """A group of those hurt."""

    group: str
    killed: Count | None
    injured: Count | None


@dataclass(frozen=True, slots=True)
class Damage:
    """What was broken, with the words that say it."""

    extent: DamageExtent
    text: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who blames whom; `by` is None where the article names nobody."""

    by: Actor | None
    to: Actor


Value = Interval | Count | Place | Actor | Target | Victims | Damage | Attribution | str


@dataclass(frozen=True, slots=True)
class Statement:
    """One property, one value, who says it, in what stance, and the shortest stretch of text that says it.

    A list property (`target`, `victims`, `attributed_to`) has one statement for each item. `value` None is something said too:
    "no group has claimed it" is `claimed_by` None. `confidence` is 0 to 1. `found_by`: whether the rules, the trained reader, or
    each of the two found these words to say it; `rules` wherever no trained reader took part.
    """

    property: Property
    value: Value | None
    stance: Stance
    speaker: Actor | None
    channel: str | None
    span: Span
    confidence: float
    found_by: FoundBy = "rules"


@dataclass(frozen=True, slots=True)
class Values:
    """The best single reading of each property; None is unknown."""

    date: Interval | None = None
    time_of_day: str | None = None
    place: Place | None = None
    site: Site | None = None
    attack_type: AttackType | None = None
    stage: Stage | None = None
    weapon: str | None = None
    munitions: Count | None = None
    intercepted: Count | None = None
    failed: Count | None = None
    impact: str | None = None
    launched_from: Place | None = None
    target: tuple[Target, ...] | None = None
    killed: Count | None = None
    injured: Count | None = None
    victims: tuple[Victims, ...] | None = None
    damage: Damage | None = None
    perpetrator: Actor | None = None
    claimed_by: Actor | None = None
    attributed_to: tuple[Attribution, ...] | None = None
    denied_by: Actor | None = None
    not_confirmed_by: Actor | None = None

    def items(self) -> list[tuple[str, Any]]:
        """(property, value) of what is known, in the order of the fields."""
        return [(f.name, v) for f in fields(self) if (v := getattr(self, f.name)) is not None]


@dataclass(frozen=True, slots=True)
class Report:
    """What one document says of one real-world incident."""

    id: str
    main: bool
    values: Values
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """A count of incidents that the text gives without listing them."""

    id: str
    count: Count
    period: Interval | None
    what: str | None
    place: Place | None
    target: str | None
    perpetrator: Actor | None
    killed: Count | None
    injured: Count | None
    speaker: Actor | None
    span: Span


@dataclass(frozen=True, slots=True)
class Trend:
    """How attacks went over a time, without a count of them: they stopped, came back, rose or fell.

    `what` are the attacks in the words of the text; `period` is the time over which that is said, from when on where its end is
    open. `place`, `target` and `perpetrator` narrow which attacks are meant; all None: those that the text is about.
    """

    id: str
    kind: TrendKind
    what: str
    period: Interval | None
    place: Place | None
    target: str | None
    perpetrator: Actor | None
    speaker: Actor | None
    span: Span
    type: Literal["trend"] = "trend"


@dataclass(frozen=True, slots=True)
class Referent:
    """Words that stand for something that happened; the report, or the remark, of the same document that tells of it."""

    span: Span
    report: str | None
    remark: str | None


@dataclass(frozen=True, slots=True)
class Order:
    """That something came after, before or together with something else.

    `gap`: how many days lie between; `habitual`: it is said of what happens each time ("are usually preceded by threats").
    """

    id: str
    kind: OrderKind
    what: Referent
    than: Referent
    gap: Count | None
    habitual: bool
    speaker: Actor | None
    span: Span
    type: Literal["order"] = "order"


@dataclass(frozen=True, slots=True)
class Distance:
    """Where the text puts a place by way of another.

    `km`: `best` is the figure that is said, `low` to `high` what it may stand for as round as it is; `direction` is one of the
    eight points ("north", "southeast"); `inside`: the place is said to lie in that part of the other ("in the north of").
    """

    id: str
    place: Place
    anchor: Place
    km: Count | None
    direction: str | None
    inside: bool
    speaker: Actor | None
    span: Span
    type: Literal["distance"] = "distance"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is said to stand: troops, prisoners, bases. `what` is counted; `whole`: "out of 3,500"."""

    id: str
    count: Count
    what: str
    whole: Count | None
    place: Place | None
    actor: Actor | None
    date: Interval | None
    speaker: Actor | None
    span: Span
    type: Literal["figure"] = "figure"


@dataclass(frozen=True, slots=True)
class ContextEvent:
    """Something that is told beside attacks and is none: a threat, talks, a law, an arrest, a base that is handed over."""

    id: str
    kind: ContextKind
    what: str
    date: Interval | None
    actors: tuple[Actor, ...]
    place: Place | None
    speaker: Actor | None
    span: Span
    type: Literal["context"] = "context"


Remark = Trend | Order | Distance | Figure | ContextEvent
"""What a text says of attacks, or beside them, that can be held against a record."""


@dataclass(frozen=True, slots=True)
class Published:
    """When the document was published, how that is known, and the words that say so."""

    interval: Interval
    method: PublishedMethod
    evidence: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A stretch of the text that is not, or not only, the story."""

    kind: RegionKind
    span: Span


_LONGEST_REFERENCE = 366  # days


@dataclass(frozen=True, slots=True)
class Document:
    """An article. The text never changes after reading: noise is marked as a region, so that spans stay true.

    `url`: its canonical address, by which copies of the page name it; `section`: of the paper, as "World".
    """

    id: str
    source: str
    title: str | None
    publisher: str | None
    author: str | None
    language: str | None
    syndicated_from: str | None
    published: Published | None
    text: str
    regions: tuple[Region, ...]
    url: str | None = None
    section: str | None = None

    @property
    def reference(self) -> Interval | None:
        """The days that "on Monday" counts from: those of publication, where they are known to a year; else None."""
        days = self.published.interval.days if self.published else None
        return self.published.interval if self.published and days and days <= _LONGEST_REFERENCE else None


BUILT_IN = "built-in"
"""The name of the extractor that needs no model: frames, lexicons and syntax."""

WITH_READER = "reader"
"""The name of the same extractor with a trained reader beside it."""

READER_ALONE = "reader-alone"
"""The name of the trained reader without the rules, which is there to be measured."""


@dataclass(frozen=True, slots=True)
class ReadBy:
    """Which extractor read a document, and how much of what it gave was thrown away: `not_in_text` counts the values whose
    words are not in the document, `no_value` those whose words say no value of that property."""

    name: str = BUILT_IN
    not_in_text: int = 0
    no_value: int = 0


@dataclass(frozen=True, slots=True)
class Extraction:
    """What one document says: one line of `extract`."""

    document: Document
    reports: tuple[Report, ...]
    tallies: tuple[Tally, ...]
    read_by: ReadBy = ReadBy()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRef:
    """The place of a report: which document, which report in it."""

    document: str
    report: str


@dataclass(frozen=True, slots=True)
class ConflictingValue:
    """One reading of a property, and the ids of the reports that give it."""

    value: Any
    reports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A property on which reports of one incident disagree."""

    property: Property
    values: tuple[ConflictingValue, ...]


@dataclass(frozen=True, slots=True)
class SourceCount:
    """How many documents tell of an incident, and how many of them do not repeat another."""

    documents: int
    independent: int


IncidentStatus = Literal["machine", "reviewed", "rejected"]
Grade = Literal["confirmed", "fair", "weak", "contested"]
DecisionKind = Literal[
    "same", "different", "unsure", "merge", "split", "correct", "reject", "confirm", "undo"
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ruling:
    """A reviewer's decision that is in force on an incident: which, by whom, when and why.

    `source`: what it rests on: a source, a quote, an address. `property` and `was` are those of a correction: what was
    corrected, and what the reports say.
    """

    decision: str
    kind: DecisionKind
    by: str
    at: datetime
    why: str | None
    source: str | None
    property: Property | None = None
    was: Any = None


@dataclass(frozen=True, slots=True)
class Incident:
    """An attack that happened, computed from its reports: one line of `export`."""

    id: str
    values: Values
    conflicts: tuple[Conflict, ...]
    reports: tuple[ReportRef, ...]
    sources: SourceCount
    status: IncidentStatus
    grade: Grade | None = None
    review: tuple[Ruling, ...] = ()

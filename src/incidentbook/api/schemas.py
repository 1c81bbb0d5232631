"""The bodies of requests and answers, as OpenAPI tells them."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from incidentbook.book import Decision
from incidentbook.book.accounts import Role
from incidentbook.book.listing import Counted, Heading, Quoted
from incidentbook.book.replay import State
from incidentbook.model import (
    ActorKind,
    Document,
    Incident,
    Property,
    ReadBy,
    Remark,
    Report,
    Statement,
    Tally,
    Values,
)
from incidentbook.review import Question

Next = Annotated[
    str | None,
    Field(description="`cursor` of the next page; null on the last one.", examples=["WyJkYXRlIiw3MzgwMDBd"]),
]
IncidentName = Annotated[str, Field(min_length=1, max_length=60, examples=["IB-7K2M9Q"])]
ReportName = Annotated[str, Field(min_length=1, max_length=500, examples=["3fb59c365711fa69-1"])]


LONGEST_TEXT = 200_000
"""Characters; forty times an article."""


def plain(words: str) -> str:
    """The same words.

    Raises:
        ValueError: they hold a zero byte, or half of a letter, which no book can hold.
    """
    if "\0" in words or any("\ud800" <= c <= "\udfff" for c in words):
        raise ValueError("holds a zero byte or half of a letter; leave it out")
    return words


Words = Annotated[str, AfterValidator(plain)]
Why = Annotated[Words | None, Field(max_length=5000, description="The reason.", examples=["two days apart"])]
Source = Annotated[
    Words | None, Field(max_length=5000, description="What it rests on: a source, a quote, an address.")
]


class Counts(BaseModel):
    """How much a book holds."""

    documents: int
    reports: int
    tallies: int
    incidents: int


class About(BaseModel):
    """The book that is served."""

    program: str
    version: str
    format: Annotated[int, Field(description="The format of the book.")]
    revision: Annotated[int, Field(description="Grows with all that is added, changed or decided.")]
    counts: Counts
    resources: list[str]


class IncidentPage(BaseModel):
    """Incidents, each as `incidentbook export` writes it."""

    incidents: list[Incident]
    total: Annotated[int, Field(description="How many meet the conditions, on all pages.")]
    next: Next


Days = list[int | None]


class PointSet(BaseModel):
    """Incidents as a map and a timeline need them: the first item of each list is of the first incident, and so on."""

    ids: list[str]
    lat: list[float | None]
    lon: list[float | None]
    earliest: Annotated[Days, Field(description="Days since 1 January 1970; null where that end is open.")]
    latest: Days
    codes: Annotated[
        dict[str, list[int]],
        Field(description="Of kind, status, grade and precision: which item of `values` holds."),
    ]
    values: dict[str, list[str | int | None]]
    total: Annotated[int, Field(description="How many meet the conditions.")]


class DocumentPage(BaseModel):
    """Documents without their texts."""

    documents: list[Heading]
    next: Next


class DocumentRead(BaseModel):
    """A document and all that it says, as `incidentbook extract` writes it."""

    document: Document
    reports: list[Report]
    tallies: list[Tally]
    remarks: list[Remark]
    read_by: ReadBy


Given = Annotated[str, Field(max_length=500), AfterValidator(plain)] | None
PublishedOn = Annotated[
    date | None, Field(description="The day it was published, where that is known.", examples=["2021-07-06"])
]
WebAddress = Annotated[
    str,
    Field(
        min_length=1,
        max_length=2000,
        pattern=r"^\s*[Hh][Tt][Tt][Pp][Ss]?://",
        examples=["https://example.org/a"],
    ),
    AfterValidator(plain),
]


class TextIn(BaseModel):
    """A text to be read."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["text"]
    text: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT), AfterValidator(plain)]
    title: Given = None
    published: PublishedOn = None
    publisher: Given = None
    url: Annotated[WebAddress | None, Field(description="Where it was found.")] = None


class AddressIn(BaseModel):
    """The web address of an article to be read."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["address"]
    url: WebAddress
    published: PublishedOn = None
    publisher: Given = None


class ReadIn(BaseModel):
    """What was read already, by its id."""

    model_config = ConfigDict(extra="forbid")

    kind: Literal["reading"]
    reading: Annotated[str, Field(min_length=1, max_length=60)]


ReadingIn = Annotated[TextIn | AddressIn, Field(discriminator="kind")]
DocumentIn = Annotated[TextIn | AddressIn | ReadIn, Field(discriminator="kind")]


class Check(BaseModel):
    """Something that a text says, and what came of holding it against the book."""

    kind: Literal["count", "trend", "order", "flag"]
    document: str
    span: tuple[int, int]
    sentence: str
    verdict: str
    reason: str
    incidents: Annotated[list[str], Field(description="Those that count.")]
    may: Annotated[list[str], Field(description="Those that may count.")]


class Note(BaseModel):
    """Something that one should know of a text that was read, and what to do."""

    kind: Literal["known", "language", "nothing", "no-date", "no-year", "warning"]
    detail: str
    way_out: str


class Joining(BaseModel):
    """A report of a text, and the incident that it would join; null: one of its own."""

    report: str
    incident: str | None


class ReadingRead(BaseModel):
    """A text that was read and is not stored: all that it says, what it would join, and how it stands against the book."""

    id: str
    document: Document
    reports: list[Report]
    tallies: list[Tally]
    remarks: list[Remark]
    read_by: ReadBy
    known: Annotated[bool, Field(description="Whether the book has a document of this text.")]
    notes: list[Note]
    joins: list[Joining]
    checks: list[Check]


class Joined(BaseModel):
    """A report that was stored, its incident, and whether that has other documents."""

    report: str
    incident: str
    joined: bool


class DocumentKept(BaseModel):
    """A document that was stored: `known` where the book had the same, `updated` where it was read otherwise before."""

    document: str
    outcome: Literal["added", "known", "updated"]
    reports: list[Joined]


class ReportBrief(BaseModel):
    """What a document says of one attack, without the statements."""

    document: str
    id: str
    incident: str | None
    main: Annotated[bool, Field(description="Whether the attack is what the document is about.")]
    values: Values


class ReportRead(ReportBrief):
    """The same with its statements."""

    statements: list[Statement]


class ReportPage(BaseModel):
    """Reports without their statements."""

    reports: list[ReportBrief]
    next: Next


class StatementPage(BaseModel):
    """Statements with the words that say them."""

    statements: list[Quoted]
    next: Next


class TallyPage(BaseModel):
    """Counts of incidents that texts give."""

    tallies: list[Counted]
    next: Next


class Checks(BaseModel):
    """All checks of the texts of the book, as `incidentbook check --json` writes them."""

    format: int
    texts: list[dict[str, Any]]
    checks: list[Check]
    tallies: list[dict[str, Any]]
    series: list[list[dict[str, Any]]]
    figures: list[dict[str, Any]]


class ActorCount(BaseModel):
    """Who did, claimed or is blamed for incidents, and for how many."""

    name: str
    id: str | None
    kind: ActorKind
    country: str | None
    incidents: int


class ActorPage(BaseModel):
    """Actors by name."""

    actors: list[ActorCount]
    next: Next


class PlaceCount(BaseModel):
    """Where incidents were, and how many."""

    name: str
    country: str | None
    admin1: str | None
    lat: float | None
    lon: float | None
    gazetteer: str | None
    incidents: int


class PlacePage(BaseModel):
    """Places by name."""

    places: list[PlaceCount]
    next: Next


class QuestionPage(BaseModel):
    """What is to be looked at, the least certain first."""

    questions: list[Question]
    total: Annotated[int, Field(description="How many there are, on all pages.")]
    next: Next


class BeingMade(BaseModel):
    """What is asked for takes a while, and is being worked out."""

    state: Literal["being made"]
    again: Annotated[int, Field(description="Seconds after which to ask again.")]


class DecisionRead(BaseModel):
    """A decision and how it stands."""

    decision: Decision
    state: State
    by: Annotated[list[str], Field(description="The decisions that undo or overrule it.")]
    lost: Annotated[list[str], Field(description="What it is about and the book does not hold.")]


class DecisionPage(BaseModel):
    """Decisions, the earliest first."""

    decisions: list[DecisionRead]
    next: Next


class DecisionMade(BaseModel):
    """A decision that was made, and those that it overrules."""

    decision: Decision
    overrules: list[str]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid")

    why: Why = None
    source: Source = None
    by: Annotated[
        str | None,
        Field(
            max_length=500, description="Who decides; with accounts it is who is logged in, and nobody else."
        ),
    ] = None


class PairIn(_Said):
    """Two reports are of one attack, of two, or it cannot be told."""

    kind: Literal["same", "different", "unsure"]
    reports: Annotated[list[ReportName], Field(min_length=2, max_length=2)]


class MergeIn(_Said):
    """Several incidents are one."""

    kind: Literal["merge"]
    incidents: Annotated[list[IncidentName], Field(min_length=2, max_length=50)]


class SplitIn(_Said):
    """Some reports of an incident are another one."""

    kind: Literal["split"]
    incident: IncidentName
    reports: Annotated[list[ReportName], Field(min_length=1, max_length=500)]


class CorrectIn(_Said):
    """The value of a property. It takes `why` or `source`."""

    kind: Literal["correct"]
    incident: IncidentName
    property: Property
    value: Annotated[
        Any,
        Field(
            description="As docs/format.md has it; or in words, as `3`, `3-5`, `3+`, `2021-07-04..2021-07-05`, `Camp Taji, IQ`. "
            "null: nothing is known of it.",
            examples=["3-5"],
        ),
    ]


class ConfirmIn(_Said):
    """An incident is right as the book has it."""

    kind: Literal["confirm"]
    incident: IncidentName


class RejectIn(_Said):
    """An incident, or one report, is no attack: give one of both. It takes `why` or `source`."""

    kind: Literal["reject"]
    incident: IncidentName | None = None
    report: ReportName | None = None


class UndoIn(_Said):
    """Takes a decision back; of an undo, brings back what it undid."""

    kind: Literal["undo"]
    decision: Annotated[str, Field(min_length=1, max_length=60, examples=["D-B42ZCSQ2SK", "last"])]


DecisionIn = Annotated[
    PairIn | MergeIn | SplitIn | CorrectIn | ConfirmIn | RejectIn | UndoIn, Field(discriminator="kind")
]


class User(BaseModel):
    """Who is logged in."""

    name: str
    role: Role


class SessionRead(BaseModel):
    """Who asks, and the token that goes with each request that writes."""

    accounts: Annotated[
        bool, Field(description="Whether the server has accounts; without them nobody logs in.")
    ]
    user: User | None
    csrf: Annotated[str, Field(description="Goes with each request that writes, as the header X-CSRF-Token.")]


class LogIn(BaseModel):
    """A name and its password."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=60)]
    password: Annotated[str, Field(min_length=1, max_length=1024, json_schema_extra={"format": "password"})]

"""Who says what of an incident: properties down, speakers and sources across, each cell with the words that say it.

A column is a named speaker, whoever quotes them, or else a source: an agency with all papers that print its story, a
publisher, a document. So what one agency says in nine papers stands in one column.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from incidentbook.book import policy
from incidentbook.book.voices import source_of
from incidentbook.export import phrases, words
from incidentbook.export.passages import passages, pieces
from incidentbook.export.source import Told
from incidentbook.export.statements import who_says
from incidentbook.model import Count, Damage, Document, Incident, Interval, Span, Statement, Values

_NOTES = {"denied": "denied", "unconfirmed": "not confirmed"}
_ANSWERS = ("denied", "unconfirmed")
"""Stances in which nothing is said to be so: what is denied is in no conflict with what is shown."""
_OF_PEOPLE = ("perpetrator", "claimed_by", "attributed_to", "denied_by", "not_confirmed_by")


@dataclass(frozen=True, slots=True)
class Quote:
    """The words that say something: `pieces` of their sentence, each with whether it is what says it."""

    document: Document
    span: Span
    pieces: tuple[tuple[str, bool], ...]
    who: str

    @property
    def at(self) -> str:
        """The words' place in the text, as addresses have it."""
        return f"{self.span.start}-{self.span.end}"


@dataclass(frozen=True, slots=True)
class Saying:
    """One value in a cell. `note`: that it is denied or not confirmed; `differs`: it cannot be true beside the value shown."""

    value: str
    note: str
    differs: bool
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Who says it. `detail` tells what stands behind a source: `2 papers`, `quoted`."""

    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """A property: its value in the book, and what each column says of it; nothing in a cell is silence."""

    property: str
    name: str
    shown: str
    in_conflict: bool
    corrected: bool
    cells: tuple[tuple[Saying, ...], ...]


@dataclass(frozen=True, slots=True)
class WhoSays:
    """The table. `left_out`: sources that had no room in it."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    left_out: int


@dataclass(slots=True)
class _Voice:
    """A column while it is gathered."""

    name: str
    is_quoted: bool
    documents: dict[str, Document] = field(default_factory=dict)
    said: dict[str, list[tuple[Document, Statement]]] = field(default_factory=lambda: defaultdict(list))


def who_says_what(
    incident: Incident, told: Told, stories: Mapping[str, str] | None = None, most: int = 24
) -> WhoSays:
    """The table of an incident.

    Args:
        told: its reports with their documents.
        stories: of each document that repeats another, the document that stands for their story.
        most: columns at most; those that say most stay.
    """
    voices = _gathered(told, stories or {})
    ordered = sorted(voices, key=lambda v: (-len(v.said), v.is_quoted, v.name))
    kept = ordered[:most]
    sentences = {document.id: _sentences(document, report.statements) for document, report in told}
    names = [n for n in Values.__dataclass_fields__ if _is_told(incident, n, kept)]
    rows = tuple(_row(incident, name, kept, sentences) for name in names)
    return WhoSays(tuple(map(_column, kept)), rows, len(ordered) - len(kept))


def sources(told: Told, stories: Mapping[str, str]) -> dict[str, str]:
    """Of each document the source that it counts as: the agency of its story, else who published that first."""
    texts: dict[str, list[Document]] = defaultdict(list)
    for document, _ in told:
        texts[stories.get(document.id, document.id)].append(document)
    return {d.id: _origin(group) for group in texts.values() for d in group}


def _origin(group: Sequence[Document]) -> str:
    agencies = [d.syndicated_from for d in group if d.syndicated_from]
    named = agencies or [d.publisher for d in group if d.publisher]
    return named[0] if named else group[0].title or group[0].source


def _gathered(told: Told, stories: Mapping[str, str]) -> list[_Voice]:
    origin = sources(told, stories)
    found: dict[str, _Voice] = {}
    for document, report in told:
        for statement in report.statements:
            quoted = _quoted(statement)
            name = quoted or origin[document.id]
            voice = found.setdefault(_key(name), _Voice(name, quoted is not None))
            voice.is_quoted &= quoted is not None
            voice.documents[document.id] = document
            voice.said[statement.property].append((document, statement))
    return list(found.values())


def _quoted(statement: Statement) -> str | None:
    """The name of a speaker who is one voice in all papers."""
    speaker = statement.speaker
    return speaker.name if speaker is not None and source_of(speaker) is not None else None


def _key(name: str) -> str:
    return policy.source_name(name) or name


def _column(voice: _Voice) -> Column:
    papers = {d.publisher or d.source for d in voice.documents.values()}
    if voice.is_quoted:
        return Column(voice.name, "quoted" if len(papers) == 1 else f"quoted in {len(papers)} papers")
    if len(papers) > 1:
        return Column(voice.name, f"{len(papers)} papers")
    return Column(voice.name, f"{len(voice.documents)} articles" if len(voice.documents) > 1 else "")


def _is_told(incident: Incident, name: str, voices: Iterable[_Voice]) -> bool:
    return getattr(incident.values, name) is not None or any(name in voice.said for voice in voices)


def _row(
    incident: Incident, name: str, voices: Sequence[_Voice], sentences: Mapping[str, Callable[[Span], Span]]
) -> Row:
    shown = getattr(incident.values, name)
    conflicting = any(c.property == name for c in incident.conflicts)
    corrected = any(r.property == name for r in incident.review)
    against = shown if conflicting or corrected else None
    cells = tuple(_cell(voice.said.get(name, ()), against, sentences) for voice in voices)
    value = in_a_cell(shown) if shown is not None else "no one" if _is_denied_by_all(name, cells) else ""
    return Row(name, name.replace("_", " "), value, conflicting, corrected, cells)


def _is_denied_by_all(name: str, cells: Iterable[Sequence[Saying]]) -> bool:
    """Whether all who speak of it say that it was no one."""
    values = {saying.value for cell in cells for saying in cell}
    return name in _OF_PEOPLE and values == {"no one"}


def _cell(
    statements: Iterable[tuple[Document, Statement]],
    shown: Any,
    sentences: Mapping[str, Callable[[Span], Span]],
) -> tuple[Saying, ...]:
    groups: dict[tuple[str, str], list[tuple[Document, Statement]]] = {}
    for document, statement in statements:
        groups.setdefault((said(statement), _NOTES.get(statement.stance, "")), []).append(
            (document, statement)
        )
    return tuple(
        Saying(
            value,
            note,
            any(_differs(statement, shown) for _, statement in group),
            tuple(_quote(document, statement, sentences[document.id]) for document, statement in group),
        )
        for (value, note), group in groups.items()
    )


def in_a_cell(value: Any) -> str:
    """A value in few words: days as people write them, of damage how much there was."""
    if isinstance(value, Interval):
        return phrases.days(value)
    if isinstance(value, Damage):
        return value.extent.replace("_", " ")
    return words.in_short(value)


def said(statement: Statement) -> str:
    """The value of a statement, in few words; `no one` where that is said."""
    if statement.value is None:
        return "no one" if statement.property in _OF_PEOPLE else words.said(statement)
    return in_a_cell(statement.value)


def _differs(statement: Statement, shown: Any) -> bool:
    if shown is None or statement.value is None or statement.stance in _ANSWERS or isinstance(shown, tuple):
        return False
    if isinstance(shown, Count) and shown.best is not None:
        shown = Count.exactly(
            shown.best
        )  # beside it stands the range over all sources, which holds every figure
    return not policy.agree(statement.property, statement.value, shown)


def _quote(document: Document, statement: Statement, sentence: Callable[[Span], Span]) -> Quote:
    cut = tuple(pieces(document.text, sentence(statement.span), [statement.span]))
    return Quote(document, statement.span, cut, who_says(statement))


def _sentences(document: Document, statements: Iterable[Statement]) -> Callable[[Span], Span]:
    """The sentence of each statement's words."""
    found = {s.span: span for span, group in passages(document, statements) for s in group}
    return lambda at: found[at]

"""Extractions as rows of the book's tables, and back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import Row

from incidentbook.exchange import dump_extraction, from_plain, item_value, load_extraction, to_plain
from incidentbook.link.dating import BookDating
from incidentbook.model import (
    Actor,
    Document,
    Extraction,
    Published,
    ReadBy,
    Region,
    Remark,
    Report,
    Span,
    Statement,
    Tally,
    Values,
)

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Redating:
    """A document as it dates itself, and the day that others of the book give it."""

    own: Extraction
    told: BookDating


def digest(extraction: Extraction) -> str:
    """What tells whether an extraction changed: SHA-256 of its written form.

    Where the text was found is left out: the same text in a second folder, or at a second address, says nothing new.
    """
    placeless = replace(extraction, document=replace(extraction.document, source="", url=None))
    return hashlib.sha256(dump_extraction(placeless).encode()).hexdigest()


def document_row(extraction: Extraction) -> Record:
    """The row of `documents`."""
    document = extraction.document
    interval = document.published.interval if document.published else None
    return {
        **{name: getattr(document, name) for name in _PLAIN_FIELDS},
        "digest": digest(extraction),
        "published_earliest": interval and interval.earliest,
        "published_latest": interval and interval.latest,
        "published": to_plain(document.published),
        "regions": to_plain(document.regions),
        "read_by": to_plain(extraction.read_by),
    }


_PLAIN_FIELDS = (
    "id",
    "source",
    "title",
    "publisher",
    "author",
    "language",
    "syndicated_from",
    "text",
    "url",
    "section",
)


def report_rows(extraction: Extraction) -> list[Record]:
    """The rows of `reports`."""
    return [
        {
            "document": extraction.document.id,
            "id": report.id,
            "position": position,
            "main": report.main,
            "values": to_plain(report.values),
        }
        for position, report in enumerate(extraction.reports)
    ]


def statement_rows(extraction: Extraction) -> list[Record]:
    """The rows of `statements`."""
    return [
        _statement_row(extraction.document.id, report.id, position, statement)
        for report in extraction.reports
        for position, statement in enumerate(report.statements)
    ]


def tally_rows(extraction: Extraction) -> list[Record]:
    """The rows of `tallies`."""
    return [
        {"document": extraction.document.id, "id": tally.id, "position": position, "tally": to_plain(tally)}
        for position, tally in enumerate(extraction.tallies)
    ]


def remark_rows(extraction: Extraction) -> list[Record]:
    """The rows of `remarks`."""
    key = extraction.document.id
    return [
        {"document": key, "id": r.id, "position": position, "type": r.type, "remark": to_plain(r)}
        for position, r in enumerate(extraction.remarks)
    ]


def redated_row(redating: Redating) -> Record:
    """The row of `redated`."""
    told = redating.told
    return {
        "document": redating.own.document.id,
        "reading": dump_extraction(redating.own),
        "published": to_plain(told.published),
        "reason": told.reason,
        "others": list(told.others),
    }


def to_redating(row: Row[Any]) -> Redating:
    """The redating of a row of `redated`."""
    return Redating(load_extraction(row.reading), to_dating(row))


def to_dating(row: Row[Any]) -> BookDating:
    """What a row of `redated` tells of the document's day."""
    published: Published = from_plain(Published, row.published, "published")
    return BookDating(published, row.reason, tuple(row.others))


def to_document(row: Row[Any]) -> Document:
    """The document of a row of `documents`."""
    published = None if row.published is None else from_plain(Published, row.published, "published")
    regions = from_plain(tuple[Region, ...], row.regions, "regions")
    return Document(
        **{name: getattr(row, name) for name in _PLAIN_FIELDS}, published=published, regions=regions
    )


def to_read_by(row: Row[Any]) -> ReadBy:
    """Which extractor read the document of a row of `documents`."""
    read_by: ReadBy = ReadBy() if row.read_by is None else from_plain(ReadBy, row.read_by, "read_by")
    return read_by


def to_report(row: Row[Any], said: tuple[Statement, ...]) -> Report:
    """The report of a row of `reports` and its statements."""
    return Report(row.id, row.main, from_plain(Values, row._mapping["values"], "values"), said)


def to_tally(row: Row[Any]) -> Tally:
    """The tally of a row of `tallies`."""
    tally: Tally = from_plain(Tally, row.tally, "tally")
    return tally


def to_remark(row: Row[Any]) -> Remark:
    """The remark of a row of `remarks`."""
    remark: Remark = from_plain(Remark, row.remark, "remark")
    return remark


def by_report(rows: Iterable[Row[Any]]) -> dict[tuple[str, str], tuple[Statement, ...]]:
    """Statements of each (document, report), from rows of `statements` in their order."""
    groups = groupby(rows, key=lambda row: (row.document, row.report))
    return {key: tuple(to_statement(row) for row in group) for key, group in groups}


def _statement_row(document: str, report: str, position: int, statement: Statement) -> Record:
    return {
        "document": document,
        "report": report,
        "position": position,
        "property": statement.property,
        "value": to_plain(statement.value),
        "stance": statement.stance,
        "speaker": to_plain(statement.speaker),
        "channel": statement.channel,
        "span_start": statement.span.start,
        "span_end": statement.span.end,
        "confidence": statement.confidence,
        "found_by": statement.found_by,
    }


def to_statement(row: Row[Any]) -> Statement:
    """The statement of a row of `statements`."""
    return Statement(
        property=row.property,
        value=item_value(row.property, row.value),
        stance=row.stance,
        speaker=None if row.speaker is None else from_plain(Actor, row.speaker, "speaker"),
        channel=row.channel,
        span=Span(row.span_start, row.span_end),
        confidence=row.confidence,
        found_by=row.found_by or "rules",
    )

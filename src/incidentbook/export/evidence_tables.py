"""What stands behind incidents as tables: reports, statements with their words, documents, tallies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from incidentbook.exchange import to_plain
from incidentbook.export.cells import Column, Row
from incidentbook.export.origins import file_name, is_web
from incidentbook.export.source import Told
from incidentbook.model import Count, Document, Incident, Report, Statement, Tally

REPORTS = (
    Column("document", "text", "Id of the document, made from its text"),
    Column("report", "text", "Id of the report"),
    Column("incident", "text", "Id of the incident that it tells of"),
    Column("main", "truth", "Whether the document is about it; false for one that is only mentioned"),
    Column("values", "text", "What the report says of the incident, as JSON: docs/format.md"),
)
STATEMENTS = (
    Column("incident", "text", "Id of the incident"),
    Column("document", "text", "Id of the document"),
    Column("report", "text", "Id of the report"),
    Column("number", "whole", "Number of the statement in its report, from 0"),
    Column("property", "text", "What is said something of: `date`, `killed`, …"),
    Column(
        "value", "text", "What is said, as JSON: docs/format.md; empty for a value that is said to be none"
    ),
    Column("stance", "text", "`stated`, `reported`, `claimed`, `attributed`, `denied`, `unconfirmed`"),
    Column("speaker", "text", "Who says it; empty for the article itself, or for someone unnamed"),
    Column(
        "speaker_kind",
        "text",
        "state, military, armed_group, police, civilian, international, media, unknown",
    ),
    Column("channel", "text", "By which way the speaker said it: “state television”"),
    Column("start", "whole", "Where the words begin, in Unicode code points of the document's text"),
    Column("end", "whole", "Where they end, not included"),
    Column("words", "text", "The words that say it, as they are written"),
    Column("confidence", "decimal", "Probability that the value is right if the report is"),
)
DOCUMENTS = (
    Column("document", "text", "Id of the document, made from its text"),
    Column("title", "text", "Title"),
    Column("publisher", "text", "Publisher"),
    Column("author", "text", "Author"),
    Column("language", "text", "ISO 639-1"),
    Column("syndicated_from", "text", "The agency that the text says it comes from"),
    Column("published_earliest", "day", "First day on which it may have been published"),
    Column("published_latest", "day", "Last day, the same for a known one"),
    Column("published_by", "text", "How that is known: `metadata`, `url`, `dateline`, `inferred`"),
    Column("url", "text", "Its address"),
    Column("section", "text", "Section of the paper"),
    Column("source", "text", "Address that it was read from, or name of the file"),
    Column("characters", "whole", "Length of its text in Unicode code points"),
)
TEXTS = (
    Column("document", "text", "Id of the document"),
    Column("text", "text", "Its text, by which `start` and `end` of statements count"),
)
TALLIES = (
    Column("document", "text", "Id of the document"),
    Column("tally", "text", "Id of the tally"),
    Column("count", "whole", "How many incidents; empty where no single figure is supported"),
    Column("count_low", "whole", "The least"),
    Column("count_high", "whole", "The most; empty for “or more”"),
    Column("period_earliest", "day", "First day of the period"),
    Column("period_latest", "day", "Last day of the period"),
    Column("what", "text", "What is counted, as said"),
    Column("place", "text", "Where"),
    Column("country", "text", "ISO 3166-1 alpha-2"),
    Column("target", "text", "On whom or what, as said"),
    Column("perpetrator", "text", "By whom"),
    Column("killed", "whole", "Killed in all of them"),
    Column("injured", "whole", "Injured in all of them"),
    Column("speaker", "text", "Who counts; empty for the article itself"),
    Column("start", "whole", "Where the words begin, in Unicode code points of the document's text"),
    Column("end", "whole", "Where they end, not included"),
    Column("words", "text", "The words that say it, as they are written"),
)
OF_DOCUMENT = tuple(
    c for c in DOCUMENTS if c.name in ("publisher", "published_earliest", "published_latest", "url")
)
"""The columns of its document that stand beside a statement where the table stands alone."""


def reports(incident: Incident, told: Told) -> Iterator[Row]:
    """One row a report of an incident."""
    for document, report in told:
        values = {name: to_plain(value) for name, value in report.values.items()}
        yield {
            "document": document.id,
            "report": report.id,
            "incident": incident.id,
            "main": report.main,
            "values": _json(values),
        }


def statements(incident: Incident, told: Told) -> Iterator[Row]:
    """One row a statement of an incident, by report and by its order in that."""
    for document, report in told:
        for number, statement in enumerate(report.statements):
            yield _statement(incident, document, report, number, statement)


def statements_alone(incident: Incident, told: Told) -> Iterator[Row]:
    """As `statements`, with the columns `OF_DOCUMENT` beside them."""
    for document, report in told:
        facts = document_row(document)
        beside = {column.name: facts[column.name] for column in OF_DOCUMENT}
        for row in statements(incident, [(document, report)]):
            yield {**row, **beside}


def document_row(document: Document) -> Row:
    """The row of a document: what is known of it, without its text."""
    published = document.published
    return {
        "document": document.id,
        "title": document.title,
        "publisher": document.publisher,
        "author": document.author,
        "language": document.language,
        "syndicated_from": document.syndicated_from,
        "published_earliest": published.interval.earliest if published else None,
        "published_latest": published.interval.latest if published else None,
        "published_by": published.method if published else None,
        "url": document.url,
        "section": document.section,
        "source": document.source if is_web(document.source) else file_name(document.source),
        "characters": len(document.text),
    }


def tally_row(document: Document, tally: Tally) -> Row:
    """The row of a count of incidents that a document gives."""
    return {
        "document": document.id,
        "tally": tally.id,
        **_ends("count", tally.count),
        "period_earliest": tally.period.earliest if tally.period else None,
        "period_latest": tally.period.latest if tally.period else None,
        "what": tally.what,
        "place": tally.place.name if tally.place else None,
        "country": tally.place.country if tally.place else None,
        "target": tally.target,
        "perpetrator": tally.perpetrator.name if tally.perpetrator else None,
        "killed": tally.killed.best if tally.killed else None,
        "injured": tally.injured.best if tally.injured else None,
        "speaker": tally.speaker.name if tally.speaker else None,
        "start": tally.span.start,
        "end": tally.span.end,
        "words": tally.span.of(document.text),
    }


def _statement(
    incident: Incident, document: Document, report: Report, number: int, statement: Statement
) -> Row:
    speaker = statement.speaker
    return {
        "incident": incident.id,
        "document": document.id,
        "report": report.id,
        "number": number,
        "property": statement.property,
        "value": None if statement.value is None else _json(to_plain(statement.value)),
        "stance": statement.stance,
        "speaker": speaker.name if speaker else None,
        "speaker_kind": speaker.kind if speaker else None,
        "channel": statement.channel,
        "start": statement.span.start,
        "end": statement.span.end,
        "words": statement.span.of(document.text),
        "confidence": statement.confidence,
    }


def _ends(name: str, count: Count) -> Row:
    return {name: count.best, f"{name}_low": count.low, f"{name}_high": count.high}


def _json(plain: Any) -> str:
    return json.dumps(plain, ensure_ascii=False)

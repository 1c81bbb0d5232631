"""Checks as lines for people and for programs: the sentences with their verdicts, as JSON and as Markdown."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from incidentbook.check.findings import Findings
from incidentbook.check.flags import Flag
from incidentbook.check.orders import OrderCheck
from incidentbook.check.phrases import day, figure, listed
from incidentbook.check.tallies import TallyCheck
from incidentbook.check.trends import TrendCheck
from incidentbook.exchange import to_plain
from incidentbook.model import Document, Span

Kind = Literal["count", "trend", "order", "flag"]
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that a text says, and what came of holding it against the book.

    Attributes:
        before, words, after: the sentence, in three pieces: the words that are checked are the middle one.
        sure, open: the incidents that count, and those that may.
    """

    kind: Kind
    document: Document
    span: Span
    before: str
    words: str
    after: str
    verdict: str
    reason: str
    sure: tuple[str, ...]
    open: tuple[str, ...]


def lines(findings: Findings) -> list[Line]:
    """All that was checked, in the order of the texts and of the words in them."""
    found = [
        *map(_tally, findings.tallies),
        *map(_trend, findings.trends),
        *map(_order, findings.orders),
        *map(_flag, findings.flags),
    ]
    order = {name: n for n, name in enumerate(findings.documents)}
    made = [_line(findings.documents, *parts) for parts in found]
    return sorted(made, key=lambda line: (order[line.document.id], line.span))


_Parts = tuple[Kind, str | None, Span, str, str, tuple[str, ...], tuple[str, ...]]


def _tally(check: TallyCheck) -> _Parts:
    may = tuple(p.incident for p in check.possible)
    return "count", check.document, check.tally.span, check.verdict, check.reason, check.counted, may


def _trend(check: TrendCheck) -> _Parts:
    return "trend", check.document, check.trend.span, check.verdict, check.reason, (), check.incidents


def _order(check: OrderCheck) -> _Parts:
    return "order", check.document, check.order.span, check.verdict, check.reason, (), ()


def _flag(flag: Flag) -> _Parts:
    other = "; ".join(e.words for e in flag.evidence)
    reason = f"The text says {flag.said}; {flag.known}." + (f" Evidence: {other}." if other else "")
    return "flag", flag.document, flag.span, "does not fit", reason, (), ()


def _line(
    documents: Mapping[str, Document],
    kind: Kind,
    name: str | None,
    span: Span,
    verdict: str,
    reason: str,
    sure: tuple[str, ...],
    may: tuple[str, ...],
) -> Line:
    document = documents[name or ""]
    start, end = _sentence(document.text, span)
    text = document.text
    return Line(
        kind,
        document,
        span,
        _plain(text[start : span.start]),
        _plain(span.of(text)),
        _plain(text[span.end : end]),
        verdict,
        reason,
        sure,
        may,
    )


def _plain(piece: str) -> str:
    return piece.replace("\n", " ")


def _sentence(text: str, span: Span) -> tuple[int, int]:
    """Where the sentence of some words begins and ends: at a full stop before a blank, or at the end of the paragraph."""
    starts = [
        text.rfind(mark, 0, span.start) + len(mark)
        for mark in (". ", "! ", "? ", "\n")
        if mark in text[: span.start]
    ]
    ends = [at + 1 for mark in (". ", "! ", "? ", ".\n") if (at := text.find(mark, span.end)) >= 0]
    line = text.find("\n", span.end)
    return max(starts, default=0), min([*ends, line if line >= 0 else len(text)])


# ------------------------------------------------------------------ JSON


def as_json(findings: Findings) -> str:
    """All findings as one JSON object."""
    made = {
        "format": _FORMAT,
        "texts": [_text(d) for d in findings.documents.values()],
        "checks": as_objects(findings),
        "tallies": [to_plain(c) for c in findings.tallies],
        "series": [[_step(s) for s in series.steps] for series in findings.series],
        "figures": [
            {"what": s.what, "stated": [to_plain(one) for one in s.stated]} for s in findings.figures
        ],
    }
    return json.dumps(made, ensure_ascii=False, indent=2)


def as_objects(findings: Findings) -> list[dict[str, Any]]:
    """All that was checked, each as JSON has it."""
    return [_as_object(line) for line in lines(findings)]


def _text(document: Document) -> dict[str, Any]:
    published = document.published.interval if document.published else None
    return {
        "id": document.id,
        "source": document.source,
        "title": document.title,
        "published": to_plain(published),
    }


def _as_object(line: Line) -> dict[str, Any]:
    return {
        "kind": line.kind,
        "document": line.document.id,
        "span": list(line.span),
        "sentence": f"{line.before}{line.words}{line.after}".strip(),
        "verdict": line.verdict,
        "reason": line.reason,
        "incidents": list(line.sure),
        "may": list(line.open),
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "from": step.earlier.tally.id,
        "to": step.later.tally.id,
        "between": to_plain(step.between),
        "new": to_plain(step.new),
        "incidents": list(step.incidents),
        "note": step.note,
    }


# ------------------------------------------------------------------ Markdown


def as_markdown(findings: Findings) -> str:
    """All findings as a page of Markdown."""
    return "\n".join(_pages(findings)) + "\n"


def _pages(findings: Findings) -> Iterator[str]:
    yield "# What is said against the book"
    if findings.is_empty:
        yield "\nThe texts say nothing that can be checked."
        return
    shown: str | None = None
    for line in lines(findings):
        if line.document.id != shown:
            shown = line.document.id
            yield f"\n## {_escaped(title(line.document))}\n"
        yield f"- **{line.verdict}**: {_escaped(line.before)}**{_escaped(line.words)}**{_escaped(line.after)}  "
        yield f"  {_escaped(line.reason)}{_named(line)}"
    steps = [s for series in findings.series for s in series.steps]
    if steps:
        yield "\n## Counts that follow each other\n"
        yield from (f"- {_escaped(s.note)}{_ids(s.incidents)}" for s in steps)
    for series in findings.figures:
        yield f"\n## {_escaped(series.what.capitalize())}, as said\n"
        for one in series.stated:
            when = day(one.day) if one.day.year < _NO_YEAR else "no day"
            source = findings.documents.get(one.document or "")
            yield f"- {when}: {figure(one.figure.count)} ({_escaped(title(source)) if source else 'draft'})"


_NO_YEAR = 9999


def title(document: Document) -> str:
    """What a document is called: its title, else where it comes from."""
    return document.title or document.source.rstrip("/").rpartition("/")[2]


def _named(line: Line) -> str:
    sure = f" Counts: {listed(line.sure)}." if line.sure else ""
    return sure + (f" May count: {listed(line.open)}." if line.open else "")


def _ids(names: tuple[str, ...]) -> str:
    return f" ({', '.join(names)})" if names else ""


def _escaped(text: str) -> str:
    """Text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in r"\`*_{}[]<>#|" else c for c in text)

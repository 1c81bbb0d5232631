"""When a document was published, and how that is known. Where nothing is said, nothing is guessed."""

from __future__ import annotations

from calendar import month_abbr
from dataclasses import replace

from incidentbook.dating.explicit import days_of
from incidentbook.dating.inside import Clue, Role, clues_in, yearless_dateline
from incidentbook.dating.web import canonical_url, date_in_metadata, date_in_url
from incidentbook.model import Document, Interval, Published, PublishedMethod, Span
from incidentbook.sources import Meta, Page, Problem

_STRONGEST: tuple[Role, ...] = ("published", "stamp", "dateline")
_LATE, _EARLY = 1, 7


def date_document(document: Document, page: Page) -> tuple[Document, tuple[Problem, ...]]:
    """The document with `published` set, and a warning where metadata and the text's own words contradict.

    Metadata (given, else the page's own) stands before a date in the address, that before what the text says
    of itself. A text's own date contradicts the others when it is more than a day later or more than a week
    earlier; the interval then runs from one to the other. `evidence`: the words it rests on.
    `method` is `inferred`, and the interval open at one end, where only quoted posts or captions bound it.
    `published` is None where nothing is said: nothing is guessed here.
    """
    given = _from_outside(page)
    clues = clues_in(document)
    said = _from_clues(clues)
    if given is None:
        return replace(document, published=said), ()
    published, message = _together(given, said, yearless_dateline(document))
    warnings = (Problem(document.source, message, "warning"),) if message else ()
    return replace(document, published=published), warnings


def _from_outside(page: Page) -> Published | None:
    meta = page.meta or Meta()
    is_html = page.media_type == "text/html"
    url = meta.url or (canonical_url(page.content) if is_html else None)
    if meta.published is not None:
        return Published(meta.published, "metadata", ())
    if is_html and (interval := date_in_metadata(page.content, url)):
        return Published(interval, "metadata", ())
    interval = date_in_url(url) if url else None
    return Published(interval, "url", ()) if interval else None


def _from_clues(clues: list[Clue]) -> Published | None:
    """The days that all clues allow; a clue that does not fit the stronger ones before it is left out."""
    ranked = sorted(
        clues, key=lambda c: _STRONGEST.index(c.role) if c.role in _STRONGEST else len(_STRONGEST)
    )
    interval, evidence, method = Interval(None, None), list[Span](), "inferred"
    for clue in ranked:
        both = interval.intersection(clue.allows)
        if both is None or (clue.role == "stamp" and method == "dateline" and not evidence):
            continue
        interval = both
        evidence.append(clue.span)
        method = "dateline" if clue.role != "after" else method
    if not evidence:
        return None
    known: PublishedMethod = "dateline" if method == "dateline" else "inferred"
    return Published(interval, known, tuple(sorted(evidence)))


def _together(
    given: Published, said: Published | None, yearless: tuple[int, int] | None
) -> tuple[Published, str | None]:
    if said is None:
        return given, _yearless_contradiction(given, yearless)
    if _agree(given.interval, said.interval):
        narrowed = given.interval.intersection(said.interval) or given.interval
        return replace(given, interval=narrowed, evidence=said.evidence), None
    clash = f"published {_shown(given.interval)} by its {given.method}, {_shown(said.interval)} by its words"
    if said.method == "inferred":
        return given, f"{clash} (a picture or a quoted post); the {given.method} is kept"
    both = _hull(given.interval, said.interval)
    return Published(
        both, given.method, said.evidence
    ), f"{clash}; both are kept: correct the one that is wrong"


def _agree(given: Interval, said: Interval) -> bool:
    """Whether the text's date is at most a day after what is given, and at most a week before it."""
    late = given.latest is None or said.earliest is None or (said.earliest - given.latest).days <= _LATE
    early = given.earliest is None or said.latest is None or (given.earliest - said.latest).days <= _EARLY
    return late and early


def _yearless_contradiction(given: Published, yearless: tuple[int, int] | None) -> str | None:
    """A warning where no year brings a dateline's "July 27" near the date that is given.

    The given one stands.
    """
    day = given.interval.known_day
    if day is None or yearless is None:
        return None
    near = [i for year in (day.year - 1, day.year, day.year + 1) if (i := days_of(year, *yearless))]
    if not near or any(_agree(given.interval, i) for i in near):
        return None
    said = f"{month_abbr[yearless[0]]} {yearless[1]}"
    return f"published {day} by its {given.method}, {said} by its dateline; the {given.method} is kept"


def _hull(a: Interval, b: Interval) -> Interval:
    """From the first to the last known day of both; an open end is no day to keep."""
    days = [d for d in (a.earliest, a.latest, b.earliest, b.latest) if d is not None]
    return Interval(min(days), max(days))


def _shown(interval: Interval) -> str:
    if interval.known_day:
        return str(interval.known_day)
    return f"{interval.earliest or ''}..{interval.latest or ''}"

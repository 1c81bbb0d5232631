"""What a text says that cannot be, by the calendar, by arithmetic and by where places lie. Pure functions; nothing is changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise

from incidentbook.check.distances import distance_flags
from incidentbook.check.flags import Evidence, Flag
from incidentbook.check.tolls import toll_flags
from incidentbook.extract.sentences import Sentence, sentences
from incidentbook.model import Document, Extraction, Place, Span
from incidentbook.normalise.place import PlaceMention, find_places
from incidentbook.normalise.time import TimeExpression
from incidentbook.normalise.time import find as find_times
from incidentbook.normalise.time_meaning import Calendar

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_BIG = 2  # UCDP where_prec of a town that is larger than a point


def flags_of(extraction: Extraction) -> tuple[Flag, ...]:
    """What in one document does not fit, in the order of its text.

    Args:
        extraction: the document with its remarks.
    """
    document = extraction.document
    cut = sentences(document)
    found = [*distance_flags(extraction, cut)]
    for sentence in cut:
        found += [*weekday_flags(document, sentence), *toll_flags(document, sentence)]
    found += country_flags(document, cut)
    return tuple(sorted(found, key=lambda f: f.span))


# ------------------------------------------------------------------ the calendar


def weekday_flags(document: Document, sentence: Sentence) -> Iterator[Flag]:
    """Dates that were another day of the week: "Tuesday, 6 May 2020". Without a year the date is that nearest before the
    publication, where its day is known."""
    for told in find_times(sentence.text):
        if isinstance(told.meaning, Calendar) and (day := _day(told.meaning, document)) is not None:
            weekday = told.meaning.weekday
            if weekday is not None and day.weekday() != weekday:
                yield _weekday_flag(document, sentence, told, day, weekday)


def _weekday_flag(
    document: Document, sentence: Sentence, told: TimeExpression, day: date, weekday: int
) -> Flag:
    said = f"{_DAYS[weekday]} {day.isoformat()}"
    known = f"{day.isoformat()} was a {_DAYS[day.weekday()]}"
    span = told.span.shifted(sentence.span.start)
    fits = min(
        (abs(n), day + timedelta(n)) for n in range(-3, 4) if (day + timedelta(n)).weekday() == weekday
    )[1]
    near = Evidence(f"the {_DAYS[weekday]} next to it was {fits.isoformat()}")
    return Flag("weekday", document.id, span, sentence.text, said, known, (near,))


def _day(meaning: Calendar, document: Document) -> date | None:
    """The day that year, month and day make; None where they make none."""
    if meaning.month is None or meaning.day is None or meaning.which is not None:
        return None
    if meaning.year is not None:
        return _date(meaning.year, meaning.month, meaning.day)
    out = document.published.interval.known_day if document.published else None
    given = document.published is not None and document.published.method in ("metadata", "url")
    if out is None or not given:
        return None  # a day that was worked out from the text may rest on this very date
    near = [d for year in (out.year, out.year - 1) if (d := _date(year, meaning.month, meaning.day))]
    past = [d for d in near if d <= out]
    # A date far back may be of a year that the text tells elsewhere.
    return past[0] if past and (out - past[0]).days <= _RECENT else None


_RECENT = 31  # days


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


# ------------------------------------------------------------------ countries


def country_flags(document: Document, cut: tuple[Sentence, ...]) -> list[Flag]:
    """Places that lie in another country than the one named behind them: "in Peshawar, Afghanistan".

    Of towns and bases alone that are large or precise enough to be well known, and have no namesake in that country.
    """
    mentions = [m for m in find_places(document.text) if m.place is not None and not m.demonym]
    found: list[Flag] = []
    for first, second in pairwise(mentions):
        sentence = next(
            (s for s in cut if s.span.contains(first.span) and s.span.contains(second.span)), None
        )
        if sentence is not None and (flag := _country_flag(document, sentence, first, second)) is not None:
            found.append(flag)
    return found


def _country_flag(
    document: Document, sentence: Sentence, town: PlaceMention, land: PlaceMention
) -> Flag | None:
    text = document.text
    if land.kind != "country" or town.place is None or land.place is None or not _known(town):
        return None
    lies_in = {c.country for c in town.candidates}
    if land.place.country in lies_in or None in lies_in:
        return None
    closed = land.span.end >= sentence.span.end or text[land.span.end] in ".,;:)"
    if (
        text[town.span.end : land.span.start] != ", "
        or not closed
        or not _located(text, town)
        or _listed(text, land)
    ):
        return None
    span = Span(town.span.start, land.span.end)
    known = f"{town.place.name} lies in {town.place.country}"
    said = f"{town.place.name} in {land.place.name}"
    return Flag("country", document.id, span, sentence.text, said, known, (_gazetteer(town.place),))


def _known(town: PlaceMention) -> bool:
    """Whether the gazetteer cannot well be missing a namesake."""
    big = town.kind == "city" and town.place is not None and town.place.precision == _BIG
    return big or town.kind in ("base", "air_base", "airport", "admin1")


def _located(text: str, town: PlaceMention) -> bool:
    before = text[: town.span.start].rstrip().rpartition(" ")[2].lower()
    return before in ("in", "at", "near", "outside", "of", "from", "to")


def _listed(text: str, land: PlaceMention) -> bool:
    """ "In Beirut, Syria, and Iraq": a list of places is no address."""
    behind = text[land.span.end : land.span.end + 40].lower()
    return " and " in behind or " or " in behind


def _gazetteer(place: Place) -> Evidence:
    return Evidence(f"gazetteer: {place.name} ({place.country}) {place.lat}, {place.lon} [{place.gazetteer}]")

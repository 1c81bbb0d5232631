"""When an undated document was published, from dated documents in the book that tell of the same attack.

"On Monday" beside an attack whose day others know is the week after that Monday. A pure function of the documents as they
date themselves: what is told here of one is no ground for another, so that the order in which they came says nothing.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from incidentbook.dating.dayset import ALL_DAYS, DaySet
from incidentbook.dating.invert import written_on
from incidentbook.dating.readings import Reading, bare_weekday, day_of_year, read, told_as_past
from incidentbook.link.blocking import traits_of
from incidentbook.link.compare import place_agreement, rules
from incidentbook.link.evidence import Profile, profile, weigh
from incidentbook.link.items import LinkItem
from incidentbook.link.telling import telling_words
from incidentbook.model import Count, Extraction, Interval, Published, Span, Statement
from incidentbook.normalise.time import TimeExpression

COARSE = 14  # days; who knows his own day so well needs no other, and is one to others
_KNOWN = 2  # days that a report may give for its attack: a night
_TOWN = 2  # UCDP where_prec
_SOME, _TELLING, _MANY = 1, 3, 10  # people killed or hurt
# The weight, in the sense of `evidence`, of words that fit by chance once in seven, or once in 365, days.
_WEEKDAY, _MONTH_DAY = math.log(7), math.log(365)


@dataclass(frozen=True, slots=True)
class BookDating:
    """A document's days as the book knows them: with its own words as evidence, and why in short.

    `others` are the documents that know the day.
    """

    published: Published
    reason: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Tie:
    """Words of an undated document, the days on which they can have been written, and who knows the attack's day."""

    days: DaySet
    span: Span
    words: str
    attack: Interval
    other: str


def is_coarse(published: Interval | None) -> bool:
    """Whether the days that a document gives itself leave more than two weeks open."""
    return not _within(published, COARSE)


def own_items(extraction: Extraction) -> list[LinkItem]:
    """The reports of a document as they are read from it alone."""
    document = extraction.document
    when = document.published.interval if document.published else None
    telling = telling_words(document, extraction.reports)
    return [LinkItem(document.id, report, when, telling[report.id]) for report in extraction.reports]


def dates_from_others(
    items: Sequence[LinkItem], extraction_of: Callable[[str], Extraction]
) -> dict[str, BookDating]:
    """The documents whose days are narrowed by others, by id.

    Told only where town and toll of the attack are one, and all that is said of it and the weekday weigh more, by the margin
    kept from rivals, than linking asks of two reports. Where several attacks fit, all of them stay possible.

    Args:
        items: every report of the book, as its document dates itself; their statements are not looked at.
        extraction_of: what the document of an id says by itself; asked for where another may know its day.
    """
    known, unknown = _by_trait(items), defaultdict[str, list[LinkItem]](list)
    for item in items:
        if item.report.main and is_coarse(item.published):
            unknown[item.document].append(item)
    told = ((name, _dated_by(mine, known, extraction_of)) for name, mine in unknown.items())
    return {name: found for name, found in told if found is not None}


def _by_trait(items: Iterable[LinkItem]) -> Mapping[Hashable, list[Profile]]:
    """The reports that know the attack's day, by what an undated one of it would share."""
    found = defaultdict[Hashable, list[Profile]](list)
    for item in items:
        said, out = item.report.values.date, item.published
        if _within(said, _KNOWN) and _within(out, COARSE):
            one = profile(item)
            for trait in traits_of(one):
                found[trait].append(one)
    return found


def _within(days: Interval | None, most: int) -> bool:
    return days is not None and days.days is not None and days.days <= most


def _dated_by(
    items: Sequence[LinkItem],
    known: Mapping[Hashable, list[Profile]],
    extraction_of: Callable[[str], Extraction],
) -> BookDating | None:
    likely = [(item, near) for item in items if (near := _near(item, known))]
    if not likely:
        return None
    extraction = extraction_of(items[0].document)
    document, said = extraction.document, {r.id: r.statements for r in extraction.reports}
    days = DaySet.of(document.published.interval) if document.published else ALL_DAYS
    before, readings = days.hull, read(document)
    bound = list[_Tie]()
    for item, near in likely:
        ties = [tie for tie in _ties(_words_of(said[item.report.id], readings), near) if days & tie.days]
        if ties:
            days &= DaySet.union(tie.days for tie in ties)
            bound += ties
    if not bound or days.hull == before or days.hull.days is None:
        return None
    spans = {t.span for t in bound} | set(document.published.evidence if document.published else ())
    published = Published(days.hull, "inferred", tuple(sorted(spans)))
    return BookDating(published, _reason(bound), tuple(sorted({t.other for t in bound})))


def _near(item: LinkItem, known: Mapping[Hashable, list[Profile]]) -> list[tuple[Profile, float]]:
    """The reports that know the day of what may be the same attack, with how much speaks for that.

    The more days of such attacks the book knows at the place, the likelier one of them fits by chance: that is taken off.
    """
    mine = profile(item)
    found = {p.item.ref: p for trait in traits_of(mine) for p in known.get(trait, ())}
    there = [found[ref] for ref in sorted(found, key=lambda r: (r.document, r.report))]
    weighed = [(p, w) for p in there if _at_one_place(mine, p) and (w := weigh(mine, p)) is not None]
    days = {p.item.report.values.date for p, _ in weighed}
    return [(p, w - math.log(len(days))) for p, w in weighed if _of_one_toll(mine, p)]


def _at_one_place(a: Profile, b: Profile) -> bool:
    """Whether both name a kind of attack, and the same place, a town or finer."""
    kinds, places = {a.values.attack_type, b.values.attack_type}, (a.values.place, b.values.place)
    told = kinds.isdisjoint({None, "other"}) and all(p and (p.precision or 9) <= _TOWN for p in places)
    return told and place_agreement(*places) in ("same", "city")


def _of_one_toll(a: Profile, b: Profile) -> bool:
    """Whether the dead are as many, so many that it is hardly chance; or as many as the hurt are too; or one of them is named.

    Attacks that come again at one place, and hurt nobody, are as like as two reports of one.
    """
    killed, injured = (a.values.killed, b.values.killed), (a.values.injured, b.values.injured)
    if a.people & b.people:
        return True
    if _is_one(*killed, _SOME):
        return _is_one(*killed, _TELLING) or _is_one(*injured, _SOME)
    return None in killed and _is_one(*injured, _MANY)


def _is_one(a: Count | None, b: Count | None, least: int) -> bool:
    """Whether two figures are one, or both great and close, and no less than `least`."""
    if a is None or b is None or min(a.low, b.low) < least:
        return False
    close = min(a.low, b.low) >= max(a.low, b.low) * rules().count_close
    return (a == b and a.high is not None) or (min(a.low, b.low) >= _MANY and close)


def _ties(words: Iterable[TimeExpression], near: Iterable[tuple[Profile, float]]) -> Iterator[_Tie]:
    """What the words of time of a report say where another report of its attack knows the day."""
    words, least = list(words), rules().merge_at + rules().rival_margin
    for other, weight in near:
        attack = other.item.report.values.date
        for found in words:
            days = written_on(found.meaning, attack) if found.meaning and attack else None
            gain = _MONTH_DAY if day_of_year(found) else _WEEKDAY
            if attack and days and weight + gain >= least:
                yield _Tie(days, found.span, found.text, attack, other.item.document)


def _words_of(statements: Iterable[Statement], readings: Sequence[Reading]) -> Iterator[TimeExpression]:
    """The weekdays, and the days of a month without a year, by which a report first dates its attack."""
    said = [s.span for s in statements if s.property == "date"]
    for reading in readings:
        if any(reading.span.contains(span) for span in said):
            open_ones = [t for t in reading.times if _is_open(t) and any(t.span.overlaps(s) for s in said)]
            found = [t for t in open_ones if told_as_past(reading, t)]
            if found:
                yield from found[:1]
                return


def _is_open(found: TimeExpression) -> bool:
    return found.bound is None and (bare_weekday(found) is not None or day_of_year(found) is not None)


def _reason(ties: Sequence[_Tie]) -> str:
    days = sorted({f"“{t.words}” is {_shown(t.attack)}" for t in ties})
    return " or ".join(days)


def _shown(days: Interval) -> str:
    return f"{days.known_day or f'{days.earliest} to {days.latest}'}"

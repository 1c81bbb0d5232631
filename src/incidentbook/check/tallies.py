"""Counts that the press gives, held against the book: which incidents count, which may, and how far the two are apart.

A verdict is given where it holds however the open ones turn out: `matches` where the count and the book cannot but agree,
`book has fewer` or `book has more` where they cannot agree, else `cannot say`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Literal

from incidentbook.check.fit import Entry, Fit, Scope, of_group, scope_of
from incidentbook.check.phrases import days, figure, listed, plural
from incidentbook.check.record import Judged, Record
from incidentbook.check.words import lexicon, words
from incidentbook.model import Count, Interval, Tally, Values
from incidentbook.normalise.quantity import find as find_quantities

Verdict = Literal["matches", "book has fewer", "book has more", "cannot say"]
Counted = Literal["attacks", "killed", "injured"]


@dataclass(frozen=True, slots=True)
class Possible:
    """An incident that may count, and which of its values leave that open."""

    incident: str
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TallyCheck:
    """A count of a text against the book.

    Attributes:
        document: the id of the document, None for a text that is not in the book.
        of: what is counted.
        counted: the incidents that count.
        possible: those that may.
        book: what the book has, low where none of the possible ones counts and high where all do; `best` is None.
        gap: how many the book lacks, or has too many, low and high; None where neither is sure.
        reason: the verdict in a sentence.
    """

    document: str | None
    tally: Tally
    scope: Scope
    of: Counted
    counted: tuple[str, ...]
    possible: tuple[Possible, ...]
    book: Count
    gap: Count | None
    verdict: Verdict
    reason: str


def check_tally(tally: Tally, record: Record, document: str | None = None) -> TallyCheck:
    """Holds a count against a record."""
    scope, of = scope_of(tally), counted_in(tally)
    unclear = _unclear(scope)
    found = Judged((), ()) if unclear else record.judged(scope)
    sure, open_ = found.sure, found.open
    book, silent = _book(scope, sure, [e for e, _ in open_], of)
    said = stated(tally)
    verdict = "cannot say" if unclear else _verdict(said, book)
    gap = _gap(said, book, verdict)
    told = _Told(said, of, scope, book, len(sure), len(open_), silent)
    reason = unclear or _reason(told, verdict, gap, record)
    possible = tuple(Possible(e.id, why) for e, why in open_)
    return TallyCheck(
        document, tally, scope, of, tuple(e.id for e in sure), possible, book, gap, verdict, reason
    )


def stated(tally: Tally) -> Count:
    """The figure of a count, as wide as its words leave it: 18 to 22 for "about 20"."""
    said = tally.count
    hedge = next((q.hedge for q in find_quantities(tally.what or "") if q.count.low == said.low), None)
    if said.best is None or hedge is None or hedge not in lexicon().loose:
        return said
    below, above = lexicon().loose[hedge]
    return Count(ceil(said.best * (1 - below)), None, floor(said.best * (1 + above)))


def counted_in(tally: Tally) -> Counted:
    """What a tally counts: attacks, or those killed or injured in them."""
    if words(tally.what or "") & lexicon().deaths:
        return "killed"
    if tally.killed == tally.count and " killed" in (tally.what or ""):
        return "killed"
    return "injured" if tally.injured == tally.count and " injured" in (tally.what or "") else "attacks"


def _unclear(scope: Scope) -> str | None:
    """Why a count cannot be held against any book; None where it can."""
    if scope.period is None:
        return "The text does not say over which days it counts, or the day of the text itself is unknown."
    if scope.is_open:
        return "The text says neither where nor by whom nor on whom: there is nothing to hold it against."
    return None


# ------------------------------------------------------------------ figures


def _book(scope: Scope, sure: Sequence[Entry], open_: Sequence[Entry], of: Counted) -> tuple[Count, int]:
    """What the book has, and of how many of its incidents no report gives the figure that is counted.

    As many as nobody knows may have died in an incident of which no report says how many.
    """
    if of == "attacks":
        return Count(len(sure), None, len(sure) + len(open_)), 0
    harmed = [harmed_in(scope, e.values, of) for e in (*sure, *open_)]
    low = sum(c.low for c in harmed[: len(sure)] if c is not None)
    tops = [c.high if c is not None else None for c in harmed]
    high = None if any(t is None for t in tops) else sum(t for t in tops if t is not None)
    return Count(low, None, high), sum(c is None for c in harmed)


def harmed_in(scope: Scope, values: Values, of: Counted) -> Count | None:
    """How many an incident killed or injured of those who are counted; None where no report tells."""
    every = values.killed if of == "killed" else values.injured
    if scope.people is None or not values.victims:
        return every
    groups = [
        (v.killed if of == "killed" else v.injured, of_group(scope.people, v.group, values))
        for v in values.victims
    ]
    sure = [c for c, fit in groups if fit is Fit.YES]
    may = [c for c, fit in groups if fit is Fit.MAY]
    if not sure and not may:
        return Count.exactly(0)
    if any(c is None for c in (*sure, *may)):
        return None if every is None else Count(0, None, every.high)
    tops = [c.high for c in (*sure, *may) if c is not None]
    high = None if any(t is None for t in tops) else sum(t for t in tops if t is not None)
    return Count(sum(c.low for c in sure if c is not None), None, high)


def _verdict(said: Count, book: Count) -> Verdict:
    if book.high is not None and book.high < said.low:
        return "book has fewer"
    if said.high is not None and book.low > said.high:
        return "book has more"
    above = book.low >= said.low
    below = said.high is None or (book.high is not None and book.high <= said.high)
    return "matches" if above and below else "cannot say"


def _gap(said: Count, book: Count, verdict: Verdict) -> Count | None:
    if verdict == "book has fewer" and book.high is not None:
        return Count(
            said.low - book.high, None, None if said.high is None else max(said.high, said.low) - book.low
        )
    if verdict == "book has more" and said.high is not None:
        return Count(book.low - said.high, None, None if book.high is None else book.high - said.low)
    return None


# ------------------------------------------------------------------ the verdict in words


@dataclass(frozen=True, slots=True)
class _Told:
    said: Count
    of: Counted
    scope: Scope
    book: Count
    sure: int
    open: int
    silent: int


def _reason(told: _Told, verdict: Verdict, gap: Count | None, record: Record) -> str:
    return " ".join(_sentences(told, verdict, gap, record))


def _sentences(told: _Told, verdict: Verdict, gap: Count | None, record: Record) -> Iterator[str]:
    period = told.scope.period or Interval(None, None)
    yield f"The text counts {figure(told.said)} {_counted(told, told.said)}{_where(told.scope)} {days(period)}; {_has(told)}."
    if gap is not None:
        yield f"That is {figure(gap)} {'fewer' if verdict == 'book has fewer' else 'more'}."
    elif verdict == "cannot say":
        yield "Whether the two agree hangs on those that may count."
    if told.silent:
        yield f"Of {plural(told.silent, 'incident')} no report gives the {_HARM[told.of]}."
    documents = record.documents(period)
    if documents < _THIN:
        yield f"The book has {plural(documents, 'document') if documents else 'no document'} of that time."


_THIN = 10  # documents: with fewer a book says little of a period
_HARM = {"attacks": "attacks", "killed": "dead", "injured": "injured"}


def _counted(told: _Told, said: Count) -> str:
    if told.of != "attacks":
        return told.of
    return "attack" if said.low == said.high == 1 else "attacks"


def _where(scope: Scope) -> str:
    parts = [f"by {scope.perpetrator.name}"] if scope.perpetrator else []
    parts += [f"on {scope.target}"] if scope.target else []
    parts += [f"in {listed([p.name for p in scope.places])}"] if scope.places else []
    return f" {' '.join(parts)}" if parts else ""


def _has(told: _Told) -> str:
    if told.of != "attacks":
        people = f"{figure(told.book)} {told.of}"
        more = f" and {told.open} that may count" if told.open else ""
        return f"in the book {plural(told.sure, 'incident')} that {_count(told.sure)}{more} come to {people}"
    if not told.sure and not told.open:
        return "the book has none"
    sure = f"{told.sure} that {_count(told.sure)}" if told.sure else "none that counts for sure"
    return f"the book has {sure}" + (f" and {told.open} that may" if told.open else "")


def _count(number: int) -> str:
    return "counts" if number == 1 else "count"

"""Tolls against their parts: "three killed: two soldiers and three civilians"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incidentbook.check.flags import Evidence, Flag
from incidentbook.check.lists import pattern
from incidentbook.extract.sentences import Sentence
from incidentbook.model import Document, Span
from incidentbook.normalise.quantity import Quantity
from incidentbook.normalise.quantity import find as find_quantities

_LONGEST_ITEM = 4  # words behind the number
_MOST_BETWEEN = 80  # characters from a toll to the colon behind it


def toll_flags(document: Document, sentence: Sentence) -> Iterator[Flag]:
    """The tolls of a sentence whose parts, listed right behind, are more than the whole."""
    text, numbers = (
        sentence.text,
        [q for q in find_quantities(sentence.text) if q.kind == "count" and not q.ordinal],
    )
    for at, whole in enumerate(numbers):
        if whole.count.low != whole.count.high or not _is_toll(text, whole):
            continue
        found = _parts(text, whole, numbers[at + 1 :])
        if found is None:
            continue
        parts, end, apart = found
        total = sum(p.count.low for p in parts)
        if total > whole.count.low and len(parts) > 1 and apart:
            span = Span(whole.span.start, end).shifted(sentence.span.start)
            said = f"{whole.count.low}: {' + '.join(str(p.count.low) for p in parts)}"
            proof = Evidence(span.of(document.text), document.id, span)
            yield Flag("toll", document.id, span, text, said, f"the parts come to {total}", (proof,))


def _is_toll(text: str, number: Quantity) -> bool:
    """Whether a number counts the dead or the hurt."""
    before, behind = (
        text[max(0, number.span.start - 24) : number.span.start],
        text[number.span.end : number.span.end + 60],
    )
    return (
        pattern("toll_before").search(before) is not None or pattern("toll_behind").match(behind) is not None
    )


def _parts(text: str, whole: Quantity, rest: Sequence[Quantity]) -> tuple[list[Quantity], int, bool] | None:
    """The parts listed behind a toll, where the list ends, and whether nobody can be in two of them; None: no list."""
    if not rest:
        return None
    between = text[whole.span.end : rest[0].span.start]
    opens = [
        m
        for m in pattern("parts_open").finditer(between)
        if m.end() == len(between) and (m["some"] or m["all"])
    ]
    if not opens or len(between) > _MOST_BETWEEN or ";" in between or ". " in between:
        return None
    start = rest[0].span.start
    stop = pattern("parts_end").search(text, start)
    end = stop.start() if stop else len(text)
    parts = _listed(text[start:end], start, rest)
    words = text[start:end].lower()
    return (parts, end, bool(opens[-1]["all"]) or not pattern("across").search(words)) if parts else None


def _listed(segment: str, start: int, rest: Sequence[Quantity]) -> list[Quantity]:
    """The numbers that begin the items of a list; the first item without one ends it."""
    out: list[Quantity] = []
    at = 0
    for item in pattern("parts_apart").split(segment):
        at = segment.index(item, at)
        found = next((q for q in rest if q.span.start == start + at), None)
        if found is None or len(item.split()) > len(found.text.split()) + _LONGEST_ITEM:
            break
        out.append(found)
        at += len(item)
    return out

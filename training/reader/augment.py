"""Marked-up articles made different for each epoch, with every mark kept on its words.

A background paragraph of another article, or one written for what is rare, is put behind; names of towns, actors and persons
are swapped for others of their kind, the same one all through an article; numbers are varied; headlines are dropped. The
encoder knows no capitals from small letters, so that nothing is to be won by changes of case: there are none.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from incidentbook.model import Span
from training.markup import Article, Mark
from training.reader.stock import Stock

Edit = tuple[Span, str]
"""Where words stand, and what is to stand there."""

_PLACES = frozenset({"place", "launched_from"})
_DOERS = frozenset({"perpetrator", "claimed_by", "attributed_to", "blamed_by", "denied_by"})
_PERSONS = frozenset({"speaker", "victim", "killed", "injured", "blamed_by", "denied_by"})
_COUNTS = frozenset({"killed", "injured", "munitions", "intercepted", "failed", "kidnapped", "count"})
_COUNTRY = re.compile(r"/([A-Z]{2})(?:/|$)")
_RUN = re.compile(r"[A-Z][\w’'-]+(?: (?:(?:de|del|al|el|la) )*[A-Z][\w’'-]+)*")
_PERSON = re.compile(r"[A-Z][\w’'.-]+(?: [A-Z][\w’'-]+){1,2}")
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,4}")
_WORDS = (
    *("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_LEAST = 2  # a lone one is "a" or "one", and its noun is singular
_BEFORE = 40  # characters before a name in which a title stands


@dataclass(frozen=True, slots=True)
class Chances:
    """How often an article is changed in each of these ways, 0 to 1."""

    names: float = 0.6
    numbers: float = 0.5
    headline: float = 0.15
    borrowed: float = 0.3
    passage: float = 0.0


@dataclass(frozen=True, eq=False)
class Material:
    """What articles are changed with: names to swap in, background paragraphs, and passages written for what is rare."""

    names: Stock
    background: Sequence[Article] = ()
    passages: Sequence[Article] = ()


def augmented(article: Article, material: Material, chances: Chances, order: random.Random) -> Article:
    """An article as it might also have been written; `order` chooses, and in the same state it makes the same article."""
    made = article
    for paragraphs, chance in ((material.background, chances.borrowed), (material.passages, chances.passage)):
        if paragraphs and order.random() < chance:
            made = with_background(made, order.choice(paragraphs))
    edits = list[Edit]()
    if order.random() < chances.names:
        edits += name_edits(made, material.names, order)
    if order.random() < chances.numbers:
        edits += number_edits(made, order)
    made = edited(made, edits)
    return without_headline(made) if order.random() < chances.headline else made


def edited(article: Article, edits: Sequence[Edit]) -> Article:
    """An article with words replaced and its marks moved along.

    Of two edits that overlap the first counts; one that crosses the edge of a mark, or holds more than the mark, is left out.
    The value of a mark whose words change is dropped: it would no longer be true.
    """
    text, at, shift = "", 0, 0
    done: list[tuple[Span, int]] = []
    for span, words in sorted(edits, key=lambda e: (e[0].start, -e[0].end)):
        if span.start < at or not _fits(span, article.marks):
            continue
        text += article.text[at : span.start] + words
        at, shift = span.end, len(words) - (span.end - span.start)
        done.append((span, shift))
    return replace(
        article, text=text + article.text[at:], marks=tuple(_moved(mark, done) for mark in article.marks)
    )


def _fits(span: Span, marks: Sequence[Mark]) -> bool:
    return all(m.span.contains(span) or not m.span.overlaps(span) for m in marks)


def _moved(mark: Mark, done: Sequence[tuple[Span, int]]) -> Mark:
    before = sum(shift for span, shift in done if span.end <= mark.span.start)
    inside = [shift for span, shift in done if mark.span.contains(span)]
    span = Span(mark.span.start + before, mark.span.end + before + sum(inside))
    return replace(mark, span=span, value=None if inside else mark.value)


def name_edits(article: Article, stock: Stock, order: random.Random) -> list[Edit]:
    """Edits that give each town, actor and person of the marks another name, wherever the text has the name."""
    names = dict[str, str]()
    for mark in article.marks:
        for old, new in _renamed(article, mark, stock, order):
            names.setdefault(old, new)
    if not names:
        return []
    every = sorted(names, key=len, reverse=True)
    pattern = re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, every)) + r")(?![\w-])")
    return [(Span(m.start(), m.end()), names[m[0]]) for m in pattern.finditer(article.text)]


def _renamed(article: Article, mark: Mark, stock: Stock, order: random.Random) -> Iterator[tuple[str, str]]:
    words = mark.span.of(article.text)
    if mark.property in _PLACES and (land := _COUNTRY.search(mark.value or "")):
        for run in _RUN.findall(words):
            if stock.is_town(run, land[1]):
                yield run, order.choice(stock.towns[land[1]])
    elif mark.property in _DOERS and (kind := stock.kind_of(words)):
        yield words, order.choice(stock.actors[kind])
    if mark.property in _PERSONS and _PERSON.fullmatch(words) and _titled(article.text, mark.span, stock):
        yield from _as_person(words, stock.people, order)


def _titled(text: str, span: Span, stock: Stock) -> bool:
    """Whether a title or an office stands right before a name."""
    before = re.findall(r"[\w-]+", text[max(0, span.start - _BEFORE) : span.start].lower())
    gap = text[: span.start].rstrip(" ,.")
    return bool(before) and before[-1] in stock.titles and gap.lower().endswith(before[-1])


def _as_person(words: str, people: Sequence[str], order: random.Random) -> Iterator[tuple[str, str]]:
    """Another full name, made of two, and the last name that stands alone later."""
    first = order.choice(people).split()[0]
    last = order.choice(people).split()[-1]
    yield words, f"{first} {last}"
    yield words.split()[-1], last


def number_edits(article: Article, order: random.Random) -> list[Edit]:
    """Edits that give the counts of the marks other values: one for each value, in figures or in words as it was."""
    values = dict[int, int]()
    edits = list[Edit]()
    for mark in article.marks:
        words = mark.span.of(article.text)
        was = _value(words) if mark.property in _COUNTS else 0
        if was >= _LEAST:
            edits.append((mark.span, _written(values.setdefault(was, _other(was, order)), words)))
    return edits


def _value(words: str) -> int:
    """The number that words are; 0 where they are none, or not alone."""
    if words.lower() in _WORDS:
        return _WORDS.index(words.lower()) + _LEAST
    return int(words.replace(",", "")) if _FIGURE.fullmatch(words) else 0


def _other(value: int, order: random.Random) -> int:
    """Another number of about the size, so that the news stays likely."""
    return order.randint(_LEAST, 12) if value < 10 else order.randint(value // 2 + _LEAST, 2 * value)


def _written(value: int, like: str) -> str:
    in_words = not like[0].isdigit() and value - _LEAST < len(_WORDS)
    if not in_words:
        return f"{value:,}"
    word = _WORDS[value - _LEAST]
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def without_headline(article: Article) -> Article:
    """An article without its first line; as it was, where some attack is told by that line alone."""
    end = article.text.find("\n\n") + 2
    kept = [m for m in article.marks if m.span.start >= end]
    if end < 2 or end >= len(article.text) or _told(kept) < _told(article.marks):
        return article
    marks = tuple(replace(m, span=Span(m.span.start - end, m.span.end - end)) for m in kept)
    return replace(article, text=article.text[end:], marks=marks)


def _told(marks: Sequence[Mark]) -> frozenset[str]:
    """The reports that have a trigger."""
    return frozenset(m.owner for m in marks if m.property == "trigger")


def background(articles: Sequence[Article]) -> list[Article]:
    """Paragraphs that speak of other attacks than the articles are about, or of none, each as an article of its own."""
    return [made for article in articles for made in _paragraphs(article)]


def _paragraphs(article: Article) -> Iterator[Article]:
    for paragraph in re.finditer(r"[^\n]+", article.text):
        span = Span(paragraph.start(), paragraph.end())
        marks = [m for m in article.marks if span.contains(m.span)]
        owners = {m.owner for m in marks}
        if marks and all(_beside(article, o) for o in owners) and owners - {"x"} <= _told(marks):
            moved = tuple(
                replace(m, span=Span(m.span.start - span.start, m.span.end - span.start)) for m in marks
            )
            reports: Mapping[str, dict[str, str]] = {k: r for k, r in article.reports.items() if k in owners}
            yield Article(article.id, article.published, paragraph[0], dict(reports), moved)


def _beside(article: Article, owner: str) -> bool:
    return owner == "x" or (owner in article.reports and "main" not in article.reports[owner])


def with_background(article: Article, paragraph: Article) -> Article:
    """An article with a paragraph behind it; as it was, where both speak of one incident or the paragraph is its own."""
    if paragraph.id == article.id or _incidents(article) & _incidents(paragraph):
        return article
    start = len(article.text.rstrip("\n")) + 2
    marks = tuple(
        replace(
            m,
            owner=m.owner if m.owner == "x" else _key(article, m.owner),
            span=Span(m.span.start + start, m.span.end + start),
        )
        for m in paragraph.marks
    )
    text = article.text.rstrip("\n") + "\n\n" + paragraph.text + "\n"
    reports = article.reports | {_key(article, k): r for k, r in paragraph.reports.items()}
    return replace(article, text=text, marks=(*article.marks, *marks), reports=reports)


def _incidents(article: Article) -> frozenset[str]:
    return frozenset(r["incident"] for r in article.reports.values() if "incident" in r)


def _key(article: Article, owner: str) -> str:
    """The key of a report of another article: none of the article's own."""
    return f"r_{len(article.reports)}_{owner}"

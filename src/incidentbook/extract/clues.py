"""What the tables of `normalise/` find in a document: places, times, numbers, weapons and actors, laid out by sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from incidentbook.extract.lexicon import vehicle_words
from incidentbook.extract.sentences import Sentence
from incidentbook.model import Interval, Span
from incidentbook.normalise.actor import ActorMention, find_actors
from incidentbook.normalise.place import PlaceMention, find_places
from incidentbook.normalise.quantity import Quantity
from incidentbook.normalise.quantity import find as find_quantities
from incidentbook.normalise.time import TimeExpression, TimeValue, resolve
from incidentbook.normalise.time import find as find_times
from incidentbook.normalise.weapon import WeaponMention
from incidentbook.normalise.weapon import find as find_weapons


@dataclass(frozen=True, slots=True)
class TimeClue:
    """A time expression, its place in the document and what it comes to from the publication date.

    `unbound` is what it comes to without its "since" or "until": "since January, when …" dates what happened in January.
    """

    span: Span
    expression: TimeExpression
    value: TimeValue
    unbound: Interval | None = None


@dataclass(frozen=True, slots=True)
class Clues:
    """All clues of one sentence; spans are offsets in the document."""

    places: tuple[PlaceMention, ...]
    times: tuple[TimeClue, ...]
    quantities: tuple[Quantity, ...]
    weapons: tuple[WeaponMention, ...]
    actors: tuple[ActorMention, ...]


class _Spanned(Protocol):
    @property
    def span(self) -> Span: ...


S = TypeVar("S", bound=_Spanned)


def gather(text: str, sentences: Sequence[Sentence], published: Interval | None) -> tuple[Clues, ...]:
    """The clues of each sentence. Places and actors are read over the whole document, so that one mention explains another."""
    named = find_actors(text)
    places = _by_sentence(_no_names(find_places(text), named), sentences)
    actors = _by_sentence(named, sentences)
    return tuple(
        Clues(
            places=tuple(places[s.index]),
            times=tuple(_times(s, published)),
            quantities=tuple(_local(find_quantities, s)),
            weapons=tuple(_local(find_weapons, s)),
            actors=tuple(actors[s.index]),
        )
        for s in sentences
    )


def _no_names(places: Iterable[PlaceMention], actors: Sequence[ActorMention]) -> list[PlaceMention]:
    """Without the places inside names: "Wayne" of Wayne Marotto, "Iraq" of Islamic Resistance in Iraq."""
    names = [a for a in actors if not a.metonym]
    return [p for p in places if not any(_part_of_name(p, a) for a in names)]


_LINKS = re.compile(r"\b(?:of|in|from|at|near|on|de|del)\s+(?:the\s+)?$", re.IGNORECASE)


def _part_of_name(place: PlaceMention, actor: ActorMention) -> bool:
    if not actor.span.contains(place.span):
        return False
    before = actor.text[: place.span.start - actor.span.start]
    behind = _LINKS.search(before) and place.span.end == actor.span.end  # "residents of Mosul": a place
    if actor.actor.kind == "media" and not (behind and actor.described):
        return True  # "told Xinhua", not "journalists in Manila"
    if actor.span == place.span:
        return False
    if behind and not actor.person and place.text.lower() not in actor.actor.name.lower():
        return False  # "the interior ministry in Ankara", not "Islamic Resistance in Iraq"
    return bool(actor.person or (actor.actor.id and not actor.described)) or not (place.demonym or behind)


def _by_sentence(mentions: Iterable[S], sentences: Sequence[Sentence]) -> list[list[S]]:
    out: list[list[S]] = [[] for _ in sentences]
    at = 0
    for mention in sorted(mentions, key=lambda m: m.span):
        while at < len(sentences) and sentences[at].span.end <= mention.span.start:
            at += 1
        if at < len(sentences) and sentences[at].span.contains(mention.span):
            out[at].append(mention)
    return out


def _local(find: Callable[[str], Sequence[Any]], sentence: Sentence) -> list[Any]:
    return [replace(m, span=m.span.shifted(sentence.span.start)) for m in find(sentence.text)]


def _times(sentence: Sentence, published: Interval | None) -> list[TimeClue]:
    return [
        TimeClue(
            e.span.shifted(sentence.span.start), e, resolve(e, published, "past"), _unbound(e, published)
        )
        for e in find_times(sentence.text)
        if not _model_year(sentence.text, e.span) and not _of_page(sentence.text, e.span)
    ]


_STAMP = re.compile(r"\b(?:posted|updated|published|created|modified)(?: on| at)?:?\s*$", re.IGNORECASE)
_HEADS = re.compile(r"\W*\(\s*$")
_HEAD_ENDS = re.compile(r"\)\s*(?:--?|–|—)")


def _of_page(text: str, span: Span) -> bool:
    """The day of the page and no time of anything: "Updated: Monday, 3:03 PM", "(Nov. 18, 2015) -- " before the first words."""
    heads = bool(_HEADS.fullmatch(text[: span.start])) and bool(_HEAD_ENDS.match(text, span.end))
    return heads or bool(_STAMP.search(text[: span.start]))


_YEAR = re.compile(r"(?:19|20)\d\d")
_ARTICLE = re.compile(r"\b(?:an?|his|her|their)\s+$", re.IGNORECASE)


def _model_year(text: str, span: Span) -> bool:
    """ "A 1981 blue Chevrolet": the year of a car's make is no time of anything."""
    if not _YEAR.fullmatch(span.of(text)) or not _ARTICLE.search(text[: span.start]):
        return False
    behind = re.findall(r"[\w-]+", text[span.end : span.end + 60].lower())[:3]
    return bool(vehicle_words() & set(behind))


def _unbound(expression: TimeExpression, published: Interval | None) -> Interval | None:
    return resolve(replace(expression, bound=None), published, "past").interval if expression.bound else None

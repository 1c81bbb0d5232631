"""Quoted words → values, by `normalise/` and the lexicons. What a model thinks they mean plays no part."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from spacy.tokens import Token

from incidentbook.extract.extractor import reference
from incidentbook.extract.lexicon import frames, roles, voices
from incidentbook.extract.parse import parse
from incidentbook.extract.places import PLACE_SITES, site_of_words
from incidentbook.model import (
    Actor,
    AttackType,
    Attribution,
    Count,
    Damage,
    DamageExtent,
    Document,
    Interval,
    Place,
    Property,
    Site,
    Span,
    Target,
    TargetKind,
    Value,
)
from incidentbook.normalise.actor import ActorMention, actor, find_actors
from incidentbook.normalise.place import PlaceMention, find_places
from incidentbook.normalise.quantity import count
from incidentbook.normalise.quantity import find as find_numbers
from incidentbook.normalise.time import TimeValue, time
from incidentbook.normalise.weapon import weapon

Made = tuple[Property, Value | None, float]
"""A property, what it is, and how sure that is."""

Mention = TypeVar("Mention", ActorMention, PlaceMention)

_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "we", "i", "him", "her", "them", "us", "who", "that", "this"}
)
_BEFORE_PLACE = re.compile(
    r"\s(?:in|near|at|of|on|outside|inside|off|from|to|between|north|south|east|west)\s"
)
_EXTENTS: tuple[DamageExtent, ...] = ("being_assessed", "none", "heavy", "destroyed", "some")
_COARSE = 9


@dataclass(frozen=True)
class Article:
    """A document with what the tables find in the whole of it, so that one name explains another."""

    document: Document

    @cached_property
    def reference(self) -> Interval | None:
        """What "on Monday" counts from."""
        return reference(self.document)

    @cached_property
    def places(self) -> tuple[PlaceMention, ...]:
        """The places that it names."""
        return find_places(self.document.text)

    @cached_property
    def actors(self) -> tuple[ActorMention, ...]:
        """The actors that it names."""
        return find_actors(self.document.text)


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article, and who is said to say them."""

    article: Article
    span: Span
    speaker: Actor | None = None

    @property
    def words(self) -> str:
        """The words, on one line."""
        return " ".join(self.span.of(self.article.document.text).split())

    @property
    def low(self) -> str:
        """The words in small letters."""
        return self.words.lower().replace("’", "'")


def values_of(name: str, quote: Quote) -> list[Made]:
    """What quoted words say of a property, and of others that follow from it; nothing where they say no value of it."""
    make = _MAKERS.get(name)
    return list(make(quote)) if make else []


def actor_of(quote: Quote) -> Actor | None:
    """The actor that the words mean; None for a pronoun."""
    if quote.low in _PRONOUNS:
        return None
    known = _longest(quote.article.actors, quote.span)
    return known.actor if known else actor(quote.words, quote.article.document.text)


def place_of(quote: Quote) -> tuple[Place, PlaceMention | None]:
    """The place that the words name: as found in the whole article, else by name alone, unresolved."""
    inside = [p for p in quote.article.places if p.place and not p.demonym and quote.span.contains(p.span)]
    finest = min(inside, key=lambda p: ((p.place and p.place.precision) or _COARSE, p.span), default=None)
    if finest is None:
        finest = next(iter(find_places(quote.article.document.text, [quote.span])), None)
    if finest is not None and finest.place is not None:
        return finest.place, finest
    return Place(quote.words, None, None, None, None, None, None), None


def count_of(quote: Quote) -> Count | None:
    """How many the words speak of; an ordinal counts nothing."""
    numbers = [n for n in find_numbers(quote.words) if n.kind == "count"]
    return None if numbers and all(n.ordinal for n in numbers) else count(quote.words)


def days_of(quote: Quote) -> TimeValue:
    """What the words of time come to, counted from the publication."""
    return time(quote.words, quote.article.reference)


def _longest(mentions: Sequence[Mention], span: Span) -> Mention | None:
    over = [m for m in mentions if m.span.overlaps(span)]
    return max(over, key=lambda m: (m.span.end - m.span.start, -m.span.start), default=None)


# ------------------------------------------------------------------ the makers


def _date(quote: Quote) -> Iterator[Made]:
    days = days_of(quote).interval
    if days is not None and (days.earliest or days.latest):
        yield "date", days, 0.9 if days.known_day else 0.7


def _time_of_day(quote: Quote) -> Iterator[Made]:
    clock = days_of(quote).time_of_day
    if clock is not None:
        yield "time_of_day", clock, 0.85


def _place(quote: Quote) -> Iterator[Made]:
    where, mention = place_of(quote)
    yield "place", where, _sureness(where)
    if mention is not None and (site := PLACE_SITES.get(mention.kind)):
        yield "site", site, 0.8


def _launched_from(quote: Quote) -> Iterator[Made]:
    where, _ = place_of(quote)
    yield "launched_from", where, _sureness(where)


def _sureness(where: Place) -> float:
    """The finer the surer; a name alone is less than any point."""
    return 0.4 if where.gazetteer is None else 0.9 - 0.08 * (where.precision or _COARSE)


def _site(quote: Quote) -> Iterator[Made]:
    if site := site_in(quote.low):
        yield "site", site, 0.7


def site_in(low: str) -> Site | None:
    """The site of a noun phrase: its head stands before the first "in", "near", "of"."""
    parts = [p for p in _BEFORE_PLACE.split(f" {low} ") if p.strip()]
    return next((s for p in parts if (s := site_of_words(re.findall(r"[\w'-]+", p)))), None)


def _attack_type(quote: Quote) -> Iterator[Made]:
    if kind := kind_in(quote.words):
        yield "attack_type", kind, 0.75


def kind_in(words: str) -> AttackType | None:
    """The kind of attack that words tell: by a word before a noun of attack, by the weapon, by noun, verb or attacker."""
    tokens = list(parse([words])[0])
    nouns = [f for t in tokens if (f := frames().nouns.get(_with_before(t)) or frames().nouns.get(_lemma(t)))]
    before = [k for t in tokens if (k := frames().modifier_kind.get(t.lower_))] if nouns else []
    arm = weapon(words)
    verbs = [v.kind for t in tokens for key in _verb_keys(t) if (v := frames().verbs.get(key))]
    found = [
        *before[-1:], arm.attack_type if arm else None, *(n.kind for n in nouns), *verbs,
        *(frames().attackers.get(_lemma(t)) for t in tokens),
    ]  # fmt: skip
    return next((k for k in found if k), None)


def _lemma(token: Token) -> str:
    return str(token.lemma_).lower()


def _with_before(token: Token) -> str:
    return f"{token.nbor(-1).lower_} {_lemma(token)}" if token.i else ""


def _verb_keys(token: Token) -> list[str]:
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
    return [*(f"{_lemma(token)} {w}" for w in after), _lemma(token)]


def _weapon(quote: Quote) -> Iterator[Made]:
    known = weapon(quote.words)
    yield "weapon", known.name if known else quote.words, 0.8 if known else 0.5
    if known and known.attack_type:
        yield "attack_type", known.attack_type, 0.8


def _counted(name: Property) -> Callable[[Quote], Iterator[Made]]:
    def make(quote: Quote) -> Iterator[Made]:
        number = count_of(quote)
        if number is not None:
            yield name, number, 0.85

    return make


def _impact(quote: Quote) -> Iterator[Made]:
    yield "impact", quote.words, 0.6


def _target(quote: Quote) -> Iterator[Made]:
    site = site_in(quote.low)
    yield "target", Target(quote.words, _kind_of_target(quote, site), None, None), 0.6
    if site:
        yield "site", site, 0.65


def _kind_of_target(quote: Quote, site: Site | None) -> TargetKind | None:
    if site:
        return "facility"
    known = _longest(quote.article.actors, quote.span)
    return None if known is None else ("person" if known.person else "group")


def _damage(quote: Quote) -> Iterator[Made]:
    table: Mapping[str, Sequence[str]] = roles()["damage"]
    extent = next((e for e in _EXTENTS if any(p in quote.low for p in table[e])), None)
    if extent:
        yield "damage", Damage(extent, quote.words), 0.6


def _perpetrator(quote: Quote) -> Iterator[Made]:
    who = actor_of(quote)
    if who is not None:
        yield "perpetrator", who, 0.7


def _claimed_by(quote: Quote) -> Iterator[Made]:
    if set(quote.low.split()[:2]) & set(voices()["nobody"]):
        yield "claimed_by", None, 0.9
    else:
        yield from _by_party("claimed_by", quote)


def _denied_by(quote: Quote) -> Iterator[Made]:
    return _by_party("denied_by", quote)


def _not_confirmed_by(quote: Quote) -> Iterator[Made]:
    return _by_party("not_confirmed_by", quote)


def _by_party(name: Property, quote: Quote) -> Iterator[Made]:
    """Whom a spokesman speaks for, where the words say so."""
    known = _longest(quote.article.actors, quote.span)
    who = known.organisation if known and known.organisation else actor_of(quote)
    if who is not None:
        yield name, who, 0.75


def _attributed_to(quote: Quote) -> Iterator[Made]:
    who = actor_of(quote)
    if who is not None:
        yield "attributed_to", Attribution(quote.speaker, who), 0.75


_MAKERS: Mapping[str, Callable[[Quote], Iterator[Made]]] = {
    "date": _date,
    "time_of_day": _time_of_day,
    "place": _place,
    "launched_from": _launched_from,
    "site": _site,
    "attack_type": _attack_type,
    "weapon": _weapon,
    "munitions": _counted("munitions"),
    "intercepted": _counted("intercepted"),
    "failed": _counted("failed"),
    "killed": _counted("killed"),
    "injured": _counted("injured"),
    "impact": _impact,
    "target": _target,
    "damage": _damage,
    "perpetrator": _perpetrator,
    "claimed_by": _claimed_by,
    "denied_by": _denied_by,
    "not_confirmed_by": _not_confirmed_by,
    "attributed_to": _attributed_to,
}

"""Villages, quarters and towns that no gazetteer has: "near Khudda", "the village of Dofinega", "at Margaliot, a moshav".

The words are a proper name that is nothing else yet, behind a preposition of place, or wherever the trained reader takes it for
the place of an attack. Such a place has its name, the country and
the province that the sentence or the story names, and no point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from incidentbook.extract.lexicon import grammar, roles
from incidentbook.extract.places import site_of_noun
from incidentbook.extract.scene import Scene
from incidentbook.model import Place
from incidentbook.normalise.place import PlaceMention

_LONGEST_NAME = 4  # words
_LEAST = 0.5  # chance of a place from which the reader's word is taken
_CAPITALS = 0.6  # a sentence with more of its words in capitals has no names that show


def with_unlisted(scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes with their unlisted places among their places."""
    country = _country_of_story(scenes)
    return [_with(scene, country) for scene in scenes]


def _with(scene: Scene, country: str | None) -> Scene:
    if _all_capitals(scene):
        return scene
    found = [_mention(scene, t, country) for t in scene.doc if _is_unlisted(scene, t) or _is_read(scene, t)]
    if not found:
        return scene
    places = tuple(sorted([*scene.clues.places, *found], key=lambda p: p.span))
    return replace(scene, clues=replace(scene.clues, places=places))


def _all_capitals(scene: Scene) -> bool:
    words = [t.text for t in scene.doc if t.is_alpha and len(t.text) > 1]
    titled = sum(w[0].isupper() for w in words)
    return not words or titled > _CAPITALS * len(words)


@cache
def _kinds_of_place() -> frozenset[str]:
    return frozenset(roles()["settlements"])


def _is_unlisted(scene: Scene, noun: Token) -> bool:
    """A proper name behind "in", "near" or "the village of" that no table knows as anything."""
    if (
        noun.pos_ != "PROPN"
        or noun.dep_ != "pobj"
        or not noun.text[:1].isupper()
        or not noun.text[1:].islower()
    ):
        return False
    above = noun.head
    told = above.lower_ in grammar("where") or _is_settlement(noun)
    if above.lower_ == "of":
        told = above.head.lemma_.lower() in _kinds_of_place()
    name = _name(noun)
    return told and len(name) <= _LONGEST_NAME and not any(_known(scene, t) for t in name) and _may_name(name)


def _is_read(scene: Scene, noun: Token) -> bool:
    """A proper name that no table knows as anything, and the trained reader takes for the place of an attack."""
    if (
        scene.reading is None
        or noun.pos_ != "PROPN"
        or not noun.text[:1].isupper()
        or noun.dep_ == "compound"
    ):
        return False
    name = _name(noun)
    free = len(name) <= _LONGEST_NAME and not any(_known(scene, t) for t in name) and _may_name(name)
    return free and scene.reading.chance(scene.span(name), "place") >= _LEAST


def _is_settlement(noun: Token) -> bool:
    """ "Margaliot, a moshav in Galilee"."""
    apart = [c for c in noun.children if c.dep_ == "appos"]
    return noun.head.lower_ in grammar("locative") and any(
        c.lemma_.lower() in _kinds_of_place() for c in apart
    )


def _name(noun: Token) -> list[Token]:
    """The noun with the capitalised words right before it."""
    at = noun.i
    while (
        at > 0
        and noun.doc[at - 1].text[:1].isupper()
        and noun.doc[at - 1].dep_ in ("compound", "nmod", "amod")
    ):
        at -= 1
    return list(noun.doc[at : noun.i + 1])


def _known(scene: Scene, token: Token) -> bool:
    """Whether a token belongs to a place, an actor, a weapon, a time or a number."""
    clues = scene.clues
    spans = [
        c.span
        for kind in (clues.places, clues.actors, clues.weapons, clues.times, clues.quantities)
        for c in kind
    ]
    at = scene.sentence.span.start + token.idx
    return any(s.start <= at < s.end for s in spans)


def _may_name(name: Sequence[Token]) -> bool:
    last = name[-1]
    behind = last.nbor() if last.i + 1 < len(last.doc) else None
    whole = behind is None or not (behind.pos_ == "PROPN" or behind.text in ("-", "'s", "’s", "/"))
    common = any(t.lower_ in grammar("no_place") or t.lower_ in grammar("generic_name") for t in name)
    return whole and not common and site_of_noun(last) is None


def _mention(scene: Scene, noun: Token, country: str | None) -> PlaceMention:
    name = _name(noun)
    around = [
        p.place for p in scene.clues.places if p.place is not None and not p.demonym and p.kind != "relative"
    ]
    lands = {p.country for p in around if p.country}
    land = next(iter(lands)) if len(lands) == 1 else country
    province = next((p.admin1 for p in around if p.admin1 and p.country == land), None)
    place = Place(scene.words(name), land, province, None, None, None, None)
    return PlaceMention(scene.span(name), scene.words(name), "city", False, place, ())


def _country_of_story(scenes: Sequence[Scene]) -> str | None:
    counts = Counter(p.place.country for s in scenes for p in s.clues.places if p.place and p.place.country)
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]

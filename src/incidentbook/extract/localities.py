"""Named sites that no gazetteer has: "Tawke oil field", "Manor Street", "the Sallyport compound".

The words are a proper name before a noun for a site or a street. Such a place keeps its own name; where the sentence, or the
story, names its town, it stands at the town's point with UCDP `where_prec` 2 (within some 25 km), else it has no point.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Token

from incidentbook.extract.lexicon import grammar, roles
from incidentbook.extract.scene import Scene
from incidentbook.model import Place, Span
from incidentbook.normalise.place import PlaceMention

_NEARBY = 2  # where_prec of a named site whose town alone is known
_TOWNS = frozenset({"city", "district"})


def with_localities(scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes with their unlisted named sites among their places."""
    town = _town_of_story(scenes)
    return [_with(scene, town) for scene in scenes]


def _with(scene: Scene, town: Place | None) -> Scene:
    found = [m for t in scene.doc if _names_site(scene, t) and (m := _mention(scene, t, town))]
    if not found:
        return scene
    kept = [p for p in scene.clues.places if not any(m.span.contains(p.span) for m in found)]
    places = tuple(sorted([*kept, *found], key=lambda p: p.span))
    return replace(scene, clues=replace(scene.clues, places=places))


def _names_site(scene: Scene, noun: Token) -> bool:
    """A noun for a site or street with a proper name before it, not yet a place and no actor, where something may happen."""
    if noun.pos_ not in ("NOUN", "PROPN") or not _site_noun(noun) or not _name_tokens(noun):
        return False
    span = scene.span([*_name_tokens(noun), noun])
    known = any(_covers(p, span, noun) for p in scene.clues.places if not p.demonym)
    body = any(a.span.overlaps(span) for a in scene.clues.actors)
    return not known and not body and _located(noun) and any(_proper(scene, t) for t in _name_tokens(noun))


_LANDS = frozenset({"admin1", "admin2", "district", "region", "zone"})


def _covers(place: PlaceMention, span: Span, noun: Token) -> bool:
    """Whether a place is what the words name: "North Waziristan district" is the district that is known."""
    land = place.kind in _LANDS and noun.lemma_.lower() in roles()["settlements"]
    return (land or place.span.end >= span.end) and place.span.overlaps(span)


def _proper(scene: Scene, token: Token) -> bool:
    """A word that names: no country, no people and no word for a kind of site ("US air base", "Army base")."""
    if token.pos_ != "PROPN" or token.lower_ in grammar("generic_name"):
        return False
    countries = [p for p in scene.clues.places if p.demonym or p.kind == "country"]
    return not any(token in scene.tokens(p.span) for p in countries)


def _site_noun(noun: Token) -> bool:
    word = noun.lemma_.lower()
    return word in roles()["named_sites"] or (word in grammar("street"))


def _name_tokens(noun: Token) -> list[Token]:
    """The proper name right before the noun: "Tawke oil" of "Tawke oil field"."""
    left: list[Token] = []
    at = noun.i - 1
    while at >= 0 and (
        noun.doc[at].pos_ == "PROPN" or ((left or noun.i - at <= 2) and noun.doc[at].dep_ == "compound")
    ):
        left.insert(0, noun.doc[at])
        at -= 1
    return left if any(t.pos_ == "PROPN" and t.text[:1].isupper() for t in left) else []


def _located(noun: Token) -> bool:
    if noun.dep_ == "pobj":
        return noun.head.lower_ in grammar("locative")
    return noun.dep_ in ("dobj", "nsubjpass", "conj", "appos")


def _mention(scene: Scene, noun: Token, story_town: Place | None) -> PlaceMention | None:
    tokens = [*_name_tokens(noun), noun]
    span = scene.span(tokens)
    words = scene.words(tokens)
    inside = [p for p in scene.clues.places if span.contains(p.span) and p.place and p.kind in _TOWNS]
    towns = [p.place for p in scene.clues.places if p.kind in _TOWNS and p.place and not p.demonym]
    town = (inside[0].place if inside else None) or (towns[0] if towns else story_town)
    return PlaceMention(span, words, "facility", False, _place(words, town), ())


def _place(words: str, town: Place | None) -> Place:
    if town is None:
        return Place(words, None, None, None, None, None, None)
    name = words if town.name in words else f"{words}, {town.name}"
    return Place(name, town.country, town.admin1, town.lat, town.lon, _NEARBY, None)


def _town_of_story(scenes: Sequence[Scene]) -> Place | None:
    """The only town that the story names, or the one it names at least twice as often as any other."""
    counts = Counter(
        p.place for s in scenes for p in s.clues.places if p.kind in _TOWNS and p.place and not p.demonym
    )
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] < 2 * ranked[1][1]):
        return None
    return ranked[0][0]

"""Villages that no gazetteer has: "near Khudda, 100 miles northwest of …", "Let Yet Kone, a village of Depayin Township".

A proper name where a sentence says where, or after a word for a settlement, that is no person, group or place already. Such a
place keeps its name; its country and province are those of the place that the sentence puts it in, else of the story. It has no
point, but for that of the town or district that it is said to lie in, with UCDP `where_prec` 3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Token

from incidentbook.extract.lexicon import grammar
from incidentbook.extract.scene import Scene
from incidentbook.model import Place, Span
from incidentbook.normalise.gazetteer.words import word_set
from incidentbook.normalise.place import PlaceMention

_WITHIN = 3  # where_prec of a village whose district alone is known
_FINE = frozenset({"city", "district", "admin2"})
_LAND = frozenset({"country", "admin1", "admin2", "city", "district"})
_REACH = 40  # characters after the name within which the place that it lies in is named


def with_settlements(scenes: Sequence[Scene]) -> list[Scene]:
    """The scenes with their unlisted villages among their places."""
    country = _country_of_story(scenes)
    known = {a.text.lower() for s in scenes for a in s.clues.actors}
    return [_with(scene, country, known) for scene in scenes]


def _with(scene: Scene, country: str | None, known: set[str]) -> Scene:
    found = [_mention(scene, tokens, country) for tokens in _names(scene, known)]
    if not found:
        return scene
    places = tuple(sorted([*scene.clues.places, *found], key=lambda p: p.span))
    return replace(scene, clues=replace(scene.clues, places=places))


def _names(scene: Scene, known: set[str]) -> Iterator[list[Token]]:
    """The names that stand where a place does."""
    for token in scene.doc:
        if _may_be_name(token) and _stands_as_place(token):
            tokens = _name_tokens(token)
            if _is_new(scene, tokens) and not _is_other(scene, tokens, known):
                yield tokens


def _may_be_name(token: Token) -> bool:
    word = token.lower_
    return (
        token.pos_ == "PROPN"
        and token.text[:1].isupper()
        and len(word) > 2
        and token.text.isalpha()
        and not any(word in word_set(w) for w in ("common_words", "given_names", "titles", "never", "streets"))
        and word not in grammar("day_or_month")
        and word not in grammar("generic_name")
    )


def _stands_as_place(token: Token) -> bool:
    """Behind a preposition of place, or behind or before a word for a settlement."""
    above = token.head
    if token.dep_ == "pobj" and above.dep_ == "prep":
        return above.lower_ in grammar("beside") or (above.lower_ == "of" and _settlement(above.head))
    if token.dep_ == "conj" and above.pos_ == "PROPN":
        return above.dep_ == "pobj" and above.head.lower_ == "of" and _settlement(above.head.head)
    if token.dep_ == "compound" and _settlement(above) and above.i > token.i:
        return True
    return token.dep_ == "appos" and _settlement(above)


def _settlement(token: Token) -> bool:
    return token.lemma_.lower() in grammar("settlement")


def _name_tokens(head: Token) -> list[Token]:
    """The name that ends with a token, or begins with it before another: "Qila Golan Wali"."""
    first = head.i
    while first > 0 and head.doc[first - 1].pos_ == "PROPN" and head.doc[first - 1].text[:1].isupper():
        first -= 1
    last = head.i
    while last + 1 < len(head.doc) and head.doc[last + 1].pos_ == "PROPN" and head.doc[last + 1].head.i == head.i:
        last += 1
    return list(head.doc[first : last + 1])


def _is_new(scene: Scene, tokens: list[Token]) -> bool:
    span = scene.span(tokens)
    clues = scene.clues
    spans = [m.span for group in (clues.places, clues.actors, clues.times, clues.weapons) for m in group]
    return not any(s.overlaps(span) for s in spans)


def _is_other(scene: Scene, tokens: list[Token], known: set[str]) -> bool:
    """Part of a person's or an organisation's name, or an event: "near John Smith", "at Sunday Mass"."""
    words = [t.lower_ for t in tokens]
    if any(w in word_set("given_names") or w in word_set("titles") or w in word_set("organisation_tails") for w in words):
        return True
    if len(words) > 4 or any(scene.words(tokens).lower() in name for name in known):
        return True
    after = scene.doc[tokens[-1].i + 1] if tokens[-1].i + 1 < len(scene.doc) else None
    return after is not None and (after.text[:1].isdigit() or after.lower_ in ("'s", "’s", "-"))


def _mention(scene: Scene, tokens: list[Token], country: str | None) -> PlaceMention:
    span, name = scene.span(tokens), scene.words(tokens)
    holder = _holder(scene, span)
    return PlaceMention(span, name, "city", False, _place(name, holder, country), ())


def _holder(scene: Scene, span: Span) -> PlaceMention | None:
    """The place named right behind it, or before it around a word for a settlement, as what it lies in."""
    behind = [
        p
        for p in scene.clues.places
        if p.place and not p.demonym and p.kind in _LAND and 0 <= p.span.start - span.end <= _REACH and _in(scene, span, p)
    ]
    return min(behind, key=lambda p: p.span.start, default=None)


def _in(scene: Scene, span: Span, holder: PlaceMention) -> bool:
    between = scene.sentence.text[span.end - scene.sentence.span.start : holder.span.start - scene.sentence.span.start]
    words = between.lower().replace(",", " , ").split()
    return bool(words) and (words == [","] or (words[-1] in ("in", "of", "the") and not {"from", "to", "near"} & set(words)))


def _place(name: str, holder: PlaceMention | None, country: str | None) -> Place:
    if holder is None or holder.place is None:
        return Place(name, country, None, None, None, None, None)
    land = holder.place
    if holder.kind in _FINE:
        return Place(name, land.country, land.admin1, land.lat, land.lon, _WITHIN, None)
    admin1 = land.name if holder.kind == "admin1" else None
    return Place(name, land.country, admin1, None, None, None, None)


def _country_of_story(scenes: Sequence[Scene]) -> str | None:
    """The country in which most places of the story lie, where it is more than half."""
    countries = Counter(
        p.place.country for s in scenes for p in s.clues.places if p.place and p.place.country and not p.demonym
    )
    best = countries.most_common(1)
    return best[0][0] if best and 2 * best[0][1] > countries.total() else None

"""Adds up the victims of one word of harm: parts of a group are not added, the attackers' own dead are taken off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from incidentbook.extract.harm.groups import Group
from incidentbook.extract.harm.joining import Joined
from incidentbook.extract.harm.said import EFFECTS, Effect, Harm, Part
from incidentbook.extract.harm.words import HarmWord, words
from incidentbook.extract.lexicon import roles
from incidentbook.extract.scene import Scene
from incidentbook.extract.triggers import weapon_at
from incidentbook.model import Count

_NEAR = 7  # tokens in which "one of them" comes to say who


@dataclass(frozen=True, slots=True)
class Told:
    """What was found in a sentence: its words of harm, its groups, and which befell whom."""

    harm: tuple[HarmWord, ...]
    groups: tuple[Group, ...]
    joined: tuple[Joined, ...]


def total(scene: Scene, joined: Joined, told: Told) -> Harm | None:
    """The victims of one word of harm together; None where that cannot be told, or none but attackers died."""
    if _either_way(scene, joined, told):
        return None
    whole = _without_list(scene, [g for g in joined.groups if not g.part])
    parts = (
        _without_list(scene, [g for g in joined.groups if g.part]) if joined.word.effect == "killed" else []
    )
    own = [g for g in whole or parts if not g.fellows or _struck_from_the_air(scene)]
    count = _count(scene, joined, own, _own_dead(scene, joined, told.groups) if whole else [])
    if count is None:
        return None
    return Harm(
        joined.word.effect,
        count,
        _name(scene, own[0]),
        scene.span([scene.doc[own[0].first], scene.doc[own[-1].last]]),
        joined.word.first,
        all(g.figure for g in own) and not (own[0].more and _first_told(told, own[0])),
        False,
        parts=_parts(scene, own),
    )


def _parts(scene: Scene, own: Sequence[Group]) -> tuple[Part, ...]:
    """The groups that were added up, each with its own figure; none where there is one alone."""
    if len(own) < 2:
        return ()
    named = [(g, _name(scene, g)) for g in own]
    return tuple(Part(n, g.count, scene.span([scene.doc[g.first], scene.doc[g.last]])) for g, n in named if n)


def _first_told(told: Told, group: Group) -> bool:
    """Whether no victims stand before a group: "another seven were killed" tells how many more, not how many."""
    return all(g.first >= group.first for j in told.joined for g in j.groups)


def _count(scene: Scene, joined: Joined, own: Sequence[Group], lost: Sequence[Group]) -> Count | None:
    named = _named_before(scene, own[0]) if own else None
    if named is None:
        return None
    counts = [g.count for g in own]
    whole = counts[0] if len(counts) == 1 else _sum(counts)
    whole = _sum([whole, Count.exactly(named)]) if named else whole
    if lost and joined.word.effect == "killed":
        return _without(whole, _sum([g.count for g in lost]))
    return whole


def _own_dead(scene: Scene, joined: Joined, groups: Sequence[Group]) -> list[Group]:
    """The attackers among the dead: "seven people, the three assailants included", "two dead, one of them the gunman"."""
    start = joined.groups[0].last
    end = next((t.i for t in scene.doc[joined.word.last + 1 :] if t.text in (";", ":")), len(scene.doc))
    parts = [g for g in groups if g.part and start < g.first < end]
    own = roles()["perpetrators"]
    return [
        g
        for g in parts
        if g.fellows or any(t.lemma_.lower() in own for t in scene.doc[g.last + 1 : g.last + _NEAR])
    ][:1]


def _named_before(scene: Scene, group: Group) -> int | None:
    """How many are named before a group: 1 in "Jihad Ghannam and his wife", 0 where none; None where it cannot be told."""
    doc, at = scene.doc, group.first - 2
    if group.first < 2 or doc[group.first - 1].lower_ != "and":
        return 0
    if doc[at].lower_ in ("he", "she", "him", "her"):
        return 1
    name = at
    while name >= 0 and doc[name].tag_ == "NNP":
        name -= 1
    clues = scene.clues
    other = [p.span for p in clues.places] + [t.span for t in clues.times] + [w.span for w in clues.weapons]
    if name == at or any(doc[at] in scene.tokens(span) for span in other):
        return 0
    if any(doc[at] in scene.tokens(a.span) and not a.person for a in scene.clues.actors):
        return 0
    return None if name >= 0 and doc[name].lower_ in (",", "and") else 1


def _without_list(scene: Scene, groups: list[Group]) -> list[Group]:
    """Without those that only list who the first were: "three people, a civilian and two guards", "the driver, a man of 52"."""
    if len(groups) < 2:
        return groups
    same = _sum([g.count for g in groups[1:]]) == groups[0].count
    return groups[:1] if same and (len(groups) > 2 or _in_commas(scene, groups[1])) else groups


def _in_commas(scene: Scene, group: Group) -> bool:
    """Whether a group stands between commas."""
    doc, after = scene.doc, group.last + 1
    closed = doc[group.last].text == "," or (after < len(doc) and doc[after].text == ",")
    return group.first > 0 and doc[group.first - 1].text == "," and closed


_BOTH = (["or"], ["and"], ["and", "/", "or"], ["/"], ["and/or"])


def _either_way(scene: Scene, joined: Joined, told: Told) -> bool:
    """ "Thirteen were killed or injured": of neither it is said how many."""
    for other in told.harm:
        if other.effect == joined.word.effect:
            continue
        first, second = sorted((joined.word, other), key=lambda w: w.first)
        between = [t.lower_ for t in scene.doc[first.last + 1 : second.first]]
        if between in _BOTH and not all(any(j.word is w for j in told.joined) for w in (first, second)):
            return True
    return False


def _struck_from_the_air(scene: Scene) -> bool:
    """In an air strike militants are victims and no attackers."""
    said = {t.lower_ for t in scene.doc}
    return bool(words("air") & said) and not words("ground") & said


def _without(total: Count, own: Count) -> Count | None:
    low = total.low - own.low
    if low < 0 or own.high != own.low:
        return None
    high = None if total.high is None else total.high - own.low
    return Count(low, low if low == high else None, high) if low > 0 else None


def _sum(counts: Sequence[Count]) -> Count:
    low = sum(c.low for c in counts)
    high = None if any(c.high is None for c in counts) else sum(c.high or 0 for c in counts)
    return Count(low, low if high == low else None, high)


def _name(scene: Scene, group: Group) -> str | None:
    numbers = {t.i for q in scene.clues.quantities for t in scene.tokens(q.span)}
    kept = [t for t in scene.doc[group.first : group.last + 1] if t.i not in numbers]
    return scene.words(kept) if kept else None


# ------------------------------------------------------------------ nouns that count


def toll(scene: Scene, effect: Effect, noun: Token, group: Group) -> Harm:
    """A figure that a noun announces."""
    span = scene.span([scene.doc[group.first], scene.doc[group.last]])
    return Harm(effect, group.count, None, span, noun.i, group.figure, False)


def counted_nouns(scene: Scene, groups: Sequence[Group]) -> Iterator[Harm]:
    """ "25 deaths", "six injuries", "claimed 12 lives"."""
    for group in groups:
        head = scene.doc[group.head]
        for effect in EFFECTS:
            if (
                head.lemma_.lower() in words("counted", effect)
                and not group.part
                and not weapon_at(scene, head)
            ):
                span = scene.span([scene.doc[group.first], head])
                yield Harm(effect, group.count, None, span, group.head, group.figure, False)

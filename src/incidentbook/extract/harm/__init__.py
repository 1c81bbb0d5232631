"""Who was killed and injured, and how many: groups of people joined to words of harm, by the lists of `resources/harm.yaml`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from incidentbook.extract.harm.groups import Group, find_groups
from incidentbook.extract.harm.joining import Joined, join
from incidentbook.extract.harm.nobody import nobody_harmed
from incidentbook.extract.harm.parsed import named_victims
from incidentbook.extract.harm.said import Effect, Harm
from incidentbook.extract.harm.tolls import find_tolls
from incidentbook.extract.harm.words import HarmWord, find_words, pattern, words
from incidentbook.extract.lexicon import roles
from incidentbook.extract.reality import irrealis
from incidentbook.extract.scene import Scene
from incidentbook.extract.triggers import weapon_at
from incidentbook.model import Count

__all__ = ["Effect", "Harm", "find_harm"]


def find_harm(scene: Scene) -> list[Harm]:
    """All that a sentence says of killed and injured, nobody harmed included.

    Args:
        scene: a sentence with its parse and its clues.

    Returns:
        One item for each word of harm and those whom it befell, perpetrators left out. What is feared, planned or
        denied, totals of a war or a year, and figures of which it is not said who died and who lived give none.
    """
    nothing = list(nobody_harmed(scene))
    said = _told(scene)
    zero = {h.effect for h in nothing}
    return nothing + [h for h in said if not (h.effect in zero and not h.exact)]


def _told(scene: Scene) -> list[Harm]:
    harm = find_words(scene)
    groups = find_groups(scene, harm)
    announced = list(find_tolls(scene, groups))
    rest = [g for g in groups if all(g is not a for _, _, a in announced)]
    tolls = [_toll(scene, *t) for t in announced]
    joined = join(scene, harm, rest)
    done = {j.word.first for j in joined}
    out = [h for j in joined if _real(scene, j.word) and (h := _total(scene, j, joined, harm, rest)) is not None]
    out += _counted_nouns(scene, rest)
    for word in harm:
        if word.verb and word.first not in done and _real(scene, word):
            out += named_victims(scene, word)
    totals = {t.effect for t in tolls}
    return [h for h in [*tolls, *(h for h in out if h.effect not in totals)] if _of_one_attack(scene, h)]


_MANY = 2000  # "thousands", "tens of thousands" are those of a war


_FEW = 3  # attackers shot on the spot


def _of_one_attack(scene: Scene, harm: Harm) -> bool:
    """Whether a figure may be that of one attack, and is no total of a war, of a year, of months."""
    start = scene.doc[harm.token].idx
    if pattern("recalled").search(scene.lower[max(0, start - 45) : start + 1]):
        return False
    if harm.effect == "killed" and harm.count.low <= _FEW and pattern("answered").search(scene.lower):
        return False
    if (harm.count.low >= _MANY and harm.count.high is None) or pattern("several").search(scene.lower):
        return False
    if pattern("long", "ranked").search(scene.lower):
        return True
    if pattern("long", "always").search(scene.lower):
        return False
    before = scene.doc[max(0, harm.token - 5) : harm.token + 1]
    perfect = any(t.lower_ in ("have", "has", "'ve") for t in before)
    return not (perfect and pattern("long", "perfect").search(scene.lower))


_DENIED = frozenset({"not", "n't", "never", "feared", "if", "may", "might", "could", "would", "will", "can", "without", "unless"})


def _real(scene: Scene, word: HarmWord) -> bool:
    """Whether it happened: a bare "to kill" and "could kill" may be plans, "did not die" and "feared dead" are no deaths."""
    token = scene.doc[word.first]
    if {t.lower_ for t in scene.doc[max(0, token.i - 4) : token.i]} & _DENIED:
        return False
    return not (token.tag_ == "VB" and irrealis(token))


# ------------------------------------------------------------------ sums


def _total(scene: Scene, joined: Joined, every: Sequence[Joined], harm: Sequence[HarmWord], every_group: Sequence[Group]) -> Harm | None:
    """The victims of one word of harm together: parts of a group are not added, the attackers' own dead taken off."""
    if _either_way(scene, joined, every, harm):
        return None
    whole = _without_list([g for g in joined.groups if not g.part])
    parts = [g for g in joined.groups if g.part]
    mine = whole or (parts if joined.word.effect == "killed" else [])
    own = [g for g in mine if not g.fellows or _struck_from_the_air(scene)]
    if not own:
        return None
    total = own[0].count if len(own) == 1 else _sum([g.count for g in own])
    lost = _own_dead(scene, joined, every_group) if whole and joined.word.effect == "killed" else []
    if lost and (total := _without(total, _sum([g.count for g in lost]))) is None:
        return None
    named = _named_before(scene, own[0])
    if named is None:
        return None
    total = _sum([total, Count.exactly(named)]) if named else total
    first, last = own[0], own[-1]
    token = scene.doc[joined.word.first]
    tokens = [scene.doc[first.first], scene.doc[last.last]]
    return Harm(
        joined.word.effect, total, _name(scene, first), scene.span(tokens), token.i, all(g.figure and not g.more for g in own), False
    )


_NEAR = 7


def _own_dead(scene: Scene, joined: Joined, groups: Sequence[Group]) -> list[Group]:
    """The attackers among the dead: "seven people, the three assailants included", "two dead, one of them the gunman"."""
    start = joined.groups[0].last
    end = next((t.i for t in scene.doc[joined.word.last + 1 :] if t.text in (";", ":")), len(scene.doc))
    parts = [g for g in groups if g.part and start < g.first < end]
    own = roles()["perpetrators"]
    return [g for g in parts if g.fellows or any(t.lemma_.lower() in own for t in scene.doc[g.last + 1 : g.last + _NEAR])][:1]


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
    if name == at or any(doc[at] in scene.tokens(p.span) for p in scene.clues.places):
        return 0
    if any(doc[at] in scene.tokens(a.span) and not a.person for a in scene.clues.actors):
        return 0
    return None if name >= 0 and doc[name].lower_ in (",", "and") else 1


def _without_list(groups: list[Group]) -> list[Group]:
    """ "Three people, a civilian and two guards": those that only list who the first were are no further ones."""
    if len(groups) < 3:
        return groups
    rest = _sum([g.count for g in groups[1:]])
    return groups[:1] if rest == groups[0].count else groups


_BOTH = (["or"], ["and"], ["and", "/", "or"], ["/"], ["and/or"])


def _either_way(scene: Scene, joined: Joined, every: Sequence[Joined], harm: Sequence[HarmWord]) -> bool:
    """ "Thirteen were killed or injured": of neither it is said how many."""
    for other in harm:
        if other.effect == joined.word.effect:
            continue
        first, second = sorted((joined.word, other), key=lambda w: w.first)
        between = [t.lower_ for t in scene.doc[first.last + 1 : second.first]]
        if between in _BOTH and not all(any(j.word is w for j in every) for w in (first, second)):
            return True
    return False


_AIR = frozenset({"airstrike", "airstrikes", "drone", "air", "warplanes", "jets", "aircraft", "helicopter", "strike", "strikes", "raid"})


def _struck_from_the_air(scene: Scene) -> bool:
    """In an air strike militants are victims and no attackers."""
    return bool(_AIR & {t.lower_ for t in scene.doc}) and not any(
        t.lower_ in ("suicide", "gunmen", "gunman", "bomber", "attackers", "shot") for t in scene.doc
    )


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


def _toll(scene: Scene, effect: Effect, noun: object, group: Group) -> Harm:
    tokens = [scene.doc[group.first], scene.doc[group.last]]
    return Harm(effect, group.count, None, scene.span(tokens), noun.i, group.figure, False)  # type: ignore[attr-defined]


def _counted_nouns(scene: Scene, groups: Sequence[Group]) -> Iterator[Harm]:
    """ "25 deaths", "six injuries", "claimed 12 lives"."""
    for group in groups:
        lemma = scene.doc[group.head].lemma_.lower()
        effect: Effect | None = "killed" if lemma in words("counted", "killed") else "injured" if lemma in words("counted", "injured") else None
        if effect is None or group.part or weapon_at(scene, scene.doc[group.head]):
            continue
        tokens = [scene.doc[group.first], scene.doc[group.head]]
        yield Harm(effect, group.count, None, scene.span(tokens), group.head, group.figure, False)

"""Who was killed and injured, and how many: groups of people joined to words of harm, by the lists of `resources/harm.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from incidentbook.extract.harm.groups import find_groups
from incidentbook.extract.harm.joining import join
from incidentbook.extract.harm.nobody import nobody_harmed
from incidentbook.extract.harm.parsed import named_victims
from incidentbook.extract.harm.said import Effect, Harm, Part
from incidentbook.extract.harm.sums import Told, counted_nouns, toll, total
from incidentbook.extract.harm.tolls import find_tolls
from incidentbook.extract.harm.words import HarmWord, find_words, pattern, words
from incidentbook.extract.reality import irrealis
from incidentbook.extract.scene import Scene
from incidentbook.model import Count

__all__ = ["Effect", "Harm", "Part", "find_harm"]


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
    joined = [j for j in join(scene, harm, rest) if _real(scene, j.word)]
    told = Told(tuple(harm), tuple(rest), tuple(joined))
    tolls = [toll(scene, *a) for a in announced]
    summed = [h for j in joined if (h := total(scene, j, told)) is not None]
    found = [_weighed(scene, h) for h in (*summed, *counted_nouns(scene, rest), *_named(scene, told))]
    totals = {t.effect for t in tolls}
    every = [*tolls, *(h for h in found if h.effect not in totals)]
    return [_as_none(scene, h) for h in every if _of_one_attack(scene, h)]


def _as_none(scene: Scene, harm: Harm) -> Harm:
    """ "No sailor had been killed before", "not one of the guards was hurt": none of whom is spoken of was harmed."""
    return replace(harm, count=Count.exactly(0), group=None, parts=()) if _befell_none(scene, harm) else harm


def _befell_none(scene: Scene, harm: Harm) -> bool:
    tokens = scene.tokens(harm.span)
    if not tokens or harm.count.high == 0:
        return False
    first, before = tokens[0], scene.doc[max(0, tokens[0].i - 1)]
    if first.lower_ in ("no", "neither"):
        return not any(q.count.low and q.span.overlaps(harm.span) for q in scene.clues.quantities)
    return before.lower_ == "not" and before.i < first.i and first.lower_ in ("a", "an", "one")


def _weighed(scene: Scene, harm: Harm) -> Harm:
    alone = harm.effect == "injured" and scene.doc[harm.token].lower_ in words("words", "injured", "perhaps")
    placed = pattern("words", "injured", "suffers_phrases").match(scene.lower, scene.doc[harm.token].idx)
    taken = harm.count.high == 1 and pattern("open").match(scene.lower, scene.doc[harm.token].idx)
    return (
        replace(harm, perhaps=True)
        if harm.effect == "injured" and (taken or (alone and not placed))
        else harm
    )


def _named(scene: Scene, told: Told) -> Iterator[Harm]:
    """Victims by name, of the words of harm that no group was joined to."""
    done = {j.word.first for j in told.joined}
    for word in told.harm:
        if word.verb and word.first not in done and _real(scene, word):
            yield from named_victims(scene, word)


_MANY = 2000  # "thousands", "tens of thousands" are those of a war
_MOST = 5000  # more than any single attack of the press has killed
_FEW = 3  # attackers shot on the spot


_BACK = 45  # characters before the word of harm in which "in revenge for the killing of" may stand


def _of_one_attack(scene: Scene, harm: Harm) -> bool:
    """Whether a figure may be that of the attack told: not of one it answers, of several, of a war or a year."""
    start = scene.doc[harm.token].idx
    recalled = pattern("recalled").search(scene.lower[max(0, start - _BACK) : start + 1])
    few = harm.effect == "killed" and harm.count.low <= _FEW
    answered = few and pattern("answered").search(scene.lower)
    too_many = harm.count.low >= (_MANY if harm.count.high is None else _MOST)
    return not (recalled or answered or too_many or pattern("several").search(scene.lower)) and not _long(
        scene, harm
    )


def _long(scene: Scene, harm: Harm) -> bool:
    """Whether a figure is the total of a war, of a year, of months."""
    if pattern("long", "ranked").search(scene.lower):
        return False
    before = scene.doc[max(0, harm.token - 5) : harm.token + 1]
    perfect = any(t.lower_ in ("have", "has", "'ve") for t in before)
    always = pattern("long", "always").search(scene.lower)
    return bool(always or (perfect and pattern("long", "perfect").search(scene.lower)))


def _real(scene: Scene, word: HarmWord) -> bool:
    """Whether it happened: a bare "to kill" and "could kill" may be plans, "did not die" and "feared dead" are no deaths."""
    token = scene.doc[word.first]
    near = scene.doc[max(0, token.i - 4) : token.i]
    if {t.lower_ for t in near if t.text != "May"} & words("denied"):
        return False
    return not (token.tag_ == "VB" and irrealis(token))

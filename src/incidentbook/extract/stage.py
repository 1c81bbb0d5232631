"""That an attack came to nothing: tried and failed (`attempted`), or stopped before (`foiled`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from incidentbook.extract.deeds import negated
from incidentbook.extract.drafts import Draft
from incidentbook.extract.lexicon import frames, roles
from incidentbook.extract.scene import Scene, objects, prepositional
from incidentbook.extract.stopping import in_the_past, stopping, stopping_lemma
from incidentbook.extract.teller import Teller
from incidentbook.extract.triggers import stands_for_munition, weapon_at
from incidentbook.model import Count, Damage, Stage, Statement

_WORDS = 0.7  # confidence of words that say so
_DOWNED = 0.5  # of what was shot down: it counts where all was, see `stage_of`


def stage_statements(teller: Teller) -> Iterator[Statement]:
    """What a mention says of its attack not having been carried out."""
    told = [t for r, t in teller.triggers if r.cls != "harm"] or [t for _, t in teller.triggers]
    found = [f for t in told if (f := _of_trigger(t)) is not None]
    if len(found) == len(told):  # "tried to kill him in a bombing": the bombing was no mere try
        for stage, words in found[:1]:
            yield teller.says("stage", stage, teller.scene.span(words), _WORDS)
    yield from _defused(teller)
    for trigger, verb in teller.triggers:
        if trigger.cls == "down":
            sure = _WORDS if any(_all_those(teller.scene, t) for t in objects(verb)) else _DOWNED
            yield teller.says("stage", "attempted", teller.scene.span([verb]), sure)


def _all_those(scene: Scene, noun: Token) -> bool:
    """ "The drones were brought down", "all of them were intercepted": none got through."""
    munition = weapon_at(scene, noun) is not None or stands_for_munition(scene, noun)
    before = {t.lower_ for t in noun.children if t.dep_ in ("det", "nummod", "predet")}
    return (
        munition
        and noun.tag_ == "NNS"
        and before in ({"the"}, {"all"}, {"both"}, {"all", "the"}, {"both", "the"})
    )


def _of_trigger(token: Token) -> tuple[Stage, list[Token]] | None:
    """The stage that the words around a trigger tell, and these words."""
    return _described(token) or _stopped(token) or _tried(token)


def _described(token: Token) -> tuple[Stage, list[Token]] | None:
    """ "The thwarted assault", "an attempted bombing"; attempted murder is a charge."""
    if token.lemma_.lower() in roles()["charges"]:
        return None
    for word in token.children:
        stage = roles()["stages"]["adjectives"].get(word.lower_) if word.dep_ == "amod" else None
        if stage is not None:
            return stage, [word, token]
    return None


def _stopped(token: Token) -> tuple[Stage, list[Token]] | None:
    """ "Thwarted an attack", "the raid was foiled": of one attack, in the past; "prevented any attack" is of none."""
    verb = stopping(token)
    return (roles()["stages"]["verbs"][stopping_lemma(verb)], [verb, token]) if verb is not None else None


def _tried(token: Token) -> tuple[Stage, list[Token]] | None:
    """ "Tried to stab him", "a try by rebels to storm the camp", "an assassination attempt", "an attempt on his life"."""
    attempt = frames().attempt
    head = token.head
    if token.lemma_.lower() in attempt and token.pos_ == "NOUN":
        aimed = prepositional(token, "on", "against") or any(
            t.dep_ == "acl" and t.tag_ == "VB" for t in token.children
        )
        return ("attempted", [token]) if aimed else None
    governs = token.dep_ in ("xcomp", "acl", "relcl") and token.pos_ == "VERB"
    before = token.dep_ in ("compound", "nmod") and head.pos_ == "NOUN"
    if head.lemma_.lower() in attempt and (governs or before) and not negated(head):
        return "attempted", [head, token]
    return None


def _defused(teller: Teller) -> Iterator[Statement]:
    """ "Rebels had laid a mine, which the army defused"."""
    laid = any(t.cls == "launch" for t in teller.mention.triggers)
    for verb in teller.scene.doc if laid else ():
        defused = stopping_lemma(verb) in roles()["stages"]["defusing"] and in_the_past(verb)
        if defused and any(weapon_at(teller.scene, t) for t in objects(verb)):
            yield teller.says("stage", "foiled", teller.scene.span([verb]), _WORDS)
            return


# ------------------------------------------------------------------ of the whole attack


_LEADING = 3  # mentions of an attack by which it is told what came of it; later ones speak of its parts


def stage_of(
    draft: Draft,
    munitions: Count | None,
    intercepted: Count | None,
    harm: Sequence[Count | None],
    damage: Damage | None,
) -> Stage | None:
    """The stage of an attack; None where it was carried out, or nothing is told of that.

    Args:
        draft: the attack.
        munitions: how many were sent; None where that is not told.
        intercepted: how many were stopped.
        harm: the killed and the injured.
        damage: what was broken. An attack that hurt or broke something was carried out, whatever it was called.
    """
    broken = damage is not None and damage.extent not in ("none", "being_assessed")
    if broken or any(count is not None and count.low > 0 for count in harm):
        return None
    leading = [s for m in draft.mentions[:_LEADING] for s in m.statements]
    told = [s for s in leading if s.property == "stage" and s.confidence >= _WORDS]
    downed = draft.said("stage") if _all_of(munitions, intercepted) and not _got_through(draft) else []
    stages = {str(s.value) for s in [*told, *downed]}
    return "foiled" if "foiled" in stages else "attempted" if stages else None


def _all_of(munitions: Count | None, intercepted: Count | None) -> bool:
    if munitions is None or intercepted is None or munitions.high is None:
        return False
    return munitions.low > 0 and intercepted.low >= munitions.high


def _got_through(draft: Draft) -> bool:
    """Whether something is told to have struck or gone off."""
    return any(t.cls in ("impact", "burst") for m in draft.mentions for t in m.triggers)

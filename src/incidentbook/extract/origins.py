"""Where an attack was launched from: "fired from Lebanon", "the rockets came from Bartella"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.lexicon import roles
from incidentbook.extract.scene import VERBAL, Scene, agents, objects, subjects
from incidentbook.extract.teller import Teller
from incidentbook.extract.triggers import stands_for_munition, weapon_at
from incidentbook.model import Statement
from incidentbook.normalise.place import PlaceMention

_INSIDE = frozenset({"compound", "poss", "appos", "conj", "nmod", "amod"})
_STEPS = 8


def origin_statements(teller: Teller) -> Iterator[Statement]:
    """The places of a sentence that a munition came from."""
    for mention in teller.scene.clues.places:
        if mention.place is not None and not mention.demonym and is_origin(teller.scene, mention):
            yield teller.says(
                "launched_from", mention.place, mention.span, 0.85 - 0.05 * (mention.place.precision or 9)
            )


def is_origin(scene: Scene, mention: PlaceMention) -> bool:
    """Whether a place is where a munition was launched, by what it hangs on."""
    head = scene.head(mention.span)
    if head is None:
        return False
    if mention.text.lower().split()[0] in ("from", "to", "outside") or _anchors(scene, mention):
        return False
    source = _source(head)
    return (source is not None and _sends(scene, source)) or _is_launch_site(scene, head)


def _anchors(scene: Scene, mention: PlaceMention) -> bool:
    """Whether a place only says where another one is: "from the west of Omdurman"."""
    return any(
        p is not mention and p.kind == "relative" and p.span.contains(mention.span)
        for p in scene.clues.places
    )


def _source(node: Token) -> Token | None:
    """The "from" above a place, over "the area of", "the direction of", "positions in"."""
    for _ in range(_STEPS):
        above = node.head
        if above.i == node.i:
            return None
        if node.dep_ == "pobj" and above.lower_ == "from":
            return above
        if node.dep_ in _INSIDE:
            node = above
        elif node.dep_ == "pobj" and above.lower_ in (
            "of",
            "in",
            "inside",
            "near",
            "around",
            "outside",
            "behind",
            "at",
        ):
            node = (
                above if above.head.lower_ == "from" or above.head.dep_ in ("prep", "pcomp") else above.head
            )
            if node.lower_ == "from":
                return node
        elif node.dep_ in ("prep", "pcomp") and above.lower_ == "from":
            return above
        elif node.dep_ == "prep":
            node = above
        else:
            return None
    return None


def _sends(scene: Scene, source: Token) -> bool:
    """Whether what comes "from" there is a munition."""
    above = _over_places(scene, source.head)
    if above.pos_ in VERBAL:
        return _launching(scene, above)
    if above.lower_ in ("away", "far", "mile", "miles", "km", "kilometres", "kilometers"):
        return False
    return _munition(scene, above) or above.lower_ in roles()["launch_events"]


def _over_places(scene: Scene, token: Token) -> Token:
    """ "Fired missiles into the Gulf of Aden from Yemen": the parser hangs the second place on the first."""
    for _ in range(_STEPS):
        inside = token.dep_ in ("prep", "pobj") or any(
            token in scene.tokens(p.span) for p in scene.clues.places
        )
        if token.pos_ in VERBAL or not inside:
            return token
        token = token.head
    return token


def _launching(scene: Scene, verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    things = [*subjects(verb), *objects(verb), *agents(verb)]
    things += [verb.head] if verb.dep_ in ("acl", "relcl") else []
    sent = any(_munition(scene, t) or t.lower_ in roles()["launch_events"] for t in things)
    return (lemma in roles()["launch_verbs"] and sent) or lemma in ("fire", "launch")


def _munition(scene: Scene, token: Token) -> bool:
    """A munition by name, "they" and "five more" for one, or "a barrage of" them."""
    weapon = weapon_at(scene, token)
    of = [p for c in token.children if c.lower_ == "of" for p in c.children]
    named = weapon is not None and weapon.weapon.munition
    return (
        named
        or stands_for_munition(scene, token)
        or any((w := weapon_at(scene, t)) and w.weapon.munition for t in of)
    )


def _is_launch_site(scene: Scene, head: Token) -> bool:
    """ "The launch took place in Tel Kaif", "the launchpad was found in Mosul", "Zummar was the launching place"."""
    told = scene.munition is not None or any(w.weapon.munition for w in scene.clues.weapons)
    verb = head
    for _ in range(_STEPS):
        if verb.pos_ in VERBAL or verb.head.i == verb.i:
            break
        verb = verb.head
    named = [t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass", "attr") and _launch_noun(t)]
    return told and any(t.i != head.i for t in named)


def _launch_noun(token: Token) -> bool:
    words = [*(c.lower_ for c in token.children if c.dep_ in ("compound", "amod")), token.lemma_.lower()]
    return any(" ".join(words[i:]) in roles()["launch_sites"] for i in range(len(words)))

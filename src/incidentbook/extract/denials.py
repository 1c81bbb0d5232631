"""Who denies an attack."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.deeds import held, is_deed, negated, negated_cleft
from incidentbook.extract.doers import is_own, statement
from incidentbook.extract.lexicon import frames, grammar, voices
from incidentbook.extract.scene import Scene, agents, is_passive, objects, perfect, prepositional, subjects
from incidentbook.extract.speakers import (
    Saying,
    identified,
    is_person,
    named,
    one_side,
    party,
    person_beside,
    saying_over,
    who_is,
)
from incidentbook.extract.unconfirmed import unconfirmed
from incidentbook.model import Actor, Statement


def denials(scene: Scene) -> Iterator[Statement]:
    """Denials, and what somebody is not aware of or has not confirmed."""
    found = next(_denied(scene), None)
    if found is not None:
        yield found
    yield from unconfirmed(scene)


def _denied(scene: Scene) -> Iterator[Statement]:
    yield from _by_verb(scene)
    yield from _called_untrue(scene)
    yield from _held_to_nothing(scene)
    yield from _not_done(scene)


def _denial(scene: Scene, who: Actor, words: list[Token], confidence: float) -> Statement:
    return statement(scene, "denied_by", who, "denied", who, scene.span(words), confidence)


# ------------------------------------------------------------------ verbs of denial


def _by_verb(scene: Scene) -> Iterator[Statement]:
    """ "Iran denied any role", "a charge that Iran rejects", "the group distanced itself from the bombing"."""
    for token in scene.doc:
        if _denies(token) or _distances(token):
            who = next((w for t in agents(token) if (w := denier(scene, t))), None)
            if who is not None:
                yield _denial(scene, who, [token], 0.75)


def _denies(token: Token) -> bool:
    """ "Denied it", "denied having fired", "rejected the accusation"; to deny a ransom is no such denial."""
    if token.pos_ != "VERB" or _undone(token):
        return False
    lemma = token.lemma_.lower()
    matter = [*objects(token), *_denied_before(token)]
    accused = any(t.lemma_.lower() in voices()["accusation"] and not _of_other_things(t) for t in matter)
    if lemma not in voices()["denying"]:
        return lemma in voices()["denial"] and accused
    clause = [t for t in token.children if t.dep_ in ("xcomp", "ccomp")]
    if not matter and not clause:
        return False
    return accused or any(map(is_deed, matter)) or any(map(_doing, clause))


def _undone(verb: Token) -> bool:
    """ "Did not deny", "did not claim or deny", "neither confirmed nor denied"."""
    first = verb.head if verb.dep_ == "conj" and verb.head.pos_ == "VERB" else verb
    own = any(t.dep_ in ("nsubj", "nsubjpass") for t in verb.children)  # a clause of its own
    spared = any(t.lower_ in ("neither", "nor") for t in [*verb.children, *first.children])
    joined = any(t.lower_ in ("or", "nor") for t in first.children if t.dep_ == "cc")
    return negated(verb) or spared or (not own and joined and negated(first))


def _denied_before(verb: Token) -> list[Token]:
    """The accusation of "an accusation Iran rejects", where the clause has no object of its own."""
    bare = verb.dep_ == "relcl" and not any(t.dep_ in ("dobj", "ccomp", "xcomp") for t in verb.children)
    doers = {t.i for t in subjects(verb)}
    return [verb.head] if bare and verb.head.i not in doers and not is_passive(verb) else []


def _distances(token: Token) -> bool:
    """ "Distanced itself from the bombing"."""
    itself = any(t.lower_ in ("itself", "themselves", "himself") for t in objects(token))
    away = [*prepositional(token, "from"), *(p for t in objects(token) for p in prepositional(t, "from"))]
    return token.lemma_ == "distance" and itself and not _undone(token) and any(map(is_deed, away))


def _of_other_things(noun: Token) -> bool:
    """ "Dismissed the claim of fraud", "rejected talk of a ceasefire": not of a deed."""
    about = prepositional(noun, "of", "for", "about") + prepositional(noun, "in", "with")
    return bool(about) and not any(
        is_deed(t) or t.pos_ == "VERB" or t.lemma_.lower() in voices()["accusation"] for t in about
    )


_HAPPENING = frozenset({"take", "occur", "happen"})


def _doing(clause: Token) -> bool:
    """ "Being behind", "carrying out the attack", "that there was a strike", "targeting civilians"."""
    if clause.lemma_ in _HAPPENING and any(map(_any_such, subjects(clause))):
        return True
    near = [t for t in clause.children if t.dep_ not in ("advcl", "conj", "prep", "npadvmod")]
    near = [
        t for t in near if t.pos_ in ("NOUN", "PROPN", "ADJ", "ADP", "VERB") or t.dep_ in ("attr", "dobj")
    ]
    words = [clause, *near, *prepositional(clause, "in", "of", "for", "behind")]
    return any(
        is_deed(t)
        or t.lemma_.lower() in voices()["accusation"]
        or t.lower_ in (*voices()["responsible"], "involved", "blame")
        for t in words
    )


def _any_such(noun: Token) -> bool:
    """ "Any such attack", "any of this": with "such" no other deed is meant."""
    return is_deed(noun) or _is_attack(noun)


# ------------------------------------------------------------------ reports that are false


def _called_untrue(scene: Scene) -> Iterator[Statement]:
    """ "Hamas called the accusation baseless"; "reports that the base had been hit were false, the army said"."""
    for token in scene.doc:
        if token.lower_ not in voices()["untrue"]:
            continue
        verb = token.head
        if verb.lemma_ == "be" and token.dep_ in ("acomp", "attr"):
            said = saying_over(scene, token)
            right = token.lower_ in voices()["true"]
            noun = said.noun if said is not None and not said.void and negated(verb) == right else None
            matter = subjects(verb)
        else:
            call, matter = _called(token)
            noun = next(iter(agents(call)), None) if call is not None and not _undone(call) else None
        accused = any(_is_accusation(t) for t in matter)
        who = denier(scene, noun) or _spokesman(scene, noun) if noun is not None and accused else None
        if who is not None:
            yield _denial(scene, who, [token], 0.7)


def _called(word: Token) -> tuple[Token | None, list[Token]]:
    """The verb of "called the accusation baseless", "described the reports as false", and what is called so."""
    above = [t for t in word.ancestors if t.lemma_ in voices()["calling"]][:1]
    if word.lower_ in voices()["true"] or not above or above[0].i > word.i:
        return None, []
    between = [t for t in word.doc[above[0].i : word.i] if t.dep_ in ("dobj", "nsubj")]
    return above[0], between[:1]


def _is_accusation(noun: Token) -> bool:
    """An accusation or a report of a deed; of "the reports" alone it is open what they tell."""
    if noun.lemma_.lower() not in voices()["accusation"] or _of_other_things(noun):
        return False
    return noun.lemma_.lower() not in voices()["telling"] or any(
        is_deed(t) or _is_attack(t) or t.lemma_.lower() in frames().verbs
        for t in noun.subtree
        if t.i != noun.i
    )


def _spokesman(scene: Scene, noun: Token) -> Actor | None:
    """A described source: "a security source"."""
    who = who_is(scene, noun)
    official = noun.lemma_.lower() in voices()["mouthpieces"] and noun.pos_ == "NOUN"
    return who if official and who is not None and who.kind != "media" and (who.id or who.country) else None


# ------------------------------------------------------------------ deeds that are said not to be


def _held_to_nothing(scene: Scene) -> Iterator[Statement]:
    """ "The group said it was not behind the attack", "its spokesman said that it had nothing to do with it"."""
    for hold in held(scene.doc):
        saying = saying_over(scene, hold.word)
        if hold.negated and saying is not None and saying.noun is not None:
            own = denier(scene, saying.noun) if _of_self(scene, hold.doers, saying) else None
            who = own or _spoken_for(scene, hold.doers, saying)
            if who is not None:
                yield _denial(scene, who, [hold.word], 0.7)


def _spoken_for(scene: Scene, doers: tuple[Token, ...], saying: Saying) -> Actor | None:
    """ "Its spokesman said that the MILF had nothing to do with it": the doer whom a spokesman clears."""
    if saying.noun is None or saying.noun.lemma_.lower() not in voices()["mouthpieces"]:
        return None
    found = [w for t in doers if (w := party(scene, t)) is not None and identified(w)]
    guessed = any(t.dep_ == "poss" and t.pos_ == "PRON" for t in saying.noun.children)  # "its spokesman"
    sure = saying.party if not guessed else None
    return found[0] if found and (sure is None or one_side(sure, found[0])) else None


def _of_self(scene: Scene, doers: tuple[Token, ...], saying: Saying) -> bool:
    return any(is_own(scene, t, saying) for t in doers)


def _not_done(scene: Scene) -> Iterator[Statement]:
    """ "The army said there had been no attack", "that its forces had not shelled the town", "had fired nothing at it"."""
    for token in scene.doc:
        if _no_attack(token) or _attacked_not(token):
            saying = saying_over(scene, token)
            if saying is None or saying.noun is None or saying.void or saying.verb is None:
                continue
            own = _is_attack(token) or _of_self(scene, tuple(agents(token)), saying)
            who = denier(scene, saying.noun) if own else None
            if who is not None:
                yield _denial(scene, who, [token], 0.65)


def _no_attack(noun: Token) -> bool:
    """ "There had been no attack", "no strike took place"; "no further attacks", "no attacks since" tell of others."""
    verb = noun.head
    there = noun.dep_ == "attr" and verb.lemma_ == "be" and any(t.dep_ == "expl" for t in verb.children)
    happened = noun.dep_ in ("nsubj", "nsubjpass") and verb.lemma_ in _HAPPENING
    return (
        (there or happened)
        and _is_attack(noun)
        and noun.tag_ == "NN"
        and any(t.lower_ == "no" for t in noun.children)
        and not any(t.lower_ in voices()["further"] for t in [*noun.children, *verb.children])
    )


def _is_attack(noun: Token) -> bool:
    frame = frames().nouns.get(noun.lemma_.lower()) if noun.pos_ == "NOUN" else None
    return frame is not None and not frame.skip and not frame.needs_weapon and not frame.weak


def _attacked_not(verb: Token) -> bool:
    """A verb of attack in the past that is denied; "does not attack civilians" is a principle, "will not" a promise."""
    frame = frames().verbs.get(verb.lemma_.lower()) if verb.pos_ == "VERB" else None
    if frame is None or frame.cls not in ("attack", "impact", "launch") or is_passive(verb):
        return False
    auxiliaries = {t.lower_ for t in verb.children if t.dep_ == "aux"}
    past = verb.tag_ == "VBD" or "did" in auxiliaries or perfect(verb)
    none = any(t.lower_ in ("nothing", "nobody") for t in objects(verb))
    denied = negated(verb) or none or negated_cleft(verb)
    return past and denied and not auxiliaries & grammar("modal")


# ------------------------------------------------------------------ whose denial it is


def denier(scene: Scene, noun: Token) -> Actor | None:
    """Whom a denial is of: the group that a spokesman speaks for, the official of a state as named, else the force itself."""
    if noun.pos_ == "PRON":  # "he" may be anyone named before
        return party(scene, noun) if noun.lower_ in ("it", "they") else None
    group = party(scene, noun)
    if group is not None and (group.kind != "state" or not is_person(scene, noun)):
        return group if identified(group) else None
    who = person_beside(scene, noun) or named(scene, noun)
    return who if who is not None and (identified(who) or _full_name(who, noun)) else None


def _full_name(who: Actor, noun: Token) -> bool:
    """ "Joseph Kanyiri": a person that no table knows, by more than one name."""
    return noun.pos_ == "PROPN" and who.kind != "media" and sum(w[:1].isupper() for w in who.name.split()) > 1

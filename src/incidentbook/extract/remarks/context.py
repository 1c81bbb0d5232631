"""Events beside attacks: threats, talks, laws, arrests, withdrawals, handovers, truces, anniversaries, statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from spacy.tokens import Token

from incidentbook.extract.remarks.clause import actors_of, asserted, day_of, place_of
from incidentbook.extract.remarks.words import gate, kinds_of, table, words
from incidentbook.extract.scene import VERBAL, Scene, is_passive, noun_phrase, objects, prepositional
from incidentbook.extract.speakers import FORCES, named, voice
from incidentbook.model import Actor, ContextEvent, ContextKind, Document


@dataclass(frozen=True, slots=True)
class Told:
    """An event beside attacks with the word of its sentence that tells of it."""

    token: Token
    event: ContextEvent


def context_events(scene: Scene, document: Document) -> Iterator[Told]:
    """The events beside attacks that a sentence tells of, each with a day or with somebody who takes part."""
    if not gate("context").search(scene.lower) or scene.sentence.text.rstrip().endswith("?"):
        return
    taken = set[int]()
    for token in scene.doc:
        if token.i in taken:
            continue
        kind, object_ = _of_verb(scene, token)
        if kind is None and _of_noun(token) is not None and _specific(token) and _takes_place(token):
            kind = _of_noun(token)
        if kind is None or not asserted(token) or (object_ is not None and object_.i in taken):
            continue
        event = _event(scene, document, kind, token, object_)
        if event is not None:
            taken |= {token.i} | ({object_.i} if object_ is not None else set())
            yield Told(token, event)


def _event(
    scene: Scene, document: Document, kind: ContextKind, token: Token, object_: Token | None
) -> ContextEvent | None:
    who = tuple(dict.fromkeys(w for w in _parties(scene, token, object_) if _acts(w)))
    day = day_of(scene, token)
    place = place_of(scene, token)
    if day is None and not _certain(token, who) and not (kind == "talks" and _of_sides(token)):
        return None
    span = scene.span(_words(token, object_))
    return ContextEvent(
        id=f"{document.id}-context-{span.start}",
        kind=kind,
        what=span.shifted(-scene.sentence.span.start).of(scene.sentence.text),
        date=day,
        actors=who,
        place=place,
        speaker=voice(scene).speaker,
        span=span,
    )


_BOTH = 2  # parties that make bare "talks" certain ones


def _certain(token: Token, who: tuple[Actor, ...]) -> bool:
    """Whether who takes part makes it one that can be told from others."""
    told = (
        token.pos_ == "VERB"
        or token.lemma_.lower() == "threat"
        or any(t.dep_ in ("det", "poss", "amod", "compound") for t in token.lefts)
    )
    return bool(who) and (told or len(who) >= _BOTH)


def _of_sides(noun: Token) -> bool:
    return bool(prepositional(noun, "between", "with"))


def _takes_place(noun: Token) -> bool:
    """Whether what is said of it is a fact: "talks will begin", "until talks are held" are none yet."""
    verb = noun.head
    return noun.dep_ not in ("nsubj", "nsubjpass") or asserted(verb)


def _words(token: Token, object_: Token | None) -> list[Token]:
    """The words that tell of it: the verb with its object, or the noun with what stands before it and its verb."""
    if token.pos_ == "VERB":
        matter = [t for t in token.children if t.dep_ in ("dobj", "xcomp") and t.i > token.i]
        return [token, *((object_ and [object_]) or []), *matter[:1]]
    before = [t for t in noun_phrase(token) if t.i <= token.i]
    follows = token.dep_ in ("nsubj", "nsubjpass") and token.head.lemma_.lower() in words("of_talks")
    return [*before, token.head] if follows else before


def _parties(scene: Scene, token: Token, object_: Token | None) -> tuple[Actor, ...]:
    return (*actors_of(scene, token), *(actors_of(scene, object_) if object_ is not None else ()))


def _acts(who: Actor) -> bool:
    return who.id is not None or who.kind in FORCES


def _of_verb(scene: Scene, token: Token) -> tuple[ContextKind | None, Token | None]:
    """The kind of event that a verb tells of, and the object that it needs for that."""
    if token.pos_ != "VERB":
        return None, None
    lemma = token.lemma_.lower()
    for name, entry in table()["context_verbs"].items():
        if lemma not in entry["verbs"]:
            continue
        found, object_ = _fits(scene, token, entry)
        if found:
            return ("threat" if name == "vow" else name), object_
    return None, None


def _fits(scene: Scene, verb: Token, entry: Mapping[str, list[str]]) -> tuple[bool, Token | None]:
    if entry.get("particles") and not any(
        t.lower_ in entry["particles"] for t in verb.children if t.dep_ in ("prt", "advmod")
    ):
        return verb.lemma_ in ("transfer", "surrender") and _object(verb, entry) is not None, _object(
            verb, entry
        )
    if entry.get("armed") and not _by_the_armed(scene, verb):
        return False, None
    if not entry.get("objects"):
        armed = bool(entry.get("armed"))
        return (armed or bool(objects(verb))) and _has_doer(verb, as_usual=armed), None
    object_ = _object(verb, entry)
    acts = [t for t in verb.children if t.dep_ == "xcomp" and t.lemma_.lower() in entry.get("acts", ())]
    return object_ is not None or bool(acts), object_ or (acts[0] if acts else None)


def _object(verb: Token, entry: Mapping[str, list[str]]) -> Token | None:
    """An object of its list; "agreed to a truce", "began on talks" count too."""
    near = [*objects(verb), *prepositional(verb, "to", "on", "in", "into", "for")]
    near += (
        [t for t in verb.children if t.dep_ == "nsubj"] if entry.get("verbs", [""])[0] == "withdraw" else []
    )
    return next((t for t in near if _is_one_of(t, entry["objects"])), None)


def _is_one_of(noun: Token, listed: list[str]) -> bool:
    """ "A truce", and "a truce agreement"."""
    of_it = noun.lemma_.lower() in ("agreement", "deal", "accord", "round")
    return noun.lemma_.lower() in listed or (
        of_it and any(t.lemma_.lower() in listed for t in noun.subtree if t.i != noun.i)
    )


def _has_doer(verb: Token, *, as_usual: bool) -> bool:
    """Whether somebody does it, or it is done: "police arrested two", "two were arrested".

    `as_usual`: so much as in the present tense, as threats are made; "the police arrest people who …" is no arrest.
    """
    if not as_usual and verb.tag_ in ("VB", "VBP") and not any(t.dep_ == "aux" for t in verb.children):
        return False
    if any(t.dep_ in ("nsubj", "nsubjpass", "auxpass") for t in verb.children):
        return True
    shared = verb.dep_ == "conj" and verb.head.pos_ in VERBAL
    return shared or verb.dep_ == "relcl" or (verb.dep_ == "acl" and is_passive(verb))


def _by_the_armed(scene: Scene, verb: Token) -> bool:
    """Whether a state, a force or a group does it: "the group threatened to …", not "the row threatens the truce"."""
    doers = [t for t in verb.children if t.dep_ == "nsubj"]
    acts = any(t.dep_ in ("xcomp", "dobj", "ccomp") for t in verb.children)
    return acts and any((w := named(scene, t)) is not None and w.kind in FORCES for t in doers)


def _of_noun(token: Token) -> ContextKind | None:
    if token.pos_ != "NOUN":
        return None
    kind: ContextKind | None = kinds_of("context_nouns").get(token.lemma_.lower())  # type: ignore[assignment]
    return kind


def _specific(noun: Token) -> bool:
    """Whether a noun is told with what makes it one event: between whom, by whom, of what."""
    if noun.lemma_.lower() == "talk" and noun.tag_ != "NNS":
        return False
    if noun.dep_ == "compound" or any(t.lower_ in words("no_talks") for t in noun.lefts):
        return False
    return noun.lemma_.lower() != "threat" or bool(prepositional(noun, "from", "by"))

"""Who did it: the doer of an attack, as a fact, as the doer's own word, or as another's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from spacy.tokens import Token

from incidentbook.extract.deeds import negated, negated_cleft
from incidentbook.extract.lexicon import frames, grammar, roles, voices
from incidentbook.extract.places import site_of_words
from incidentbook.extract.scene import Scene, agents, is_passive, noun_phrase, objects, prepositional
from incidentbook.extract.speakers import (
    FORCES,
    Saying,
    armed,
    channel,
    identified,
    named,
    one_side,
    saying_over,
    source,
    voice,
)
from incidentbook.extract.triggers import Trigger, actor_at, weapon_at
from incidentbook.model import Actor, Attribution, Property, Span, Stance, Statement, Value
from incidentbook.normalise.actor import ActorMention
from incidentbook.normalise.actor import actor as actor_of

STATE_KINDS = frozenset({"state", "military", "police"})
_CLAIMERS = STATE_KINDS | {"armed_group", "international", "unknown"}
_SELF = frozenset({"it", "they", "we", "its", "their", "our"})
_OWN = frozenset({"its", "their", "our", "his"})


def doer_statements(scene: Scene, triggers: Sequence[Trigger]) -> Iterator[Statement]:
    """Who carried out the attack that the triggers of one mention tell."""
    if any(t.cls == "down" for t in triggers):
        yield from _downed(scene, triggers)
        return
    for trigger in triggers:
        token = scene.doc[trigger.token]
        saying = saying_over(scene, token)
        for noun in () if _not_done(token) else _doers(scene, trigger, token):
            found = _done_by(scene, noun, saying)
            yield from (s for s in found if s.property != "claimed_by" or trigger.cls != "harm")


def _not_done(token: Token) -> bool:
    """ "Did not attack", "attacked neither"."""
    return (
        negated(token)
        or negated_cleft(token)
        or any(t.lower_ in ("neither", "nor") for o in objects(token) for t in [o, *o.children])
    )


def _downed(scene: Scene, triggers: Sequence[Trigger]) -> Iterator[Statement]:
    """ "Two Houthi drones were shot down": whose they were."""
    for trigger in triggers:
        for noun in objects(scene.doc[trigger.token]):
            who = wielder(scene, noun)
            if who is not None and not hedged(noun):
                said = voice(scene)
                span = scene.span(noun_phrase(noun))
                yield statement(scene, "perpetrator", who, said.stance, said.speaker, span, 0.55)


def _done_by(scene: Scene, noun: Token, saying: Saying | None) -> Iterator[Statement]:
    if saying is not None and saying.void:
        return
    if is_own(scene, noun, saying):
        yield from owned_up(scene, saying, scene.span([noun, noun.head]), 0.65)
        return
    who = (
        _antecedent(scene, noun, saying)
        if noun.pos_ == "PRON"
        else wielder(scene, noun) or _agent(scene, noun)
    )
    if saying is not None and saying.noun is not None and noun.i == saying.noun.i:
        return
    if who is None:
        return
    span = scene.span(noun_phrase(noun))
    if hedged(noun):
        if identified(who):
            by = saying.speaker if saying else None
            yield statement(scene, "attributed_to", Attribution(by, who), "attributed", by, span, 0.55)
    elif who.id or (who.country and who.kind in ("armed_group", "military", "state")):
        said = voice(scene)
        yield statement(scene, "perpetrator", who, said.stance, said.speaker, span, 0.7 if who.id else 0.4)
        yield from _laid_to(scene, noun, who, saying, span)


def _laid_to(scene: Scene, noun: Token, who: Actor, saying: Saying | None, span: Span) -> Iterator[Statement]:
    """ "Police said rebels shot them": no fact of the article's own, but the word of one who is no part of it."""
    if saying is None or saying.noun is None or not identified(who) or _presupposed(noun):
        return
    by = source(scene, saying.noun)
    if by is not None and by.kind not in ("media", "civilian") and not one_side(by, who):
        yield statement(scene, "attributed_to", Attribution(by, who), "reported", by, span, 0.5)


def statement(
    scene: Scene,
    prop: Property,
    value: Value | None,
    stance: Stance,
    speaker: Actor | None,
    span: Span,
    confidence: float,
) -> Statement:
    """A statement of this sentence, by the channel that it names."""
    return Statement(prop, value, stance, speaker, channel(scene), span, confidence)


def _presupposed(noun: Token) -> bool:
    """ "It downed two missiles that the Houthis had fired": what the speaker does not assert is no accusation of his."""
    return any(t.dep_ in ("relcl", "acl", "advcl") for t in noun.ancestors)


# ------------------------------------------------------------------ one's own deed


def owned_up(scene: Scene, saying: Saying | None, span: Span, confidence: float) -> Iterator[Statement]:
    """ "The group said it had sent three drones": a claim; a state's forces that say so are the doers as well."""
    if saying is None or saying.party is None or saying.party.kind not in _CLAIMERS:
        return
    who = saying.party
    if who.id is None and who.kind in STATE_KINDS:
        return  # "a defence official" owns up to nothing
    yield statement(scene, "claimed_by", who, "claimed", saying.speaker or who, span, confidence)
    if who.kind in STATE_KINDS:
        yield statement(scene, "perpetrator", who, "claimed", saying.speaker or who, span, confidence)


def is_own(scene: Scene, doer: Token, saying: Saying | None) -> bool:
    """Whether the doer of a clause is the one who says it, or its own men and means."""
    if saying is None or saying.party is None or saying.noun is None:
        return False
    if _may_be(doer.head):
        return False
    if doer.i == saying.noun.i:
        return doer.head.i != saying.verb.i if saying.verb is not None else False
    if doer.lower_ == "we":
        return saying.verb is not None  # a quotation: its author may stand before it or behind it
    if doer.lower_ in _SELF or own_force(doer):
        return saying.verb is not None and saying.verb.i < doer.i  # "it killed a soldier, the army said"
    who = saying.party if _short_for(doer, saying.party) else named(scene, doer)
    quoted = saying.verb is not None
    return quoted and who is not None and who.kind in _CLAIMERS - {"unknown"} and one_side(who, saying.party)


def _short_for(doer: Token, party: Actor) -> bool:
    """ "A spokesman for the Saudi-led coalition said that the coalition had not …": the last word of the name alone."""
    bare = [t.lower_ for t in doer.children if t.dep_ in ("det", "amod", "compound", "nmod", "poss")] == [
        "the"
    ]
    return bare and doer.lower_ == party.name.lower().split()[-1]


def _may_be(verb: Token) -> bool:
    """ "They would begin", "it vowed to attack": no deed yet."""
    near = [verb, *list(verb.ancestors)[:2]]
    modal = any(t.lower_ in grammar("modal") for v in near for t in v.children if t.dep_ == "aux")
    return modal or any(v.lemma_.lower() in voices()["not_yet"] for v in near)


def own_force(doer: Token) -> bool:
    """ "Its fighters", "one of our men", "fighters of its eastern wing"."""
    if doer.lemma_.lower() not in voices()["own_forces"]:
        return False
    inside = [t for c in doer.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.subtree]
    return any(t.lower_ in _OWN for t in [*doer.children, *inside])


def _antecedent(scene: Scene, pronoun: Token, saying: Saying | None) -> Actor | None:
    """ "Washington has retaliated: last week it killed four": the doer named before it in the sentence, where nobody speaks."""
    if pronoun.lower_ not in ("it", "they") or saying is not None or scene.munition:
        return None
    before = [t for t in scene.doc[: pronoun.i] if t.dep_ == "nsubj" and t.pos_ in ("NOUN", "PROPN")]
    return armed(scene, before[-1]) if before else None


def _agent(scene: Scene, noun: Token) -> Actor | None:
    """The actor that a noun stands for, where it is no weapon and no event."""
    if weapon_at(scene, noun) or noun.lemma_.lower() in frames().nouns:
        return None
    return armed(scene, noun)


def wielder(scene: Scene, noun: Token) -> Actor | None:
    """Whose weapon, craft or man it is: "a Houthi drone", "drones of the RSF", "a Taliban suicide bomber"."""
    tool = weapon_at(scene, noun) is not None or noun.lemma_.lower() in voices()["tools"]
    if not tool:
        return None
    near = [t for t in noun.children if t.dep_ in ("compound", "amod", "poss", "nmod") and t.i < noun.i]
    owners = [*near, *prepositional(noun, "of", "from")]
    found = [m for t in owners if not _merely_made(t) and (m := actor_at(scene, t)) is not None]
    whose = next((m for m in found if m.actor.kind in FORCES and (m.actor.id or m.actor.country)), None)
    if whose is None:
        return None
    return whose.actor if noun.lemma_.lower() in frames().nouns else _forces(whose)


def _forces(mention: ActorMention) -> Actor:
    """The forces of a state whose adjective stands before a weapon: "a Ukrainian drone" is flown by Ukrainian forces."""
    owner = mention.actor
    adjective_of_state = owner.kind == "state" and mention.text != owner.name
    if not adjective_of_state and not (owner.kind == "military" and owner.id is None):
        return owner
    adjective = [t for t in mention.text.split() if t[:1].isupper()][:1]
    forces = actor_of(" ".join([*adjective, "forces"]))
    return forces if forces.id and forces.kind == "military" and forces.country == owner.country else owner


def _merely_made(word: Token) -> bool:
    """ "Iranian-made drones": whose make, not whose hand."""
    return any(
        t.lower_ in ("made", "built", "supplied", "style", "type") for t in [word, *word.children, word.head]
    )


# ------------------------------------------------------------------ the doers of a trigger


def _doers(scene: Scene, trigger: Trigger, token: Token) -> list[Token]:
    if trigger.cls == "down" or token.lemma_ in ("die", "perish"):
        return []
    if trigger.cls == "harm" and not is_passive(token) and not any(t.dep_ == "dobj" for t in token.children):
        return []
    if trigger.cls is not None:
        return [] if _may_be_passive(scene, token) else agents(token)
    if (verb := carrier(token)) is not None:
        return agents(verb)
    before = [t for t in token.subtree if t.i < token.i and _makes(scene, t, token)]
    return [*before, *prepositional(token, "by")]


def _may_be_passive(scene: Scene, verb: Token) -> bool:
    """ "Seven policemen ambushed in valley": a headline without its auxiliary names the victim first."""
    return (
        verb.tag_ in ("VBD", "VBN")
        and not is_passive(verb)
        and not objects(verb)
        and not prepositional(verb, "at", "on", "into", "against")
        and (scene.sentence.region == "title" or verb.lemma_ != "attack")
    )


def carrier(event: Token) -> Token | None:
    """The verb of "launched airstrikes", "answered with airstrikes", "carried out the attack"."""
    verb = event.head.head if event.dep_ == "pobj" and event.head.lower_ == "with" else event.head
    return verb if event.dep_ in ("dobj", "pobj", "nsubjpass") and verb.lemma_ in frames().doing else None


def _makes(scene: Scene, doer: Token, event: Token) -> bool:
    """ "U.S. drone strike", "Israeli army raid": an actor with nothing but weapons between it and the event."""
    between = scene.doc[doer.i + 1 : event.i]
    aimed_at = any(t.is_punct or site_of_words([t.lower_]) or t.lower_ in roles()["aims"] for t in between)
    return actor_at(scene, doer) is not None and not aimed_at and not _where_it_was(scene, doer)


_ABBREVIATION = 4


def _where_it_was(scene: Scene, word: Token) -> bool:
    """ "The Mali attack", "Sanaa air strike": a country's own name says where; "US" may be an adjective."""
    mention = actor_at(scene, word)
    if mention is None or mention.actor.kind != "state" or word.dep_ == "poss":
        return False
    short = word.text.isupper() and len(word.text) <= _ABBREVIATION
    named_place = any(not p.demonym and p.span == mention.span for p in scene.clues.places)
    return mention.metonym or (named_place and not short)


def hedged(noun: Token) -> bool:
    """Whether a doer is only suspected: "alleged rebels", "a suspected al-Shabaab attack"."""
    near = [*noun.subtree, *(noun.head.lefts if noun.dep_ in ("compound", "amod", "nmod") else ())]
    verb = [t for t in noun.head.children if t.dep_ == "advmod"]
    return any(t.lower_ in voices()["hedge"] for t in [*near, *verb])

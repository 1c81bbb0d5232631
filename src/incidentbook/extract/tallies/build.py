"""A tally from its words: whose attacks, where, on what, with how many dead."""

from __future__ import annotations

from dataclasses import replace

from spacy.tokens import Token

from incidentbook.extract.lexicon import frames
from incidentbook.extract.mentions import is_location
from incidentbook.extract.scene import Scene, agents, is_passive, noun_phrase, objects, prepositional
from incidentbook.extract.speakers import identified, named, voice
from incidentbook.extract.tallies.ways import (
    TIMES,
    attack_frame,
    deadly_deed,
    does,
    under_attack,
    verb_of_times,
    ways,
)
from incidentbook.extract.tallies.words import attack_noun, effects
from incidentbook.extract.triggers import actor_at
from incidentbook.model import Actor, Count, Document, Interval, Place, Span, Tally
from incidentbook.normalise.place import PlaceMention
from incidentbook.normalise.quantity import Quantity

_ARMED = ("state", "military", "police", "armed_group")
_BLAMED = frozenset({"claim", "blame", "attribute", "carry", "commit", "stage", "conduct", "launch", "mount"})


def attacks_tally(
    scene: Scene, document: Document, noun: Token, number: Quantity, interval: Interval | None, what: str
) -> Tally:
    """A count of attacks, with the dead and the injured that the sentence gives them."""
    span = _stretch(scene, noun, number)
    return Tally(
        id=f"{document.id}-t{span.start}",
        count=Count.exactly(number.count.low) if number.ordinal else number.count,
        period=interval,
        what=what,
        place=_place(scene, noun),
        target=target_of(scene, noun),
        perpetrator=perpetrator_of(scene, noun),
        killed=_harmed(scene, noun, "killed"),
        injured=_harmed(scene, noun, "injured"),
        speaker=voice(scene).speaker,
        span=span,
    )


def people_tally(
    scene: Scene, document: Document, noun: Token, number: Quantity, interval: Interval | None, effect: str
) -> Tally:
    """A count of those killed or injured over a period."""
    verb = _verb(noun)
    span = _stretch(scene, noun, number)
    return Tally(
        id=f"{document.id}-t{span.start}",
        count=number.count,
        period=interval,
        what=f"{_group(scene, noun, number)} {effect}{deadly_deed(scene, verb)}{ways(scene, verb)}",
        place=_place(scene, noun),
        target=None,
        perpetrator=_killer(scene, noun),
        killed=number.count if effect == "killed" else None,
        injured=number.count if effect == "injured" else None,
        speaker=voice(scene).speaker,
        span=span,
    )


def _stretch(scene: Scene, noun: Token, number: Quantity) -> Span:
    inside = scene.span([noun])
    return Span(min(number.span.start, inside.start), max(number.span.end, inside.end))


def _group(scene: Scene, noun: Token, number: Quantity) -> str:
    """Who is counted: "aid workers"; with a figure that the text does not vouch for: "about 20 people"."""
    if noun.pos_ not in ("NOUN", "PROPN") or noun.lemma_.lower() in ("life", "death", "fatality"):
        return "people"
    last = max(t.i for t in scene.tokens(number.span))
    before = [t for t in noun.lefts if t.i > last and t.dep_ in ("compound", "amod", "nmod")]
    hedge = f"{number.text.partition(' ')[0].lower()} {number.count.low} " if number.hedge in _LOOSE else ""
    return hedge + (scene.words([*before, noun]) if noun.i > last else "people")


def _verb(noun: Token) -> Token:
    """The verb of those who are counted: "killed" of "40 people killed"."""
    below = next((c for c in noun.children if c.dep_ == "acl" and c.tag_ == "VBN"), None)
    return below if below is not None else noun.head


def perpetrator_of(scene: Scene, noun: Token) -> Actor | None:
    """Whose attacks are counted: "by the group", "Turkish drone strikes", "it has carried out", "claimed by"."""
    near = [*prepositional(noun, "by"), *(t for t in noun.lefts if actor_at(scene, t))]
    near += agents(noun.head) if noun.dep_ in ("dobj", "nsubjpass") and does(scene, noun.head) else []
    near += [a for c in noun.children if c.dep_ == "acl" and c.lemma_ in _BLAMED for a in agents(c)]
    verb = verb_of_times(noun)
    if noun.lower_ in TIMES and verb.pos_ == "VERB" and not under_attack(verb):
        near += agents(verb)
    return next((w for t in near if (w := _doer(scene, t)) is not None), None)


def _killer(scene: Scene, noun: Token) -> Actor | None:
    doers = agents(noun.head) if noun.dep_ in ("dobj", "nsubjpass") else []
    return next((w for t in doers if (w := _doer(scene, t)) is not None), None)


def _doer(scene: Scene, token: Token) -> Actor | None:
    who = named(scene, token)
    armed = who is not None and (who.kind in _ARMED or (who.kind == "civilian" and who.id is not None))
    return who if armed and identified(who) and frames().nouns.get(token.lemma_.lower()) is None else None


def _place(scene: Scene, noun: Token) -> Place | None:
    """Where they were: a place told with the noun, else in its clause, else the first of the sentence."""
    verb = next((t for t in noun.ancestors if t.pos_ in ("VERB", "AUX")), noun)
    under = {t.i for t in noun.subtree}
    clause = {t.i for t in verb.subtree}
    said = [p for p in scene.clues.places if p.place and is_location(scene, p)]
    named = ((p, scene.head(p.span)) for p in said or _unresolved(scene))
    ranked = [(p, head) for p, head in named if not _is_beside(noun, head)]
    best = min(
        ranked,
        key=lambda r: 3 if r[1] is None else 0 if r[1].i in under else 1 if r[1].i in clause else 2,
        default=None,
    )
    if best is None:
        return None
    inner = [(p, head) for p, head in ranked if p is not best[0] and _inside(p.place, best[0].place)]
    owned = next((p.place for p, head in inner if _owns(best[1], head)), None)
    return owned or _with_conjuncts(scene, best[1], best[0].place)


def _is_beside(noun: Token, name: Token | None) -> bool:
    """Whether a place is told in an aside behind the count: "on our interests – troops, the embassy in Baghdad –"."""
    between = noun.doc[noun.i + 1 : name.i] if name is not None and name.i > noun.i else ()
    marks = [t.text for t in between if t.text in _ASIDE]
    return sum(m in _OPENS for m in marks) % 2 == 1 if ")" not in marks else marks[-1] != ")"


_OPENS = frozenset({"–", "—", "--", "("})
_ASIDE = _OPENS | {")"}


def _unresolved(scene: Scene) -> list[PlaceMention]:
    """Places that nothing in the text tells from their namesakes, by their names: without them a count would be of everywhere.

    Where fire came from is not where it fell.
    """
    open_ones = [p for p in scene.clues.places if p.place is None and p.candidates and not p.demonym]
    named = [replace(p, place=Place(p.text, None, None, None, None, None, None)) for p in open_ones]
    return [p for p in named if is_location(scene, p) and not _origin(scene.head(p.span))]


def _origin(name: Token | None) -> bool:
    return name is not None and name.dep_ == "pobj" and name.head.lower_ == "from"


def _owns(country: Token | None, head: Token | None) -> bool:
    """ "Nigeria's Delta state"."""
    if country is None or head is None or head.i == country.i:
        return False
    return country.dep_ == "poss" and country.head.i in (head.i, head.head.i)


def _inside(place: Place | None, country: Place | None) -> bool:
    return place is not None and country is not None and place.country == country.country


def _with_conjuncts(scene: Scene, head: Token | None, place: Place | None) -> Place | None:
    """The place with those that are told in one breath with it: "in Iraq and Syria" is one place of that name, on no point."""
    if head is None or place is None:
        return place
    told = {head.i, *(t.i for t in head.conjuncts)}
    beside = [
        p.place
        for p in scene.clues.places
        if p.place and not p.demonym and (t := scene.head(p.span)) is not None and t.i in told
    ]
    names = list(dict.fromkeys(p.name for p in beside))
    if len(names) < 2 or any((p.precision or 0) < _COUNTRY for p in beside):
        return place
    return Place(f"{', '.join(names[:-1])} and {names[-1]}", None, None, None, None, _COUNTRY, None)


def target_of(scene: Scene, noun: Token) -> str | None:
    """What was attacked: "attacks on bases", "45 attacks targeted bases", "bases were subjected to five attacks"; itself where it
    is what is counted ("attacked six ships", "shelled the port six times").
    """
    if not attack_noun(noun.lemma_.lower()):
        behind = noun.doc[noun.i + 1] if noun.i + 1 < len(noun.doc) else noun
        against = [c for c in behind.children if c.dep_ == "pobj"] if behind.lower_ == "against" else []
        return scene.words(noun_phrase(against[0])) if against else _struck(scene, noun)
    aims = prepositional(noun, "on", "against")
    beside = [t for t in prepositional(noun, "of", "from", "at") if _is_thing(scene, t)]
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in _SUMS:
        noun = noun.head.head
    verb = noun.head
    if not aims and noun.dep_ == "nsubj" and verb.lemma_ in _AIMED and not is_passive(verb):
        aims = [c for c in verb.children if c.dep_ == "dobj"]
    if not aims and noun.dep_ == "pobj" and noun.head.lower_ == "to" and verb.head.lemma_ in _SUFFERED:
        aims = [c for c in verb.head.children if c.dep_ in ("nsubjpass", "nsubj")]
    if not aims and noun.dep_ == "dobj" and verb.lemma_ in _BORNE:
        aims = [c for c in verb.children if c.dep_ == "nsubj"]
    aims = aims or beside
    return scene.words(noun_phrase(aims[0])) if aims else None


def _is_thing(scene: Scene, noun: Token) -> bool:
    """ "Kidnappings from schools", "killings of journalists": no place and no time."""
    named = [*(p.span for p in scene.clues.places), *(t.span for t in scene.clues.times)]
    return noun.tag_ == "NNS" and not any(noun in scene.tokens(span) for span in named)


def _struck(scene: Scene, noun: Token) -> str | None:
    if noun.lower_ not in TIMES:
        counted = attack_frame(scene, noun.head) is not None and noun.dep_ in ("dobj", "nsubjpass")
        return (
            scene.words([t for t in noun_phrase(noun) if t.dep_ in _NAMING or t.i == noun.i])
            if counted
            else None
        )
    verb = verb_of_times(noun)
    hit = [t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass")] if under_attack(verb) else []
    frame = attack_frame(scene, verb)
    hit = hit or (
        [*objects(verb), *prepositional(verb, *frame.entry.split()[1:])] if frame is not None else []
    )
    places = {t.i for p in scene.clues.places for t in scene.tokens(p.span) if not p.demonym}
    things = (noun_phrase(t) for t in hit)
    return next((scene.words(t) for t in things if not places & {u.i for u in t}), None)


_LOOSE = ("about", "nearly")  # hedges of a quantity that the figure itself does not show
_NAMING = ("compound", "nmod")
_SUMS = frozenset({"total", "number", "series", "string", "count"})
_AIMED = frozenset({"target", "hit", "strike"})
_SUFFERED = frozenset({"subject", "expose"})
_BORNE = frozenset({"suffer", "face", "sustain", "endure", "witness"})
_COUNTRY = 6  # UCDP where_prec


def _harmed(scene: Scene, noun: Token, effect: str) -> Count | None:
    """The dead of "43 attacks that killed 120 people"."""
    verbs = [c for c in noun.children if c.dep_ in ("relcl", "acl")]
    verbs += [noun.head] if noun.dep_ == "nsubj" else []
    verbs += [c for v in verbs for c in v.conjuncts if c.pos_ == "VERB"]
    hurting = [v for v in verbs if v.lemma_.lower() in effects("toll_verbs")[effect] and not is_passive(v)]
    hurt = [o for v in hurting for o in v.children if o.dep_ == "dobj"]
    tokens = {t.i for o in hurt for t in (o, *o.children)}
    counts = [
        q.count
        for q in scene.clues.quantities
        if q.kind == "count" and not q.ordinal and any(t.i in tokens for t in scene.tokens(q.span))
    ]
    return counts[0] if len(counts) == 1 else None

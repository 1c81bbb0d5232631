"""How attacks went: "have stopped since the summer", "a rise in attacks", "has resumed its raids"."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

from incidentbook.extract.lexicon import frames
from incidentbook.extract.remarks.clause import asserted, clause_verb, place_of
from incidentbook.extract.remarks.words import gate, kinds_of, words
from incidentbook.extract.scene import VERBAL, Scene, agents, is_passive, noun_phrase, perfect, prepositional
from incidentbook.extract.speakers import voice
from incidentbook.extract.tallies.build import perpetrator_of, target_of
from incidentbook.extract.tallies.periods import Period, nearest, of_the_clause, periods
from incidentbook.extract.tallies.words import attack_noun
from incidentbook.extract.triggers import weapon_at
from incidentbook.model import Document, Interval, Trend

_WEEK = 7  # days: a stretch that is shorter is no trend


def trends(scene: Scene, document: Document) -> Iterator[Trend]:
    """The trends that a sentence tells of."""
    if not gate("trend").search(scene.lower):
        return
    found: list[Period] | None = None
    for token in scene.doc:
        kind, noun = _of_verb(scene, token) or _of_noun(scene, token) or (None, None)
        if kind is None or noun is None or not asserted(token):
            continue
        found = periods(scene, document) if found is None else found
        period = _period(scene, found, token, noun)
        if _over_time(scene, token, noun, period):
            yield _trend(scene, document, kind, token, noun, period.interval if period else None)


def _trend(
    scene: Scene, document: Document, kind: str, told: Token, noun: Token, period: Interval | None
) -> Trend:
    span = scene.span([told, noun])
    return Trend(
        id=f"{document.id}-trend-{span.start}",
        kind=kind,  # type: ignore[arg-type]
        what=scene.words(noun_phrase(noun)),
        period=period,
        place=place_of(scene, noun),
        target=target_of(scene, noun),
        perpetrator=perpetrator_of(scene, noun),
        speaker=voice(scene).speaker,
        span=span,
    )


def _of_verb(scene: Scene, token: Token) -> tuple[str, Token] | None:
    """ "Attacks have stopped", "the number of raids rose", "were suspended", "has stepped up its attacks"."""
    if token.pos_ != "VERB":
        return None
    lemma = _with_particle(token)
    goes, done = kinds_of("trend_verbs").get(lemma), kinds_of("trend_deeds").get(lemma)
    if goes is None and done is None:
        return None
    goes = _compared(token, goes)
    subject = next((t for t in token.children if t.dep_ in ("nsubj", "nsubjpass")), None)
    if goes and subject is not None and _goes_by_itself(token, subject):
        noun = _attacks(scene, subject)
        if noun is not None:
            return goes, noun
    if done is None:
        return None
    affected = subject if is_passive(token) else _affected(token)
    noun = _attacks(scene, affected) if affected is not None else None
    return (done, noun) if noun is not None and (is_passive(token) or _own(token, noun)) else None


def _goes_by_itself(verb: Token, subject: Token) -> bool:
    """ "Attacks rose": the subject goes so, and nobody makes it so."""
    made = any(t.dep_ == "dobj" for t in verb.children)
    return subject.dep_ == "nsubj" and subject.i < verb.i and not made


def _affected(verb: Token) -> Token | None:
    """What is stopped or taken up again: "resumed their attacks", "have resumed launching attacks"."""
    acts = [t for t in verb.children if t.dep_ == "xcomp" and t.tag_ == "VBG"]
    return next((t for v in (verb, *acts) for t in v.children if t.dep_ == "dobj"), None)


def _compared(verb: Token, goes: str | None) -> str | None:
    """What "have grown more frequent", "have grown rarer" come to: an adjective behind the verb decides."""
    state = next((t for t in verb.children if t.dep_ in ("acomp", "oprd", "attr")), None)
    if state is None or verb.lemma_ not in ("become", "get", "grow"):
        return goes if verb.lemma_ not in ("become", "get") else None
    more = any(t.lower_ == "more" for t in state.children)
    less = any(t.lower_ in ("less", "fewer") for t in state.children)
    low = state.lower_
    if low in words("fewer_words") and not less:
        return "fell"
    if low in words("more_words"):
        return "fell" if less else ("rose" if more or low.endswith("er") else None)
    return None


def _with_particle(verb: Token) -> str:
    particle = next((t.lower_ for t in verb.children if t.dep_ == "prt"), None)
    return f"{verb.lemma_.lower()} {particle}" if particle else verb.lemma_.lower()


def _own(verb: Token, noun: Token) -> bool:
    """Whether it is the attacker who stops: "has halted its attacks", not "police stopped the attacks"."""
    return noun.head.dep_ == "xcomp" or (
        bool(agents(verb)) and any(t.dep_ == "poss" and t.lower_ in ("its", "their") for t in noun.children)
    )


def _of_noun(scene: Scene, token: Token) -> tuple[str, Token] | None:
    """ "A surge in attacks", "the lull in violence"."""
    kind = kinds_of("trend_nouns").get(token.lemma_.lower())
    if kind is None or token.pos_ != "NOUN":
        return None
    noun = next((n for t in prepositional(token, "in", "of") if (n := _attacks(scene, t)) is not None), None)
    return (kind, noun) if noun is not None and _told(token) else None


def _told(noun: Token) -> bool:
    """Whether such a noun stands where it is a fact: the subject, or behind a word that tells of it."""
    if noun.dep_ in ("nsubj", "nsubjpass", "attr"):
        return noun.i < noun.head.i or any(t.dep_ == "expl" for t in noun.head.children)
    return noun.dep_ in ("pobj", "dobj") and noun.head.lemma_.lower() in words("trend_tellers")


def _attacks(scene: Scene, token: Token) -> Token | None:
    """The attacks that a noun stands for: in the plural, as a mass ("violence"), or "the number of attacks"."""
    lemma = token.lemma_.lower()
    if lemma in words("rates"):
        return next((n for t in prepositional(token, "of") if (n := _attacks(scene, t)) is not None), None)
    if weapon_at(scene, token) is not None and not attack_noun(lemma):
        return None
    if lemma in words("masses") or scene.words(noun_phrase(token)).lower() in words("masses"):
        return token
    frame = frames().nouns.get(lemma)
    plural = (
        token.tag_ in ("NNS", "NNPS")
        and attack_noun(lemma)
        and not any(t.dep_ == "nummod" for t in token.children)
    )
    return token if plural and (frame is None or not frame.needs_weapon) else None


def _period(scene: Scene, found: list[Period], told: Token, noun: Token) -> Period | None:
    mine = [p for p in found if of_the_clause(p, told) or of_the_clause(p, noun)]
    return nearest(scene, mine, scene.span([noun]), told)


def _over_time(scene: Scene, told: Token, noun: Token, period: Period | None) -> bool:
    """Whether it is said of a time, and of no single day: a period, a perfect, a comparison."""
    if period is not None and (period.running or period.interval is None or period.days >= _WEEK):
        return True
    if told.pos_ not in VERBAL:
        return period is None and clause_verb(told).tag_ in ("VBZ", "VBP", "VBN", "VBG", "VBD")
    progressive = told.tag_ == "VBG" and any(
        t.dep_ == "aux" and t.lower_ in ("is", "are") for t in told.children
    )
    return perfect(told) or progressive

"""A sentence with its parse and its clues, and the questions that the readers of roles ask of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from spacy.tokens import Token

from incidentbook.extract.clues import Clues
from incidentbook.extract.parse import Parsed, head_of, tokens_of
from incidentbook.extract.sentences import Sentence
from incidentbook.model import Actor, Span, Stance
from incidentbook.normalise.place import PlaceMention
from incidentbook.normalise.weapon import WeaponMention

if TYPE_CHECKING:
    from incidentbook.extract.reader.reading import Reading

CLAUSE_HEADS = frozenset({"relcl", "advcl", "acl", "ccomp", "parataxis", "pcomp"})
VERBAL = frozenset({"VERB", "AUX"})


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a sentence, and by what channel; None for the article's own voice."""

    speaker: Actor | None
    channel: str | None

    @property
    def stance(self) -> Stance:
        """`reported` where somebody speaks."""
        return "reported" if self.speaker else "stated"


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence, parsed. Tokens are counted in the sentence, spans in the document.

    `speaker` is who spoke last before it: whom "he added" means; `munition` is what flew or lay last before it: what
    "they were fired from" and "another fell on" mean; `group` is the armed group named last: "the group claimed";
    `said` is its own voice, once that is known; `reading` is what the trained reader makes of the document, if there is one;
    `named` are the places named so far, the last one first: "the base".
    """

    sentence: Sentence
    doc: Parsed
    clues: Clues
    speaker: Actor | None = None
    munition: WeaponMention | None = None
    group: Actor | None = None
    named: tuple[PlaceMention, ...] = ()
    said: Voice | None = None
    reading: Reading | None = None

    def tokens(self, span: Span) -> list[Token]:
        """The tokens under a span of the document."""
        return tokens_of(self.doc, span.shifted(-self.sentence.span.start))

    def head(self, span: Span) -> Token | None:
        """The token that the others of a span hang on."""
        tokens = self.tokens(span)
        return head_of(tokens) if tokens else None

    def span(self, tokens: Iterable[Token]) -> Span:
        """The stretch of the document from the first of the tokens to the last."""
        listed = list(tokens)
        start = min(t.idx for t in listed)
        end = max(t.idx + len(t) for t in listed)
        return Span(start, end).shifted(self.sentence.span.start)

    def words(self, tokens: Iterable[Token]) -> str:
        """The words of that stretch."""
        span = self.span(tokens).shifted(-self.sentence.span.start)
        return span.of(self.sentence.text)

    @property
    def lower(self) -> str:
        """The words of the sentence in lower case, with straight apostrophes."""
        return self.sentence.text.lower().replace("’", "'")

    def phrase_span(self, phrase: str) -> Span | None:
        """Where a phrase of the lists stands in the sentence."""
        at = self.lower.find(phrase)
        return None if at < 0 else Span(at, at + len(phrase)).shifted(self.sentence.span.start)


def distance(a: Token, b: Token) -> int:
    """How many steps of the tree lie between two tokens."""
    up_a = _ancestors(a)
    up_b = _ancestors(b)
    common = next((n for n in up_a if n in up_b), None)
    return len(up_a) + len(up_b) if common is None else up_a[common] + up_b[common]


def _ancestors(token: Token) -> dict[int, int]:
    path = {token.i: 0}
    node = token
    while node.head.i != node.i:
        node = node.head
        path[node.i] = len(path)
    return path


def governing(token: Token, triggers: frozenset[int]) -> int | None:
    """The trigger that a token belongs to: the one it hangs on, or the nearest under the lowest clause that both share.

    None where the token stands in a side clause that has no trigger of its own ("a base that was handed over on Saturday").
    """
    path: list[Token] = []
    node = token
    while True:
        if node.i in triggers:
            return None if any(map(_side_clause, path)) else node.i
        path.append(node)
        if node.head.i == node.i:
            return _under(token, path, triggers)
        node = node.head


def _under(token: Token, path: list[Token], triggers: frozenset[int]) -> int | None:
    for depth, node in enumerate(path):
        below = [t for t in node.subtree if t.i in triggers]
        if below:
            if any(map(_side_clause, path[:depth])):
                return None
            return min(below, key=lambda t: (distance(token, t), abs(token.i - t.i))).i
    if any(map(_side_clause, path)):
        return None
    return min(
        triggers, key=lambda i: abs(token.i - i), default=None
    )  # a second root: the parser lost the thread


def _side_clause(token: Token) -> bool:
    if token.pos_ not in VERBAL or (token.dep_ == "acl" and token.tag_ == "VBG"):
        return False  # "a base hosting soldiers on Sunday": the time is that of the main clause
    return token.dep_ in CLAUSE_HEADS or (
        token.dep_ == "conj" and any(t.dep_ in ("nsubj", "nsubjpass") for t in token.children)
    )


def subjects(verb: Token) -> list[Token]:
    """Its subjects, those it shares with the verb it is joined to, and the noun that its participle hangs on."""
    own = [t for t in verb.children if t.dep_ in ("nsubj", "nsubjpass", "csubj") or _listed(t)]
    if own:
        return [u for t in own for u in (_antecedent(t), *t.conjuncts)]
    if verb.dep_ in ("conj", "xcomp") and verb.head.i != verb.i and verb.head.pos_ in VERBAL:
        return subjects(verb.head)
    if verb.dep_ == "xcomp" and verb.head.dep_ == "acomp":  # "police were quick to accuse them"
        return subjects(verb.head.head)
    if verb.dep_ == "acl":
        return [verb.head]
    if verb.dep_ == "advcl" and verb.tag_ in ("VBG", "VBN") and verb.head.pos_ in VERBAL:
        return [verb.head, *subjects(verb.head)]
    return []


def _listed(token: Token) -> bool:
    """ "Two" of "Two Americans, one Briton die": what a headline lists before its subject."""
    return token.dep_ == "dep" and token.i < token.head.i and token.pos_ in ("NOUN", "PROPN")


def _antecedent(token: Token) -> Token:
    """The noun for "which" and "that" of a relative clause."""
    clause = token.head
    return clause.head if token.tag_ in ("WDT", "WP") and clause.dep_ == "relcl" else token


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive, or a bare past participle after its noun."""
    return any(t.dep_ in ("nsubjpass", "auxpass") for t in verb.children) or (
        verb.dep_ in ("acl", "ROOT", "conj")
        and verb.tag_ == "VBN"
        and not any(t.dep_ in ("nsubj", "aux") for t in verb.children)
    )


def perfect(verb: Token) -> bool:
    """Whether a verb stands in a perfect: "has killed"."""
    return any(t.dep_ == "aux" and t.lower_ in ("have", "has", "had", "'ve") for t in verb.children)


def objects(verb: Token) -> list[Token]:
    """Its direct objects with those joined to them; the subject of a passive."""
    if is_passive(verb):
        return subjects(verb)
    direct = [t for t in verb.children if t.dep_ in ("dobj", "oprd", "dative")]
    return [u for t in direct for u in (t, *t.conjuncts)]


def agents(verb: Token) -> list[Token]:
    """Who does it: the subject of an active, "by …" of a passive."""
    if verb.dep_ == "advcl" and verb.tag_ == "VBG" and verb.head.pos_ in VERBAL:
        return [verb.head, *agents(verb.head)]
    if not is_passive(verb):
        return subjects(verb)
    by = [
        p
        for t in verb.children
        if t.dep_ == "agent" or (t.dep_ == "prep" and t.lower_ == "by")
        for p in t.children
        if p.dep_ == "pobj"
    ]
    return [u for t in by for u in (t, *t.conjuncts)]


def prepositional(head: Token, *words: str) -> list[Token]:
    """The nouns behind the given prepositions that hang on a word."""
    found = [
        p
        for t in head.children
        if t.dep_ in ("prep", "agent", "dative") and t.lower_ in words
        for p in t.children
        if p.dep_ in ("pobj", "pcomp")
    ]
    return [u for t in found for u in (t, *t.conjuncts)]


def noun_phrase(noun: Token) -> list[Token]:
    """The noun with what stands before it and its "of …", without clauses and the nouns joined to it."""
    keep = {
        "compound",
        "amod",
        "nummod",
        "poss",
        "nmod",
        "det",
        "quantmod",
        "advmod",
        "case",
        "punct",
        "appos",
    }
    inner = [t for c in noun.children if c.i < noun.i and c.dep_ in keep for t in c.subtree]
    of = [t for c in noun.children if c.dep_ == "prep" and c.lower_ == "of" for t in c.subtree]
    return sorted([*inner, noun, *of], key=lambda t: t.i)

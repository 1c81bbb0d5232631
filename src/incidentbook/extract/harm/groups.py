"""The groups of people of a sentence: a figure or an article with its noun, and how they stand to each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Token

from incidentbook.extract.harm.words import HarmWord, words
from incidentbook.extract.lexicon import frames, grammar, roles, voices
from incidentbook.extract.scene import Scene
from incidentbook.extract.triggers import weapon_at
from incidentbook.model import Count
from incidentbook.normalise.quantity import Quantity

NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_BEFORE_NOUN = (
    frozenset({"JJ", "JJR", "JJS", "VBN", "VBG", "POS", "HYPH", "CD", "''", "``", "RBR", "FW"}) | NOUNS
)
_OF_PHRASE = frozenset({"DT", "PRP$", "PRP", "WP", "WDT"}) | _BEFORE_NOUN
_PART_OF = frozenset({"them", "whom", "which"})
_SAID_APART = frozenset({"including", "included", "among", "amongst", "counting"})
_ARTICLES = frozenset({"a", "an", "his", "her", "their", "its", "one", "my", "our"})


@dataclass(frozen=True, slots=True)
class Group:
    """Some people: the tokens from `first` to `last`, how many they are, and what they are to the sentence.

    `part` are some of a group told of already ("two of them children"); `fellows` are people of the attacking side;
    `figure` is whether a number says how many, and no vague one; `more` whether they come on top of
    others; `bare` whether no noun says who.
    """

    first: int
    last: int
    head: int
    count: Count
    figure: bool
    part: bool
    fellows: bool
    more: bool = False
    bare: bool = False


def find_groups(scene: Scene, harm: list[HarmWord]) -> list[Group]:
    """The groups of a sentence in order, things that are counted left out."""
    blocked = frozenset(i for w in harm for i in range(w.first, w.last + 1))
    counted = [g for q in scene.clues.quantities if (g := _counted(scene, q, blocked)) is not None]
    taken = {i for g in counted for i in range(g.first, g.last + 1)}
    single = [
        g for t in scene.doc if t.i not in taken if (g := _single(scene, t, blocked, taken)) is not None
    ]
    return _outermost(scene, sorted([*counted, *single], key=lambda g: (g.first, -g.last)))


def _outermost(scene: Scene, groups: list[Group]) -> list[Group]:
    """Without the groups inside others: the two of "one of the two captives"."""
    out: list[Group] = []
    for group in groups:
        if not out or group.first > out[-1].last:
            out.append(replace(group, part=True) if out and _goes_on_with(scene, out[-1], group) else group)
    return out


def _goes_on_with(scene: Scene, before: Group, group: Group) -> bool:
    """ "Among them three soldiers and a nurse": the nurse is a part as the soldiers are."""
    between = [t.lower_ for t in scene.doc[before.last + 1 : group.first]]
    return before.part and between in (["and"], ["as", "well", "as"], ["or"])


def _counted(scene: Scene, quantity: Quantity, blocked: frozenset[int]) -> Group | None:
    if quantity.kind != "count" or quantity.ordinal or quantity.count.high == 0:
        return None
    if quantity.text.lower() in words("uncounted"):
        return None
    tokens = scene.tokens(quantity.span)
    if not tokens or any(t.i in blocked for t in tokens):
        return None
    if _age_of(scene, tokens) or _of_the_harmed(scene, tokens[-1]):
        return None
    head, last = _extent(scene, tokens[-1], blocked)
    if _thing(scene, head, tokens[-1]):
        return None
    count = quantity.count
    vague = count.high is None and quantity.hedge is None
    return Group(
        tokens[0].i,
        last,
        head.i,
        count,
        not vague,
        _is_part(scene, tokens[0], tokens[-1]) or _told_apart(scene, last),
        _fellows(scene, tokens[0].i, last),
        quantity.additional and scene.doc[head.i].lower_ != "others",
        head.i == tokens[-1].i,
    )


def _age_of(scene: Scene, number: list[Token]) -> bool:
    """ "A boy of 13", "the driver, 57, was hurt": an age though no word says so."""
    doc, first, last = scene.doc, number[0].i, number[-1].i
    if first < 2:
        return False
    who, joint = doc[first - 2], doc[first - 1].lower_
    behind = doc[last + 1] if last + 1 < len(doc) else None
    person = who.lower_ in _persons() or who.lower_.endswith(("boy", "girl", "man", "woman"))
    if joint == "of":
        return person and (behind is None or behind.tag_ not in NOUNS)
    return joint == "," and (person or who.tag_ == "NNP") and behind is not None and behind.text == ","


def _of_the_harmed(scene: Scene, number: Token) -> bool:
    """ "33 of the wounded", "three of those killed": some of a number told elsewhere."""
    behind = [t.lower_ for t in scene.doc[number.i + 1 : number.i + 5]]
    return (
        behind[:1] == ["of"]
        and behind[1:2] in (["the"], ["those"])
        and bool(words("harmed") & set(behind[2:]))
    )


def _extent(scene: Scene, number: Token, blocked: frozenset[int]) -> tuple[Token, int]:
    """The head noun behind a number, and the last token of the phrase with its "of …"."""
    head = number
    at = number.i + 1
    doc = scene.doc
    while at < len(doc) and at not in blocked and (_inside(scene, doc[at]) or doc[at].text == "-"):
        if doc[at].tag_ in (*NOUNS, "VBZ") or doc[at].lower_ in ("others", "more", "other"):
            head = doc[at]
        at += 1
    last = head.i if head is not number else number.i
    if last < at - 1:
        return head, last  # "the three assailants included"
    if at + 1 >= len(doc) or doc[at].lower_ != "of" or doc[at + 1].lower_ in ("whom", "which"):
        return head, last
    end = at + 1
    while end < len(doc) and end not in blocked and doc[end].tag_ in _OF_PHRASE:
        end += 1
    return (doc[end - 1] if head is number and end - 1 > at else head), end - 1


def _inside(scene: Scene, token: Token) -> bool:
    plural = token.tag_ == "VBZ" and token.i > 0 and _number(scene, token.nbor(-1))  # "15 recruits dead"
    return (token.tag_ in _BEFORE_NOUN or plural) and not _number(scene, token) and not _timed(scene, token)


def _number(scene: Scene, token: Token) -> bool:
    return any(token in scene.tokens(q.span) for q in scene.clues.quantities if q.kind == "count")


def _timed(scene: Scene, token: Token) -> bool:
    return any(token in scene.tokens(c.span) for c in scene.clues.times)


@cache
def _things() -> frozenset[str]:
    return words("things") | frozenset(n for n in frames().nouns if " " not in n)


def _thing(scene: Scene, head: Token, number: Token) -> bool:
    """Whether what is counted is no people."""
    if head.i == number.i:
        return False
    return head.lemma_.lower() in _things() or head.lower_ in _things() or weapon_at(scene, head) is not None


def _is_part(scene: Scene, first: Token, last: Token) -> bool:
    """ "Two of them", "including three children", "33 of the wounded"."""
    doc = scene.doc
    before = [doc[i].lower_ for i in range(max(0, first.i - 3), first.i)]
    one_a = first.lower_ == "one" and last.i + 1 < len(doc) and doc[last.i + 1].lower_ in ("a", "an", "the")
    if one_a or (first.lower_ == "both" and first.i > 0):
        return True
    if _SAID_APART & set(before[-2:]) or before[-2:] in (["of", "whom"], ["of", "them"], ["of", "which"]):
        return True
    behind = [doc[i].lower_ for i in range(last.i + 1, min(len(doc), last.i + 5))]
    return behind[:1] == ["of"] and bool(set(behind[1:2]) & _PART_OF)


def _told_apart(scene: Scene, last: int) -> bool:
    """ "Three children among them", "the attackers included": behind the group."""
    behind = [t.lower_ for t in scene.doc[last + 1 : last + 3]]
    return behind in (["among", "them"], ["among", "whom"]) or behind[:1] == ["included"]


def _fellows(scene: Scene, first: int, last: int) -> bool:
    """Whether the words name the attacking side: "five militants", "four of the suspected attackers"."""
    own = roles()["perpetrators"]
    return any(t.lemma_.lower() in own or t.lower_ in own for t in scene.doc[first : last + 1])


def _single(scene: Scene, noun: Token, blocked: frozenset[int], taken: set[int]) -> Group | None:
    """ "A policeman", "his wife", "a man of 45", "a 15-year-old", "the gunman"."""
    if noun.i in blocked or not _one_person(scene, noun, taken) or _speaks(noun):
        return None
    first = _article(scene, noun, taken)
    if first is None:
        return None
    fellows = _fellows(scene, first, noun.i)
    if _further(scene, first, noun.i):
        return None
    before = [scene.doc[i].lower_ for i in range(max(0, first - 2), first)]
    part = bool(_SAID_APART & set(before)) or _told_apart(scene, noun.i) or _appositive(scene, first)
    return Group(first, _age_end(scene, noun), noun.i, Count.exactly(1), False, part, fellows)


def _speaks(noun: Token) -> bool:
    return noun.dep_ == "nsubj" and noun.head.lemma_.lower() in voices()["say"]


def _further(scene: Scene, first: int, last: int) -> bool:
    """ "A fifth man": one more than were told of, the number of all is not said here."""
    return any(
        t.lower_ in grammar("ordinal") and t.lower_ not in ("first", "latest") for t in scene.doc[first:last]
    )


def _one_person(scene: Scene, noun: Token, taken: set[int]) -> bool:
    if noun.lower_ == "old" and noun.i >= 2 and noun.doc[noun.i - 1].text == "-":
        follows = noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].tag_ in NOUNS
        return not follows
    if noun.lower_.endswith("-year-old"):
        return not (noun.i + 1 < len(noun.doc) and noun.doc[noun.i + 1].tag_ in NOUNS)
    if noun.tag_ not in ("NN", "NNP", "JJ") or noun.lower_ not in _persons():
        return False
    behind = noun.i + 1
    compound = behind < len(noun.doc) and (
        noun.doc[behind].tag_ in ("NN", "NNS") or noun.doc[behind].text in ("-", "'s", "’s")
    )
    return not compound


@cache
def _persons() -> frozenset[str]:
    return words("persons") | frozenset(roles()["perpetrators"])


def _article(scene: Scene, noun: Token, taken: set[int]) -> int | None:
    """Where "a", "his" or "the" of a noun stands, at most six words before it."""
    for at in range(noun.i - 1, max(-1, noun.i - 8), -1):
        token = scene.doc[at]
        if at in taken:
            return None
        if token.lower_ in _ARTICLES or token.lower_ == "the":
            return at
        if token.tag_ not in _BEFORE_NOUN and token.tag_ not in ("RB", ","):
            return None
    return None


def _appositive(scene: Scene, first: int) -> bool:
    """ "One of them a child", "two of whom, a …": the noun that tells who a part is."""
    before = [t.lower_ for t in scene.doc[max(0, first - 3) : first]]
    return (
        before[-1:] == ["one"]
        or before[-2:] in (["of", "them"], ["of", "whom"])
        or before[:2] in (["of", "them"], ["of", "whom"])
    )


def _age_end(scene: Scene, noun: Token) -> int:
    """The last token of "a man of 45", "a man aged 45", "a man, 24,"."""
    doc = scene.doc
    ages = [scene.tokens(q.span) for q in scene.clues.quantities if q.kind == "age"]
    for tokens in ages:
        if tokens and noun.i < tokens[0].i <= noun.i + 2:
            end = tokens[-1].i
            return (
                end + 1
                if doc[noun.i + 1].text == "," and end + 1 < len(doc) and doc[end + 1].text == ","
                else end
            )
    return noun.i

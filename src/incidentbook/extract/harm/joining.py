"""Joins the groups of a sentence to its words of harm: along the words, as the parse of lists and headlines cannot be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Token

from incidentbook.extract.harm.groups import NOUNS, Group
from incidentbook.extract.harm.words import HarmWord, words
from incidentbook.extract.lexicon import roles
from incidentbook.extract.parse import Parsed
from incidentbook.extract.scene import Scene

_REACH = 24
_ASIDE = 14
_PASSED = frozenset({"and", "&", "'", '"', "“", "”", "-"})
_JOINTS = frozenset({"and", ",", "&", "plus", "or"})
_LONG_JOINTS = (("as", "well", "as"), ("along", "with"), ("together", "with"), ("in", "addition", "to"))
_PHRASE = (
    frozenset({"DT", "PRP$", "JJ", "JJR", "JJS", "POS", "HYPH", "CD", "PDT", "FW", "''", "``", "RB", "RBR"})
    | NOUNS
)


@dataclass(frozen=True, slots=True)
class Joined:
    """A word of harm and the groups that it befell, in order."""

    word: HarmWord
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    scene: Scene
    harm: dict[int, HarmWord]
    groups: tuple[Group, ...]
    starts: dict[int, Group]

    @property
    def doc(self) -> Parsed:
        return self.scene.doc


def join(scene: Scene, harm: Sequence[HarmWord], groups: Sequence[Group]) -> list[Joined]:
    """Which groups each word of harm befell. A group that no word is sure of is left out."""
    view = _Sentence(scene, {w.first: w for w in harm}, tuple(groups), {g.first: g for g in groups})
    found: dict[int, HarmWord] = {}
    for at, group in enumerate(groups):
        word = _before(view, group) or _behind(view, group)
        if word is None and at and groups[at - 1].first in found and _chained(view, groups[at - 1], group):
            near = found[groups[at - 1].first]
            word = near if near.first < group.first else None
        if word is not None:
            found[group.first] = word
    return [Joined(w, mine) for w in harm if (mine := tuple(g for g in groups if found.get(g.first) is w))]


# ------------------------------------------------------------------ victims before the word: "three people were killed"


def _behind(view: _Sentence, group: Group) -> HarmWord | None:
    """The word of harm that a group suffers, met by walking on from it."""
    before = {t.lower_ for t in view.doc[max(0, group.first - 3) : group.first]}
    if _doer(view, group) or before & {"neither", "nor"}:
        return None
    at, loose, finite = group.last + 1, False, False
    end = min(len(view.doc), group.last + 1 + _REACH)
    while at < end:
        if (word := view.harm.get(at)) is not None:
            return word if _befell(view, group, word, loose) else None
        step = _step(view, at)
        if step is None or ((loose or finite) and _new_clause(view, at)):
            return None
        plain = view.doc[at].lower_ in words("between")
        loose = loose or (view.doc[at].tag_ in ("VBG", "VBN") and not plain)
        finite = finite or view.doc[at].lemma_ in ("be", "have")
        at = step
    return None


def _befell(view: _Sentence, group: Group, word: HarmWord, loose: bool) -> bool:
    """Whether the word met is one that the group suffers; `loose`: past a participle it must be a plain passive."""
    if word.way == "does" or (word.first > group.last + 1 and _bare_behind(view, group)):
        return False
    return not (loose and _either(view.doc[word.first], word) and not _has_be(view.doc, word.first))


def _new_clause(view: _Sentence, at: int) -> bool:
    """ "Two had fled, and 23 people were hurt"."""
    joint = view.doc[at].lower_ in _JOINTS and at + 1 < len(view.doc)
    return joint and (at + 1 in view.starts or at + 2 in view.starts)


def _doer(view: _Sentence, group: Group) -> bool:
    """ "Killed by two gunmen": the doers."""
    return group.first > 0 and view.doc[group.first - 1].lower_ == "by"


def _bare_behind(view: _Sentence, group: Group) -> bool:
    """ "Aged from 24 to 31, was killed", "a man with two children, died": no victims but by what follows at once."""
    before = view.doc[group.first - 1].lower_ if group.first else ""
    apart = any(
        t.text == "," or t.lemma_ in ("be", "have") for t in view.doc[group.last + 1 : group.last + 6]
    )
    return (group.bare and before in ("to", "from", "than")) or (before == "with" and apart)


def _either(token: Token, word: HarmWord) -> bool:
    """Whether a form can be active and passive ("killed"), unlike "died" and "dead"."""
    return token.lower_ in words("words", word.effect, "either")


def _has_be(doc: Parsed, at: int) -> bool:
    return any(doc[i].lemma_ in ("be", "have", "get") for i in range(max(0, at - 3), at))


def _step(view: _Sentence, at: int) -> int | None:
    """The next token to look at on the way to a word of harm; None where the way is barred."""
    token = view.doc[at]
    if (other := view.starts.get(at)) is not None:
        if other.bare and other.last + 1 in view.harm and view.doc[at - 1].text == ",":
            return None  # "12 people shot, 2 killed"
        return other.last + 1 if _listed(view, at) or other.part else None
    if token.text == "(":
        return _past_bracket(view.doc, at)
    if token.text in (",", "–", "—", "-") and token.tag_ != "HYPH":
        return _past_comma(view, at)
    if token.lower_ in words("unreal") and token.text != "May":
        return None
    if token.lower_ in words("between") | words("prepositions") or token.tag_ in _PHRASE:
        return at + 1
    if token.lower_ in roles()["perpetrators"] or token.text in _PASSED or _and_harm(view, at):
        return at + 1
    after_noun = view.doc[at - 1].tag_ in (*NOUNS, "CD")
    return at + 1 if token.tag_ in ("VBG", "VBN") and after_noun else None


def _and_harm(view: _Sentence, at: int) -> bool:
    """ "Were ambushed and killed", "were shot and injured"."""
    return (
        at + 2 < len(view.doc)
        and view.doc[at].tag_ in ("VBN", "VBD")
        and view.doc[at + 1].lower_ == "and"
        and at + 2 in view.harm
    )


def _listed(view: _Sentence, at: int) -> bool:
    """Whether a group goes on with a list, or is said within a phrase ("men of three villages")."""
    before = view.doc[at - 1].lower_ if at else ""
    return before in _JOINTS or any(
        tuple(t.lower_ for t in view.doc[max(0, at - len(j)) : at]) == j for j in _LONG_JOINTS
    )


def _past_bracket(doc: Parsed, at: int) -> int | None:
    return next((i + 1 for i in range(at, min(len(doc), at + _ASIDE)) if doc[i].text == ")"), None)


def _past_comma(view: _Sentence, at: int) -> int | None:
    """Behind an aside between commas, or on with a list."""
    doc, comma = view.doc, view.doc[at].text
    if at + 1 >= len(doc):
        return None
    for i in range(at + 1, min(len(doc), at + _ASIDE)):
        if i in view.harm and i > at + 1 and view.harm[i].way == "suffers":
            break
        if doc[i].text == comma and i + 1 < len(doc) and (i + 1 in view.harm or _goes_on(doc[i + 1])):
            return i + 1
    after = at + 1
    if comma != ",":
        return None
    if (
        after in view.starts
        or _goes_on(doc[after])
        or doc[after].lower_ in ("and", "all", "most", "both", "as", "along")
    ):
        return after
    return after if after in view.harm and doc[after].tag_ != "VBG" else None


def _goes_on(token: Token) -> bool:
    return token.lemma_ in ("be", "have") or token.lower_ in ("who", "died", "later", "lost")


# ------------------------------------------------------------------ victims behind the word: "killing three people"


def _before(view: _Sentence, group: Group) -> HarmWord | None:
    """The word of harm that a group is the object of: right before it, but for "at least", "some" and the like."""
    at = group.first - 1
    while at >= 0 and group.first - at <= 8:
        word = next((w for w in view.harm.values() if w.last == at), None)
        if word is not None:
            return word if word.way == "does" else None
        token = view.doc[at]
        if token.lower_ == "and" and (name := _named(view.doc, at)) < at - 1:
            at = name
            continue
        if token.lower_ not in words("skipped") and token.tag_ not in ("RB", "JJR", "RBS"):
            return None
        at -= 1
    return None


_ONESELF = frozenset({"himself", "herself", "themselves", "itself", "him", "her"})


def _named(doc: Parsed, at: int) -> int:
    """The token before the name or pronoun that an "and" joins: "killing himself and four others"."""
    before = at - 1
    if before >= 0 and doc[before].lower_ in _ONESELF:
        return before - 1
    while before >= 0 and doc[before].tag_ == "NNP":
        before -= 1
    return before


def _chained(view: _Sentence, first: Group, second: Group) -> bool:
    """Whether a group goes on with the list that another began: "killing two soldiers and a contractor"."""
    between = [view.doc[i] for i in range(first.last + 1, second.first)]
    if not between or second.part or any(t.i in view.harm for t in between):
        return False
    if not (_listed(view, second.first) or _listed(view, second.first - 1)):
        return False
    return all(
        t.tag_ in _PHRASE
        or t.lower_ in _JOINTS
        or t.tag_ == "CC"
        or t.lower_ in ("as", "well", "along", "together", "with", "of", "from", "at", "least")
        for t in between
    )

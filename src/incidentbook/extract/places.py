"""What kind of site words, nouns and places are, by `resources/sites.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from spacy.tokens import Token

from incidentbook.extract.lexicon import sites
from incidentbook.model import Site
from incidentbook.normalise.place import PlaceMention

_LONGEST = 4  # words of the longest phrase of the table


@cache
def _sites() -> Mapping[str, Site]:
    return {phrase: site for site, phrases in sites()["sites"].items() for phrase in phrases}


@cache
def _owners() -> Mapping[str, Site]:
    return {word: site for site, words in sites()["owners"].items() for word in words}


@cache
def _listed(name: str) -> frozenset[str]:
    return frozenset(sites()[name])


def site_of_words(words: Sequence[str]) -> Site | None:
    """The site that the last of some lower-case words names, the longest phrase first."""
    table = _sites()
    for start in range(max(0, len(words) - _LONGEST), len(words)):
        if site := table.get(" ".join(words[start:])):
            return site
    last = words[-1] if words else ""
    return table.get(last[:-1]) if last.endswith("s") else None


def site_of_noun(noun: Token) -> Site | None:
    """The site that a noun names with the words about it: "base of the army", "militia headquarters", "Palace of Justice"."""
    lemma = _singular(noun)
    before = [t.lower_.removesuffix("'s") for t in _before(noun)]
    behind = [p for c in noun.children if c.dep_ == "prep" and c.lower_ in ("of", "for") for p in c.children]
    phrases = [[lemma, of.head.lower_, _singular(of)] for of in behind]
    for phrase in phrases:
        if site := _sites().get(" ".join(phrase)):
            return site
    exact = _longest([*before, lemma])
    if exact is not None and exact[1] > 1:
        return exact[0]
    return _owner(lemma, [*before, *(w for of in behind for w in _words_of(of))]) or (
        exact[0] if exact else None
    )


def is_open(noun: Token) -> bool:
    """Whether a noun names only what other sites stand in: a village, a street."""
    return _singular(noun) in _listed("open")


def _longest(words: Sequence[str]) -> tuple[Site, int] | None:
    for start in range(max(0, len(words) - _LONGEST), len(words)):
        if site := _sites().get(" ".join(words[start:])):
            return site, len(words) - start
    return None


def _before(noun: Token) -> list[Token]:
    """What stands right before a noun in its phrase, without articles and genitive marks."""
    return [t for t in noun.lefts if t.dep_ not in ("det", "punct", "nummod", "case")]


def _words_of(noun: Token) -> list[str]:
    return [w for t in (*_before(noun), noun) for w in {t.lower_, t.lemma_.lower()}]


def _owner(lemma: str, words: Iterable[str]) -> Site | None:
    """Whose a general noun is: the army's, the police's, the oil industry's."""
    if lemma not in _listed("owned"):
        return None
    site = next((s for w in words if (s := _owners().get(w))), None)
    if lemma not in _listed("moving"):
        return site
    return "convoy" if site == "military_base" else ("police" if site == "police" else None)


def _singular(noun: Token) -> str:
    """The lemma; a proper noun keeps its plural in the parser's hands."""
    word = noun.lemma_.lower()
    return word[:-1] if noun.tag_ == "NNPS" and word.endswith("s") else word


def site_of_place(mention: PlaceMention) -> Site | None:
    """The site that a named place is: by its kind, or by the noun that its name ends in ("Haggai Street")."""
    if mention.demonym:
        return None
    if site := PLACE_SITES.get(mention.kind):
        return site
    if mention.kind != "facility":
        return None
    names = [mention.text, *([mention.place.name.split(",")[0]] if mention.place else [])]
    site = next((s for n in names if (s := site_of_words(n.lower().split()))), None)
    return None if site == "hospital" else site  # where the wounded lie, more often than where it happened


PLACE_SITES: Mapping[str, Site] = {
    "air_base": "air_base", "base": "military_base", "airport": "airport", "embassy": "embassy",
}  # fmt: skip

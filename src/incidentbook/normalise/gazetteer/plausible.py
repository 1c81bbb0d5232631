"""Weighs whether the words of a draft are a place name at all, and not a man, an organisation or a common word.

A logistic model over a dozen signs: what stands before and after, whether the document uses the word
otherwise, how known the place is, how well
it fits the other places of the text. Weights in `resources/places/plausible.yaml`, fitted on the development
parts of LGL, TR-News and GeoVirus.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from math import log10

from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.fold import closeness, fold
from incidentbook.normalise.gazetteer.recognise import Token, tokens
from incidentbook.normalise.gazetteer.resolve import base_heads
from incidentbook.normalise.gazetteer.sources import ALTERNATIVE, BARE, OWN_SITE, SKELETON, table
from incidentbook.normalise.gazetteer.store import Entry
from incidentbook.normalise.gazetteer.words import word_set

_PERSON_GAP = re.compile(r"^\.? +$")
_THE = re.compile(r"^the ")
_WORD = re.compile(r"[^\W\d_]+")
_CALLED = re.compile(
    r"\b(?:villages?|towns?|city|cities|hamlets?|districts?|suburbs?|neighbou?rhoods?|settlements?|province|governorate|islands?)"
    r" of (?:[A-Z][\w'’-]+ and )?\Z",
    re.IGNORECASE,
)
# "Nell Dalton, 16," and "16-year-old Nell Dalton": nobody gives the age of a town.
_NAME = r"[A-Z][a-z'’-]+(?: (?:[A-Z]\.|[A-Z][\w'’-]+)){1,2}"
_OF_AGE = re.compile(rf"(?:(?<=-year-old )|(?={_NAME}, (?:age )?\d{{1,2}}[,.]))(?P<name>{_NAME})")
_UNCOUNTED = 700  # what stands for the people of a place whose number the gazetteer lacks
_SURE, _SAME_NAME = 0.5, -1.0
_SAYS = frozenset({"said", "says", "told", "added", "who", "whose", "was", "he", "she"})


class Surroundings:
    """What a document tells about its capitalised words."""

    def __init__(self, text: str, drafts: Sequence[Draft] = ()) -> None:
        self.text = text
        self.ends_of_places = {d.span.end for d in drafts}
        self.heads = base_heads(drafts)
        self.words = tokens(text)
        self.at = {w.start: i for i, w in enumerate(self.words)}
        self.ends = {w.end: i for i, w in enumerate(self.words)}
        self.lower = {w.text for w in self.words if w.text.islower()}
        self.persons = set(self._persons())

    def _persons(self) -> Iterator[str]:
        """Words that stand after a given name or a title somewhere."""
        for i, left in enumerate(self.words[:-1]):
            name = left.text.lower()
            if left.capital and (name in word_set("given_names") or name in word_set("titles")):
                yield from self._surname(i)
        for match in _OF_AGE.finditer(self.text):
            yield from match["name"].split()[1:]

    def _surname(self, i: int) -> Iterator[str]:
        """The capitalised word after a given name, over an initial or a second given name."""
        for left, right in zip(self.words[i : i + 3], self.words[i + 1 : i + 4], strict=False):
            if not right.capital or not _PERSON_GAP.match(self.text[left.end : right.start]):
                return
            yield right.text
            if len(right.text) > 2 and right.text.lower() not in word_set("given_names"):
                return

    def before(self, draft: Draft) -> Token | None:
        """The word before a draft."""
        i = self.at.get(draft.span.start)
        return self.words[i - 1] if i else None

    def is_first(self, draft: Draft) -> bool:
        """Whether a sentence begins with the draft."""
        i = self.at.get(draft.span.start)
        return i is not None and self.words[i].first

    def after(self, draft: Draft) -> Token | None:
        """The word after a draft."""
        i = self.ends.get(draft.span.end)
        return self.words[i + 1] if i is not None and i + 1 < len(self.words) else None


def signs(
    draft: Draft, around: Surroundings, drafts: Sequence[Draft], lands: Counter[str]
) -> dict[str, float]:
    """The signs of one draft, by name; `lands`: how many drafts lie in each country."""
    return {
        **_place_signs(draft, around, lands, len(drafts)),
        **_word_signs(draft, around),
        "container": float(draft.container is not None),
        "holds": float(any(d.container is not None and drafts[d.container] is draft for d in drafts)),
        "again": float(sum(d.key == draft.key for d in drafts) > 1),
        **_signs_before(draft, around),
        **_signs_after(draft, around),
    }


def _place_signs(draft: Draft, around: Surroundings, lands: Counter[str], total: int) -> dict[str, float]:
    chosen = draft.ranked[0]
    rank = next(r for e, r in draft.options if e is chosen)
    town, plain = chosen.kind == "city", draft.feature is None
    known = log10(chosen.population or _UNCOUNTED) / 7
    strange = 1.0 - closeness(draft.key, fold(chosen.name)) if town and rank >= ALTERNATIVE else 0.0
    land = min(1.0, (lands[chosen.country or ""] - 1) / total * 3) if town else 0.0
    return {
        f"kind_{_class(chosen.kind, draft)}": 1.0,
        "known": known if chosen.kind in ("city", "district", "admin2") else 0.0,
        "known_strange": known * strange,
        "strange": strange,
        "land": land,
        "variant": float(rank == SKELETON),
        **_bare_signs(chosen, float(rank == BARE and plain and draft.key not in around.heads)),
        "common_unit": float(chosen.kind == "admin1" and plain and draft.key in word_set("common_words")),
        "feature": float(not plain),
        "short": float(len(draft.key) <= 4 and town),
    }


def _bare_signs(chosen: Entry, bare: float) -> dict[str, float]:
    """A base or airport under the bare name of its town: our own tables say where that is usual."""
    ours = chosen.gid.startswith("ib:") or chosen.population == OWN_SITE
    return {"bare_own": bare * ours, "bare": bare * (not ours)}


def _word_signs(draft: Draft, around: Surroundings) -> dict[str, float]:
    first = _WORD.findall(_THE.sub("", draft.text.lower())) or [""]
    single = len(first) == 1
    return {
        "words": float(not single),
        "common": float(single and first[0] in word_set("common_words")),
        "given_name": float(first[0] in word_set("given_names")),
        "person_here": float(any(w in around.persons for w in draft.text.split())),
        "lower_elsewhere": float(single and first[0] in around.lower),
        "shouted": float(draft.text.isupper() and len(draft.text) > 3),
    }


def _class(kind: str, draft: Draft) -> str:
    if draft.demonym:
        return "demonym"
    return {
        "base": "site",
        "air_base": "site",
        "airport": "site",
        "zone": "site",
        "embassy": "site",
        "facility": "site",
        "border": "region",
    }.get(kind, kind)


def _weight(draft: Draft) -> float:
    """What stands around it says little of the name of a country."""
    return 0.0 if draft.ranked[0].kind == "country" else 1.0


def _signs_before(draft: Draft, around: Surroundings) -> dict[str, float]:
    before, small = around.before(draft), _weight(draft)
    first = small * float(around.is_first(draft))
    if before is None:
        return {"sentence_first": first}
    gap, word = around.text[before.end : draft.span.start], before.text.lower()
    near = bool(_PERSON_GAP.match(gap)) or gap == "\n"
    capital = near and before.capital
    return {
        "sentence_first": first,
        "preposition": small * float(near and word in word_set("place_prepositions")),
        "of": small * float(near and word == "of"),
        "to": small * float(near and word == "to"),
        "the": small * float(near and word in ("the", "a", "an", "his", "her", "their")),
        "titled": float(capital and word in word_set("titles")),
        "after_given_name": float(capital and word in word_set("given_names")),
        "after_capital": small * float(capital and not before.first and "." not in gap),
        "after_first_capital": small * float(capital and before.first),
        "called": float(_called(around, draft)),
        "after_particle": float(before.text in word_set("surname_particles")),
        "hyphenated": float(_hyphenated(around, draft, before, gap)),
        "hyphen_before": small * float(gap == "-" and before.capital),
    }


def _called(around: Surroundings, draft: Draft) -> bool:
    """Whether a word says that it is a place: "the village of"."""
    before = around.text[max(0, draft.span.start - 60) : draft.span.start]
    return draft.key not in word_set("common_words") and bool(_CALLED.search(before))


def _hyphenated(around: Surroundings, draft: Draft, before: Token, gap: str) -> bool:
    """Whether it ends a double name whose first half is no place: "Churchill-Coleman"."""
    if (
        gap != "-" or not before.capital or before.text.isupper() or draft.ranked[0].kind == "country"
    ):  # "R-Ohio"
        return False
    known = word_set("articles") | word_set("modifiers")
    return before.end not in around.ends_of_places and before.text.lower() not in known


def _signs_after(draft: Draft, around: Surroundings) -> dict[str, float]:
    after, small = around.after(draft), _weight(draft)
    if after is None:
        return {}
    gap = around.text[draft.span.end : after.start]
    near = bool(_PERSON_GAP.match(gap)) and "." not in gap
    organisation = after.text.lower() in word_set("organisation_tails")
    return {
        "before_capital": small * float(near and after.capital),
        "before_organisation": small * float(near and after.capital and organisation),
        "says": small * float(near and after.text in _SAYS),
        "comma": small * float(gap.startswith(",")),
        "hyphen_after": small * float(gap == "-" and after.text.islower()),
        "hyphen_capital": small * float(gap == "-" and after.capital),
    }


@cache
def weights() -> dict[str, float]:
    """The fitted weights; `bias` is the constant."""
    fitted: dict[str, float] = table("plausible.yaml")
    return fitted


def plausible(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that are place names more likely than not; a name that surely is one may look less so elsewhere."""
    around = Surroundings(text, drafts)
    lands = Counter(d.ranked[0].country or "" for d in drafts if d.ranked)
    scored = [(d, score(signs(d, around, drafts, lands))) for d in drafts if d.ranked]
    sure = {d.key for d, odds in scored if odds > _SURE}
    return [d for d, odds in scored if odds > (_SAME_NAME if d.key in sure else 0.0)]


def score(found: dict[str, float]) -> float:
    """The log-odds that these signs are of a place."""
    return weights()["bias"] + sum(weights().get(name, 0.0) * value for name, value in found.items())

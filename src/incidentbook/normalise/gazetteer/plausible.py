"""Weighs whether the words of a draft are a place name at all, and not a man, an organisation or a common word.

A logistic model over a dozen signs: what stands before and after, whether the document uses the word otherwise, how known the place is, how well
it fits the other places of the text. Weights in `resources/places/plausible.yaml`, fitted on the development parts of LGL, TR-News and GeoVirus.
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
from incidentbook.normalise.gazetteer.sources import ALTERNATIVE, BARE, SKELETON, table
from incidentbook.normalise.gazetteer.words import word_set

_PERSON_GAP = re.compile(r"^\.? +$")
_WORD = re.compile(r"[^\W\d_]+")
_SAYS = frozenset({"said", "says", "told", "added", "who", "whose", "was", "he", "she"})


class Surroundings:
    """What a document tells about its capitalised words."""

    def __init__(self, text: str) -> None:
        self.text = text
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

    def _surname(self, i: int) -> Iterator[str]:
        """The capitalised word after a given name, over an initial or a second given name."""
        for left, right in zip(self.words[i : i + 3], self.words[i + 1 : i + 4], strict=False):
            if not right.capital or not _PERSON_GAP.match(self.text[left.end : right.start]):
                return
            yield right.text
            if len(right.text) > 2 and right.text.lower() not in word_set("given_names"):
                return

    def before(self, draft: Draft, back: int = 1) -> Token | None:
        """The word before a draft."""
        i = self.at.get(draft.span.start)
        return self.words[i - back] if i is not None and i >= back else None

    def after(self, draft: Draft) -> Token | None:
        """The word after a draft."""
        i = self.ends.get(draft.span.end)
        return self.words[i + 1] if i is not None and i + 1 < len(self.words) else None


def signs(
    draft: Draft, around: Surroundings, drafts: Sequence[Draft], lands: Counter[str]
) -> dict[str, float]:
    """The signs of one draft, by name."""
    chosen, rank = draft.ranked[0], next(r for e, r in draft.options if e is draft.ranked[0])
    first = _WORD.findall(draft.text.lower()) or [""]
    known = log10(max(chosen.population, 1)) / 7
    strange = (
        1.0 - closeness(draft.key, fold(chosen.name))
        if chosen.kind == "city" and rank >= ALTERNATIVE
        else 0.0
    )
    found = {
        f"kind_{_class(chosen.kind, draft)}": 1.0,
        "known": known if chosen.kind in ("city", "district", "admin2") else 0.0,
        "known_strange": known * strange,
        "strange": strange,
        "variant": float(rank == SKELETON),
        "bare": float(rank == BARE and draft.feature is None and not _is_base_head(draft, drafts)),
        "common_unit": float(
            chosen.kind == "admin1" and draft.feature is None and draft.key in word_set("common_words")
        ),
        "feature": float(draft.feature is not None),
        "container": float(draft.container is not None),
        "holds": float(any(d.container is not None and drafts[d.container] is draft for d in drafts)),
        "words": float(len(first) > 1),
        "common": float(len(first) == 1 and first[0] in word_set("common_words")),
        "given_name": float(first[0] in word_set("given_names")),
        "person_here": float(any(w in around.persons for w in draft.text.split())),
        "lower_elsewhere": float(len(first) == 1 and first[0] in around.lower),
        "again": float(sum(d.key == draft.key for d in drafts) > 1),
        "land": min(1.0, (lands[chosen.country or ""] - 1) / max(1, len(drafts)) * 3)
        if chosen.kind == "city"
        else 0.0,
        "short": float(len(draft.key) <= 4 and chosen.kind == "city"),
        "shouted": float(draft.text.isupper() and len(draft.text) > 3),
    }
    return found | _neighbour_signs(draft, around)


def _is_base_head(draft: Draft, drafts: Sequence[Draft]) -> bool:
    return any(d.feature is not None and d.key == draft.key for d in drafts)


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


def _neighbour_signs(draft: Draft, around: Surroundings) -> dict[str, float]:
    found: dict[str, float] = {}
    before, after = around.before(draft), around.after(draft)
    small = 0.0 if draft.ranked[0].kind in ("country",) else 1.0
    if before is not None:
        gap = around.text[before.end : draft.span.start]
        word, near = before.text.lower(), bool(_PERSON_GAP.match(gap)) or gap == "\n"
        found["preposition"] = small * float(near and word in word_set("place_prepositions"))
        found["of"] = small * float(near and word == "of")
        found["to"] = small * float(near and word == "to")
        found["the"] = small * float(near and word in ("the", "a", "an", "his", "her", "their"))
        found["titled"] = float(near and before.capital and word in word_set("titles"))
        found["after_given_name"] = float(near and before.capital and word in word_set("given_names"))
        found["after_capital"] = small * float(
            near and before.capital and not before.first and "." not in gap
        )
        found["after_first_capital"] = small * float(near and before.capital and before.first)
        found["after_particle"] = float(before.text in word_set("surname_particles"))
        found["hyphen_before"] = small * float(gap == "-" and before.capital)
    token = around.words[around.at[draft.span.start]] if draft.span.start in around.at else None
    found["sentence_first"] = small * float(token is not None and token.first)
    if after is not None:
        gap = around.text[draft.span.end : after.start]
        near = bool(_PERSON_GAP.match(gap)) and "." not in gap
        found["before_capital"] = small * float(near and after.capital)
        found["before_organisation"] = small * float(
            near and after.capital and after.text.lower() in word_set("organisation_tails")
        )
        found["says"] = small * float(near and after.text in _SAYS)
        found["possessive"] = small * float(gap.startswith(("'s", "’s")))
        found["comma"] = small * float(gap.startswith(","))
        found["hyphen_after"] = small * float(gap == "-" and after.text.islower())
        found["hyphen_capital"] = small * float(gap == "-" and after.capital)
    return found


@cache
def weights() -> dict[str, float]:
    """The fitted weights; `bias` is the constant."""
    fitted: dict[str, float] = table("plausible.yaml")
    return fitted


def plausible(text: str, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that are place names more likely than not."""
    around = Surroundings(text)
    lands = Counter(d.ranked[0].country or "" for d in drafts if d.ranked)
    return [d for d in drafts if d.ranked and score(signs(d, around, drafts, lands)) > 0]


def score(found: dict[str, float]) -> float:
    """The log-odds that these signs are of a place."""
    return weights()["bias"] + sum(weights().get(name, 0.0) * value for name, value in found.items())

"""Whether the rest of a text bears out a reading: a lone small town in a land of which nothing else speaks stays unresolved.

Most names are borne by several places and the gazetteer holds but some of them: the only "San Luis" that
it knows need not be the one that is meant. A wrong place is far worse than none, so the reading is given
up, and the candidates are kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property

from incidentbook.normalise.gazetteer.draft import Draft
from incidentbook.normalise.gazetteer.sources import ALTERNATIVE, BARE
from incidentbook.normalise.gazetteer.sphere import kilometres
from incidentbook.normalise.gazetteer.store import Entry
from incidentbook.normalise.gazetteer.words import MILITARY, trailing_feature

_NEIGHBOURS_KM = 200.0
# How many people make a place known without its country being named, by kind; other kinds never are.
_KNOWN = {"city": 150_000, "admin1": 2_500_000}
_CURATED = "ib:"
_CERTAIN = 0.6
_STORY = 0.3  # the share of a text's places that makes a country the land of its story
_WITHIN = re.compile(
    r"\b(?:in|into|from|across|to|throughout|within|inside|of|near|and|through) (?:the )?\Z|, \Z"
)


class Evidence:
    """What all places of a text say of each of them.

    Args:
        text: the whole document.
        drafts: its mentions, resolved.
        capitals: ids of the capitals of the world, which need no support.
    """

    def __init__(self, text: str, drafts: Sequence[Draft], capitals: frozenset[int]) -> None:
        self.text = text
        self.drafts = [d for d in drafts if d.chosen is not None]
        self.capitals = capitals
        self.known = [d for d in self.drafts if _country(d) or self.stands_alone(d)]

    @cached_property
    def lands(self) -> Counter[str]:
        """How many known mentions lie in each country."""
        return Counter(str(d.chosen.country) for d in self.known if d.chosen and d.chosen.country)

    @cached_property
    def settings(self) -> frozenset[str]:
        """The countries in which the story is set: named as where something is, or named most."""
        share = _STORY * sum(self.lands.values())
        often = {land for land, count in self.lands.items() if count >= share}
        return frozenset(often | {str(d.chosen.country) for d in self.known if d.chosen and self._within(d)})

    def _within(self, draft: Draft) -> bool:
        before = self.text[max(0, draft.span.start - 16) : draft.span.start]
        return _country(draft) and not draft.demonym and bool(_WITHIN.search(before))

    def stands_alone(self, draft: Draft) -> bool:
        """Whether a reading needs nothing else: a sea, a capital, a big city, a site or unit without namesakes."""
        entry = draft.chosen
        if entry is None or entry.country is None:
            return entry is not None
        called = next(rank for e, rank in draft.options if e is entry)
        unique = len({e.country for e, rank in draft.options if rank <= BARE}) == 1
        if entry.gid.startswith(_CURATED):
            return unique
        if called > ALTERNATIVE and draft.feature not in MILITARY:
            return False
        if entry.kind in MILITARY or (entry.kind == "admin1" and _says_unit(draft)):
            return unique
        big = entry.population >= _KNOWN.get(entry.kind, 10**10)
        return draft.feature is None and (entry.id in self.capitals or big)

    def supports(self, draft: Draft) -> bool:
        """Whether anything bears out the reading of a draft."""
        entry = draft.chosen
        if entry is None or _country(draft) or self.stands_alone(draft):
            return True
        if any(d.chosen is not None and d.chosen.id == entry.id for d in self.known):
            return True  # "Balad airbase", later "Balad"
        others = {d.chosen.country for d in self.known if d.chosen is not None and d.key != draft.key} - {
            None
        }
        if not others:
            return max(draft.belief, default=0.0) >= _CERTAIN
        if entry.country in others and entry.country in self.settings:
            return True
        return any(_beside(entry, d.chosen) for d in self.drafts if d.key != draft.key)


def unsupported(text: str, drafts: Sequence[Draft], capitals: frozenset[int]) -> Iterator[Draft]:
    """The drafts whose reading nothing else in the text bears out."""
    evidence = Evidence(text, drafts, capitals)
    return (d for d in list(drafts) if not evidence.supports(d))


def _says_unit(draft: Draft) -> bool:
    """Whether a word says that it is a first-order unit: "Rakhine State"."""
    told = trailing_feature(draft.key)
    return draft.feature == "admin1" or (told is not None and told[1] == "admin1")


def _country(draft: Draft) -> bool:
    return draft.chosen is not None and draft.chosen.kind == "country"


def _beside(entry: Entry, other: Entry | None) -> bool:
    if other is None or other.country is None or other.kind == "country" or other.id == entry.id:
        return False
    return kilometres(entry.lat, entry.lon, other.lat, other.lon) < _NEIGHBOURS_KM

"""Which texts are one story: a wire story in nine papers, re-headed, cut, re-ordered, corrected.

Candidates by MinHash, then an exact comparison of their word sequences. It suggests; the book decides. What was
compared once need not be compared again: a comparison depends on its two texts alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from incidentbook.link.items import Likeness, Mark
from incidentbook.link.minhash import Pair, candidates_of, marks
from incidentbook.link.shingles import Shingles, rules, shared, shingles

Relation = Literal["same", "version", "none"]
Names = tuple[str, str]

_AT_ONCE = 512


@dataclass(frozen=True, slots=True)
class Story:
    """A text to group: its id, its story without title and page furniture, its title, the day it was
    published (the latest it can be), where that is known.
    """

    id: str
    text: str
    title: str | None = None
    published: date | None = None


def story_groups(documents: Sequence[Story]) -> list[list[int]]:
    """The story groups, as indices into `documents`; each document is in one list, alone or with others.

    In a group the newest comes first: the one of the latest day, of a day the longest; those without a day
    last. The groups stand in the order of their first document.
    """
    texts = {str(number): story.text for number, story in enumerate(documents)}
    made = marks(list(texts.items()))
    marked = [replace(m, published=s.published) for m, s in zip(made, documents, strict=True)]
    return grouped(marked, {}, lambda names: {name: texts[name] for name in names})[0]


def grouped(
    marked: Sequence[Mark],
    known: Mapping[Names, Likeness],
    texts_of: Callable[[Collection[str]], Mapping[str, str]],
) -> tuple[list[list[int]], dict[Names, Likeness]]:
    """The story groups of texts of which most were compared before.

    They are a function of the marks in their order and the texts alone: what is known saves work and changes
    nothing.

    Args:
        marked: the marks of all texts.
        known: comparisons made before, by the ids in the order of the marks.
        texts_of: the texts of some ids.

    Returns:
        The groups, as `story_groups` gives them, as indices into `marked`; and the comparisons made now.
    """
    groups = _Union(len(marked))
    distinct = _collapsed(marked, groups)
    pairs = [(distinct[a], distinct[b]) for a, b in candidates_of([marked[n] for n in distinct])]
    compared = _Comparisons([m.id for m in marked], known, texts_of)
    alike = compared.of(pairs)
    roundups = _roundups(alike, compared)
    for (a, b), found in alike.items():
        if found.one and _holder(found, a, b) not in roundups:
            groups.join(a, b)
    return [newest_first(marked, members) for members in groups.members()], compared.made


def relation(a: Story, b: Story) -> Relation:
    """How two texts are one story.

    Returns:
        `same`: one is a copy of the other, be it cut, re-ordered or with another title; `version`: it is the
        same story with other figures, other words or, on a later day, more of it; `none`.
    """
    one, other = shingles(a.text), shingles(b.text)
    share = _share(*_by_size(one, other))
    if share <= 0.0:
        return "none"
    changed = (
        share < rules().copied
        or _is_corrected(one, other)
        or _says_changed(a, b)
        or _has_grown(a, b, one, other)
    )
    return "version" if changed else "same"


# ---------------------------------------------------------------- the exact comparison


def likeness(one: Shingles, other: Shingles) -> Likeness:
    """What a comparison of two texts says."""
    small, large = _by_size(one, other)
    common, size = shared(small.all, large.all), small.all.size
    holds = large.all.size > rules().longer * size and common >= rules().copied * size
    holder = (2 if large is other else 1) if holds else 0
    return Likeness(_share(small, large, common) > 0.0, holder, common < rules().strangers * size)


def compared(
    pairs: Collection[Names], texts_of: Callable[[Collection[str]], Mapping[str, str]]
) -> dict[Names, Likeness]:
    """What a comparison of pairs of texts says, by their ids."""
    found, ordered = dict[Names, Likeness](), sorted(pairs)
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        texts = texts_of({name for pair in part for name in pair})
        cut = {name: shingles(text) for name, text in texts.items()}
        found |= {(a, b): likeness(cut[a], cut[b]) for a, b in part}
    return found


def _share(small: Shingles, large: Shingles, common: int | None = None) -> float:
    """The share of the shorter text that the longer one has; 0 where they are not one story."""
    if common is None:
        common = shared(small.all, large.all)
    share = common / small.all.size
    if small.words < rules().shingle:
        return float(share == 1.0 and small.all.size == large.all.size)
    if share < rules().changed or (small.all.size < rules().short and not _same_names(small, large)):
        return 0.0
    if share >= rules().copied:
        is_story = large.all.size <= rules().longer * small.all.size or _same_beginning(small, large)
    else:
        together = common / (small.all.size + large.all.size - common)
        is_story = together >= rules().together and _same_beginning(small, large)
    return share if is_story else 0.0


def _by_size(one: Shingles, other: Shingles) -> tuple[Shingles, Shingles]:
    return (one, other) if one.all.size <= other.all.size else (other, one)


def _same_beginning(small: Shingles, large: Shingles) -> bool:
    """Whether the news of the longer one, its beginning, is in the shorter one too."""
    return shared(large.lead, small.all) >= rules().lead * large.lead.size


class _Comparisons:
    """Comparisons of texts, each made once, or taken from those that are known."""

    def __init__(
        self,
        names: Sequence[str],
        known: Mapping[Names, Likeness],
        texts_of: Callable[[Collection[str]], Mapping[str, str]],
    ) -> None:
        self._names = names
        self._known = known
        self._texts_of = texts_of
        self.made: dict[Names, Likeness] = {}

    def of(self, pairs: Iterable[Pair]) -> dict[Pair, Likeness]:
        """What is said of each pair (smaller index first)."""
        keys = {(a, b): (self._names[a], self._names[b]) for a, b in pairs}
        missing = sorted({key for key in keys.values() if key not in self._known and key not in self.made})
        self.made |= compared(missing, self._texts_of)
        return {pair: self._known.get(key) or self.made[key] for pair, key in keys.items()}


def _holder(found: Likeness, a: int, b: int) -> int | None:
    """Which of two texts holds the other one and much more; None where neither does."""
    return (None, a, b)[found.holder]


def _roundups(alike: Mapping[Pair, Likeness], compared: _Comparisons) -> frozenset[int]:
    """The texts that hold two texts which have little to do with each other: a page of several stories would
    make one of them all.
    """
    held = defaultdict[int, list[int]](list)
    for (a, b), found in alike.items():
        if (holder := _holder(found, a, b)) is not None:
            held[holder].append(a + b - holder)
    within = {holder: [(min(texts), n) for n in sorted(texts)[1:]] for holder, texts in held.items()}
    said = compared.of(pair for pairs in within.values() for pair in pairs)
    return frozenset(h for h, pairs in within.items() if any(said[pair].strangers for pair in pairs))


def _same_names(small: Shingles, large: Shingles) -> bool:
    """Whether nearly all names of a bulletin stand in the other text."""
    strange = small.names - large.names
    return len(strange) <= len(small.names) // 6


def _is_corrected(one: Shingles, other: Shingles) -> bool:
    """Whether the same words hold other numbers."""
    both = one.figures.keys() & other.figures.keys()
    return any(one.figures[key].isdisjoint(other.figures[key]) for key in both)


def _says_changed(a: Story, b: Story) -> bool:
    """Whether one of them says that it was changed."""
    said = [bool(rules().cues.search(f"{s.title or ''}\n{s.text}")) for s in (a, b)]
    return said[0] != said[1]


def _has_grown(a: Story, b: Story, one: Shingles, other: Shingles) -> bool:
    if a.published is None or b.published is None or a.published == b.published:
        return False
    older, newer = (one, other) if a.published < b.published else (other, one)
    return newer.all.size >= older.all.size * (1 + rules().grown)


# ---------------------------------------------------------------- groups


class _Union:
    """Which documents were joined so far."""

    def __init__(self, size: int) -> None:
        self._above = list(range(size))

    def root(self, item: int) -> int:
        while self._above[item] != item:
            self._above[item] = item = self._above[self._above[item]]
        return item

    def join(self, a: int, b: int) -> None:
        low, high = sorted((self.root(a), self.root(b)))
        self._above[high] = low

    def members(self) -> list[list[int]]:
        """Each group, in the order of its first document."""
        found = defaultdict[int, list[int]](list)
        for item in range(len(self._above)):
            found[self.root(item)].append(item)
        return list(found.values())


def _collapsed(marked: Sequence[Mark], groups: _Union) -> list[int]:
    """The first of the texts with the same words; the others are joined to it at once."""
    first: dict[str, int] = {}
    for number, mark in enumerate(marked):
        known = first.setdefault(mark.words, number)
        if known != number:
            groups.join(known, number)
    return list(first.values())


def newest_first(marked: Sequence[Mark], members: Sequence[int]) -> list[int]:
    """The members of a group: the one of the latest day first, of a day the longest; those without a day last."""

    def age(number: int) -> tuple[int, int, int]:
        mark = marked[number]
        return (-(mark.published.toordinal() if mark.published else 0), -mark.size, number)

    return sorted(members, key=age)
